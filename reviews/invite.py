"""Step 3: whom organizers ask to review, by address; and what they say of those who review."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import unquote

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q
from django.http import Http404
from django.urls import reverse

from reviews import conflicts, letters
from reviews.models import Invitation, ReviewerProfile
from reviews.roster import names_of, reviewers_of
from reviews.taking_back import take_back
from submissions import deciders
from workshop import dates, history, journal, stale
from workshop.errors import Refused, Stale
from workshop.http import site_link
from workshop.letters import Recipient, post
from workshop.models import Letter, Role, Step, Topic, User, Workshop
from workshop.models.records import LetterQuerySet
from workshop.secrets import TOKEN, token_for

State = Invitation.State


@dataclass(frozen=True)
class Invitee:
    """An address as pasted, in small letters, and what stood beside it.

    Without topics or a load of their own they get those that all get.
    """

    email: str
    name: str = ""
    topics: tuple[Topic, ...] = ()
    load: int | None = None


@transaction.atomic
def invite(
    workshop: Workshop,
    invitees: Sequence[Invitee],
    *,
    topics: Sequence[Topic],
    load: int,
    by: User,
    at: datetime,
) -> None:
    """Ask them all, or nobody. Who has declined before may be asked again."""
    conflicts.lock(workshop)  # whoever is not invited yet has no row to lock
    _check_none_reviews(workshop, invitees)
    old = {row.email: row for row in workshop.invitations.select_for_update()}
    asked = [one.email for one in invitees if one.email in old]
    known = [email for email in asked if old[email].state != State.DECLINED]
    if known:
        who = f"{', '.join(known)} {'were' if len(known) > 1 else 'was'}"
        raise Refused(
            f"{who} invited already. Take the address out of the list; on the page of the "
            "reviewers you can remind those who have not answered.",
            "addresses",
        )
    for one in invitees:
        row = old.get(one.email) or Invitation(workshop=workshop, email=one.email)
        row.name, row.load, row.state = one.name or row.name, one.load or load, State.WAITING
        row.answered_at, row.reminded = None, 0
        _ask(row, by, at)
        row.topics.set(one.topics or topics)
        journal.note(workshop, "invited", f"{by} invited {row.email} to review", by=by, at=at)


def _check_none_reviews(workshop: Workshop, invitees: Sequence[Invitee]) -> None:
    """By the addresses that organizers know: whose another one is, only its owner may tell."""
    here = {one.address for one in reviewers_of(workshop)}
    found = [one.email for one in invitees if one.email in here]
    if found:
        who = f"{', '.join(found)} {'review' if len(found) > 1 else 'reviews'} already."
        raise Refused(f"{who} Take the address out of the list.", "addresses")


@transaction.atomic
def remind(invitation: Invitation, *, seen: str, by: User, at: datetime) -> None:
    """Write once more. The link in the letter before stops working; so nobody who saw another
    letter as the last, or sends a form twice, does it again unawares."""
    row = locked(invitation)
    if row.state != State.WAITING:
        raise Refused(f"{row.name or row.email} has answered: the invitation is {row.state}.")
    if seen != invitation_seen(row):
        raise Stale(
            f"{row.name or row.email} got another letter since this page was opened. Nothing more "
            "was sent: the link in that letter is good."
        )
    _ask(row, by, at)
    text = f"{by} reminded {row.email} of the invitation to review"
    journal.note(row.workshop, "reminded", text, by=by, at=at)


@transaction.atomic
def remind_by_itself(invitation: Invitation, *, is_last: bool, at: datetime) -> None:
    """Write once more, because nobody has answered. The caller has locked the row."""
    invitation.reminded += 1
    _ask(invitation, None, at, is_last=is_last)
    text = f"{invitation.email} was reminded of the invitation to review"
    journal.note(invitation.workshop, "reminded", text, by=None, at=at)


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User, at: datetime) -> None:
    """Take an invitation back, unless it was accepted. Its link stops working."""
    row = locked(invitation)
    if row.state == State.ACCEPTED:
        raise Refused(f"{row.name or row.email} has accepted. You may remove them as a reviewer.")
    _letters(row).filter(state__in=[Letter.State.WAITING, Letter.State.HELD]).update(
        state=Letter.State.DISCARDED
    )
    row.delete()
    text = f"{by} withdrew the invitation of {row.email} to review"
    journal.note(row.workshop, "withdrew", text, by=by, at=at)


def invitation_seen(invitation: Invitation) -> str:
    """Which letter the page has shown as the last, in short: for the button that reminds."""
    return stale.seen([seed(invitation)])


def token_of(invitation: Invitation) -> str:
    """What its link ends with: only the letter that leaves holds it."""
    return token_for(seed(invitation))


def seed(invitation: Invitation) -> str:
    """What tells its last letter from all others."""
    return f"{invitation.key}-{invitation.revision}"


@transaction.atomic
def set_profile(
    workshop: Workshop,
    user: User,
    *,
    topics: Sequence[Topic],
    load: int,
    seen: str,
    by: User,
    at: datetime,
    is_senior: bool | None = None,
) -> bool:
    """What a reviewer knows and how much they take; False if nothing differs. Of whoever reviews
    no more there is nothing.

    Whether they are senior is the organizers' to say: left out, it stays.
    """
    role = workshop.roles.select_for_update().filter(user=user, kind=Role.Kind.REVIEWER)
    if role.first() is None:
        raise Http404
    before = profile_seen(workshop, user)
    stale.check(seen, before)
    facts = {"load": load} | ({} if is_senior is None else {"is_senior": is_senior})
    profile, _ = workshop.reviewer_profiles.update_or_create(user=user, defaults=facts)
    profile.topics.set(topics)
    if before == profile_seen(workshop, user):
        return False
    name = names_of(workshop)[user.pk]
    text = f"{name if by == user else by} changed the topics or the load of {name}"
    verb = journal.OF_ONESELF if by == user else "changed"
    journal.note(workshop, verb, text, by=by, at=at)
    return True


def profile_seen(workshop: Workshop, user: User) -> str:
    rows = ReviewerProfile.everywhere.filter(workshop=workshop, user=user)
    return stale.seen(rows.order_by("topics").values_list("load", "is_senior", "topics"))


@transaction.atomic
def remove(workshop: Workshop, user: User, *, by: User, at: datetime) -> None:
    """Take the role away, and every paper that they have not reviewed.

    What another address of theirs was asked stays: that it is theirs, only they may tell.
    """
    conflicts.lock(workshop)
    name = names_of(workshop).get(user.pk)
    gone, _ = workshop.roles.filter(user=user, kind=Role.Kind.REVIEWER).delete()
    if not gone:
        raise Refused("They do not review for this workshop any more.")
    history.note(workshop, ended=[history.role(user.pk, Role.Kind.REVIEWER)], at=at)
    workshop.reviewer_profiles.filter(user=user).delete()
    proved = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    accepted = workshop.invitations.filter(state=State.ACCEPTED)
    accepted.filter(email__in=[user.email, *proved]).delete()
    take_back(workshop, Q(reviewer=user), "removed", at)
    journal.note(workshop, "removed", f"{by} removed {name} as reviewer", by=by, at=at)
    deciders.tell_organizers(workshop, at)  # who reviews no more may decide from outside


def locked(invitation: Invitation) -> Invitation:
    """The row as it is now; if it was withdrawn meanwhile, it is not there."""
    rows = invitation.workshop.invitations.select_for_update(of=("self",))
    row = rows.select_related("workshop").filter(pk=invitation.pk).first()
    if row is None:
        raise Http404
    return row


def _letters(row: Invitation) -> LetterQuerySet:
    event = letters.REVIEWER_INVITED
    return row.workshop.letters.filter(event=event, recipient=row.email)


def _ask(row: Invitation, by: User | None, at: datetime, *, is_last: bool = False) -> None:
    """Write the letter. Revisions go on counting where letters to this address left off."""
    row.revision, row.invited_at = _letters(row).count() + 1, at
    row.save()
    workshop = row.workshop
    url = unquote(reverse("invitation", args=[workshop.slug, TOKEN]))
    due = {step: dates.deadline_of(workshop, step) for step in (Step.ASSIGN, Step.REVIEW)}
    context = {
        "by": by,
        "load": row.load,
        "assign": due[Step.ASSIGN],
        "review": due[Step.REVIEW],
        "link": site_link(url),
        "again": row.revision > 1,
        "is_last": is_last,
    }
    to = [Recipient(row.email, row.name)]
    event, secret = letters.REVIEWER_INVITED, seed(row)
    post(workshop, event, to, context, at=at, revision=row.revision, secret=secret)
