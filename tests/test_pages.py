"""Every page asks the same number of questions, whether there is one row or thirty."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from world import World, world

pytestmark = pytest.mark.django_db

# Literals: a change here is a change of what a page costs.
PUBLIC = {
    "index": 2,
    "healthz": 1,
    "styleguide": 0,
    "workshop_home": 9,
    "call": 6,
    "speakers": 6,
    "page": 4,
    "schedule": 7,
    "schedule_calendar": 5,
}
AUTHOR = {
    "account": 7,
    "submissions": 10,
    "new_submission": 10,
    "submission": 10,
    "edit_submission": 14,
    "withdraw_submission": 9,
    "own_paper": 7,
}
ORGANIZER = {
    "organize": 13,
    "organize_journal": 7,
    "organize_letters": 8,
    "organize_letter": 9,
    "edit_letter": 9,
    "discard_letter": 6,
    "organize_call": 6,
    "close_call": 5,
    "organize_dates": 8,
    "organize_kinds": 7,
    "organize_topics": 7,
    "organize_site": 5,
    "organize_speakers": 7,
    "organize_shown": 7,
    "organize_organizers": 8,
    "organize_pages": 6,
    "new_page": 5,
    "edit_page": 6,
    "remove_page": 6,
    "organize_submissions": 13,
    "organize_submission": 10,
    "add_late_submission": 9,
    "desk_reject": 9,
    "organized_paper": 7,
    "all_papers": 7,
    "submissions_csv": 7,
    "organize_reviewers": 14,
    "organize_conflicts": 14,
    "organize_assignment": 13,
    "confirm_assignment": 6,
    "organize_reviews": 7,
    "remind_reviewers": 8,
    "organize_reviews_of": 12,
    "organize_decisions": 10,
    "organize_decision": 11,
    "organize_release": 12,
}


REVIEWER = {
    "declare_conflicts": 9,
    "reviewing": 12,
    "assigned_papers": 7,
    "write_review": 12,
    "assigned_paper": 7,
    "decline_assignment": 9,
}


def queries(here: World, who: str, names: dict[str, int]) -> dict[str, int]:
    client = here.client(who)
    counts = {}
    for name in names:
        with CaptureQueriesContext(connection) as captured:
            assert here.status(client, name) == 200
        counts[name] = len(captured)
    return counts


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_ask_the_same_number_of_questions_at_one_row_and_at_thirty(rows: int) -> None:
    here = world(rows=rows)
    assert queries(here, "visitor", PUBLIC) == PUBLIC
    assert queries(here, "author", AUTHOR) == AUTHOR
    assert queries(here, "reviewer", REVIEWER) == REVIEWER
    assert queries(here, "organizer", ORGANIZER) == ORGANIZER


def test_public_pages_ask_at_most_10_and_the_others_15() -> None:
    assert max(PUBLIC.values()) <= 10
    assert max((AUTHOR | REVIEWER | ORGANIZER).values()) <= 15
