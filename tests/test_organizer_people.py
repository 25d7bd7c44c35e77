"""The people that organizers show on their site, and whom they invite."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from factories import make_workshop
from filling import send, shown
from people_fixtures import organizer_olga, organizers_browser  # noqa: F401
from site_fixtures import written_call  # noqa: F401
from site_story import entries

from workshop.models import Person, User, Workshop

pytestmark = pytest.mark.django_db

SPEAKERS = "/credit/organize/speakers/"
SHOWN = "/credit/organize/shown/"


def people(workshop: Workshop) -> list[tuple[Any, ...]]:
    return list(
        workshop.people.values_list("name", "affiliation", "speaker_position", "organizer_position")
    )


def test_one_person_is_one_row_whatever_they_are(browser: Client, workshop: Workshop) -> None:
    typed = {
        "form-0-name": "Ada Nowak",
        "form-0-affiliation": "Warsaw",
        "form-1-name": "Bo Lindqvist",
    }
    send(browser, SPEAKERS, "seen", **typed)
    send(browser, SHOWN, "seen", **{"form-0-name": "ada  nowak"})
    assert people(workshop) == [("ada nowak", "Warsaw", 1, 1), ("Bo Lindqvist", "", 2, None)]
    assert entries(workshop) == [
        "Olga changed the organizers shown on the site",
        "Olga changed the speakers",
    ]


def test_people_are_ordered_by_number_and_leave_a_list_only(
    browser: Client, workshop: Workshop
) -> None:
    for n, name in enumerate(["Ada", "Bo", "Chidi"], start=1):
        workshop.people.create(name=name, speaker_position=n, organizer_position=n)
    send(browser, SPEAKERS, "seen", **{"form-0-ORDER": "9", "form-1-DELETE": "on"})
    assert people(workshop) == [("Ada", "", 2, 1), ("Bo", "", None, 2), ("Chidi", "", 1, 3)]


def test_a_name_is_not_given_to_two_people(browser: Client, workshop: Workshop) -> None:
    workshop.people.create(name="Ada", speaker_position=1)
    workshop.people.create(name="Bo", organizer_position=1)
    answer = send(browser, SPEAKERS, "seen", **{"form-0-name": "Bo"})
    assert answer.status_code == 409
    assert "“Bo” is somebody else in this workshop." in shown(answer)
    assert people(workshop) == [("Ada", "", 1, None), ("Bo", "", None, 1)]


def test_people_of_another_workshop_are_out_of_reach(browser: Client) -> None:
    other = make_workshop()
    ada = other.people.create(name="Ada", speaker_position=1)
    send(browser, SPEAKERS, "seen", **{"form-0-row": str(ada.pk), "form-0-name": "Eve"})
    assert [p.name for p in Person.everywhere.filter(workshop=other)] == ["Ada"]


def test_a_homepage_is_a_web_address(browser: Client, workshop: Workshop) -> None:
    typed = {"form-0-name": "Ada", "form-0-homepage": "javascript:alert(1)"}
    answer = send(browser, SPEAKERS, "seen", **typed)
    assert answer.context["rows"].forms[0].errors == {
        "homepage": ["This is not a web address. It looks like https://name.org."]
    }
    assert people(workshop) == []


@pytest.mark.parametrize("page", [SPEAKERS, SHOWN])
def test_a_row_that_no_database_could_count_is_a_new_one(browser: Client, page: str) -> None:
    answer = send(browser, page, "seen", **{"form-0-row": "9" * 40, "form-0-name": "Ada"})
    assert answer.status_code == 302
    assert Person.everywhere.get().name == "Ada"


def test_an_invitation_to_what_no_database_could_keep_is_refused(browser: Client) -> None:
    long = f"{'a' * 60}@{'.'.join(['b' * 60] * 4)}.example.org"
    answer = send(browser, "/credit/organize/organizers/", "email", email=long)
    assert list(answer.context["form"].errors) == ["email"]
    assert User.objects.count() == 1
