"""A paper that waits for its final version, for the modules that import it."""

from __future__ import annotations

import pytest
from django.test import Client
from factories import make_submission

from submissions.models import Submission
from workshop.models import Deadline, Step, User, Workshop


@pytest.fixture(name="deadline")
def eight_days(workshop: Workshop) -> Deadline:
    """Eight days from now, for camera-ready papers."""
    return workshop.deadlines.get(step=Step.CAMERA_READY)


@pytest.fixture(name="paper")
def accepted_paper(workshop: Workshop, ada: User) -> Submission:
    """By Ada, who presents, and Bob."""
    return make_submission(
        workshop, ada, status="oral", authors=["ada@example.org", "bob@example.org"], paper=True
    )


@pytest.fixture(name="browser")
def browser_at_paper(client: Client, ada: User, paper: Submission) -> Client:
    client.force_login(ada)
    return client


@pytest.fixture(name="organizing")
def organizers_client(client: Client, olga: User) -> Client:
    client.force_login(olga)
    return client
