"""A paper that Rita reviews, for the modules that import it."""

from __future__ import annotations

import pytest
from django.test import Client
from factories import make_organizer, make_submission
from review_factories import assign

from submissions.models import Submission
from workshop.models import User, Workshop


@pytest.fixture(name="paper")
def ritas_paper(workshop: Workshop, rita: User) -> Submission:
    submission = make_submission(workshop, paper=True)
    assign(submission, rita)
    return submission


@pytest.fixture(name="organizer")
def olgas_client(workshop: Workshop) -> Client:
    browser = Client()
    browser.force_login(make_organizer(workshop, "olga@example.org", "Olga"))
    return browser
