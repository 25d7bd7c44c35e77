"""Step 3: what a reviewer says about themselves: topics and load, what they have published, and
whom they have a conflict of interest with.

Conflicts are looked for in the same transaction as whatever may tell of one.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.db.models.functions import Substr
from django.http import Http404

from reviews import conflicts, invite
from reviews.models import Publication, ReviewerProfile, Tie
from reviews.publications.publication import BEGINNING, alike, merged, title_key
from reviews.publications.publication import Publication as Read
from reviews.roster import LOAD, called_here
from submissions.naming import Named
from workshop import journal, stale
from workshop.errors import Refused
from workshop.models import Role, Topic, User, Workshop

MOST_PUBLICATIONS = 500
MOST_TIES = 60


class Added(NamedTuple):
    """new: how many publications; said: of how many the text, that were listed without."""

    new: int
    said: int


def publications_of(workshop: Workshop, user: User) -> QuerySet[Publication]:
    """Public facts: the organizers may read them too. Their texts are shown to nobody."""
    return workshop.publications.filter(user=user).defer("text")


def ties_of(workshop: Workshop, user: User) -> list[Named]:
    """Whom they have named; theirs alone. An organizer reads what follows for a submission."""
    if user.looked_at_by:
        return []
    return list(workshop.ties.filter(user=user).values_list("kind", "text"))


def takes(workshop: Workshop, user: User) -> tuple[int, list[str]]:
    """Their load, and their topics by name."""
    profile = ReviewerProfile.everywhere.filter(workshop=workshop, user=user).first()
    if profile is None:
        return LOAD, []
    return profile.load, sorted(profile.topics.values_list("name", flat=True))


def shown(takes: tuple[int, list[str]], ties: Iterable[Named]) -> str:
    """What their page shows, in short."""
    return stale.seen([takes, sorted(ties)])


@transaction.atomic
def save(
    workshop: Workshop,
    *,
    topics: Sequence[Topic],
    load: int,
    ties: Collection[Named],
    seen: str,
    by: User,
    at: datetime,
) -> bool:
    """What they take and whom they have named; False if nothing differs.

    What somebody they name bars them from stays barred until an organizer dismisses it, who is
    shown that they name them no more.
    """
    _lock(workshop, by)
    before = ties_of(workshop, by)
    stale.check(seen, shown(takes(workshop, by), before))
    took = _take(workshop, topics, load, by, at)
    if set(before) != set(ties):
        _tie(workshop, ties, by, at)
        conflicts.detect_own(workshop, by, at)
    return took or set(before) != set(ties)


def _take(workshop: Workshop, topics: Sequence[Topic], load: int, by: User, at: datetime) -> bool:
    """Whatever papers they have, which stay theirs: by what is saved and what not, an organizer
    would learn of one that is hidden."""
    if (load, sorted(topic.name for topic in topics)) == takes(workshop, by):
        return False
    facts = {"topics": topics, "load": load, "seen": invite.profile_seen(workshop, by)}
    return invite.set_profile(workshop, by, **facts, by=by, at=at)  # type: ignore[arg-type]


def _tie(workshop: Workshop, ties: Collection[Named], by: User, at: datetime) -> None:
    if len(ties) > MOST_TIES:
        raise Refused(f"Name {MOST_TIES} people and institutions at most.")
    workshop.ties.filter(user=by).delete()
    Tie.everywhere.bulk_create(
        Tie(workshop=workshop, user=by, kind=kind, text=text, declared_at=at)
        for kind, text in dict.fromkeys(ties)
    )
    text = f"{called_here(workshop, by)} changed whom they have a conflict of interest with"
    journal.note(workshop, journal.OF_ONESELF, text, by=by, at=at)


@transaction.atomic
def add_publications(workshop: Workshop, read: Iterable[Read], *, by: User, at: datetime) -> Added:
    """Add those that are new, by their title and by what their PDF says, and their text to those
    that have none. Raises Refused if they become too many."""
    _lock(workshop, by)
    listed = list(publications_of(workshop, by))
    every = list(_with_rows(workshop, listed, merged(read)))
    rows = [_row(workshop, one, by, at) for one, row in every if row is None]
    if len(listed) + len(rows) > MOST_PUBLICATIONS:
        raise Refused(
            f"That would be more than {MOST_PUBLICATIONS} publications. "
            "Send those that show best what you know."
        )
    Publication.everywhere.bulk_create(rows)
    said = sum(_say(row, one, at) for one, row in every if row is not None)
    if rows or said:
        n = len(rows) or said
        what = f"{'' if rows else 'the text of '}{n} publication{'' if n == 1 else 's'}"
        text = f"{called_here(workshop, by)} added {what}"
        journal.note(workshop, journal.OF_ONESELF, text, by=by, at=at)
    if rows:
        conflicts.detect_own(workshop, by, at)
    return Added(len(rows), said)


def _with_rows(
    workshop: Workshop, listed: Sequence[Publication], read: Sequence[Read]
) -> Iterator[tuple[Read, Publication | None]]:
    """Each with the row that lists it already, one those with a text before those without."""
    rows = {title_key(one.title): list[Publication]() for one in read}
    for row in listed:
        rows.get(title_key(row.title), []).append(row)
    keys = [row.pk for same in rows.values() for row in same]
    begin = Substr("text", 1, BEGINNING)
    texts = dict(workshop.publications.filter(pk__in=keys).values_list("pk", begin))
    for one in read:
        same = sorted(rows[title_key(one.title)], key=lambda row: not texts[row.pk])
        known = next((row for row in same if alike(texts[row.pk], one.text)), None)
        if known is not None:
            texts[known.pk] = texts[known.pk] or one.text
        yield one, known


def _say(row: Publication, one: Read, at: datetime) -> bool:
    """Add what its PDF says to a publication that was listed without."""
    if not one.text:
        return False
    facts = {"text": one.text, "abstract": row.abstract or one.abstract, "added_at": at}
    without = Publication.everywhere.filter(pk=row.pk, text="")
    return bool(without.update(**facts))


@transaction.atomic
def remove_publication(workshop: Workshop, pk: int, *, by: User, at: datetime) -> None:
    """A conflict that it told of stays until an organizer, who is shown it, dismisses it: by the
    next sweep, for it may be one with what its reviewer must not hear of."""
    _lock(workshop, by)
    gone, _ = publications_of(workshop, by).filter(pk=pk).delete()
    if not gone:
        raise Http404
    text = f"{called_here(workshop, by)} removed a publication"
    journal.note(workshop, journal.OF_ONESELF, text, by=by, at=at)


def _lock(workshop: Workshop, by: User) -> None:
    """The workshop's row, as conflicts are looked for; to whoever reviews no more, nothing."""
    conflicts.lock(workshop)
    if not workshop.roles.filter(user=by, kind=Role.Kind.REVIEWER).exists():
        raise Http404


def _row(workshop: Workshop, one: Read, by: User, at: datetime) -> Publication:
    return Publication(
        workshop=workshop,
        user=by,
        title=one.title,
        abstract=one.abstract,
        year=one.year,
        authors="\n".join(one.authors),
        venue=one.venue,
        source=one.source,
        text=one.text,
        added_at=at,
    )
