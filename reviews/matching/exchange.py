"""Exchanges of reviewers between papers, by chance: a local search that keeps all constraints.

One slot (a reviewer on a paper) is drawn, and all its exchanges with every other slot are priced at
once; spare room of a reviewer is a slot on no paper. One exchange, or none, is chosen with the
probabilities of a heat bath: the least of cost plus Gumbel noise times heat (Gumbel-max identity).
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from reviews.matching.instance import Counts, Flags, Instance, Numbers
from reviews.matching.program import membership

# The affinity of a pair that must not be, and the cost from which an exchange is one of those.
NEVER, BARRED = -1000.0, 100.0
NOISE = 1 << 18
# After so many steps the worst papers are looked for again.
LOOK = 25
NOBODY = np.zeros(0, dtype=np.int64)


@dataclass(frozen=True)
class Arm:
    """A run: so many steps, cooled from `hot` to `cold`; `poor` is the share of steps on a paper
    below its floor; to `follow` sets the floor anew by the worst papers as they are."""

    steps: int
    hot: float
    cold: float
    poor: float
    follow: bool = False


class Exchange:
    """A matching that is changed in place; affinities up to 1.

    The energy of a paper is what its total lacks to its floor, less `bonus` times its total.
    """

    def __init__(self, instance: Instance, chosen: Flags, count: int, seed: int) -> None:
        self.instance, self.count = instance, count
        self.papers, self.reviewers = instance.papers, instance.reviewers
        by_paper = np.where(instance.forbidden, NEVER, instance.affinity)
        self.by_paper = np.ascontiguousarray(by_paper)
        self.by_reviewer = np.vstack([by_paper, np.zeros(self.reviewers)]).T.copy()
        self.wants = instance.wanted > 0
        self.random = np.random.default_rng(seed)
        self.noise = self.random.gumbel(size=NOISE + self.reviewers + int(instance.wanted.sum()))
        self.place(chosen)

    def place(self, chosen: Flags) -> None:
        """Begin at this matching. The last paper is none, with a slot for each reviewer."""
        papers, reviewers = np.nonzero(chosen & ~self.instance.locked)
        self.slots = papers.size
        self.paper = np.concatenate([papers, np.full(self.reviewers, self.papers)])
        self.reviewer = np.concatenate([reviewers, np.arange(self.reviewers)])
        self.value = self.instance.affinity[papers, reviewers]
        self.total = self.instance.totals(chosen)
        self.load = chosen.sum(axis=0)
        self.full = self.load >= self.instance.most
        self.has = np.vstack([chosen, np.zeros(self.reviewers, dtype=bool)])
        first = np.searchsorted(papers, np.arange(self.papers + 1))
        self.of_paper = [slice(*ends) for ends in itertools.pairwise(first)]
        self._place_seniors(chosen)
        self._place_groups(chosen)
        self.aim(np.zeros(self.papers), 0.0)

    def _place_seniors(self, chosen: Flags) -> None:
        self.senior = self.instance.senior
        if self.senior is not None:
            self.seniors = np.append((chosen & self.senior).sum(axis=1), self.reviewers)
            self.is_senior = self.senior[self.reviewer]

    def _place_groups(self, chosen: Flags) -> None:
        self.group: Counts | None = None
        member = membership(self.instance)
        if not member.any():
            return
        none = ~member.any(axis=1)
        self.group = np.where(none, member.shape[1], member.argmax(axis=1))
        self.in_group = np.zeros((self.papers + 1, member.shape[1] + 1))
        self.in_group[:-1, :-1] = chosen.astype(int) @ member
        # Neither those of no group on a paper nor anybody on no paper is limited.
        self.in_group[:, -1] = self.in_group[-1] = -np.inf

    def aim(self, floor: Numbers, bonus: float) -> None:
        """Lift the totals to these floors (papers,)."""
        self.floor, self.bonus = floor, bonus
        self.energy = np.maximum(0, floor - self.total) - bonus * self.total
        paper = self.paper[: self.slots]
        self.slot_floor, self.slot_energy = floor[paper], self.energy[paper]
        # What the paper of a slot has without the reviewer in it.
        self.rest = self.total[paper] - self.value

    def chosen(self) -> Flags:
        chosen: Flags = self.has[:-1].copy()
        return chosen

    def worst(self) -> float:
        """The sum of the least totals."""
        totals = self.total[self.wants]
        return float(np.partition(totals, self.count - 1)[: self.count].sum())

    def level(self) -> float:
        """Between the last of the worst totals and the next."""
        totals = np.sort(self.total[self.wants])
        return float(totals[self.count - 1 : self.count + 1].mean())

    def run(self, arm: Arm, stop: float) -> tuple[float, Flags]:
        """The best sum of the least totals on the way, and its matching; not beyond `stop`."""
        best = (self.worst(), self.chosen())
        poor, drawn = self._draw(arm)
        for step in range(arm.steps):
            if step % LOOK == 0:
                if (now := self.worst()) > best[0] + 1e-12:
                    best = (now, self.chosen())
                if best[0] >= stop - 1e-9:
                    return best
                if arm.follow and step % (4 * LOOK) == 0:
                    self.aim(np.full(self.papers, self.level()), self.bonus)
                below = np.flatnonzero(self.rest + self.value < self.slot_floor)
            self._step(below if poor[step] else NOBODY, drawn[step], _heat(arm, step))
        return max(best, (self.worst(), self.chosen()), key=lambda one: one[0])

    def give_back(self, arm: Arm) -> Flags:
        """Raise the sum of all totals and keep the worst: the best matching on the way."""
        worst, best = self.worst(), (self.total.sum(), self.chosen())
        _, drawn = self._draw(arm)
        for step in range(arm.steps):
            if step % LOOK == 0 and self.total.sum() > best[0] and self.worst() >= worst - 1e-12:
                best = (self.total.sum(), self.chosen())
            self._step(NOBODY, drawn[step], _heat(arm, step))
        return best[1]

    def _draw(self, arm: Arm) -> tuple[Flags, Numbers]:
        return self.random.random(arm.steps) < arm.poor, self.random.random(arm.steps)

    def _step(self, below: Counts, drawn: float, heat: float) -> None:
        """Draw a slot out of these, or of all if there are none, and perhaps exchange it."""
        if self.slots == 0:
            return
        slot = int(below[int(drawn * below.size)]) if below.size else int(drawn * self.slots)
        cost = self._costs(slot)
        if heat:
            at = int(drawn * 1e9) % NOISE
            other = int((cost - heat * self.noise[at : at + cost.size]).argmin())
        else:
            other = int(cost.argmin())
        if other != slot and cost[other] < BARRED:
            self._exchange(slot, other)

    def _costs(self, slot: int) -> Numbers:
        """What each exchange of this slot adds to the energy; that with itself nothing."""
        paper, reviewer, slots = self.paper[slot], self.reviewer[slot], self.slots
        row = self.by_paper[paper].copy()
        row[self.has[paper]] = NEVER
        column = self.by_reviewer[reviewer].copy()
        column[self.has[:, reviewer]] = NEVER
        mine = row[self.reviewer] + self.rest[slot]
        theirs = column[self.paper[:slots]] + self.rest
        cost: Numbers = np.maximum(self.floor[paper] - mine, 0)
        cost -= self.bonus * mine
        cost -= self.energy[paper]
        cost[:slots] += np.maximum(self.slot_floor - theirs, 0) - self.bonus * theirs
        cost[:slots] -= self.slot_energy
        idle = self.load[reviewer] <= self.instance.least[reviewer]
        cost[slots:][self.full | idle] = -NEVER
        self._bar(cost, int(paper), int(reviewer))
        cost[slot] = 0
        return cost

    def _bar(self, cost: Numbers, paper: int, reviewer: int) -> None:
        if self.senior is not None:
            if not self.senior[reviewer]:
                cost[self.is_senior & (self.seniors[self.paper] == 1)] = -NEVER
            elif self.seniors[paper] == 1:
                cost[~self.is_senior] = -NEVER
        if self.group is not None:
            mine, theirs = self.group[reviewer], self.group[self.reviewer]
            limit = self.instance.group_limit + (theirs == mine)
            cost[self.in_group[paper, theirs] >= limit] = -NEVER
            cost[self.in_group[self.paper, mine] >= limit] = -NEVER

    def _exchange(self, slot: int, other: int) -> None:
        mine, theirs = int(self.reviewer[slot]), int(self.reviewer[other])
        self._put(slot, mine, theirs)
        if other < self.slots:
            self._put(other, theirs, mine)
            return
        self.load[mine] -= 1
        self.load[theirs] += 1
        for one in (mine, theirs):
            self.full[one] = self.load[one] >= self.instance.most[one]

    def _put(self, slot: int, old: int, new: int) -> None:
        paper = self.paper[slot]
        self.has[paper, old], self.has[paper, new] = False, True
        self.reviewer[slot] = new
        value = self.by_paper[paper, new]
        total = self.total[paper] + value - self.value[slot]
        self.value[slot], self.total[paper] = value, total
        energy = max(0.0, self.floor[paper] - total) - self.bonus * total
        here = self.of_paper[paper]
        self.energy[paper] = self.slot_energy[here] = energy
        self.rest[here] = total - self.value[here]
        if self.senior is not None:
            self.seniors[paper] += int(self.senior[new]) - int(self.senior[old])
            self.is_senior[slot] = self.senior[new]
        if self.group is not None:
            self.in_group[paper, self.group[old]] -= 1
            self.in_group[paper, self.group[new]] += 1


def _heat(arm: Arm, step: int) -> float:
    return arm.hot * float(arm.cold / arm.hot) ** (step / arm.steps) if arm.hot else 0.0
