"""What waits for an organizer of a workshop: counted, most pressing first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q
from django.urls import reverse

from workshop import dates, days
from workshop.models import Letter, Role, Step, User, Workshop
from workshop.standing import call_state, is_over

# Fewer days than these are little time to write a paper in.
SHORT_CALL = 14


@dataclass(frozen=True)
class Due:
    """Something to do: how many of what, why, and the page where it is done."""

    count: int
    what: str
    why: str
    act: str
    url: str


def due_next(workshop: Workshop, user: User, at: datetime) -> list[Due]:
    """Letters are counted as this user may see them."""
    if is_over(workshop, at):
        return _letters(workshop, user)
    state = call_state(days.days_of(workshop).get(Step.SUBMIT), at)
    due = [*_letters(workshop, user), *_days(workshop)]
    if state == "preparing":
        opening = _opening(workshop, at)
        short = [o for o in opening if o.count < SHORT_CALL]
        due += [*short, *_missing(workshop), *(o for o in opening if o not in short)]
    elif state == "open":
        due += _missing(workshop)
    return [*due, *_alone(workshop)]


def _letters(workshop: Workshop, user: User) -> list[Due]:
    counts = workshop.letters.visible_to(user).aggregate(
        back=Count("pk", filter=Q(state=Letter.State.FAILED)),
        held=Count("pk", filter=Q(state=Letter.State.HELD)),
    )
    url = reverse("organize_letters", args=[workshop.slug])
    due = []
    if n := counts["back"]:
        why = "The mail system refused. See why, then send again."
        due.append(Due(n, f"Letter{_s(n)} came back", why, "Look", f"{url}?state=failed"))
    if n := counts["held"]:
        why = "Nothing leaves until an organizer lets it go."
        due.append(Due(n, f"Letter{_s(n)} held", why, "Look", f"{url}?state=held"))
    return due


def _days(workshop: Workshop) -> list[Due]:
    last = {step: dates.last_day(row.closes_at) for step, row in days.days_of(workshop).items()}
    n = len(days.out_of_order(last))
    why = "Before the step that they should follow."
    url = reverse("organize_dates", args=[workshop.slug])
    return [Due(n, f"Date{_s(n)} out of order", why, "Set the dates", url)] if n else []


def _opening(workshop: Workshop, at: datetime) -> list[Due]:
    submit = days.days_of(workshop).get(Step.SUBMIT)
    if submit is None or submit.opens_at is not None:  # it opens later, by itself
        return []
    left = max(0, (submit.closes_at - at).days)
    why = "The call is not open: nobody can see this workshop or submit."
    url = reverse("organize_call", args=[workshop.slug])
    return [Due(left, f"Day{_s(left)} to the deadline", why, "Open the call", url)]


def _missing(workshop: Workshop) -> list[Due]:
    """What the site does not say yet."""

    def to(name: str) -> str:
        return reverse(name, args=[workshop.slug])

    unset = [] if workshop.place else ["the place"]
    unset += ["the time zone"] if workshop.zone == "UTC" else []
    due = []
    if not workshop.call_text:
        why = "What the workshop is about, what may be submitted, how it is chosen."
        due.append(Due(1, "Call for papers to write", why, "Write the call", to("organize_call")))
    if n := len(unset):
        why = f"Still unsaid: {' and '.join(unset)}."
        due.append(Due(n, f"Fact{_s(n)} missing", why, "Set the place", to("organize_site")))
    if not workshop.topics.exists():
        why = "Authors choose among them, and they help to find reviewers."
        due.append(Due(0, "Topics so far", why, "Add topics", to("organize_topics")))
    if not workshop.people.speakers().exists():
        why = "The site lists the invited speakers."
        due.append(Due(0, "Speakers so far", why, "Add speakers", to("organize_speakers")))
    return due


def _alone(workshop: Workshop) -> list[Due]:
    if workshop.roles.filter(kind=Role.Kind.ORGANIZER).count() > 1:
        return []
    why = "You are alone. On a submission by somebody close to you, another has to decide."
    url = reverse("organize_organizers", args=[workshop.slug])
    return [Due(1, "Organizer", why, "Invite another", url)]


def _s(n: int) -> str:
    return "" if n == 1 else "s"
