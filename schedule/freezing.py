"""Versions of the schedule: frozen when it is published, read by everything the public sees."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from schedule.models import ScheduleVersion, Session
from schedule.permissions import planned_presentations, standing_presentations
from schedule.program import Program, TalksOf, from_json, of_rows
from schedule.weaving import Frozen, Woven, frozen_talks, woven
from submissions.status import ACCEPTED
from workshop.models import Barrier, User, Workshop


def planned(workshop: Workshop) -> Program:
    """All that is planned and may be shown: nothing that is not accepted."""
    talks = standing_presentations(workshop)
    return of_rows(workshop.sessions.with_talks(talks).with_authors()).accepted


def planned_for(workshop: Workshop, user: User, version: ScheduleVersion | None) -> Program:
    """What an organizer may see of it, `version` being the last. Times and boards are reckoned as
    if there were no more."""
    talks = planned_presentations(workshop, user, is_out=version is not None)
    rows = workshop.sessions.with_talks(talks).with_authors()
    return of_rows(rows, talks_for(workshop, user, version)).accepted


def talks_for(workshop: Workshop, user: User, version: ScheduleVersion | None) -> TalksOf:
    """What stands in a session, to an organizer: the rows that they fetched, and among them what
    is hidden from them and yet published in this version."""
    hidden = set(Barrier.numbers(workshop, user)) if version else set()
    frozen: Frozen = {}
    if version and hidden:
        frozen = frozen_talks(as_read(workshop, version))

    def talks_of(session: Session) -> Woven:
        return woven(session.presentations.all(), frozen.get(session.number, ()), hidden)

    return talks_of


def freeze(workshop: Workshop, *, by: User | None, at: datetime) -> ScheduleVersion:
    """The next version, with everything that is planned. Runs in the transaction of its step."""
    return keep(workshop, planned(workshop), by=by, at=at)


def keep(workshop: Workshop, program: Program, *, by: User | None, at: datetime) -> ScheduleVersion:
    """The next version, with this program."""
    last = workshop.schedule_versions.aggregate(last=Max("number"))["last"] or 0
    version: ScheduleVersion = workshop.schedule_versions.create(
        number=last + 1, published_at=at, published_by=by, content=program.as_json()
    )
    return version


def published(workshop: Workshop) -> tuple[ScheduleVersion, Program] | None:
    """The last version and its program, as the public reads it."""
    version = workshop.schedule_versions.last()
    return (version, as_read(workshop, version)) if version else None


def as_read(workshop: Workshop, version: ScheduleVersion) -> Program:
    """What was frozen, less what has been withdrawn or rejected since."""
    accepted = workshop.submissions.filter(status__in=ACCEPTED).values_list("number", flat=True)
    return from_json(version.content).only(accepted)


def next_number(workshop: Workshop) -> int:
    """For a new session. A number that has been published never means another session."""
    last = workshop.sessions.aggregate(last=Max("number"))["last"] or 0
    contents = workshop.schedule_versions.values_list("content", flat=True)
    frozen = [facts["number"] for content in contents for facts in content["sessions"]]
    return int(max([last, *frozen])) + 1
