"""The rows behind the authors' spells."""

from __future__ import annotations

from submissions.models import Author, Submission
from workshop.grounds import Ground
from workshop.history import Kind
from workshop.models import Spell

OF = {"workshop": "workshop", "number": "number"}
NAMED = {"workshop": "submission__workshop", "number": "submission__number", "email": "email"}
ROWS = Submission.everywhere.all()
GROUNDS = [
    Ground(Spell, Kind.AUTHOR, Author.objects.exclude(email=""), NAMED),
    Ground(Spell, Kind.AUTHOR, ROWS.filter(submitter__isnull=False), {**OF, "user": "submitter"}),
    Ground(Spell, Kind.STATUS, ROWS, {**OF, "value": "status"}),
]
