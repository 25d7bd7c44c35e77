"""Step 8: the page on which an author ticks what may be posted."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from factories import make_organizer, make_submission, make_user, make_workshop
from filling import fields as fields_of
from html_tree import attribute, every, one, text_of, texts, tree
from people_fixtures import author_ada  # noqa: F401
from post_fixtures import past_call, sparse_credit  # noqa: F401
from post_story import at, standing
from posting_factories import EVERYTHING

from submissions import posting
from submissions.models import PaperVersion, Submission
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def fields(answer: Any) -> dict[str, Any]:
    return fields_of(answer, "seen")


def test_a_second_click_on_the_same_form_changes_nothing(
    workshop: Workshop, client: Client, paper: Submission, ada: User
) -> None:
    client.force_login(ada)
    form = {**fields(client.get(CONSENT)), "page": "on", "pdf": "on"}
    for _ in range(2):
        assert client.post(CONSENT, form).status_code == 302
    assert (standing(paper), workshop.letters.count()) == (["page", "pdf"], 2)


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
