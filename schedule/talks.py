"""Step 9, what stands in a session: talks and posters, in an order that is also that of the boards.

An organizer moves a talk past those that they see. What is hidden from them keeps its place among
its neighbors, and the order is counted anew, so that no gap tells of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F, Max, Q

from schedule import fitting
from schedule.models import Presentation, Session
from schedule.people import named
from schedule.permissions import plannable, planned_presentations
from schedule.plan import GONE, described, lock
from submissions.models import Submission
from submissions.status import Status
from workshop import journal, stale
from workshop.errors import Refused
from workshop.models import User

MOVED = (
    "This submission has been placed elsewhere, or taken out, since you opened this page, perhaps "
    "by somebody else. Nothing was changed: see where it stands now, then choose again."
)

# Farther than any order reaches: rows are put there while they change places.
OUT_OF_THE_WAY = 10_000


@dataclass(frozen=True)
class TalkFacts:
    """What an organizer writes of a talk that is nobody's submission."""

    title: str = ""
    abstract: str = ""
    slides_label: str = ""


def talk_seen(talk: Presentation) -> str:
    """What a page shows of a talk by a person, in short; handed back by its form."""
    return stale.seen([talk.pk, talk.title, talk.abstract, talk.slides_label])


def places_seen(talks: Iterable[Presentation]) -> str:
    """In which sessions one submission stands, in short; handed back by the form that places it."""
    return stale.seen(sorted(talk.session.number for talk in talks))


@transaction.atomic
def add_talks(session: Session, numbers: Sequence[int], *, by: User, at: datetime) -> int:
    """Give these submissions a place after what is there, in order of number; how many."""
    row = _locked(session)
    rows = list(plannable(row.workshop, by).filter(number__in=numbers).order_by("number"))
    if not numbers or len(rows) < len(set(numbers)):
        raise Refused("Choose among the accepted submissions that are left to plan.")
    _place(row, rows, by, at)
    return len(rows)


@transaction.atomic
def place(
    submission: Submission, *, session: Session, seen: str | None = None, by: User, at: datetime
) -> None:
    """Give one submission its talk or its board in this session, after what is there.

    If it has one in another session it moves. `seen` is `places_seen` of what the page showed,
    where there was one.
    """
    row = _locked(session)
    on_board = Q(session__kind=Session.Kind.POSTERS)
    alike = on_board if row.kind == Session.Kind.POSTERS else ~on_board
    talk = planned_presentations(row.workshop, by).filter(alike, submission=submission).first()
    if talk and talk.session_id == row.pk:
        return
    if seen is not None:
        _check_places(submission, seen, by)
    if talk is None:
        add_talks(row, [submission.number], by=by, at=at)
    else:
        talk.workshop = row.workshop
        move_talk(talk, to=row, by=by, at=at)


@transaction.atomic
def take_out(submission: Submission, *, session: int, seen: str, by: User, at: datetime) -> None:
    """Leave one submission to plan again that the page showed in the session of this number."""
    lock(submission.workshop)
    for talk in _check_places(submission, seen, by):
        if talk.session.number == session:
            remove_talk(talk, by=by, at=at)
            return
    raise Refused(MOVED)


@transaction.atomic
def place_posters(session: Session, *, by: User, at: datetime) -> int:
    """Give every poster without a board one in this session, in order of number; how many."""
    row = _locked(session)
    if row.kind != Session.Kind.POSTERS:
        raise Refused("Posters hang in a session of the kind “posters”. Choose one of these.")
    boards = row.workshop.presentations.filter(session__kind=Session.Kind.POSTERS)
    placed = boards.exclude(submission=None)  # a talk of somebody's hangs there, too
    posters = plannable(row.workshop, by).filter(status=Status.POSTER)
    rows = list(posters.exclude(pk__in=placed.values("submission")).order_by("number"))
    if not rows:
        raise Refused("Every accepted poster has its board.")
    _place(row, rows, by, at)
    return len(rows)


@transaction.atomic
def add_person_talk(
    session: Session, facts: TalkFacts, *, name: str, by: User, at: datetime
) -> Presentation:
    """A talk by somebody of the workshop, or by somebody whose name is new to it."""
    row = _locked(session)
    if sentence := fitting.holds_nothing(row.kind):
        raise Refused(sentence)
    [person] = named(row.workshop, [name])
    said = {"presenter": person, "title": facts.title, "abstract": facts.abstract}
    if row.presentations.filter(submission=None, **said).exists():
        raise Refused("The same talk stands in this session already, so nothing was added.")
    talk: Presentation = row.workshop.presentations.create(
        session=row,
        position=_last(row) + 1,
        slides_label=facts.slides_label,
        **said,
    )
    text = f"{by} added a talk by {person} to {described(row)}"
    journal.note(row.workshop, "added a talk", text, by=by, at=at)
    return talk


