"""Step 10: publish. A version of the schedule is frozen, and those whose slot changed are told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, prefetch_related_objects

from schedule.comparing import differences, slots_changed
from schedule.freezing import as_read, keep, planned, published
from schedule.letters import slot_letters
from schedule.models import ScheduleVersion
from schedule.plan import lock
from schedule.planning import Plan, plan_since
from schedule.program import Program, from_json
from submissions.handling import organizers_left
from submissions.models import Submission
from submissions.status import ACCEPTED
from workshop import journal, stale
from workshop.errors import Refused
from workshop.letters import send
from workshop.models import Letter, User, Workshop

SOMEBODY_PLANNED = (
    "The plan has changed since you opened this page, perhaps by somebody else. Nothing was "
    "published: look at it as it is now, then publish it."
)


@dataclass(frozen=True)
class Preview:
    """What would be published, as far as one organizer may see it, and who would be told."""

    last: ScheduleVersion | None
    plan: Plan
    # What the public reads now.
    before: Program | None
    after: Program
    changes: list[str]
    told: list[Submission]

    @property
    def number(self) -> int:
        return self.last.number + 1 if self.last else 1

    @property
    def letter_count(self) -> int:
        """Of the letters that this organizer will see in the outbox."""
        return sum(bool(author.email) for row in self.told for author in row.authors.all())

    @property
    def seen(self) -> str:
        """In short; the form hands it back, so that nobody publishes what they have not seen."""
        return stale.seen([self.number, self.after])

    def letters(self, rows: Iterable[Submission], at: datetime) -> list[Letter]:
        return slot_letters(rows, self.before, self.after, at=at, revision=self.number)


def preview(workshop: Workshop, user: User, last: ScheduleVersion | None) -> Preview:
    """To publish goes by everything. This goes by what the organizer may see, the letters too."""
    before = as_read(workshop, last) if last else None
    plan = plan_since(workshop, user, last)
    after = plan.program.accepted
    frozen = from_json(last.content) if last else None
    changed = slots_changed(before, after)
    rows = [row for row in plan.accepted if row.number in changed]
    prefetch_related_objects(rows, "authors")
    told = [row for row in rows if any(author.email for author in row.authors.all())]
    changes = differences(frozen, after, workshop.tzinfo)
    return Preview(last, plan, before, after, changes, told)


@transaction.atomic
def publish(
    workshop: Workshop, *, by: User, at: datetime, seen: str | None = None
) -> ScheduleVersion:
    """Freeze what is planned as the next version, and make it what the public reads.

    It is an act of the whole workshop: what its organizer may not see is published with the rest.
    `seen` is the preview's, where there was one.
    """
    lock(workshop)
    _clear(workshop, by, at)
    last, before = published(workshop) or (None, None)
    program = planned(workshop)
    if seen is not None:
        # By what its organizer sees: a refusal by all would tell of what is hidden.
        shown = preview(workshop, by, last)
        check(last, shown.after, changed=bool(shown.changes))
        if seen != shown.seen:
            raise Refused(SOMEBODY_PLANNED)
    check(last, program, changed=last is None or from_json(last.content) != program)
    version = keep(workshop, program, by=by, at=at)
    changed = workshop.submissions.filter(number__in=slots_changed(before, program))
    rows = changed.prefetch_related("authors")
    text = f"{by} published version {version.number} of the schedule"
    journal.note(workshop, "published", text, by=by, at=at)
    send(slot_letters(rows, before, program, at=at, revision=version.number))
    return version


def _clear(workshop: Workshop, by: User, at: datetime) -> None:
    """Drop the places of what is accepted no more and has no organizer who could clear them."""
    fallen = workshop.submissions.exclude(status__in=ACCEPTED).exclude(Exists(organizers_left()))
    empty = workshop.presentations.filter(submission__in=fallen)
    numbers = sorted(set(empty.values_list("submission__number", flat=True)))
    if not numbers:
        return
    empty.delete()
    texts = {n: f"Submission {n} is accepted no more: its place is free" for n in numbers}
    journal.note_each(workshop, "left to plan", texts, by=by, at=at)


def check(last: ScheduleVersion | None, program: Program, *, changed: bool) -> None:
    """Refused while there is nothing to publish, or nothing that is not public already."""
    if not program.sessions:
        raise Refused("Nothing is planned yet: plan a session first, then publish the schedule.")
    if last and not changed:
        raise Refused(
            f"Nothing has changed since version {last.number}: it is what everybody reads."
        )
