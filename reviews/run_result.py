"""What a run came to, kept as arrays, so that all that a page says of it can be counted anew.

Nothing is kept that was counted over papers: whoever has a conflict of interest with one by now is
shown what there is without it.
"""

from __future__ import annotations

import base64
import zlib
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from reviews.matching.instance import Duals, Flags, Infeasible, Instance, Numbers

Pair = tuple[int, int]
# In how many parts of 1 numbers are kept: affinities are added up, prices are only looked at.
FINE, COARSE = "<u4", "<u2"
PARTS = {FINE: 10**8, COARSE: 10**4}


@dataclass(frozen=True)
class Missing:
    """Why not every paper got what was asked for: `Infeasible`, by numbers and accounts."""

    why: str
    papers: list[int]
    reviewers: list[int]
    needs: int
    has: int


@dataclass(frozen=True, eq=False)
class Result:
    """Rows are papers by number, columns reviewers by account.

    instance      what was asked for
    standing      who had what when it was solved
    chosen        the pairs of the proposal
    prices        of the matching of greatest sum; None if it was not looked for, or not all be had
    forcing       (papers, reviewers) what forcing a pair takes from the greatest sum of so many
                  reviews; None if nobody could tell
    bound         no matching has a greater sum
    worst_bound   nor serves its ten worst-served papers better on average; 0 if it was not asked
    why           of the chosen pairs, what was known then: a bid, a publication, words in common
    read          the numbers of all submissions that went into it, those of `papers` and others
    is_whole      False once papers or reviewers are left out: then no bound holds
    """

    papers: list[int]
    reviewers: list[int]
    instance: Instance
    standing: Flags
    chosen: Flags
    prices: Duals | None = None
    forcing: Numbers | None = None
    bound: float = 0.0
    worst_bound: float = 0.0
    missing: Missing | None = None
    why: dict[str, list[Any]] = field(default_factory=dict)
    read: list[int] = field(default_factory=list)
    is_whole: bool = True

    @property
    def pairs(self) -> set[Pair]:
        return self.named(self.chosen)

    def named(self, flags: Flags) -> set[Pair]:
        return {
            (self.papers[row], self.reviewers[column])
            for row, column in np.argwhere(flags).tolist()
        }

    def flags(self, pairs: Collection[Pair]) -> Flags:
        """(papers, reviewers) True for these, as far as they are in the arrays."""
        rows = {number: row for row, number in enumerate(self.papers)}
        columns = {user: column for column, user in enumerate(self.reviewers)}
        found = np.zeros(self.chosen.shape, dtype=bool)
        for number, user in pairs:
            if number in rows and user in columns:
                found[rows[number], columns[user]] = True
        return found

    def only(self, papers: Collection[int], reviewers: Collection[int]) -> Result:
        """What there is of these papers and reviewers."""
        rows = np.array([number in papers for number in self.papers], dtype=bool)
        columns = np.array([user in reviewers for user in self.reviewers], dtype=bool)
        if rows.all() and columns.all():
            return self
        at = np.ix_(rows, columns)
        one, of = self.instance, self.prices
        return replace(
            self,
            papers=[number for number in self.papers if number in papers],
            reviewers=[user for user in self.reviewers if user in reviewers],
            instance=replace(
                one,
                affinity=one.affinity[at],
                forbidden=one.forbidden[at],
                locked=one.locked[at],
                wanted=one.wanted[rows],
                least=one.least[columns],
                most=one.most[columns],
                senior=None if one.senior is None else one.senior[columns],
            ),
            standing=self.standing[at],
            chosen=self.chosen[at],
            prices=of and Duals(of.paper[rows], of.reviewer[columns], of.senior[rows]),
            forcing=None if self.forcing is None else self.forcing[at],
            is_whole=False,
        )


def key_of(number: int, user: int) -> str:
    """A pair in JSON."""
    return f"{number} {user}"


def missing(error: Infeasible, papers: list[int], reviewers: list[int]) -> Missing:
    return Missing(
        why=error.why.name,
        papers=[papers[one] for one in error.papers],
        reviewers=[reviewers[one] for one in error.reviewers],
        needs=error.needs,
        has=error.has,
    )


def as_json(result: Result) -> dict[str, Any]:
    one, of, short = result.instance, result.prices, result.missing
    return {
        "papers": result.papers,
        "reviewers": result.reviewers,
        "affinity": _packed(_parts(one.affinity, FINE)),
        "forbidden": _packed(np.packbits(one.forbidden)),
        "locked": _packed(np.packbits(one.locked)),
        "standing": _packed(np.packbits(result.standing)),
        "chosen": _packed(np.packbits(result.chosen)),
        "wanted": one.wanted.tolist(),
        "least": one.least.tolist(),
        "most": one.most.tolist(),
        "senior": None if one.senior is None else one.senior.tolist(),
        "prices": of and [_short(of.paper), _short(of.reviewer), _short(of.senior)],
        "forcing": None if result.forcing is None else _packed(_parts(result.forcing, COARSE)),
        "bound": result.bound,
        "worst_bound": result.worst_bound,
        "missing": short and vars(short),
        "why": result.why,
        "read": result.read,
    }


def from_json(kept: dict[str, Any]) -> Result:
    shape = len(kept["papers"]), len(kept["reviewers"])
    prices, senior, short = kept["prices"], kept["senior"], kept["missing"]
    return Result(
        papers=kept["papers"],
        reviewers=kept["reviewers"],
        instance=Instance(
            affinity=_numbers(kept["affinity"], FINE, shape),
            forbidden=_bits(kept["forbidden"], shape),
            locked=_bits(kept["locked"], shape),
            wanted=np.array(kept["wanted"], dtype=np.int64),
            least=np.array(kept["least"], dtype=np.int64),
            most=np.array(kept["most"], dtype=np.int64),
            senior=None if senior is None else np.array(senior, dtype=bool),
        ),
        standing=_bits(kept["standing"], shape),
        chosen=_bits(kept["chosen"], shape),
        prices=prices and Duals(*(np.array(each, dtype=np.float64) for each in prices)),
        forcing=None if kept["forcing"] is None else _numbers(kept["forcing"], COARSE, shape),
        bound=kept["bound"],
        worst_bound=kept["worst_bound"],
        missing=short and Missing(**short),
        why=kept["why"],
    )


def _short(prices: Numbers) -> list[float]:
    rounded: list[float] = prices.round(5).tolist()
    return rounded


def _parts(numbers: Numbers, kind: str) -> NDArray[Any]:
    """From 0 on; whatever is too much, as what cannot be at all, is the greatest of all."""
    parts: NDArray[Any] = (numbers * PARTS[kind]).clip(0, np.iinfo(kind).max).round().astype(kind)
    return parts


def _numbers(text: str, kind: str, shape: tuple[int, int]) -> Numbers:
    parts = _unpacked(text).view(kind).reshape(shape)
    return np.where(parts == np.iinfo(kind).max, np.inf, parts / PARTS[kind])


def _packed(array: NDArray[Any]) -> str:
    return base64.b64encode(zlib.compress(array.tobytes())).decode()


def _unpacked(text: str) -> NDArray[np.uint8]:
    return np.frombuffer(zlib.decompress(base64.b64decode(text)), dtype=np.uint8)


def _bits(text: str, shape: tuple[int, int]) -> Flags:
    bits = np.unpackbits(_unpacked(text), count=shape[0] * shape[1])
    return bits.reshape(shape).astype(bool)
