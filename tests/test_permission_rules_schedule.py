"""What organizers may see and change of the plan, and what the public reads of it.

The site and its numbers are told in `rules_world`. Its first session has the talks of numbers 6,
7 and 11, its second an invited one. The barred organizer is barred from number 7.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any

import pytest
from factories import AT
from rules_world import ABSENT, Site, answer
from schedule_factories import make_session, make_talk, publish_rows

from schedule import publish
from schedule.freezing import as_read, planned, planned_for, published, talks_for
from schedule.models import Presentation, ScheduleVersion, Session
from schedule.permissions import (
    accepted_submission,
    check_may_change,
    organized_session,
    plannable,
    planned_presentations,
    standing_presentations,
)
from schedule.program import Program, ShownTalk
from schedule.weaving import frozen_talks, woven
from submissions.models import Submission
from submissions.status import Status
from workshop.errors import Refused
from workshop.models import Person

pytest_plugins = ["rules_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]  # looked at once, for speed

INVITED = 0


def plan(site: Site) -> Session:
    first, second = make_session(site.here), make_session(site.here, "invited", hour=11)
    for number in (6, 7, 11):
        make_talk(first, site.number(number))
    make_talk(second, by="Ingrid")
    make_talk(make_session(site.there), site.there.submissions.get(number=2))
    return first


def numbers(talks: Iterable[Presentation | ShownTalk]) -> list[int]:
    """Of their submissions, in their order."""
    found = []
    for talk in talks:
        of = talk.submission
        found.append((of.number if isinstance(of, Submission) else of) or INVITED)
    return found


def shown(program: Program) -> list[list[int]]:
    return [numbers(session.talks) for session in program.sessions]


def set_status(site: Site, number: int, status: Status) -> None:
    site.here.submissions.filter(number=number).update(status=status)


# ---- what organizers plan with ----------------------------------------------------------------


def test_organizers_give_a_place_to_what_is_accepted_and_they_see(site: Site) -> None:
    assert site.seen(lambda user: plannable(site.here, user)) == {
        "organizer": [6, 7, 11],
        "barred organizer": [6, 11],
        "writing organizer": [6, 7, 11],
        "once reviewer": [6, 7, 11],
    }


def test_who_plans_a_submission_places_it(site: Site) -> None:
    def placing(number: int) -> set[str]:
        return site.let_in(lambda user: accepted_submission(user, site.here, number))

    planning = {"organizer", "writing organizer", "once reviewer"}
    assert placing(7) == planning
    assert placing(6) == {*planning, "barred organizer"}
    assert placing(99) == set()


def test_organizers_plan_with_the_talks_that_they_see(site: Site) -> None:
    plan(site)
    seen = {
        name: numbers(planned_presentations(site.here, user).order_by("pk"))
        for name, user in site.people.items()
    }
    assert {name: found for name, found in seen.items() if found != [INVITED]} == {
        "organizer": [6, 7, 11, INVITED],
        "barred organizer": [6, 11, INVITED],
        "writing organizer": [6, 7, 11, INVITED],
        "once reviewer": [6, 7, 11, INVITED],
    }


def test_what_is_accepted_no_more_keeps_its_place_once_a_version_is_out(site: Site) -> None:
    plan(site)
    set_status(site, 11, Status.REJECTED)
    assert standing(site) == [6, 7, INVITED]
    assert standing(site, is_out=True) == [6, 7, 11, INVITED]
    publish_rows(site.here)
    assert standing(site) == [6, 7, 11, INVITED]
    assert standing(site, is_out=False) == [6, 7, INVITED]
    organizer = site.people["organizer"]
    accepted = planned_presentations(site.here, organizer, is_out=False).order_by("pk")
    assert numbers(accepted) == [6, 7, INVITED]
    out = planned_presentations(site.here, organizer, is_out=True).order_by("pk")
    assert numbers(out) == [6, 7, 11, INVITED]


def standing(site: Site, *, is_out: bool | None = None) -> list[int]:
    return numbers(standing_presentations(site.here, is_out=is_out).order_by("pk"))


def test_a_talk_is_accepted_by_the_status_of_its_submission(site: Site) -> None:
    plan(site)
    accepted = set()
    for status in Status:
        set_status(site, 11, status)
        if 11 in numbers(site.here.presentations.accepted()):
            accepted.add(status.value)
    assert accepted == {"oral", "poster"}


def test_a_session_is_of_its_workshop(site: Site) -> None:
    first = plan(site)
    assert answer(organized_session, site.here, 1) == first
    assert answer(organized_session, site.there, 1) != first
    assert answer(organized_session, site.here, 3) == ABSENT


# ---- what is published in it ------------------------------------------------------------------


def test_a_session_is_changed_unless_something_published_in_it_is_hidden(site: Site) -> None:
    first = plan(site)
    assert refused(site, first) == set()  # nothing is published
    publish_rows(site.here)
    authors = {"author", "co-author", "unproved author", "other author", "writing decider"}
    assert refused(site, first) == authors | {"barred organizer"}
    assert refused(site, site.here.sessions.get(number=2)) == set()


def test_what_is_published_last_counts_and_not_what_is_planned(site: Site) -> None:
    first = plan(site)
    publish_rows(site.here)
    site.here.presentations.filter(submission__number=7).delete()
    assert "barred organizer" in refused(site, first)
    publish_rows(site.here)
    assert "barred organizer" not in refused(site, first)


def test_a_refusal_names_what_was_published(site: Site) -> None:
    first = plan(site)
    publish_rows(site.here)
    with pytest.raises(Refused, match=r"^Submission 7 is not among those that you handle"):
        check_may_change(first, site.people["barred organizer"])


def refused(site: Site, session: Session) -> set[str]:
    return {name for name, user in site.people.items() if _refused(session, user)}


def _refused(session: Session, user: Any) -> bool:
    try:
        check_may_change(session, user)
    except Refused:
        return True
    return False


# ---- what is read -----------------------------------------------------------------------------


def test_nothing_is_read_before_it_is_published(site: Site) -> None:
    plan(site)
    assert published(site.here) is None


def test_the_public_reads_the_last_version_less_what_is_accepted_no_more(site: Site) -> None:
    plan(site)
    first = publish_rows(site.here)
    site.here.presentations.filter(submission__number=6).delete()
    second = publish_rows(site.here)
    read = published(site.here)
    assert read is not None
    assert (read[0], shown(read[1])) == (second, [[7, 11], [INVITED]])
    assert shown(as_read(site.here, first)) == [[6, 7, 11], [INVITED]]
    read_at = {}
    for status in Status:
        set_status(site, 7, status)
        read_at[status.value] = shown(as_read(site.here, first))[0]
    stays = ("oral", "poster")
    assert read_at == {s.value: [6, 7, 11] if s in stays else [6, 11] for s in Status}


def test_what_is_planned_shows_nothing_that_is_not_accepted(site: Site) -> None:
    plan(site)
    assert shown(planned(site.here)) == [[6, 7, 11], [INVITED]]
    set_status(site, 7, Status.WITHDRAWN)
    assert shown(planned(site.here)) == [[6, 11], [INVITED]]
    publish_rows(site.here)
    assert shown(planned(site.here)) == [[6, 11], [INVITED]]


def test_an_organizer_sees_of_a_hidden_talk_what_was_published(site: Site) -> None:
    plan(site)
    assert plan_of(site, "barred organizer", None) == [[6, 11], [INVITED]]
    assert plan_of(site, "organizer", None) == [[6, 7, 11], [INVITED]]
    version = publish_rows(site.here)
    site.here.presentations.filter(submission__number=7).update(title="Planned since")
    seen = planned_for(site.here, site.people["barred organizer"], version)
    assert shown(seen) == [[6, 7, 11], [INVITED]]
    assert [talk.title for talk in seen.sessions[0].talks][1] == "On Paper 7"
    assert plan_of(site, "organizer", version) == [[6, 7, 11], [INVITED]]
    set_status(site, 7, Status.WITHDRAWN)
    set_status(site, 11, Status.WITHDRAWN)
    assert plan_of(site, "barred organizer", version) == [[6], [INVITED]]


def test_once_published_the_place_of_a_withdrawn_talk_stays_empty(site: Site) -> None:
    plan(site)
    version = publish_rows(site.here)

    def begins() -> datetime:
        seen = planned_for(site.here, site.people["organizer"], version)
        return next(talk.starts_at for talk in seen.sessions[0].talks if talk.submission == 11)

    before = begins()
    set_status(site, 7, Status.WITHDRAWN)
    assert begins() == before


def plan_of(site: Site, name: str, version: ScheduleVersion | None) -> list[list[int]]:
    return shown(planned_for(site.here, site.people[name], version))


def test_in_a_session_stand_the_rows_and_what_was_published_of_the_hidden(site: Site) -> None:
    first = plan(site)
    second = site.here.sessions.get(number=2)
    version = publish_rows(site.here)
    site.here.presentations.filter(submission__number__in=[7, 11]).delete()
    found = {}
    for name in ("organizer", "barred organizer"):
        talks = talks_for(site.here, site.people[name], version)
        found[name] = numbers(talks(first)), numbers(talks(second))
    assert found == {
        "organizer": ([6], [INVITED]),
        "barred organizer": ([6, 7], [INVITED]),
    }
    talks = talks_for(site.here, site.people["barred organizer"], None)
    assert numbers(talks(first)) == [6]


# ---- how it is woven --------------------------------------------------------------------------


def row(number: int) -> Presentation:
    if not number:
        return Presentation(presenter=Person(name="Ingrid"))
    return Presentation(submission=Submission(number=number))


def talk(number: int) -> ShownTalk:
    who = "" if number else "Ingrid"
    return ShownTalk("", "", who, (), number or None, "", AT, AT + timedelta(hours=1), None)


def weave(rows: list[int], frozen: list[int], hidden: set[int]) -> list[int]:
    return numbers(woven([row(n) for n in rows], [talk(n) for n in frozen], hidden))


def test_a_hidden_talk_stands_after_whom_it_followed(site: Site) -> None:
    assert weave([1, 2, 3], [1, 7, 2, 3], {7}) == [1, 7, 2, 3]
    assert weave([2, 1, 3], [1, 7, 2, 3], {7}) == [2, 1, 7, 3]  # moved since
    assert weave([1, 2, 3], [7, 1, 2, 3], {7}) == [7, 1, 2, 3]
    assert weave([1, 2, 3], [1, 2, 3, 7], {7}) == [1, 2, 3, 7]
    assert weave([3, 2], [1, 2, 7, 3], {7}) == [3, 2, 7]  # after the last of those before it
    assert weave([1, 2], [1, 7, 8, 2], {7, 8}) == [1, 7, 8, 2]
    assert weave([0, 1], [0, 7, 1], {7}) == [0, 7, 1]  # after an invited talk
    assert weave([1, 2], [2, 7, 1], {7}) == [1, 2, 7]


def test_what_is_not_hidden_is_as_in_the_rows(site: Site) -> None:
    assert weave([1, 2, 3], [1, 2, 3, 4], set()) == [1, 2, 3]
    assert weave([], [1, 7], {7}) == [7]
    assert weave([1], [], {7}) == [1]


def test_frozen_talks_are_by_their_session(site: Site) -> None:
    plan(site)
    found = published_program(site)
    by_session = {number: numbers(talks) for number, talks in frozen_talks(found).items()}
    assert by_session == {1: [6, 7, 11], 2: [INVITED]}
    assert frozen_talks(None) == {}


def published_program(site: Site) -> Program:
    publish_rows(site.here)
    found = published(site.here)
    assert found is not None
    return found[1]


def test_the_place_of_what_fell_is_cleared_where_no_organizer_is_left_to(site: Site) -> None:
    session, by = plan(site), site.people["barred organizer"]
    for number in (2, 12):
        make_talk(session, site.number(number))
    for role in site.here.roles.filter(kind="organizer"):
        site.here.barriers.get_or_create(user=role.user, number=11, reason="conflict")
    publish.publish(site.here, by=by, at=AT)
    placed = site.here.presentations.exclude(submission=None)
    left = placed.order_by("submission__number").values_list("submission__number", flat=True)
    assert list(left) == [2, 6, 7, 11]
    assert site.here.presentations.filter(submission=None).exists()
    [entry] = site.here.entries.filter(verb="left to plan")
    assert (entry.by, entry.at, entry.about) == (by, AT, 12)
