"""By what a step of one's own finds, changes or takes: no page alone tells it, but what comes of
the forms, and what is seen once somebody has done the step."""

from __future__ import annotations

from bench.campaigns.leaks.leak import Leak

TWO = "two-worlds"
# Before load and topics of an invitation are taken over.
TAKES_OVER = (
    "        # By nothing else: what is taken over must not tell who has a paper that is hidden.\n"
)

LEAKS = [
    Leak(
        "queries",
        "who saves their own profile finds the conflicts of everybody",
        "reviews/profile.py",
        "        _tie(workshop, ties, by, at)\n        conflicts.detect_own(workshop, by, at)",
        "        _tie(workshop, ties, by, at)\n        conflicts.detect(workshop, at)",
        *("who is named", "author-reviewer", "/review/profile/$", TWO),
    ),
    Leak(
        "queries",
        "an organizer's steps find conflicts with what is hidden from them",
        "reviews/conflicts.py",
        "_detect(workshop, find(workshop, handled), gone.SHOWN, at)",
        "_detect(workshop, find(workshop), Source.values, at)",
        *("one proposed more", "barred", "/organize/assignment", TWO),
    ),
    Leak(
        "assignment",
        "who is asked at another address gets another load, unless they have a paper",
        "reviews/answer.py",
        TAKES_OVER,
        "    if conflicts.may_take_back(workshop, user):\n",
        *("asked at another address", "barred", "/organize/", TWO),
    ),
    Leak(
        "assignment",
        "who was removed and is asked again gets another load, unless they ever had a paper",
        "reviews/answer.py",
        TAKES_OVER,
        "    if not workshop.assignments.filter(reviewer=user).exists():\n",
        *("removed and asked again", "barred", "/organize/", TWO),
    ),
    Leak(
        "conflicts",
        "what an organizer who has left has a conflict with is found once they decided",
        "reviews/findings.py",
        "    left = {one.pk: decided[one.pk] for one in committee if not one.has_role}\n",
        "    left: dict[int, set[int]] = {}\n",
        *("ex-organizer", "barred", "/organize/conflicts/$", TWO),
    ),
]
