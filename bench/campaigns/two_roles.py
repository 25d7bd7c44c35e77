"""Kinds of pair about who has two roles, had another one before, or is asked for one again."""

from __future__ import annotations

from functools import partial
from random import Random
from typing import Any

from allauth.account.models import EmailAddress
from factories import make_organizer, make_user
from review_factories import make_reviewer

from bench.campaigns.actors import TWO_ROLES
from bench.campaigns.kind import Kind
from bench.campaigns.whole_story import FAY, Whole
from reviews import answer, assign, conflicts, decide, invite
from workshop import organizers
from workshop.models import User

PER, NORA = "per@leaving.example", "nora@named.example"
# Of the one who is asked, beside that at which she is.
AT_HOME = "fay@home.example"


def author_reviews(story: Whole) -> None:
    """An author of the first reviews, too."""
    story.join(story.bob)


def organizes_as_well(story: Whole) -> None:
    """Whom the author of a submission that the barred organizer sees says not to be fair."""
    make_organizer(story.workshop, PER, "Per Leaving")
    story.second.named_conflicts.create(kind="person", text=PER, named_at=story.at)


def ex_organizer(story: Whole, drawn: Random, *, decided: bool) -> None:
    """Leaves, after they have decided on a hidden paper or not; then conflicts are looked for."""

    def act() -> None:
        per, at = User.objects.get(email=PER), story.at
        if decided:
            outcome = drawn.choice(["poster", "oral", "rejected"])
            decide.decide(story.first, outcome=outcome, version=0, by=per, at=at)
        organizers.remove(story.workshop, user_id=per.pk, by=story.olga, at=at)
        conflicts.detect_everywhere(at)

    story.decide = act  # type: ignore[method-assign]


def proves_an_address(story: Whole) -> None:
    EmailAddress.objects.create(user=story.fay, email=AT_HOME, verified=True)


def asked_again(story: Whole, drawn: Random, *, had: bool, email: str) -> None:
    """A member by an organizer who does not know that they have, or had, a hidden paper. They are
    removed first, unless it is at another of their addresses."""
    act = story.assign

    def act_otherwise() -> None:
        act()
        facts: dict[str, Any] = {"by": story.olga, "at": story.at}
        if had:
            assign.assign(story.first, reviewer_id=story.fay.pk, **facts)
            assign.confirm(story.workshop, **facts)
        facts["by"] = story.carl
        if email == story.fay.email:
            invite.remove(story.workshop, story.fay, **facts)
        topics, load = list(story.workshop.topics.all()[:1]), drawn.randrange(7, 10)
        whom = [invite.Invitee(email, story.fay.name)]
        invite.invite(story.workshop, whom, topics=topics, load=load, **facts)
        asked = story.workshop.invitations.get(email=email)
        answer.accept(asked, topics=topics, load=load, at=story.at)

    story.assign = act_otherwise  # type: ignore[method-assign]


def who_is_named(story: Whole, drawn: Random, *, reviews: bool) -> None:
    """An author names somebody whom the site has not looked for yet."""
    if reviews:
        make_reviewer(story.workshop, NORA, "Nora Named")
    else:
        make_user(NORA, "Nora Named")
        make_reviewer(story.workshop, "nils@other.example", "Nils Other")
    act = story.close

    def act_otherwise() -> None:
        act()
        story.first.named_conflicts.create(kind="person", text=NORA, named_at=story.at)

    story.close = act_otherwise  # type: ignore[method-assign]


KINDS = {
    "ex-organizer": Kind(
        partial(ex_organizer, decided=True),
        base="review",
        until="decide",
        given=organizes_as_well,
        other=partial(ex_organizer, decided=False),
    ),
    "removed and asked again": Kind(
        partial(asked_again, had=True, email=FAY[0]),
        until="assign",
        viewers=("barred", "other reviewer"),
        other=partial(asked_again, had=False, email=FAY[0]),
    ),
    "asked at another address": Kind(
        partial(asked_again, had=True, email=AT_HOME),
        until="assign",
        viewers=("barred", "other reviewer"),
        given=proves_an_address,
        other=partial(asked_again, had=False, email=AT_HOME),
    ),
    "who is named": Kind(
        partial(who_is_named, reviews=True),
        base="call",
        until="close",
        viewers=("author", TWO_ROLES, "other reviewer"),
        given=author_reviews,
        other=partial(who_is_named, reviews=False),
        forms=1,
    ),
}
