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
    Step.POST: "Consent to posting is due",
    Step.PLAN: "The plan of the schedule is due",
    Step.PUBLISH: "The schedule is due",
}

# What there is to do until then. What of it is done already, the pages say that know.
MEANS = {
    Step.REVIEW: "Reviewers read and write. See who has not begun, and remind them.",
    Step.DECIDE: "Decide on every submission by its reviews. Authors read nothing before the "
    "release.",
    Step.NOTIFY: "Look over every decision, then release them. Every author gets a letter.",
    Step.CAMERA_READY: "Authors of accepted papers send the final version. You answer changes of "
    "title and authors, and remind those whose paper is missing.",
    Step.POST: "Authors say what may be posted. Nothing is public unless they ask for it.",
    Step.PLAN: "Give every talk and poster its session, time and place. Nobody else sees the plan "
    "until you publish it.",
    Step.PUBLISH: "Publish the plan, and again whenever it changes. Authors whose slot changes "
    "get a letter.",
}
# By then, authors know what was decided.
TOLD = {Step.CAMERA_READY, Step.POST, Step.PLAN, Step.PUBLISH}


@dataclass(frozen=True)
class Standing:
    title: str
    meaning: str
    next: Deadline | None = None
    may_extend: bool = False
    # Submitting and reviewing are history.
    told: bool = False

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
        return Standing("The workshop is over", "Its pages stay as they are.", told=True)
    ahead = next((r for step in days.DATED if (r := rows.get(step)) and r.closes_at > at), None)
    closed = f"closed {dates.in_words(submit.closes_at)}. Extending the call opens it again."
    if ahead is not None:
        step = Step(ahead.step)
        title = f"{ENDS[step]} {_soon(ahead.closes_at, at)}"
        return Standing(title, MEANS.get(step, f"The call {closed}"), ahead, told=step in TOLD)
    if rows.keys() & TOLD:
        return _before_the_workshop(workshop, at)
    return Standing("The call is closed", f"It {closed}")


def _before_the_workshop(workshop: Workshop, at: datetime) -> Standing:
    """Every deadline has passed, and the workshop has not."""
    left = (workshop.first_day - at.astimezone(workshop.tzinfo).date()).days
    means = "Every deadline has passed. A change of the schedule shows once you publish it again."
    if left > 0:
        title = f"The workshop begins {'tomorrow' if left == 1 else f'in {left} days'}"
        return Standing(title, means, told=True)
    return Standing("The workshop is on", means, told=True)


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
