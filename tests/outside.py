"""A workshop whose organizers are all barred from one submission, and whom they may ask."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.test import Client
from django.urls import reverse
from factories import AT, make_organizer, make_submission, make_user, make_workshop
from review_factories import bar, make_reviewer

from submissions import deciders
from submissions.models import Submission
from workshop.models import Letter, User, Workshop

SECRET = "wf2cinder"
DORA = "dora@outside.example"


@dataclass
class Stage:
    """Both organizers are barred from `hidden`, and from nothing else."""

    workshop: Workshop
    olga: User
    carl: User
    ada: User
    rita: User
    hidden: Submission
    other: Submission

    def url(self, name: str, *args: object) -> str:
        return reverse(name, args=[self.workshop.slug, *args])

    def letters(self, event: str) -> list[Letter]:
        return list(self.workshop.letters.filter(event=event).order_by("pk"))

    def ask(self, email: str = DORA) -> User:
        """Ask somebody to decide; who is behind the address."""
        facts = {"by": self.olga, "at": AT}
        deciders.invite(self.workshop, email=email, name="", **facts)  # type: ignore[arg-type]
        found: User = User.objects.get(email=email)
        return found


def make_stage() -> Stage:
    workshop = make_workshop("credit", call="closed", at=AT)
    olga = make_organizer(workshop, "olga@example.org", "Olga")
    carl = make_organizer(workshop, "carl@example.org", "Carl")
    ada = make_user("ada@example.org", "Ada")
    facts: dict[str, Any] = {"title": f"{SECRET} title", "abstract": f"{SECRET} abstract"}
    hidden = make_submission(workshop, ada, paper=True, **facts)
    other = make_submission(workshop, paper=True, title="Plain title")
    for organizer in (olga, carl):
        bar(organizer, hidden)
    rita = make_reviewer(workshop, "rita@example.org", "Rita")
    make_user(DORA, "Dora")
    return Stage(workshop, olga, carl, ada, rita, hidden, other)


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def text(client: Client, url: str) -> str:
    page = client.get(url)
    assert page.status_code == 200, url
    return page.content.decode()
