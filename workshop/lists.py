"""Short lists that an organizer keeps: kinds, topics, speakers, organizers shown on the site."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import transaction

from workshop import dates, journal, stale
from workshop.errors import Refused
from workshop.models import Person, Step, SubmissionKind, Topic, User, Workshop
from workshop.scoping import ScopedManager

Row = TypeVar("Row", SubmissionKind, Topic)

SPEAKER = "speaker_position"
ORGANIZER = "organizer_position"
LISTED = {SPEAKER: "the speakers", ORGANIZER: "the organizers shown on the site"}


@dataclass(frozen=True)
class Line:
    """A line of a list as typed, in its order. `pk` is nothing for a new one."""

    pk: int | None
    facts: dict[str, Any]


def kinds_seen(workshop: Workshop) -> str:
    return stale.seen(workshop.kinds.values_list("pk", "name", "page_limit", "position"))


def topics_seen(workshop: Workshop) -> str:
    return stale.seen(workshop.topics.values_list("pk", "name", "position"))


def people_seen(workshop: Workshop, part: str) -> str:
    return stale.seen(
        listed(workshop, part).values_list("pk", "name", "affiliation", "homepage", part)
    )


@transaction.atomic
def set_kinds(
    workshop: Workshop, lines: Sequence[Line], *, seen: str, by: User, at: datetime
) -> bool:
    """Make the kinds these, in this order; False if nothing differs.

    Once the call has opened none of them goes. Whether one is in use is not looked up: that
    would tell an organizer with a conflict of interest that there is a submission.
    """
    _lock(workshop)
    before = kinds_seen(workshop)
    stale.check(seen, before)
    if not lines and workshop.announced_at:
        raise Refused("The call says what may be submitted: leave it one kind at least.")
    submit = dates.deadline_of(workshop, Step.SUBMIT)
    if submit is not None and submit.has_opened(at):
        _check_all_stay(workshop.kinds.all(), lines)
    _set(workshop.kinds, lines)
    if before == kinds_seen(workshop):
        return False
    _note(workshop, "the kinds", by, at)
    return True


@transaction.atomic
def set_topics(
    workshop: Workshop, lines: Sequence[Line], *, seen: str, by: User, at: datetime
) -> bool:
    """Make the topics these, in this order; False if nothing differs. A removed one is unlinked."""
    _lock(workshop)
    before = topics_seen(workshop)
    stale.check(seen, before)
    _set(workshop.topics, lines)
    if before == topics_seen(workshop):
        return False
    _note(workshop, "the topics", by, at)
    return True


@transaction.atomic
def set_people(
    workshop: Workshop, lines: Sequence[Line], *, part: str, seen: str, by: User, at: datetime
) -> bool:
    """Make a list of people these, in this order. Who leaves it stays what else they are."""
    _lock(workshop)
    before = people_seen(workshop, part)
    stale.check(seen, before)
    # Compared here: what was typed may be a number that no database holds.
    kept = {line.pk for line in lines}
    gone = [person.pk for person in listed(workshop, part) if person.pk not in kept]
    workshop.people.filter(pk__in=gone).update(**{part: None})
    people = list(workshop.people.all())
    for position, line in enumerate(lines, start=1):
        person = _person(workshop, people, line)
        setattr(person, part, position)
        person.save()
        people.append(person)
    if before == people_seen(workshop, part):
        return False
    _note(workshop, LISTED[part], by, at)
    return True


def listed(workshop: Workshop, part: str) -> Any:
    return workshop.people.filter(**{f"{part}__isnull": False}).order_by(part, "pk")


def _lock(workshop: Workshop) -> None:
    """One list is saved at a time; submissions, which only point at the workshop, go on."""
    Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk)


def _set(rows: ScopedManager[Row], lines: Sequence[Line]) -> None:
    old = {row.pk: row for row in rows.all()}
    kept = {line.pk for line in lines}
    for row in [row for pk, row in old.items() if pk not in kept]:
        row.delete()
    for line in lines:
        if line.pk in old and old[line.pk].name != line.facts["name"]:
            # Out of the way first: two names may change places.
            rows.filter(pk=line.pk).update(name=f"#{line.pk}")
    for position, line in enumerate(lines, start=1):
        facts = {**line.facts, "position": position}
        if line.pk in old:
            rows.filter(pk=line.pk).update(**facts)
        else:
            rows.create(**facts)


def _check_all_stay(kinds: Iterable[SubmissionKind], lines: Sequence[Line]) -> None:
    kept = {line.pk for line in lines}
    for kind in kinds:
        if kind.pk not in kept:
            raise Refused(
                f"The call has been opened, so “{kind}” stays. "
                "You may rename it or change its page limit."
            )


def _person(workshop: Workshop, people: list[Person], line: Line) -> Person:
    """The row of this line: its own, or that of whoever has the name, or a new one."""
    name = line.facts["name"]
    namesake = next((p for p in people if p.name.casefold() == name.casefold()), None)
    own = next((p for p in people if p.pk == line.pk), None)
    if own is not None and namesake not in (None, own):
        raise Refused(
            f"“{name}” is somebody else in this workshop. To list them, remove this row "
            "and add the name in an empty one."
        )
    person = own or namesake or Person(workshop=workshop)
    for field, value in line.facts.items():
        if value or own is not None:
            setattr(person, field, value)
    return person


def _note(workshop: Workshop, what: str, by: User, at: datetime) -> None:
    journal.note(workshop, "changed", f"{by} changed {what}", by=by, at=at)
