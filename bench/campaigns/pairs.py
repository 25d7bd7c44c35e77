"""Kinds of pair: two worlds alike but for one fact that some may not know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import partial
from random import Random
from typing import Any

from committee import INNER, SEALED, WHO, Drawn
from factories import make_submission, make_user
from review_factories import bar

from bench.campaigns.actors import TWO_ROLES
from bench.campaigns.kind import Kind
from bench.campaigns.outside import KINDS as OUTSIDE
from bench.campaigns.telling import INSTEAD, NAMES, RATHER_NOT, TIED, WROTE, Told
from bench.campaigns.two_roles import KINDS as OF_TWO_ROLES
from bench.campaigns.two_roles import author_reviews
from bench.campaigns.whole_story import TITLE, Whole
from reviews import answer, assign, bid, decide, invite, profile, remind, review
from reviews.models import Assignment
from reviews.publications.publication import Publication as Read
from schedule.talks import add_talks
from workshop import outbox
from workshop.models import Letter, User

# Of the acts of the review step, the one about the paper that the barred organizer sees.
OPEN = 3


def who_reviewed(story: Whole, drawn: Random) -> None:
    """The same texts by others of the committee."""
    before = story.reviewers
    while story.reviewers == before:
        story.reviewers = drawn.sample(story.committee[:3], 3)


def which_order(story: Whole, drawn: Random) -> None:
    """Labels are drawn by lot; here the lot is such that each text gets the label it had."""
    acts = list(enumerate(_acts(story)))
    drawn.shuffle(acts)
    order = [n for n, _ in acts]
    if order.index(0) > order.index(1):
        story.chance = Drawn(1, 0)
    _review_by(story, [act for _, act in acts])


def what_time(story: Whole, drawn: Random) -> None:
    """Each about a hidden paper at another minute of the hour before we look."""

    def act() -> None:
        now = story.at
        for n, each in enumerate(_acts(story)):
            if n == OPEN:
                story.at = now
                each()
                continue
            story.at = now - timedelta(minutes=drawn.randrange(1, 59))
            each()
        story.at = now
        story.propose_third()

    story.say = act  # type: ignore[method-assign]


def one_draft_more(story: Whole, drawn: Random) -> None:
    """By one who says nothing else; in the other world they say nothing at all."""
    acts = [act for n, act in enumerate(_acts(story)) if n != 2]
    _review_by(story, [lambda: _draft(story, story.reviewers[2]), *acts])


def one_review_fewer(story: Whole, drawn: Random) -> None:
    acts = _acts(story)
    del acts[drawn.randrange(2)]
    _review_by(story, acts)


def not_declined(story: Whole, drawn: Random) -> None:
    """Who would have given it back says nothing."""
    _review_by(story, [act for n, act in enumerate(_acts(story)) if n != 2])


def other_scores(story: Whole, drawn: Random) -> None:
    one, two, _ = story.reviewers
    ratings = drawn.sample([1, 3, 4], 2)
    rest = _acts(story)[2:]
    texts = [f"{SEALED} something else", f"{SEALED} " + "long " * drawn.randrange(3, 30)]
    acts = [
        lambda: story.write(story.first, one, ratings[0], texts[0], ""),
        lambda: story.write(story.first, two, ratings[1], texts[1], ""),
    ]
    _review_by(story, [*acts, *rest])


def other_notes(story: Whole, drawn: Random) -> None:
    """What reviewers write to the organizers only."""
    one, two, _ = story.reviewers
    note = f"{INNER} " + "word " * drawn.randrange(1, 40)
    acts = [
        lambda: story.write(story.first, one, 5, f"{SEALED} praise", note),
        lambda: story.write(story.first, two, 2, f"{SEALED} doubt", ""),
    ]
    _review_by(story, [*acts, *_acts(story)[2:]])


def other_decision(story: Whole, drawn: Random) -> None:
    act = story.decide

    def act_otherwise() -> None:
        act()
        outcomes = drawn.sample(["poster", "oral", "rejected"], 2)
        for row, outcome in zip((story.first, story.third), outcomes, strict=True):
            note = f"{SEALED} " + "word " * drawn.randrange(1, 40)
            facts = {"by": story.olga, "at": story.at, "note": note, "version": 1}
            decide.decide(row, outcome=outcome, **facts)  # type: ignore[arg-type]

    story.decide = act_otherwise  # type: ignore[method-assign]


def no_decision(story: Whole, drawn: Random) -> None:
    def act() -> None:
        facts = {"by": story.olga, "at": story.at, "version": 0}
        decide.decide(story.second, outcome="oral", **facts)  # type: ignore[arg-type]
        story.decide_rest()

    story.decide = act  # type: ignore[method-assign]


def other_outside_decision(story: Whole, drawn: Random) -> None:
    """Whom the outside decider had review, and what they decided; no organizer is told."""
    act = story.decide_rest

    def act_otherwise() -> None:
        facts: dict[str, Any] = {"by": story.dora, "at": story.at}
        reviewer = drawn.choice(story.committee[:3])
        assign.assign(story.outside, reviewer_id=reviewer.pk, **facts)
        assign.confirm(story.workshop, **facts)
        act()
        outcome = drawn.choice(["poster", "oral"])
        note = f"{SEALED} " + "word " * drawn.randrange(1, 40)
        decide.decide(story.outside, outcome=outcome, version=1, note=note, **facts)

    story.decide_rest = act_otherwise  # type: ignore[method-assign]


def no_conflict(story: Whole, drawn: Random) -> None:
    """Of the fourth of the committee with the first paper."""
    act = story.assign

    def act_otherwise() -> None:
        act()
        story.workshop.conflicts.filter(source="affiliation", submission=story.first).delete()
        last = story.committee[-1]
        story.workshop.barriers.filter(user=last, number=story.first.number).delete()

    story.assign = act_otherwise  # type: ignore[method-assign]


def one_proposed_more(story: Whole, drawn: Random) -> None:
    """An assignment that waits to be confirmed."""
    act = story.assign

    def act_otherwise() -> None:
        act()
        who = drawn.choice([story.committee[0], story.committee[2]])
        assign.assign(story.third, reviewer_id=who.pk, by=story.olga, at=story.at)
        row = story.workshop.assignments.get(submission=story.third, reviewer=who)
        assert row.state == Assignment.State.PROPOSED

    story.assign = act_otherwise  # type: ignore[method-assign]


def who_was_reminded(story: Whole, drawn: Random, *, place: int) -> None:
    """One of those whose papers the barred organizer does not see, or another."""
    whom = story.reviewers[place]
    act = story.review

    def act_otherwise() -> None:
        chosen = [whom.pk]
        due = remind.reminders(story.workshop, story.olga, chosen)
        facts = {"shown": remind.seen(due), "by": story.olga, "at": story.at}
        remind.remind(story.workshop, chosen, **facts)  # type: ignore[arg-type]
        act()

    story.review = act_otherwise  # type: ignore[method-assign]


def other_conflicts(story: Whole, drawn: Random) -> None:
    """Nothing that is told ties Fay to the third; and she wants the first less than it fits her."""
    story.told = Told(
        place=f"{NAMES.title()} College {drawn.choice('abc')}",
        close_to=f"{TIED.title()} of nobody",
        wrote_with="Somebody Else",
        wants=RATHER_NOT,
        fit=drawn.random(),
    )


def other_committee(story: Whole, drawn: Random) -> None:
    """Whom the authors name is not on it, another one is tied to what they wrote, others bid; and
    one more was asked, who would ask somebody else."""
    facts: dict[str, Any] = {"by": story.olga, "at": story.at}
    for user in drawn.sample(story.committee[:3], 2):
        values = {row.number: drawn.randint(1, 5) for row in (story.first, story.third)}
        bid.place(story.workshop, values, by=user, at=story.at)
    User.objects.filter(pk=story.fay.pk).update(affiliation=f"{WHO.title()} Institute of Fay")
    story.told = replace(story.told, close_to=f"{TIED.title()} of nobody", wrote_with="Else")
    cas, written = story.committee[2], Read(f"{WROTE} too", "", 2026, ("Author Gil",))
    profile.add_publications(story.workshop, [written], by=cas, at=story.at)
    whom = [invite.Invitee(f"max@{WHO}.example", f"Max {WHO}")]
    invite.invite(story.workshop, whom, topics=[], load=4, **facts)
    asked = story.workshop.invitations.get(email=whom[0].email)
    answer.decline(asked, instead=f"Ira {INSTEAD}", at=story.at)
    invite.remind(story.waiting, seen=invite.invitation_seen(story.waiting), **facts)


def not_planned(story: Whole, drawn: Random) -> None:
    """A poster that the barred organizer does not see has no board."""

    def act() -> None:
        add_talks(story.plan_hall(), [story.draft.number], by=story.olga, at=story.at)

    story.plan = act  # type: ignore[method-assign]


def one_submission_more(story: Whole, drawn: Random) -> None:
    """By somebody whom the barred organizer has a conflict with."""
    facts: dict[str, Any] = {"title": f"{TITLE} more", "number": drawn.randrange(60, 90)}
    ivy = make_user(f"ivy@{TITLE}.example", f"Ivy {TITLE}")
    bar(story.carl, make_submission(story.workshop, ivy, paper=True, **facts))


def one_letter_held(story: Whole, drawn: Random) -> None:
    """About a submission that the barred organizer does not see."""
    act = story.notify

    def act_otherwise() -> None:
        act()
        about = drawn.choice([story.first.number, story.third.number])
        waiting = story.workshop.letters.filter(about=about, state=Letter.State.WAITING)
        outbox.hold(story.workshop, waiting.latest("pk"), by=story.olga, at=story.at)

    story.notify = act_otherwise  # type: ignore[method-assign]


def _acts(story: Whole) -> list[Callable[[], object]]:
    """The review step in its parts: the first two are the first paper's, the third declines."""
    one, two, three = story.reviewers
    say = story.write
    return [
        lambda: say(story.first, one, 5, f"{SEALED} praise", f"{INNER} note one"),
        lambda: say(story.first, two, 2, f"{SEALED} doubt", f"{INNER} note two"),
        lambda: review.decline(story.first, reason=f"{INNER} reason", by=three, at=story.at),
        lambda: say(story.second, story.committee[-1], 4, "Sound.", "Nothing."),
        lambda: say(story.third, two, 1, f"{SEALED} third", f"{INNER} third"),
    ]


