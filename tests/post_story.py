"""What the tests of posting have in common: what is consented to, and what is answered."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.test import Client

from submissions.models import Submission

AT = datetime(2018, 7, 9, 12, 0, tzinfo=UTC)

PAGES = ["", "paper.bib", "paper.pdf", "slides.pdf"]


def at(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


def standing(submission: Submission) -> list[str]:
    return sorted(Submission.everywhere.get(pk=submission.pk).consented)


def answers(client: Client, number: int) -> dict[str, int]:
    """What every address of a paper answers."""
    return {page: read(client, f"/credit/papers/{number}/{page}")[0] for page in PAGES}


def read(client: Client, url: str) -> tuple[int, bytes]:
    answer = client.get(url)
    return answer.status_code, answer.getvalue()


NOT_THERE = dict.fromkeys(PAGES, 404)
