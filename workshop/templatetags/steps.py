"""The step bar, and the navigation of signed-in pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django import template
from django.urls import ResolverMatch, reverse

from workshop.models import Role, Step, User, Workshop

register = template.Library()

YOURS = {
    "author": {Step.SUBMIT, Step.CAMERA_READY, Step.POST},
    "reviewer": {Step.REVIEW},
    "decider": {Step.ASSIGN, Step.DECIDE},
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
    is_current: bool = False


@register.inclusion_tag("components/steps.html")
def step_bar(workshop: Workshop, side: str, at: datetime) -> dict[str, list[Stop]]:
    """The ten steps with their dates. The first that is not over is where the workshop is."""
    dates = _dates(workshop)
    opens_at = dates[Step.CALL]
    opened = opens_at is not None and opens_at <= at
    after = at.astimezone(workshop.tzinfo).date() > workshop.last_day
    stops: list[Stop] = []
    begins_at = opens_at
    for step, when in dates.items():
        over = opened and (when <= at if when else after)
        here_before = any(stop.state == "here" for stop in stops)
        state = "to-come" if here_before else "done" if over else "here"
        yours = step in YOURS.get(side, ())
        spent = _quarters(begins_at, when, at) if state == "here" else 0
        stops.append(Stop(step.label, state, when, _url(workshop, step, side), yours, spent))
        begins_at = when or begins_at
    return {"steps": stops}


def _dates(workshop: Workshop) -> dict[Step, datetime | None]:
    """When each step ends, in the order of the story; the call when it opens."""
    rows = {row.step: row for row in workshop.deadlines.all()}
    ends = {step: rows[step].closes_at if step in rows else None for step in Step}
    return ends | {Step.CALL: rows[Step.SUBMIT].opens_at if Step.SUBMIT in rows else None}


def _quarters(begins_at: datetime | None, ends_at: datetime | None, at: datetime) -> int:
    """How much of the step has gone by, in quarters, at most three."""
    if begins_at is None or ends_at is None or ends_at - begins_at <= timedelta(0):
        return 0
    return max(0, min(3, int(4 * ((at - begins_at) / (ends_at - begins_at)))))


# Where a step is done, for each side that has a part in it.
PLACES = {
    ("organizer", Step.CALL): "organize_call",
    ("organizer", Step.SUBMIT): "organize_submissions",
    ("organizer", Step.ASSIGN): "organize_assignment",
    ("organizer", Step.REVIEW): "organize_reviews",
    ("organizer", Step.DECIDE): "organize_decisions",
    ("organizer", Step.NOTIFY): "organize_release",
    ("organizer", Step.CAMERA_READY): "organize_camera_ready",
    ("organizer", Step.POST): "organize_camera_ready",
    ("organizer", Step.PLAN): "organize_schedule",
    ("organizer", Step.PUBLISH): "publish_schedule",
    ("decider", Step.SUBMIT): "organize_submissions",
    ("decider", Step.DECIDE): "organize_submissions",
    ("reviewer", Step.REVIEW): "reviewing",
    ("author", Step.SUBMIT): "submissions",
    ("author", Step.NOTIFY): "submissions",
    ("author", Step.CAMERA_READY): "submissions",
    ("author", Step.POST): "submissions",
}
# And which part of that page.
PARTS = {("organizer", Step.POST): "?show=unposted"}
# Where everybody may look at what came of a step.
PUBLIC_PLACES = {Step.POST: "papers", Step.PUBLISH: "schedule"}


def _url(workshop: Workshop, step: Step, side: str) -> str:
    place = PLACES.get((side, step)) or PUBLIC_PLACES.get(step)
    if place:
        return reverse(place, args=[workshop.slug]) + PARTS.get((side, step), "")
    return reverse("call", args=[workshop.slug]) + "#dates"


# The organizers' pages by name and, with each, the pages that belong to it.
ORGANIZER_PAGES = [
    ("Overview", ["organize"]),
    (
        "Submissions",
        ["organize_submissions", "organize_submission", "desk_reject", "add_late_submission"],
    ),
    (
        "Reviews",
        [
            *("organize_reviews", "organize_reviews_of", "remind_reviewers", "invite_reviewers"),
            *("organize_assignment", "organize_reviewers", "organize_conflicts"),
            *("edit_reviewer", "remove_reviewer", "withdraw_invitation", "unassign_reviewer"),
            *("assign_reviewer", "propose_assignment", "confirm_assignment", "dismiss_conflict"),
            *("move_reviewer", "confirm_conflict", "reopen_conflict"),
            *("assignment_runs", "assignment_run", "use_run"),
        ],
    ),
    ("Decisions", ["organize_decisions", "organize_decision", "organize_release"]),
    ("Camera-ready", ["organize_camera_ready", "remind_camera_ready", "answer_change"]),
    (
        "Schedule",
        [
            *("organize_schedule", "publish_schedule", "organize_rooms", "begin_schedule"),
            *("new_session", "edit_session", "remove_session", "edit_talk", "add_talk"),
            *("move_talk", "remove_talk", "place_posters", "place_submission"),
        ],
    ),
    (
        "Call",
        ["organize_call", "organize_dates", "organize_kinds", "organize_topics", "close_call"],
    ),
    (
        "Site",
        [
            *("organize_site", "organize_speakers", "organize_shown", "organize_organizers"),
            "organize_deciders",
            *("organize_pages", "new_page", "edit_page", "remove_page", "remove_organizer"),
            *("who_sees_what", "view_as"),
        ],
    ),
    (
        "Letters",
        [
            *("organize_letters", "organize_letter", "edit_letter", "discard_letter"),
            *("organize_journal", "who_could_read"),
        ],
    ),
]
AUTHOR_PAGES = [
    (
        "My submissions",
        [
            *("submissions", "submission", "new_submission"),
            *("edit_submission", "withdraw_submission"),
            *("camera_ready", "propose_change", "consent"),
        ],
    )
]
REVIEWER_PAGES = [
    ("My papers", ["reviewing", "write_review", "decline_assignment"]),
    ("Bids", ["place_bids"]),
    ("Conflicts", ["declare_conflicts"]),
    ("About you", ["reviewer_profile", "reviewer_publications"]),
]
DECIDER_PAGES = [
    (
        "Yours to decide",
        [
            *("organize_submissions", "organize_submission", "organize_reviews_of"),
            *("organize_decision", "answer_change", "place_submission"),
            *("organize_assignment", "assign_reviewer", "unassign_reviewer", "confirm_assignment"),
            *("organize_reviews", "remind_reviewers", "organize_conflicts", "dismiss_conflict"),
            *("move_reviewer", "confirm_conflict", "reopen_conflict"),
        ],
    )
]
PAGES = {
    "author": AUTHOR_PAGES,
    "reviewer": REVIEWER_PAGES,
    "decider": DECIDER_PAGES,
    "organizer": ORGANIZER_PAGES,
}


@register.simple_tag
def pages_of(workshop: Workshop | None, side: str, match: ResolverMatch | None) -> list[Link]:
    """The pages of a side of a workshop; outside of any, those of the account."""
    if not workshop:
        return [Link("Your account", reverse("account"))]
    shown = match.url_name if match else ""
    links = [
        Link(name, reverse(names[0], args=[workshop.slug]), is_current=shown in names)
        for name, names in PAGES.get(side, [])
    ]
    # The organizers' many pages leave no room for what the name beside them leads to anyway.
    return links if side == "organizer" else [*links, _public(workshop)]


def _public(workshop: Workshop) -> Link:
    return Link("Public site", workshop.get_absolute_url())


@register.simple_tag
def sides_of(workshop: Workshop | None, user: User) -> list[Link]:
    """The other sides from which this user may look at a workshop. Reads Role and nothing else."""
    if not workshop:
        return []
    kinds = set(workshop.roles.filter(user=user).values_list("kind", flat=True))
    links = [_public(workshop)]
    if Role.Kind.ORGANIZER in kinds:
        links.append(Link("as organizer", reverse("organize", args=[workshop.slug])))
    if Role.Kind.DECIDER in kinds:
        page = reverse("organize_submissions", args=[workshop.slug])
        links.append(Link("as outside decider", page))
    if Role.Kind.REVIEWER in kinds:
        links.append(Link("as reviewer", reverse("reviewing", args=[workshop.slug])))
    links.append(Link("as author", reverse("submissions", args=[workshop.slug])))
    return links
