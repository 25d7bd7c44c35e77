"""The workshop that nobody knows of, with one of everything that its addresses ask for."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils import timezone
from factories import AT, make_organizer, make_submission, make_workshop
from review_factories import assign, make_reviewer
from schedule_factories import make_session, publish_rows

from reviews import conflicts, given
from reviews.invite import invitation_seen
from reviews.models import Conflict
from workshop.models import Barrier, Role, User, Workshop

Sent = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Asked:
    """What a page wants beside its address: the rest of the address, and what a button sends."""

    query: str = ""
    sent: Sent | None = None


@dataclass(frozen=True)
class Quiet:
    """Zoe organizes it and reviews; `asked` is by the names of the pages."""

    workshop: Workshop
    zoe: User
    asked: dict[str, Asked]


def build(slug: str) -> Quiet:
    workshop = make_workshop(slug, call="preparing", at=AT)
    zoe = make_organizer(workshop, "zoe@example.org", "Zoe")
    workshop.roles.create(user=zoe, kind=Role.Kind.REVIEWER)
    other = make_organizer(workshop)
    make_session(workshop)
    publish_rows(workshop, AT)
    asked = {"remove_organizer": Asked(f"?organizer={other.pk}")}
    return Quiet(workshop, zoe, {**asked, **_committee(workshop), **_conflicts(workshop, zoe)})


def _committee(workshop: Workshop) -> dict[str, Asked]:
    """One has the only paper, another could have it, a third is invited."""
    submission = make_submission(workshop, paper=True)
    busy, free = (make_reviewer(workshop) for _ in range(2))
    assign(submission, busy)
    email = "invited@quiet.example"
    invitation = workshop.invitations.create(email=email, invited_at=timezone.now())
    waiting = ("invitation", invitation.key)
    number = ("submission", str(submission.number))
    chosen, giver = ("reviewer", str(free.pk)), ("giver", str(busy.pk))
    return {
        "edit_reviewer": Asked(f"?reviewer={busy.pk}"),
        "remove_reviewer": Asked(f"?reviewer={busy.pk}"),
        "remind_invitation": Asked(sent=(waiting, ("seen", invitation_seen(invitation)))),
        "withdraw_invitation": Asked(sent=(waiting,)),
        "assign_reviewer": Asked(sent=(number, chosen)),
        "unassign_reviewer": Asked(sent=(("given", f"{submission.number}-{busy.pk}"),)),
        "move_reviewer": Asked(sent=(number, giver, chosen, ("seen", given.seen([])))),
    }


def _conflicts(workshop: Workshop, zoe: User) -> dict[str, Asked]:
    """Two that were found: one to look at, the other dismissed."""
    found, dismissed = (_found(workshop) for _ in range(2))
    dismissed.dismissed_at, dismissed.dismissed_by = timezone.now(), zoe
    dismissed.save()
    workshop.barriers.filter(user=dismissed.user).delete()
    to_look_at, judged = (
        Asked(f"?conflict={row.key}", (("seen", conflicts.seen(row)),))
        for row in (found, dismissed)
    )
    return {
        "dismiss_conflict": to_look_at,
        "confirm_conflict": to_look_at,
        "reopen_conflict": judged,
    }


def _found(workshop: Workshop) -> Conflict:
    user, submission = make_reviewer(workshop), workshop.submissions.get()
    reason = Barrier.Reason.CONFLICT
    workshop.barriers.create(user=user, number=submission.number, reason=reason)
    row: Conflict = workshop.conflicts.create(
        user=user,
        submission=submission,
        source=Conflict.Source.AFFILIATION,
        evidence="Quiet University",
        found_at=timezone.now(),
    )
    return row
