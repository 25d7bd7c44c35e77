"""Step 7: who comes, who goes and who presents when the authors of a paper change."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

import pytest
from allauth.account.models import EmailAddress
from change_fixtures import on_credit  # noqa: F401
from change_story import ADA, BOB, CARLA, again, propose
from factories import make_organizer, make_user
from people_fixtures import author_ada, closed_call, now, organizer_olga  # noqa: F401
from review_factories import make_reviewer

from submissions import camera_ready, changes, posting
from submissions.camera_ready import Content, Files
from submissions.models import Submission
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def test_a_presenter_chosen_meanwhile_stays(
    paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    row = again(paper)
    typed = Content(row.abstract, 2)
    camera_ready.save(row, typed, Files(), version=row.version, by=ada, at=at)
    changes.approve(paper, number=1, by=olga, at=at)
    assert [a.is_presenter for a in again(paper).authors.all()] == [False, True]


def test_a_committee_member_who_becomes_an_author_is_barred_at_once(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    carla = make_reviewer(workshop, CARLA.email, "Carla")
    bob = make_organizer(workshop, "berg@example.org", "Bob")
    EmailAddress.objects.create(user=bob, email="second@example.org", verified=False)
    propose(paper, ada, at, ADA, replace(BOB, email="second@Example.org"), CARLA)
    assert list(workshop.submissions.organized_by(bob)) == [paper]
    for answer in (
        lambda: changes.approve(paper, number=1, by=bob, at=at),
        lambda: changes.refuse(paper, number=1, answer="No.", by=bob, at=at),
    ):
        with pytest.raises(Refused, match="another organizer must answer"):
            answer()
    changes.approve(paper, number=1, by=olga, at=at)
    assert list(workshop.submissions.organized_by(bob)) == []
    barred = workshop.barriers.filter(number=1).values_list("user", flat=True)
    assert set(barred) == {ada.pk, bob.pk, carla.pk}


def test_who_is_taken_away_has_no_more_to_say_and_stays_barred(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    bob = make_user(BOB.email, "Bob")
    propose(paper, bob, at, CARLA, replace(BOB, is_corresponding=True))
    changes.approve(paper, number=1, by=olga, at=at)
    assert again(paper).submitter == bob
    assert list(workshop.submissions.authored_by(ada)) == []
    assert workshop.barriers.filter(user=ada, number=1).exists()


def test_nobody_inherits_by_an_address_that_is_not_proved(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    bob = make_user("robert@example.org", "Bob")
    EmailAddress.objects.create(user=bob, email=BOB.email, verified=False)
    EmailAddress.objects.create(user=ada, email=CARLA.email, verified=False)
    propose(paper, ada, at, CARLA, replace(BOB, is_corresponding=True))
    changes.approve(paper, number=1, by=olga, at=at)
    assert again(paper).submitter is None
    for user in (ada, bob):
        assert list(workshop.submissions.authored_by(user)) == []


def test_who_submitted_stays_while_named_and_while_nobody_goes(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    EmailAddress.objects.create(user=ada, email="lovelace@example.org", verified=True)
    propose(paper, ada, at, replace(ADA, email="lovelace@example.org"))
    changes.approve(paper, number=1, by=olga, at=at)
    assert again(paper).submitter == ada
    secretary = make_user("office@example.org", "Sam")
    workshop.submissions.update(submitter=secretary)
    lovelace = replace(ADA, email="lovelace@example.org")
    propose(paper, secretary, at, lovelace, BOB, title="On Debts")
    changes.approve(paper, number=2, by=olga, at=at)
    assert again(paper).submitter == secretary
    propose(paper, secretary, at, lovelace, title="On Debts")
    changes.approve(paper, number=3, by=olga, at=at)
    assert again(paper).submitter == ada


def test_who_stays_is_the_same_person_of_the_workshop(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    for email in (ADA.email, BOB.email):
        person = workshop.people.create(name=email)
        paper.authors.filter(email=email).update(person=person)
    propose(paper, ada, at, CARLA, replace(BOB, name="Robert Berg"), ADA)
    changes.approve(paper, number=1, by=olga, at=at)
    people = [author.person and author.person.name for author in again(paper).authors.all()]
    assert people == [None, BOB.email, ADA.email]


def test_new_authors_read_what_is_posted_and_how_to_take_it_back(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at, ADA, CARLA)
    workshop.letters.all().delete()
    changes.approve(paper, number=1, by=olga, at=at)
    assert "can read now" not in workshop.letters.get(recipient=CARLA.email).body
    posting.consent(paper, {"page", "pdf"}, by=ada, at=at)
    propose(paper, ada, at, replace(CARLA, is_corresponding=True))
    workshop.letters.all().delete()
    changes.approve(paper, number=2, by=olga, at=at)
    assert (
        "Its authors have consented to posting the page (title, authors, abstract) and the "
        "camera-ready paper. Everybody can read now, each as soon as it is there:\n"
        "http://127.0.0.1:8000/credit/papers/1/\n\n"
        "Any author can take the consent back, or change it, at any time:\n"
        "http://127.0.0.1:8000/credit/submissions/1/consent/\n"
    ) in workshop.letters.get(recipient=CARLA.email).body
    assert again(paper).consented.keys() == {"page", "pdf"}
