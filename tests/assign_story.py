"""What the tests of the committee have in common: papers, invitations, who reviews what."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client
from django.utils import timezone
from factories import make_submission

from reviews import invite
from reviews.invite import Invitee
from submissions.models import Submission
from workshop.mail import with_secret
from workshop.models import User, Workshop

AT = timezone.now()
REVIEWERS = "/credit/organize/reviewers/"
INVITE = f"{REVIEWERS}invite/"
PAGE = "/credit/organize/assignment/"


def as_one(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def paper(workshop: Workshop, *topics: str, authors: Any = None, **facts: Any) -> Submission:
    submission = make_submission(workshop, authors=authors, **facts)
    submission.authors.update(affiliation="")
    submission.topics.set(workshop.topics.filter(name__in=topics))
    return submission


def ask(workshop: Workshop, by: User, email: str = "ann@kth.example", name: str = "Ann") -> str:
    """Invite one; the link in their letter, as a path."""
    topics = list(workshop.topics.filter(name="Memory"))
    invite.invite(workshop, [Invitee(email, name)], topics=topics, load=4, by=by, at=AT)
    return link(workshop)


def link(workshop: Workshop) -> str:
    letter = workshop.letters.filter(event="reviews/reviewer_invited").latest("pk")
    found = re.search(r"https?://[^/]+(/credit/invitation/\S+/)", with_secret(letter))
    assert found
    return found[1]


def pairs(workshop: Workshop, state: str = "proposed") -> list[tuple[int, str]]:
    rows = workshop.assignments.filter(state=state).order_by("submission__number", "reviewer__name")
    return list(rows.values_list("submission__number", "reviewer__name"))
