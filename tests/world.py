"""One workshop with everybody in it, at a phase of its story; and every address of the site."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import timedelta
from uuid import UUID

from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone
from factories import make_organizer, make_submission, make_user, make_workshop
from posting_factories import give, make_part
from review_factories import assign, bar, make_review, make_reviewer
from run_factories import make_run
from schedule_factories import make_session, make_talk, publish_rows

from reviews.invite import token_of
from reviews.models import Invitation
from schedule.models import Session
from submissions.authorship import bar_authors
from submissions.changes import named_now
from submissions.models import PaperVersion, Release, Submission
from submissions.status import Status
from workshop import journal
from workshop.audience import REGISTRY, Audience, name_of
from workshop.models import Letter, Role, User, Workshop

PHASES = ["preparing", "open", "closed", "released"]
# Of no letter.
NO_LETTER = UUID(int=0)


@dataclass
class World:
    """`barred` organizes the workshop and is an author of its submission."""

    workshop: Workshop
    submission: Submission
    letter: Letter
    invitation: Invitation
    people: dict[str, User | None]

    def client(self, who: str) -> Client:
        client = Client()
        user = self.people[who]
        if user is not None:
            client.force_login(user)
        return client

    def get(self, client: Client, url: str) -> tuple[int, bytes, dict[str, str]]:
        """Status, body and headers. A file is read to its end, which closes it."""
        answer = client.get(url)
        body = b"".join(answer) if answer.streaming else answer.content
        # By the slash the middleware knows what other sites must not ask for.
        assert not (url.endswith("/") and answer.has_header("Content-Disposition"))
        return answer.status_code, body, dict(answer.headers)

    def status(self, client: Client, name: str) -> int:
        return self.get(client, self.url(name))[0]

    def url(self, name: str) -> str:
        """The address of a page about this world's workshop, submission, letter or free page."""
        known = {
            "slug": self.workshop.slug,
            "number": self.submission.number,
            "key": self.letter.message_id,
            "page": "venue",
            "token": token_of(self.invitation),
            "session": 1,
            "talk": 1,
            "run": 1,
        }
        [(_, parameters)] = get_resolver().reverse_dict.getlist(name)[0][0]
        return reverse(name, kwargs={key: known[key] for key in parameters})


def world(phase: str = "open", rows: int = 1) -> World:
    """A workshop at this phase with so many of everything."""
    call = "closed" if phase == "released" else phase
    workshop = make_workshop("credit", call=call, call_text="Send what you found.")
    people: dict[str, User | None] = {
        "visitor": None,
        "stranger": make_user("stranger@example.org", "Stranger"),
        "author": make_user("author@example.org", "Author"),
        "co-author": make_user("co-author@example.org", "Co-author"),
        "reviewer": make_user("reviewer@example.org", "Reviewer"),
        "decider": make_user("decider@example.org", "Decider"),
        "organizer": make_organizer(workshop, "organizer@example.org", "Organizer"),
        "barred": make_organizer(workshop, "barred@example.org", "Barred"),
        "elsewhere": make_organizer(make_workshop("other"), "elsewhere@example.org", "Elsewhere"),
        "administrator": make_user("admin@example.org", "Administrator", is_administrator=True),
    }
    reviewer, decider = people["reviewer"], people["decider"]
    assert reviewer is not None
    assert decider is not None
    workshop.roles.create(user=reviewer, kind=Role.Kind.REVIEWER)
    workshop.roles.create(user=decider, kind=Role.Kind.DECIDER)
    workshop.reviewer_profiles.create(user=reviewer, load=4)
    submissions = [_submission(workshop, people["author"]) for _ in range(rows)]
    invitation = _committee(workshop, reviewer, submissions)
    letter = _records(workshop, submissions)
    _site(workshop, rows)
    if phase == "released":
        _release(workshop, submissions)
    publish_rows(workshop)
    assert people["organizer"] is not None
    make_run(workshop, people["organizer"])
    return World(workshop, submissions[0], letter, invitation, people)


def _submission(workshop: Workshop, author: User | None) -> Submission:
    emails = ["author@example.org", "co-author@example.org", "barred@example.org"]
    submission = make_submission(workshop, author, authors=emails, paper=True)
    submission.topics.set(workshop.topics.all())
    submission.named_conflicts.create(kind="person", text="Nobody Here", named_at=timezone.now())
    bar_authors(submission, timezone.now())
    return submission


