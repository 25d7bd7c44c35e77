"""Who gets which page, at which phase: one table, driven by the audience registry."""

from __future__ import annotations

import pytest
from django.test import Client
from world import PHASES, World, pages, world

from workshop.audience import REGISTRY, Audience

pytestmark = pytest.mark.django_db

# What a page answers to a GET by its audience. 302 asks a visitor to sign in; 404 is what a page
# that is not there answers too.
EVERYBODY = dict.fromkeys(
    [
        "visitor",
        "stranger",
        "author",
        "co-author",
        "reviewer",
        "decider",
        "organizer",
        "barred",
        "elsewhere",
        "administrator",
    ],
    200,
)
SIGNED_IN = EVERYBODY | {"visitor": 302}
NOBODY = dict.fromkeys(EVERYBODY, 404) | {"visitor": 302}
TABLE = {
    Audience.PUBLIC: EVERYBODY,
    Audience.SIGNED_IN: SIGNED_IN,
    Audience.AUTHOR: NOBODY | {"author": 200, "co-author": 200, "barred": 200},
    Audience.REVIEWER: NOBODY | {"reviewer": 200},
    Audience.DECIDER: {"decider": 200},
    Audience.ORGANIZER: NOBODY | {"organizer": 200, "barred": 200},
}
# Who is asked about a workshop that is not there as well.
NOT_THERE = {
    "open": {"stranger", "reviewer", "barred", "elsewhere"},
    "released": {"barred", "administrator"},
}
# Who is asked at the phases in between, which differ from the others for these alone.
FEW = ["visitor", "stranger", "author", "organizer", "barred"]
# An organizer behind a barrier is a stranger to the submission itself.
BARRED_PAGES = {
    "organize_submission",
    "organized_paper",
    "desk_reject",
    "organize_reviews_of",
    "organize_decision",
    "organized_final_paper",
    "organized_slides",
    "answer_change",
    "place_submission",
}
# Before a workshop is announced only its organizers see that it exists.
OF_A_WORKSHOP = {Audience.PUBLIC, Audience.SIGNED_IN, Audience.AUTHOR}

ALL_404 = dict.fromkeys(EVERYBODY, 404)
ALREADY_IN = dict.fromkeys(EVERYBODY, 302) | {"visitor": 200}
NO_CODE_ASKED = dict.fromkeys(EVERYBODY, 302)
POST_ONLY = dict.fromkeys(EVERYBODY, 405) | {"visitor": 302}
BACK_TO_THE_CALL = NOBODY | {"organizer": 302, "barred": 302}
# Pages whose GET answers otherwise, each for a reason of its own.
OTHERWISE = {
    "sign_in": ALREADY_IN,
    "sign_in_with_password": ALREADY_IN,
    "enter_code": NO_CODE_ASKED,
    "enter_address_code": NO_CODE_ASKED,
    "sign_out": dict.fromkeys(EVERYBODY, 405),
    "remove_password": POST_ONLY,
    "account_addresses": NO_CODE_ASKED,
    "make_main_address": POST_ONLY,
    "remove_address": POST_ONLY,
    "demo": ALL_404,  # this is not the demo
    "demo_letters": ALL_404,
    "new_workshop": NOBODY | {"administrator": 200},  # whom the site's settings let create one
    "open_call": BACK_TO_THE_CALL,
    "extend_call": BACK_TO_THE_CALL,
    "remove_organizer": NOBODY,  # names nobody to remove
    "edit_reviewer": NOBODY,  # names no reviewer
    "remove_reviewer": NOBODY,
    "dismiss_conflict": NOBODY,  # names no conflict
    "confirm_conflict": POST_ONLY,
    "reopen_conflict": POST_ONLY,
    "remind_invitation": POST_ONLY,
    "withdraw_invitation": POST_ONLY,
    "assign_reviewer": POST_ONLY,
    "unassign_reviewer": POST_ONLY,
    "move_reviewer": POST_ONLY,
    "propose_assignment": POST_ONLY,
    "assignment_run": NOBODY | {"organizer": 200},  # theirs
    "use_run": POST_ONLY,
    "autosave_review": POST_ONLY,
    "invitation": EVERYBODY,  # its link is the key to it
    "begin_schedule": POST_ONLY,
    "place_posters": POST_ONLY,
    "add_talk": POST_ONLY,
    "move_talk": POST_ONLY,
    "remove_talk": POST_ONLY,
    "leave_view_as": POST_ONLY,
}
# What there is only of an accepted submission: its posted paper, its camera-ready version.
ACCEPTED_ONLY = {
    *("paper", "paper_bibtex", "paper_pdf", "paper_slides", "api_paper"),
    *("camera_ready", "propose_change", "own_final_paper", "own_slides"),
    *("organized_final_paper", "organized_slides", "place_submission"),
}
# Nothing to do yet, or any more: back to the submission.
BACK = {
    "edit_submission": ("preparing", "closed", "released"),
    "consent": ("preparing", "open", "closed"),
    "answer_change": ("preparing", "open", "closed"),
    "desk_reject": ("released",),
}


