"""Step 10: the schedule that everybody reads: times, rooms, posters, and what is withdrawn."""

from __future__ import annotations

import pytest
from django.db.models import Q
from django.test import Client
from factories import make_user
from filling import shown
from html_tree import attribute, every, one, text_of, texts, tree
from people_fixtures import organizer_olga  # noqa: F401
from publish_fixtures import block_with_two_talks, two_days_in_july  # noqa: F401
from publish_story import AT, accepted, client_of, leaf, press, told
from schedule_factories import make_session, make_talk

from schedule.freezing import planned_for
from schedule.models import Session
from schedule.publish import publish
from schedule.talks import remove_talk
from submissions import submit
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


def test_a_withdrawn_talk_disappears_at_once_from_everything(
    workshop: Workshop, block: Session, olga: User, client: Client
) -> None:
    publish(workshop, by=olga, at=AT)
    paper = workshop.submissions.get(number=1)
    addresses = ["schedule/", "schedule.ics", "", "speakers/"]
    public = [f"/credit/{path}" for path in addresses] + ["/api/v1/workshops/credit/schedule/"]
    assert [b"Small Things" in client.get(url).content for url in public[:2]] == [True, True]
    submit.withdraw(paper, version=paper.version, by=olga, at=AT)
    for url in public:
        answer = client.get(url)
        assert (answer.status_code, b"Small Things" in answer.content) == (200, False)
    inside = client_of(olga)
    assert leaf(inside, "Changes").startswith(
        "Gone from Contributed talks, Sat 14 July, 14:00: “Small Things” by Author ada."
    )
    press(inside)
    # Its authors have been told that it is withdrawn, and nobody else has to come earlier.
    assert told(workshop, 2) == []


def test_the_place_of_a_withdrawn_talk_stays_empty_until_it_is_taken_out(
    workshop: Workshop, block: Session, olga: User
) -> None:
    publish(workshop, by=olga, at=AT)
    workshop.submissions.filter(number=1).update(status="withdrawn")
    publish(workshop, by=olga, at=AT)
    talk = workshop.presentations.get(submission__number=1)
    inside = client_of(olga)
    assert "Small Things empty place" in shown(inside.get("/credit/organize/schedule/"))
    assert planned_for(workshop, olga, workshop.schedule_versions.last()).submissions == {2, 3}
    remove_talk(talk, by=olga, at=AT)
    publish(workshop, by=olga, at=AT)
    assert told(workshop, 3) == [(2, "olu@example.org")]


def test_the_page_has_times_within_a_block_and_says_which_version_it_is(
    workshop: Workshop, block: Session, olga: User, client: Client
) -> None:
    publish(workshop, by=olga, at=AT)
    page = tree(client.get("/credit/schedule/"))
    talks = [list(every(each, "li")) for each in every(page, "ol", "talks")]
    assert [[text_of(one(talk, "b")) for talk in block] for block in talks] == [
        ["14:00 Author ada", "14:15 Author olu"],
        ["Board 1, Author mia"],
    ]
    first = next(every(talks[0][0], "time"))
    assert attribute(first, "datetime") == "2018-07-14T14:00:00+02:00"
    facts = texts(every(one(next(every(page, "aside", "side")), "dl"), "div"))
    assert facts[-1] == "Version 1, published 11 July 2018"


def test_the_usual_room_is_said_once_a_day_and_another_beside_its_session(
    workshop: Workshop, block: Session, olga: User, client: Client
) -> None:
    workshop.sessions.filter(kind="posters").update(room=block.room)
    make_session(workshop, "panel", hour=18, room=workshop.rooms.create(name="Annex"))
    publish(workshop, by=olga, at=AT)
    page = tree(client.get("/credit/schedule/"))
    sides = [texts(every(side, "div")) for side in every(page, "aside", "side")]
    assert sides[0][:2] == ["Hours 14:00 to 19:00", "Room Hall A, unless another is named"]
    rows = texts(every(page, css="what"))
    assert [("Hall A" in row, "Annex" in row) for row in rows] == [
        *[(False, False)] * 3,
        (False, True),
    ]
    # A talk without a room may be anywhere: then each says its own.
    make_session(workshop, "panel", hour=20)
    publish(workshop, by=olga, at=AT)
    page = tree(client.get("/credit/schedule/"))
    assert "unless another" not in text_of(next(every(page, "aside", "side")))
    assert sum("Hall A" in text_of(each) for each in every(page, css="what")) == 2


def test_many_posters_are_folded_but_for_printing(
    workshop: Workshop, olga: User, client: Client
) -> None:
    posters = make_session(workshop, Session.Kind.POSTERS)
    for n in range(1, 8):
        make_talk(posters, accepted(workshop, f"Poster {n}", f"a{n}", status="poster"))
    publish(workshop, by=olga, at=AT)
    for query, is_open in (("", False), ("?print", True)):
        fold = one(tree(client.get(f"/credit/schedule/{query}")), "details")
        assert text_of(one(fold, "summary")) == "7 posters"
        assert ("open" in dict(fold.attributes)) == is_open
        assert len(list(every(fold, "li"))) == 7
    opening = one(tree(client.get("/credit/schedule/")), css="opening")
    assert texts(every(opening, "a", "button")) == ["Add to calendar", "Open all to print"]


def test_a_title_leads_to_its_paper_if_that_is_posted(
    workshop: Workshop, block: Session, olga: User, client: Client
) -> None:
    publish(workshop, by=olga, at=AT)
    workshop.submissions.get(number=2).consents.create(artefact="page", given_at=AT)
    page = tree(client.get("/credit/schedule/"))
    links = [a for block in every(page, "ol", "talks") for a in every(block, "a")]
    assert [(text_of(a), attribute(a, "href")) for a in links] == [
        ("Large Things", "/credit/papers/2/")
    ]


def test_authors_find_their_slot_on_their_own_page_once_it_is_out(
    workshop: Workshop, block: Session, olga: User
) -> None:
    ada = client_of(make_user("ada@example.org"))
    own = "/credit/submissions/1/"
    slot = "Contributed talks, Sat 14 July, 14:00–14:15, in Hall A"
    assert slot not in text_of(tree(ada.get(own)))
    publish(workshop, by=olga, at=AT)
    (link,) = [a for a in every(tree(ada.get(own)), "a") if text_of(a) == slot]
    assert attribute(link, "href") == f"/credit/schedule/#session-{block.number}"


def test_of_two_authors_by_one_name_one_presents_and_the_other_is_named_beside(
    workshop: Workshop,
) -> None:
    paper = accepted(workshop, "Small Things", "wei", "zhang", "ada")
    paper.authors.exclude(position=3).update(name="Wei Zhang")
    paper.authors.update(is_presenter=Q(position=2))
    talk = make_talk(make_session(workshop), paper)
    ada = [author.name for author in paper.authors.all()][-1]
    assert (talk.presented_by, talk.coauthors) == ("Wei Zhang", ["Wei Zhang", ada])
    talk.presenter = workshop.people.create(name=ada)
    assert (talk.presented_by, talk.coauthors) == (ada, ["Wei Zhang", "Wei Zhang"])
    talk.presenter = workshop.people.create(name="Wei Zhang")
    assert talk.coauthors == ["Wei Zhang", ada]
    paper.authors.filter(position=2).update(person=workshop.people.create(name="W. Zhang"))
    talk.presenter = paper.authors.get(position=2).person
    assert talk.coauthors == ["Wei Zhang", ada]
    talk.presenter = workshop.people.create(name="Olu Cole")
    assert talk.coauthors == ["Wei Zhang", "Wei Zhang", ada]
