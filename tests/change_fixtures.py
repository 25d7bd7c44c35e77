"""The paper whose authors change, for the modules that import it."""

from __future__ import annotations

import pytest
from change_story import ADA, BOB
from factories import make_submission

from submissions.models import Submission
from workshop.models import User, Workshop


@pytest.fixture(name="paper")
def on_credit(workshop: Workshop, ada: User) -> Submission:
    """“On Credit” by Ada, who presents, and Bob."""
    paper = make_submission(
        workshop,
        ada,
        status="oral",
        title="On Credit",
        authors=[ADA.email, BOB.email],
        paper=True,
    )
    for author in (ADA, BOB):
        row = paper.authors.filter(email=author.email)
        row.update(name=author.name, affiliation=author.affiliation)
    return paper
