"""The author's form in the browser's own terms: what is kept, what is said, what is saved."""

from __future__ import annotations

import pytest
from django.conf import settings as site
from django.test import Client
from factories import make_submission, make_user, make_workshop
from filling import fields
from forms import ADA, BOB, pdf, typed
from people_fixtures import author_ada, authors_browser, new_workshop  # noqa: F401
from signing_in import sign_in, without_tokens

from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db

NEW = "/credit/submissions/new/"


def test_one_post_drafts_and_hands_in(browser: Client, workshop: Workshop) -> None:
    answer = browser.post(NEW, {**typed(workshop, ADA, BOB), "paper": pdf()}, follow=True)
    assert answer.redirect_chain == [("/credit/submissions/1/", 302)]
    submission = workshop.submissions.get()
    assert submission.status == "submitted"
    assert [a.email for a in submission.authors.all()] == ["ada@example.org", "bob@example.org"]
    assert "Submission 1 is submitted. Every author gets a letter." in answer.content.decode()
    assert '<math xmlns="http://www.w3.org/1998/Math/MathML"' not in answer.content.decode()
    assert "<msup><mi>x</mi><mn>2</mn></msup>" in answer.content.decode().replace("\n", "")


def test_a_draft_needs_only_a_title(browser: Client, workshop: Workshop) -> None:
    answer = browser.post(NEW, {"act": "save", "title": "A beginning"})
    assert answer["Location"] == "/credit/submissions/1/edit/"
    assert workshop.submissions.get().status == "draft"


def test_a_mistake_keeps_everything_typed_and_the_file(browser: Client, workshop: Workshop) -> None:
    wrong = ("Yuki Arai", "yuki.arai-kyoto", "Kyoto University", "0000-0002-1825-0098")
    page = browser.post(NEW, {**typed(workshop, ADA, wrong), "paper": pdf(name="ours.pdf")})
    html = page.content.decode()
    assert page.status_code == 200
    assert workshop.submissions.count() == 0
    assert "2 things need mending before this can be saved." in html
    assert "This is not a whole address. It looks like name@university.edu." in html
    assert "This ORCID has a mistyped digit." in html
    for kept in ("On Credit", "Credit is *due*", "yuki.arai-kyoto", "Kyoto University", "ours.pdf"):
        assert kept in html
    mended = typed(workshop, ADA, ("Yuki Arai", "yuki@example.org", "Kyoto University", ""))
    browser.post(NEW, {**mended, "kept": page.context["editor"].kept})
    paper = workshop.submissions.get().paper
    assert paper is not None
    assert paper.name == "ours.pdf"


def test_rows_are_added_moved_and_removed_without_script(
    browser: Client, workshop: Workshop
) -> None:
    form = typed(workshop, ADA, BOB)

    def names(act: str) -> list[str]:
        page = browser.post(NEW, {**form, "act": act})
        return [row["name"].value() for _, row in page.context["editor"].rows]

    assert names("add") == ["Ada Lovelace", "Bob Berg", None]
    assert names("down:1") == ["Bob Berg", "Ada Lovelace"]
    assert names("up:2") == ["Bob Berg", "Ada Lovelace"]
    assert names("up:1") == ["Ada Lovelace", "Bob Berg"]
    assert names("remove:1") == ["Bob Berg"]
    assert names("remove:77") == ["Ada Lovelace", "Bob Berg"]
    assert workshop.submissions.count() == 0


def test_the_order_of_the_page_is_the_order_of_the_authors(
    browser: Client, workshop: Workshop
) -> None:
    form = {**typed(workshop, ADA, BOB), "author": ["2", "1"], "presenter": "2", "paper": pdf()}
    browser.post(NEW, form)
    authors = workshop.submissions.get().authors.all()
    assert [(a.name, a.is_corresponding, a.is_presenter) for a in authors] == [
        ("Bob Berg", False, True),
        ("Ada Lovelace", True, False),
    ]


def test_two_authors_may_not_share_an_address(browser: Client, workshop: Workshop) -> None:
    page = browser.post(NEW, {**typed(workshop, ADA, ADA), "paper": pdf()})
    assert "Another author has this address already." in page.content.decode()


