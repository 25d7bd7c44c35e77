"""Step 10: an organizer behind a barrier publishes everything and sees nothing of it."""

from __future__ import annotations

import pytest
from factories import make_organizer
from filling import shown
from html_tree import every, one, text_of, texts, tree
from people_fixtures import organizer_olga  # noqa: F401
from publish_fixtures import block_with_two_talks, two_days_in_july  # noqa: F401
from publish_story import AT, PAGE, client_of, leaf, press, told
from review_factories import bar

from schedule.freezing import planned_for
from schedule.models import Session
from schedule.publish import publish
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def barred(workshop: Workshop, block: Session) -> User:
    """Organizes, and is a stranger to submission 2."""
    user = make_organizer(workshop, "bea@example.org", "Bea")
    bar(user, workshop.submissions.get(number=2))
    return user


def test_a_barred_organizer_sees_neither_the_talk_nor_that_there_is_one(
    workshop: Workshop, block: Session, barred: User
) -> None:
    client = client_of(barred)
    with_it = client.get(PAGE).content.decode()
    block.presentations.get(submission__number=2).delete()
    without = client.get(PAGE).content.decode()
    token = slice(with_it.index("csrfmiddlewaretoken"), with_it.index('name="seen"'))
    assert with_it.replace(with_it[token], "") == without.replace(without[token], "")
    assert "with 1 talk." in leaf(client, "The plan")
    (first, *_) = planned_for(workshop, barred, None).sessions
    assert [(talk.title, talk.ends_at) for talk in first.talks] == [("Small Things", first.ends_at)]


def test_what_a_barred_organizer_publishes_holds_everything(
    workshop: Workshop, block: Session, barred: User
) -> None:
    press(client_of(barred))
    assert [n for n, _ in told(workshop, 1)] == [1, 1, 2, 3]
    assert leaf(client_of(barred), "Changes") == ""
    assert text_of(one(tree(client_of(barred).get(PAGE)), "h1")).startswith("Version 1 is what")


def test_what_is_published_is_public_and_its_letters_are_still_not_theirs(
    workshop: Workshop, block: Session, barred: User, olga: User
) -> None:
    publish(workshop, by=olga, at=AT)
    workshop.sessions.filter(pk=block.pk).update(room=None)
    client = client_of(barred)
    assert leaf(client, "Changes").endswith("no longer in Hall A.")
    rows = every(one(tree(client.get(PAGE)), "tbody"), "tr")
    assert [texts(every(row, "td"))[0] for row in rows] == ["1"]
    assert {letter.about for letter in workshop.letters.visible_to(barred)} == {1, 3}


def test_a_barred_organizer_cannot_try_whether_something_hidden_has_changed(
    workshop: Workshop, block: Session, olga: User, barred: User
) -> None:
    publish(workshop, by=olga, at=AT)
    client = client_of(barred)
    nothing_hidden = client.post(PAGE)
    workshop.presentations.get(submission__number=2).delete()
    something_hidden = client.post(PAGE)
    assert [nothing_hidden.status_code, something_hidden.status_code] == [409, 409]
    assert shown(nothing_hidden) == shown(something_hidden)
    assert workshop.schedule_versions.count() == 1
