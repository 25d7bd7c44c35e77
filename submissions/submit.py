"""Step 2: submit. An author drafts, submits, revises, withdraws a paper."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Max

from submissions import letters, posting, spells, uploads
from submissions.authorship import bar_authors
from submissions.content import Content, missing, same, write
from submissions.models import Submission
from submissions.status import Status, check_move
from submissions.uploads import Upload
from workshop import dates, journal
from workshop.errors import Refused, Stale
from workshop.models import Deadline, Step, User, Workshop


def open_deadline(workshop: Workshop, at: datetime, began: datetime | None = None) -> Deadline:
    """The deadline for submissions, locked; raises Refused unless the call is open."""
    deadline = dates.locked(workshop, Step.SUBMIT)
    if dates.in_time(deadline, at, began):
        return deadline
    if not deadline.has_opened(at):
        raise Refused("The call for papers is not open yet. Nothing was saved.")
    raise Refused(
        f"The call closed {dates.in_words(deadline.closes_at)}. This was not saved: "
        "what you had saved before stands as it was. The organizers can be asked to add a late one."
    )


def new(
    workshop: Workshop, *, submitter: User | None, at: datetime, form: datetime | None
) -> Submission:
    """The next number, as an empty draft. The caller holds the deadline's lock."""
    last = workshop.submissions.aggregate(last=Max("number"))["last"] or 0
    made: Submission = workshop.submissions.create(
        number=last + 1, submitter=submitter, begun_at=at, saved_at=at, form_shown_at=form
    )
    spells.begun(made, at)
    return made


def made_from(workshop: Workshop, form: datetime | None) -> Submission | None:
    """What the form shown at this moment has become already, if it was sent before."""
    return workshop.submissions.filter(form_shown_at=form).first() if form else None


@transaction.atomic
def draft(
    workshop: Workshop,
    content: Content,
    *,
    by: User,
    at: datetime,
    paper: Upload | None = None,
    began: datetime | None = None,
    form: datetime | None = None,
) -> Submission:
    """Begin a submission. Only its authors can see it, and nobody is written to.

    `form` is when the form was shown; the same form sent again gives the same submission.
    """
    open_deadline(workshop, at, began)
    again = made_from(workshop, form)
    if again is not None:
        return again
    submission = new(workshop, submitter=by, at=at, form=form)
    _fill(submission, content, paper, at)
    _note(submission, "began", by, at, is_private=True)
    return submission


@transaction.atomic
def save(
    submission: Submission,
    content: Content,
    *,
    version: int,
    by: User,
    at: datetime,
    paper: Upload | None = None,
    began: datetime | None = None,
) -> Submission:
    """Save a draft, or revise what was submitted; a revision is whole and told to its authors."""
    workshop = submission.workshop
    open_deadline(workshop, at, began)
    row = _locked(submission)
    if row.version != version:
        if paper_is_there(row, paper) and same(row, content):
            return row
        raise Stale
    submission = row
    if submission.status not in {Status.DRAFT, Status.SUBMITTED}:
        raise Refused(
            f"This submission is {submission.get_status_display()} and cannot be changed."
        )
    _fill(submission, content, paper, at)
    if submission.status == Status.SUBMITTED:
        _check_complete(submission)
        submission.revision += 1
        submission.save(update_fields=["revision"])
        _note(submission, "revised", by, at)
        letters.to_authors(submission, letters.REVISED, at=at, revision=submission.revision)
    return submission


@transaction.atomic
def submit(
    submission: Submission, *, by: User, at: datetime, began: datetime | None = None
) -> Submission:
    """Hand a draft in for review. Every author is told."""
    open_deadline(submission.workshop, at, began)
    submission = _locked(submission)
    if submission.status != Status.DRAFT:
        raise Refused("This was submitted already. Open it to revise it.")
    hand_in(submission, at)
    _note(submission, "submitted", by, at)
    letters.to_authors(submission, letters.SUBMITTED, at=at, revision=submission.revision)
    return submission


