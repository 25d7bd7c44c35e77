"""Conflicts of interest: found, declared, dismissed; what bars, and what an organizer may know."""

from __future__ import annotations

import pytest
from allauth.account.models import EmailAddress
from django.conf import settings
from django.test import Client
from django.utils import timezone
from factories import make_organizer, make_submission, make_user, make_workshop
from review_factories import assign, bar, make_review, make_reviewer

from reviews import conflicts
from reviews.domains import institution
from reviews.institutions import affiliation_key
from reviews.permissions import assigned_to
from reviews.views.conflicts import lines_for
from submissions.models import Submission
from workshop.accounts import verify_address
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
AT = timezone.now()
LIST = "/credit/organize/conflicts/"
DECLARE = "/credit/review/conflicts/"


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed")


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@home.example", "Olga")


@pytest.fixture
def ann(workshop: Workshop) -> User:
    return make_reviewer(workshop, "ann@kth.example", "Ann")


def paper(workshop: Workshop, *authors: str, affiliation: str = "", **facts: object) -> Submission:
    submission = make_submission(workshop, authors=list(authors), **facts)  # type: ignore[arg-type]
    submission.authors.update(affiliation=affiliation)
    return submission


def found(workshop: Workshop) -> list[tuple[str, int, str, str]]:
    rows = workshop.conflicts.order_by("user__name", "submission__number", "source")
    return list(rows.values_list("user__name", "submission__number", "source", "evidence"))


def barred(workshop: Workshop, user: User) -> list[int]:
    rows = workshop.barriers.filter(user=user, reason="conflict")
    return sorted(rows.values_list("number", flat=True))


def as_one(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


# ---- what is one institution


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("ann@kth.se", "bo@kth.se"),
        ("ann@CS.kth.se", "bo@math.KTH.se"),
        ("ann@cs.ox.ac.uk", "bo@ox.ac.uk"),
        ("ann@mail.tsinghua.edu.cn", "bo@tsinghua.edu.cn"),
    ],
)
def test_addresses_of_one_institution(one: str, other: str) -> None:
    assert institution(one) == institution(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("a@ox.ac.uk", "b@cam.ac.uk"), ("a@kth.se", "b@kth.de"), ("a@x.de", "b@y.de")],
)
def test_addresses_of_two_institutions(one: str, other: str) -> None:
    assert institution(one) != institution(other)


@pytest.mark.parametrize("host", "gmail.com outlook.com 163.com qq.com web.de example.org".split())
def test_an_address_that_anybody_may_have_names_no_institution(host: str) -> None:
    assert institution(f"ann@{host}") == ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("University of Lisbon", "lisbon university"),
        ("Universität Zürich", "Universitaet Zurich"),
        ("KTH, Department of Mathematics", "KTH Mathematics"),
    ],
)
def test_spellings_of_one_affiliation(one: str, other: str) -> None:
    assert affiliation_key(one) == affiliation_key(other) != ""


@pytest.mark.parametrize("text", ["", "University", "Independent researcher", "–", "N/A", "none"])
def test_what_names_no_place_is_no_affiliation(text: str) -> None:
    assert affiliation_key(text) == ""


# ---- found


def test_the_same_person_is_found_by_any_address_and_as_submitter(
    workshop: Workshop, ann: User
) -> None:
    EmailAddress.objects.create(user=ann, email="ann@typed.example", verified=False)
    paper(workshop, "ann@typed.example")
    paper(workshop, "x@one.example", by=ann)
    paper(workshop, "y@two.example")
    assert conflicts.detect(workshop, AT) == 2
    assert found(workshop) == [("Ann", 1, "same-person", ""), ("Ann", 2, "same-person", "")]
    assert barred(workshop, ann) == [1, 2]


def test_who_wrote_with_an_author_is_found_by_account_too(workshop: Workshop, ann: User) -> None:
    bo = make_user("bo@one.example", "Bo")
    EmailAddress.objects.create(user=bo, email="bo@other.example", verified=True)
    paper(workshop, "ann@kth.example", "bo@one.example", "cy@two.example")
    paper(workshop, "bo@other.example")
    paper(workshop, "cy@two.example", "dee@three.example")
    paper(workshop, "dee@three.example")
    conflicts.detect(workshop, AT)
    assert found(workshop) == [
        ("Ann", 1, "same-person", ""),
        ("Ann", 2, "co-author", "Author bo"),
        ("Ann", 3, "co-author", "Author cy"),
    ]


def test_the_same_affiliation_or_domain_is_found_for_reviewers_and_organizers(
    workshop: Workshop, ann: User, olga: User
) -> None:
    User.objects.filter(pk=olga.pk).update(affiliation="University of Lisbon")
    paper(workshop, "bo@cs.kth.example", affiliation="Royal Institute")
    paper(workshop, "cy@gmail.com", affiliation="Lisbon University")
    conflicts.detect(workshop, AT)
    assert found(workshop) == [
        ("Ann", 1, "domain", "Author bo, kth.example"),
        ("Olga", 2, "affiliation", "Author cy, Lisbon University"),
    ]
    assert list(workshop.submissions.organized_by(olga).values_list("number", flat=True)) == [1]


