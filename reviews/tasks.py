"""Celery's door to the runs of the solver."""

from celery import shared_task
from django.utils import timezone

from reviews import run_solving
from reviews.models import Run
from workshop.audience import Audience, audience


@shared_task
@audience(Audience.NOBODY)
def solve_run(run_id: int) -> None:
    run = Run.everywhere.filter(pk=run_id).first()
    if run is not None:
        run_solving.solve(run, timezone.now())
