"""Versions of the schedule: frozen when it is published, read by everything the public sees."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max

from schedule.models import ScheduleVersion
from schedule.permissions import planned_presentations, standing_presentations
from schedule.program import Program, from_json, of_rows
from submissions.status import ACCEPTED
from workshop.models import User, Workshop


def planned(workshop: Workshop) -> Program:
    """All that is planned and may be shown: nothing that is not accepted."""
    talks = standing_presentations(workshop)
    return of_rows(workshop.sessions.with_talks(talks).with_authors()).accepted


def planned_for(workshop: Workshop, user: User) -> Program:
    """What an organizer may see of it. Times and boards are reckoned as if there were no more."""
    talks = planned_presentations(workshop, user)
    return of_rows(workshop.sessions.with_talks(talks).with_authors()).accepted


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