def _committee(workshop: Workshop, reviewer: User, submissions: list[Submission]) -> Invitation:
    """Everything reviewed and decided, by as many people as there are submissions."""
    invited = {"invited_at": timezone.now()}
    for n, submission in enumerate(submissions):
        make_review(assign(submission, reviewer))
        other = make_reviewer(workshop, name=f"Committee {n}")
        make_review(assign(submission, other), rating=2)
        bar(make_reviewer(workshop, name=f"Away {n}"), submission)
        decided = {"outcome": "poster", "decided_at": timezone.now()}
        workshop.decisions.create(submission=submission, **decided)
        workshop.invitations.create(email=f"asked{n}@example.org", **invited)
        facts = {"user": reviewer, "title": f"Publication {n}", "authors": "Somebody Else"}
        workshop.publications.create(**facts, added_at=timezone.now())
        facts = {"user": reviewer, "kind": "person", "text": f"Somebody Else{n}"}
        workshop.ties.create(**facts, declared_at=timezone.now())
    return workshop.invitations.create(email="invited@example.org", **invited)


def _records(workshop: Workshop, submissions: list[Submission]) -> Letter:
    """Letters and entries: as many about nothing in particular, and one of each by submission."""
    at = timezone.now()
    for submission in submissions:
        for about in (None, submission.number):
            letter = workshop.letters.create(
                event="submissions/revised",
                about=about,
                recipient="author@example.org",
                revision=submission.number,
                subject=f"A letter, {submission.number}",
                body="Dear author",
                state=Letter.State.HELD,
                written_at=at,
                not_before=at,
            )
            text = f"Author wrote {submission.number}"
            journal.note(workshop, "wrote", text, by=submission.submitter, at=at, about=about)
    letters = workshop.letters.filter(about=None)
    return letters.first() or letter


def _site(workshop: Workshop, rows: int) -> None:
    """Topics, kinds, people, pages and a schedule."""
    starts = timezone.now() + timedelta(days=60)
    for n in range(1, rows + 1):
        workshop.topics.create(name=f"Topic {n}", position=n + 2)
        workshop.kinds.create(name=f"Kind {n}", page_limit=n, position=n + 2)
        workshop.pages.create(
            slug="venue" if n == 1 else f"page-{n}", title=f"Page {n}", body="Text"
        )
        person = workshop.people.create(
            name=f"Speaker {n}", affiliation="Somewhere", speaker_position=n, organizer_position=n
        )
        session = workshop.sessions.create(
            number=n,
            kind=Session.Kind.INVITED,
            starts_at=starts + timedelta(minutes=30 * n),
            ends_at=starts + timedelta(minutes=30 * n + 30),
        )
        session.panelists.create(person=person, position=1)
        workshop.presentations.create(
            session=session, presenter=person, title=f"Talk {n}", position=1
        )
        make_organizer(workshop)


def _release(workshop: Workshop, submissions: list[Submission]) -> None:
    """All accepted as talks and told so, camera-ready, consented to, on the schedule."""
    release = workshop.releases.create(number=1, kind=Release.Kind.DECISIONS, at=timezone.now())
    session = make_session(workshop, Session.Kind.CONTRIBUTED, hour=20)
    for submission in submissions:
        submission.status = Status.ORAL
        submission.save()
        submission.released_decisions.create(release=release, outcome=Status.ORAL)
        facts = {"release": release, "text": "Sound.", "rating": 4, "confidence": 2}
        submission.released_reviews.create(label=1, **facts)
        for part in (PaperVersion.Part.FINAL, PaperVersion.Part.SLIDES):
            make_part(submission, part)
        give(submission)
        _propose(submission)
        make_talk(session, submission)


def _propose(submission: Submission) -> None:
    """A change of the title that waits for its answer."""
    authors = [asdict(author) for author in named_now(submission).authors]
    facts = {"proposed_by": submission.submitter, "proposed_at": timezone.now()}
    submission.changes.create(number=1, title="On Another Paper", authors=authors, **facts)


def pages(resolver: URLResolver | None = None) -> Iterator[tuple[str, frozenset[Audience]]]:
    """Every address of the site by name, and who it is declared for."""
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLPattern):
            assert pattern.name
            yield pattern.name, REGISTRY[name_of(pattern.callback)].audiences
        else:
            yield from pages(pattern)
