"""Step 2: whether an author's address has an account is told by no number of statements. Whoever
has accepted to review has one, and may be named as an author by anybody."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import AT, make_organizer, make_submission, make_user, make_workshop
from review_factories import make_reviewer

from reviews import answer, invite
from submissions import changes, submit
from submissions.content import AuthorFacts, Content, facts_of
from submissions.models import Submission
from submissions.status import Status

pytestmark = pytest.mark.django_db

KNOWN, UNKNOWN = "known@example.org", "nobody@example.org"


def handed_in(email: str) -> Submission:
    workshop, eve = make_workshop(at=AT), make_user()
    authors = [eve.email, email]
    row = make_submission(workshop, eve, status=Status.DRAFT, authors=authors, paper=True)
    return submit.submit(row, by=eve, at=AT)


def revised(email: str) -> Submission:
    workshop, eve = make_workshop(at=AT), make_user()
    row = make_submission(workshop, eve, paper=True)
    first = facts_of(row.authors.get())
    authors = [first, replace(first, email=email, is_corresponding=False, is_presenter=False)]
    content = Content(row.title, row.abstract, row.kind, authors=authors)
    return submit.save(row, content, version=row.version, by=eve, at=AT)


def approved(email: str) -> Submission:
    workshop, eve = make_workshop(at=AT), make_user()
    olga = make_organizer(workshop)
    row = make_submission(workshop, eve, status=Status.POSTER)
    authors = [facts_of(row.authors.get()), AuthorFacts("New", email, "Example University")]
    at, shown = AT + timedelta(hours=1), changes.seen(row)
    change = changes.propose(row, row.title, authors, "", shown=shown, by=eve, at=at)
    return changes.approve(row, number=change.number, by=olga, at=at)


def test_a_revision_takes_as_much_once_a_co_author_has_accepted_to_review() -> None:
    workshop, eve = make_workshop(at=AT), make_user()
    olga = make_organizer(workshop)
    row = make_submission(workshop, eve, authors=[eve.email, UNKNOWN], paper=True)
    asked = [invite.Invitee(UNKNOWN)]
    invite.invite(workshop, asked, topics=[], load=4, by=olga, at=AT)
    statements = []
    for title in ("Before", "After"):
        authors = [facts_of(author) for author in row.authors.all()]
        content = Content(title, row.abstract, row.kind, authors=authors)
        with CaptureQueriesContext(connection) as queries:
            row = submit.save(row, content, version=row.version, by=eve, at=AT)
        statements.append(len(queries))
        if title == "Before":
            answer.accept(workshop.invitations.get(), topics=[], load=4, at=AT)
    assert statements[0] == statements[1]


@pytest.mark.parametrize("step", [handed_in, revised, approved])
def test_to_name_somebody_with_an_account_takes_as_much_as_to_name_nobody(step: object) -> None:
    assert callable(step)
    reviewer = make_reviewer(make_workshop(), KNOWN)
    statements = []
    for email in (KNOWN, UNKNOWN):
        with CaptureQueriesContext(connection) as queries:
            row = step(email)
        statements.append(len(queries))
        barred = list(row.workshop.barriers.values_list("user", "number"))
        assert ((reviewer.pk, row.number) in barred) == (email == KNOWN)
    assert statements[0] == statements[1]
