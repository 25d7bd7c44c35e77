"""What is assigned and what is not, over the submissions that one organizer may see."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from reviews.assign import given_by
from reviews.given import Given as Standing
from reviews.given import seen
from reviews.models import Assignment
from reviews.problem import likeness
from reviews.roster import Reviewer, reviewers_of
from reviews.run_reading import Prices
from submissions.models import Submission
from submissions.status import GONE, Status
from workshop.models import User, Workshop

State = Assignment.State


@dataclass(frozen=True)
class Given:
    """An assignment as it is listed, with the reviewer's name or the paper's."""

    row: Assignment
    reviewer: str

    @property
    def is_confirmed(self) -> bool:
        return self.row.state == State.CONFIRMED


@dataclass(frozen=True)
class Option:
    """A reviewer to choose: without a conflict, with room.

    costs  what it takes from the greatest sum to have them; None if that is not known
    adds   what they add to a sum beside all that stands; None too
    """

    reviewer: Reviewer
    room: int
    common: int
    costs: float | None = None
    adds: float | None = None


@dataclass(frozen=True)
class Taker:
    """Who may have a paper instead of somebody, and how much more they fit; None if not known."""

    reviewer: Reviewer
    change: float | None

    @property
    def price(self) -> str:
        """With its sign, also where it rounds to nothing."""
        if self.change is None:
            return ""
        return f"{round(self.change, 2) + 0.0:+.2f}".replace("-", "−")


def change(before: float | None, after: float | None) -> str:
    """What a move changes, in a sentence; empty if that is not known."""
    if before is None or after is None:
        return ""
    size = f"{abs(after - before):.2f}"
    if size == "0.00":
        return "By your last proposal the fit over all papers stays the same."
    does = f"adds {size} to" if after > before else f"takes {size} from"
    return f"By your last proposal this {does} the fit over all papers."


def one_more(does: str, size: float | None, where: str) -> str:
    """What one more reviewer takes or adds, in a sentence; empty if that is not known."""
    if size is None:
        return ""
    shown = f"{size:.2f}" if size >= 0.005 else "nothing"
    return f"By your last proposal this {does} {shown} {where} the fit over all papers."


@dataclass(frozen=True)
class Move:
    """An assignment, and to whom it may be moved: what changes the sum for the better first."""

    given: Given
    takers: list[Taker]


@dataclass(frozen=True)
class Paper:
    row: Submission
    given: list[Given]
    wanted: int

    @property
    def confirmed(self) -> int:
        return sum(one.is_confirmed for one in self.given)

    @property
    def short(self) -> int:
        return max(0, self.wanted - len(self.given)) if self.is_open else 0

    @property
    def over(self) -> int:
        """How many more it has than are wanted."""
        return max(0, len(self.given) - self.wanted) if self.is_open else 0

    @property
    def is_open(self) -> bool:
        return self.row.status == Status.SUBMITTED

    @property
    def seen(self) -> str:
        """What is proposed for it, in short: for the form that moves that."""
        rows = sorted((one.row for one in self.given), key=lambda row: row.reviewer_id)
        number = self.row.number
        return seen(Standing(number, row.reviewer_id, row.state, is_begun=False) for row in rows)


@dataclass(frozen=True)
class Load:
    """A reviewer with what this organizer knows them to have."""

    reviewer: Reviewer
    given: list[Given]

    @property
    def room(self) -> int:
        return max(0, self.reviewer.load - len(self.given))


@dataclass
class Board:
    """All that the page shows, over what this organizer may see. `numbers`: of all that they may
    see, what was withdrawn too."""

    papers: list[Paper]
    loads: list[Load]
    wanted: int
    proposed: int
    numbers: set[int]

    @property
    def given(self) -> int:
        return sum(len(paper.given) for paper in self.papers)

    @property
    def short(self) -> int:
        return sum(paper.short for paper in self.papers)

    @property
    def covered(self) -> int:
        return sum(paper.short == 0 for paper in self.papers)

    @property
    def over(self) -> int:
        """How many papers have more than are wanted."""
        return sum(paper.over > 0 for paper in self.papers)

    @property
    def room(self) -> int:
        return sum(load.room for load in self.loads)

    @property
    def can_repair(self) -> bool:
        """Something was lost, or never found, of what is confirmed in part."""
        return any(paper.short and paper.confirmed for paper in self.papers)


def board(workshop: Workshop, user: User, wanted: int) -> Board:
    readable = workshop.submissions.organized_by(user)
    rows = list(readable.prefetch_related("authors", "topics"))
    reviewers = reviewers_of(workshop)
    names = {one.pk: str(one) for one in reviewers}
    given = [
        Given(row, names.get(row.reviewer_id, str(row.reviewer)))
        for row in given_by(workshop, user).select_related("reviewer", "submission")
    ]
    by_paper: dict[int, list[Given]] = defaultdict(list)
    by_reviewer: dict[int, list[Given]] = defaultdict(list)
    for one in given:
        by_paper[one.row.submission_id].append(one)
        by_reviewer[one.row.reviewer_id].append(one)
    return Board(
        papers=[Paper(row, by_paper[row.pk], wanted) for row in rows if row.status not in GONE],
        loads=[Load(one, by_reviewer[one.pk]) for one in reviewers],
        wanted=wanted,
        proposed=sum(not one.is_confirmed for one in given),
        numbers={row.number for row in rows},
    )


def options(workshop: Workshop, shown: Board, paper: Paper, prices: Prices) -> list[Option]:
    """Who may be chosen for a paper: the best fit first, nobody with a conflict of interest.

    `prices`: by the last proposal, where that is known. One who is wanted has their place in the
    whole of it; one more than that comes beside it.
    """
    barred = set(workshop.barriers.filter(number=paper.row.number).values_list("user", flat=True))
    has = {one.row.reviewer_id for one in paper.given}
    topics = list(paper.row.topics.all())
    found = [
        Option(
            load.reviewer,
            load.room,
            len(set(topics) & set(load.reviewer.topics)),
            costs=prices.costs.get(load.reviewer.pk) if paper.short else None,
            adds=None if paper.short else prices.fits.get(load.reviewer.pk),
        )
        for load in shown.loads
        if load.reviewer.pk not in barred | has and load.room
    ]
    return sorted(found, key=lambda one: -likeness(topics, one.reviewer.topics))


def moves(paper: Paper, found: list[Option], fits: dict[int, float]) -> list[Move]:
    """For each reviewer of a paper, who may be chosen for it in their place.

    `fits`: what each adds to the sum over all papers, where that is known.
    """
    return [Move(one, _takers(found, fits, one.row.reviewer_id)) for one in paper.given]


def _takers(found: list[Option], fits: dict[int, float], giver: int) -> list[Taker]:
    before = fits.get(giver)
    after = [(option.reviewer, fits.get(option.reviewer.pk)) for option in found]
    takers = [
        Taker(reviewer, None if fit is None or before is None else fit - before)
        for reviewer, fit in after
    ]
    return sorted(takers, key=lambda one: float("inf") if one.change is None else -one.change)
