"""Celery's door to the worker's job; a task carries an id or nothing."""

from celery import shared_task
from django.utils import timezone

from workshop import mail, sweeps
from workshop.audience import Audience, audience


@shared_task
@audience(Audience.NOBODY)
def deliver_letter(message_id: str) -> None:
    mail.deliver_one(timezone.now(), message_id)


@shared_task
@audience(Audience.NOBODY)
def sweep() -> None:
    sweeps.sweep(timezone.now)
