"""A paper that may be posted, for the modules that import it."""

from __future__ import annotations

import pytest
from posting_factories import make_accepted, make_past_call

from submissions.models import Submission
from workshop.models import User, Workshop


@pytest.fixture(name="workshop")
def past_call() -> Workshop:
    return make_past_call()


@pytest.fixture(name="paper")
def sparse_credit(workshop: Workshop, ada: User) -> Submission:
    addresses = ["ada@example.org", "bob@example.org"]
    return make_accepted(workshop, ada, authors=addresses, title="Sparse Credit")
