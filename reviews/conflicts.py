"""Conflicts of interest: declared by reviewers, found in the rows, confirmed or dismissed by
organizers.

A conflict that is not dismissed always has its barrier: both are written in one transaction, and
the workshop's row is locked meanwhile, so that finding and dismissing never cross.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from itertools import groupby

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from reviews import gone, spells
from reviews.findings import Finding, Found, Key, find, shows_why, wrote_together
from reviews.models import Conflict
from reviews.roster import called_here, names_of
from reviews.taking_back import take_back
from submissions import deciders
from submissions.models import Submission, SubmissionQuerySet
from workshop import history, journal, stale
from workshop.errors import Refused, Stale
from workshop.history import barred
from workshop.models import Barrier, User, Workshop

Source = Conflict.Source
REASON = "conflict of interest"
# What is not for organizers to judge.
THEIR_OWN = {Source.DECLARED, Source.SAME_PERSON}
CHANGED = (
    "This conflict of interest has changed since you opened the page, perhaps by somebody else. "
    "Nothing was done: look at it as it is now, then decide again."
)


@transaction.atomic
def detect(workshop: Workshop, at: datetime) -> int:
    """Find what is new, and bar at once; how many were found. Asked again, it finds nothing.

    For the site itself: to what somebody does in their browser, one of the two below belongs.
    """
    lock(workshop)
    found = _detect(workshop, find(workshop), Source.values, at)
    deciders.tell(workshop, at)
    return found


@transaction.atomic
def detect_handled(workshop: Workshop, organizer: User, at: datetime) -> int:
    """The same of what this organizer handles: how long it takes tells of nothing else."""
    lock(workshop)
    handled = workshop.submissions.organized_by(organizer)
    return _detect(workshop, find(workshop, handled), gone.SHOWN, at)


@transaction.atomic
def detect_own(workshop: Workshop, user: User, at: datetime) -> int:
    """The same of one member of the committee, who has changed what tells of conflicts or has
    become one, and of what no barrier hides from them or what is their own: it takes no longer for
    any other."""
    lock(workshop)
    barred = Barrier.against(user)
    is_own = Exists(barred.filter(reason=Barrier.Reason.AUTHOR))
    open_to = workshop.submissions.submitted().filter(~Exists(barred) | is_own)
    known = workshop.submissions.organized_by(user) | open_to
    return _detect(workshop, find(workshop, known, user), gone.SHOWN, at)


def _detect(workshop: Workshop, found: Found, marked: Collection[str], at: datetime) -> int:
    """marked: the sources of which it is said, too, whether as much tells of them as did."""
    known = {(row.user_id, row.submission_id, row.source): row for row in workshop.conflicts.all()}
    to_mark = [row for row in known.values() if row.source in marked]
    _note_gone(workshop, gone.mark(workshop, to_mark, found, at), at)
    news = [finding for finding in found.findings if _is_new(finding, known.get(finding.key))]
    again = [(known[one.key], one) for one in news if one.key in known]
    for row, finding in again:
        row.evidence, row.clues, row.found_at = finding.evidence, sorted(finding.clues), at
        row.dismissed_at = row.dismissed_by = row.gone_at = None
        row.was_taken_back = False
        row.save()
    workshop.conflicts.bulk_create(_row(workshop, one, at) for one in news if one.key not in known)
    _bar(workshop, [(finding.user, finding.submission) for finding in news], at)
    _note_found(workshop, news, at)
    return len(news)


def _row(workshop: Workshop, finding: Finding, at: datetime) -> Conflict:
    return Conflict(
        workshop=workshop,
        user=finding.user,
        submission=finding.submission,
        source=finding.source,
        evidence=finding.evidence,
        clues=sorted(finding.clues),
        found_at=at,
    )


def _is_new(finding: Finding, known: Conflict | None) -> bool:
    """Not yet written down; or dismissed, and more speaks for it now than did then: anything, if
    nothing did."""
    if known is None:
        return True
    is_more = known.gone_at is not None or not finding.clues.issubset(known.clues)
    return known.dismissed_at is not None and is_more


def detect_everywhere(at: datetime) -> int:
    """Sweep: what submissions, affiliations and roles have come to mean since the last time."""
    with_committee = Workshop.objects.filter(
        last_day__gte=(at - timedelta(days=2)).date(), roles__isnull=False
    )
    return sum(detect(workshop, at) for workshop in with_committee.distinct())


def address_verified(user: User, email: str, at: datetime) -> None:
    """A user has proved an address: the committees they belong to are looked at again."""
    workshops = Workshop.objects.filter(roles__user=user).distinct().order_by("pk")
    for workshop in workshops:
        detect_own(workshop, user, at)
        _look_again(workshop, user, at)


def _look_again(workshop: Workshop, user: User, at: datetime) -> None:
    """Of an account that became part of this one a barrier may have come along, with a conflict
    that was dismissed here only. It may have been confirmed there: the barrier stays until somebody
    says which of the two holds."""
    of_it = {"user": user, "submission": OuterRef("submission")}
    standing = workshop.conflicts.filter(**of_it, dismissed_at=None)
    number = OuterRef("submission__number")
    left = workshop.barriers.filter(user=user, reason=Barrier.Reason.CONFLICT, number=number)
    dismissed = workshop.conflicts.filter(Exists(left), ~Exists(standing), user=user)
    rows = list(dismissed.select_related("user", "submission"))
    for row in rows:
        row.dismissed_at = row.dismissed_by = None
        row.save(update_fields=["dismissed_at", "dismissed_by"])
    _bar(workshop, [(row.user, row.submission) for row in rows], at)
    _note_found(workshop, rows, at)


def declarable(workshop: Workshop, user: User) -> SubmissionQuerySet:
    """What a reviewer may declare a conflict with: all that stand, less what they are barred from.

    What they have declared stays, so that they can take it back; their own never appears.
    """
    barred = Barrier.against(user)
    declared = workshop.conflicts.filter(
        user=user, source=Source.DECLARED, submission=OuterRef("pk")
    )
    rows: SubmissionQuerySet = workshop.submissions.submitted().known_to(user)
    rows = rows.exclude(Exists(barred.filter(reason=Barrier.Reason.AUTHOR)))
    return rows.filter(~Exists(barred) | Exists(declared))


def declared_by(workshop: Workshop, user: User) -> set[int]:
    """The numbers of the submissions with which this reviewer has declared a conflict."""
    rows = workshop.conflicts.filter(user=user, source=Source.DECLARED)
    return set(rows.values_list("submission__number", flat=True))


def may_take_back(workshop: Workshop, user: User) -> bool:
    """Until they have papers: from then on a declaration may be why somebody else has one."""
    given = workshop.assignments.filter(reviewer=user, confirmed_at__isnull=False)
    return not given.exists()


@transaction.atomic
def declare(workshop: Workshop, numbers: Collection[int], *, by: User, at: datetime) -> bool:
    """Make these the declared conflicts of a reviewer; False if nothing differs."""
    lock(workshop)
    declared = declared_by(workshop, by)
    offered = {row.number: row for row in declarable(workshop, by)}
    gone = (declared & set(offered)) - set(numbers)
    if gone and not may_take_back(workshop, by):
        raise Refused(
            "You have papers to review already, so what you have declared stays. "
            "If one of the conflicts is a mistake, please tell the organizers."
        )
    new = [offered[number] for number in sorted((set(numbers) & set(offered)) - declared)]
    who = called_here(workshop, by)
    for row in new:
        workshop.conflicts.create(user=by, submission=row, source=Source.DECLARED, found_at=at)
        _note(row, "declared", f"{who} declared a conflict of interest", by, at)
    _bar(workshop, [(by, row) for row in new], at)
    for row in (offered[number] for number in sorted(gone)):
        workshop.conflicts.filter(user=by, submission=row, source=Source.DECLARED).delete()
        _lift(workshop, by.pk, row, at)
        _note(row, "took back", f"{who} took back a conflict of interest", by, at)
    began = {spells.declared(by, row.number) for row in new}
    ended = {spells.declared(by, number) for number in gone}
    spells.note(workshop, began=began, ended=ended, at=at)
    return bool(new or gone)


def seen(row: Conflict) -> str:
    """What a page shows of it, in short: for the buttons that judge it."""
    return stale.seen([row.evidence, row.clues, row.gone_at, row.confirmed_at, row.dismissed_at])


@transaction.atomic
def confirm(*conflicts: Conflict, by: User, at: datetime, seen: str | None = None) -> None:
    """Say of found conflicts of one person with one submission that they are some: they bar
    whatever becomes of what told of them. Here and below, `seen` is what a page has shown of each,
    with spaces between; without, they are judged as they are."""
    rows = _to_judge_all(conflicts, by, seen)
    if any(row.dismissed_at for row in rows):
        raise Refused("Somebody has dismissed it meanwhile. Take that back first.")
    rows = [row for row in rows if row.confirmed_at is None]
    for row in rows:
        row.confirmed_at, row.confirmed_by = at, by
        row.save(update_fields=["confirmed_at", "confirmed_by"])
    if rows:
        _note_judged(rows[0], "confirmed", by, at)


@transaction.atomic
def dismiss(*conflicts: Conflict, by: User, at: datetime, seen: str | None = None) -> None:
    """Say that found conflicts are none: unless another stands, the person may handle the
    submission again."""
    rows = _to_judge_all(conflicts, by, seen)
    if any(row.confirmed_at for row in rows):
        raise Refused("Somebody has confirmed it meanwhile. Take that back first.")
    rows = [row for row in rows if row.dismissed_at is None]
    for row in rows:
        row.dismissed_at, row.dismissed_by = at, by
        row.save(update_fields=["dismissed_at", "dismissed_by"])
        _lift(row.workshop, row.user_id, row.submission, at)
    if rows:
        _note_judged(rows[0], "dismissed", by, at)


@transaction.atomic
def reopen(*conflicts: Conflict, by: User, at: datetime, seen: str | None = None) -> None:
    """Take back that they were confirmed or dismissed. They bar, at once if they did not."""
    some = _to_judge_all(conflicts, by, seen)
    rows = [row for row in some if row.dismissed_at or row.confirmed_at]
    dismissed = {(row.user, row.submission) for row in rows if row.dismissed_at}
    for row in rows:
        row.dismissed_at = row.dismissed_by = row.confirmed_at = row.confirmed_by = None
        row.save(update_fields=["dismissed_at", "dismissed_by", "confirmed_at", "confirmed_by"])
    if rows:
        was = "dismissed" if dismissed else "confirmed"
        _note_judged(rows[0], f"took back to have {was}", by, at)
    if dismissed:
        _bar(rows[0].workshop, dismissed, at)


def can_judge(row: Conflict, user: User) -> bool:
    """Found, not a matter of authorship, and somebody else's."""
    return row.source not in THEIR_OWN and row.user_id != user.pk


