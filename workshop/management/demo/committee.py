"""The invented committee: invited, given papers, their reviews written, some decisions made."""

from __future__ import annotations

from datetime import datetime, timedelta
from random import Random

from reviews import answer, board, decide, invite, review
from reviews.invite import Invitee
from reviews.models import Assignment, Decision
from workshop.management.demo import site, words
from workshop.models import User, Workshop

LOAD = 8
WANTED = 3
ORALS, POSTERS = 5, 14
TEXTS = {
    5: "A clear idea, carefully tested. I would like to hear this as a talk.",
    4: "Solid work with a useful bound. The experiments could say more about *why*.",
    3: "The idea is sound but the comparison is thin: one baseline is not enough.",
    2: "I could not tell from the text what is new here beyond the choice of tasks.",
    1: "The main claim does not follow from the results that are shown.",
}
TITLES = {
    5: "Strong and well written",
    4: "Good, with room for more",
    3: "Promising",
    2: "Hard to place",
    1: "Not ready",
}


def organizer(workshop: Workshop) -> User:
    """One without a paper of their own, and so without a barrier."""
    return workshop.roles.select_related("user").order_by("pk")[1].user


def gather(workshop: Workshop, names: list[str], random: Random, at: datetime) -> None:
    """Invite them all; all accept, each with a topic or two."""
    for name in names:
        site.person(name, words.place_of(name), at)
    people = {user.name: user for user in User.objects.filter(name__in=names)}
    invitees = [Invitee(people[name].email, name) for name in names]
    topics, asked = list(workshop.topics.all()), at - timedelta(days=20)
    invite.invite(workshop, invitees, topics=[], load=LOAD, by=organizer(workshop), at=asked)
    for invitation in workshop.invitations.order_by("pk"):
        known = random.sample(topics, random.randint(1, 2))
        answer.accept(invitation, topics=known, load=LOAD, at=asked + timedelta(days=1))


def write_reviews(workshop: Workshop, random: Random, at: datetime, finished: float) -> None:
    """That share of the reviews is submitted; of the others every second is a draft."""
    rows = workshop.assignments.filter(state=Assignment.State.CONFIRMED)
    for n, given in enumerate(rows.select_related("submission", "reviewer").order_by("pk")):
        merit = 1 + (given.submission.number * 7) % 5
        rating = min(5, max(1, merit + random.choice([-1, 0, 0, 1])))
        content = review.Content(
            title=TITLES[rating],
            text=TEXTS[rating],
            rating=rating,
            confidence=random.choice([1, 2, 2, 3]),
            note="I know this line of work well." if n % 9 == 0 else "",
        )
        moment = at - timedelta(hours=random.randint(1, 90))
        by, paper = given.reviewer, given.submission
        if random.random() < finished:
            review.submit(paper, content, version=0, by=by, at=moment)
        elif n % 2:
            review.save_draft(paper, content, version=0, by=by, at=moment)


def decide_some(workshop: Workshop, at: datetime, share: float) -> None:
    """The best become talks, the next posters; so many of them have been decided."""
    by = organizer(workshop)
    table = board.shown(board.rows(workshop, by), "all", "-mean")
    outcomes = [Decision.Outcome.ORAL] * ORALS + [Decision.Outcome.POSTER] * POSTERS
    chosen = table[: round(len(table) * share)]
    for place, row in enumerate(chosen):
        outcome = outcomes[place] if place < len(outcomes) else Decision.Outcome.REJECT
        decide.decide(row.submission, outcome=outcome, version=0, by=by, at=at)
