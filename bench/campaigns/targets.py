"""Every address of the site about every sort of object: ours, foreign, next door's, nobody's."""

from __future__ import annotations

import itertools
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from uuid import UUID

from django.urls import get_resolver, reverse
from world import NO_LETTER, pages

from bench.campaigns.whole_story import NEXT_DOOR, OUTSIDE, Whole
from reviews.conflicts import seen
from reviews.invite import invitation_seen, token_of
from reviews.models import Conflict
from workshop.audience import Audience
from workshop.models.records import LetterQuerySet

HUGE = 2**31


@dataclass(frozen=True)
class Target:
    name: str
    audiences: frozenset[Audience]
    url: str
    slug: str | None
    number: int | None
    # False where the address names something that is not there, or not there in this workshop.
    is_there: bool
    has_object: bool
    # What the button sends that leads there, where the address alone asks for nothing.
    body: dict[str, object] = field(default_factory=dict)


def targets(story: Whole) -> Iterator[Target]:
    known = _known(story)
    real = {key: set(values[0]) for key, values in known.items()}
    asks, bodies = _asks(story), _bodies(story)
    for name, audiences in pages():
        [(_, parameters)] = get_resolver().reverse_dict.getlist(name)[0][0]
        for facts in _filled(parameters, known):
            found = reverse(name, kwargs=facts)
            there = all(value in real[key] for key, value in facts.items())
            there = there and _belongs(facts)
            slug, number = facts.get("slug"), facts.get("number")
            for query in asks.get(name, [""]):
                yield Target(
                    name,
                    audiences,
                    f"{found}{query}",
                    str(slug) if slug else None,
                    int(str(number)) if number is not None else None,
                    there,
                    bool(facts),
                    bodies.get(name, {}),
                )


def _belongs(facts: dict[str, object]) -> bool:
    """Whether the child is the parent's: no number is in both workshops."""
    if "number" not in facts:
        return True
    return (facts["slug"] == "harbor") == (facts["number"] == NEXT_DOOR)


def _known(story: Whole) -> dict[str, tuple[Collection[object], Collection[object]]]:
    """What an address may name, and what it names in vain."""
    ours = _letters(story.workshop.letters.exclude(about__in=[3, OUTSIDE]))
    theirs = story.harbor.letters.order_by("pk").values_list("message_id", flat=True)[:1]
    numbers = [1, 2, 3, 4, OUTSIDE, NEXT_DOOR]
    return {
        "slug": (["credit", "harbor"], ["nowhere"]),
        "number": (numbers, [0, 99, HUGE]),
        "key": ([*ours, *theirs], [NO_LETTER]),
        "page": (["venue"], ["nothing"]),
        "token": ([token_of(story.waiting)], ["nonsense"]),
        "session": ([1, 50], [0, HUGE]),
        "talk": ([1], [0, HUGE]),
        "run": ([1, 2], [0, HUGE]),
    }


def _letters(rows: LetterQuerySet) -> list[UUID]:
    """The newest about each of some submissions, and about none."""
    found = {letter.about: letter.message_id for letter in rows.order_by("pk")}
    return list(found.values())[-5:]


def _filled(
    parameters: list[str], known: dict[str, tuple[Collection[object], Collection[object]]]
) -> Iterator[dict[str, object]]:
    """All that is there in every workshop; what is not there once, in ours."""
    values = [known[key][0] for key in parameters]
    for chosen in itertools.product(*values):
        yield dict(zip(parameters, chosen, strict=True))
    first = {key: next(iter(known[key][0])) for key in parameters}
    for key in parameters:
        for value in known[key][1]:
            yield {**first, key: value}


def _asks(story: Whole) -> dict[str, list[str]]:
    """Where a page is asked for a row beside its address: ours, next door's, nobody's."""
    reviewers = [story.committee[0].pk, story.hana.pk, HUGE]
    organizers = [story.carl.pk, story.hana.pk, HUGE]
    conflicts = [row.key for row in story.workshop.conflicts.all()[:3]]
    by_reviewer = [f"?reviewer={pk}" for pk in reviewers]
    found = _found(story)
    judged = [f"?conflict={found.key if found else HUGE}"]
    declined = [row.key for row in story.workshop.invitations.filter(state="declined")]
    return {
        "edit_reviewer": by_reviewer,
        "remove_reviewer": by_reviewer,
        "invite_reviewers": ["", *(f"?instead={key}" for key in [*declined, HUGE])],
        "organize_assignment": ["", "?by=reviewer", *(f"?submission={n}" for n in (1, 2, OUTSIDE))],
        "dismiss_conflict": [f"?conflict={key}" for key in [*conflicts, HUGE]],
        "confirm_conflict": judged,
        "reopen_conflict": judged,
        "remove_organizer": [f"?organizer={pk}" for pk in organizers],
        "organize_letters": ["", "?state=held", "?q=zq7"],
        "schedule": ["", "?print"],
    }


def _found(story: Whole) -> Conflict | None:
    """A conflict that an organizer may judge."""
    rows = story.workshop.conflicts.exclude(source__in=["declared", "same-person"])
    row: Conflict | None = rows.first()
    return row


def _bodies(story: Whole) -> dict[str, dict[str, object]]:
    """For addresses that only take what a button of another page sends."""
    waiting: dict[str, object] = {"invitation": story.waiting.key}
    second: dict[str, object] = {"submission": story.second.number}
    address: dict[str, object] = {"email": "who@else.example"}
    found = _found(story)
    conflict: dict[str, object] = {"seen": seen(found) if found else ""}
    return {
        "assign_reviewer": second | {"reviewer": story.committee[0].pk},
        "unassign_reviewer": {"given": f"{story.second.number}-{story.committee[-1].pk}"},
        "move_reviewer": second
        | {"giver": story.committee[-1].pk, "reviewer": story.committee[0].pk},
        "autosave_review": {"version": 99},
        "invite_reviewers": {"addresses": "who@else.example", "load": 4, "act": "look"},
        "remind_invitation": waiting | {"seen": invitation_seen(story.waiting)},
        "withdraw_invitation": waiting,
        "confirm_conflict": conflict,
        "dismiss_conflict": conflict,
        "reopen_conflict": conflict,
        "make_main_address": address,
        "remove_address": address,
    }
