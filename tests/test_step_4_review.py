"""Step 4: a reviewer drafts, submits, revises, declines; organizers remind. Time handed in."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.http import Http404
from factories import AT, make_organizer, make_submission, make_workshop
from review_factories import assign, bar, make_review, make_reviewer, release

from reviews import giveaways, progress, progress_chart, remind, review
from reviews.models import Assignment, Review
from reviews.review import Content
from submissions.models import Submission
from workshop.errors import Refused, Stale
from workshop.models import Step, User, Workshop

pytestmark = pytest.mark.django_db

WHOLE = Content("A finding", "The argument holds.", 4, 2, "Ask me about section 3.")


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed", at=AT)


@pytest.fixture
def rita(workshop: Workshop) -> User:
    return make_reviewer(workshop, "rita@example.org", "Rita Read")


@pytest.fixture
def paper(workshop: Workshop, rita: User) -> Submission:
    submission = make_submission(workshop)
    assign(submission, rita)
    return submission


def entries(workshop: Workshop) -> list[tuple[str, int | None, bool]]:
    return list(workshop.entries.order_by("pk").values_list("text", "about", "is_private"))


def letters(workshop: Workshop) -> list[tuple[str, int | None, str, int]]:
    return sorted(workshop.letters.values_list("event", "about", "recipient", "revision"))


def test_a_draft_may_lack_everything_and_only_its_beginning_is_noted(
    paper: Submission, rita: User
) -> None:
    first = review.save_draft(paper, Content(), version=0, by=rita, at=AT)
    assert (first.state, first.version, first.saved_at) == ("draft", 1, AT)
    later = AT + timedelta(minutes=1)
    second = review.save_draft(paper, Content(text="So far"), version=1, by=rita, at=later)
    assert (second.pk, second.text, second.version) == (first.pk, "So far", 2)
    assert entries(paper.workshop) == [("Rita Read began a review of submission 1", 1, True)]


def test_what_is_submitted_is_told_to_the_journal_and_revised_as_often_as_one_likes(
    paper: Submission, rita: User
) -> None:
    review.submit(paper, WHOLE, version=0, by=rita, at=AT)
    later = AT + timedelta(days=1)
    review.submit(paper, Content("", "It does not.", 1, 3), version=1, by=rita, at=later)
    row = paper.workshop.reviews.get()
    assert (row.state, row.text, row.rating, row.note) == ("submitted", "It does not.", 1, "")
    assert (row.submitted_at, row.saved_at, row.version) == (AT, later, 2)
    assert entries(paper.workshop) == [
        ("Rita Read submitted a review of submission 1", 1, False),
        ("Rita Read revised a review of submission 1", 1, False),
    ]
    assert letters(paper.workshop) == []


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (Content("", "Text", None, 2), "rating"),
        (Content("", "Text", 0, 2), "rating"),
        (Content("", "Text", 6, 2), "rating"),
        (Content("", "Text", 4, None), "confidence"),
        (Content("", "Text", 4, 4), "confidence"),
        (Content("Only a title", " \n", 4, 2), "text"),
        (Content("", "x" * 5_001, 4, 2), "text"),
    ],
)
def test_what_is_not_whole_is_not_submitted(
    paper: Submission, rita: User, content: Content, field: str
) -> None:
    with pytest.raises(Refused) as refusal:
        review.submit(paper, content, version=0, by=rita, at=AT)
    assert refusal.value.field == field
    assert paper.workshop.reviews.count() == 0


def test_five_thousand_characters_are_taken_and_one_more_is_counted(
    paper: Submission, rita: User
) -> None:
    with pytest.raises(Refused, match="has 5,012 characters, 12 more than 5,000"):
        review.submit(paper, Content("", "é" * 5_012, 4, 2), version=0, by=rita, at=AT)
    review.save_draft(paper, Content("", "é" * 5_012), version=0, by=rita, at=AT)
    review.submit(paper, Content("", "é" * 5_000, 4, 2), version=1, by=rita, at=AT)
    assert paper.workshop.reviews.get().state == "submitted"


def test_late_reviews_are_taken_until_the_decision_is_released(
    paper: Submission, rita: User
) -> None:
    closes_at = paper.workshop.deadlines.get(step=Step.REVIEW).closes_at
    late = closes_at + timedelta(days=3)
    review.save_draft(paper, Content(text="Late"), version=0, by=rita, at=late)
    review.submit(paper, WHOLE, version=1, by=rita, at=late)
    release(paper)
    saved = paper.workshop.reviews.values().get()
    with pytest.raises(Refused, match="The decisions are released"):
        review.submit(paper, Content("", "Other", 1, 1), version=2, by=rita, at=late)
    with pytest.raises(Refused, match="The decisions are released"):
        review.save_draft(paper, Content(text="Other"), version=2, by=rita, at=late)
    with pytest.raises(Refused, match="The decisions are released"):
        review.decline(paper, reason="No time", by=rita, at=late)
    assert paper.workshop.reviews.values().get() == saved


def test_the_release_of_another_submission_closes_nothing(paper: Submission, rita: User) -> None:
    release(make_submission(paper.workshop))
    review.submit(paper, WHOLE, version=0, by=rita, at=AT)
    assert paper.workshop.reviews.count() == 1


def test_a_stale_save_overwrites_nothing(paper: Submission, rita: User) -> None:
    review.save_draft(paper, Content(text="From one window"), version=0, by=rita, at=AT)
    for version in (0, 2):
        with pytest.raises(Stale):
            review.save_draft(paper, Content(text="Other"), version=version, by=rita, at=AT)
        with pytest.raises(Stale):
            review.submit(paper, WHOLE, version=version, by=rita, at=AT)
    assert paper.workshop.reviews.get().text == "From one window"


def test_the_same_twice_is_saved_once(paper: Submission, rita: User) -> None:
    for _ in range(2):
        review.save_draft(paper, WHOLE, version=0, by=rita, at=AT)
    for _ in range(2):
        review.submit(paper, WHOLE, version=0, by=rita, at=AT)
    row = paper.workshop.reviews.get()
    assert (row.version, row.state) == (2, "submitted")
    assert [text for text, _, _ in entries(paper.workshop)] == [
        "Rita Read began a review of submission 1",
        "Rita Read submitted a review of submission 1",
    ]


def test_a_submitted_review_is_not_drafted_over(paper: Submission, rita: User) -> None:
    review.submit(paper, WHOLE, version=0, by=rita, at=AT)
    with pytest.raises(Refused, match="submit it again"):
        review.save_draft(paper, Content(text="Half a thought"), version=1, by=rita, at=AT)
    assert paper.workshop.reviews.get().text == WHOLE.text


def test_a_text_that_names_its_writer_is_sent_only_as_it_is(paper: Submission, rita: User) -> None:
    signed = Content("", "It is good.\n\nRita Read", 4, 2)
    with pytest.raises(Refused, match="“Rita Read”") as refusal:
        review.submit(paper, signed, version=0, by=rita, at=AT)
    assert refusal.value.field == "as_it_is"
    review.submit(paper, signed, version=0, by=rita, at=AT, as_it_is=True)
    assert paper.workshop.reviews.get().text == signed.text


def test_the_note_to_the_organizers_may_be_signed(paper: Submission, rita: User) -> None:
    signed = Content("", "It is good.", 4, 2, "Call me. Rita Read")
    review.submit(paper, signed, version=0, by=rita, at=AT)
    assert paper.workshop.reviews.get().note == signed.note


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The proof is right.", []),
        ("José  Núñez\nwrote this", ["José Núñez"]),
        ("— jose nunez", ["José Núñez"]),
        ("As Nunez has shown", ["Núñez"]),
        ("Write to J.Nunez@Example.edu", ["j.nunez@example.edu"]),
        ("At the institute of deep thought we do", ["Institute of Deep Thought"]),
        ("Josefine, joseph and nunezia are others", []),
    ],
)
def test_own_names_addresses_and_affiliations_are_found_as_words(
    workshop: Workshop, text: str, found: list[str]
) -> None:
    user = make_reviewer(workshop, "j.nunez@example.edu", "José Núñez")
    user.affiliation = "Institute of Deep Thought"
    assert giveaways.of(user, text) == found


def test_declining_takes_the_draft_along_and_tells_organizers_why(
    paper: Submission, rita: User
) -> None:
    workshop = paper.workshop
    make_organizer(workshop, "olga@example.org", "Olga")
    barred = make_organizer(workshop, "bert@example.org", "Bert")
    bar(barred, paper)
    review.save_draft(paper, WHOLE, version=0, by=rita, at=AT)
    review.decline(paper, reason=" I am away. ", by=rita, at=AT)
    assignment = workshop.assignments.get()
    assert (assignment.state, assignment.reason) == ("declined", "I am away.")
    assert workshop.reviews.count() == 0
    assert letters(workshop) == [("reviews/assignment_declined", 1, "olga@example.org", 1)]
    assert "I am away." in workshop.letters.get().body
    assert entries(workshop)[-1] == ("Rita Read declined to review submission 1", 1, False)


def test_each_who_declines_is_told_of(paper: Submission, rita: User) -> None:
    make_organizer(paper.workshop, "olga@example.org", "Olga")
    rolf = make_reviewer(paper.workshop, "rolf@example.org", "Rolf")
    assign(paper, rolf)
    for user in (rita, rolf):
        review.decline(paper, reason="No time", by=user, at=AT)
    assert letters(paper.workshop) == [
        ("reviews/assignment_declined", 1, "olga@example.org", 1),
        ("reviews/assignment_declined", 1, "olga@example.org", 2),
    ]


def test_what_is_declined_twice_or_without_a_reason_or_after_submitting_is_not(
    paper: Submission, rita: User
) -> None:
    with pytest.raises(Refused, match="Say why"):
        review.decline(paper, reason="  ", by=rita, at=AT)
    review.submit(paper, WHOLE, version=0, by=rita, at=AT)
    with pytest.raises(Refused, match="is submitted"):
        review.decline(paper, reason="Regrets", by=rita, at=AT)
    assert paper.workshop.reviews.count() == 1
    other = make_submission(paper.workshop)
    assign(other, rita)
    review.decline(other, reason="No time", by=rita, at=AT)
    with pytest.raises(Http404):
        review.decline(other, reason="No time", by=rita, at=AT)
    with pytest.raises(Http404):
        review.save_draft(other, WHOLE, version=0, by=rita, at=AT)


@pytest.mark.parametrize("what", ["barrier", "role", "proposed", "withdrawn", "unassigned"])
def test_whoever_has_lost_the_paper_saves_nothing(paper: Submission, rita: User, what: str) -> None:
    workshop = paper.workshop
    if what == "barrier":
        bar(rita, paper)
    elif what == "role":
        workshop.roles.filter(user=rita).delete()
    elif what == "proposed":
        workshop.assignments.update(state=Assignment.State.PROPOSED)
    elif what == "withdrawn":
        workshop.submissions.update(status="withdrawn")
    else:
        workshop.assignments.all().delete()
    for step in (review.save_draft, review.submit):
        with pytest.raises(Http404):
            step(paper, WHOLE, version=0, by=rita, at=AT)
    with pytest.raises(Http404):
        review.decline(paper, reason="No", by=rita, at=AT)
    assert (workshop.reviews.count(), workshop.entries.count()) == (0, 0)


def at_once(*acts: Callable[[], object]) -> list[str]:
    """What becomes of acts that begin in the same moment, in the order of their endings."""
    ready, ended = threading.Barrier(len(acts)), []

    def run(act: Callable[[], object]) -> None:
        ready.wait(20)
        try:
            act()
            ended.append("done")
        except (Refused, Http404) as refusal:
            ended.append(type(refusal).__name__)
        connection.close()

    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return ended


@pytest.mark.django_db(transaction=True)
def test_submitting_and_declining_at_once_is_one_or_the_other(
    paper: Submission, rita: User
) -> None:
    ended = at_once(
        lambda: review.submit(paper, WHOLE, version=0, by=rita, at=AT),
        lambda: review.decline(paper, reason="No time", by=rita, at=AT),
    )
    assert ended[0] == "done"
    assert ended[1] in {"Refused", "Http404"}
    declined = paper.workshop.assignments.get().state == "declined"
    assert paper.workshop.reviews.count() == (0 if declined else 1)
    assert paper.workshop.entries.count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_windows_that_save_first_at_once_save_one(paper: Submission, rita: User) -> None:
    ended = at_once(
        *(
            lambda text=text: review.save_draft(
                paper, Content(text=text), version=0, by=rita, at=AT
            )
            for text in ("one", "two", "three")
        )
    )
    assert ended == ["done", "Stale", "Stale"]
    assert paper.workshop.reviews.get().version == 1


# Progress, and reminders.


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


def committee(workshop: Workshop) -> tuple[User, User]:
    """Ana has one in and one in draft; Bo has not begun either of these two papers."""
    ana = make_reviewer(workshop, "ana@example.org", "Ana")
    bo = make_reviewer(workshop, "bo@example.org", "Bo")
    one, two = make_submission(workshop), make_submission(workshop)
    make_review(assign(one, ana))
    make_review(assign(two, ana), state=Review.State.DRAFT)
    for submission in (one, two):
        assign(submission, bo)
    return ana, bo


def test_progress_counts_reviews_by_reviewer_and_by_submission(
    workshop: Workshop, olga: User
) -> None:
    committee(workshop)
    found = progress.of(workshop, olga)
    assert [(str(row.reviewer), row.states) for row in found.reviewers] == [
        ("Ana", ["submitted", "in draft"]),
        ("Bo", ["not begun", "not begun"]),
    ]
    assert [
        (row.submission.number, [(str(who), state) for who, state in row.reviews])
        for row in found.submissions
    ] == [
        (1, [("Ana", "submitted"), ("Bo", "not begun")]),
        (2, [("Ana", "in draft"), ("Bo", "not begun")]),
    ]
    assert (found.counts.all, found.counts.open, found.counts.submitted) == (4, 3, 1)
    assert [block.look for block in progress_chart.of(found).blocks] == [
        *("c-full", "c-half", "c-full"),
        *("c-none", "c-none"),
    ]


def test_progress_leaves_out_what_an_organizer_is_barred_from(
    workshop: Workshop, olga: User
) -> None:
    committee(workshop)
    cleo = make_reviewer(workshop, "cleo@example.org", "Cleo")
    hidden = make_submission(workshop)
    assign(hidden, cleo)
    bar(olga, hidden)
    found = progress.of(workshop, olga)
    assert [str(row.reviewer) for row in found.reviewers] == ["Ana", "Bo"]
    assert (found.counts.all, len(found.submissions)) == (4, 2)
    assert progress.of(workshop, make_organizer(workshop)).counts.all == 5
    assert progress.of(workshop, cleo).counts.all == 0


@pytest.mark.parametrize("what", ["barrier", "role", "proposed", "declined", "withdrawn"])
def test_progress_leaves_out_what_nobody_will_write(
    workshop: Workshop, olga: User, what: str
) -> None:
    _, bo = committee(workshop)
    if what == "barrier":
        bar(bo, workshop.submissions.get(number=2))
    elif what == "role":
        workshop.roles.filter(user=bo).delete()
    elif what == "withdrawn":
        workshop.submissions.filter(number=2).update(status="withdrawn")
    else:
        workshop.assignments.filter(reviewer=bo, submission__number=2).update(state=what)
    counted = {"role": 2, "withdrawn": 2}.get(what, 3)
    assert progress.of(workshop, olga).counts.all == counted


def send(workshop: Workshop, olga: User, *chosen: User) -> list[tuple[str, int]]:
    keys = {user.pk for user in chosen}
    shown = remind.seen(remind.reminders(workshop, olga, keys))
    sent = remind.remind(workshop, keys, shown=shown, by=olga, at=AT)
    return [(str(row.reviewer), row.open) for row in sent]


def test_a_reminder_says_how_many_and_until_when_and_names_no_paper(
    workshop: Workshop, olga: User
) -> None:
    ana, bo = committee(workshop)
    assert send(workshop, olga, ana, bo) == [("Ana", 1), ("Bo", 2)]
    assert letters(workshop) == [
        ("reviews/review_reminder", None, "ana@example.org", 1),
        ("reviews/review_reminder", None, "bo@example.org", 1),
    ]
    letter = workshop.letters.get(recipient="bo@example.org")
    assert letter.subject == "2 of your reviews for Credit are not in yet"
    assert "Reviews are due" in letter.body
    assert "On Paper" not in letter.body
    assert entries(workshop) == [
        ("Olga reminded reviewers of submission 1", 1, False),
        ("Olga reminded reviewers of submission 2", 2, False),
    ]


def test_who_is_barred_does_not_read_that_somebody_was_reminded(
    workshop: Workshop, olga: User
) -> None:
    ana, _ = committee(workshop)
    carl = make_organizer(workshop, "carl@example.org", "Carl")
    bar(carl, workshop.submissions.get(number=2))
    send(workshop, olga, ana)
    assert list(workshop.entries.visible_to(carl)) == []


def test_a_reminder_after_the_deadline_says_that_late_ones_are_taken(
    workshop: Workshop, olga: User
) -> None:
    ana, _ = committee(workshop)
    workshop.deadlines.filter(step=Step.REVIEW).update(closes_at=AT)
    send(workshop, olga, ana)
    letter = workshop.letters.get()
    assert letter.subject == "1 of your reviews for Credit is not in yet"
    assert "Reviews were due" in letter.body


def test_a_reminder_reaches_only_those_with_open_reviews_that_the_organizer_sees(
    workshop: Workshop, olga: User
) -> None:
    ana, bo = committee(workshop)
    workshop.reviews.update(state=Review.State.SUBMITTED)
    bar(olga, workshop.submissions.get(number=2))
    assert send(workshop, olga, ana, bo) == [("Bo", 1)]
    with pytest.raises(Refused, match="Choose at least one"):
        send(workshop, olga, ana)


def test_no_organizer_finds_a_count_in_the_outbox_that_is_not_theirs(
    workshop: Workshop, olga: User
) -> None:
    """Who is barred from 2 would learn from “2 open” who else reviews what they do not see."""
    _, bo = committee(workshop)
    barred = make_organizer(workshop, "bert@example.org", "Bert")
    bar(barred, workshop.submissions.get(number=2))
    send(workshop, olga, bo)
    for organizer in (barred, olga):
        assert list(workshop.letters.visible_to(organizer)) == []


def test_a_reminder_sent_twice_from_one_page_goes_once(workshop: Workshop, olga: User) -> None:
    _, bo = committee(workshop)
    shown = remind.seen(remind.reminders(workshop, olga, {bo.pk}))
    remind.remind(workshop, {bo.pk}, shown=shown, by=olga, at=AT)
    with pytest.raises(Refused, match="Nothing was sent"):
        remind.remind(workshop, {bo.pk}, shown=shown, by=olga, at=AT)
    assert send(workshop, olga, bo) == [("Bo", 2)]
    assert [revision for *_, revision in letters(workshop)] == [1, 2]
