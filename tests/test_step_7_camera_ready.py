"""Step 7: authors send the final version of what is accepted; organizers see what is missing."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_organizer, make_submission, make_user, make_workshop
from forms import pdf
from html_tree import attribute, every, one, text_of, tree
from review_factories import bar, release

from submissions import camera_ready, inspection, submit, uploads
from submissions import camera_ready_reminders as reminding
from submissions.camera_ready import Content, Files
from submissions.models import PaperVersion, Submission
from submissions.papers.sample import sample_pdf
from submissions.uploads import Upload
from workshop import dates
from workshop.errors import Refused, Stale
from workshop.models import Deadline, Step, User, Workshop

pytestmark = pytest.mark.django_db
Part = PaperVersion.Part
SECOND = timedelta(seconds=1)


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed")


@pytest.fixture
def deadline(workshop: Workshop) -> Deadline:
    """Eight days from now, for camera-ready papers."""
    return workshop.deadlines.get(step=Step.CAMERA_READY)


@pytest.fixture
def ada() -> User:
    return make_user("ada@example.org", "Ada Lovelace")


@pytest.fixture
def paper(workshop: Workshop, ada: User) -> Submission:
    """By Ada, who presents, and Bob."""
    return make_submission(
        workshop, ada, status="oral", authors=["ada@example.org", "bob@example.org"], paper=True
    )


@pytest.fixture
def at() -> datetime:
    return timezone.now()


def upload(title: str = "Final", pages: int = 4) -> Upload:
    return uploads.stored(pdf(title, pages=pages))


def save(
    paper: Submission, by: User, at: datetime, files: Files | None = None, **facts: Any
) -> Submission:
    """On the form just opened, unless a version is told."""
    row = again(paper)
    version = facts.pop("version", row.version)
    began = facts.pop("began", None)
    typed = Content(**{"abstract": row.abstract, "presenter": 1, **facts})
    return camera_ready.save(
        row, typed, files or Files(), version=version, by=by, at=at, began=began
    )


def again(paper: Submission) -> Submission:
    return paper.workshop.submissions.get(pk=paper.pk)


def letters(workshop: Workshop) -> list[tuple[str, str]]:
    rows = workshop.letters.order_by("pk")
    return [(row.recipient, row.subject) for row in rows]


def make_final(paper: Submission, *, finding: str = "fine", pages: int = 4) -> PaperVersion:
    version = uploads.attach(paper, upload(), paper.saved_at, Part.FINAL)
    PaperVersion.objects.filter(pk=version.pk).update(finding=finding, pages=pages)
    return version


# ---- the step ------------------------------------------------------------------------------


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


# ---- the author's page ---------------------------------------------------------------------

PAGE = "/credit/submissions/1/camera-ready/"
LOST = "Choose the file again: it was kept for a day only."


def typed(paper: Submission, **facts: Any) -> dict[str, Any]:
    row = again(paper)
    return {
        "presenter": "1",
        "abstract": row.abstract,
        "video": "",
        "version": row.version,
        **facts,
    }


@pytest.fixture
def browser(client: Client, ada: User, paper: Submission) -> Client:
    client.force_login(ada)
    return client


def test_ada_sends_both_files_and_reads_what_is_there(browser: Client, paper: Submission) -> None:
    sent = typed(paper, final=pdf(name="final.pdf"), slides=pdf("Slides", name="talk.pdf"))
    page = browser.post(PAGE, sent, follow=True)
    assert page.redirect_chain == [(PAGE, 302)]
    said = "Saved: final.pdf and talk.pdf. We are looking into final.pdf and talk.pdf. "
    assert said + "Every author gets a letter." in page.content.decode()
    html = browser.get("/credit/submissions/1/").content.decode()
    assert '<a href="/credit/submissions/1/camera-ready.pdf">final.pdf</a>' in html
    assert '<a href="/credit/submissions/1/slides.pdf">talk.pdf</a>' in html
    answer = browser.get("/credit/submissions/1/slides.pdf")
    assert b"".join(answer) == sample_pdf("Slides")
    assert 'filename="credit-slides-1.pdf"' in answer["Content-Disposition"]
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    again_page = browser.post(PAGE, typed(paper, final=pdf()), follow=True)
    assert "There was nothing to save" in again_page.content.decode()


def test_of_two_files_the_whole_one_is_kept_when_the_other_is_broken(
    browser: Client, paper: Submission
) -> None:
    broken = pdf(name="talk.pdf")
    broken.write(b"<html")
    broken.seek(0)
    page = browser.post(PAGE, typed(paper, final=pdf(name="ours.pdf"), slides=broken, abstract=""))
    html = page.content.decode()
    assert "2 things need mending before this can be saved." in html
    assert "This is not a PDF" in page.context["filled"].slides.error
    assert "ours.pdf" in html
    assert again(paper).final_paper is None
    kept = page.context["filled"].final.kept
    browser.post(PAGE, typed(paper, kept_final=kept))
    final = again(paper).final_paper
    assert final is not None
    assert final.name == "ours.pdf"
    assert again(paper).slides is None


def test_what_came_is_named_and_what_stayed_too(browser: Client, paper: Submission) -> None:
    def said(**facts: Any) -> str:
        page = browser.post(PAGE, typed(paper, **facts), follow=True)
        [message] = page.context["messages"]
        return str(message).removesuffix(" Every author gets a letter.")

    assert said(abstract="Otherwise.") == "Saved. Still missing: the final PDF."
    missing = "We are looking into talk.pdf. Still missing: the final PDF."
    assert said(slides=pdf(name="talk.pdf")) == f"Saved: talk.pdf. {missing}"
    looking = "We are looking into long.pdf."
    stays = "The slides are as before."
    inspection.inspect_waiting(timezone.now())
    assert said(final=pdf("Final", name="long.pdf")) == f"Saved: long.pdf. {stays} {looking}"
    inspection.inspect_waiting(timezone.now())
    stays = "The final PDF is as before."
    looking = "We are looking into new.pdf."
    assert said(slides=pdf("New", name="new.pdf")) == f"Saved: new.pdf. {stays} {looking}"
    inspection.inspect_waiting(timezone.now())
    assert said(abstract="Once more.") == "Saved. Nothing is missing."


def test_a_file_that_is_looked_into_is_not_called_complete(
    browser: Client, paper: Submission
) -> None:
    row = make_final(paper, finding="waiting")
    for url in (PAGE, "/credit/submissions/1/"):
        html = browser.get(url).content.decode()
        assert "othing is missing" not in html
        assert f"We are looking into {row.name}" in html


def test_once_nothing_is_missing_it_leads_on_to_posting(
    browser: Client, paper: Submission, workshop: Workshop
) -> None:
    make_final(paper)
    by_when = dates.in_words(workshop.deadlines.get(step=Step.POST).closes_at)
    lead = one(tree(browser.get(PAGE)), css="lead")
    assert text_of(lead) == f"Nothing is missing. Next: say what may be posted , by {by_when}."
    assert [attribute(a, "href") for a in every(lead, "a")] == ["/credit/submissions/1/consent/"]
    paper.consents.create(artefact="page", given_at=timezone.now())
    lead = one(tree(browser.get(PAGE)), css="lead")
    assert text_of(lead) == "Nothing is missing. You may replace and polish it until the deadline."


def test_each_file_has_the_cap_to_itself(browser: Client, paper: Submission, settings: Any) -> None:
    settings.MAX_PAPER_BYTES = size = len(sample_pdf("On Credit"))
    browser.post(PAGE, typed(paper, final=pdf(), slides=pdf()))
    assert paper.papers.count() == 3
    settings.MAX_PAPER_BYTES = size - 1
    page = browser.post(PAGE, typed(paper, slides=pdf("On Credit"), abstract="Kept."))
    assert page.context["filled"].slides.error.startswith("This file is larger than")
    assert page.context["filled"].final.error == ""
    assert "Kept." in page.content.decode()


def test_a_long_name_is_shortened_and_stands_as_text(browser: Client, paper: Submission) -> None:
    name = f"{'<b>' + 'x' * 240}.pdf"
    browser.post(PAGE, typed(paper, final=pdf(name=name)))
    final = again(paper).final_paper
    assert final is not None
    assert len(final.name) <= 200
    assert "<b>xxx" not in browser.get(PAGE).content.decode()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"presenter": "9"}, "Choose one of the list."),
        ({"presenter": ""}, "Say which author will present."),
        ({"abstract": "word " * 251}, "The abstract is 1 words over 250. Shorten it."),
        ({"video": "http://video.example/1"}, "Give a link that begins with https://"),
        ({"video": "javascript:alert(1)"}, "Give a whole link"),
        ({"video": "nonsense"}, "Give a whole link"),
    ],
)
def test_a_mistake_is_said_beside_its_field(
    browser: Client, paper: Submission, facts: dict[str, str], sentence: str
) -> None:
    html = browser.post(PAGE, typed(paper, **facts)).content.decode()
    assert sentence in html
    assert again(paper).version == paper.version


def test_a_stale_form_comes_back_with_what_was_typed_and_its_file(
    browser: Client, paper: Submission, ada: User, at: datetime
) -> None:
    form = typed(paper, abstract="Ada's words.", final=pdf(name="ours.pdf"))
    save(paper, ada, at, abstract="Bob's words.")
    page = browser.post(PAGE, form)
    html = page.content.decode()
    assert page.status_code == 409
    for shown in ("Ada&#x27;s words.", "Bob&#x27;s words.", "ours.pdf", "Saved meanwhile"):
        assert shown in html
    assert again(paper).abstract == "Bob's words."
    kept = page.context["filled"].final.kept
    over = {**form, "version": page.context["version"], "kept_final": kept}
    browser.post(PAGE, {name: value for name, value in over.items() if name != "final"})
    final = again(paper).final_paper
    assert (again(paper).abstract, final and final.name) == ("Ada's words.", "ours.pdf")


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


def test_for_others_and_for_what_is_not_accepted_it_is_not_there(
    browser: Client, paper: Submission, workshop: Workshop, at: datetime
) -> None:
    make_final(paper)
    theirs = make_submission(workshop, status="oral")
    for url in (PAGE, "/credit/submissions/1/change/"):
        stranger = Client()
        stranger.force_login(make_user())
        assert browser.get(url.replace("/1/", f"/{theirs.number}/")).status_code == 404
        assert stranger.get(url).status_code == 404
        assert stranger.post(url, typed(paper, abstract="Hostile.")).status_code == 404
    for file in ("camera-ready.pdf", "slides.pdf"):
        assert stranger.get(f"/credit/submissions/1/{file}").status_code == 404
    assert again(paper).abstract == paper.abstract
    workshop.submissions.update(status="submitted")
    assert browser.get(PAGE).status_code == 404
    assert "Camera-ready</h2>" not in browser.get("/credit/submissions/1/").content.decode()


def test_a_kept_file_is_good_for_its_owner_only(browser: Client, paper: Submission) -> None:
    page = browser.post(PAGE, typed(paper, final=pdf(), abstract=""))
    kept = page.context["filled"].final.kept
    browser.force_login(make_user("bob@example.org", "Bob"))
    page = browser.post(PAGE, typed(paper, kept_final=kept, abstract="Bob's."))
    filled = page.context["filled"]
    assert (filled.final.error, filled.final.kept, filled.slides.error) == (LOST, "", "")
    html = page.content.decode()
    assert LOST in html
    assert "Bob&#x27;s." in html
    browser.post(PAGE, typed(paper, kept_final="", abstract="Bob's."))
    assert (again(paper).abstract, again(paper).final_paper) == ("Bob's.", None)


def test_the_file_asks_again_until_it_is_looked_into(browser: Client, paper: Submission) -> None:
    browser.post(PAGE, typed(paper, final=pdf()))
    asks = f'data-hx-get="{PAGE}?part=final"'
    assert asks in browser.get(PAGE).content.decode()
    inspection.inspect_waiting(timezone.now())
    html = browser.get(f"{PAGE}?part=final", headers={"HX-Request": "true"}).content.decode()
    assert asks not in html
    assert '<span class="mark good">4 pages</span>, within the 4 of a short paper' in html
    assert html.lstrip().startswith('<div class="file" id="final_finding"')


# ---- the organizers' page ------------------------------------------------------------------

BOARD = "/credit/organize/camera-ready/"


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


@pytest.fixture
def organizing(client: Client, olga: User) -> Client:
    client.force_login(olga)
    return client


def heading(html: str) -> str:
    return html.partition("<h1>")[2].partition("</h1>")[0]


def test_the_title_says_where_things_stand(organizing: Client, workshop: Workshop) -> None:
    assert heading(organizing.get(BOARD).content.decode()) == "No accepted papers yet"
    rows = [make_submission(workshop, status=status) for status in ("oral", "poster", "rejected")]
    said = heading(organizing.get(BOARD).content.decode())
    assert said == "2 camera-ready papers are still missing"
    make_final(rows[0])
    make_final(rows[1], finding="encrypted")
    said = heading(organizing.get(BOARD).content.decode())
    assert said == "1 camera-ready paper is still missing"
    make_final(rows[1])
    assert heading(organizing.get(BOARD).content.decode()) == "All 2 camera-ready papers are in"


def test_the_tabs_show_what_is_missing_and_what_to_look_at(
    organizing: Client, workshop: Workshop
) -> None:
    rows = [make_submission(workshop, status="oral") for _ in range(4)]
    make_final(rows[0])
    make_final(rows[1], pages=9)
    make_final(rows[2], finding="not-a-pdf")
    shown = {
        tab: [row.submission.number for row in organizing.get(BOARD + tab).context["page"]]
        for tab in ("", "?show=missing", "?show=look", "?show=change", "?show=nonsense")
    }
    assert shown == {
        "": [1, 2, 3, 4],
        "?show=missing": [3, 4],
        "?show=look": [2, 3],
        "?show=change": [],
        "?show=nonsense": [1, 2, 3, 4],
    }
    html = organizing.get(BOARD).content.decode()
    assert '<span class="mark warn">5 over</span>' in html
    assert '<span class="mark bad">unreadable</span>' in html


def test_it_says_what_may_be_posted_of_each(organizing: Client, workshop: Workshop) -> None:
    some, _none, taken = (make_submission(workshop, status="oral") for _ in range(3))
    for artefact in ("page", "pdf"):
        some.consents.create(artefact=artefact, given_at=timezone.now())
    taken.consents.create(
        artefact="page", given_at=timezone.now(), revoked_at=timezone.now() + SECOND
    )
    page = organizing.get(BOARD)
    cells = [text_of(cell) for cell in every(one(tree(page), "tbody"), "td", "wide-only")]
    assert cells == ["page, PDF", "–", "–"]
    rows = organizing.get(f"{BOARD}?show=unposted").context["page"]
    assert [row.submission.number for row in rows] == [2, 3]


def test_the_zip_has_the_final_papers_and_the_other_zip_those_for_review(
    organizing: Client, workshop: Workshop
) -> None:
    def names(url: str) -> list[str]:
        return zipfile.ZipFile(io.BytesIO(b"".join(organizing.get(url)))).namelist()

    first = make_submission(workshop, status="oral", paper=True)
    make_submission(workshop, status="poster", paper=True)
    make_final(first)
    assert names(f"{BOARD}papers.zip") == ["credit-camera-ready-1.pdf"]
    reviewed = ["credit-paper-1.pdf", "credit-paper-2.pdf"]
    assert names("/credit/organize/submissions/papers.zip") == reviewed
    final = organizing.get("/credit/organize/submissions/1/camera-ready.pdf")
    assert b"".join(final) == sample_pdf("Final")
    review = organizing.get("/credit/organize/submissions/1/paper.pdf")
    assert b"".join(review) == sample_pdf("On Paper 1")
    assert organizing.get("/credit/organize/submissions/1/slides.pdf").status_code == 404
    assert organizing.get("/credit/organize/submissions/2/camera-ready.pdf").status_code == 404


def test_an_organizer_behind_a_barrier_sees_and_counts_nothing_of_it(
    organizing: Client, workshop: Workshop, olga: User
) -> None:
    hidden, other = (make_submission(workshop, status="oral") for _ in range(2))
    make_final(hidden)
    make_final(other)
    bar(olga, hidden)
    html = organizing.get(BOARD).content.decode()
    assert heading(html) == "The one camera-ready paper is in"
    assert hidden.title not in html
    assert organizing.get("/credit/organize/submissions/1/camera-ready.pdf").status_code == 404
    assert organizing.get("/credit/organize/submissions/1/change/").status_code == 404
    bar(olga, other)
    assert heading(organizing.get(BOARD).content.decode()) == "No accepted papers yet"
    assert "Camera-ready paper" not in organizing.get("/credit/organize/").content.decode()


def test_the_overview_says_how_many_are_missing_and_by_when(
    organizing: Client, workshop: Workshop, deadline: Deadline
) -> None:
    def due() -> list[str]:
        html = organizing.get("/credit/organize/").content.decode()
        return re.findall(r"<h3>(Camera-ready.*?)</p>", html)

    make_submission(workshop)
    assert due() == []
    row = make_submission(workshop, status="oral")
    by_when = dates.in_words(deadline.closes_at)
    assert due() == [f"Camera-ready paper missing</h3><p>Of 1 accepted. Due {by_when}."]
    Deadline.everywhere.filter(pk=deadline.pk).update(closes_at=timezone.now() - SECOND)
    assert due()[0].startswith("Camera-ready paper missing</h3><p>Of 1 accepted. They were due ")
    make_final(row)
    assert due() == []


# ---- reminding -----------------------------------------------------------------------------


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


def test_withdrawing_ends_it_for_everybody(
    organizing: Client, workshop: Workshop, paper: Submission, ada: User, at: datetime
) -> None:
    make_final(paper)
    submit.withdraw(paper, version=paper.version, by=ada, at=at)
    assert heading(organizing.get(BOARD).content.decode()) == "No accepted papers yet"
    with pytest.raises(Refused, match="This submission is withdrawn"):
        save(paper, ada, at, abstract="Still here.")


# ---- what the pages cost -------------------------------------------------------------------


def queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        answer = client.get(url)
        assert answer.status_code == 200
        b"".join(answer)
    return len(captured)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_ask_the_same_at_one_row_and_at_thirty(
    workshop: Workshop, ada: User, olga: User, rows: int
) -> None:
    for n in range(rows):
        row = make_submission(workshop, ada, status="oral", authors=[ada.email, f"b{n}@b.example"])
        make_final(row, pages=n + 1)
        facts = {"title": f"Otherwise {n}", "authors": [], "proposed_at": row.saved_at, "number": 1}
        row.changes.create(proposed_by=ada, **facts)
        make_submission(workshop, status="poster")
    release(workshop.submissions.get(number=1), "oral")
    organizer, author = Client(), Client()
    organizer.force_login(olga)
    author.force_login(ada)
    assert {url: queries(organizer, url) for url in ORGANIZER} == ORGANIZER
    assert {url: queries(author, url) for url in AUTHOR} == AUTHOR


# Literals: a change here is a change of what a page costs.
ORGANIZER = {
    "/credit/organize/": 14,
    BOARD: 11,
    f"{BOARD}?show=change": 11,
    f"{BOARD}remind/": 11,
    f"{BOARD}papers.zip": 7,
    "/credit/organize/submissions/1/": 11,
    "/credit/organize/submissions/1/change/": 10,
    "/credit/organize/submissions/1/camera-ready.pdf": 7,
}
AUTHOR = {
    "/credit/submissions/1/": 14,
    PAGE: 11,
    "/credit/submissions/1/change/": 13,
    "/credit/submissions/1/camera-ready.pdf": 7,
}
