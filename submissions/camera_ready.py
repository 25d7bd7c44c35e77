"""Step 7: camera-ready. Authors of an accepted paper send its final version."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction

from submissions import letters, uploads
from submissions.models import Author, PaperVersion, Submission
from submissions.status import ACCEPTED
from submissions.uploads import Upload
from workshop import dates, journal
from workshop.errors import Refused, Stale
from workshop.models import Deadline, Step, User, Workshop

Part = PaperVersion.Part


@dataclass(frozen=True)
class Content:
    """What an author types beside the files. The presenter is named by place."""

    abstract: str
    presenter: int
    video: str = ""


@dataclass(frozen=True)
class Files:
    final: Upload | None = None
    slides: Upload | None = None


@dataclass(frozen=True)
class Readiness:
    """What there is of the camera-ready version of one submission, and what is missing."""

    final: PaperVersion | None
    slides: PaperVersion | None
    presenter: Author | None
    abstract: str

    @property
    def lacks_final(self) -> bool:
        """No final PDF, or none that can be opened."""
        return self.final is None or self.final.is_unreadable

    @property
    def looked_into(self) -> list[str]:
        """The names of the files of which it is not known yet whether they can be opened."""
        files = [file for file in (self.final, self.slides) if file]
        return [file.name for file in files if file.finding == PaperVersion.Finding.WAITING]

    @property
    def missing(self) -> list[str]:
        """In words. Slides and a video may be left out."""
        final = "a final PDF that can be opened" if self.final else "the final PDF"
        checks = [
            (not self.lacks_final, final),
            (self.presenter, "a presenter"),
            (self.abstract, "an abstract"),
        ]
        return [what for there, what in checks if not there]


def readiness(submission: Submission) -> Readiness:
    presenter = next((a for a in submission.authors.all() if a.is_presenter), None)
    return Readiness(submission.final_paper, submission.slides, presenter, submission.abstract)


def open_deadline(
    submission: Submission, at: datetime, began: datetime | None = None
) -> Deadline | None:
    """The deadline, locked, if the workshop has one; raises Refused once it is over."""
    deadlines = submission.workshop.deadlines.select_for_update()
    deadline = deadlines.filter(step=Step.CAMERA_READY).first()
    if deadline is None or _in_time(deadline, at, began):
        return deadline
    raise _too_late(deadline)


def _too_late(deadline: Deadline) -> Refused:
    return Refused(
        f"Camera-ready papers were due {dates.in_words(deadline.closes_at)}. What stood before "
        "stands as it was. The organizers can be asked for more time."
    )


def _in_time(deadline: Deadline, at: datetime, began: datetime | None) -> bool:
    """It opens with the release, so it has no time of its own to begin at."""
    grace = timedelta(minutes=deadline.grace_minutes)
    late = began is not None and began < deadline.closes_at and at < deadline.closes_at + grace
    return at < deadline.closes_at or late


@transaction.atomic
def save(
    submission: Submission,
    content: Content,
    files: Files,
    *,
    version: int,
    by: User,
    at: datetime,
    began: datetime | None = None,
) -> Submission:
    """Save the final version, whole or in part. Every author is told what is in and what is not.

    What is there already, to the byte, is neither saved nor told again. The grace is for files
    that were on their way: what was typed beside them comes too late, and is not saved.
    """
    deadline = open_deadline(submission, at, began)
    row = locked(submission)
    new = _new_files(row, files)
    if not new and same(row, content):
        return row
    if deadline is None or at < deadline.closes_at:
        text: Content | None = content
    elif new:
        text = None
    else:
        raise _too_late(deadline)
    if row.version != version:
        raise Stale
    _write(row, text, at)
    for part, upload in new:
        uploads.attach(row, upload, at, part)
    _note(row, by, at)
    _tell(row, deadline, by, at)
    return row


def locked(submission: Submission) -> Submission:
    """The row as it is now, locked; raises Refused if it is no longer accepted."""
    row = submission.workshop.submissions.select_for_update().get(pk=submission.pk)
    if row.status not in ACCEPTED:
        stands = row.get_status_display()
        raise Refused(f"This submission is {stands}: it has no camera-ready version.")
    return row


def deadline_of(workshop: Workshop) -> Deadline | None:
    return dates.deadline_of(workshop, Step.CAMERA_READY)


def _new_files(row: Submission, files: Files) -> list[tuple[Part, Upload]]:
    sent = [(Part.FINAL, files.final), (Part.SLIDES, files.slides)]
    return [(part, file) for part, file in sent if file and not _is_there(row.last(part), file)]


def _is_there(paper: PaperVersion | None, upload: Upload) -> bool:
    return paper is not None and paper.sha256 == upload.sha256


def same(row: Submission, content: Content) -> bool:
    """Whether what was typed is what stands."""
    presenting = row.authors.filter(is_presenter=True).values_list("position", flat=True)
    return (
        row.abstract == content.abstract
        and row.video == content.video
        and list(presenting) == [content.presenter]
    )


def _write(row: Submission, content: Content | None, at: datetime) -> None:
    """That it was saved, and what was typed, if anything may be."""
    if content:
        _write_text(row, content)
    row.saved_at = at
    row.version += 1
    row.revision += 1
    row.save(update_fields=["abstract", "video", "saved_at", "version", "revision"])


def _write_text(row: Submission, content: Content) -> None:
    if not row.authors.filter(position=content.presenter).exists():
        raise Refused("Choose who presents among the authors.", "presenter")
    row.authors.update(is_presenter=False)
    row.authors.filter(position=content.presenter).update(is_presenter=True)
    row.abstract, row.video = content.abstract, content.video


def _note(row: Submission, by: User, at: datetime) -> None:
    text = f"{by} saved the camera-ready version of submission {row.number}"
    journal.note(row.workshop, "saved camera-ready", text, by=by, at=at, about=row.number)


def _tell(row: Submission, deadline: Deadline | None, by: User, at: datetime) -> None:
    letters.to_authors(
        row,
        letters.CAMERA_READY_SAVED,
        at=at,
        revision=row.revision,
        by=by,
        ready=readiness(row),
        deadline=deadline,
    )
