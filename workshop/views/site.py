"""What the pages of a workshop's public site share. They touch no session."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.module_loading import import_string

from workshop.http import Request
from workshop.models import Deadline, Person, Step, Workshop
from workshop.permissions import public_workshop

# What happens when a step's deadline comes, as readers of the site are told.
HAPPENS = {
    Step.SUBMIT: "Submissions close",
    Step.ASSIGN: "Papers are assigned to reviewers",
    Step.REVIEW: "Reviews are due",
    Step.DECIDE: "Decisions are made",
    Step.NOTIFY: "Authors are told the decision",
    Step.CAMERA_READY: "Camera-ready versions are due",
    Step.POST: "Papers are posted",
    Step.PLAN: "The schedule is planned",
    Step.PUBLISH: "The schedule is published",
}
# The ones that people who are not of the committee wait for.
AWAITED = (Step.SUBMIT, Step.NOTIFY, Step.CAMERA_READY, Step.PUBLISH)


@dataclass(frozen=True)
class PublicDate:
    """A date as the site tells it: what happens, and when."""

    happens: str
    deadline: Deadline


@dataclass(frozen=True)
class PublicDates:
    """The dates of a workshop; any of them may not be set."""

    all: list[PublicDate]
    at: datetime

    def of(self, step: Step) -> Deadline | None:
        return next((date.deadline for date in self.all if date.deadline.step == step), None)

    @property
    def submit(self) -> Deadline | None:
        return self.of(Step.SUBMIT)

    @property
    def notify(self) -> Deadline | None:
        return self.of(Step.NOTIFY)

    @property
    def camera_ready(self) -> Deadline | None:
        return self.of(Step.CAMERA_READY)

    @property
    def call_is_open(self) -> bool:
        return self.submit is not None and self.submit.is_open(self.at)

    @property
    def call_opens_at(self) -> datetime | None:
        """When the call opened or will open; nothing if nobody knows or has decided."""
        submit = self.submit
        known = submit and submit.opens_at and submit.opens_at < submit.closes_at
        return submit.opens_at if submit and known else None

    @property
    def call_opens_later(self) -> bool:
        return self.call_opens_at is not None and self.at < self.call_opens_at

    @property
    def next(self) -> PublicDate | None:
        """What comes next, of what everybody waits for."""
        coming = (date for date in self.all if date.deadline.closes_at > self.at)
        return next((date for date in coming if date.deadline.step in AWAITED), None)


def dates_of(workshop: Workshop, at: datetime) -> PublicDates:
    """In the order of the steps, which is the order of time wherever the dates make sense."""
    rows = {row.step: row for row in workshop.deadlines.all()}
    dates = [PublicDate(HAPPENS[step], rows[step]) for step in HAPPENS if step in rows]
    return PublicDates(dates, at)


def shown_workshop(request: Request, slug: str) -> Workshop:
    """The workshop with what every page of its site needs: its pages and the people it names."""
    has_papers = import_string(settings.HAS_PAPERS)()
    workshop = public_workshop(request.user, slug, has_papers=has_papers)
    prefetch_related_objects([workshop], "pages", "people")
    return workshop


def speakers_of(workshop: Workshop) -> list[Person]:
    listed = [person for person in workshop.people.all() if person.speaker_position is not None]
    return sorted(listed, key=lambda person: person.speaker_position or 0)


def organizers_of(workshop: Workshop) -> list[Person]:
    listed = [person for person in workshop.people.all() if person.organizer_position is not None]
    return sorted(listed, key=lambda person: person.organizer_position or 0)


def site_nav(workshop: Workshop) -> list[dict[str, str]]:
    links = [("Call", reverse("call", args=[workshop.slug]))]
    if speakers_of(workshop):
        links.append(("Speakers", reverse("speakers", args=[workshop.slug])))
    links.append(("Schedule", reverse("schedule", args=[workshop.slug])))
    if getattr(workshop, "has_papers", False):
        links.append(("Papers", reverse("papers", args=[workshop.slug])))
    links += [
        (page.title, reverse("page", args=[workshop.slug, page.slug]))
        for page in workshop.pages.all()
    ]
    return [{"name": name, "url": url} for name, url in links]


def site_page(
    request: Request, workshop: Workshop, template: str, context: Mapping[str, Any]
) -> HttpResponse:
    """A page of the site. In preparation it is the organizers' own, and no cache keeps it."""
    shared = {"workshop": workshop, "site_nav": site_nav(workshop)}
    response = render(request, template, {**shared, **context})
    if workshop.announced_at is None:
        response.headers["Cache-Control"] = "private, no-store"
    return response
