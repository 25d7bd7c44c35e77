"""A paper that Rita reviews, in a time handed in, for the modules that import it."""

from __future__ import annotations

import pytest
from factories import AT, make_submission, make_workshop
from review_factories import assign

from submissions.models import Submission
from workshop.models import User, Workshop


@pytest.fixture(name="workshop")
def closed_call_then() -> Workshop:
    return make_workshop("credit", call="closed", at=AT)


@pytest.fixture(name="paper")
def ritas_paper_then(workshop: Workshop, rita: User) -> Submission:
    submission = make_submission(workshop)
    assign(submission, rita)
    return submission
