"""Waking the workers once a transaction is committed: the only thing that waits for the commit."""

from __future__ import annotations

from typing import Any

from celery import current_app
from django.conf import settings
from django.db import transaction
from kombu.exceptions import OperationalError


def wake(task: str, *args: Any) -> None:
    """Ask for a task by name after the commit. A broker that is away is no harm: a sweep comes."""
    if settings.REDIS_URL:
        transaction.on_commit(lambda: _send(task, args))


def _send(task: str, args: tuple[Any, ...]) -> None:
    try:
        current_app.send_task(task, args)
    except OperationalError:
        return
