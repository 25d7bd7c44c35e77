"""Outside deciders: asked where every organizer has a conflict of interest.

All organizers are barred from what this is about. They are told that it is so, the same words for
one submission and for many, and never which.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse

from submissions.models import Change, SubmissionQuerySet
from submissions.status import ACCEPTED, STANDING, Status
from workshop import dates, history, journal
from workshop.accounts import account_for
from workshop.audience import Audience, declare
from workshop.dates import AOE
from workshop.errors import Refused
from workshop.http import site_link
from workshop.letters import Recipient, post
from workshop.models import Role, Step, User, Workshop
from workshop.organizers import Organizer, after_role_given, organizers_of

WANTED = declare("submissions/decider_wanted", Audience.ORGANIZER)
INVITED = declare("submissions/decider_invited", Audience.DECIDER)
NEEDED = declare("submissions/decider_needed", Audience.DECIDER)
CHANGE_WAITS = declare("submissions/change_waits", Audience.DECIDER)
SETTLED = "settled"
# An author may propose again as often as they like.
CHANGES_APART = timedelta(days=1)


def is_wanted(workshop: Workshop, at: datetime) -> bool:
    """Whether there is a submission with something to decide, or to correct, and nobody who may.

    What was rejected counts like what was accepted: asked for again only for the one, a decider
    would tell the organizers the decision.
    """
    return bool(_open(workshop, STANDING, at).without_anybody().exists())


def _to_decide(workshop: Workshop, at: datetime) -> SubmissionQuerySet:
    """What waits for its decision, and while the workshop lasts what may be changed after it."""
    return _open(workshop, {Status.SUBMITTED, *ACCEPTED}, at)


def _open(workshop: Workshop, statuses: Collection[Status], at: datetime) -> SubmissionQuerySet:
    """What stands like this; once the workshop is over, only what still waits for its decision."""
    is_over = workshop.last_day < at.astimezone(AOE).date()
    those = {Status.SUBMITTED} if is_over else statuses
    rows: SubmissionQuerySet = workshop.submissions.filter(status__in=those)
    return rows


def deciders_of(workshop: Workshop) -> list[Organizer]:
    """Those who were asked and have the role, by the address to which they were written."""
    return organizers_of(workshop, Role.Kind.DECIDER, INVITED)


@transaction.atomic
def invite(workshop: Workshop, *, email: str, name: str, by: User, at: datetime) -> None:
    """Make the owner of an address an outside decider, and write to them there.

    Whether it helps is not answered here: who is barred as well, reviews or is an author cannot
    take it, and why is theirs. The workshop then goes on asking.
    """
    email = email.lower()
    if not is_wanted(workshop, at):
        raise Refused("Every submission has somebody who may decide on it. Nobody was asked.")
    if email in {row.address for row in deciders_of(workshop)}:
        raise Refused(f"{email} was asked already. Ask somebody else.", "email")
    user = account_for(email)
    _, created = workshop.roles.get_or_create(user=user, kind=Role.Kind.DECIDER)
    if created:
        history.note(workshop, began=[history.role(user.pk, Role.Kind.DECIDER)], at=at)
    text = f"{by} asked {email} to decide from outside"
    journal.note(workshop, "asked", text, by=by, at=at)
    written = workshop.letters.filter(event=INVITED, recipient=email).count()
    post(
        workshop,
        INVITED,
        [Recipient(email, name)],
        {"by": by, "link": _link("organize_submissions", workshop), **_due(workshop, at)},
        at=at,
        revision=written + 1,
    )
    after_role_given(workshop, user, at)
    tell_organizers(workshop, at)


@transaction.atomic
def remove(workshop: Workshop, *, user_id: int, by: User, at: datetime) -> Organizer:
    """Take the role away. What they decided stands."""
    removed = next((row for row in deciders_of(workshop) if row.user_id == user_id), None)
    if removed is None:
        raise Refused("They are not an outside decider any more.")
    workshop.roles.filter(user=user_id, kind=Role.Kind.DECIDER).delete()
    history.note(workshop, ended=[history.role(user_id, Role.Kind.DECIDER)], at=at)
    text = f"{by} removed {removed.address} as outside decider"
    journal.note(workshop, "removed", text, by=by, at=at)
    tell_organizers(workshop, at)
    return removed


def tell_organizers(workshop: Workshop, at: datetime) -> None:
    """Write to them if one is wanted; not again before they have asked somebody or had no need to
    in between. For steps of theirs too: all of them may know it, and nobody else.

    That it is not wanted any more is kept in an entry that nobody is shown.
    """
    asked = workshop.letters.filter(event=INVITED).count()
    settled = workshop.entries.filter(verb=SETTLED).count()
    revision = asked + settled + 1
    if is_wanted(workshop, at):
        to = [Recipient(row.address, row.name) for row in organizers_of(workshop)]
        context = {"link": _link("organize_deciders", workshop), **_due(workshop, at)}
        _write(workshop, WANTED, to, context, at, revision=revision)
    elif workshop.letters.filter(event=WANTED, revision=revision).exists():
        text = "Every submission has somebody who may decide on it"
        journal.note(workshop, SETTLED, text, by=None, at=at, is_private=True)


@transaction.atomic
def tell(workshop: Workshop, at: datetime) -> None:
    """Sweep: write to the organizers if one is wanted, to the deciders if something has become
    theirs or waits for their answer.

    No step does it: it takes as long as there is to tell of what its own user is barred from. What
    was written is not written again: to a decider once about each submission, and once a day about
    its changes.
    """
    tell_organizers(workshop, at)
    for role in workshop.roles.filter(kind=Role.Kind.DECIDER).select_related("user"):
        _tell_decider(workshop, role.user, at)


def _tell_decider(workshop: Workshop, decider: User, at: datetime) -> None:
    """Of each submission that is theirs, and of each change of one that waits for their answer."""
    theirs = _to_decide(workshop, at).without_an_organizer().organized_by(decider)
    to = [Recipient(decider.email, decider.name)]
    due = _due(workshop, at)
    written = workshop.letters.filter(
        event=NEEDED, recipient=decider.email.lower(), about=OuterRef("number")
    )
    # Only of the others: else this would take as long as there are submissions nobody else handles.
    for number in theirs.filter(~Exists(written)).values_list("number", flat=True):
        context = {"link": _link("organize_submission", workshop, number), **due}
        _write(workshop, NEEDED, to, context, at, about=number)
    due = _due(workshop, at, Step.CAMERA_READY)
    told = workshop.letters.filter(
        Q(written_at__gt=at - CHANGES_APART) | Q(revision=OuterRef("number")),
        event=CHANGE_WAITS,
        recipient=decider.email.lower(),
        about=OuterRef("submission__number"),
    )
    waiting = Change.objects.waiting().filter(~Exists(told), submission__in=theirs)
    for number, revision in waiting.values_list("submission__number", "number"):
        context = {"link": _link("answer_change", workshop, number), **due}
        _write(workshop, CHANGE_WAITS, to, context, at, about=number, revision=revision)


def _due(workshop: Workshop, at: datetime, step: Step = Step.DECIDE) -> dict[str, Any]:
    """By when, for a letter; no deadline if the organizers have set none."""
    deadline = dates.deadline_of(workshop, step)
    return {"deadline": deadline, "is_late": deadline is not None and deadline.closes_at <= at}


def _write(
    workshop: Workshop,
    event: str,
    to: list[Recipient],
    context: dict[str, Any],
    at: datetime,
    *,
    about: int | None = None,
    revision: int = 1,
) -> None:
    """To whom it was not written before. What is about a submission stays private: an organizer
    who is barred from it no more would learn from the outbox who was asked."""
    before = workshop.letters.filter(event=event, about=about, revision=revision)
    known = set(before.values_list("recipient", flat=True))
    new = [each for each in to if each.email.lower() not in known]
    is_private = about is not None
    if new:
        post(
            workshop,
            event,
            new,
            context,
            at=at,
            about=about,
            revision=revision,
            is_private=is_private,
        )


def _link(page: str, workshop: Workshop, *number: int) -> str:
    return site_link(reverse(page, args=[workshop.slug, *number]))
