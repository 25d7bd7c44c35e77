"""Step 3: a reviewer's publications from PDFs: their texts are kept, the files are not."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from factories import make_submission, make_workshop
from hostile_pdfs import encrypted
from pytest_django import Settings
from review_factories import make_reviewer

from reviews import fitting, pdf_forms, profile
from reviews.publications.publication import Publication, merged
from submissions import uploads
from submissions.papers.sample import sample_pdf
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
AT = timezone.now()
PAGE = "/credit/review/profile/publications/"
MOON = "Abstract. Tides of the moon and the sea."


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed")


@pytest.fixture
def ann(workshop: Workshop) -> User:
    return make_reviewer(workshop, "ann@kth.example", "Ann Berg")


@pytest.fixture
def browser(ann: User) -> Client:
    client = Client()
    client.force_login(ann)
    return client


def file(name: str, body: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, body, "application/pdf")


def paper(title: str, text: str = MOON) -> SimpleUploadedFile:
    return file("paper.pdf", sample_pdf(title, text))


def add(browser: Client, *files: SimpleUploadedFile, text: str = "") -> str:
    return browser.post(PAGE, {"pdfs": files, "text": text}, follow=True).content.decode()


def test_titles_and_texts_of_several_pdfs_are_kept_and_the_files_are_not(
    workshop: Workshop, browser: Client
) -> None:
    kept = uploads._all_papers()
    page = add(browser, paper("Tides"), paper("Ants", "Ants carry leaves."))
    assert "2 of 2 entries were read. 2 are new." in page
    assert "“Ants”" in page
    assert "Ants carry leaves" not in page, "what a PDF says is shown to nobody"
    row = workshop.publications.get(title="Tides")
    assert (row.source, row.abstract.partition(" Page")[0]) == ("PDF", MOON.partition(". ")[2])
    assert row.text.startswith(f"Tides\n{MOON}")
    assert uploads._all_papers() == kept
    browser.post(PAGE, {"remove": row.pk})
    assert workshop.publications.get().title == "Ants"


def test_what_it_says_is_compared(workshop: Workshop, ann: User) -> None:
    for title in ("How crabs walk", "Crabs"):
        make_submission(workshop, title=title)
    workshop.publications.create(user=ann, title="Tides", text="Crabs walk.", added_at=AT)
    assert fitting.compare_again(AT) == 1
    before = workshop.affinities.get().scores
    workshop.publications.update(text="", added_at=AT + fitting.PAUSE)
    assert fitting.compare_again(AT + fitting.PAUSE) == 1
    assert before["2"] > workshop.affinities.get().scores["2"] == 0


def test_a_pdf_gives_its_text_to_what_is_listed_already(
    workshop: Workshop, browser: Client
) -> None:
    bibtex = "@misc{a, title={Tides}, author={Ann Berg and Bo Ek}, year={2020}}"
    assert "1 is new." in add(browser, paper("TIDES"), text=bibtex)
    row = workshop.publications.get()
    assert (row.title, row.year, bool(row.text)) == ("TIDES", 2020, True)
    workshop.publications.update(title="Tides", text="", abstract="")
    assert "The text of 1 was added to what was listed already." in add(browser, paper("Tides"))
    assert "moon" in workshop.publications.get().abstract
    assert workshop.entries.latest("pk").text == "Ann Berg added the text of 1 publication"


@pytest.mark.parametrize(
    ("body", "sentence"),
    [
        (b"Dear all", "“two.pdf” is not a PDF"),
        (encrypted(), "“two.pdf” has no text that can be read: it is a scan, damaged, or needs"),
    ],
    ids=["no PDF", "encrypted"],
)
def test_a_pdf_that_gives_nothing_is_named_and_what_was_typed_stays(
    workshop: Workshop, browser: Client, body: bytes, sentence: str
) -> None:
    page = add(browser, paper("Tides"), file("two.pdf", body), text="@misc{a, title={Typed}}")
    assert sentence in page
    assert "“paper.pdf”" not in page
    assert "@misc{a, title={Typed}}" in page
    assert not workshop.publications.exists()


def test_too_many_and_too_large_is_said(
    workshop: Workshop, browser: Client, settings: Settings
) -> None:
    few = [file(f"{n}.pdf", b"no PDF") for n in range(pdf_forms.MOST + 1)]
    assert "Send 5 PDFs at most" in add(browser, *few)
    settings.MAX_PAPER_BYTES = 2_000_000
    large = [file(f"{n}.pdf", b"%PDF-" + bytes(1_500_000)) for n in range(2)]
    assert "Together these PDFs are larger than 2 MB." in add(browser, *large)
    assert not workshop.publications.exists()


def test_a_pdf_in_the_wrong_field_is_told_where_to_go(browser: Client) -> None:
    answer = browser.post(PAGE, {"publications": paper("Tides")})
    assert "This is a PDF. Choose it below, under PDFs." in answer.content.decode()


def test_two_papers_below_one_running_head_are_two_and_two_versions_are_one(
    workshop: Workshop, ann: User
) -> None:
    head = "Proceedings of 2026"
    moon = f"{head}\nTides of the moon and the sea come and go twice a day; nobody asks why."
    ants = f"{head}\nAnts carry leaves home along the paths that other ants have gone before."
    bees = f"{head}\nBees dance for others in the hive where all the flowers are to be found."

    def said(*texts: str) -> tuple[int, int]:
        read = merged(Publication(head, source="PDF", text=text) for text in texts)
        return profile.add_publications(workshop, read, by=ann, at=AT)

    assert said(moon, ants, moon) == (2, 0)
    assert said(f"{moon} We do.", ants) == (0, 0)
    workshop.publications.update(text="")
    assert said(moon, ants) == (0, 2)
    assert said(bees, moon) == (1, 0)
    assert workshop.publications.count() == 3


def test_while_somebody_elses_pdfs_are_read_nothing_waits_and_what_was_typed_stays(
    workshop: Workshop, browser: Client
) -> None:
    with pdf_forms.reading:
        page = add(browser, paper("Tides"), text="@misc{a, title={Typed}}")
    assert "Somebody else&#x27;s PDFs are being read: try again in a minute" in page
    assert "@misc{a, title={Typed}}" in page
    assert not workshop.publications.exists()
    assert "1 is new." in add(browser, paper("Tides"))


def test_what_is_not_read_in_time_is_said() -> None:
    late = pdf_forms.read(paper("Tides"), left=0)
    assert late.problems == ["“paper.pdf” was not read: it took too long. Send fewer at once."]