def _to_judge_all(some: Sequence[Conflict], by: User, seen: str | None) -> list[Conflict]:
    """These as they are now, with nobody else at them."""
    if not some:
        return []
    workshop = some[0].workshop
    lock(workshop)
    readable = workshop.submissions.organized_by(by)
    together = wrote_together(workshop, readable)
    there = workshop.conflicts.filter(submission__in=readable).select_related("submission", "user")
    rows = there.in_bulk([one.pk for one in some])
    shown = [None] * len(some) if seen is None else seen.split(" ")
    return [
        _to_judge(rows.get(one.pk), together, by, of_it)
        for one, of_it in zip(some, shown, strict=True)
    ]


def _to_judge(
    row: Conflict | None, together: Mapping[Key, Finding], by: User, shown: str | None
) -> Conflict:
    """Absent unless they handle the paper and see all that speaks for it."""
    if row is None or not shows_why(row, together):
        raise Http404
    if row.source == Source.SAME_PERSON:
        raise Refused("They are an author of it: that cannot be dismissed.")
    if row.source == Source.DECLARED:
        raise Refused("They declared it themselves, and they know best.")
    if row.user_id == by.pk:
        raise Refused("This is about you. Another organizer may dismiss it.")
    if shown is not None and shown != seen(row):
        raise Stale(CHANGED)
    return row


