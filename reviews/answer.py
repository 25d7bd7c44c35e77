"""Step 3: who was asked to review answers by a signed link, without signing in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.core.signing import BadSignature
from django.db import transaction
from django.http import Http404

from reviews import conflicts
from reviews.invite import locked, seed
from reviews.models import Invitation, Tie
from submissions.authorship import bar_author
from workshop import history, journal
from workshop.accounts import account_for
from workshop.errors import Refused
from workshop.models import Role, Topic, User, Workshop
from workshop.secrets import seed_of

State = Invitation.State
LINK_AGE = timedelta(days=60)


def invitation_by(workshop: Workshop, token: str, at: datetime) -> Invitation:
    """The invitation that a link speaks of. One that is forged, old or replaced is not there."""
    try:
        told = seed_of(token)
    except BadSignature:
        raise Http404 from None
    row = next((row for row in workshop.invitations.all() if seed(row) == told), None)
    if row is None or at >= row.invited_at + LINK_AGE:
        raise Http404
    return row


@transaction.atomic
def accept(
    invitation: Invitation,
    *,
    topics: Sequence[Topic],
    load: int,
    people: Sequence[str] = (),
    institutions: Sequence[str] = (),
    at: datetime,
) -> None:
    """The owner of the address becomes a reviewer. This neither proves the address nor signs in.
    Of who reviews already, invited by another address, load and topics stay.

    `people` and `institutions`: with whom they say that they have a conflict of interest.
    """
    conflicts.lock(invitation.workshop)  # before the invitation, as everywhere
    row = _open(invitation)
    workshop, user = row.workshop, account_for(row.email)
    # Now, and not when its authors save next: that would take longer by what this one has answered.
    bar_author(user, row.email, at)
    _, created = workshop.roles.get_or_create(user=user, kind=Role.Kind.REVIEWER)
    if created:
        history.note(workshop, began=[history.role(user.pk, Role.Kind.REVIEWER)], at=at)
        # By nothing else: what is taken over must not tell who has a paper that is hidden.
        profile, _ = workshop.reviewer_profiles.update_or_create(user=user, defaults={"load": load})
        profile.topics.set(topics)
    _tie(row, user, Tie.Kind.PERSON, people, at)
    _tie(row, user, Tie.Kind.INSTITUTION, institutions, at)
    _answer(row, State.ACCEPTED, at)
    conflicts.detect_own(workshop, user, at)


@transaction.atomic
def decline(invitation: Invitation, *, instead: str = "", at: datetime) -> None:
    """No reason is asked for. `instead` is shown to the organizers, who ask whom they like."""
    row = _open(invitation)
    row.instead = instead
    row.save(update_fields=["instead"])
    _answer(row, State.DECLINED, at)


def _open(invitation: Invitation) -> Invitation:
    """The last link answers, and once."""
    row = locked(invitation)
    if row.revision != invitation.revision:
        raise Http404
    if row.state != State.WAITING:
        raise Refused(f"This invitation was {row.state} already.")
    return row


def _answer(row: Invitation, state: State, at: datetime) -> None:
    """Nobody has signed in for it: what is known is that they had the letter."""
    row.state, row.answered_at = state, at
    row.save(update_fields=["state", "answered_at"])
    text = f"{row.name or row.email} {state} the invitation to review, by the link in the letter"
    journal.note(row.workshop, state, text, by=None, at=at)


def _tie(row: Invitation, user: User, kind: Tie.Kind, named: Sequence[str], at: datetime) -> None:
    facts = {"workshop": row.workshop, "user": user, "kind": kind, "declared_at": at}
    ties = [Tie(text=text, **facts) for text in named]
    # Who reviewed here before may have named them then.
    Tie.everywhere.bulk_create(ties, ignore_conflicts=True)
