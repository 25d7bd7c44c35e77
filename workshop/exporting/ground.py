"""The ground's part of a workshop file: the workshop, its topics, kinds, dates, people, pages."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from workshop.dates import AOE, end_of_day, last_day
from workshop.exporting.toml import clean
from workshop.importing.rows import Facts
from workshop.models import Deadline, Person, Step, Workshop

OF_THE_WORKSHOP = [
    *("slug", "title", "subtitle", "short_name", "host_event", "place", "zone"),
    *("first_day", "last_day", "ink", "figure", "published_work_welcome", "proceedings", "contact"),
]


def tables(
    workshop: Workshop, named: Iterable[str], left_out: list[str], *, at: datetime
) -> dict[str, Any]:
    """The ground's tables. `named` are the people that the other tables of the file name."""
    speakers, organizers = workshop.people.speakers(), workshop.people.organizers()
    # Whom nothing else names may be known from a plan that nobody has published.
    named = [*named]
    known = {clean(name) for name in named}
    unlisted = workshop.people.filter(speaker_position=None, organizer_position=None)
    others = [person for person in unlisted if clean(person.name) in known]
    people = _People()
    lists = {
        "speaker": [people.table(person) for person in speakers],
        "organizer": [people.table(person) for person in organizers],
        "person": [people.table(person) for person in others],
    }
    lists["person"] += people.missing(named)
    return {
        "workshop": _workshop(workshop),
        "kind": [{"name": kind.name, "pages": kind.page_limit} for kind in workshop.kinds.all()],
        "deadline": _deadlines(workshop, left_out, at),
        **lists,
        "page": [
            {"slug": page.slug, "title": page.title, "body": page.body}
            for page in workshop.pages.all()
        ],
    }


def _workshop(workshop: Workshop) -> Facts:
    return {
        **{name: getattr(workshop, name) for name in OF_THE_WORKSHOP},
        "review": "single-blind",
        "topics": [topic.name for topic in workshop.topics.all()],
        "related_work": workshop.related_works,
        "call": workshop.call_text,
        "description": workshop.description,
    }


def _deadlines(workshop: Workshop, left_out: list[str], at: datetime) -> list[Facts]:
    rows = {row.step: row for row in workshop.deadlines.all()}
    written = [_deadline(rows[step], at) for step in list(Step)[1:] if step in rows]
    if None in written:
        left_out.append("the deadline to submit, for nobody has said when the call opens")
    return [facts for facts in written if facts]


def _deadline(row: Deadline, at: datetime) -> Facts | None:
    """Its day. An opening that nobody remembers was written as the moment of the closing."""
    facts: Facts = {"step": row.step, "day": last_day(row.closes_at)}
    if row.step == Step.SUBMIT:
        if row.opens_at and row.opens_at < row.closes_at:
            facts["opens"] = row.opens_at.astimezone(AOE).date()
        elif end_of_day(facts["day"]) > at:
            return None
    return facts


class _People:
    """Each is described where they are named first."""

    def __init__(self) -> None:
        self.names: set[str] = set()

    def table(self, person: Person) -> Facts:
        if not self._is_new(person.name):
            return {"name": person.name}
        return {
            "name": person.name,
            "affiliation": person.affiliation,
            "homepage": person.homepage,
        }

    def missing(self, named: Iterable[str]) -> list[Facts]:
        return [{"name": name} for name in named if self._is_new(name)]

    def _is_new(self, name: str) -> bool:
        """Whether it is met for the first time."""
        new = clean(name) not in self.names
        self.names.add(clean(name))
        return new
