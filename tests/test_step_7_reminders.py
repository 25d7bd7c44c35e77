"""Step 7: authors are reminded of what is missing, as it was shown and once a day."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from camera_ready_fixtures import accepted_paper, eight_days, organizers_client  # noqa: F401
from camera_ready_story import BOARD, SECOND, heading, letters, make_final
from django.test import Client
from django.utils import timezone
from factories import make_organizer, make_submission
from people_fixtures import author_ada, closed_call, now, organizer_olga  # noqa: F401
from review_factories import bar

from submissions import camera_ready_reminders as reminding
from submissions.models import Submission
from workshop.errors import Refused
from workshop.models import Deadline, User, Workshop

pytestmark = pytest.mark.django_db


def remind(workshop: Workshop, by: User, at: datetime) -> list[int]:
    due = [row for row in reminding.reminders(workshop, by) if row.is_due(at)]
    sent = reminding.remind(workshop, shown=reminding.seen(due), by=by, at=at)
    return [row.submission.number for row in sent]


def test_all_authors_of_what_is_missing_are_reminded_once_a_day(
    workshop: Workshop, paper: Submission, olga: User, at: datetime
) -> None:
    done = make_submission(workshop, status="poster")
    make_final(done)
    nobody = make_submission(workshop, status="oral", authors=["x@example.org"])
    nobody.authors.update(email="")
    assert remind(workshop, olga, at) == [1]
    subject = "The camera-ready paper of submission 1 is missing"
    assert letters(workshop) == [("ada@example.org", subject), ("bob@example.org", subject)]
    assert [letter.about for letter in workshop.letters.all()] == [1, 1]
    with pytest.raises(Refused, match="There is nobody to remind"):
        remind(workshop, olga, at + timedelta(hours=23))
    assert remind(workshop, olga, at + timedelta(days=1)) == [1]
    assert sorted(workshop.letters.values_list("revision", flat=True)) == [1, 1, 2, 2]


def test_a_reminder_is_previewed_and_sent_as_it_was_shown(
    organizing: Client, workshop: Workshop, paper: Submission
) -> None:
    url = f"{BOARD}remind/"
    page = organizing.get(url)
    assert heading(page.content.decode()) == "Send 2 reminders?"
    shown = {"seen": page.context["seen"]}
    sent = organizing.post(url, shown, follow=True)
    assert sent.redirect_chain == [(BOARD, 302)]
    assert "2 reminders are on the way." in sent.content.decode()
    twice = organizing.post(url, shown)
    assert twice.status_code == 409
    assert workshop.letters.count() == 2
    assert workshop.letters.order_by("pk")[0].body == page.context["letter"].body


def test_nobody_is_reminded_of_what_can_no_longer_be_sent(
    organizing: Client, workshop: Workshop, paper: Submission, olga: User, deadline: Deadline
) -> None:
    Deadline.everywhere.filter(pk=deadline.pk).update(closes_at=timezone.now() - SECOND)
    assert heading(organizing.get(f"{BOARD}remind/").content.decode()) == "The deadline is over"
    with pytest.raises(Refused, match="set a later day under Dates"):
        remind(workshop, olga, timezone.now())
    assert workshop.letters.count() == 0


def test_a_barred_organizer_neither_reminds_nor_reads_the_letters(
    workshop: Workshop, paper: Submission, olga: User, at: datetime
) -> None:
    carl = make_organizer(workshop, "carl@example.org", "Carl")
    bar(carl, paper)
    assert reminding.reminders(workshop, carl) == []
    remind(workshop, olga, at)
    assert list(workshop.letters.visible_to(carl)) == []
    assert list(workshop.entries.visible_to(carl)) == []
    assert workshop.letters.visible_to(olga).count() == 2
