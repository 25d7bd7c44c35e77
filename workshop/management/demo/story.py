"""The steps at which the demo can stand, each on top of the one before."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.db import transaction
from django.db.models import F

from reviews import conflicts
from workshop import journal
from workshop.management.demo import committee, papers, site, words
from workshop.models import Entry, Letter, Workshop

# Each step with the days that the story has gone on since the call was open.
STEPS = {"call": 0, "submit": 0, "review": 13, "decide": 19, "notify": 21}
USUAL = "submit"
SEED = 2018
REVIEWERS = 15
AUTHORS = 30
VERB = "set up the demo"


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
    start = at - timedelta(days=STEPS[step])
    workshop = site.build(start)
    committee.gather(workshop, names[:REVIEWERS], random, start)
    for later, make in LATER.items():
        if list(STEPS).index(step) >= list(STEPS).index(later):
            make(workshop, names[REVIEWERS:], random, start, step)
    # What was written before today was read long ago: it need not go out.
    workshop.letters.update(state=Letter.State.DELIVERED, delivered_at=F("written_at"))
    journal.note(workshop, VERB, f"The demo was set up at the step “{step}”", by=None, at=at)
    return workshop


def _remove(workshop: Workshop) -> None:
    papers.remove_files(workshop)
    workshop.submissions.all().delete()
    workshop.delete()


def _submit(
    workshop: Workshop, names: list[str], random: Random, start: datetime, step: str
) -> None:
    papers.add(workshop, names, random, start)
    conflicts.detect(workshop, start)


def _review(
    workshop: Workshop, names: list[str], random: Random, start: datetime, step: str
) -> None:
    committee.assign_papers(workshop, start + timedelta(days=8))
    finished = 0.55 if step == "review" else 1.0
    committee.write_reviews(workshop, random, start + timedelta(days=12), finished)


def _decide(
    workshop: Workshop, names: list[str], random: Random, start: datetime, step: str
) -> None:
    share = 0.5 if step == "decide" else 1.0
    committee.decide_some(workshop, start + timedelta(days=18), share)


LATER = {"submit": _submit, "review": _review, "decide": _decide}
