"""What the tests of the organizers' site have in common: its home, a deadline, the journal."""

from __future__ import annotations

from typing import Any

from workshop.models import Step, Workshop

HOME = "/credit/organize/"


def submit_row(workshop: Workshop) -> Any:
    return workshop.deadlines.get(step=Step.SUBMIT)


def entries(workshop: Workshop) -> list[str]:
    return [entry.text for entry in workshop.entries.all()]
