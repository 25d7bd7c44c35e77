"""Step 8: what its authors consent to is public at once, until one of them takes it back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_organizer, make_submission, make_user, make_workshop
from filling import fields as fields_of
from html_tree import attribute, every, one, text_of, texts, tree
from posting_factories import EVERYTHING, give, make_accepted, make_part, make_past_call
from schedule_factories import make_session, make_talk, publish_rows

from schedule.models import Session
from submissions import posting, submit
from submissions.models import PaperVersion, Submission
from submissions.status import Status
from workshop.errors import Refused, Stale
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db

AT = datetime(2018, 7, 9, 12, 0, tzinfo=UTC)
GAVE = "Ada Lovelace consented to posting"
TOOK = "Ada Lovelace took back the consent to posting"
PAGES = ["", "paper.bib", "paper.pdf", "slides.pdf"]


@pytest.fixture
def workshop() -> Workshop:
    return make_past_call()


@pytest.fixture
def ada() -> User:
    return make_user("ada@example.org", "Ada Lovelace")


@pytest.fixture
def paper(workshop: Workshop, ada: User) -> Submission:
    addresses = ["ada@example.org", "bob@example.org"]
    return make_accepted(workshop, ada, authors=addresses, title="Sparse Credit")


def at(minutes: int) -> datetime:
    return AT + timedelta(minutes=minutes)


def standing(submission: Submission) -> list[str]:
    return sorted(Submission.everywhere.get(pk=submission.pk).consented)


def answers(client: Client, number: int) -> dict[str, int]:
    """What every address of a paper answers."""
    return {page: read(client, f"/credit/papers/{number}/{page}")[0] for page in PAGES}


def read(client: Client, url: str) -> tuple[int, bytes]:
    answer = client.get(url)
    return answer.status_code, answer.getvalue()


def fields(answer: Any) -> dict[str, Any]:
    return fields_of(answer, "seen")


ALL_THERE = dict.fromkeys(PAGES, 200)
NOT_THERE = dict.fromkeys(PAGES, 404)
ALL_GONE = dict.fromkeys(PAGES, 410)


# ---- consent ----------------------------------------------------------------------------------


def test_nothing_is_posted_unless_an_author_asks_for_it(client: Client, paper: Submission) -> None:
    assert standing(paper) == []
    assert answers(client, paper.number) == NOT_THERE


def test_what_is_consented_to_is_exactly_what_was_asked_for(paper: Submission, ada: User) -> None:
    assert posting.consent(paper, {"page", "pdf"}, by=ada, at=at(0))
    assert standing(paper) == ["page", "pdf"]
    assert posting.consent(paper, {"page", "slides"}, by=ada, at=at(1))
    assert standing(paper) == ["page", "slides"]
    rows = paper.consents.values_list("artefact", "given_at", "revoked_at", "revoked_by")
    assert list(rows) == [
        ("page", at(0), None, None),
        ("pdf", at(0), at(1), ada.pk),
        ("slides", at(1), None, None),
    ]


def test_consent_leaves_one_entry_and_a_letter_to_every_author(
    workshop: Workshop, paper: Submission, ada: User
) -> None:
    posting.consent(paper, {"page", "pdf", "video"}, by=ada, at=at(0))
    posting.consent(paper, {"page"}, by=ada, at=at(1))
    posting.consent(paper, set(), by=ada, at=at(2))
    page, pdf, video = (
        "the page (title, authors, abstract)",
        "the camera-ready paper",
        "the link to",
    )
    assert [(entry.about, str(entry)) for entry in workshop.entries.order_by("at")] == [
        (1, f"{GAVE} {page}, {pdf} and {video} the video of submission 1"),
        (1, f"{TOOK} {pdf} and {video} the video of submission 1"),
        (1, f"{TOOK} {page} of submission 1"),
    ]
    letters = workshop.letters.order_by("written_at", "recipient")
    assert [(letter.recipient, letter.revision, letter.subject) for letter in letters] == [
        ("ada@example.org", 1, "Consent to posting submission 1"),
        ("bob@example.org", 1, "Consent to posting submission 1"),
        ("ada@example.org", 2, "Less of submission 1 is posted"),
        ("bob@example.org", 2, "Less of submission 1 is posted"),
        ("ada@example.org", 3, "Submission 1 is no longer posted"),
        ("bob@example.org", 3, "Submission 1 is no longer posted"),
    ]


def test_the_letter_says_who_what_where_and_how_to_take_it_back(
    workshop: Workshop, paper: Submission, ada: User
) -> None:
    posting.consent(paper, {"page", "pdf"}, by=ada, at=at(0))
    assert workshop.letters.get(recipient="bob@example.org").body == (
        "Dear Author bob,\n"
        "\n"
        "Ada Lovelace has consented to posting the page (title, authors, abstract) and the "
        'camera-ready paper of submission 1, "Sparse Credit", on the site of Credit Assignment.\n'
        "\n"
        "What everybody can read now, each as soon as it is there, is the page (title, authors, "
        "abstract) and the camera-ready paper:\n"
        "http://127.0.0.1:8000/credit/papers/1/\n"
        "\n"
        "Any author can take the consent back, or change it, at any time:\n"
        "http://127.0.0.1:8000/credit/submissions/1/consent/\n"
        "Sign in with this address, bob@example.org.\n"
        "\n"
        "The organizers of Credit 2018\n"
    )


def test_saving_the_same_again_tells_nobody(
    workshop: Workshop, paper: Submission, ada: User
) -> None:
    posting.consent(paper, {"page"}, by=ada, at=at(0))
    assert not posting.consent(paper, {"page"}, by=ada, at=at(1))
    assert not posting.consent(make_accepted(workshop, ada), set(), by=ada, at=at(1))
    assert (workshop.entries.count(), workshop.letters.count()) == (1, 2)


@pytest.mark.parametrize("artefact", ["pdf", "slides", "video"])
def test_nothing_is_posted_without_its_page(paper: Submission, ada: User, artefact: str) -> None:
    with pytest.raises(Refused) as refusal:
        posting.consent(paper, {artefact}, by=ada, at=at(0))
    assert refusal.value.field == artefact
    assert standing(paper) == []


def test_taking_back_the_page_takes_back_all(paper: Submission, ada: User) -> None:
    posting.consent(paper, set(EVERYTHING), by=ada, at=at(0))
    posting.consent(paper, {"pdf", "video"}, by=ada, at=at(1))
    assert standing(paper) == []


def test_only_what_is_accepted_can_be_consented_to(workshop: Workshop, ada: User) -> None:
    for status in set(Status) - {Status.ORAL, Status.POSTER}:
        with pytest.raises(Refused):
            posting.consent(
                make_submission(workshop, ada, status=status), {"page"}, by=ada, at=at(0)
            )


def test_what_is_no_longer_accepted_can_still_be_taken_back(paper: Submission, ada: User) -> None:
    give(paper)
    paper.status = Status.REJECTED
    paper.save()
    posting.consent(paper, set(), by=ada, at=at(0))
    assert standing(paper) == []


def test_of_what_is_no_longer_accepted_a_part_can_be_taken_back_and_nothing_given(
    workshop: Workshop, paper: Submission, ada: User
) -> None:
    give(paper, "page", "pdf", "video")
    paper.status = Status.REJECTED
    paper.save()
    assert posting.consent(paper, {"page", "video"}, by=ada, at=at(0))
    assert standing(paper) == ["page", "video"]
    body = workshop.letters.get(recipient="bob@example.org").body
    assert "has taken back the consent to posting the camera-ready paper of" in body
    assert "Nothing of it is posted now." in body
    assert "What everybody can read now" not in body
    with pytest.raises(Refused, match="Only an accepted submission can be posted"):
        posting.consent(paper, {"page", "slides"}, by=ada, at=at(1))
    assert standing(paper) == ["page", "video"]


def test_a_second_click_on_the_same_form_changes_nothing(
    workshop: Workshop, client: Client, paper: Submission, ada: User
) -> None:
    client.force_login(ada)
    form = {**fields(client.get(CONSENT)), "page": "on", "pdf": "on"}
    for _ in range(2):
        assert client.post(CONSENT, form).status_code == 302
    assert (standing(paper), workshop.letters.count()) == (["page", "pdf"], 2)


def test_two_authors_do_not_overwrite_each_other(paper: Submission, ada: User) -> None:
    seen = posting.consents_seen(paper)
    bob = make_user("bob@example.org", "Bob")
    posting.consent(paper, {"page", "pdf"}, by=bob, at=at(0), seen=seen)
    with pytest.raises(Stale):
        posting.consent(paper, {"page"}, by=ada, at=at(1), seen=seen)
    assert standing(paper) == ["page", "pdf"]


def test_withdrawing_takes_everything_back_and_says_so(
    workshop: Workshop, paper: Submission, ada: User
) -> None:
    give(paper)
    submit.withdraw(paper, version=paper.version, by=ada, at=at(5))
    assert standing(paper) == []
    assert set(paper.consents.values_list("revoked_at", "revoked_by")) == {(at(5), ada.pk)}
    body = workshop.letters.get(recipient="bob@example.org").body
    assert "What was posted of it is no longer on the site." in body


# ---- the author's page ------------------------------------------------------------------------

CONSENT = "/credit/submissions/1/consent/"


def test_an_author_ticks_what_may_be_posted_and_takes_it_back_in_the_same_way(
    client: Client, paper: Submission, ada: User
) -> None:
    client.force_login(ada)
    form = fields(client.get(CONSENT))
    assert [name for name in EVERYTHING if name in form] == []
    saved = client.post(CONSENT, {**form, "page": "on", "slides": "on"}, follow=True)
    assert saved.redirect_chain == [(CONSENT, 302)]
    assert standing(paper) == ["page", "slides"]
    form = fields(saved)
    assert [name for name in EVERYTHING if name in form] == ["page", "slides"]
    client.post(CONSENT, {"seen": form["seen"]})
    assert standing(paper) == []
    history = texts(every(one(tree(client.get(CONSENT)), "ol", "listing"), "li"))
    assert [line.split(" the page")[0] for line in history] == [
        "Ada Lovelace took back the consent to posting",
        "Ada Lovelace consented to posting",
    ]


def test_from_when_and_for_whom_is_said_before_the_ticks(
    client: Client, paper: Submission, ada: User
) -> None:
    client.force_login(ada)
    html = client.get(CONSENT).content.decode()
    assert html.index("at once") < html.index('name="page"')
    assert html.index("You answer for all authors") < html.index('name="page"')


def test_a_refusal_stands_beside_its_tick_and_keeps_the_others(
    client: Client, paper: Submission, ada: User
) -> None:
    client.force_login(ada)
    form = fields(client.get(CONSENT))
    answer = client.post(CONSENT, {**form, "pdf": "on"})
    assert answer.status_code == 409
    assert 'id="id_pdf_error"' in answer.content.decode()
    assert [name for name in EVERYTHING if name in fields(answer)] == ["pdf"]


def test_a_stale_page_is_shown_again_with_its_ticks_and_may_then_be_saved(
    client: Client, paper: Submission, ada: User
) -> None:
    client.force_login(ada)
    form = fields(client.get(CONSENT))
    posting.consent(paper, {"page", "pdf"}, by=make_user("bob@example.org"), at=at(0))
    answer = client.post(CONSENT, {**form, "page": "on"})
    assert answer.status_code == 409
    assert standing(paper) == ["page", "pdf"]
    client.post(CONSENT, fields(answer))
    assert standing(paper) == ["page"]


def test_a_co_author_may_and_nobody_else(client: Client, paper: Submission) -> None:
    others = [make_user(), make_organizer(paper.workshop), make_user("eve@example.org")]
    for stranger in others:
        client.force_login(stranger)
        assert client.get(CONSENT).status_code == 404
        assert client.post(CONSENT, {"page": "on"}).status_code == 404
    client.force_login(make_user("bob@example.org"))
    assert client.get(CONSENT).status_code == 200


def test_before_the_decision_there_is_nothing_to_consent_to(client: Client, ada: User) -> None:
    make_submission(make_workshop("credit"), ada)
    client.force_login(ada)
    assert client.get(CONSENT)["Location"] == "/credit/submissions/1/"
    assert client.post(CONSENT, {"page": "on"}).status_code == 409


def test_the_page_says_which_files_are_there(client: Client, paper: Submission, ada: User) -> None:
    PaperVersion.objects.filter(part="slides").delete()
    client.force_login(ada)
    page = tree(client.get(CONSENT))
    (slides,) = [s for s in every(page, "small") if attribute(s, "id") == "id_slides_helptext"]
    assert text_of(slides) == "Not uploaded yet: it appears when you upload it."
    (pdf,) = [s for s in every(page, "small") if attribute(s, "id") == "id_pdf_helptext"]
    assert text_of(pdf).startswith("PDF, 4 pages, ")


# ---- what is there, what never was, what is gone ----------------------------------------------


def test_what_is_consented_to_is_there_at_once(
    client: Client, paper: Submission, ada: User
) -> None:
    posting.consent(paper, set(EVERYTHING), by=ada, at=timezone.now())
    assert answers(client, 1) == ALL_THERE
    posting.consent(paper, {"page"}, by=ada, at=timezone.now())
    assert answers(client, 1) == {"": 200, "paper.bib": 200, "paper.pdf": 410, "slides.pdf": 410}


def test_the_page_alone_shows_no_file(client: Client, paper: Submission) -> None:
    give(paper, "page")
    assert answers(client, 1) == {"": 200, "paper.bib": 200, "paper.pdf": 404, "slides.pdf": 404}
    page = client.get("/credit/papers/1/").content.decode()
    for hidden in ("paper.pdf", "slides.pdf", "video.example.org", "citation_pdf_url"):
        assert hidden not in page


@pytest.mark.parametrize("status", sorted(set(Status) - {Status.ORAL, Status.POSTER}))
def test_what_is_not_accepted_looks_as_if_it_did_not_exist(
    client: Client, workshop: Workshop, status: str
) -> None:
    hidden = make_accepted(workshop, status=status)
    give(hidden)
    for page in PAGES:
        absent = read(client, f"/credit/papers/77/{page}")
        assert absent[0] == 404
        assert read(client, f"/credit/papers/{hidden.number}/{page}") == absent


def test_without_consent_it_looks_as_if_it_did_not_exist(
    client: Client, paper: Submission, ada: User
) -> None:
    for user in (None, ada, make_organizer(paper.workshop)):
        if user:
            client.force_login(user)
        for page in PAGES:
            absent = read(client, f"/credit/papers/77/{page}")
            assert read(client, f"/credit/papers/1/{page}") == absent


def test_nothing_is_posted_of_a_workshop_in_preparation(client: Client, paper: Submission) -> None:
    give(paper)
    Workshop.objects.update(announced_at=None)
    assert answers(client, 1) == NOT_THERE
    client.force_login(make_organizer(paper.workshop))
    assert answers(client, 1) == NOT_THERE
    paper.consents.update(revoked_at=at(0))
    assert answers(client, 1) == NOT_THERE


def test_what_was_taken_back_is_gone_without_a_trace(
    client: Client, paper: Submission, ada: User
) -> None:
    posting.consent(paper, set(EVERYTHING), by=ada, at=at(0))
    posting.consent(paper, set(), by=ada, at=timezone.now())
    assert answers(client, 1) == ALL_GONE
    for page in PAGES:
        body = client.get(f"/credit/papers/1/{page}").content.decode()
        assert "has been taken back by its authors" in body
        for trace in ("Sparse", "Author ada", "Author bob", "example.org", "What we found"):
            assert trace not in body
    posting.consent(paper, {"page"}, by=ada, at=timezone.now())
    assert client.get("/credit/papers/1/").status_code == 200


def test_what_was_withdrawn_after_posting_is_gone(
    client: Client, paper: Submission, ada: User
) -> None:
    give(paper)
    submit.withdraw(paper, version=paper.version, by=ada, at=timezone.now())
    assert answers(client, 1) == ALL_GONE


def test_what_a_correction_rejects_never_was(client: Client, paper: Submission, ada: User) -> None:
    give(paper)
    posting.consent(paper, {"page"}, by=ada, at=timezone.now())
    paper.status = Status.REJECTED
    paper.save()
    assert answers(client, 1) == NOT_THERE


def test_a_file_that_was_never_there_is_not_gone(client: Client, workshop: Workshop) -> None:
    ada = make_user()
    paper = make_submission(workshop, ada, status=Status.ORAL)
    posting.consent(paper, {"page", "pdf"}, by=ada, at=timezone.now())
    assert client.get("/credit/papers/1/paper.pdf").status_code == 404
    posting.consent(paper, {"page"}, by=ada, at=timezone.now())
    assert client.get("/credit/papers/1/paper.pdf").status_code == 404


def test_a_file_that_cannot_be_opened_is_not_posted(client: Client, paper: Submission) -> None:
    give(paper)
    PaperVersion.objects.filter(part="final").update(finding="encrypted")
    assert client.get("/credit/papers/1/paper.pdf").status_code == 404
    assert "citation_pdf_url" not in client.get("/credit/papers/1/").content.decode()


def test_what_is_posted_is_the_last_camera_ready_paper_not_the_one_for_review(
    client: Client, paper: Submission
) -> None:
    give(paper)
    last = make_part(paper, PaperVersion.Part.FINAL, pages=6)
    make_part(paper, PaperVersion.Part.REVIEW, pages=3)
    with last.file.open("rb") as file:
        assert read(client, "/credit/papers/1/paper.pdf")[1] == file.read()
    facts = texts(every(one(tree(client.get("/credit/papers/1/")), "dl", "facts"), "dd"))
    assert facts[0].startswith("6 pages, ")


# ---- how it is served -------------------------------------------------------------------------


def test_a_pdf_is_read_in_place_sandboxed_and_asked_for_again_each_time(
    client: Client, paper: Submission, ada: User
) -> None:
    give(paper)
    answer = client.get("/credit/papers/1/paper.pdf")
    answer.getvalue()
    sent = {name: answer.headers[name] for name in ("ETag", "Last-Modified")}
    assert {name: answer.headers[name] for name in sorted(answer.headers) if name not in sent} == {
        "Cache-Control": "public, no-cache",
        "Content-Disposition": 'inline; filename="credit-camera-ready-1.pdf"',
        "Content-Length": answer.headers["Content-Length"],
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Content-Type": "application/pdf",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Referrer-Policy": "same-origin",
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
    }
    known = {"If-None-Match": sent["ETag"]}
    again = client.get("/credit/papers/1/paper.pdf", headers=known)
    assert (again.status_code, again.headers["Content-Security-Policy"]) == (
        304,
        "default-src 'none'; sandbox",
    )
    posting.consent(paper, {"page"}, by=ada, at=timezone.now())
    assert client.get("/credit/papers/1/paper.pdf", headers=known).status_code == 410


def fill(workshop: Workshop, rows: int) -> None:
    """So many talks and posters, posted and on the published schedule."""
    talks = make_session(workshop, minutes=rows * 15)
    posters = make_session(workshop, Session.Kind.POSTERS, hour=15)
    for status, session in ((Status.ORAL, talks), (Status.POSTER, posters)):
        for _ in range(rows):
            paper = make_accepted(workshop, status=status)
            paper.topics.set(workshop.topics.all())
            give(paper)
            make_talk(session, paper)
    publish_rows(workshop)


@pytest.mark.parametrize("rows", [1, 30])
def test_public_pages_ask_the_same_few_questions_and_touch_no_session(
    client: Client, workshop: Workshop, rows: int
) -> None:
    fill(workshop, rows)
    numbers = {
        "papers/": 10,
        "papers/?q=paper": 10,
        "papers.bib": 6,
        "papers/1/": 10,
        "papers/1/paper.bib": 6,
        "papers/1/paper.pdf": 6,
        "papers/1/slides.pdf": 6,
    }
    found = {}
    for page in numbers:
        with CaptureQueriesContext(connection) as captured:
            answer = client.get(f"/credit/{page}")
            answer.getvalue()
        found[page] = len(captured)
        assert (answer.status_code, answer.cookies) == (200, {})
        assert answer.headers["Cache-Control"] == "public, no-cache"
        assert "Cookie" not in answer.headers.get("Vary", "")
    assert found == numbers


def test_nothing_public_names_an_address(client: Client, workshop: Workshop) -> None:
    fill(workshop, 2)
    for page in ("papers/", "papers.bib", "papers/1/", "papers/1/paper.bib"):
        assert "@example.org" not in client.get(f"/credit/{page}").content.decode()


# ---- the list ---------------------------------------------------------------------------------


def titles(client: Client, query: str = "") -> dict[str, list[str]]:
    """The listed papers by section."""
    page = tree(client.get(f"/credit/papers/{query}"))
    sections = [leaf for leaf in every(page, "section") if list(every(leaf, css="listing"))]
    return {attribute(s, "id"): texts(every(s, "a", "title")) for s in sections}


def test_the_list_has_talks_and_posters_in_the_order_of_the_schedule(
    client: Client, workshop: Workshop
) -> None:
    one_, two, three, hidden = (
        make_accepted(workshop, status=status, title=title)
        for status, title in (
            ("oral", "Late talk"),
            ("oral", "Early talk"),
            ("poster", "A poster"),
            ("poster", "Hidden"),
        )
    )
    for paper in (one_, two, three):
        give(paper)
    assert titles(client) == {"talks": ["Late talk", "Early talk"], "posters": ["A poster"]}
    session, posters = make_session(workshop), make_session(workshop, "posters", hour=15)
    for paper in (two, one_):
        make_talk(session, paper)
    for paper in (hidden, three):
        make_talk(posters, paper)
    publish_rows(workshop)
    assert titles(client) == {"talks": ["Early talk", "Late talk"], "posters": ["A poster"]}
    page = tree(client.get("/credit/papers/"))
    lines = [text_of(next(every(row, css="soft"))) for row in every(page, "span", "row")]
    assert lines == ["Talk, Sat 9:00", "Talk, Sat 9:30", "Poster, board 2"]


def test_search_finds_title_author_and_topic_whatever_the_accents(
    client: Client, workshop: Workshop
) -> None:
    one_, two = make_accepted(workshop, title="Rätsel"), make_accepted(workshop, title="Other")
    two.authors.update(name="Tomás Beltrán")
    two.topics.set(workshop.topics.filter(name="Memory"))
    give(one_)
    give(two)
    assert titles(client, "?q=ratsel") == {"posters": ["Rätsel"]}
    assert titles(client, "?q=BELTRAN+tomas") == {"posters": ["Other"]}
    assert titles(client, "?q=memory") == titles(client, "?topic=Memory") == {"posters": ["Other"]}
    assert titles(client, "?q=example.org") == titles(client, "?topic=Learning") == {}
    empty = tree(client.get("/credit/papers/?q=%22%3Cb%3E"))
    assert text_of(one(empty, css="lead")) == '0 of 2 posted papers with “"<b>”.'
    page = tree(client.get("/credit/papers/"))
    assert texts(every(one(page, "ul", "plain"), "a")) == ["Memory 1"]


def test_the_list_says_how_many_there_are_and_is_searched_above_them(
    client: Client, workshop: Workshop
) -> None:
    def lead() -> str:
        return text_of(one(tree(client.get("/credit/papers/")), css="lead"))

    give(make_accepted(workshop, status="oral"))
    assert lead() == "1 paper: 1 talk."
    for _ in range(2):
        give(make_accepted(workshop))
    assert lead() == "3 papers: 1 talk and 2 posters."
    html = client.get("/credit/papers/").content.decode()
    assert html.index('name="q"') < html.index(">Talks</h2>")
    assert "at its authors’ request" in html
    Workshop.objects.update(proceedings="none; posted with consent")
    html = client.get("/credit/papers/").content.decode()
    assert "Proceedings: none; posted with consent." in html
    assert "at its authors’ request" not in html


def test_an_empty_list_says_whose_move_it_is(client: Client, workshop: Workshop) -> None:
    make_accepted(workshop)
    page = tree(client.get("/credit/papers/"))
    assert text_of(one(page, css="empty")).startswith("No paper is posted yet.")
    assert client.get("/credit/papers.bib").content == b""


def test_the_site_leads_to_the_papers_once_there_are_any(
    client: Client, workshop: Workshop
) -> None:
    def nav() -> list[str]:
        return texts(every(one(tree(client.get("/credit/call/")), "nav"), "a"))

    paper = make_accepted(workshop)
    assert nav() == ["Call", "Schedule"]
    give(paper)
    assert nav() == ["Call", "Schedule", "Papers"]


# ---- one paper --------------------------------------------------------------------------------


def test_a_paper_says_who_what_when_and_where(
    client: Client, workshop: Workshop, paper: Submission
) -> None:
    Submission.everywhere.update(
        abstract="We forget by $\\gamma^t$ a *step*.", already_published_at="ICLR 2018"
    )
    paper.topics.set(workshop.topics.all())
    give(paper, at=AT)
    room = workshop.rooms.create(name="Hall 3")
    make_talk(make_session(workshop, "posters", hour=10, day=1, room=room), paper)
    publish_rows(workshop)
    page = tree(client.get("/credit/papers/1/"))
    assert texts(every(page, "h1")) == ["Sparse Credit"]
    assert text_of(one(one(page, css="opening"), css="soft")) == "Papers · Poster, board 1"
    assert len(list(every(one(page, css="prose"), "math"))) == 1
    facts = one(page, "dl", "facts")
    shown = dict(zip(texts(every(facts, "dt")), texts(every(facts, "dd")), strict=True))
    assert shown.pop("PDF").startswith("4 pages, ")
    assert shown.pop("Slides").startswith("PDF, ")
    assert shown == {
        "Video": "Watch it elsewhere",
        "Presented": "Sun 15 July, 10:00 , board 1, Hall 3",
        "Kind": "short paper",
        "Topics": "Learning Memory",
        "Published at": "ICLR 2018",
        "Posted": "9 July 2018 , by consent of the authors",
    }
    assert texts(every(one(page, "ul", "people"), "li")) == [
        "AA Author ada Example University presents the poster",
        "AB Author bob Example University",
    ]


def test_a_video_is_a_link_only_to_the_web(client: Client, paper: Submission) -> None:
    give(paper)
    Submission.everywhere.update(video="javascript:alert(1)")
    assert "javascript" not in client.get("/credit/papers/1/").content.decode()