def test_drafts_have_no_conflicts_and_show_none(workshop: Workshop, ann: User) -> None:
    paper(workshop, "ann@kth.example", "bo@one.example", status="draft")
    paper(workshop, "bo@one.example")
    assert conflicts.detect(workshop, AT) == 0


def test_asked_again_it_finds_nothing_and_later_only_what_is_new(
    workshop: Workshop, ann: User
) -> None:
    paper(workshop, "bo@kth.example")
    assert [conflicts.detect(workshop, AT) for _ in range(2)] == [1, 0]
    paper(workshop, "cy@kth.example")
    assert conflicts.detect(workshop, AT) == 1
    entries = workshop.entries.order_by("pk").values_list("about", "text")
    assert list(entries) == [
        (1, "A conflict of interest was found for Ann: submission 1"),
        (2, "A conflict of interest was found for Ann: submission 2"),
    ]


def test_the_sweep_finds_what_has_changed_since(workshop: Workshop, ann: User) -> None:
    submission = paper(workshop, "bo@one.example", affiliation="Aalto")
    assert "reviews.conflicts.detect_everywhere" in settings.SWEEPS
    assert conflicts.detect_everywhere(AT) == 0
    User.objects.filter(pk=ann.pk).update(affiliation="Aalto University")
    assert [conflicts.detect_everywhere(AT) for _ in range(2)] == [1, 0]
    assert barred(workshop, ann) == [submission.number]


def test_proving_an_address_bars_in_the_same_moment(workshop: Workshop, ann: User) -> None:
    paper(workshop, "bo@mit.example")
    verify_address(ann, "ann@mit.example", AT)
    assert barred(workshop, ann) == [1]


def test_a_conflict_found_later_takes_the_paper_back(workshop: Workshop, ann: User) -> None:
    begun, reviewed, proposed = (paper(workshop, "bo@kth.example") for _ in range(3))
    assign(begun, ann)
    make_review(assign(reviewed, ann))
    assign(proposed, ann, "proposed")
    conflicts.detect(workshop, AT)
    rows = workshop.assignments.values_list("submission__number", "state", "reason")
    assert list(rows) == [(1, "declined", "conflict of interest"), (2, "confirmed", "")]
    assert list(assigned_to(ann, workshop)) == []


# ---- declared


def test_a_reviewer_declares_and_takes_back(workshop: Workshop, ann: User) -> None:
    first, _ = paper(workshop, "bo@one.example"), paper(workshop, "cy@two.example")
    browser = as_one(ann)
    page = browser.get(DECLARE).content.decode()
    assert "1. On Paper 1, by Author bo" in page
    assert "2. On Paper 2, by Author cy" in page
    browser.post(DECLARE, {"numbers": ["1"]})
    assert found(workshop) == [("Ann", 1, "declared", "")]
    assert barred(workshop, ann) == [1]
    assert 'value="1" id="conflict-1" checked' in browser.get(DECLARE).content.decode()
    browser.post(DECLARE, {})
    assert (found(workshop), barred(workshop, ann)) == ([], [])
    texts = workshop.entries.filter(about=first.number).order_by("pk")
    assert [entry.text for entry in texts] == [
        "Ann declared a conflict of interest: submission 1",
        "Ann took back a conflict of interest: submission 1",
    ]


def test_what_somebody_is_barred_from_is_not_offered(workshop: Workshop, ann: User) -> None:
    paper(workshop, "ann@kth.example")
    paper(workshop, "bo@kth.example")
    paper(workshop, "cy@two.example", status="draft")
    paper(workshop, "dee@three.example", status="withdrawn")
    paper(workshop, "eve@four.example")
    conflicts.detect(workshop, AT)
    browser = as_one(ann)
    assert [number for number, _ in offered(browser)] == [5]
    browser.post(DECLARE, {"numbers": ["1", "5"]})
    assert workshop.conflicts.filter(source="declared").count() == 0
    assert "Choose one of the list." in browser.post(DECLARE, {"numbers": ["2"]}).content.decode()


def offered(browser: Client) -> list[tuple[int, str]]:
    return list(browser.get(DECLARE).context["form"].fields["numbers"].choices)


