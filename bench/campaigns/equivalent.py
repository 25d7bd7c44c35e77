"""Mistakes that change nothing that anybody could see: by function and change, why."""

from __future__ import annotations

from collections.abc import Iterator

Listed = tuple[tuple[str, str], str]


def _alike(where: str, why: str, *changes: str) -> Iterator[Listed]:
    for change in changes:
        yield (where, change), why


def _of_submissions() -> Iterator[Listed]:
    yield from _alike(
        "submissions.permissions.handlers_of",
        "it only spares questions: `organized_by` is asked for each of them",
        "submission.workshop.roles.filter(kind__in=kinds) → submission.workshop.roles.all()",
        "filter() without kind__in=kinds",
        "filter() without pk__in=roles.values('user')",
    )
    yield from _alike(
        "submissions.authorship.bar_authors",
        "it is for two at once, who wait for one another",
        "_one_at_a_time(emails) left out",
    )
    yield from _alike(
        "submissions.authorship.bar_author",
        "it is for two at once, as above",
        "_one_at_a_time([email]) left out",
        "[email] → []",
    )
    yield from _alike(
        "submissions.authorship.bar_authors",
        "no account has an empty address",
        "if author.email → if True",
    )

    decides = "Q(kind=Kind.DECIDER) & ~is_gone"
    yield from _alike(
        "submissions.handling.handlers_left",
        "who else has a role reviews, or organizes and is in already",
        f"{decides} → ~is_gone",
        "Q() without kind=Kind.DECIDER",
    )


def _of_the_ground() -> Iterator[Listed]:
    found = "Workshop.objects.announced().annotate(**facts).filter(slug=slug)"
    yield from _alike(
        "workshop.permissions.public_workshop",
        "a slug is of one workshop",
        f"{found}.first() → {found}.last()",
    )
    found = "Workshop.objects.organized_by(organizer).filter(pk=kept['workshop'])"
    yield from _alike(
        "workshop.viewing._holds", "a key is of one workshop", f"{found}.first() → {found}.last()"
    )
    yield from _alike(
        "workshop.viewing._inside", "who is sent on is told where to", "get() without ''"
    )
    typed, known = "not isinstance(user, User)", "not user.is_authenticated"
    yield from _alike(
        "workshop.permissions.public_workshop",
        "who is authenticated is a User: the first half tells the type checker so",
        f"{typed} and ({known}) → {typed} or {known}",
        f"{typed} and ({known}) → {known}",
        f"{typed} and ({known}) → {typed}",
    )
    yield from _alike(
        "workshop.models.records.LetterQuerySet.due",
        "any number above that of account letters comes after them",
        "1 → 2",
    )


def _of_reviews_and_schedule() -> Iterator[Listed]:
    spares = "it only spares a question: without a version nothing is frozen, and nothing hidden"
    both = "version and hidden"
    yield from _alike(
        "schedule.freezing.talks_for",
        spares,
        "set(Barrier.numbers(workshop, user)) if version else set() → "
        "set(Barrier.numbers(workshop, user))",
        f"{both} → version",
        f"{both} → hidden",
        f"{both} → version or hidden",
    )
    yield from _alike(
        "schedule.freezing.planned_for",
        "it only spares a question: not told, it is asked there",
        "planned_presentations() without is_out=version is not None",
    )
    yield from _alike(
        "reviews.viewed.is_still",
        "whoever has another role is left out just below",
        "filter() without kind=Role.Kind.REVIEWER",
    )


def _of_the_committee() -> Iterator[Listed]:
    found = "rows.select_related('workshop').filter(pk=invitation.pk)"
    yield from _alike(
        "reviews.invite.locked",
        "a key is of one invitation; what is locked with it is for two at once",
        f"{found}.first() → {found}.last()",
        "select_for_update() without of=('self',)",
        "('self',) → ()",
    )
    yield from _alike(
        "reviews.conflicts.dismiss",
        "it spares the database what has not changed",
        "save() without update_fields=['dismissed_at', 'dismissed_by']",
    )
    yield from _alike(
        "reviews.conflicts._to_judge_all",
        "what is locked is for two at once; the page hands over some, and as many shown",
        "lock(workshop) left out",
        "if not some: left out",
        "if not some: → if False:",
        "return [] → return None",
        "zip() without strict=True",
        "True → False",
    )
    read = ("'submission'", "'user'", "'confirmed_by'", "'dismissed_by'")
    yield from _alike(
        "reviews.views.conflicts.lines_for",
        "it only spares questions",
        *(f"({', '.join(read)}) → ({', '.join(n for n in read if n != each)})" for each in read),
    )
    yield from _alike(
        "reviews.affinities._bids", "bids are whole numbers", "zeros() without dtype=np.int64"
    )


def _of_runs() -> Iterator[Listed]:
    found = "asked_by(run.workshop, by).filter(pk=run.pk)"
    yield from _alike(
        "reviews.runs._locked",
        "a key is of one run; what is locked is for two at once",
        f"{found}.first() → {found}.last()",
        "conflicts.lock(run.workshop) left out",
    )
    yield from _alike(
        "schedule.publish._clear",
        "of none nothing is deleted and nothing noted",
        "if not numbers: left out",
        "if not numbers: → if False:",
    )


EQUIVALENT: dict[tuple[str, str], str] = dict(
    [
        *(*_of_submissions(), *_of_the_ground(), *_of_reviews_and_schedule()),
        *(*_of_the_committee(), *_of_runs()),
    ]
)
