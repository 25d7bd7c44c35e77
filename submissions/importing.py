"""The submissions of a workshop file: papers known from a schedule, that nobody sent here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from submissions import spells
from submissions.models import Submission
from submissions.status import ACCEPTED, Status
from workshop.importing import Changes, File, Ground, Mistake, Mistakes, keep
from workshop.importing.rows import Facts, remove, update
from workshop.models import Person, Workshop

DECISIONS = [status.value for status in Status if status in ACCEPTED]


@dataclass(frozen=True)
class Paper:
    """What a file says about one accepted paper: no file, no addresses, no text."""

    key: str
    number: int
    title: str
    decision: str
    kind: str
    authors: list[str]
    presenter: str


def read(file: File, ground: Ground) -> list[Paper]:
    papers: list[Paper] = []
    for table in file.tables("submission"):
        presenter = table.text("presenter", Person.name)
        authors = table.texts("authors", Person.name) or [presenter]
        kinds = [kind["name"] for kind in ground.kinds] or ["nothing, for there is no [[kind]]"]
        paper = Paper(
            key=table.key("number"),
            number=table.number("number"),
            title=table.text("title", Submission.title),
            decision=table.choice("decision", DECISIONS),
            kind=table.choice("kind", kinds, default=""),
            authors=authors,
            presenter=presenter,
        )
        if paper.number in [other.number for other in papers]:
            table.wrong("number", "each number once")
        if presenter not in authors:
            table.wrong("presenter", "one of the authors")
        for name in authors:
            ground.check_name(table, "presenter" if name == presenter else "authors", name)
        papers.append(paper)
    return papers


def write(workshop: Workshop, papers: list[Paper], changes: Changes, *, at: datetime) -> None:
    """The rows of these papers. Submissions that the file does not name are left alone."""
    there = {row.number: row for row in workshop.submissions.prefetch_related("authors")}
    kinds = {kind.name: kind for kind in workshop.kinds.all()}
    people = {person.name: person for person in workshop.people.all()}
    _refuse_sent(papers, there)
    for paper in papers:
        facts = {
            "title": paper.title,
            # No move of the table in `status`: nobody submitted it, it is as decided elsewhere.
            "status": paper.decision,
            "kind": kinds.get(paper.kind),
        }
        submission = there.get(paper.number)
        if submission is None:
            submission = workshop.submissions.create(
                number=paper.number, begun_at=at, saved_at=at, **facts
            )
            spells.begun(submission, at)
            changes.added += 1
        else:
            move = (paper.number, submission.status, paper.decision)
            spells.moved(workshop, [move], at)
            update(submission, facts, changes)
        authors = [_author(paper, n, people[name]) for n, name in enumerate(paper.authors, start=1)]
        remove(
            submission.authors, keep(submission.authors, ["position"], authors, changes), changes
        )


def _author(paper: Paper, position: int, person: Person) -> Facts:
    return {
        "position": position,
        "name": person.name,
        "affiliation": person.affiliation,
        "person": person,
        "is_presenter": person.name == paper.presenter,
    }


def _refuse_sent(papers: list[Paper], there: dict[int, Any]) -> None:
    """What somebody sent to this site is theirs: a file never writes over it."""
    mistakes = [
        Mistake(paper.key, f"expected a number that nobody’s submission has, found {paper.number}")
        for paper in papers
        if (row := there.get(paper.number)) and was_sent(row)
    ]
    if mistakes:
        raise Mistakes(mistakes)


def was_sent(submission: Submission) -> bool:
    """Whether it came to this site, rather than from a file."""
    addressed = any(author.email for author in submission.authors.all())
    return addressed or submission.submitter_id is not None or submission.submitted_at is not None
