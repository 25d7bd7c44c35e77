"""Nobody with a conflict of interest reads because they were invited, and none is named by it."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from factories import AT, make_organizer
from outside import DORA, Stage, make_stage, signed_in, text
from review_factories import assign as give

from reviews import conflicts, decide, invite, notify, review
from submissions import deciders
from submissions.permissions import handlers_of
from workshop import organizers
from workshop.errors import Refused
from workshop.models import Role, User

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def at_the_authors_place(email: str) -> None:
    """Whose account tells of a conflict with all that the factories make."""
    User.objects.filter(email=email).update(affiliation="Example University", name="Dora Realname")


def test_who_is_asked_and_has_a_conflict_never_reads(stage: Stage) -> None:
    """It is found with the role, not by a sweep; and told by the address that was asked."""
    at_the_authors_place(DORA)
    dora = stage.ask()
    deciders.tell(stage.workshop, AT)
    assert stage.letters(deciders.NEEDED) == []
    assert handlers_of(stage.hidden) == []
    assert deciders.is_wanted(stage.workshop, AT)
    told = list(stage.workshop.entries.visible_to(stage.olga).values_list("text", flat=True))
    assert f"A conflict of interest was found for {DORA}: submission {stage.other.number}" in told
    client = signed_in(stage.olga)
    assert "Dora Realname" not in text(client, stage.url("organize_conflicts"))
    deciders.remove(stage.workshop, user_id=dora.pk, by=stage.olga, at=AT)
    page = text(client, stage.url("organize_conflicts"))
    assert DORA in page
    assert "Dora Realname" not in page


def test_a_new_organizer_with_a_conflict_never_reads(stage: Stage) -> None:
    at_the_authors_place(DORA)
    organizers.invite(stage.workshop, email=DORA, by=stage.olga, at=AT)
    assert handlers_of(stage.hidden) == []
    assert handlers_of(stage.other) == [stage.olga, stage.carl]
    told = list(stage.workshop.entries.visible_to(stage.olga).values_list("text", flat=True))
    assert f"A conflict of interest was found for {DORA}: submission {stage.other.number}" in told


def test_what_somebody_decided_who_turns_out_to_have_a_conflict_is_not_released(
    stage: Stage,
) -> None:
    """Though they are no decider any more."""
    dora = stage.ask()
    decide.decide(stage.hidden, outcome="oral", version=0, by=dora, at=AT)
    decide.decide(stage.other, outcome="rejected", version=0, by=stage.olga, at=AT)
    at_the_authors_place(DORA)
    deciders.remove(stage.workshop, user_id=dora.pk, by=stage.olga, at=AT)
    conflicts.detect(stage.workshop, AT)
    with pytest.raises(Refused, match="not by somebody who may"):
        notify.release(stage.workshop, by=stage.olga, at=AT)


def test_an_address_is_written_to_and_its_account_stays_unknown(stage: Stage) -> None:
    """A decline is told at the address that was asked, in no outbox, of whoever organizes."""
    asked = "asked@outside.example"
    EmailAddress.objects.create(user=User.objects.get(email=DORA), email=asked, verified=True)
    deciders.invite(stage.workshop, email=asked, name="", by=stage.olga, at=AT)
    give(stage.hidden, stage.rita)
    review.decline(stage.hidden, reason="No time.", by=stage.rita, at=AT)
    [letter] = stage.letters("reviews/assignment_declined")
    assert letter.recipient == asked
    fay = make_organizer(stage.workshop, "fay@example.org")
    assert not stage.workshop.letters.visible_to(fay).filter(pk=letter.pk).exists()


def test_a_decider_who_reviews_no_more_is_told_what_is_theirs(stage: Stage) -> None:
    dora = User.objects.get(email=DORA)
    stage.workshop.roles.create(user=dora, kind=Role.Kind.REVIEWER)
    stage.ask()
    deciders.tell(stage.workshop, AT)
    assert stage.letters(deciders.NEEDED) == []
    invite.remove(stage.workshop, dora, by=stage.olga, at=AT)
    deciders.tell(stage.workshop, AT)
    assert [letter.recipient for letter in stage.letters(deciders.NEEDED)] == [DORA]
