"""Some forty submissions, made by the very steps that authors take, with small real PDFs."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from random import Random

from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from submissions import desk, submit, uploads
from submissions.content import AuthorFacts, Content
from submissions.models import PaperVersion, Submission
from submissions.papers.sample import sample_pdf
from workshop.management.demo import site, words
from workshop.models import User, Workshop

COUNT = 40
DRAFTS = 6
WITHDRAWN = 2
PERSON = tuple[str, str, str]


def add(workshop: Workshop, names: list[str], random: Random, at: datetime) -> None:
    """Forty submissions over the month of the call, most of them late; one by an organizer."""
    clara = workshop.roles.select_related("user").order_by("pk")[0].user
    for n in range(COUNT):
        authors = _authors(names, random, at)
        if n == 7:
            authors.append((clara.name, clara.email, clara.affiliation))
        moment = at - timedelta(
            days=site.OPENED_DAYS_AGO * (1 - ((n + 1) / COUNT) ** 0.4), minutes=n
        )
        _hand_in(
            workshop, authors, random, max(moment, _opened(workshop)), draft=n >= COUNT - DRAFTS
        )
    _take_some_back(workshop, at)


def _opened(workshop: Workshop) -> datetime:
    opened = workshop.deadlines.get(step="submit").opens_at
    assert opened is not None
    return opened


def _authors(names: list[str], random: Random, at: datetime) -> list[PERSON]:
    """One to four people, the first of whom has a demo account."""
    chosen = random.sample(names, random.randint(1, 4))
    site.person(chosen[0], words.place_of(chosen[0]), at)
    places = [(name, words.place_of(name)) for name in chosen]
    return [(name, site.address(name, place), place) for name, place in places]


def _hand_in(
    workshop: Workshop, authors: list[PERSON], random: Random, at: datetime, *, draft: bool
) -> Submission:
    kind = random.choice(list(workshop.kinds.all()))
    title = words.title(random)
    content = Content(
        title=title,
        abstract=words.abstract(random),
        kind=kind,
        topics=random.sample(list(workshop.topics.all()), random.randint(1, 2)),
        already_published_at=random.choice(words.VENUES),
        authors=[
            AuthorFacts(name, email, place, is_corresponding=n == 0, is_presenter=n == 0)
            for n, (name, email, place) in enumerate(authors)
        ],
    )
    pages = max(2, kind.page_limit + random.choice([-2, -1, 0, 0, 0, 1]))
    body = sample_pdf(title, content.abstract, pages=pages)
    upload = uploads.stored(SimpleUploadedFile("paper.pdf", body, "application/pdf"))
    by = User.objects.get(email=authors[0][1])
    submission = submit.draft(workshop, content, by=by, at=at, paper=upload)
    submission.papers.update(finding=PaperVersion.Finding.FINE, pages=pages)
    if not draft:
        submission = submit.submit(submission, by=by, at=at)
    return submission


def _take_some_back(workshop: Workshop, at: datetime) -> None:
    """Two are withdrawn and one is rejected at the desk, as happens."""
    handed_in = list(workshop.submissions.submitted().order_by("number"))
    for submission in handed_in[4 : 4 + WITHDRAWN]:
        assert submission.submitter is not None
        by, version = submission.submitter, submission.version
        submit.withdraw(submission, version=version, by=by, at=at - timedelta(hours=30))
    organizer = workshop.roles.select_related("user").order_by("pk")[1].user
    desk.reject(
        handed_in[12],
        reason="It describes a product, not research. A paper about the method would be welcome.",
        by=organizer,
        at=at - timedelta(hours=20),
    )


def remove_files(workshop: Workshop) -> None:
    """Once it is certain that the rows are gone."""
    for paper in PaperVersion.objects.filter(submission__workshop=workshop):
        transaction.on_commit(partial(default_storage.delete, str(paper.file.name)))