@pytest.mark.parametrize(
    "typed_orcid", ["0000-0002-1825-0097", "https://orcid.org/0000-0002-1825-0097"]
)
def test_an_orcid_may_be_pasted_in_either_form(
    browser: Client, workshop: Workshop, typed_orcid: str
) -> None:
    browser.post(NEW, {**typed(workshop, (*ADA[:3], typed_orcid)), "paper": pdf()})
    assert workshop.submissions.get().authors.get().orcid == "0000-0002-1825-0097"


def test_a_stale_save_gives_the_text_back_and_then_may_go_over(
    browser: Client, workshop: Workshop, ada: User
) -> None:
    submission = make_submission(workshop, ada, paper=True)
    edit = f"/credit/submissions/{submission.number}/edit/"
    opened = browser.get(edit).context["version"]
    browser.post(edit, {**typed(workshop, title="First"), "version": opened})
    answer = browser.post(edit, {**typed(workshop, title="Second"), "version": opened})
    assert answer.status_code == 409
    assert "This was saved since you opened it" in answer.content.decode()
    assert "Second" in answer.content.decode()
    assert workshop.submissions.get().title == "First"
    browser.post(edit, {**typed(workshop, title="Second"), "version": answer.context["version"]})
    assert workshop.submissions.get().title == "Second"


def test_a_co_author_finds_it_after_proving_the_address(
    client: Client, workshop: Workshop, ada: User
) -> None:
    make_submission(workshop, ada, authors=["ada@example.org", "bob@example.org"], title="Ours")
    unproved = User.objects.create_user("bob@example.org", name="Not yet Bob")
    client.force_login(unproved)
    assert client.get("/credit/submissions/1/").status_code == 404
    unproved.delete()
    client.force_login(make_user("bob@example.org", "Bob"))
    assert "Ours" in client.get("/credit/submissions/").content.decode()
    assert client.get("/credit/submissions/1/edit/").status_code == 200


def test_withdrawing_asks_first(browser: Client, workshop: Workshop, ada: User) -> None:
    make_submission(workshop, ada)
    url = "/credit/submissions/1/withdraw/"
    assert browser.get(url).status_code == 200
    assert "Tick the box if you mean it" in browser.post(url).content.decode()
    assert workshop.submissions.get().status == "submitted"
    version = browser.get(url).context["form"]["version"].value()
    sent = {"sure": "on", "version": version}
    assert browser.post(url, sent)["Location"] == "/credit/submissions/"
    assert workshop.submissions.get().status == "withdrawn"


def test_a_draft_is_discarded_from_the_page_where_it_is_edited(
    browser: Client, workshop: Workshop
) -> None:
    browser.post(NEW, {"act": "save", "title": "A beginning"})
    link = '<a href="/credit/submissions/1/withdraw/">Discard this draft</a>'
    assert link in browser.get("/credit/submissions/1/edit/").content.decode()
    asked = browser.get("/credit/submissions/1/withdraw/")
    assert "Yes, discard it" in asked.content.decode()
    typed = {**fields(asked, "version"), "sure": "on"}
    gone = browser.post("/credit/submissions/1/withdraw/", typed, follow=True)
    assert "The draft is discarded." in gone.content.decode()


def test_what_is_withdrawn_is_not_withdrawn_again(
    browser: Client, workshop: Workshop, ada: User
) -> None:
    make_submission(workshop, ada, status="withdrawn")
    answer = browser.get("/credit/submissions/1/withdraw/", follow=True)
    assert answer.redirect_chain == [("/credit/submissions/1/", 302)]
    assert "Submission 1 is withdrawn: there is nothing to withdraw." in answer.content.decode()


def test_a_double_click_makes_one_submission(browser: Client, workshop: Workshop) -> None:
    ticket = browser.get(NEW).context["ticket"]
    for _ in range(2):
        answer = browser.post(NEW, {**typed(workshop), "paper": pdf(), "ticket": ticket})
        assert answer["Location"] == "/credit/submissions/1/"
    assert workshop.submissions.count() == 1
    assert workshop.letters.count() == 1


