"""The embedded worker: a sweep that takes long holds no letter back."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from datetime import datetime

import pytest
from django.core.management import call_command
from pytest_django import Settings

from workshop.models import Letter

SECONDS = 20
delivered: list[bool] = []


def takes_long(at: datetime) -> int:
    """A sweep that ends when the letter is delivered that came after it began, and then all."""
    try:
        delivered.append(is_delivered_soon(at))
    finally:
        os.kill(os.getpid(), signal.SIGTERM)
    return 0


def is_delivered_soon(at: datetime) -> bool:
    facts = {"written_at": at, "not_before": at, "subject": "Hello", "body": "Hello."}
    letter = Letter.everywhere.create(event="told", recipient="ada@example.org", **facts)
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        letter.refresh_from_db()
        if letter.state == Letter.State.DELIVERED:
            return True
        time.sleep(0.05)
    return False


@pytest.fixture
def signals() -> Iterator[None]:
    """As they were: the worker listens to them until the end of its process."""
    kept = {one: signal.getsignal(one) for one in (signal.SIGTERM, signal.SIGINT)}
    yield
    for one, handler in kept.items():
        signal.signal(one, handler)


@pytest.mark.django_db(transaction=True)
def test_a_letter_is_delivered_while_a_sweep_takes_long(settings: Settings, signals: None) -> None:
    settings.SWEEPS = [f"{__name__}.takes_long"]
    call_command("deliver", every=0.05)
    assert delivered == [True]