def _review_by(story: Whole, acts: list[Callable[[], object]]) -> None:
    def act() -> None:
        for each in acts:
            each()
        story.propose_third()

    story.say = act  # type: ignore[method-assign]


def _draft(story: Whole, by: User) -> None:
    half = review.Content(title="", text=f"{SEALED} half", rating=3, confidence=None, note="")
    review.save_draft(story.first, half, version=0, by=by, at=story.at)


# Looked at by an author who reviews, too, in the place of one who does not.
BOTH: dict[str, Any] = {"viewers": ("author", TWO_ROLES, "barred"), "given": author_reviews}
KINDS = {
    "who reviewed": Kind(who_reviewed),
    "which order": Kind(which_order),
    "what time": Kind(what_time),
    "one draft more": Kind(one_draft_more, other=not_declined),
    "one review fewer": Kind(one_review_fewer, until="decide", **BOTH),
    "not declined": Kind(not_declined, **BOTH),
    "other scores": Kind(other_scores, until="decide"),
    "other notes": Kind(other_notes),
    "other decision": Kind(other_decision, until="decide"),
    "other outside decision": Kind(
        other_outside_decision, until="decide", viewers=("other author", "barred", "organizer")
    ),
    # A release is refused while something is not decided: see docs/decisions/0010.
    "no decision": Kind(no_decision, until="decide", unsent=("/credit/organize/release/",)),
    "no conflict": Kind(no_conflict, **BOTH),
    "one proposed more": Kind(one_proposed_more, **BOTH),
    "who was reminded": Kind(
        partial(who_was_reminded, place=1), other=partial(who_was_reminded, place=2)
    ),
    "other conflicts": Kind(
        other_conflicts, base="call", until="assign", viewers=("other reviewer", "barred")
    ),
    "other committee": Kind(
        other_committee,
        base="call",
        until="assign",
        viewers=("author", TWO_ROLES, "other reviewer"),
        given=author_reviews,
    ),
    "not planned": Kind(not_planned, base="consent", until="plan"),
    "one submission more": Kind(one_submission_more),
    "one letter held": Kind(one_letter_held, base="decide"),
    **OF_TWO_ROLES,
    **OUTSIDE,
}
