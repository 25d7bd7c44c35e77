"""Step 6: all authors hear at once, under labels that tell nobody who wrote what."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from factories import AT, make_organizer, make_submission, make_user, make_workshop
from filling import shown
from review_factories import assign, make_review, make_reviewer

from reviews import copying, decide, notify
from reviews.models import Assignment, Review
from submissions.authorship import bar_author, bar_authors
from submissions.models import ReleasedDecision, ReleasedReview, Submission
from submissions.outcome import CONFIDENCES, RATINGS, outcome_of
from submissions.status import Status
from workshop.errors import Refused, Stale
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db

OUTCOMES = ["oral", "poster", "rejected"]


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed")


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


def client_of(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def reviewed(workshop: Workshop, *texts: str, authors: list[str] | None = None) -> Submission:
    submission = make_submission(workshop, authors=authors)
    for text in texts:
        make_review(assign(submission, make_reviewer(workshop)), text=text, note="Not for authors")
    return submission


def decided(submission: Submission, outcome: str, by: User, note: str = "") -> Submission:
    decide.decide(submission, outcome=outcome, version=0, note=note, by=by, at=AT)
    return submission


def statuses(workshop: Workshop) -> list[str]:
    return list(workshop.submissions.order_by("number").values_list("status", flat=True))


def read_by(submission: Submission) -> list[tuple[int, str]]:
    """What the authors read, by label."""
    submission.refresh_from_db()
    told = outcome_of(submission)
    assert told is not None
    return [(review.label, review.text) for review in told.reviews]


def test_everything_happens_at_once(workshop: Workshop, olga: User) -> None:
    for n, outcome in enumerate(OUTCOMES):
        submission = reviewed(workshop, f"{n} a", f"{n} b", authors=[f"a{n}@x.org", f"b{n}@x.org"])
        decided(submission, outcome, olga, note=f"Note {n}")
    made = notify.release(workshop, by=olga, at=AT, chance=Random(1))
    assert (made.number, made.kind, made.at) == (1, "decisions", AT)
    assert statuses(workshop) == OUTCOMES
    rows = ReleasedDecision.objects.order_by("pk")
    assert [(row.submission.number, row.outcome, row.note) for row in rows] == [
        (1, "oral", "Note 0"),
        (2, "poster", "Note 1"),
        (3, "rejected", "Note 2"),
    ]
    letters = workshop.letters.order_by("pk")
    assert [(letter.event, letter.about, letter.recipient) for letter in letters] == [
        ("submissions/decision_released", n + 1, f"{who}{n}@x.org")
        for n in range(3)
        for who in "ab"
    ]
    assert [letter.subject for letter in letters][::2] == [
        "Your submission 1 is accepted as an oral",
        "Your submission 2 is accepted as a poster",
        "The decision on your submission 3",
    ]
    entry = workshop.entries.latest("pk")
    assert (entry.about, entry.text) == (None, "Olga released the decisions")


def test_a_letter_says_what_was_decided_and_where_to_read_more(
    workshop: Workshop, olga: User
) -> None:
    decided(reviewed(workshop, "a", "b"), "poster", olga, note="Bring it on A0.")
    notify.release(workshop, by=olga, at=AT)
    assert workshop.letters.get().body == (
        "Dear Author author1,\n\n"
        'we are glad to tell you that submission 1, "On Paper 1", is accepted for '
        "Workshop credit as a poster.\n\n"
        "Bring it on A0.\n\n"
        "Read the decision and the 2 reviews here, signed in with this address, "
        "author1@example.org:\n"
        "http://127.0.0.1:8000/credit/submissions/1/\n\n"
        "The organizers of Credit\n"
    )


def test_reviews_are_copied_by_number_and_label_and_nothing_else(
    workshop: Workshop, olga: User
) -> None:
    for n in range(3):
        decided(reviewed(workshop, f"{n} a", f"{n} b", f"{n} c"), "oral", olga)
    notify.release(workshop, by=olga, at=AT, chance=Random(3))
    copied = list(ReleasedReview.objects.order_by("pk").values_list("submission__number", "label"))
    assert copied == [(number, label) for number in (1, 2, 3) for label in (1, 2, 3)]
    for review in workshop.reviews.select_related("assignment"):
        copy = ReleasedReview.objects.get(text=review.text)
        assert copy.label == review.assignment.label
    keys = {field.name for field in ReleasedReview._meta.get_fields() if field.is_relation}
    assert keys == {"release", "submission"}


def test_labels_are_drawn_fairly(workshop: Workshop) -> None:
    """Every order of three comes up, none much more often than another."""
    submission = reviewed(workshop, "a", "b", "c")
    drawn: Counter[tuple[int, ...]] = Counter()
    chance = Random(2018)
    reviews = list(workshop.reviews.select_related("assignment").order_by("pk"))
    for _ in range(600):
        for review in reviews:
            review.assignment.label = None
        workshop.assignments.update(label=None)
        copying.draw_labels(workshop, {submission.pk: reviews}, chance)
        drawn[tuple(review.assignment.label or 0 for review in reviews)] += 1
    assert len(drawn) == 6
    assert 70 < min(drawn.values()) <= max(drawn.values()) < 130


def test_only_reviews_that_count_are_released(workshop: Workshop, olga: User) -> None:
    submission = reviewed(workshop, "counts")
    make_review(assign(submission, make_reviewer(workshop)), text="draft", state=Review.State.DRAFT)
    declined = assign(submission, make_reviewer(workshop), Assignment.State.DECLINED)
    make_review(declined, text="declined")
    barred = make_reviewer(workshop, "late@example.org")
    make_review(assign(submission, barred), text="barred")
    submission.authors.create(position=2, name="Late", email="late@example.org")
    bar_authors(submission, AT)
    notify.release(decided(submission, "oral", olga).workshop, by=olga, at=AT)
    assert read_by(submission) == [(1, "counts")]


@pytest.mark.parametrize("count", [5, 50])
def test_a_release_takes_as_few_statements_for_many_as_for_few(
    workshop: Workshop, olga: User, count: int
) -> None:
    reviewers = [make_reviewer(workshop) for _ in range(2)]
    for n in range(count):
        submission = make_submission(workshop)
        for reviewer in reviewers:
            make_review(assign(submission, reviewer))
        decided(submission, OUTCOMES[n % 3], olga)
    with CaptureQueriesContext(connection) as statements:
        notify.release(workshop, by=olga, at=AT)
    assert len(statements) == 19
    assert (workshop.letters.count(), ReleasedReview.objects.count()) == (count, 2 * count)


def test_nothing_is_released_while_anything_is_undecided(workshop: Workshop, olga: User) -> None:
    decided(make_submission(workshop), "oral", olga)
    undone = decided(make_submission(workshop), "oral", olga)
    make_submission(workshop, status=Status.WITHDRAWN)
    decide.decide(undone, outcome="", version=1, by=olga, at=AT)
    with pytest.raises(Refused, match="Some submissions are not decided yet"):
        notify.release(workshop, by=olga, at=AT)
    assert statuses(workshop) == ["submitted", "submitted", "withdrawn"]
    assert (workshop.releases.count(), workshop.letters.count()) == (0, 0)
    decide.decide(undone, outcome="poster", version=2, by=olga, at=AT)
    notify.release(workshop, by=olga, at=AT)
    assert statuses(workshop) == ["oral", "poster", "withdrawn"]


def test_a_decision_by_somebody_who_has_a_conflict_since_is_made_anew(
    workshop: Workshop, olga: User
) -> None:
    otto = make_organizer(workshop, "otto@example.org")
    submission = decided(make_submission(workshop), "oral", otto)
    submission.authors.create(position=2, name="Otto", email="otto@example.org")
    bar_author(otto, "otto@example.org", AT)
    with pytest.raises(Refused, match="or not by somebody who may"):
        notify.release(workshop, by=olga, at=AT)
    page = shown(client_of(olga).get("/credit/organize/release/"))
    assert "1 decided by somebody with a conflict" in page
    decide.decide(submission, outcome="oral", version=1, by=olga, at=AT)
    notify.release(workshop, by=olga, at=AT)
    assert statuses(workshop) == ["oral"]


def test_a_second_press_releases_nothing(workshop: Workshop, olga: User) -> None:
    decided(make_submission(workshop), "oral", olga)
    notify.release(workshop, by=olga, at=AT)
    with pytest.raises(Refused, match="There is nothing to release"):
        notify.release(workshop, by=olga, at=AT)
    assert (workshop.releases.count(), workshop.letters.count()) == (1, 1)


def test_a_late_submission_has_a_release_of_its_own(workshop: Workshop, olga: User) -> None:
    decided(make_submission(workshop), "oral", olga)
    notify.release(workshop, by=olga, at=AT)
    decided(make_submission(workshop), "poster", olga)
    assert notify.release(workshop, by=olga, at=AT).number == 2
    assert [(row.about, row.revision) for row in workshop.letters.order_by("pk")] == [
        (1, 1),
        (2, 2),
    ]


def test_a_correction_is_a_release_of_one(workshop: Workshop, olga: User) -> None:
    first = decided(reviewed(workshop, "a", "b"), "rejected", olga)
    decided(make_submission(workshop), "oral", olga)
    notify.release(workshop, by=olga, at=AT)
    before = read_by(first)
    made = notify.correct(first, outcome="poster", note="Sorry.", version=1, by=olga, at=AT)
    assert (made.number, made.kind) == (2, "correction")
    assert statuses(workshop) == ["poster", "oral"]
    told = outcome_of(workshop.submissions.get(number=1))
    assert told is not None
    assert (told.decision, told.note, told.corrected) == ("poster", "Sorry.", True)
    assert read_by(first) == before
    letters = workshop.letters.filter(event="submissions/decision_corrected")
    assert [(row.about, row.recipient) for row in letters] == [(1, "author1@example.org")]
    assert "It is accepted as a poster; we are sorry for the mistake.\n\nSorry." in letters[0].body
    assert ReleasedReview.objects.count() == 2


def test_a_correction_takes_changed_reviews_over_under_the_same_labels(
    workshop: Workshop, olga: User
) -> None:
    submission = decided(reviewed(workshop, "a", "b"), "oral", olga)
    notify.release(workshop, by=olga, at=AT)
    labels = dict(read_by(submission))
    workshop.reviews.filter(text="a").update(text="a, corrected")
    make_review(assign(submission, make_reviewer(workshop)), text="later")
    notify.correct(submission, outcome="oral", note="", version=1, by=olga, at=AT)
    wanted = {label: text.replace("a", "a, corrected") for label, text in labels.items()}
    assert dict(read_by(submission)) == wanted | {3: "later"}
    assert "what has changed is the reviews" in workshop.letters.latest("pk").body
    with pytest.raises(Refused, match="there is nothing to correct"):
        notify.correct(submission, outcome="oral", note="", version=2, by=olga, at=AT)


def test_who_may_not_correct_and_what_cannot_be(workshop: Workshop, olga: User) -> None:
    author = make_organizer(workshop, "author1@example.org")
    submission = decided(reviewed(workshop, "a"), "oral", olga)
    typed = {"outcome": "poster", "note": "", "at": AT}
    nothing = "There is nothing to correct about submission 1"
    with pytest.raises(Refused, match=nothing):
        notify.correct(submission, version=1, by=olga, **typed)  # type: ignore[arg-type]
    notify.release(workshop, by=olga, at=AT)
    with pytest.raises(Refused, match=nothing):
        notify.correct(submission, version=1, by=author, **typed)  # type: ignore[arg-type]
    with pytest.raises(Stale):
        notify.correct(submission, version=0, by=olga, **typed)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Choose oral, poster or reject"):
        notify.correct(submission, version=1, by=olga, outcome="", note="", at=AT)
    workshop.submissions.update(status=Status.WITHDRAWN)
    with pytest.raises(Refused, match=nothing):
        notify.correct(submission, version=1, by=olga, **typed)  # type: ignore[arg-type]
    assert workshop.releases.count() == 1


def test_authors_and_co_authors_read_the_same(workshop: Workshop, olga: User) -> None:
    emails = ["ada@example.org", "bob@example.org"]
    submission = make_submission(workshop, make_user(emails[0], "Ada"), authors=emails)
    bob = make_user(emails[1], "Bob")
    reviewer = make_reviewer(workshop, name="Rhea Viewer")
    make_review(assign(submission, reviewer), 2, title="Unclear", text="Of *what*?", note="Hm")
    decided(submission, "rejected", olga, note="Try **again**.")
    notify.release(workshop, by=olga, at=AT)
    assert submission.submitter is not None
    for who in (submission.submitter, bob):
        answer = client_of(who).get("/credit/submissions/1/")
        page = shown(answer)
        assert "Decision rejected Try again . Released on 1 March 2027." in page
        assert "Reviewer 1 Unclear Of what ? Rating 2 of 5 Marginally below the threshold" in page
        assert "Confidence 2 of 3 Fairly confident" in page
        assert "Rhea Viewer" not in page


def test_the_words_of_the_numbers_are_the_reviewers_own() -> None:
    assert dict(Review.Rating.choices) == RATINGS
    assert dict(Review.Confidence.choices) == CONFIDENCES


def test_a_submission_withdrawn_before_hears_nothing(workshop: Workshop, olga: User) -> None:
    author = make_user("ada@example.org")
    submission = decided(make_submission(workshop, author), "oral", olga)
    decided(make_submission(workshop), "oral", olga)
    workshop.submissions.filter(pk=submission.pk).update(status=Status.WITHDRAWN)
    notify.release(workshop, by=olga, at=AT)
    assert outcome_of(workshop.submissions.get(number=1)) is None
    assert "Decision" not in shown(client_of(author).get("/credit/submissions/1/"))
    assert [letter.about for letter in workshop.letters.all()] == [2]


def test_the_page_shows_every_letter_as_it_arrives(workshop: Workshop, olga: User) -> None:
    emails = ["ada@example.org", "bob@example.org"]
    decided(reviewed(workshop, "a", authors=emails), "oral", olga, note="Welcome.")
    decided(reviewed(workshop, "a", "b"), "rejected", olga)
    client = client_of(olga)
    page = shown(client.get("/credit/organize/release/"))
    assert "3 letters on 2 submissions are ready. They leave together, or not at all." in page
    assert "1 with fewer than 2 reviews Submission 1 ." in page
    previews = {}
    for key in ("1:1", "1:2", "2:1"):
        previews[key] = shown(client.get(f"/credit/organize/release/?letter={key}"))
    notify.release(workshop, by=olga, at=AT)
    for key, letter in zip(previews, workshop.letters.order_by("pk"), strict=True):
        # Links in the preview stand apart from what follows them.
        assert "".join(letter.body.split()) in "".join(previews[key].split())
        assert f"{letter.recipient_name}, {letter.recipient}" in previews[key]


def test_releasing_on_the_page_asks_first(workshop: Workshop, olga: User) -> None:
    decided(make_submission(workshop), "oral", olga)
    client, url = client_of(olga), "/credit/organize/release/"
    asked = client.post(url, {})
    assert "Tick the box if you mean it: this cannot be taken back." in shown(asked)
    assert statuses(workshop) == ["submitted"]
    done = client.post(url, {"sure": "on"}, follow=True)
    assert "The decisions are released. Every author gets a letter." in shown(done)
    assert statuses(workshop) == ["oral"]
    assert client.post(url, {"sure": "on"}).status_code == 409


def test_a_barred_organizer_releases_all_and_learns_nothing(workshop: Workshop, olga: User) -> None:
    barred = make_organizer(workshop, "barred@example.org")
    make_submission(workshop, authors=["barred@example.org"], title="Hidden one")
    decided(make_submission(workshop), "oral", olga)
    client, url = client_of(barred), "/credit/organize/release/"
    before = client.get(url)
    assert "Hidden one" not in shown(before)
    assert "1 letter on 1 submission is ready." in shown(before)
    refused = shown(client.post(url, {"sure": "on"}))
    assert "Some submissions are not decided yet, or not by somebody who may." in refused
    decided(workshop.submissions.get(number=1), "rejected", olga)
    assert shown(client.get(url)) == shown(before)
    client.post(url, {"sure": "on"})
    assert statuses(workshop) == ["rejected", "oral"]
    about = workshop.letters.visible_to(barred).values_list("about", flat=True)
    assert list(about) == [2]


def test_a_correction_on_the_page(workshop: Workshop, olga: User) -> None:
    decided(reviewed(workshop, "a"), "rejected", olga)
    notify.release(workshop, by=olga, at=AT)
    client, url = client_of(olga), "/credit/organize/decisions/1/"
    assert "What you save here is a correction, released at once." in shown(client.get(url))
    typed = {"outcome": "poster", "note": "Sorry.", "version": "1"}
    assert "Tick the box if you mean it" in shown(client.post(url, typed))
    done = client.post(url, typed | {"sure": "on"}, follow=True)
    assert "The correction of submission 1 is released." in shown(done)
    assert statuses(workshop) == ["poster"]


@pytest.mark.parametrize("count", [1, 30])
def test_the_pages_ask_as_few_questions_for_many_as_for_few(
    workshop: Workshop, olga: User, count: int
) -> None:
    for _ in range(count):
        decided(reviewed(workshop, "a", "b"), "oral", olga)
    client = client_of(olga)
    costs = {}
    for page in ("decisions/", "decisions/1/", "release/"):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(f"/credit/organize/{page}").status_code == 200
        costs[page] = len(queries)
    assert costs == {"decisions/": 10, "decisions/1/": 13, "release/": 13}