def test_too_many_authors_are_refused_and_kept(browser: Client, workshop: Workshop) -> None:
    crowd = [(f"Author {n}", f"a{n}@example.org", "Somewhere", "") for n in range(75)]
    page = browser.post(NEW, {**typed(workshop, *crowd), "paper": pdf()})
    assert "A submission has at most 60 authors; here are 75." in page.content.decode()
    assert len(page.context["editor"].rows) == 75


def test_what_is_typed_on_one_line_stays_on_one_line(browser: Client, workshop: Workshop) -> None:
    name = "Ada\r\n\r\nYou have won"
    browser.post(NEW, {**typed(workshop, (name, *ADA[1:])), "paper": pdf()})
    assert workshop.submissions.get().authors.get().name == "Ada You have won"


@pytest.mark.parametrize(
    "nonsense",
    [
        {"author": ["²"], "act": "add"},
        {"author": ["9" * 5000], "act": "add"},
        {"topics": ["No such topic", "Memory\0"]},
        {"kind": "Short paper\0"},
        {"version": "9" * 400},
        {"author-1-email": "a" * 300 + "@example.org"},
        {"abstract": "[" * 5001},
    ],
)
def test_nonsense_is_answered_with_the_form(
    browser: Client, workshop: Workshop, nonsense: dict[str, object]
) -> None:
    page = browser.post(NEW, {**typed(workshop), **nonsense, "paper": pdf()})
    assert page.status_code in {200, 302}


@pytest.mark.parametrize("field", ["title", "author-1-name"])
def test_names_and_titles_carry_no_link_into_letters(
    browser: Client, workshop: Workshop, field: str
) -> None:
    page = browser.post(NEW, {**typed(workshop), field: "Win at www.evil.example", "paper": pdf()})
    assert "Leave the link out here" in page.content.decode()
    assert workshop.letters.count() == 0


def test_what_was_typed_outlives_the_session(workshop: Workshop, ada: User) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(ada)
    before = fields(browser.get(NEW), "ticket")["csrfmiddlewaretoken"]
    del browser.cookies["session"]
    sent = {**typed(workshop, ADA), "title": 'Backprop <b> & "more"', "act": "save"}
    in_vain = browser.post(NEW, {**sent, "paper": pdf(), "csrfmiddlewaretoken": before})
    assert in_vain.status_code == 403
    assert "You are signed out, nothing was saved" in in_vain.content.decode()
    assert '<input type="file" id="file-1" name="paper"' in in_vain.content.decode()
    kept = fields(in_vain, "title")
    expected = {name: str(value) for name, value in sent.items() if not isinstance(value, list)}
    assert {name: kept[name] for name in expected} == expected
    # Signing in has drawn a new token: only the browser's word says that the form is ours.
    browser.handler.enforce_csrf_checks = False
    sign_in(browser, "ada@example.org")
    browser.handler.enforce_csrf_checks = True
    assert browser.post(NEW, kept, headers={"origin": "https://evil.example"}).status_code == 403
    elsewhere = browser.post(NEW, kept)
    assert b"Send it again" not in elsewhere.content
    again = browser.post(NEW, kept, headers={"origin": site.SITE_URL})
    assert (again.status_code, workshop.submissions.count()) == (403, 0)
    assert "Nothing was saved yet" in again.content.decode()
    saved = browser.post(NEW, fields(again, "title"))
    assert saved["Location"] == "/credit/submissions/1/edit/"
    assert workshop.submissions.get().title == 'Backprop <b> & "more"'


def test_a_form_sent_in_vain_is_answered_alike_whatever_the_address(client: Client) -> None:
    make_workshop("credit")
    answers = {
        without_tokens(client.post(f"/{slug}/submissions/new/", {"title": "A"})).replace(slug, "…")
        for slug in ("credit", "absent")
    }
    assert len(answers) == 1


def test_a_password_is_not_handed_back(client: Client) -> None:
    typed = {"old": "correct horse battery", "new": "correct horse battery"}
    assert b"horse" not in client.post("/account/password/change/", typed).content
