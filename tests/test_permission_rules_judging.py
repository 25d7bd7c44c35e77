"""Conflicts of interest that were found: who is shown them, and why, and who says what they are.

The site and its numbers are told in `rules_world`. The barred organizer is barred from 2 and 7.
"""

from __future__ import annotations

from typing import Any

import pytest
from factories import AT, make_organizer
from rules_world import ABSENT, Site, answer

from reviews import conflicts
from reviews.due import to_look_at
from reviews.models import Conflict
from reviews.views.conflicts import lines_for
from workshop.errors import Refused, Stale
from workshop.models import User

pytest_plugins = ["rules_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]  # looked at once, for speed

REFUSED = "409"
ORGANIZERS = ["organizer", "barred organizer"]
Source = Conflict.Source


def found(site: Site, number: int, name: str, source: Source, **facts: Any) -> Conflict:
    user, row = site.people[name], site.number(number)
    site.here.barriers.get_or_create(user=user, number=number, reason="conflict")
    made: Conflict = site.here.conflicts.create(
        user=user, submission=row, source=source, found_at=AT, **facts
    )
    return made


def test_organizers_are_shown_the_conflicts_with_what_they_see(site: Site) -> None:
    found(site, 2, "reviewer", Source.DOMAIN, evidence="the evidence")
    names = [*ORGANIZERS, "decider", "reviewer", "organizer there"]
    lines = [lines_for(site.here, site.people[name]) for name in names]
    shown = [{line.row.submission.number for line in some} for some in lines]
    assert shown == [{1, 2, 7}, {1}, {12}, set(), set()]
    assert [line.evidence for line in lines[0] if line.is_theirs_to_judge] == ["the evidence"]


def test_that_two_wrote_together_is_told_to_who_sees_both(site: Site) -> None:
    user = site.people["unassigned reviewer"]
    facts = {"affiliation": "", "is_corresponding": False, "is_presenter": False}
    site.number(2).authors.create(position=2, name="One", email=user.email, **facts)
    clues, source = ["other-author@example.org"], Source.CO_AUTHOR
    found(site, 11, "unassigned reviewer", source, evidence="all partners", clues=clues)
    found(site, 11, "proposed reviewer", Source.DOMAIN, evidence="the place")
    found(site, 11, "former reviewer", Source.CO_AUTHOR, evidence="nothing of ours")
    told = {
        name: [
            (line.who, line.why, line.evidence, line.is_theirs_to_judge)
            for line in lines_for(site.here, site.people[name])
            if line.row.submission.number == 11
        ]
        for name in ORGANIZERS
    }
    together, place = Source.CO_AUTHOR.label, Source.DOMAIN.label
    near = ("proposed reviewer", place, "the place", True)
    hidden = ("found by the site", "", False)
    former = (str(site.people["former reviewer"]), *hidden)
    partner = "Author other-author"
    assert told == {
        "organizer": [("unassigned reviewer", together, partner, True), near, former],
        "barred organizer": [("unassigned reviewer", *hidden), near, former],
    }


def test_who_sees_half_of_what_tells_of_a_conflict_is_told_nothing_and_judges_nothing(
    site: Site,
) -> None:
    """Two papers tell of it, of which the barred organizer sees the second."""
    user, other = site.people["unassigned reviewer"], "somebody@example.org"
    facts = {"affiliation": "", "is_corresponding": False, "is_presenter": False}
    for number, email in ((2, user.email), (10, user.email), (11, other)):
        site.number(number).authors.create(position=2, name="One", email=email, **facts)
    clues = ["other-author@example.org", other]
    row = found(site, 11, "unassigned reviewer", Source.CO_AUTHOR, clues=clues)
    lines = {name: lines_for(site.here, site.people[name]) for name in ORGANIZERS}
    told = {name: [line for line in lines[name] if line.row == row] for name in ORGANIZERS}
    whole, half = told["organizer"][0], told["barred organizer"][0]
    assert (whole.why, whole.is_theirs_to_judge) == (Source.CO_AUTHOR.label, True)
    assert (half.why, half.evidence, half.is_theirs_to_judge) == ("found by the site", "", False)
    assert dismissed(row, site.people["barred organizer"]) == ABSENT
    assert dismissed(row, site.people["organizer"]) is None


def test_a_conflict_is_judged_as_it_was_shown(site: Site) -> None:
    row, organizer = found(site, 10, "reviewer", Source.DOMAIN), site.people["organizer"]
    shown = conflicts.seen(row)
    site.here.conflicts.filter(pk=row.pk).update(evidence="the evidence")
    with pytest.raises(Stale):
        conflicts.dismiss(row, by=organizer, at=AT, seen=shown)
    row.refresh_from_db()
    assert row.dismissed_at is None
    conflicts.dismiss(row, by=organizer, at=AT, seen=conflicts.seen(row))


def test_what_was_shown_together_is_judged_together_or_not_at_all(site: Site) -> None:
    by: dict[str, Any] = {"by": site.people["organizer"], "at": AT}
    rows = [found(site, 10, "reviewer", one) for one in (Source.DOMAIN, Source.AFFILIATION)]
    for step, said in ((conflicts.confirm, "dismissed"), (conflicts.dismiss, "confirmed")):
        site.here.conflicts.filter(pk=rows[1].pk).update(**{f"{said}_at": AT})
        with pytest.raises(Refused, match=f"{said} it meanwhile"):
            step(*rows, **by)
        conflicts.reopen(*rows, **by)
    dismissed = {row.pk for row in rows}
    conflicts.dismiss(*rows, **by, seen=" ".join(conflicts.seen(row) for row in rows))
    assert {row.pk for row in site.here.conflicts.exclude(dismissed_at=None)} == dismissed
    barred = site.here.barriers.filter(user=rows[0].user, number=10)
    assert not barred.exists()
    conflicts.dismiss(*rows, by=site.people["once reviewer"], at=AT)
    assert site.here.entries.filter(verb="dismissed").count() == 1
    assert site.here.conflicts.filter(dismissed_by=by["by"]).count() == len(rows)
    conflicts.reopen(*rows, **by)
    assert barred.exists()
    conflicts.confirm(*rows, **by)
    assert {row.pk for row in site.here.conflicts.exclude(confirmed_at=None)} == dismissed


def test_conflicts_are_judged_that_were_found_for_somebody_else(site: Site) -> None:
    organizer, reviewer = site.people["organizer"], site.people["reviewer"]
    may = {
        source
        for source in Source
        if conflicts.can_judge(Conflict(user=reviewer, source=source), organizer)
    }
    assert may == set(Source) - {Source.DECLARED, Source.SAME_PERSON}
    assert not conflicts.can_judge(Conflict(user=organizer, source="domain"), organizer)


def test_conflicts_to_look_at_are_those_that_one_judges_and_nobody_has(site: Site) -> None:
    """But for papers written together."""
    for number in (2, 4, 6, 10, 12):
        found(site, number, "unassigned reviewer", Source.DOMAIN)
    found(site, 10, "barred organizer", Source.TIE)
    left_out = [Source.DECLARED, Source.SAME_PERSON, Source.CO_AUTHOR]
    for source in left_out:
        found(site, 1, "unassigned reviewer", source)
    found(site, 1, "proposed reviewer", Source.NAMED, confirmed_at=AT)
    found(site, 1, "proposed reviewer", Source.DOMAIN, dismissed_at=AT)
    waiting = {
        name: sorted((row.submission.number, row.source) for row in to_look_at(site.here, user))
        for name, user in site.people.items()
    }
    domain, named = Source.DOMAIN.value, Source.TIE.value
    every = [(2, domain), (6, domain), (10, domain), (10, named)]
    assert {name: rows for name, rows in waiting.items() if rows} == {
        "organizer": every,
        "once reviewer": every,
        "writing organizer": every,
        "barred organizer": [(6, domain)],
        "decider": [(12, domain)],
    }
    for name in [*ORGANIZERS, "decider"]:
        lines = lines_for(site.here, site.people[name])
        listed = [(line.row.submission.number, line.row.source) for line in lines if line.waits]
        assert sorted(listed) == waiting[name]


def test_a_conflict_is_dismissed_by_who_sees_the_submission(site: Site) -> None:
    first = found(site, 9, "unassigned reviewer", Source.DOMAIN)
    row = found(site, 2, "proposed reviewer", Source.DOMAIN)
    found(site, 10, "unassigned reviewer", Source.DOMAIN)
    people = {name: user for name, user in site.people.items() if name != "organizer"}
    may = {name for name, user in people.items() if dismissed(row, user) is None}
    assert may == {"writing organizer", "once reviewer"}
    row.refresh_from_db()
    assert (row.dismissed_at, row.dismissed_by) == (AT, site.people["writing organizer"])
    assert not site.here.barriers.filter(user=row.user, number=2).exists()
    [entry] = site.here.entries.filter(verb="dismissed")
    assert (entry.by, entry.at, entry.about) == (site.people["writing organizer"], AT, 2)
    first.refresh_from_db()
    assert first.dismissed_at is None


def test_what_was_declared_confirmed_or_is_ones_own_is_not_dismissed(site: Site) -> None:
    second, organizer = make_organizer(site.here), site.people["organizer"]
    found(site, 9, "proposed reviewer", Source.DOMAIN)
    site.people["second organizer"] = second
    rows = [
        found(site, 10, "second organizer", Source.DOMAIN),
        found(site, 10, "reviewer", Source.SAME_PERSON),
        site.here.conflicts.get(user=site.people["barred reviewer"], submission__number=1),
        found(site, 10, "proposed reviewer", Source.DOMAIN, confirmed_at=AT),
    ]
    del site.people["second organizer"]
    site.here.barriers.filter(user=second).delete()
    assert [dismissed(row, second) for row in rows] == [REFUSED] * 4
    assert dismissed(rows[0], organizer) is None
    assert not site.here.conflicts.filter(dismissed_at__isnull=False).exclude(pk=rows[0].pk)


def dismissed(row: Conflict, by: User) -> Any:
    try:
        return answer(lambda: conflicts.dismiss(row, by=by, at=AT))
    except Refused:
        return REFUSED