def lock(workshop: Workshop) -> None:
    """One at a time in a workshop; submissions, which only point at it, go on."""
    Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk)


def _bar(workshop: Workshop, pairs: Collection[tuple[User, Submission]], at: datetime) -> None:
    """Bar them at once, and take back what they have of it."""
    reason = Barrier.Reason.CONFLICT
    rows = [
        Barrier(workshop=workshop, user=u, number=row.number, reason=reason) for u, row in pairs
    ]
    if not rows:
        return
    there = workshop.barriers.filter(number__in={row.number for row in rows}, reason=reason)
    known = set(there.values_list("user", "number"))
    Barrier.everywhere.bulk_create(rows, ignore_conflicts=True)
    began = [
        barred(*key, reason) for row in rows if (key := (row.user_id, row.number)) not in known
    ]
    history.note(workshop, began=began, at=at)
    take_back(workshop, Q(pk__in=_given(workshop, pairs)), REASON, at)


def _given(workshop: Workshop, pairs: Iterable[tuple[User, Submission]]) -> list[int]:
    """Their assignments. One condition for each pair would be too many for SQLite."""
    keys = {(user.pk, row.pk) for user, row in pairs}
    rows = workshop.assignments.values_list("pk", "reviewer", "submission")
    return [pk for pk, reviewer, submission in rows if (reviewer, submission) in keys]