def test_with_papers_in_hand_a_declaration_stays_and_more_may_come(
    workshop: Workshop, ann: User
) -> None:
    first, second = paper(workshop, "bo@one.example"), paper(workshop, "cy@two.example")
    conflicts.declare(workshop, {first.number}, by=ann, at=AT)
    assign(second, ann)
    with pytest.raises(Refused, match="what you have declared stays"):
        conflicts.declare(workshop, set(), by=ann, at=AT)
    answer = as_one(ann).post(DECLARE, {})
    assert answer.status_code == 409
    assert "tell the organizers" in answer.content.decode()
    conflicts.declare(workshop, {1, 2}, by=ann, at=AT)
    assert barred(workshop, ann) == [1, 2]
    assert list(assigned_to(ann, workshop)) == []


# ---- dismissed


def test_an_organizer_dismisses_what_was_found_and_the_barrier_goes(
    workshop: Workshop, ann: User, olga: User
) -> None:
    paper(workshop, "bo@kth.example")
    conflicts.detect(workshop, AT)
    row = workshop.conflicts.get()
    browser = as_one(olga)
    url = f"{LIST}dismiss/?conflict={row.key}"
    assert url in browser.get(LIST).content.decode()
    assert "Author bo, kth.example" in browser.get(url).content.decode()
    browser.post(url, {"seen": conflicts.seen(row)})
    row.refresh_from_db()
    assert row.dismissed_by == olga
    assert barred(workshop, ann) == []
    assert conflicts.detect(workshop, AT) == 0
    assert workshop.entries.latest("pk").text == (
        "Olga dismissed a conflict of interest of Ann: submission 1"
    )
    assert browser.get(url).status_code == 404


def test_the_barrier_stays_while_another_conflict_stands(
    workshop: Workshop, ann: User, olga: User
) -> None:
    User.objects.filter(pk=ann.pk).update(affiliation="KTH")
    paper(workshop, "bo@kth.example", affiliation="KTH")
    conflicts.detect(workshop, AT)
    for source, left in [("domain", [1]), ("affiliation", [])]:
        conflicts.dismiss(workshop.conflicts.get(source=source), by=olga, at=AT)
        assert barred(workshop, ann) == left


def test_what_was_dismissed_comes_back_when_more_speaks_for_it(
    workshop: Workshop, ann: User, olga: User
) -> None:
    submission = paper(workshop, "bo@kth.example", "cy@kth.example")
    conflicts.detect(workshop, AT)
    conflicts.dismiss(workshop.conflicts.get(), by=olga, at=AT)
    submission.authors.filter(position=2).delete()
    assert conflicts.detect(workshop, AT) == 0
    submission.authors.create(position=2, name="Dee", email="dee@kth.example")
    assert conflicts.detect(workshop, AT) == 1
    assert barred(workshop, ann) == [1]


def test_authorship_and_declarations_and_ones_own_are_not_dismissed(
    workshop: Workshop, ann: User, olga: User
) -> None:
    own, declared, near = (
        paper(workshop, "ann@kth.example"),
        paper(workshop, "bo@one.example"),
        paper(workshop, "cy@home.example"),
    )
    conflicts.declare(workshop, {declared.number}, by=ann, at=AT)
    conflicts.detect(workshop, AT)
    for submission in (own, declared):
        with pytest.raises(Refused):
            conflicts.dismiss(workshop.conflicts.get(submission=submission), by=olga, at=AT)
    urls = [f"{LIST}dismiss/?conflict={row.key}" for row in workshop.conflicts.all()]
    assert [as_one(olga).post(url).status_code for url in urls] == [404, 404, 404]
    assert barred(workshop, olga) == [near.number]


def test_an_organizer_is_told_nothing_behind_a_barrier(
    workshop: Workshop, ann: User, olga: User
) -> None:
    """Nor that two people wrote together, where only a hidden submission says so."""
    paper(workshop, "ann@kth.example", "bo@one.example", "near@home.example", title="Marker")
    paper(workshop, "bo@one.example")
    conflicts.detect(workshop, AT)
    other = make_organizer(workshop, "per@far.example", "Per")
    page = as_one(olga).get(LIST).content.decode()
    assert "Marker" not in page
    assert "found by the site" in page
    assert "wrote another submission" not in page
    assert "dismiss/" not in page
    seen = as_one(other).get(LIST).content.decode()
    assert "Marker" in seen
    assert "wrote another submission with an author" in seen


def test_the_evidence_names_nobody_whom_only_a_hidden_submission_names(
    workshop: Workshop, ann: User, olga: User
) -> None:
    """Ann wrote with Yve, and with Xan what Olga is barred from; both wrote the third."""
    paper(workshop, "ann@kth.example", "yve@y.example")
    hidden = paper(workshop, "ann@kth.example", "xan@x.example")
    third = paper(workshop, "yve@y.example", "xan@x.example")
    bar(olga, hidden)
    conflicts.detect(workshop, AT)
    row = workshop.conflicts.get(user=ann, source="co-author", submission=third)
    assert row.evidence == "Author xan; Author yve"
    told = [(line.why, line.evidence) for line in lines_for(workshop, olga) if line.row == row]
    assert told == [("found by the site", "")]
