"""Where a workshop stands, in sentences."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from workshop import dates, days
from workshop.models import Deadline, Step, Workshop

# What happens at the deadline of a step, before “in 3 days”.
ENDS = {
    Step.SUBMIT: "Submissions close",
    Step.ASSIGN: "Assignments are due",
    Step.REVIEW: "Reviews are due",
    Step.DECIDE: "Decisions are due",
    Step.NOTIFY: "Authors are told",
    Step.CAMERA_READY: "Camera-ready papers are due",
    Step.POST: "Papers are posted",
    Step.PLAN: "The schedule is planned",
    Step.PUBLISH: "The schedule is published",
}


@dataclass(frozen=True)
class Standing:
    title: str
    meaning: str
    next: Deadline | None = None
    may_extend: bool = False

    @property
    def ends(self) -> str:
        return ENDS[Step(self.next.step)] if self.next else ""


def call_state(deadline: Deadline | None, at: datetime) -> str:
    """preparing, open or closed; a call without a date is in preparation too."""
    return deadline.state(at) if deadline else "preparing"


def is_over(workshop: Workshop, at: datetime) -> bool:
    return dates.end_of_day(workshop.last_day) <= at


def standing(workshop: Workshop, at: datetime) -> Standing:
    rows = days.days_of(workshop)
    submit = rows.get(Step.SUBMIT)
    state = call_state(submit, at)
    if state == "preparing" or submit is None:
        return _in_preparation(submit, at)
    if state == "open":
        return Standing(
            f"The call closes {_soon(submit.closes_at, at)}",
            "Authors may begin, submit and revise until then; afterwards nothing can be submitted.",
            submit,
            may_extend=True,
        )
    if is_over(workshop, at):
        return Standing("The workshop is over", "Its pages stay as they are.")
    ahead = next((r for step in days.DATED if (r := rows.get(step)) and r.closes_at > at), None)
    closed = f"{dates.in_words(submit.closes_at)}. Extending the call opens it again."
    if ahead is None:
        return Standing("The call is closed", f"It closed {closed}", ahead)
    title = f"{ENDS[Step(ahead.step)]} {_soon(ahead.closes_at, at)}"
    return Standing(title, f"The call closed {closed}", ahead)


def _in_preparation(submit: Deadline | None, at: datetime) -> Standing:
    if submit is not None and submit.closes_at <= at:
        return Standing(
            "The deadline has passed unopened",
            "The call was never opened. Set a later day for submissions, then open it.",
        )
    if submit is not None and submit.opens_at is not None:
        return Standing(
            f"The call opens {dates.opening_day(submit.opens_at)}",
            "It does so by itself. From then on authors may begin, submit and revise.",
            submit,
        )
    return Standing(
        "This workshop is in preparation",
        "Only its organizers can see it. It appears on the site when you open the call.",
        submit,
    )


def _soon(closes_at: datetime, at: datetime) -> str:
    left = closes_at - at
    return f"in {left.days} days" if left >= timedelta(days=2) else dates.time_left(closes_at, at)