def _lift(workshop: Workshop, user: int, row: Submission, at: datetime) -> None:
    """The barrier goes with the last conflict that stands for it."""
    standing = workshop.conflicts.filter(user=user, submission=row, dismissed_at=None)
    if not standing.exists():
        mine = workshop.barriers.filter(user=user, number=row.number)
        _unbar(workshop, mine.filter(reason=Barrier.Reason.CONFLICT), at)


def _unbar(workshop: Workshop, rows: QuerySet[Barrier], at: datetime) -> None:
    ended = [barred(row.user_id, row.number, row.reason) for row in rows]
    rows.delete()
    history.note(workshop, ended=ended, at=at)


def _note_found(workshop: Workshop, news: Sequence[Finding | Conflict], at: datetime) -> None:
    """One entry per submission. It says who, and leaves why to those who may see the evidence."""
    names = names_of(workshop) if news else {}
    news = sorted(news, key=lambda one: one.submission.number)
    for row, some in groupby(news, lambda one: one.submission):
        who = sorted({names.get(one.user.pk, str(one.user)) for one in some})
        _note(row, "found", f"A conflict of interest was found for {', '.join(who)}", None, at)


def _note_gone(workshop: Workshop, rows: list[Conflict], at: datetime) -> None:
    """The conflict itself bars still."""
    names = names_of(workshop) if rows else {}
    submissions = workshop.submissions.in_bulk({row.submission_id for row in rows})
    for row in rows:
        name = names.get(row.user_id, str(row.user))
        text = f"Nothing tells any more of a conflict of interest of {name}"
        _note(submissions[row.submission_id], "gone", text, None, at)


def _note_judged(row: Conflict, did: str, by: User, at: datetime) -> None:
    name = names_of(row.workshop).get(row.user_id, str(row.user))
    verb = "reopened" if did.startswith("took") else did
    _note(row.submission, verb, f"{by} {did} a conflict of interest of {name}", by, at)


def _note(row: Submission, verb: str, text: str, by: User | None, at: datetime) -> None:
    text = f"{text}: submission {row.number}"
    journal.note(row.workshop, verb, text, by=by, at=at, about=row.number)
