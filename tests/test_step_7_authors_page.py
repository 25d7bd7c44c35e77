"""Step 7: the author's page: what came, what is missing, and what is wrong with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from camera_ready_fixtures import accepted_paper, browser_at_paper  # noqa: F401
from camera_ready_story import PAGE, again, make_final, save, typed
from django.test import Client
from django.utils import timezone
from factories import make_submission, make_user
from forms import pdf
from html_tree import attribute, every, one, text_of, tree
from people_fixtures import author_ada, closed_call, now  # noqa: F401

from submissions import inspection
from submissions.models import Submission
from submissions.papers.sample import sample_pdf
from workshop import dates
from workshop.models import Step, User, Workshop

pytestmark = pytest.mark.django_db

LOST = "Choose the file again: it was kept for a day only."


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
