"""Step 4: review. A reviewer drafts, submits and revises a review, or declines the paper."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from django.db import transaction
from django.http import Http404

from reviews import giveaways, letters, spells
from reviews.models import Assignment, Review
from reviews.permissions import assigned_to
from reviews.roster import called_here
from submissions.models import Submission
from workshop import journal
from workshop.errors import Refused, Stale
from workshop.models import User, Workshop

TITLE_LENGTH = 500
TEXT_LENGTH = 5_000
# A draft may run over, so that nothing is lost while it is being shortened.
DRAFT_LENGTH = 20_000


@dataclass(frozen=True)
class Content:
    """What a reviewer typed. A draft may lack any of it."""

    title: str = ""
    text: str = ""
    rating: int | None = None
    confidence: int | None = None
    note: str = ""


@transaction.atomic
def save_draft(
    submission: Submission, content: Content, *, version: int, by: User, at: datetime
) -> Review:
    """Keep what is typed so far. Nobody else can read it."""
    assignment = _locked(submission, by)
    _check_open(submission)
    review = _review_of(assignment, at)
    if review.state == Review.State.SUBMITTED:
        raise Refused("This review is submitted. To change it, submit it again.")
    if not _check_version(review, version, content):
        return review
    if not review.version:
        _note(submission, "began", by, at, is_private=True)
    return _write(review, content, at)


@transaction.atomic
def submit(
    submission: Submission,
    content: Content,
    *,
    version: int,
    by: User,
    at: datetime,
    as_it_is: bool = False,
) -> Review:
    """Give the review to the organizers, or a revision of it; late ones are taken too.

    `as_it_is`: the reviewer has been told that the text may say who they are.
    """
    assignment = _locked(submission, by)
    _check_open(submission)
    review = _review_of(assignment, at)
    was_submitted = review.state == Review.State.SUBMITTED
    if not _check_version(review, version, content) and was_submitted:
        return review
    _check_whole(content)
    if not as_it_is:
        _check_unsigned(content, submission.workshop, by)
    review.state = Review.State.SUBMITTED
    review.submitted_at = review.submitted_at or at
    if not was_submitted:
        spells.note(submission.workshop, began=[spells.reviewed(by, submission.number)], at=at)
    _note(submission, "revised" if was_submitted else "submitted", by, at)
    return _write(review, content, at)


@transaction.atomic
def decline(submission: Submission, *, reason: str, by: User, at: datetime) -> Assignment:
    """Give one paper back. What was drafted goes; the organizers are told why."""
    assignment = _locked(submission, by)
    _check_open(submission)
    if not reason.strip():
        raise Refused("Say why, in a few words: the organizers look for somebody else.", "reason")
    review = _review_of(assignment, at)
    if review.state == Review.State.SUBMITTED:
        raise Refused("Your review of this paper is submitted, so it cannot be declined any more.")
    if review.version:
        review.delete()
    ended = [spells.of(assignment, assignment.state)]
    assignment.state, assignment.reason = Assignment.State.DECLINED, reason.strip()
    assignment.save(update_fields=["state", "reason"])
    began = [spells.of(assignment, assignment.state)]
    spells.note(submission.workshop, began=began, ended=ended, at=at)
    number = submission.number
    text = f"{called_here(submission.workshop, by)} declined to review submission {number}"
    journal.note(submission.workshop, "declined", text, by=by, at=at, about=number)
    letters.declined(submission, by=by, reason=assignment.reason, at=at)
    return assignment


def _locked(submission: Submission, by: User) -> Assignment:
    """The reviewer's assignment as it is now. The submission is locked first, as releasing does:
    a review is in before its release or it is refused."""
    workshop = submission.workshop
    workshop.submissions.select_for_update().get(pk=submission.pk)
    mine = workshop.assignments.select_for_update().filter(submission=submission, reviewer=by)
    assignment = mine.first()
    if assignment is None or not assigned_to(by, workshop).filter(pk=submission.pk).exists():
        raise Http404
    return assignment


def is_closed(submission: Submission) -> bool:
    """Once its decision is released, a submission's reviews stand as they are."""
    return submission.released_decisions.exists()


def _check_open(submission: Submission) -> None:
    if is_closed(submission):
        raise Refused(
            "The decisions are released, so the reviews stand as they are. Nothing was saved."
        )


def _review_of(assignment: Assignment, at: datetime) -> Review:
    """The review as it is saved, or a new one of version 0 that is not."""
    workshop = assignment.workshop
    saved = workshop.reviews.select_for_update().filter(assignment=assignment).first()
    return saved or Review(workshop=workshop, assignment=assignment, version=0, saved_at=at)


def content_of(review: Review) -> Content:
    return Content(
        title=review.title,
        text=review.text,
        rating=review.rating,
        confidence=review.confidence,
        note=review.note,
    )


def _check_version(review: Review, version: int, content: Content) -> bool:
    """Whether there is anything to save; raises Stale if another window saved something else."""
    if review.version == version:
        return True
    if content_of(review) != content:
        raise Stale
    return False


def _write(review: Review, content: Content, at: datetime) -> Review:
    if len(content.title) > TITLE_LENGTH or len(content.text) > DRAFT_LENGTH:
        raise Refused("This is longer than a review can be. Shorten it.")
    for name, value in asdict(content).items():
        setattr(review, name, value)
    review.saved_at = at
    review.version += 1
    review.save()
    return review


def _check_whole(content: Content) -> None:
    if content.rating not in Review.Rating.values:
        raise Refused("Choose a rating from 1 to 5.", "rating")
    if content.confidence not in Review.Confidence.values:
        raise Refused("Say how sure you are, from 1 to 3.", "confidence")
    if not content.text.strip():
        raise Refused("Write to the authors: they read this text with your rating.", "text")
    if len(content.text) > TEXT_LENGTH:
        raise Refused(too_long(content.text), "text")


def too_long(text: str) -> str:
    over = len(text) - TEXT_LENGTH
    return (
        f"The text has {len(text):,} characters, {over:,} more than {TEXT_LENGTH:,}. Shorten it "
        "to submit it; a draft of it can be saved."
    )


def _check_unsigned(content: Content, workshop: Workshop, by: User) -> None:
    name = called_here(workshop, by).name
    found = giveaways.of(by, f"{content.title}\n{content.text}", name)
    if found:
        words = ", ".join(f"“{word}”" for word in found)
        raise Refused(
            f"Your text has {words}, by which the authors could tell who you are. Take it out, "
            "or tick the box if it is meant to stand.",
            "as_it_is",
        )


def _note(
    submission: Submission, verb: str, by: User, at: datetime, *, is_private: bool = False
) -> None:
    number = submission.number
    text = f"{called_here(submission.workshop, by)} {verb} a review of submission {number}"
    journal.note(submission.workshop, verb, text, by=by, at=at, about=number, is_private=is_private)
