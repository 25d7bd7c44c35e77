"""Step 8: the public list of papers, its search, and the page of one paper."""

from __future__ import annotations

import pytest
from django.test import Client
from html_tree import attribute, every, one, text_of, texts, tree
from people_fixtures import author_ada  # noqa: F401
from post_fixtures import past_call, sparse_credit  # noqa: F401
from post_story import AT
from posting_factories import give, make_accepted
from schedule_factories import make_session, make_talk, publish_rows

from submissions.models import Submission
from workshop.models import Workshop

pytestmark = pytest.mark.django_db


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
