"""All ten steps once more, by the steps themselves: what the browser does in test_whole_workshop.

It runs on SQLite too (test_on_sqlite). Every letter is counted, and delivered in the end.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.core import mail as outbox
from django.test import Client
from factories import AT, make_user
from forms import pdf
from run_story import propose

from reviews import answer, assign, decide, invite, notify, review
from reviews.invite import Invitee
from reviews.problem import Wish
from schedule import begin, plan, talks
from schedule.models import Session
from schedule.publish import publish
from submissions import camera_ready, changes, posting, submit, uploads
from submissions.camera_ready import Files
from submissions.content import AuthorFacts, Content
from submissions.models import Submission
from workshop import call, mail
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db

ADA, BOB, EVE = "ada@author.example", "bob@coauthor.example", "eve@other.example"
REVIEWERS = ["rita@north.example", "remo@south.example", "rosa@west.example"]


class Letters:
    """Those that were written since it was last asked."""

    def __init__(self) -> None:
        self.last = 0

    def new(self, workshop: Workshop) -> list[tuple[str, str]]:
        rows = list(workshop.letters.filter(pk__gt=self.last).order_by("pk"))
        self.last = rows[-1].pk if rows else self.last
        return sorted((row.event.partition("/")[2], row.recipient) for row in rows)


def test_the_ten_steps_write_just_these_letters() -> None:
    letters = Letters()
    olga = make_user("olga@aalto.example", "Olga", is_administrator=True)
    workshop = create_and_open(olga, AT)
    ada, eve = make_user(ADA, "Ada Berg"), make_user(EVE, "Eve Cole")
    first = hand_in(workshop, ada, "Forgetting by Halves", [ADA, BOB], AT)
    second = hand_in(workshop, eve, "What a Network Keeps", [EVE], AT)
    assert letters.new(workshop) == [("submitted", ADA), ("submitted", BOB), ("submitted", EVE)]

    later = AT + timedelta(days=1)
    call.close(workshop, by=olga, at=later)
    assert review_all(workshop, olga, [first, second], letters, later)
    decide.decide(first, outcome="oral", version=0, by=olga, at=later)
    decide.decide(second, outcome="poster", version=0, by=olga, at=later)
    assert letters.new(workshop) == []
    notify.release(workshop, by=olga, at=later)
    assert letters.new(workshop) == [("decision_released", who) for who in (ADA, BOB, EVE)]

    hand_in_final(first, ada, later)
    hand_in_final(second, eve, later)
    assert letters.new(workshop) == [("camera_ready_saved", who) for who in (ADA, BOB, EVE)]
    change_title(first, ada, olga, later)
    told = [("change_answered", ADA), ("change_answered", BOB)]
    assert letters.new(workshop) == [*told, ("change_proposed", ADA), ("change_proposed", BOB)]
    posting.consent(first, {"page", "pdf"}, by=ada, at=later)
    assert letters.new(workshop) == [("consent_changed", ADA), ("consent_changed", BOB)]

    lay_out(workshop, olga, later)
    assert letters.new(workshop) == []
    publish(workshop, by=olga, at=later)
    assert letters.new(workshop) == [("slot_changed", who) for who in (ADA, BOB, EVE)]
    move_the_posters(workshop, olga, later)
    publish(workshop, by=olga, at=later)
    assert letters.new(workshop) == [("slot_changed", EVE)]

    assert read_by_everybody() == [200, 200, 404, 200]
    mail.deliver_due(later, 100)
    assert len(outbox.outbox) == workshop.letters.filter(state="delivered").count() == 25
    assert {len(letter.to) for letter in outbox.outbox} == {1}


def create_and_open(olga: User, at: datetime) -> Workshop:
    day = (at + timedelta(days=90)).date()
    workshop = call.create(
        title="Learning to Forget",
        short_name="Forgetting 2027",
        first_day=day,
        last_day=day + timedelta(days=1),
        deadline=(at + timedelta(days=30)).date(),
        by=olga,
        at=at,
    )
    Workshop.objects.update(call_text="Send what you have forgotten.")
    workshop.refresh_from_db()
    call.open_call(workshop, by=olga, at=at)
    return workshop


def hand_in(
    workshop: Workshop, by: User, title: str, addresses: list[str], at: datetime
) -> Submission:
    authors = [
        AuthorFacts(email[:3], email, "Example University", "", n == 0, n == 0)
        for n, email in enumerate(addresses)
    ]
    kind = workshop.kinds.get(name="Short paper")
    content = Content(title=title, abstract="We forget.", kind=kind, authors=authors)
    draft = submit.draft(workshop, content, by=by, at=at, paper=uploads.stored(pdf()))
    return submit.submit(draft, by=by, at=at)


def review_all(
    workshop: Workshop, olga: User, rows: list[Submission], letters: Letters, at: datetime
) -> bool:
    """Three are asked, all accept, each reviews both."""
    whom = [Invitee(email, email[:4]) for email in REVIEWERS]
    invite.invite(workshop, whom, topics=[], load=4, by=olga, at=at)
    assert letters.new(workshop) == [("reviewer_invited", who) for who in sorted(REVIEWERS)]
    for invitation in workshop.invitations.all():
        answer.accept(invitation, topics=[], load=4, at=at)
    propose(workshop, olga, Wish(3), at)
    assign.confirm(workshop, by=olga, at=at)
    assert letters.new(workshop) == [("assignments_confirmed", who) for who in sorted(REVIEWERS)]
    text = review.Content(title="Good", text="I like it.", rating=4, confidence=2)
    for user in User.objects.filter(email__in=REVIEWERS):
        for row in rows:
            review.submit(row, text, version=0, by=user, at=at)
    return letters.new(workshop) == []


def hand_in_final(submission: Submission, by: User, at: datetime) -> None:
    submission.refresh_from_db()
    content = camera_ready.Content(abstract="We forget, and say so.", presenter=1)
    files = Files(uploads.stored(pdf()))
    camera_ready.save(submission, content, files, version=submission.version, by=by, at=at)


def change_title(submission: Submission, ada: User, olga: User, at: datetime) -> None:
    authors = changes.named_now(submission).authors
    title, shown = "Forgetting by Quarters", changes.seen(submission)
    change = changes.propose(submission, title, authors, "Asked for.", shown=shown, by=ada, at=at)
    changes.approve(submission, number=change.number, by=olga, at=at)


def lay_out(workshop: Workshop, olga: User, at: datetime) -> None:
    begin.begin(workshop, by=olga, at=at)
    talks.place_posters(poster_session(workshop), by=olga, at=at)


def poster_session(workshop: Workshop) -> Session:
    session = workshop.sessions.filter(kind=Session.Kind.POSTERS).first()
    assert session is not None
    return session


def move_the_posters(workshop: Workshop, olga: User, at: datetime) -> None:
    session = poster_session(workshop)
    facts = plan.SessionFacts(
        kind=session.kind,
        title=session.title,
        starts_at=session.starts_at - timedelta(minutes=10),
        ends_at=session.ends_at,
    )
    plan.change_session(session, facts, version=session.version, by=olga, at=at)


def read_by_everybody() -> list[int]:
    site = "/forgetting-2027"
    addresses = ["schedule/", "papers/1/", "papers/2/", "papers/1/paper.pdf"]
    answers = [Client().get(f"{site}/{address}") for address in addresses]
    # A file is read to its end, which closes it.
    assert b"".join(answers[-1]).startswith(b"%PDF-")
    return [answer.status_code for answer in answers]
