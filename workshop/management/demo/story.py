"""The steps at which the demo can stand, each on top of the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import F

from reviews import assign, conflicts, run_solving, runs
from reviews.problem import Wish
from workshop import call, dates, journal
from workshop.management.demo import committee, papers, program, site, words
from workshop.models import Entry, Letter, Step, Workshop

# Each step with the whole days that are left of it; the call has just begun to be answered.
STEPS = {
    Step.CALL: 0,
    Step.SUBMIT: 0,
    Step.ASSIGN: 0,
    Step.REVIEW: 5,
    Step.DECIDE: 0,
    Step.NOTIFY: 0,
    Step.CAMERA_READY: 3,
    Step.POST: 0,
    Step.PLAN: 0,
    Step.PUBLISH: 0,
}
USUAL = "submit"
SEED = 2018
REVIEWERS = 15
AUTHORS = 30
VERB = "set up the demo"


@dataclass(frozen=True)
class Telling:
    """The story as far as it is told: up to `step`, having begun at `begun`."""

    workshop: Workshop
    names: list[str]
    random: Random
    begun: datetime
    step: Step

    def on(self, day: float) -> datetime:
        return self.begun + timedelta(days=day)


def existing() -> Workshop | None:
    return Workshop.objects.filter(slug=site.SLUG).first()


def set_up_on(workshop: Workshop) -> Entry | None:
    """The demo's own entry; none if the workshop at its address is somebody's."""
    return workshop.entries.filter(verb=VERB, by=None).first()


def untouched(workshop: Workshop) -> bool:
    """No person has done anything since; what the site does by itself does not count."""
    own = set_up_on(workshop)
    return own is not None and not workshop.entries.filter(by__isnull=False, pk__gt=own.pk).exists()


@transaction.atomic
def set_up(step: str, at: datetime) -> Workshop:
    """Make the demo workshop anew, at this step, with dates around `at`."""
    old = existing()
    if old is not None:
        _remove(old)
    random = Random(SEED)  # noqa: S311 (invented people, not secrets)
    names = words.people(random, REVIEWERS + AUTHORS)
    first = begun(step, at)
    workshop = site.build(first)
    committee.gather(workshop, names[:REVIEWERS], random, first)
    told = Telling(workshop, names, random, first, Step(step))
    for each, add in ADDS.items():
        if list(Step).index(each) <= list(Step).index(told.step):
            add(told)
    # What was written before today was read long ago: it need not go out.
    workshop.letters.update(state=Letter.State.DELIVERED, delivered_at=F("written_at"))
    journal.note(workshop, VERB, f"The demo was set up at the step “{step}”", by=None, at=at)
    return workshop


def _remove(workshop: Workshop) -> None:
    papers.remove_files(workshop)
    workshop.sessions.all().delete()
    workshop.submissions.all().delete()
    workshop.delete()


def begun(step: str, at: datetime) -> datetime:
    """When the story began that is now at this step: its days are counted anywhere on Earth."""
    after = call.USUAL_DAYS_AFTER.get(Step(step))
    if after is None:
        return at
    ahead = (at.astimezone(UTC).date() - at.astimezone(dates.AOE).date()).days
    return at - timedelta(days=site.CLOSES_IN_DAYS + after - STEPS[Step(step)] + ahead)


def _submit(told: Telling) -> None:
    papers.add(told.workshop, told.names[REVIEWERS:], told.random, told.begun)
    conflicts.detect(told.workshop, told.begun)


def _assign(told: Telling) -> None:
    """At this step organizers look at a proposal; later it has been confirmed."""
    by, moment = committee.organizer(told.workshop), told.on(7.8)
    run = runs.ask(told.workshop, Wish(committee.WANTED), by=by, at=moment)
    run_solving.solve(run, moment)
    runs.use(run, by=by, at=moment)
    if told.step != Step.ASSIGN:
        assign.confirm(told.workshop, by=by, at=told.on(8))


def _review(told: Telling) -> None:
    finished = 0.55 if told.step == Step.REVIEW else 1.0
    committee.write_reviews(told.workshop, told.random, told.on(12), finished)


def _decide(told: Telling) -> None:
    share = 0.5 if told.step == Step.DECIDE else 1.0
    committee.decide_some(told.workshop, told.on(18), share)


def _camera_ready(told: Telling) -> None:
    program.release(told.workshop, told.random, told.on(21))
    share = 0.6 if told.step == Step.CAMERA_READY else 1.0
    program.hand_in_finals(told.workshop, told.on(24), share)
    program.ask_for_another_title(told.workshop, told.on(24.5))


def _post(told: Telling) -> None:
    program.consent(told.workshop, told.on(28))


def _plan(told: Telling) -> None:
    program.plan(told.workshop, told.on(30))


def _publish(told: Telling) -> None:
    program.announce(told.workshop, told.on(31))


# What each step adds to the ones before.
ADDS = {
    Step.SUBMIT: _submit,
    Step.ASSIGN: _assign,
    Step.REVIEW: _review,
    Step.DECIDE: _decide,
    Step.CAMERA_READY: _camera_ready,
    Step.POST: _post,
    Step.PLAN: _plan,
    Step.PUBLISH: _publish,
}
