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
    "workshop_home": 8,
    "call": 6,
    "speakers": 5,
    "page": 4,
    "papers": 6,
    "papers_bibtex": 2,
    "schedule": 6,
    "schedule_calendar": 3,
    "api_root": 0,
    "api_schema": 0,
    "api_workshops": 3,
    "api_workshop": 5,
    "api_papers": 2,
    "api_schedule": 3,
}
AUTHOR = {
    "account": 7,
    "submissions": 10,
    "new_submission": 10,
    "submission": 9,
    "edit_submission": 14,
    "withdraw_submission": 9,
    "name_conflicts": 11,
    "own_paper": 7,
    "api_submissions": 8,
    "api_submission": 8,
}
ORGANIZER = {
    "organize": 15,
    "organize_journal": 7,
    "who_could_read": 5,
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
    "organize_deciders": 9,
    "organize_pages": 6,
    "who_sees_what": 5,
    "view_as": 12,
    "new_page": 5,
    "edit_page": 6,
    "remove_page": 6,
    "organize_submissions": 13,
    "organize_submission": 11,
    "add_late_submission": 9,
    "desk_reject": 9,
    "organized_paper": 7,
    "all_papers": 7,
    "submissions_csv": 7,
    "organize_reviewers": 14,
    "invite_reviewers": 7,
    "organize_conflicts": 15,
    "organize_assignment": 13,
    "confirm_assignment": 6,
    "assignment_runs": 7,
    "assignment_run": 14,
    "organize_reviews": 9,
    "remind_reviewers": 10,
    "organize_reviews_of": 14,
    "organize_decisions": 10,
    "organize_decision": 13,
    "organize_release": 12,
    "organize_camera_ready": 7,
    "all_final_papers": 4,
    "remind_camera_ready": 8,
    "organize_schedule": 13,
    "publish_schedule": 13,
    "organize_rooms": 7,
    "new_session": 13,
    "edit_session": 13,
    "remove_session": 13,
    "edit_talk": 8,
}
REVIEWER = {
    "declare_conflicts": 9,
    "place_bids": 8,
    "reviewer_profile": 11,
    "reviewer_publications": 6,
    "reviewing": 12,
    "assigned_papers": 7,
    "write_review": 12,
    "assigned_paper": 7,
    "decline_assignment": 9,
    "api_assigned_papers": 10,
    "api_assigned_paper": 10,
}
# Once accepted papers are posted and on the schedule.
RELEASED_PUBLIC = {
    "workshop_home": 8,
    "papers": 10,
    "papers_bibtex": 6,
    "paper": 10,
    "paper_bibtex": 6,
    "paper_pdf": 6,
    "paper_slides": 6,
    "schedule": 6,
    "schedule_calendar": 3,
    "api_papers": 7,
    "api_paper": 6,
    "api_schedule": 3,
}
RELEASED_AUTHOR = {
    "submissions": 10,
    "submission": 15,
    "camera_ready": 11,
    "own_final_paper": 7,
    "own_slides": 7,
    "propose_change": 13,
    "consent": 11,
    "api_submissions": 8,
    "api_submission": 10,
}
RELEASED_ORGANIZER = {
    "organize": 15,
    "organize_submission": 12,
    "organize_decision": 15,
    "organize_camera_ready": 11,
    "all_final_papers": 7,
    "remind_camera_ready": 11,
    "organized_final_paper": 7,
    "organized_slides": 7,
    "answer_change": 10,
    "place_submission": 9,
    "organize_schedule": 14,
    "publish_schedule": 14,
    "new_session": 14,
    "edit_session": 14,
    "remove_session": 14,
    "edit_talk": 8,
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


@pytest.mark.parametrize("rows", [1, 30])
def test_so_do_those_of_accepted_papers(rows: int) -> None:
    here = world("released", rows=rows)
    assert queries(here, "visitor", RELEASED_PUBLIC) == RELEASED_PUBLIC
    assert queries(here, "author", RELEASED_AUTHOR) == RELEASED_AUTHOR
    assert queries(here, "organizer", RELEASED_ORGANIZER) == RELEASED_ORGANIZER


def test_public_pages_ask_at_most_10_and_the_others_15() -> None:
    assert max(*PUBLIC.values(), *RELEASED_PUBLIC.values()) <= 10
    signed_in = [AUTHOR, REVIEWER, ORGANIZER, RELEASED_AUTHOR, RELEASED_ORGANIZER]
    assert max(count for counts in signed_in for count in counts.values()) <= 15
