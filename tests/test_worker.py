"""A letter goes all the way: row, commit, Redis, a real Celery worker, SMTP."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from conftest import Sink
from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.utils import timezone
from factories import make_submission, make_workshop
from redis import Redis

from submissions.letters import REVISED
from workshop import letters
from workshop.letters import Recipient
from workshop.models import Letter

ROOT = Path(__file__).parent.parent


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


def queued() -> list[str]:
    """The tasks that wait for a worker, which there is none of; they are taken away."""
    with Redis.from_url(settings.REDIS_URL) as broker:
        waiting = broker.lrange("celery", 0, -1)
        broker.delete("celery")
    return [json.loads(message)["headers"]["task"] for message in waiting]


@pytest.mark.skipif(not settings.REDIS_URL, reason="No broker in this run (TEST_ON=sqlite)")
@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("recipients", "tasks"),
    [(5, ["workshop.tasks.deliver_letter"] * 5), (6, ["workshop.tasks.sweep"])],
)
def test_many_letters_wake_the_workers_once(recipients: int, tasks: list[str]) -> None:
    queued()
    with transaction.atomic():
        people = [Recipient(f"ada{n}@example.org") for n in range(recipients)]
        letters.post(None, "workshop/account_changed", people, {}, at=timezone.now())
        assert queued() == []
    assert queued() == tasks


@pytest.mark.skipif(not settings.REDIS_URL, reason="No broker in this run (TEST_ON=sqlite)")
@pytest.mark.django_db(transaction=True)
def test_emptying_the_cache_leaves_the_queue_as_it_is() -> None:
    queued()
    with transaction.atomic():
        ada = [Recipient("ada@example.org")]
        letters.post(None, "workshop/account_changed", ada, {}, at=timezone.now())
    cache.clear()
    assert queued() == ["workshop.tasks.deliver_letter"]


WAKING = """
import time
import django
django.setup()
from workshop.wake import wake
began = time.monotonic()
for n in range(50):
    wake("workshop.tasks.sweep")
print(time.monotonic() - began)
"""


def test_a_broker_that_never_answers_holds_nobody_up() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        broker = f"redis://127.0.0.1:{silent.getsockname()[1]}/0"
        command = [sys.executable, "-c", WAKING]
        env = {**os.environ, "REDIS_URL": broker, "DATABASE_URL": "sqlite://:memory:"}
        env["DJANGO_SETTINGS_MODULE"] = "workshop.settings"
        done = subprocess.run(
            command, cwd=ROOT, env=env, capture_output=True, text=True, check=True, timeout=60
        )
    assert float(done.stdout) < 5
