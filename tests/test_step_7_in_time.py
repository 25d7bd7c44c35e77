"""Step 7: until when a final version is taken, to the microsecond, and what the grace is for."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from camera_ready_fixtures import accepted_paper, browser_at_paper, eight_days  # noqa: F401
from camera_ready_story import PAGE, SECOND, again, save, typed, upload
from django.test import Client
from django.utils import timezone
from factories import make_user
from forms import pdf
from people_fixtures import author_ada, closed_call, now  # noqa: F401

from submissions import camera_ready
from submissions.camera_ready import Content, Files
from submissions.models import Submission
from workshop import dates
from workshop.errors import Refused
from workshop.models import Deadline, User

pytestmark = pytest.mark.django_db


# ---- the step ------------------------------------------------------------------------------


def test_the_deadline_is_exclusive_to_the_microsecond(
    paper: Submission, ada: User, deadline: Deadline
) -> None:
    last = deadline.closes_at - timedelta(microseconds=1)
    save(paper, ada, last, abstract="In time.")
    with pytest.raises(Refused, match="Camera-ready papers were due"):
        save(paper, ada, deadline.closes_at, abstract="Late.")
    assert again(paper).abstract == "In time."


@pytest.mark.parametrize(("minutes", "taken"), [(9, True), (10, False)])
def test_an_upload_begun_in_time_has_the_grace(
    paper: Submission, ada: User, deadline: Deadline, *, minutes: int, taken: bool
) -> None:
    Deadline.everywhere.filter(pk=deadline.pk).update(grace_minutes=10)
    late = deadline.closes_at + timedelta(minutes=minutes)
    began = deadline.closes_at - SECOND
    if taken:
        save(paper, ada, late, Files(upload()), began=began)
    else:
        with pytest.raises(Refused):
            save(paper, ada, late, Files(upload()), began=began)
    assert (again(paper).final_paper is not None) == taken
    with pytest.raises(Refused):
        save(paper, ada, late, abstract="Late.", began=deadline.closes_at)


def test_the_grace_is_for_files_and_the_text_stays(
    paper: Submission, ada: User, deadline: Deadline
) -> None:
    Deadline.everywhere.filter(pk=deadline.pk).update(grace_minutes=10)
    late, began = deadline.closes_at + SECOND, deadline.closes_at - SECOND
    typed: dict[str, Any] = {"abstract": "Late.", "presenter": 2, "video": "https://host.org/v"}
    file = upload()
    saved = save(paper, ada, late, Files(file), began=began, **typed)
    assert not camera_ready.same(saved, Content(**typed))
    row = again(paper)
    assert (row.abstract, row.video, row.final_paper is not None) == (paper.abstract, "", True)
    assert [author.is_presenter for author in row.authors.all()] == [True, False]
    for nothing_new in (Files(), Files(file)):
        with pytest.raises(Refused, match="Camera-ready papers were due"):
            save(paper, ada, late, nothing_new, began=began, **typed)


def test_a_workshop_without_that_deadline_takes_it_at_any_time(
    paper: Submission, ada: User, at: datetime, deadline: Deadline
) -> None:
    deadline.delete()
    save(paper, ada, at + timedelta(days=300), abstract="Whenever.")
    assert again(paper).abstract == "Whenever."


# ---- the author's page ---------------------------------------------------------------------


def test_after_the_deadline_it_is_read_only_and_says_so(
    browser: Client, paper: Submission, deadline: Deadline
) -> None:
    form = typed(paper, abstract="Too late.")
    Deadline.everywhere.filter(pk=deadline.pk).update(closes_at=timezone.now() - SECOND)
    html = browser.get(PAGE).content.decode()
    assert "The deadline is over: what you see is what was sent." in html
    assert 'type="file"' not in html
    late = browser.post(PAGE, form)
    assert late.status_code == 409
    html = late.content.decode()
    assert "Too late." in html
    assert html.count("was not saved") == 1
    assert "Save the camera-ready version" not in html
    assert "Open until" not in html
    assert again(paper).abstract == paper.abstract


def test_a_mistake_within_the_grace_keeps_what_was_typed(
    browser: Client, paper: Submission, ada: User, deadline: Deadline
) -> None:
    closed = {"closes_at": timezone.now() - SECOND, "grace_minutes": 10}
    Deadline.everywhere.filter(pk=deadline.pk).update(**closed)
    ticket = dates.ticket(ada, timezone.now() - timedelta(hours=1))
    html = browser.post(
        PAGE, typed(paper, final=pdf(), ticket=ticket, abstract="Mine.", presenter="")
    ).content.decode()
    assert "Mine." in html
    assert "Save the camera-ready version" in html


def test_the_grace_needs_ones_own_ticket_and_a_file(
    browser: Client, paper: Submission, ada: User, deadline: Deadline
) -> None:
    shown = timezone.now() - timedelta(hours=1)
    closed = {"closes_at": timezone.now() - SECOND, "grace_minutes": 10}
    Deadline.everywhere.filter(pk=deadline.pk).update(**closed)
    own, forged = dates.ticket(ada, shown), dates.ticket(make_user(), shown)
    assert browser.post(PAGE, typed(paper, final=pdf(), ticket=forged)).status_code == 409
    assert browser.post(PAGE, typed(paper, abstract="Late.", ticket=own)).status_code == 409
    for_review = typed(paper, abstract="Late.", ticket=own) | {"paper": pdf()}
    assert browser.post(PAGE, for_review).status_code == 409
    late = typed(paper, abstract="Late.", final=pdf(), ticket=own)
    said = browser.post(PAGE, late, follow=True).content.decode()
    assert "What came with them was typed too late" in said
    assert again(paper).abstract == paper.abstract
    assert again(paper).final_paper is not None
