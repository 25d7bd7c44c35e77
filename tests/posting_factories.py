"""Accepted papers with what may be posted of them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from factories import make_paper, make_submission, make_workshop

from submissions.models import Consent, PaperVersion, Submission
from submissions.status import Status
from workshop.models import User, Workshop

EVERYTHING = ["page", "pdf", "slides", "video"]


def make_past_call(slug: str = "credit", **facts: Any) -> Workshop:
    """A workshop of 2018 whose call is closed."""
    days = {"first_day": date(2018, 7, 14), "last_day": date(2018, 7, 15)}
    named = {"title": "Credit Assignment", "host_event": "ICML 2018", "short_name": "Credit 2018"}
    return make_workshop(slug, call="closed", **{**named, **days, **facts})


def make_accepted(
    workshop: Workshop, by: User | None = None, *, status: str = Status.POSTER, **facts: Any
) -> Submission:
    """Accepted, with its camera-ready paper, its slides and its video: nothing consented to."""
    video = "https://video.example.org/7"
    submission = make_submission(workshop, by, status=status, **{"video": video, **facts})
    make_part(submission, PaperVersion.Part.FINAL)
    make_part(submission, PaperVersion.Part.SLIDES)
    return submission


def make_part(submission: Submission, part: PaperVersion.Part, *, pages: int = 4) -> PaperVersion:
    version = make_paper(submission, pages=pages)
    version.part, version.received_at = part, submission.saved_at
    version.save()
    return version


def give(submission: Submission, *artefacts: str, at: datetime | None = None) -> None:
    """Consents as rows, without their step: no letters, no entry."""
    for artefact in artefacts or EVERYTHING:
        submission.consents.create(
            artefact=Consent.Artefact(artefact), given_at=at or submission.saved_at
        )