@transaction.atomic
def change_talk(talk: Presentation, facts: TalkFacts, *, seen: str, by: User, at: datetime) -> bool:
    """Save what is said of a talk by a person; False if nothing differs."""
    row = _talk(talk, by)
    if row.submission:
        raise Refused("The title and abstract of a submission are its authors’.")
    stale.check(seen, talk_seen(row))
    if (row.title, row.abstract, row.slides_label) == (
        facts.title,
        facts.abstract,
        facts.slides_label,
    ):
        return False
    row.title, row.abstract, row.slides_label = facts.title, facts.abstract, facts.slides_label
    row.save(update_fields=["title", "abstract", "slides_label"])
    _note(row, "changed a talk", f"{by} changed {_called(row)}", by, at)
    return True


@transaction.atomic
def remove_talk(talk: Presentation, *, by: User, at: datetime) -> None:
    """Take it out of the plan; a submission is left to plan again."""
    row = _talk(talk, by)
    row.delete()
    _note(row, "left to plan", f"{by} took {_called(row)} out of {described(row.session)}", by, at)


@transaction.atomic
def shift_talk(talk: Presentation, *, up: bool, by: User, at: datetime) -> bool:
    """Move it past the one before it, or after it, that `by` sees; False if there is none."""
    row = _talk(talk, by)
    seen = list(planned_presentations(row.workshop, by).filter(session=row.session_id))
    there = seen.index(row) + (-1 if up else 1)
    if not 0 <= there < len(seen):
        return False
    order = list(row.session.presentations.order_by("position"))
    order.remove(row)
    order.insert(order.index(seen[there]) + (0 if up else 1), row)
    row.session.presentations.update(position=F("position") + OUT_OF_THE_WAY)
    for position, one in enumerate(order, start=1):
        one.position = position
    Presentation.everywhere.bulk_update(order, ["position"])
    where = "up" if up else "down"
    text = f"{by} moved {_called(row)} {where} in {described(row.session)}"
    _note(row, "moved a talk", text, by, at)
    return True


@transaction.atomic
def move_talk(talk: Presentation, *, to: Session, by: User, at: datetime) -> None:
    """Move it to the end of another session."""
    row, session = _talk(talk, by), _locked(to)
    if session == row.session:
        return
    if row.submission:
        others = fitting.standing(row.workshop.presentations.exclude(pk=row.pk))
        sentence = fitting.why_not(row.submission, session.kind, others.get(row.submission.pk, []))
    else:
        sentence = fitting.holds_nothing(session.kind)
    if sentence:
        raise Refused(f"{sentence} Choose another session.")
    row.session, row.position = session, _last(session) + 1
    row.save(update_fields=["session", "position"])
    _note(row, "moved a talk", f"{by} moved {_called(row)} to {described(session)}", by, at)


def _locked(session: Session) -> Session:
    lock(session.workshop)
    row: Session | None = session.workshop.sessions.filter(pk=session.pk).first()
    if row is None:
        raise Refused(GONE)
    return row


def _check_places(submission: Submission, seen: str, by: User) -> list[Presentation]:
    """Its talk and its board as they are now, if the page showed them so. The plan is locked."""
    rows = planned_presentations(submission.workshop, by).filter(submission=submission)
    talks = list(rows.select_related("workshop", "session"))
    if seen != places_seen(talks):
        raise Refused(MOVED)
    return talks


def _talk(talk: Presentation, by: User) -> Presentation:
    """It as it is now, if `by` may see it; the plan is locked from here on."""
    lock(talk.workshop)
    rows = planned_presentations(talk.workshop, by).select_related("submission", "presenter")
    row = rows.select_related("session").filter(pk=talk.pk).first()
    if row is None:
        raise Refused("This stands in the plan no more: somebody has taken it out.")
    row.session.workshop = talk.workshop
    if row.submission:
        row.submission.workshop = talk.workshop
    return row


def _place(session: Session, rows: list[Submission], by: User, at: datetime) -> None:
    """In a few statements, whatever their number."""
    others = fitting.standing(session.workshop.presentations.all())
    for row in rows:
        if sentence := fitting.why_not(row, session.kind, others.get(row.pk, [])):
            raise Refused(sentence)
    Presentation.everywhere.bulk_create(
        Presentation(workshop=session.workshop, session=session, submission=row, position=position)
        for position, row in enumerate(rows, start=_last(session) + 1)
    )
    where = described(session)
    texts = {row.number: f"{by} placed submission {row.number} in {where}" for row in rows}
    journal.note_each(session.workshop, "placed", texts, by=by, at=at)


def _last(session: Session) -> int:
    last: int | None = session.presentations.aggregate(last=Max("position"))["last"]
    return last or 0


def _called(talk: Presentation) -> str:
    if talk.submission:
        return f"submission {talk.submission.number}"
    return f"the talk by {talk.presenter}"


def _note(talk: Presentation, verb: str, text: str, by: User, at: datetime) -> None:
    about = talk.submission.number if talk.submission else None
    journal.note(talk.workshop, verb, text, by=by, at=at, about=about)
