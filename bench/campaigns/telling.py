"""What the committee and the authors tell of themselves and of one another, while the call is open:
publications, bids, whom they are close to. A bid is a number, so no marker of it can be found:
two worlds that differ in bids look for it.

Needs Django to be set up.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviews import bid, profile
from reviews.models import Affinity, Publication, Tie
from reviews.publications.publication import Publication as Read
from reviews.run_result import key_of
from submissions import naming
from workshop import stale
from workshop.models import User

if TYPE_CHECKING:
    from bench.campaigns.whole_story import Whole

# What members have published: theirs, and the organizers' to read.
WROTE = "bn3mallow"
# Whom a member names, and what they wrote with an author: shown for the submission alone.
TIED = "fc8gentian"
# Whom the authors name.
NAMES = "dy5sorrel"
# Whom somebody who declined would ask.
INSTEAD = "hp9alder"
# Words that a submission and a publication have in common.
FITS = "rv6tansy"
TOLD = [WROTE, TIED, NAMES, INSTEAD, FITS]
EAGER, RATHER_NOT = 5, 1


@dataclass(frozen=True)
class Told:
    """By default a member, Fay, is tied to the third submission in every way that can be told.

    `place`: named by its authors; `close_to`: a person whom Fay names; `wrote_with`: an author of
    what she wrote; `wants`: her bid on the first, and `fit`: how well that fits her.
    """

    place: str = f"{NAMES.title()} University"
    close_to: str = f"Author {TIED.title()} Gil"
    wrote_with: str = "Author Gil"
    wants: int = EAGER
    fit: float = 0.9


def authors_tell(story: Whole) -> None:
    """Whom the authors of the first and of the third name."""
    facts = {"seen": stale.seen([]), "by": story.ada, "at": story.at}
    for row, named in (
        (story.first, ("person", f"Ned {NAMES.title()}")),
        (story.third, ("institution", story.told.place)),
    ):
        naming.name_conflicts(row, [named], **facts)  # type: ignore[arg-type]


def committee_tells(story: Whole) -> None:
    """The first two of the committee, without steps and conflicts; Fay, by whose steps hers are
    found; and what the worker makes of it."""
    told = story.told
    for user in story.committee[:2]:
        _tie(story, user)
        _affinity(story, user, _publish(story, user), 0.8)
    bid.place(story.workshop, {1: EAGER, 3: EAGER}, by=story.committee[1], at=story.at)
    ties = [("person", told.close_to)]
    _name(story, story.fay, ties)
    read = Read(f"{TIED} with Fay", "", 2026, (story.fay.name, told.wrote_with))
    profile.add_publications(story.workshop, [read], by=story.fay, at=story.at)
    bid.place(story.workshop, {1: told.wants}, by=story.fay, at=story.at)
    _affinity(story, story.fay, story.workshop.publications.get(user=story.fay), told.fit)


def told_to_runs(story: Whole) -> None:
    """Every run that there is gives why the second of the committee fits."""
    why = ["very much", f"{WROTE} of Bo", [f"{FITS}bo"]]
    bo = story.committee[1]
    for run in story.workshop.runs.all():
        run.result["why"] = {key_of(number, bo.pk): why for number in (1, 3)}
        run.save(update_fields=["result"])


def own(user: User) -> list[str]:
    """What of the markers is a member's own."""
    name = _name_of(user).lower()
    return [f"{WROTE} of {name}", f"{TIED} of {name}", f"{FITS}{name}"]


def _name(story: Whole, user: User, ties: list[tuple[str, str]]) -> None:
    takes = profile.takes(story.workshop, user)
    seen = profile.shown(takes, profile.ties_of(story.workshop, user))
    facts = {"topics": [], "load": takes[0], "ties": ties, "seen": seen}
    profile.save(story.workshop, **facts, by=user, at=story.at)  # type: ignore[arg-type]


def _tie(story: Whole, user: User) -> None:
    text = f"{TIED} of {_name_of(user)}"
    facts = {"user": user, "kind": Tie.Kind.PERSON, "declared_at": story.at}
    story.workshop.ties.create(text=text, **facts)


def _publish(story: Whole, user: User) -> Publication:
    title = f"{WROTE} of {_name_of(user)}"
    row: Publication = story.workshop.publications.create(
        user=user, title=title, year=2026, authors=user.name, added_at=story.at
    )
    return row


def _affinity(story: Whole, user: User, best: Publication, fit: float) -> Affinity:
    """To the first and the third; as the worker leaves it."""
    kept = [best.pk, [f"{FITS}{_name_of(user).lower()}"]]
    row: Affinity = story.workshop.affinities.create(
        user=user,
        scores={"1": fit, "2": 0.1, "3": fit / 2},
        full_scores={"1": fit * 0.9, "3": fit / 3},
        evidence={"1": kept, "3": kept},
        fingerprint="told",
        made_at=story.at,
    )
    return row


def _name_of(user: User) -> str:
    return user.name.partition(" ")[0]
