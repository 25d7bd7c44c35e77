"""Why a run could not do all that was asked for, and what would help, in sentences with names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reviews.matching import explain
from reviews.matching.instance import Solution, Why
from reviews.run_reading import Reading, by_topic

FEW_NAMED = 5
WHAT = {
    Why.FEW: "{papers} wants {needs} reviewers, and {has} of {everybody} reviewers may take it: "
    "the others have a conflict of interest, have given it back, or take no papers.",
    Why.ROOM: "{papers}: {needs} reviews are wanted together, and those who may write them have "
    "room for {has}.",
    Why.NO_SENIOR: "{papers}: no senior reviewer without a conflict of interest has room.",
    Why.LEAST: "{reviewers} should take {needs} papers together at the least, and there are {has} "
    "places for them.",
    Why.LOADS: "{reviewers} should take more papers than their load.",
    Why.GROUPS: "{papers}: those who may review come from too few institutions, as you asked for "
    "{together} of one at the most.",
    Why.LOCKED_GROUP: "{papers} has more reviewers of one institution already than you asked for.",
}
# Of FEW, where nobody's conflict is in the way.
TOO_MANY = "{papers} wants {needs} reviewers, and the workshop has only {everybody}."
ASK_FEWER = "Ask for {more} more in {topic}, or for fewer reviewers for each paper."
HELP = {
    Why.FEW: "Ask for {more} more in {topic}, or dismiss a conflict that is none.",
    Why.ROOM: "Ask for one more reviewer in {topic}, raise a load by {lacking} in all, or ask for "
    "fewer reviewers for each paper.",
    Why.NO_SENIOR: "Say of somebody in {topic} that they are senior, or ask without a senior one.",
    Why.LEAST: "Ask for a smaller load at the least.",
    Why.LOADS: "Ask for a smaller load at the least.",
    Why.GROUPS: "Ask for a reviewer from elsewhere in {topic}, or allow one more of an "
    "institution.",
    Why.LOCKED_GROUP: "Take one of them back first, or allow one more of an institution.",
}
OTHERWISE = "Not everything that was asked for can be had at once."
LESS = "Ask for less, or ask more reviewers."
ASK_AGAIN = "What you handle has changed since. Ask again to see what is wanted now."


@dataclass(frozen=True)
class Shortage:
    """What is in the way, and what may be done about it."""

    what: str
    help: str


def of(reading: Reading) -> Shortage | None:
    """Nothing if all that was asked for was had."""
    missing = reading.result.missing
    if missing is None:
        return None
    known = set(missing.papers) <= set(reading.submissions)
    if not known or not set(missing.reviewers) <= set(reading.reviewers):
        return Shortage(OTHERWISE, ASK_AGAIN)
    why = Why[missing.why]
    if not missing.papers and not missing.reviewers:
        return Shortage(OTHERWISE, LESS)
    lacking = max(1, missing.needs - missing.has)
    facts = {
        "papers": _listed("submission", [str(number) for number in missing.papers]),
        "reviewers": _listed("", [str(reading.reviewers[user]) for user in missing.reviewers]),
        "needs": missing.needs,
        "has": missing.has,
        "lacking": lacking,
        "more": "one" if lacking == 1 else lacking,
        "everybody": len(reading.reviewers),
        "together": reading.run.settings.get("together", 0),
        "topic": _topic(reading, missing.papers),
    }
    what, todo = WHAT.get(why, OTHERWISE), HELP.get(why, LESS)
    if why == Why.FEW and missing.needs > len(reading.reviewers):
        what, todo = TOO_MANY, ASK_FEWER
    return Shortage(what.format(**facts), todo.format(**facts))


def _topic(reading: Reading, numbers: Sequence[int]) -> str:
    """The topic that most of these papers have."""
    rows = [reading.submissions[number] for number in numbers]
    names = Counter(topic.name for row in rows for topic in row.topics.all())
    return names.most_common(1)[0][0] if names else "their subject"


def _listed(noun: str, names: Sequence[str]) -> str:
    """“Submission 3”, “Submissions 3 and 4”, “12 submissions, among them 3, 4 and 5”."""
    shown = names[:FEW_NAMED]
    joined = f"{', '.join(shown[:-1])} and {shown[-1]}" if len(shown) > 1 else "".join(shown)
    if len(names) > FEW_NAMED:
        return f"{len(names)} {noun or 'reviewer'}s, among them {joined}"
    plural = "s" if len(names) > 1 else ""
    return f"{noun.capitalize()}{plural} {joined}" if noun else joined


@dataclass(frozen=True)
class Pressed:
    """A topic whose papers compete for reviewers: what one more place with those is worth."""

    name: str
    papers: int
    worth: float


def pressed(reading: Reading, most: int = 3) -> list[Pressed]:
    """Where one more reviewer would help most; nothing if nowhere, or if prices are unknown."""
    result = reading.result
    if result.prices is None:
        return []
    names, of = by_topic(reading)
    # Of the solution only the prices are asked.
    short = explain.shortage(result.instance, Solution(result.chosen, 0, 0, result.prices))
    found = explain.topics(of, reading.served, short)
    rows = [
        Pressed(names[at], int(found.papers[at]), float(found.presses[at]))
        for at in found.order.tolist()
    ]
    return [row for row in rows if row.worth >= 0.005][:most]
