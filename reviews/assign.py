"""Step 3: who reviews what. Proposed by hand or by a run, then confirmed by one letter each.

An organizer proposes and confirms only what they can see, and only that counts against a load:
room taken by what is hidden would tell who reviews it. Conflicts are looked for before each step,
in a transaction of their own: what was found bars, even if the step is refused.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse

from reviews import conflicts, given, letters, problem, spells
from reviews.models import Assignment
from reviews.roster import called, names_of, reviewers_of
from submissions.models import Submission, SubmissionQuerySet
from submissions.status import Status
from workshop import dates, journal
from workshop.errors import Refused
from workshop.http import site_link
from workshop.letters import Recipient, post
from workshop.models import Role, Step, User, Workshop

State = Assignment.State
# As many reviewers as a paper gets unless somebody says otherwise.
WANTED = 3
GONE = "This was taken back already."


def given_by(workshop: Workshop, user: User) -> QuerySet[Assignment]:
    """The standing assignments that an organizer may know of."""
    readable = workshop.submissions.organized_by(user)
    return problem.standing(workshop).filter(submission__in=readable)


def assign(submission: Submission, *, reviewer_id: int, by: User, at: datetime) -> None:
    """Propose a reviewer by hand. Somebody who has declined may be proposed again."""
    conflicts.detect_handled(submission.workshop, by, at)
    _assign(submission, reviewer_id, by, at)


@transaction.atomic
def _assign(submission: Submission, reviewer_id: int, by: User, at: datetime) -> None:
    workshop, row = submission.workshop, _locked(submission, by)
    reviewer = next((one for one in reviewers_of(workshop) if one.pk == reviewer_id), None)
    if reviewer is None:
        raise Refused("Choose one of the reviewers.", "reviewer")
    barred = workshop.barriers.filter(user=reviewer.user, number=row.number)
    in_conflict = workshop.conflicts.filter(
        user=reviewer.user, submission=row, dismissed_at__isnull=True
    )
    if barred.exists() or in_conflict.exists():
        raise Refused(
            f"{reviewer} has a conflict of interest with submission {row.number}. "
            "Choose somebody else.",
            "reviewer",
        )
    theirs = given_by(workshop, by).filter(reviewer=reviewer.user)
    if theirs.filter(submission=row).exists():
        raise Refused(f"{reviewer} has submission {row.number} already.", "reviewer")
    if theirs.count() >= reviewer.load:
        raise Refused(
            f"{reviewer} has {reviewer.load} of {reviewer.load} papers. "
            "Choose somebody else, or raise their load on the page of the reviewers.",
            "reviewer",
        )
    facts = {"state": State.PROPOSED, "assigned_at": at, "confirmed_at": None, "reason": ""}
    had = workshop.assignments.filter(submission=row, reviewer=reviewer.user)
    before = spells.given(had.select_related("submission"))
    made, _ = workshop.assignments.update_or_create(
        submission=row, reviewer=reviewer.user, defaults=facts
    )
    spells.note(workshop, began=[spells.of(made, State.PROPOSED)], ended=before, at=at)
    _note(row, "proposed", f"{by} proposed {reviewer} for submission {row.number}", by, at)


@transaction.atomic
def unassign(assignment: Assignment, *, by: User, at: datetime) -> None:
    """Take back a paper that the reviewer has not begun to review."""
    row = _locked(assignment.submission, by)
    mine = row.workshop.assignments.select_for_update(of=("self",))
    had = mine.filter(pk=assignment.pk).select_related("reviewer").first()
    if had is None or had.state == State.DECLINED:
        raise Refused(GONE)
    name = names_of(row.workshop).get(had.reviewer_id, str(had.reviewer))
    if row.workshop.reviews.filter(assignment=had).exists():
        raise Refused(
            f"{name} has begun to review submission {row.number}. "
            "Ask them to decline it; what they wrote is kept."
        )
    spells.note(row.workshop, ended=[spells.of(had, had.state)], at=at)
    had.delete()
    _note(row, "took back", f"{by} took submission {row.number} from {name}", by, at)


def move(
    submission: Submission,
    *,
    giver_id: int,
    reviewer_id: int,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> None:
    """Propose a reviewer by hand in the place of another, who has not begun to review.

    Refused if a page has shown, as `seen`, that something else is proposed for this submission.
    """
    conflicts.detect_handled(submission.workshop, by, at)
    with transaction.atomic():
        row = _locked(submission, by)
        there = given_by(row.workshop, by).filter(submission=row)
        if seen is not None:
            given.check(there, seen)
        had = there.filter(reviewer=giver_id).first()
        if had is None:
            raise Refused(GONE)
        _assign(row, reviewer_id, by, at)
        unassign(had, by=by, at=at)


def check_reviewers(workshop: Workshop) -> None:
    if not workshop.roles.filter(kind=Role.Kind.REVIEWER).exists():
        raise Refused("Nobody reviews for this workshop yet. Invite reviewers first.")


def confirm(workshop: Workshop, *, by: User, at: datetime, seen: str | None = None) -> int:
    """Give out all that is proposed, with one letter to each reviewer; how many letters.

    Refused if a page has shown, as `seen`, that something else is proposed.
    """
    conflicts.detect_handled(workshop, by, at)
    return _confirm(workshop, seen, by, at)


@transaction.atomic
def _confirm(workshop: Workshop, seen: str | None, by: User, at: datetime) -> int:
    conflicts.lock(workshop)
    if seen is not None:
        given.check(given_by(workshop, by), seen)
    papers = {row.pk: row for row in assignable(workshop, by).select_for_update(of=("self",))}
    barred = set(workshop.barriers.values_list("user", "number"))
    proposed = workshop.assignments.filter(submission__in=papers, state=State.PROPOSED)
    rows = [
        row
        for row in proposed.select_related("submission", "reviewer")
        if (row.reviewer_id, row.submission.number) not in barred
    ]
    if not rows:
        raise Refused("Nothing is proposed, so there is nothing to confirm.")
    workshop.assignments.filter(pk__in=[row.pk for row in rows]).update(
        state=State.CONFIRMED, confirmed_at=at
    )
    began = [spells.of(row, State.CONFIRMED) for row in rows]
    spells.note(workshop, began=began, ended=spells.given(rows), at=at)
    _note_confirmed(workshop, rows, by, at)
    return _tell(workshop, {row.reviewer_id: row.reviewer for row in rows}, at)


def assignable(workshop: Workshop, user: User) -> SubmissionQuerySet:
    """What this organizer may give to reviewers: all they see that is not decided."""
    rows: SubmissionQuerySet = workshop.submissions.organized_by(user)
    return rows.filter(status=Status.SUBMITTED)


def _locked(submission: Submission, by: User) -> Submission:
    """The row as it is now; to an organizer who has been barred meanwhile it is not there."""
    conflicts.lock(submission.workshop)
    rows = submission.workshop.submissions.select_for_update(of=("self",))
    row = rows.select_related("workshop").get(pk=submission.pk)
    if not submission.workshop.submissions.organized_by(by).filter(pk=row.pk).exists():
        raise Http404
    if row.status != Status.SUBMITTED:
        raise Refused(f"Submission {row.number} is {row.get_status_display()}: nothing was done.")
    return row


def _tell(workshop: Workshop, reviewers: dict[int, User], at: datetime) -> int:
    """One letter each, without a number of papers: organizers may know of fewer than there are."""
    event = letters.ASSIGNMENTS_CONFIRMED
    context = {
        "review": dates.deadline_of(workshop, Step.REVIEW),
        "link": site_link(reverse("reviewing", args=[workshop.slug])),
        "conflicts": site_link(reverse("declare_conflicts", args=[workshop.slug])),
    }
    # Private: who gets one, and when, would tell an organizer with a conflict who reviews.
    known = called(workshop)
    for pk, user in reviewers.items():
        to = Recipient(user.email, known[pk].name if pk in known else user.name)
        written = workshop.letters.filter(event=event, recipient=user.email).count()
        post(workshop, event, [to], context, at=at, revision=written + 1, is_private=True)
    return len(reviewers)


def _note_confirmed(workshop: Workshop, rows: list[Assignment], by: User, at: datetime) -> None:
    """An entry per submission, so that each is told only to those who may know of it."""
    names = names_of(workshop)
    to: dict[Submission, list[str]] = defaultdict(list)
    for row in rows:
        to[row.submission].append(names.get(row.reviewer_id, str(row.reviewer)))
    for submission, who in to.items():
        text = f"{by} gave submission {submission.number} to {', '.join(sorted(who))}"
        _note(submission, "confirmed", text, by, at)


def _note(row: Submission, verb: str, text: str, by: User, at: datetime) -> None:
    journal.note(row.workshop, verb, text, by=by, at=at, about=row.number)