def expected(here: World, name: str, audiences: frozenset[Audience], phase: str) -> dict[str, int]:
    if name in OTHERWISE:
        return OTHERWISE[name]
    # An outside decider has no page of their own, but some of the organizers'.
    [audience] = audiences - {Audience.DECIDER}
    row = TABLE[audience]
    if name == "organize_submissions":  # empty: here some organizer has no conflict
        row = row | TABLE[Audience.DECIDER]
    if phase in BACK.get(name, ()):
        row = {who: 302 if status == 200 else status for who, status in row.items()}
    if name in BARRED_PAGES:
        row = row | {"barred": 404}
    if name in ACCEPTED_ONLY and phase != "released":
        row = {who: 302 if status == 302 else 404 for who, status in row.items()}
    if phase == "preparing" and f"/{here.workshop.slug}/" in here.url(name):
        row = _in_preparation(row, name, audience)
    # The API sends nobody to a page.
    return row | {"visitor": 403} if is_own_api(name, audience) else row


def is_own_api(name: str, audience: Audience) -> bool:
    return name.startswith("api_") and audience != Audience.PUBLIC


def _in_preparation(row: dict[str, int], name: str, audience: Audience) -> dict[str, int]:
    """Its organizers see the workshop; of the public API there is no preview."""
    if audience not in OF_A_WORKSHOP:
        return row
    seeing = {"organizer", "barred"}
    if audience == Audience.PUBLIC and name.startswith("api_"):
        seeing = set()
    hidden = [who for who in row if who not in seeing and row[who] in (200, 302)]
    return row | {who: 404 for who in hidden if not (who == "visitor" and row[who] == 302)}


@pytest.mark.parametrize("phase", PHASES)
def test_every_page_answers_everybody_as_the_table_says(phase: str) -> None:
    here = world(phase)
    people = list(here.people) if phase in ("open", "released") else FEW
    clients = {who: here.client(who) for who in people}
    answers, wanted, told_apart = {}, {}, []
    for name, audiences in pages():
        # Nobody to sign out again for the next page.
        asked = {who: c for who, c in clients.items() if name != "sign_out" or who == "visitor"}
        found = {who: here.get(client, here.url(name)) for who, client in asked.items()}
        answers[name] = {who: answer[0] for who, answer in found.items()}
        row = expected(here, name, audiences, phase)
        wanted[name] = {who: row[who] for who in asked}
        compared = found.keys() & NOT_THERE.get(phase, set())
        told_apart += [
            (name, who)
            for who in compared
            if found[who][0] == 404 and found[who] != of_nothing(here, clients[who], name)
        ]
    assert answers == wanted
    assert told_apart == [], "what is not yours looks like what is not there"


def of_nothing(here: World, client: Client, name: str) -> tuple[int, bytes, dict[str, str]]:
    """The same question about a workshop that is not there."""
    return here.get(client, here.url(name).replace("/credit/", "/no-such-workshop/"))


def test_a_visitor_is_asked_to_sign_in_whether_or_not_the_page_is_there() -> None:
    here = world()
    client = here.client("visitor")
    for name, audiences in pages():
        if audiences & {Audience.PUBLIC} or here.workshop.slug not in here.url(name):
            continue
        there, absent = here.url(name), here.url(name).replace("/credit/", "/no-such-workshop/")
        if name.startswith("api_"):
            assert here.get(client, there) == here.get(client, absent)
            continue
        for url in (there, absent):
            assert client.get(url)["Location"] == f"/account/sign-in/?next={url}"


def test_every_audience_in_use_is_in_the_table() -> None:
    used = {audience for _, audiences in pages() for audience in audiences}
    assert used == set(TABLE)
    assert {a for entry in REGISTRY.values() for a in entry.audiences} <= set(Audience)
