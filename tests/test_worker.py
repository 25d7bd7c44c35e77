"""A letter goes all the way: row, commit, Redis, a real Celery worker, SMTP."""

import time

import pytest
from conftest import Sink
from django.db import transaction
from django.utils import timezone
from factories import make_submission, make_workshop

from submissions.letters import REVISED
from workshop import letters
from workshop.letters import Recipient
from workshop.models import Letter


@pytest.mark.usefixtures("celery_worker")
def test_a_committed_letter_wakes_the_worker(smtp_sink: Sink) -> None:
    workshop = make_workshop("credit")
    submission = make_submission(workshop)
    context = {"submission": submission, "authors": [], "link": "https://example.org/"}
    with transaction.atomic():
        letters.post(
            workshop,
            REVISED,
            [Recipient("ada@example.org", "Ada")],
            context,
            at=timezone.now(),
            about=submission.number,
            revision=1,
        )
    give_up = time.monotonic() + 30
    while not smtp_sink.messages and time.monotonic() < give_up:
        time.sleep(0.05)
    letter = Letter.everywhere.get()
    assert [message["To"] for message in smtp_sink.messages] == ["Ada <ada@example.org>"]
    assert str(letter.message_id) in smtp_sink.messages[0]["Message-ID"]
