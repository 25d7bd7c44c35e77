"""Step 8: authors consent to what is posted, and any of them takes it back."""

from __future__ import annotations

import pytest
from django.test import Client
from factories import make_submission, make_user
from people_fixtures import author_ada  # noqa: F401
from post_fixtures import past_call, sparse_credit  # noqa: F401
from post_story import NOT_THERE, answers, at, standing
from posting_factories import EVERYTHING, give, make_accepted

from submissions import posting, submit
from submissions.models import Submission
from submissions.status import Status
from workshop.errors import Refused, Stale
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db

GAVE = "Ada Lovelace consented to posting"
TOOK = "Ada Lovelace took back the consent to posting"


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
