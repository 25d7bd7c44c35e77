"""All that ever decided who may read one submission, and when it held: in two queries.

The history says when; the rows say what holds now, were it written down or not: what nobody saw
begin counts as having held all along.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import datetime
from typing import Any

from django.db.models import (
    CharField,
    DateTimeField,
    F,
    IntegerField,
    Q,
    QuerySet,
    Value,
)
from django.db.models.functions import Coalesce

from reviews.models import CommitteeSpell, Conflict, Review
from schedule.models import ScheduleVersion
from schedule.readers.spans import Spans, either, span
from submissions.models import Author, Consent, PaperVersion, ReleasedDecision, ReleasedReview
from workshop.history import Fact, Kind
from workshop.models import Role, Workshop

Their = CommitteeSpell.Kind
# Facts whose rows bear their own times.
CONSENT, PAPER, TOLD, REVIEWS_TOLD, PUBLISHED = "consent", "paper", "told", "reviewed", "published"
HANDED_IN = "handed in"
Facts = dict[Fact, Spans]
Rows = QuerySet[Any, tuple[Any, ...]]
NOW = "now"


def facts_of(workshop: Workshop, number: int) -> Facts:
    """When each of the facts held."""
    first, *others = [
        *_written(workshop, number),
        *_of_the_ground(workshop, number),
        *_of_authors(workshop, number),
        *_of_the_committee(workshop, number),
        *_timed(workshop, number),
    ]
    found: dict[Fact, list[Spans]] = defaultdict(list)
    live: set[Fact] = set()
    known: set[Fact] = set()
    for *fact, since, until, source in first.union(*others, all=True):
        key = Fact(*fact)
        if source == NOW:
            live.add(key)
            continue
        found[key].append(span(since, until))
        known |= {key} if until is None else set()
    for key in live - known:
        found[key].append(span(None, None))
    for moment, until in _published(workshop, number):
        found[Fact(PUBLISHED, number)].append(span(moment, until))
    return {key: either(spans) for key, spans in found.items()}


def _rows(rows: QuerySet[Any], kind: str, **facts: Any) -> Rows:
    """As facts: of the number, user, address and value that are named, holding now."""
    text, number, moment = CharField(), IntegerField(), DateTimeField()
    times = "since" in facts
    return rows.order_by().values_list(
        Value(kind, output_field=text),
        facts.get("number", Value(0, output_field=number)),
        facts.get("user", Value(0, output_field=number)),
        facts.get("email", Value("", output_field=text)),
        facts.get("value", Value("", output_field=text)),
        facts.get("since", Value(None, output_field=moment)),
        facts.get("until", Value(None, output_field=moment)),
        Value("" if times else NOW, output_field=text),
    )


def _spells(rows: QuerySet[Any]) -> Rows:
    user = Coalesce(F("user"), Value(0))
    written = Value("", output_field=CharField())
    return rows.order_by().values_list(
        "kind", "number", user, "email", "value", "since", "until", written
    )


def _written(workshop: Workshop, number: int) -> list[Rows]:
    mine = workshop.spells.filter(number=number)
    roles = workshop.spells.filter(kind=Kind.ROLE)
    # An outside decider has sent nothing that stands, anywhere in the workshop.
    sent = workshop.spells.filter(kind=Kind.AUTHOR, user__in=_deciders(workshop))
    stood = Q(kind=Kind.STATUS, number__in=sent.values("number"))
    others = workshop.spells.filter(Q(pk__in=sent.values("pk")) | stood).exclude(number=number)
    theirs = CommitteeSpell.everywhere.filter(workshop=workshop, number=number)
    return [_spells(rows) for rows in (mine, roles, others, theirs)]


def _deciders(workshop: Workshop) -> QuerySet[Any, Any]:
    return workshop.spells.filter(kind=Kind.ROLE, value=Role.Kind.DECIDER).values("user")


def _of_the_ground(workshop: Workshop, number: int) -> list[Rows]:
    barriers = workshop.barriers.filter(number=number)
    named = {"user": F("user_id"), "number": F("number"), "value": F("reason")}
    return [
        _rows(workshop.roles.all(), Kind.ROLE, user=F("user_id"), value=F("kind")),
        _rows(barriers, Kind.BARRIER, **named),
    ]


def _of_authors(workshop: Workshop, number: int) -> list[Rows]:
    named = Author.objects.filter(submission__workshop=workshop, submission__number=number)
    known = workshop.submissions.filter(Q(number=number) | Q(submitter__in=_deciders(workshop)))
    sent = known.filter(submitter__isnull=False)
    mine = {"number": Value(number, output_field=IntegerField())}
    theirs = {"number": F("number")}
    return [
        _rows(named.exclude(email=""), Kind.AUTHOR, email=F("email"), **mine),
        _rows(sent, Kind.AUTHOR, user=F("submitter_id"), **theirs),
        _rows(known, Kind.STATUS, value=F("status"), **theirs),
    ]


def _of_the_committee(workshop: Workshop, number: int) -> list[Rows]:
    about = {"number": Value(number, output_field=IntegerField())}
    of_it = {"submission__number": number}
    given = workshop.assignments.filter(**of_it)
    reviews = workshop.reviews.filter(
        assignment__submission__number=number, state=Review.State.SUBMITTED
    )
    decided = workshop.decisions.filter(**of_it).exclude(outcome="")
    declared = workshop.conflicts.filter(**of_it, source=Conflict.Source.DECLARED)
    return [
        _rows(given, Their.ASSIGNMENT, user=F("reviewer_id"), value=F("state"), **about),
        _rows(reviews, Their.REVIEW, user=F("assignment__reviewer_id"), **about),
        _rows(decided, Their.DECISION, **about),
        _rows(declared, Their.DECLARED, user=F("user_id"), **about),
    ]


def _timed(workshop: Workshop, number: int) -> list[Rows]:
    """What bears its own times: consents, papers, releases."""
    about = {"number": Value(number, output_field=IntegerField())}
    it = {"submission__workshop": workshop, "submission__number": number}
    papers = PaperVersion.objects.filter(**it)
    consents = Consent.objects.filter(**it)
    times = {"since": F("given_at"), "until": F("revoked_at")}
    told = ReleasedDecision.objects.filter(**it)
    reviews = ReleasedReview.objects.filter(**it)
    sent = workshop.submissions.filter(number=number, submitted_at__isnull=False)
    return [
        _rows(sent, HANDED_IN, since=F("submitted_at"), **about),
        _rows(consents, CONSENT, value=F("artefact"), **times, **about),
        _rows(papers, PAPER, value=F("part"), since=F("received_at"), **about),
        _rows(told, TOLD, since=F("release__at"), **about),
        _rows(reviews, REVIEWS_TOLD, since=F("release__at"), **about),
    ]


def _published(workshop: Workshop, number: int) -> list[tuple[datetime, datetime | None]]:
    """When it stood in the last version of the schedule."""
    versions = list(workshop.schedule_versions.order_by("number"))
    ends = [version.published_at for version in versions[1:]]
    pairs = zip(versions, [*ends, None], strict=True) if versions else []
    return [(one.published_at, until) for one, until in pairs if _names(one, number)]


def _names(version: ScheduleVersion, number: int) -> bool:
    sessions = version.content["sessions"]
    return any(talk["submission"] == number for each in sessions for talk in each["talks"])
