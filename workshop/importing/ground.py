"""The ground's part of a workshop file: the workshop, its topics, kinds, dates, people, pages."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.core.validators import URLValidator, validate_email
from django.db.models import ProtectedError

from workshop.dates import AOE, end_of_day
from workshop.importing.rows import Changes, Facts, keep, remove, update
from workshop.importing.tables import NO_DAY, File, Mistake, Mistakes, Table
from workshop.models import Figure, Ink, Page, Person, Step, SubmissionKind, Topic, Workshop
from workshop.models.workshop import validate_slug, validate_zone

STEPS_WITH_A_DATE = [step.value for step in Step if step != Step.CALL]


@dataclass(frozen=True)
class Ground:
    """What a file says about the ground, ready to be written."""

    slug: str
    facts: Facts
    topics: list[Facts]
    kinds: list[Facts]
    deadlines: list[Facts]
    people: list[Facts]
    pages: list[Facts]

    def check_name(self, table: Table, key: str, name: str) -> None:
        """A name elsewhere in the file must be the name of a person of the file."""
        names = [person["name"] for person in self.people]
        if name and name not in names:
            nearest = difflib.get_close_matches(name, names, n=1)
            hint = f" (the nearest is {nearest[0]})" if nearest else ""
            lists = "[[speaker]], [[organizer]] or [[person]]"
            table.mistakes.append(
                Mistake(table.key(key), f"expected a name from {lists}{hint}, found {name}")
            )

    @property
    def days(self) -> tuple[date, date]:
        return self.facts["first_day"], self.facts["last_day"]


def read(file: File, at: datetime) -> Ground:
    table = file.table("workshop")
    return Ground(
        slug=table.checked(
            "slug",
            Workshop.slug,
            "small letters, digits and hyphens, as in vision-2027",
            validate_slug,
        ),
        facts=_workshop(table),
        topics=_numbered(table.texts("topics", Topic.name)),
        kinds=[
            {
                "name": kind.text("name", SubmissionKind.name),
                "page_limit": kind.number("pages", most=999),
                "position": n,
            }
            for n, kind in enumerate(_once(file, "kind", "name"), start=1)
        ],
        deadlines=[_deadline(row, at) for row in _once(file, "deadline", "step")],
        people=_people(file),
        pages=[
            {
                "slug": page.checked(
                    "slug",
                    Page.slug,
                    "small letters, digits and hyphens, as in getting-there",
                    validate_slug,
                ),
                "title": page.text("title", Page.title),
                "body": page.text("body", Page.body),
                "position": n,
            }
            for n, page in enumerate(_once(file, "page", "slug"), start=1)
        ],
    )


def _workshop(table: Table) -> Facts:
    first, last = table.day("first_day"), table.day("last_day")
    if NO_DAY not in (first, last) and last < first:
        table.wrong("last_day", f"{first} or a later day")
    # The only way in which this site reviews: asked for, so that a file does not promise another.
    table.choice("review", ["single-blind"], default="single-blind")
    return {
        "title": table.text("title", Workshop.title),
        "subtitle": table.text("subtitle", Workshop.subtitle, default=""),
        "short_name": table.text("short_name", Workshop.short_name),
        "host_event": table.text("host_event", Workshop.host_event, default=""),
        "place": table.text("place", Workshop.place, default=""),
        "zone": table.checked(
            "zone", Workshop.zone, "a time zone by its place, as in Europe/Stockholm", validate_zone
        ),
        "first_day": first,
        "last_day": last,
        "ink": table.choice("ink", Ink.values, default=Ink.VERDIGRIS),
        "figure": table.choice("figure", Figure.values, default=Figure.NONE),
        "call_text": table.text("call", Workshop.call_text, default=""),
        "description": table.text("description", Workshop.description, default=""),
        "related_work": "\n".join(table.texts("related_work", Workshop.related_work)),
        "published_work_welcome": table.yes("published_work_welcome", default=True),
        "proceedings": table.text("proceedings", Workshop.proceedings, default=""),
        "contact": table.checked(
            "contact",
            Workshop.contact,
            "an address such as name@example.org",
            validate_email,
            default="",
        ),
    }


def _deadline(table: Table, at: datetime) -> Facts:
    step, day = table.choice("step", STEPS_WITH_A_DATE), table.day("day")
    closes_at = end_of_day(day)
    opens_at = None
    if step == Step.SUBMIT:
        # Nobody may remember when a past call was opened. It had been when it closed, and that is
        # what is written: a call that has opened, and takes nothing, at any moment one asks.
        opens_at = closes_at
        if table.has("opens"):
            opens = table.day("opens")
            opens_at = datetime.combine(opens, time(0), AOE).astimezone(UTC)
            if NO_DAY not in (opens, day) and opens > day:
                table.wrong("opens", f"{day} or an earlier day")
        elif day != NO_DAY and closes_at > at:
            table.wrong(
                "opens", "the day on which the call opens, for the deadline is still to come"
            )
    return {"step": step, "opens_at": opens_at, "closes_at": closes_at}


def _people(file: File) -> list[Facts]:
    """Everyone named, each once, whatever parts they play."""
    people: dict[str, Facts] = {}
    for part in ("speaker", "organizer", "person"):
        for n, table in enumerate(_once(file, part, "name"), start=1):
            name = table.text("name", Person.name)
            person = people.setdefault(
                name,
                {
                    "name": name,
                    "affiliation": "",
                    "homepage": "",
                    "speaker_position": None,
                    "organizer_position": None,
                },
            )
            if part != "person":
                person[f"{part}_position"] = n
            _agree(
                table,
                person,
                "affiliation",
                table.text("affiliation", Person.affiliation, default=""),
            )
            homepage = table.checked(
                "homepage",
                Person.homepage,
                "an address such as https://example.org/",
                URLValidator(["http", "https"]),
                default="",
            )
            _agree(table, person, "homepage", homepage)
    return list(people.values())


def _agree(table: Table, person: Facts, name: str, value: str) -> None:
    """Who is named in two lists is one person: what is said twice must be the same."""
    if value and person[name] and value != person[name]:
        table.wrong(name, f'"{person[name]}", as said before of {person["name"]}')
    person[name] = person[name] or value


def _once(file: File, name: str, key: str) -> list[Table]:
    """The tables of a list, none of which may name what another names."""
    tables, seen = file.tables(name), set()
    for table in tables:
        value = table.values.get(key)
        value = value.strip() if isinstance(value, str) else ""
        if value in seen:
            table.wrong(key, f"each {key} once")
        seen |= {value} - {""}
    return tables


def _numbered(names: list[str]) -> list[Facts]:
    return [{"name": name, "position": n} for n, name in enumerate(names, start=1)]


def write(ground: Ground, changes: Changes, *, at: datetime) -> Workshop:
    """The workshop's own rows. A workshop that comes from a file is announced."""
    workshop = Workshop.objects.select_for_update(no_key=True).filter(slug=ground.slug).first()
    if workshop is None:
        workshop = Workshop.objects.create(slug=ground.slug, announced_at=at, **ground.facts)
        changes.added += 1
    else:
        update(workshop, {**ground.facts, "announced_at": workshop.announced_at or at}, changes)
    remove(workshop.topics, keep(workshop.topics, ["name"], ground.topics, changes), changes)
    remove(workshop.pages, keep(workshop.pages, ["slug"], ground.pages, changes), changes)
    _write_deadlines(workshop, ground, changes)
    keep(workshop.people, ["name"], ground.people, changes)
    keep(workshop.kinds, ["name"], ground.kinds, changes)
    return workshop


def _write_deadlines(workshop: Workshop, ground: Ground, changes: Changes) -> None:
    """A deadline that the file moves is a corrected one, not an extended one: no trace is shown."""
    closing = {row.step: row.closes_at for row in workshop.deadlines.all()}
    untraced = {"was_closing_at": None, "moved_at": None}
    wanted = [
        facts if closing.get(facts["step"]) == facts["closes_at"] else {**facts, **untraced}
        for facts in ground.deadlines
    ]
    remove(workshop.deadlines, keep(workshop.deadlines, ["step"], wanted, changes), changes)


def remove_unnamed(workshop: Workshop, ground: Ground, changes: Changes) -> None:
    """The people and kinds that the file does not name; last, when the other apps' rows are new."""
    for rows, name, wanted in (
        (workshop.people, "person", ground.people),
        (workshop.kinds, "kind", ground.kinds),
    ):
        for row in rows.exclude(name__in=[facts["name"] for facts in wanted]):
            try:
                row.delete()
            except ProtectedError:
                text = f"expected {row} to be here still, for the site uses it"
                raise Mistakes([Mistake(name, text)]) from None
            changes.removed += 1
