"""What an author types, apart from how it arrived: the same for a form, a file, an API."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from submissions import spells
from submissions.models import Author, Submission
from workshop.history import Fact
from workshop.models import Person, SubmissionKind, Topic

EVERYONE_NEW: Mapping[int, Person | None] = MappingProxyType({})


@dataclass(frozen=True)
class AuthorFacts:
    name: str
    email: str = ""
    affiliation: str = ""
    orcid: str = ""
    is_corresponding: bool = False
    is_presenter: bool = False


@dataclass(frozen=True)
class Content:
    title: str
    abstract: str = ""
    kind: SubmissionKind | None = None
    topics: Sequence[Topic] = ()
    already_published_at: str = ""
    authors: Sequence[AuthorFacts] = field(default=())


def write(
    submission: Submission,
    content: Content,
    people: Mapping[int, Person | None] = EVERYONE_NEW,
) -> tuple[set[Fact], set[Fact]]:
    """Put the content into the rows. The authors' order is the order given. Returns who is named
    from now on and who is no more, for the caller to write down.

    `people` are the persons of the workshop that some of them are known to be, by their places
    in the list.
    """
    submission.title = content.title
    submission.abstract = content.abstract
    submission.kind = content.kind
    submission.already_published_at = content.already_published_at
    submission.save()
    submission.topics.set(content.topics)
    before = set(submission.authors.values_list("email", flat=True))
    submission.authors.all().delete()
    rows = submission.authors.model
    rows.objects.bulk_create(
        rows(
            submission=submission,
            position=n + 1,
            name=author.name,
            email=author.email.lower(),
            affiliation=author.affiliation,
            orcid=author.orcid,
            is_corresponding=author.is_corresponding,
            is_presenter=author.is_presenter,
            person=people.get(n),
        )
        for n, author in enumerate(content.authors)
    )
    named = {author.email.lower() for author in content.authors}
    number = submission.number
    return spells.named(number, named - before), spells.named(number, before - named)


def same(submission: Submission, content: Content) -> bool:
    """Whether the rows say just what was typed: a second click is no second save."""
    rows = submission.authors.all()
    return (
        submission.title == content.title
        and submission.abstract == content.abstract
        and submission.kind == content.kind
        and submission.already_published_at == content.already_published_at
        and set(submission.topics.all()) == set(content.topics)
        and [_facts(author) for author in rows] == [_facts(author) for author in content.authors]
    )


def facts_of(author: Author) -> AuthorFacts:
    """An author's row as it would be typed."""
    return AuthorFacts(
        name=author.name,
        email=author.email,
        affiliation=author.affiliation,
        orcid=author.orcid,
        is_corresponding=author.is_corresponding,
        is_presenter=author.is_presenter,
    )


def _facts(author: Author | AuthorFacts) -> tuple[object, ...]:
    return (
        *(author.name, author.email.lower(), author.affiliation, author.orcid),
        *(author.is_corresponding, author.is_presenter),
    )


def missing(submission: Submission) -> list[str]:
    """What a submission still lacks before it can be reviewed, in words."""
    authors = list(submission.authors.all())
    checks = [
        (submission.title, "a title"),
        (submission.abstract, "an abstract"),
        (submission.kind, "its kind"),
        (authors, "its authors"),
        (
            all(author.email and author.affiliation for author in authors),
            "an author’s e-mail or affiliation",
        ),
        (any(author.is_corresponding for author in authors), "a corresponding author"),
        (any(author.is_presenter for author in authors), "a presenter"),
        (submission.paper, "the paper"),
    ]
    return [what for there, what in checks if not there]
