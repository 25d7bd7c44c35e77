"""Celery's door to the inspection of papers."""

from celery import shared_task
from django.utils import timezone

from submissions import inspection
from submissions.models import PaperVersion
from workshop.audience import Audience, audience


@shared_task
@audience(Audience.NOBODY)
def inspect_paper(paper_id: int) -> None:
    paper = PaperVersion.objects.filter(pk=paper_id).first()
    if paper is not None and paper.finding == PaperVersion.Finding.WAITING:
        inspection.inspect(paper, timezone.now())
