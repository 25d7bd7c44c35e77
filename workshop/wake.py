"""Waking the workers once a transaction is committed: the only thing that waits for the commit."""

from __future__ import annotations

import time
from types import SimpleNamespace
from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

# A broker that did not answer is left alone for so many seconds, by this process.
PAUSE = 10
_broker = SimpleNamespace(away_until=0.0)


def wake(task: str, *args: Any) -> None:
    """Ask for a task by name after the commit. A broker that is away is no harm: a sweep comes."""
    if settings.REDIS_URL:
        transaction.on_commit(lambda: _send(task, args))


def _send(task: str, args: tuple[Any, ...]) -> None:
    if time.monotonic() < _broker.away_until:
        return
    try:
        current_app.send_task(task, args, retry=False)
    except (OperationalError, RedisError, OSError):
        _broker.away_until = time.monotonic() + PAUSE
