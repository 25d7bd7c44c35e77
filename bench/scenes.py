"""Two workshops of a size: one in the middle of its reviewing, one whose schedule is out."""

from __future__ import annotations

import time
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from itertools import cycle

from crowd import Crowd, make_crowd, make_version
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from run_factories import make_run
from schedule_factories import make_session, publish_rows

from bench.counting import Statements
from reviews import decide, notify
from reviews.invite import token_of
from reviews.models import Conflict, Invitation, Review
from schedule.models import Presentation, Session
from submissions.models import Consent, PaperVersion, Submission
from submissions.papers.sample import sample_pdf
from submissions.status import ACCEPTED, Status
from workshop import journal
from workshop.models import Barrier, Letter, Step, Workshop

OUTCOMES = [Status.ORAL, *[Status.POSTER] * 3, *[Status.REJECTED] * 6]
Part = PaperVersion.Part


@dataclass
class Scene:
    """A workshop, its people, and what stands for the parameters of an address, each by name."""

    crowd: Crowd
    known: dict[str, list[object]]
    asks: dict[str, str]


@dataclass(frozen=True)
class Released:
    """What deciding on all and releasing them took."""

    submissions: int
    reviews: int
    letters: int
    statements: int
    seconds: float


def under_way(size: int) -> Scene:
    """The call still takes late papers; half of the reviews are in, half of the decisions made."""
    crowd = make_crowd(f"under-way-{size}", size, call="open", keys=_files())
    workshop = crowd.workshop
    _site(workshop)
    drafts = workshop.reviews.filter(assignment__submission__number__gt=size // 2)
    drafts.update(state=Review.State.DRAFT, submitted_at=None)
    numbers = dict.fromkeys(range(2, size // 2), 0)
    by, at = crowd.organizer, timezone.now()
    decide.decide_many(workshop, numbers, outcome=Status.POSTER, by=by, at=at)
    return _scene(crowd)


def published(size: int) -> tuple[Scene, Released]:
    """All decided and released, half of it camera-ready and posted, planned and published."""
    crowd = make_crowd(f"published-{size}", size, keys=_files())
    workshop = crowd.workshop
    _site(workshop)
    released = _release(crowd, size)
    ahead = timezone.now() + timedelta(days=20)
    workshop.deadlines.exclude(step=Step.SUBMIT).update(closes_at=ahead)
    accepted = list(workshop.submissions.filter(status__in=ACCEPTED).order_by("number"))
    _camera_ready(accepted)
    _plan(workshop, accepted)
    publish_rows(workshop)
    return _scene(crowd), released


def _files() -> list[str]:
    """A dozen papers for everybody."""
    names = [f"papers/bench-{n}.pdf" for n in range(12)]
    body = sample_pdf("A paper", pages=4)
    return [
        name if default_storage.exists(name) else default_storage.save(name, ContentFile(body))
        for name in names
    ]


def _site(workshop: Workshop) -> None:
    text = "We ask for *work on credit*: what ought to change when $y = f(x)$ is wrong.\n\n" * 6
    Workshop.objects.filter(pk=workshop.pk).update(call_text=text, description=text)
    workshop.refresh_from_db()
    for n in range(1, 13):
        facts = {"speaker_position": n, "affiliation": "University"}
        workshop.people.create(name=f"Speaker {n}", **facts)
    for n in range(1, 8):
        workshop.people.create(name=f"Organizer {n}", organizer_position=n)
    for n in range(1, 4):
        slug = "venue" if n == 1 else f"page-{n}"
        workshop.pages.create(slug=slug, title=f"Page {n}", body=text, position=n)
    now = timezone.now()
    for n in range(20):
        workshop.invitations.create(email=f"asked{n}@{workshop.slug}.example", invited_at=now)


def _release(crowd: Crowd, size: int) -> Released:
    workshop, by, at = crowd.workshop, crowd.organizer, timezone.now()
    started = time.perf_counter()
    with Statements() as sent:
        for outcome in dict.fromkeys(OUTCOMES):
            numbers = [n for n in range(1, size + 1) if OUTCOMES[(n - 1) % 10] == outcome]
            shown = dict.fromkeys(numbers, 0)
            decide.decide_many(workshop, shown, outcome=outcome, by=by, at=at)
        notify.release(workshop, by=by, at=at)
    took = time.perf_counter() - started
    return Released(size, workshop.reviews.count(), workshop.letters.count(), sent.count, took)


def _camera_ready(accepted: list[Submission]) -> None:
    """Half have sent all and consented to all; a few want another title."""
    at, keys = timezone.now(), cycle(_files())
    half = accepted[: len(accepted) // 2]
    PaperVersion.objects.bulk_create(
        make_version(row, next(keys), at, part=part, number=number)
        for row in half
        for number, part in ((2, Part.FINAL), (3, Part.SLIDES))
    )
    consent = partial(Consent, given_at=at)
    artefacts = list(Consent.Artefact)[:3]
    Consent.objects.bulk_create(
        consent(submission=row, artefact=artefact) for row in half for artefact in artefacts
    )
    for row in accepted[: len(accepted) // 5]:
        authors = list(row.authors.values("name", "email", "affiliation", "orcid"))
        row.changes.create(number=1, title=f"{row.title}, revised", authors=authors, proposed_at=at)


def _plan(workshop: Workshop, accepted: list[Submission]) -> None:
    """Two days: invited talks, blocks of six orals, posters."""
    orals = [row for row in accepted if row.status == Status.ORAL]
    posters = [row for row in accepted if row.status == Status.POSTER]
    rooms = [workshop.rooms.create(name=name) for name in ("Hall", "Gallery")]
    talks: list[Presentation] = []
    people = cycle(workshop.people.speakers())
    for day in (0, 1):
        for kind, hour in ((Session.Kind.COFFEE, 10), (Session.Kind.LUNCH, 12)):
            make_session(workshop, kind, day=day, hour=hour)
        for hour in (8, 9, 11):
            invited = make_session(workshop, Session.Kind.INVITED, day=day, hour=hour)
            talks.append(Presentation(session=invited, presenter=next(people), title="On credit"))
        hall = make_session(workshop, Session.Kind.POSTERS, day=day, hour=17, room=rooms[1])
        talks += [Presentation(session=hall, submission=row) for row in posters[day::2]]
    for n in range(0, len(orals), 6):
        turn = n // 6
        session = make_session(workshop, day=turn % 2, hour=13 + turn % 4, room=rooms[turn % 2])
        talks += [Presentation(session=session, submission=row) for row in orals[n : n + 6]]
    for n, talk in enumerate(talks, start=1):
        talk.workshop, talk.position = workshop, n
    Presentation.everywhere.bulk_create(talks)


def _scene(crowd: Crowd) -> Scene:
    """With a letter and an entry about every submission, and what an address can name."""
    workshop, at = crowd.workshop, timezone.now()
    texts = {row.number: f"{row} was looked at" for row in workshop.submissions.all()}
    journal.note_each(workshop, "looked at", texts, by=crowd.organizer, at=at)
    Letter.everywhere.bulk_create(
        Letter(
            workshop=workshop,
            event="submissions/submitted",
            about=number,
            recipient=f"author{number}@{workshop.slug}.example",
            subject=f"Your submission {number}",
            body="Dear author,\n\nit has arrived.\n",
            state=Letter.State.HELD,
            written_at=at,
            not_before=at,
        )
        for number in texts
    )
    letter = workshop.letters.filter(state=Letter.State.HELD).latest("pk")
    invitation = workshop.invitations.filter(state=Invitation.State.WAITING)[0]
    known: dict[str, list[object]] = {
        "slug": [workshop.slug],
        "number": [1],
        "key": [letter.message_id],
        "page": ["venue"],
        "token": [token_of(invitation)],
        "session": _numbers(workshop, Session.Kind.POSTERS, Session.Kind.INVITED),
        "talk": [1],
        "run": [make_run(workshop, crowd.organizer).number],
    }
    return Scene(crowd, known, _asks(crowd))


def _numbers(workshop: Workshop, *kinds: str) -> list[object]:
    """Of one session of each kind, if there is one."""
    rows = [workshop.sessions.filter(kind=kind).first() for kind in kinds]
    return [row.number for row in rows if row]


def _asks(crowd: Crowd) -> dict[str, str]:
    """What a page is asked for beside its address."""
    other = crowd.workshop.reviewer_profiles.exclude(user=crowd.reviewer).latest("pk").user_id
    conflict = crowd.workshop.conflicts.create(
        user_id=other,
        submission=crowd.workshop.submissions.get(number=2),
        source=Conflict.Source.AFFILIATION,
        evidence="University of Place 2",
        found_at=timezone.now(),
    )
    reason = Barrier.Reason.CONFLICT
    crowd.workshop.barriers.create(user_id=other, number=2, reason=reason)
    return {
        "edit_reviewer": f"reviewer={other}",
        "remove_reviewer": f"reviewer={other}",
        "dismiss_conflict": f"conflict={conflict.key}",
        "remove_organizer": f"organizer={crowd.organizer.pk}",
    }
