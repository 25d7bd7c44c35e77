"""Who judges a conflict of interest has seen all that speaks for it; and what they have judged
holds while nothing else does."""

from __future__ import annotations

import pytest
from assign_fixtures import call_with_contact, olga_from_home  # noqa: F401
from assign_story import AT, as_one
from django.http import Http404
from factories import make_organizer, make_submission
from review_factories import assign, bar, make_reviewer

from reviews import conflicts
from reviews.models import Conflict
from reviews.permissions import assigned_to
from submissions.models import Submission
from workshop.accounts import verify_address
from workshop.errors import Stale
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
LIST = "/credit/organize/conflicts/"
BO, CY = ("Bo Ek", "bo@two.example"), ("Cy Dahl", "cy@three.example")


@pytest.fixture
def ann(workshop: Workshop) -> User:
    return make_reviewer(workshop, "ann@one.example", "Ann Berg")


def paper(workshop: Workshop, *people: tuple[str, str]) -> Submission:
    row = make_submission(workshop, authors=[email for _, email in people])
    row.authors.update(affiliation="")
    for name, email in people:
        row.authors.filter(email=email).update(name=name)
    return row


def tie(workshop: Workshop, user: User, name: str) -> None:
    workshop.ties.create(user=user, kind="person", text=name, declared_at=AT)


def named(workshop: Workshop, user: User, name: str = BO[0]) -> Conflict:
    """A conflict that is found, as this reviewer has named an author."""
    tie(workshop, user, name)
    conflicts.detect(workshop, AT)
    return of(workshop, user)


def of(workshop: Workshop, user: User) -> Conflict:
    row: Conflict = workshop.conflicts.get(user=user)
    return row


def is_barred(workshop: Workshop, user: User) -> bool:
    return bool(workshop.barriers.filter(user=user, reason="conflict").exists())


# ---- it comes back


def test_told_again_after_it_was_taken_back_it_bars_again(
    workshop: Workshop, olga: User, ann: User
) -> None:
    paper(workshop, BO)
    named(workshop, ann)
    workshop.ties.all().delete()
    conflicts.detect(workshop, AT)
    conflicts.dismiss(of(workshop, ann), by=olga, at=AT)
    assert conflicts.detect(workshop, AT) == 0
    row = named(workshop, ann)
    assert (row.dismissed_at, row.gone_at) == (None, None)
    assert is_barred(workshop, ann)


def test_what_was_dismissed_before_clues_were_kept_stays_dismissed(
    workshop: Workshop, olga: User, ann: User
) -> None:
    row = paper(workshop, BO)
    conflicts.dismiss(named(workshop, ann), by=olga, at=AT)
    workshop.conflicts.update(clues=[])
    assert conflicts.detect(workshop, AT) == 0
    row.authors.create(position=2, name=CY[0], email=CY[1])
    tie(workshop, ann, CY[0])
    assert conflicts.detect(workshop, AT) == 1


# ---- all of the evidence


def test_who_sees_half_of_the_evidence_does_not_judge_the_whole(
    workshop: Workshop, olga: User, ann: User
) -> None:
    own = (ann.name, ann.email)
    bar(olga, paper(workshop, own, BO))
    paper(workshop, own, CY)
    both = paper(workshop, BO, CY)
    conflicts.detect(workshop, AT)
    row = workshop.conflicts.get(user=ann, submission=both)
    page = as_one(olga).get(LIST).content.decode()
    assert "found by the site" in page
    assert row.key not in page
    with pytest.raises(Http404):
        conflicts.dismiss(row, by=olga, at=AT)
    per = make_organizer(workshop, "per@far.example", "Per")
    conflicts.dismiss(row, by=per, at=AT)


def test_what_more_is_found_is_shown_and_dismissed_with_the_rest(
    workshop: Workshop, olga: User, ann: User
) -> None:
    row = paper(workshop, BO)
    named(workshop, ann)
    row.authors.create(position=2, name=CY[0], email=CY[1])
    assert "Cy Dahl" in named(workshop, ann, CY[0]).evidence
    conflicts.dismiss(of(workshop, ann), by=olga, at=AT)
    assert conflicts.detect(workshop, AT) == 0


def test_what_was_confirmed_keeps_the_evidence_it_was_confirmed_with(
    workshop: Workshop, olga: User, ann: User
) -> None:
    row = paper(workshop, BO)
    conflicts.confirm(named(workshop, ann), by=olga, at=AT)
    row.authors.create(position=2, name=CY[0], email=CY[1])
    assert "Cy Dahl" not in named(workshop, ann, CY[0]).evidence


# ---- as it was shown


@pytest.mark.parametrize("button", ["confirm", "dismiss", "take-back"])
def test_a_button_does_nothing_about_what_has_changed(
    workshop: Workshop, olga: User, ann: User, button: str
) -> None:
    paper(workshop, BO)
    found = named(workshop, ann)
    if button == "take-back":
        conflicts.confirm(found, by=olga, at=AT)
    shown = conflicts.seen(of(workshop, ann))
    assert shown in as_one(olga).get(LIST).content.decode() or button == "dismiss"
    workshop.ties.all().delete()
    conflicts.detect(workshop, AT)
    before = of(workshop, ann)
    assert before.gone_at
    pressed = f"{LIST}{button}/?conflict={found.key}"
    answer = as_one(olga).post(pressed, {"seen": shown}, follow=True)
    assert "has changed since you opened the page" in answer.content.decode()
    assert conflicts.seen(of(workshop, ann)) == conflicts.seen(before)
    as_one(olga).post(pressed, {"seen": conflicts.seen(before)})
    assert conflicts.seen(of(workshop, ann)) != conflicts.seen(before)


def test_what_is_not_as_it_was_shown_is_refused(workshop: Workshop, olga: User, ann: User) -> None:
    paper(workshop, BO)
    with pytest.raises(Stale):
        conflicts.dismiss(named(workshop, ann), seen="", by=olga, at=AT)


# ---- two accounts become one


@pytest.mark.parametrize("is_confirmed", [True, False])
def test_what_bars_one_of_two_accounts_bars_their_owner(
    workshop: Workshop, olga: User, ann: User, *, is_confirmed: bool
) -> None:
    """Dismissed for the one, it is looked at again."""
    submission = paper(workshop, BO)
    waiting = make_reviewer(workshop, "ann@uni.example", "Ann Berg")
    waiting.emailaddress_set.update(verified=False)  # type: ignore[attr-defined]
    for user in (ann, waiting):
        tie(workshop, user, BO[0])
    conflicts.detect(workshop, AT)
    conflicts.dismiss(of(workshop, ann), by=olga, at=AT)
    if is_confirmed:
        conflicts.confirm(of(workshop, waiting), by=olga, at=AT)
    assign(submission, ann)
    verify_address(ann, waiting.email, AT)
    assert of(workshop, ann).dismissed_at is None
    assert is_barred(workshop, ann)
    assert list(assigned_to(ann, workshop)) == []
    told = "A conflict of interest was found for Ann Berg: submission 1"
    assert workshop.entries.filter(about=1, verb="found", text=told).count() == 2
