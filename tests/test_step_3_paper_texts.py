"""The text of papers: taken in the background, compared for organizers, told to no reviewer."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from assign_fixtures import call_with_contact  # noqa: F401
from assign_story import AT, as_one, paper
from django.core.files.base import ContentFile
from hostile_pdfs import without_text
from review_factories import make_reviewer

from reviews.affinities import affinity_of
from reviews.fitting import PAUSE, compare_again
from reviews.matching.combine import Weights
from reviews.paper_texts import extract_next, texts_of
from reviews.roster import reviewers_of
from submissions.models import Submission
from submissions.papers.sample import sample_pdf
from submissions.status import Status
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
MOON = "Tides of the moon and the sea"


@pytest.fixture(name="ann")
def reviewer_ann(workshop: Workshop) -> User:
    ann = make_reviewer(workshop, "ann@kth.example", "Ann")
    for title in ("The moon and the sea", "The sea and its tides"):
        workshop.publications.create(user=ann, title=title, added_at=AT)
    return ann


def send(submission: Submission, body: bytes, *, finding: str = "fine") -> None:
    number = submission.papers.count() + 1
    submission.papers.create(
        number=number,
        file=ContentFile(body, "paper.pdf"),
        name="paper.pdf",
        size=len(body),
        sha256=f"{number:064}",
        received_at=AT,
        finding=finding,
    )


def sweep() -> int:
    return sum(iter(lambda: extract_next(AT), 0))


def texts(workshop: Workshop) -> list[str]:
    return [text.partition("\n")[0] for text in workshop.paper_texts.values_list("text", flat=True)]


def test_the_text_of_a_paper_is_taken_once_and_anew_from_a_new_one(workshop: Workshop) -> None:
    row = paper(workshop)
    send(row, sample_pdf("First"))
    assert [sweep(), sweep()] == [1, 0]
    assert texts(workshop) == ["First"]
    send(row, sample_pdf("Second"))
    assert [sweep(), sweep()] == [1, 0]
    assert texts(workshop) == ["Second"]
    send(row, without_text())
    assert [sweep(), sweep()] == [1, 0]
    assert texts(workshop) == [""]


def test_a_paper_waits_for_its_inspection_and_one_that_cannot_be_opened_is_left(
    workshop: Workshop,
) -> None:
    row = paper(workshop)
    send(row, sample_pdf("Waiting"), finding="waiting")
    send(paper(workshop), b"%PDF-", finding="not-a-pdf")
    assert sweep() == 0
    row.papers.update(finding="fine")
    assert sweep() == 1


@pytest.mark.breaks_invariants
def test_a_paper_whose_file_is_gone_is_asked_for_once(workshop: Workshop) -> None:
    row = paper(workshop)
    send(row, sample_pdf("Gone"))
    row.papers.get().file.delete(save=False)
    assert [sweep(), sweep()] == [1, 0]
    assert texts(workshop) == [""]


def test_the_text_goes_with_what_is_under_review_no_more(workshop: Workshop) -> None:
    row = paper(workshop)
    send(row, sample_pdf("Taken back"))
    send(paper(workshop, status=Status.DRAFT), sample_pdf("Draft"))
    assert sweep() == 1
    workshop.submissions.filter(pk=row.pk).update(status=Status.WITHDRAWN)
    assert [sweep(), sweep()] == [1, 0]
    assert not workshop.paper_texts.exists()


def test_no_text_is_kept_once_the_workshop_is_over(workshop: Workshop) -> None:
    send(paper(workshop), sample_pdf("Over"))
    sweep()
    over = AT + timedelta(days=200)
    assert [extract_next(over), extract_next(over)] == [1, 0]


def test_organizers_match_by_what_papers_say_and_reviewers_learn_nothing_of_it(
    workshop: Workshop, ann: User
) -> None:
    row, other = paper(workshop, title="Plain"), paper(workshop, title="The sea")
    assert compare_again(AT) == 1
    before = fit(workshop)
    shown = as_one(ann).get("/credit/review/bids/").content.decode().split("csrfmiddlewaretoken")[0]
    send(row, sample_pdf("Plain", f"{MOON}. " * 9))
    send(other, without_text())
    sweep()
    assert compare_again(AT + PAUSE) == 1
    [[plain], [sea]] = fit(workshop)
    assert plain > before[0][0] == 0
    assert sea == before[1][0]
    page = as_one(ann).get("/credit/review/bids/").content.decode()
    assert page.split("csrfmiddlewaretoken")[0] == shown
    assert not any("moon" in str(row.evidence) for row in workshop.affinities.all())
    assert not any("1" in row.evidence for row in workshop.affinities.all())


def fit(workshop: Workshop) -> list[list[float]]:
    rows = list(workshop.submissions.prefetch_related("topics"))
    found: list[list[float]] = affinity_of(
        workshop, rows, reviewers_of(workshop), Weights(text=1, topics=0, bids=0)
    ).tolist()
    return found


def test_texts_and_what_was_made_of_them_can_be_lost_and_are_made_again(
    workshop: Workshop, ann: User
) -> None:
    row, _ = paper(workshop, title="Plain"), paper(workshop, title="The sea")
    send(row, sample_pdf("Plain", MOON))
    sweep()
    compare_again(AT)
    made = fit(workshop)
    workshop.paper_texts.all().delete()
    workshop.affinities.all().delete()
    sweep()
    assert compare_again(AT) == 1
    assert fit(workshop) == made
    assert made[0] != [0]


def test_a_new_paper_counts_for_nothing_until_its_own_text_is_there(workshop: Workshop) -> None:
    row = paper(workshop)
    send(row, sample_pdf("First"))
    sweep()
    assert texts_of(workshop).get().submission == row
    send(row, sample_pdf("Second"), finding="waiting")
    assert not texts_of(workshop).exists()


@pytest.mark.breaks_invariants
def test_a_paper_whose_file_cannot_be_read_holds_up_no_other(workshop: Workshop) -> None:
    row = paper(workshop)
    send(row, sample_pdf("Locked"))
    send(paper(workshop), sample_pdf("Open"))
    kept, body = Path(row.papers.get().file.path), sample_pdf("Locked")
    kept.unlink()
    kept.mkdir()
    assert [sweep(), sweep()] == [1, 0]
    assert texts(workshop) == ["Open"]
    kept.rmdir()
    kept.write_bytes(body)
    assert sweep() == 1
    assert sorted(texts(workshop)) == ["Locked", "Open"]
