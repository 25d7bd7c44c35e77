"""The invented workshop after its release: camera-ready papers, consents, a schedule."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from django.core.files.uploadedfile import SimpleUploadedFile

from reviews import notify
from schedule import begin, talks
from schedule.models import Session
from schedule.publish import publish
from submissions import camera_ready, changes, posting, uploads
from submissions.camera_ready import Files
from submissions.models import Consent, PaperVersion, Submission
from submissions.papers.sample import sample_pdf
from submissions.status import ACCEPTED
from submissions.uploads import Upload
from workshop.management.demo.committee import organizer
from workshop.models import User, Workshop

Artefact = Consent.Artefact
ROOMS = ["Sala Tejo", "Foyer"]


def release(workshop: Workshop, random: Random, at: datetime) -> None:
    notify.release(workshop, by=organizer(workshop), at=at, chance=random)


def hand_in_finals(workshop: Workshop, at: datetime, share: float) -> None:
    """That share of the accepted papers has its final version; every second one slides too."""
    rows = _accepted(workshop)
    for n, submission in enumerate(rows[: round(len(rows) * share)]):
        moment = at - timedelta(hours=3 * n)
        slides = _pdf(f"Slides: {submission.title}", 12) if n % 2 == 0 else None
        pages = submission.kind.page_limit if submission.kind else 4
        content = camera_ready.Content(abstract=submission.abstract, presenter=1)
        files = Files(_pdf(submission.title, pages), slides)
        by, version = _author(submission), submission.version
        camera_ready.save(submission, content, files, version=version, by=by, at=moment)
        _inspected(submission, pages)


def _accepted(workshop: Workshop) -> list[Submission]:
    rows = workshop.submissions.filter(status__in=ACCEPTED).for_list()
    return list(rows.select_related("submitter"))


def _author(submission: Submission) -> User:
    assert submission.submitter is not None
    return submission.submitter


def _pdf(title: str, pages: int) -> Upload:
    body = sample_pdf(title, pages=pages)
    return uploads.stored(SimpleUploadedFile("final.pdf", body, "application/pdf"))


def _inspected(submission: Submission, pages: int) -> None:
    """As the worker would find them, which need not look into each."""
    waiting = submission.papers.filter(finding=PaperVersion.Finding.WAITING)
    waiting.filter(part=PaperVersion.Part.SLIDES).update(pages=12)
    waiting.filter(part=PaperVersion.Part.FINAL).update(pages=pages)
    waiting.update(finding=PaperVersion.Finding.FINE)


def ask_for_another_title(workshop: Workshop, at: datetime) -> None:
    """One proposal that waits for an organizer, of a paper nobody organizing has a part in."""
    submission = next(
        row
        for row in _accepted(workshop)
        if not workshop.barriers.filter(number=row.number, reason="conflict").exists()
    )
    authors = changes.named_now(submission).authors
    changes.propose(
        submission,
        f"{submission.title}, Revisited",
        authors,
        "Reviewer 1 asked us to say that this takes up earlier work.",
        shown=changes.seen(submission),
        by=_author(submission),
        at=at,
    )


def consent(workshop: Workshop, at: datetime) -> None:
    """Most authors consent to everything there is, some to the page alone, a few to nothing."""
    everything = {Artefact.PAGE, Artefact.PDF, Artefact.SLIDES}
    for n, submission in enumerate(_accepted(workshop)):
        chosen: set[Artefact] = everything if n % 4 else {Artefact.PAGE}
        if n % 7 != 6:
            moment = at - timedelta(hours=2 * n)
            posting.consent(submission, chosen, by=_author(submission), at=moment)


def plan(workshop: Workshop, at: datetime) -> None:
    """Two usual days in two rooms; the posters are still to be put on boards."""
    rooms = [workshop.rooms.create(name=name) for name in ROOMS]
    begin.begin(workshop, by=organizer(workshop), at=at)
    workshop.sessions.update(room=rooms[0])
    foyer = [Session.Kind.POSTERS, Session.Kind.COFFEE]
    workshop.sessions.filter(kind__in=foyer).update(room=rooms[1])


def announce(workshop: Workshop, at: datetime) -> None:
    """All posters hang and version 1 is out."""
    by = organizer(workshop)
    session = workshop.sessions.filter(kind=Session.Kind.POSTERS).first()
    assert session is not None
    talks.place_posters(session, by=by, at=at)
    publish(workshop, by=by, at=at)
