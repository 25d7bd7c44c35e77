"""The step bar, and the navigation of signed-in pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import template
from django.urls import reverse

from workshop.models import Deadline, Role, Step, User, Workshop

register = template.Library()

YOURS = {
    "author": {Step.SUBMIT, Step.CAMERA_READY, Step.POST},
    "reviewer": {Step.REVIEW},
    "organizer": {Step.CALL, Step.ASSIGN, Step.DECIDE, Step.NOTIFY, Step.PLAN, Step.PUBLISH},
}


@dataclass(frozen=True)
class Stop:
    """One step as the bar shows it."""

    name: str
    state: str
    when: datetime | None
    url: str
    yours: bool
    spent: int = 0

    @property
    def spoken(self) -> str:
        return "done" if self.state == "done" else "to come"


@dataclass(frozen=True)
class Link:
    name: str
    url: str


@register.inclusion_tag("components/steps.html")
def step_bar(workshop: Workshop, side: str, at: datetime) -> dict[str, list[Stop]]:
    """The ten steps with their dates. A step is here until its deadline, one after the other."""
    rows: dict[str, Deadline] = {row.step: row for row in workshop.deadlines.all()}
    submit = rows.get(Step.SUBMIT)
    opened = submit is not None and submit.has_opened(at)
    stops: list[Stop] = []
    here_given, begins_at = False, submit.opens_at if submit else None
    for step in Step:
        row = rows.get(step)
        when = (submit.opens_at if submit else None) if step == Step.CALL else row and row.closes_at
        done = opened if step == Step.CALL else opened and when is not None and when <= at
        state = "done" if done and not here_given else "to-come" if here_given else "here"
        here_given = here_given or state == "here"
        stops.append(
            Stop(
                name=step.label,
                state=state,
                when=when,
                url=_url(workshop, step, side),
                yours=step in YOURS.get(side, ()),
                spent=_quarters(begins_at, when, at) if state == "here" else 0,
            )
        )
        begins_at = when or begins_at
    return {"steps": stops}


def _quarters(begins_at: datetime | None, ends_at: datetime | None, at: datetime) -> int:
    """How much of the step has gone by, in quarters, at most three."""
    if begins_at is None or ends_at is None or ends_at - begins_at <= timedelta(0):
        return 0
    return max(0, min(3, int(4 * ((at - begins_at) / (ends_at - begins_at)))))


def _url(workshop: Workshop, step: Step, side: str) -> str:
    if side == "organizer" and step == Step.CALL:
        return reverse("organize_call", args=[workshop.slug])
    if step == Step.SUBMIT:
        name = {"author": "submissions", "organizer": "organize_submissions"}.get(side, "call")
        return reverse(name, args=[workshop.slug])
    if step == Step.PUBLISH:
        return reverse("schedule", args=[workshop.slug])
    return reverse("call", args=[workshop.slug]) + "#dates"


@register.simple_tag
def pages_of(workshop: Workshop | None, side: str) -> list[Link]:
    """The pages of a side of a workshop; outside of any, those of the account."""
    if not workshop:
        return [Link("Your account", reverse("account"))]
    names = {
        "author": [("My submissions", "submissions")],
        "organizer": [
            ("Overview", "organize"),
            ("Submissions", "organize_submissions"),
            ("Call", "organize_call"),
            ("Site", "organize_site"),
            ("Letters", "organize_letters"),
            ("Journal", "organize_journal"),
        ],
    }.get(side, [])
    links = [Link(name, reverse(url, args=[workshop.slug])) for name, url in names]
    return [*links, Link("Public site", workshop.get_absolute_url())]


@register.simple_tag
def sides_of(workshop: Workshop | None, user: User) -> list[Link]:
    """The other sides from which this user may look at a workshop. Reads Role and nothing else."""
    if not workshop:
        return []
    kinds = set(workshop.roles.filter(user=user).values_list("kind", flat=True))
    links = []
    if Role.Kind.ORGANIZER in kinds:
        links.append(Link("as organizer", reverse("organize", args=[workshop.slug])))
    links.append(Link("as author", reverse("submissions", args=[workshop.slug])))
    return links