def hand_in(submission: Submission, at: datetime) -> None:
    """Make a complete draft a submitted one; the caller writes the entry and the letters."""
    check_move(submission.status, Status.SUBMITTED)
    _check_complete(submission)
    submission.status, submission.submitted_at = Status.SUBMITTED, at
    submission.revision += 1
    submission.version += 1
    submission.save(update_fields=["status", "submitted_at", "revision", "version"])
    number = submission.number
    began, ended = (spells.stands(number, to) for to in (Status.SUBMITTED, Status.DRAFT))
    bar_authors(submission, at, began=[began], ended=[ended])


@transaction.atomic
def withdraw(submission: Submission, *, version: int, by: User, at: datetime) -> Submission:
    """Take a submission back, at any time; a draft simply disappears from the authors' list.

    `version` is the one about which the author was asked: what changed since is asked again.
    """
    submission = _locked(submission, version)
    was_draft = submission.status == Status.DRAFT
    check_move(submission.status, Status.WITHDRAWN)
    move = (submission.number, submission.status, Status.WITHDRAWN)
    spells.moved(submission.workshop, [move], at)
    submission.status = Status.WITHDRAWN
    submission.version += 1
    submission.save(update_fields=["status", "version"])
    was_posted = posting.take_back(submission, by=by, at=at)
    verb = "discarded the draft of" if was_draft else "withdrew"
    _note(submission, verb, by, at, is_private=was_draft)
    if not was_draft:
        facts = {"by": by, "was_posted": was_posted}
        letters.to_authors(submission, letters.WITHDRAWN, at=at, revision=1, **facts)
    return submission


def tell_drafters(at: datetime) -> int:
    """Sweep: whoever had a draft when a call was extended is told, once for each extension."""
    moved = Deadline.everywhere.filter(
        step=Step.SUBMIT, moved_at__gte=at - timedelta(days=2), closes_at__gt=at
    ).select_related("workshop")
    told = 0
    for deadline in moved:
        drafts = deadline.workshop.submissions.filter(
            status=Status.DRAFT, begun_at__lte=deadline.moved_at
        ).select_related("submitter", "workshop")
        events = deadline.workshop.letters.filter(
            event=letters.CALL_EXTENDED, revision=deadline.version
        )
        drafts = drafts.exclude(number__in=events.values("about"))
        for submission in drafts:
            with transaction.atomic():
                letters.to_drafter(
                    submission,
                    letters.CALL_EXTENDED,
                    at=at,
                    revision=deadline.version,
                    deadline=deadline,
                )
            told += 1
    return told


def _fill(submission: Submission, content: Content, paper: Upload | None, at: datetime) -> None:
    submission.saved_at = at
    submission.version += 1
    began, ended = write(submission, content)
    if paper is not None:
        uploads.attach(submission, paper, at)
    bar_authors(submission, at, began=began, ended=ended)


def _locked(submission: Submission, version: int | None = None) -> Submission:
    """The row as it is now, locked; raises Stale if somebody saved it since `version`."""
    row = submission.workshop.submissions.select_for_update().get(pk=submission.pk)
    if version is not None and row.version != version:
        raise Stale
    return row


def paper_is_there(submission: Submission, upload: Upload | None) -> bool:
    """Whether this upload is the submission's paper already, or there is none."""
    paper = submission.paper
    return upload is None or (paper is not None and paper.sha256 == upload.sha256)


def _check_complete(submission: Submission) -> None:
    lacks = missing(submission)
    if lacks:
        raise Refused(f"Before it can be reviewed, this submission needs {', '.join(lacks)}.")
    paper = submission.paper
    if paper is not None and paper.is_unreadable:
        raise Refused("The paper cannot be opened. Replace the file, then submit.")


def _note(
    submission: Submission, verb: str, by: User, at: datetime, *, is_private: bool = False
) -> None:
    number = submission.number
    journal.note(
        submission.workshop,
        verb,
        f"{by} {verb} submission {number}",
        by=by,
        at=at,
        about=number,
        is_private=is_private,
    )
