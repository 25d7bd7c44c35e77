"""Step 7: authors send the final version of what is accepted, and read what is missing."""

from __future__ import annotations

from datetime import datetime

import pytest
from camera_ready_fixtures import accepted_paper, eight_days  # noqa: F401
from camera_ready_story import again, letters, save, upload
from people_fixtures import author_ada, closed_call, now  # noqa: F401

from submissions import camera_ready, inspection
from submissions.camera_ready import Files
from submissions.models import Submission
from workshop import dates
from workshop.errors import Refused, Stale
from workshop.models import Deadline, User, Workshop

pytestmark = pytest.mark.django_db


def test_a_final_paper_stands_beside_the_one_that_was_reviewed(
    workshop: Workshop, paper: Submission, ada: User, at: datetime
) -> None:
    reviewed = paper.paper
    saved = save(paper, ada, at, Files(upload(pages=9), upload("Slides", pages=20)))
    assert saved.paper == reviewed
    assert [(v.number, v.part) for v in saved.papers.all()] == [
        (1, "review"),
        (2, "final"),
        (3, "slides"),
    ]
    assert inspection.inspect_waiting(at, limit=5) == 2
    final, slides = again(paper).final_paper, again(paper).slides
    assert final is not None
    assert slides is not None
    assert (final.pages, final.pages_over) == (9, 5)
    assert (slides.pages, slides.pages_over) == (20, 0)


def test_every_author_reads_what_is_in_and_what_is_missing(
    workshop: Workshop, paper: Submission, ada: User, at: datetime, deadline: Deadline
) -> None:
    save(paper, ada, at, Files(slides=upload("Slides")))
    missing = "Submission 1, camera-ready: still missing the final PDF"
    assert letters(workshop) == [("ada@example.org", missing), ("bob@example.org", missing)]
    save(paper, ada, at, Files(upload()))
    assert letters(workshop)[2:] == [
        ("ada@example.org", "The camera-ready paper of submission 1 is in"),
        ("bob@example.org", "The camera-ready paper of submission 1 is in"),
    ]
    first, *_, last = workshop.letters.order_by("pk")
    due = f"{dates.in_words(deadline.closes_at)} (anywhere on Earth, UTC-12)"
    assert f"Still missing: the final PDF. It is due {due}." in first.body
    received = f"received {dates.day_and_time(at.astimezone(workshop.tzinfo))}, Stockholm"
    assert f"- final PDF: missing\n- slides: {received}\n- presenter: Author ada\n" in first.body
    assert f"It may be replaced until {due}." in last.body
    assert "/credit/submissions/1/camera-ready/" in last.body
    assert [entry.text for entry in workshop.entries.order_by("pk")] == [
        "Ada Lovelace saved the camera-ready version of submission 1"
    ] * 2
    assert set(workshop.entries.values_list("about", flat=True)) == {1}


def test_abstract_presenter_and_video_are_changed_with_it(
    paper: Submission, ada: User, at: datetime
) -> None:
    save(paper, ada, at, abstract="Polished.", presenter=2, video="https://video.example/1")
    row = again(paper)
    assert (row.abstract, row.video) == ("Polished.", "https://video.example/1")
    assert [author.is_presenter for author in row.authors.all()] == [False, True]


def test_the_same_again_is_no_new_paper_and_no_letter(
    workshop: Workshop, paper: Submission, ada: User, at: datetime
) -> None:
    """A second click, the form still at its old version."""
    opened_at = again(paper).version
    for _ in range(2):
        save(paper, ada, at, Files(upload()), version=opened_at, abstract="Polished.")
    assert paper.papers.count() == 2
    assert workshop.letters.count() == 2
    save(paper, ada, at, Files(upload()), abstract="Polished more.")
    assert paper.papers.count() == 2
    assert workshop.letters.count() == 4


def test_a_stale_save_overwrites_nothing(
    workshop: Workshop, paper: Submission, ada: User, at: datetime
) -> None:
    opened_at = again(paper).version
    save(paper, ada, at, abstract="Bob's.", version=opened_at)
    with pytest.raises(Stale):
        save(paper, ada, at, Files(upload()), abstract="Ada's.", version=opened_at)
    row = again(paper)
    assert (row.abstract, row.final_paper) == ("Bob's.", None)


@pytest.mark.parametrize("status", ["submitted", "rejected", "withdrawn"])
def test_what_is_not_accepted_has_no_camera_ready_version(
    paper: Submission, ada: User, at: datetime, status: str
) -> None:
    paper.workshop.submissions.update(status=status)
    with pytest.raises(Refused, match="it has no camera-ready version"):
        save(paper, ada, at, Files(upload()))


def test_a_presenter_is_one_of_the_authors(paper: Submission, ada: User, at: datetime) -> None:
    with pytest.raises(Refused, match="Choose who presents"):
        save(paper, ada, at, presenter=3)
    assert [author.is_presenter for author in paper.authors.all()] == [True, False]


def test_a_final_paper_that_cannot_be_opened_is_missing_and_told(
    workshop: Workshop, paper: Submission, ada: User, at: datetime
) -> None:
    save(paper, ada, at, Files(upload()))
    workshop.letters.all().delete()
    final = again(paper).final_paper
    assert final is not None
    with final.file.storage.open(str(final.file.name), "wb") as file:
        file.write(b"%PDF-nothing")
    inspection.inspect_waiting(at)
    assert camera_ready.readiness(again(paper)).missing == ["a final PDF that can be opened"]
    told = "The camera-ready paper of submission 1 cannot be opened"
    assert letters(workshop) == [("ada@example.org", told), ("bob@example.org", told)]
    assert "/submissions/1/camera-ready/" in workshop.letters.all()[0].body
