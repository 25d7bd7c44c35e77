"""A small workshop with everything in it that there is to see, as rows; and its three phases."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from django.core.files.base import ContentFile
from django.db import transaction

from reviews.models import Assignment, Conflict, Review
from schedule.freezing import freeze
from schedule.models import Session
from submissions import posting
from submissions.authorship import bar_authors
from submissions.changes import named_now
from submissions.models import Consent, PaperVersion, Release, Submission
from submissions.status import Status
from workshop import journal
from workshop.management.visibility.marks import COLLEAGUE, RATING, word
from workshop.models import Barrier, Letter, Role, Step, User, Workshop

SLUG = "who-sees-what"
NUMBER = 7
OUTSIDE = "outside decider"
Part = PaperVersion.Part


@dataclass
class Example:
    """`roles` are who looks, each by the name of the part that they play."""

    workshop: Workshop
    it: Submission
    other: Submission
    roles: dict[str, User | None]
    at: datetime

    def person(self, role: str) -> User:
        user = self.roles[role]
        assert user is not None
        return user


def user(name: str, **facts: Any) -> User:
    email = f"{name.lower().replace(' ', '-')}@{SLUG}.example"
    email = facts.pop("email", email)
    row = User.objects.create_user(email, name=name, **facts)
    EmailAddress.objects.create(user=row, email=email, verified=True, primary=True)
    return row


def with_role(workshop: Workshop, kind: Role.Kind, name: str, **facts: Any) -> User:
    row = user(name, **facts)
    workshop.roles.create(user=row, kind=kind)
    if kind == Role.Kind.REVIEWER:
        workshop.reviewer_profiles.create(user=row)
    return row


def make(at: datetime) -> Example:
    """Before the release: all is submitted, reviewed and decided."""
    workshop, elsewhere = _workshop(SLUG, at), _workshop(f"{SLUG}-else", at)
    organizer, reviewer = Role.Kind.ORGANIZER, Role.Kind.REVIEWER
    roles: dict[str, User | None] = {
        "visitor": None,
        "author": user("Author"),
        "co-author": user("Co-author"),
        "author of another": user("Author of another"),
        "reviewer of it": with_role(workshop, reviewer, "Reviewer of it"),
        "reviewer of others": with_role(workshop, reviewer, "Reviewer of others"),
        "organizer": with_role(workshop, organizer, "Organizer"),
        "organizer behind a barrier": with_role(workshop, organizer, "Barred"),
        OUTSIDE: with_role(workshop, Role.Kind.DECIDER, "Outside decider"),
        "organizer elsewhere": with_role(elsewhere, organizer, "Elsewhere"),
        "administrator": user("Administrator", is_administrator=True),
    }
    it = _submission(workshop, NUMBER, roles["author"], at, roles["co-author"])
    other = _submission(workshop, NUMBER + 1, roles["author of another"], at)
    Submission.everywhere.filter(pk=other.pk).update(title=f"On {word('rejected')}")
    _draft(workshop, roles["author"], at)
    example = Example(workshop, it, other, roles, at)
    _committee(example)
    _conflicts(example)
    _records(example)
    return example


def _workshop(slug: str, at: datetime) -> Workshop:
    day = (at + timedelta(days=60)).date()
    named = {"title": "Who sees what", "short_name": slug, "announced_at": at}
    workshop = Workshop.objects.create(slug=slug, first_day=day, last_day=day, **named)
    workshop.kinds.create(name="Paper", page_limit=8)
    opened = at - timedelta(days=30)
    for n, step in enumerate(list(Step)[1:]):
        closes = at + timedelta(days=n * 5) - timedelta(days=1)
        workshop.deadlines.create(step=step, opens_at=opened, closes_at=closes)
    host = f"{word('organizer email')}@{slug}.example"
    with_role(workshop, Role.Kind.ORGANIZER, f"Host of {slug}", email=host)
    return workshop


def _row(workshop: Workshop, number: int, by: User | None, at: datetime) -> Submission:
    row: Submission = workshop.submissions.create(
        number=number,
        kind=workshop.kinds.get(),
        submitter=by,
        begun_at=at,
        saved_at=at,
    )
    return row


def _submission(
    workshop: Workshop, number: int, by: User | None, at: datetime, *others: User | None
) -> Submission:
    row = _row(workshop, number, by, at)
    row.status, row.submitted_at = Status.SUBMITTED, at
    row.title, row.abstract = f"On {word('title')}", f"Found: {word('abstract')}."
    row.save()
    named = [(person.name, person.email) for person in (by, *others) if person]
    if others:
        named.append((word("author"), f"{word('email')}@{SLUG}.example"))
    for n, (name, email) in enumerate(named, start=1):
        first = {"is_corresponding": n == 1, "is_presenter": n == 1}
        row.authors.create(position=n, name=name, email=email, **first)
    bar_authors(row, at)
    file(row, Part.REVIEW, at)
    return row


def _draft(workshop: Workshop, by: User | None, at: datetime) -> None:
    row = _row(workshop, NUMBER + 2, by, at)
    row.title = f"On {word('draft')}"
    row.save(update_fields=["title"])
    text = f"Author began “{row.title}”"
    journal.note(workshop, "began", text, by=by, at=at, about=row.number, is_private=True)


WORDS = {Part.REVIEW: "paper", Part.FINAL: "final", Part.SLIDES: "slides"}


def file(submission: Submission, part: PaperVersion.Part, at: datetime) -> None:
    marked = word(WORDS[part]) if submission.number == NUMBER else ""
    body = f"%PDF-1.7 {marked}".encode()
    submission.papers.create(
        part=part,
        number=submission.papers.count() + 1,
        file=ContentFile(body, "paper.pdf"),
        name="paper.pdf",
        size=len(body),
        sha256=f"{submission.number}{part}",
        received_at=at,
        finding=PaperVersion.Finding.FINE,
        pages=1,
    )


def _committee(example: Example) -> None:
    """Three have it: one wrote, one has begun, one gave it back. Of the other one is reviewed."""
    workshop, at = example.workshop, example.at
    facts = {"email": f"{word('reviewer email')}@{SLUG}.example"}
    colleague = with_role(workshop, Role.Kind.REVIEWER, COLLEAGUE, **facts)
    gone = with_role(workshop, Role.Kind.REVIEWER, "Gone")
    whole = {"text": word("text"), "note": word("note"), "rating": RATING, "confidence": 2}
    done = {"state": Review.State.SUBMITTED, "submitted_at": at}
    _assigned(example, example.it, colleague, **whole, **done)
    _assigned(example, example.it, example.person("reviewer of it"), text=word("unsent"))
    sound = {"text": "Sound.", "rating": 4, "confidence": 2, **done}
    _assigned(example, example.other, example.person("reviewer of others"), **sound)
    workshop.assignments.create(
        submission=example.it,
        reviewer=gone,
        state=Assignment.State.DECLINED,
        assigned_at=at,
        reason=word("reason"),
    )
    decided = {"decided_at": at, "decided_by": example.roles["organizer"]}
    workshop.decisions.create(
        submission=example.it, outcome="poster", note=word("decision"), **decided
    )
    workshop.decisions.create(submission=example.other, outcome="rejected", **decided)
    workshop.invitations.create(email=f"{word('invited')}@{SLUG}.example", invited_at=at)


def _assigned(example: Example, submission: Submission, by: User, **review: Any) -> None:
    workshop, at = example.workshop, example.at
    assignment = workshop.assignments.create(
        submission=submission,
        reviewer=by,
        state=Assignment.State.CONFIRMED,
        assigned_at=at,
        confirmed_at=at,
    )
    workshop.reviews.create(assignment=assignment, saved_at=at, **review)


def _conflicts(example: Example) -> None:
    """An organizer's, declared; and a reviewer's, found by the site."""
    workshop, it = example.workshop, example.it
    away = with_role(workshop, Role.Kind.REVIEWER, "Away")
    for person, source, evidence in (
        (example.person("organizer behind a barrier"), Conflict.Source.DECLARED, ""),
        (away, Conflict.Source.AFFILIATION, word("evidence")),
    ):
        facts = {"user": person, "evidence": evidence, "found_at": example.at}
        workshop.conflicts.create(submission=it, source=source, **facts)
        reason = Barrier.Reason.CONFLICT
        workshop.barriers.create(user=person, number=it.number, reason=reason)


def _records(example: Example) -> None:
    """Letters to authors and to a reviewer, lines of the journal."""
    workshop, at = example.workshop, example.at
    for name, about, private in (
        ("author", NUMBER, False),
        ("co-author", NUMBER, False),
        ("reviewer of it", None, True),
    ):
        workshop.letters.create(
            event="example",
            about=about,
            is_private=private,
            recipient=example.person(name).email,
            subject=word("reminder" if private else "letter"),
            state=Letter.State.HELD,
            written_at=at,
            not_before=at,
        )
    journal.note(workshop, "did", f"About it: {word('about it')}", by=None, at=at, about=NUMBER)
    journal.note(workshop, "did", f"About nothing: {word('journal')}", by=None, at=at)


@contextmanager
def as_found_by(example: Example, role: str) -> Iterator[None]:
    """Who decides from outside finds every organizer barred; then all is as it was."""
    with transaction.atomic():
        if role == OUTSIDE:
            for row in example.workshop.roles.filter(kind=Role.Kind.ORGANIZER):
                facts: dict[str, Any] = {"user": row.user, "number": NUMBER}
                facts["reason"] = Barrier.Reason.CONFLICT
                example.workshop.barriers.get_or_create(**facts)
        yield
        transaction.set_rollback(True)


def release(example: Example) -> None:
    """The decisions are released; the camera-ready version is in, and the plan is made."""
    workshop, it, at = example.workshop, example.it, example.at
    row = workshop.releases.create(number=1, kind=Release.Kind.DECISIONS, at=at)
    for submission, outcome in ((it, Status.POSTER), (example.other, Status.REJECTED)):
        Submission.everywhere.filter(pk=submission.pk).update(status=outcome)
        note = word("decision") if submission == it else ""
        submission.released_decisions.create(release=row, outcome=outcome, note=note)
    whole = {"text": word("text"), "rating": RATING, "confidence": 2}
    it.released_reviews.create(release=row, label=1, **whole)
    it.refresh_from_db()
    file(it, Part.FINAL, at)
    file(it, Part.SLIDES, at)
    authors = [asdict(author) for author in named_now(it).authors]
    asked = {"proposed_by": example.roles["author"], "proposed_at": at}
    it.changes.create(number=1, title=word("change"), authors=authors, **asked)
    _plan(example)


def _plan(example: Example) -> None:
    workshop = example.workshop
    starts = example.at + timedelta(days=60)
    session = workshop.sessions.create(
        number=1,
        kind=Session.Kind.POSTERS,
        title=word("session"),
        starts_at=starts,
        ends_at=starts + timedelta(hours=1),
    )
    session.presentations.create(
        workshop=workshop, submission=example.it, title=word("talk"), position=1
    )


def make_public(example: Example) -> None:
    """The authors consent to posting, and the schedule is published."""
    by = user(word("consent"))
    posting.consent(example.it, list(Consent.Artefact), by=by, at=example.at)
    freeze(example.workshop, by=None, at=example.at)
