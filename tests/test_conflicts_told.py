"""Conflicts of interest that publications, reviewers and authors tell of."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_organizer, make_submission, make_workshop
from review_factories import assign, make_reviewer

from reviews import assign as assigning
from reviews import conflicts
from reviews.models import Publication
from reviews.permissions import assigned_to
from submissions.models import Submission
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
AT = timezone.now()
Found = list[tuple[str, int, str, str]]


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed")


@pytest.fixture
def ann(workshop: Workshop) -> User:
    return make_reviewer(workshop, "ann@kth.example", "Ann Berg")


def paper(workshop: Workshop, name: str, email: str, affiliation: str = "") -> Submission:
    submission = make_submission(workshop, authors=[email])
    submission.authors.update(name=name, affiliation=affiliation)
    return submission


def publish(user: User, workshop: Workshop, authors: str, years_ago: int | None) -> Publication:
    year = None if years_ago is None else workshop.first_day.year - years_ago
    facts = {"title": f"On {authors}", "authors": authors.replace(" and ", "\n")}
    return workshop.publications.create(user=user, year=year, added_at=AT, **facts)


def found(workshop: Workshop) -> Found:
    conflicts.detect(workshop, AT)
    rows = workshop.conflicts.order_by("user__name", "submission__number", "source")
    return list(rows.values_list("user__name", "submission__number", "source", "evidence"))


def test_who_has_written_with_an_author_in_five_years(workshop: Workshop, ann: User) -> None:
    for n, name in enumerate(["Bo Ek", "Cy Dahl", "Eve Fors", "Gus Holm"]):
        paper(workshop, name, f"author@{n}.example")
    publish(ann, workshop, "Ann Berg and Bo Ek", 7)
    publish(ann, workshop, "Ann Berg and Bo Ek", 4)
    newest = publish(ann, workshop, "Ann Berg and Bo Ek and G. Holm", 2)
    publish(ann, workshop, "Cy Dahl and Ann Berg", 6)
    publish(ann, workshop, "Fors, Eve", None)
    assert found(workshop) == [
        ("Ann Berg", 1, "publication", f"Bo Ek, “{newest.title}” ({newest.year})"),
        ("Ann Berg", 3, "publication", "Eve Fors, “On Fors, Eve”"),
    ]


def test_a_publication_of_somebody_else_or_elsewhere_tells_nothing(
    workshop: Workshop, ann: User
) -> None:
    paper(workshop, "Bo Ek", "bo@one.example")
    publish(make_organizer(make_workshop("other")), workshop, "Bo Ek", 1)
    other = make_workshop("third")
    publish(ann, other, "Bo Ek", 1)
    assert found(workshop) == []


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("person", "Bo Ek"),
        ("person", "Ek, Bo"),
        ("person", "BO@aalto.example"),
        ("institution", "Aalto University"),
        ("institution", "aalto.example"),
        ("institution", "@cs.aalto.example"),
    ],
)
def test_whom_a_reviewer_has_named(workshop: Workshop, ann: User, kind: str, text: str) -> None:
    paper(workshop, "Bo Ek", "bo@aalto.example", "Aalto")
    paper(workshop, "Cy Dahl", "cy@lund.example", "Lund")
    workshop.ties.create(user=ann, kind=kind, text=text, declared_at=AT)
    assert found(workshop) == [("Ann Berg", 1, "tie", f"Bo Ek, named as “{text}”")]


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        ("person", "Ann Berg"),
        ("person", "ANN@kth.example"),
        ("institution", "KTH, Stockholm"),
        ("institution", "kth.example"),
    ],
)
def test_whom_an_author_has_named(workshop: Workshop, ann: User, kind: str, text: str) -> None:
    User.objects.filter(pk=ann.pk).update(affiliation="KTH")
    make_reviewer(workshop, "dan@lund.example", "Dan Sjö")
    paper(workshop, "Bo Ek", "bo@aalto.example")
    second = paper(workshop, "Cy Dahl", "cy@two.example")
    second.named_conflicts.create(kind=kind, text=text, named_at=AT)
    assert found(workshop) == [("Ann Berg", 2, "named", f"named as “{text}”")]


@pytest.mark.parametrize("source", ["publication", "tie", "named"])
def test_each_bars_at_once_and_no_paper_is_given(
    workshop: Workshop, ann: User, source: str
) -> None:
    """Neither by hand nor by what was proposed before; and what is given is taken back."""
    olga = make_organizer(workshop, "olga@home.example", "Olga")
    row = paper(workshop, "Bo Ek", "bo@one.example")
    assign(row, ann)
    tell(workshop, ann, row, source)
    conflicts.detect(workshop, AT)
    assert list(assigned_to(ann, workshop)) == []
    assert workshop.assignments.get().reason == "conflict of interest"
    with pytest.raises(Refused, match="conflict of interest"):
        assigning.assign(row, reviewer_id=ann.pk, by=olga, at=AT)


@pytest.mark.parametrize("source", ["publication", "tie", "named"])
def test_each_is_found_before_a_paper_is_given(workshop: Workshop, ann: User, source: str) -> None:
    olga = make_organizer(workshop, "olga@home.example", "Olga")
    row = paper(workshop, "Bo Ek", "bo@one.example")
    tell(workshop, ann, row, source)
    with pytest.raises(Refused, match="conflict of interest"):
        assigning.assign(row, reviewer_id=ann.pk, by=olga, at=AT)
    assert not workshop.assignments.exists()


@pytest.mark.parametrize("source", ["publication", "tie", "named"])
def test_an_organizer_reads_why_and_dismisses_it(
    workshop: Workshop, ann: User, source: str
) -> None:
    olga = make_organizer(workshop, "olga@home.example", "Olga")
    tell(workshop, ann, paper(workshop, "Bo Ek", "bo@one.example"), source)
    conflicts.detect(workshop, AT)
    row, client = workshop.conflicts.get(), Client()
    client.force_login(olga)
    assert row.evidence in client.get("/credit/organize/conflicts/").content.decode()
    sent = {"seen": conflicts.seen(row)}
    client.post(f"/credit/organize/conflicts/dismiss/?conflict={row.key}", sent)
    assert not workshop.barriers.filter(user=ann).exists()
    assert conflicts.detect(workshop, AT) == 0


def test_an_organizer_whom_an_author_names_is_a_stranger(workshop: Workshop) -> None:
    olga = make_organizer(workshop, "olga@home.example", "Olga Nord")
    make_organizer(workshop, "per@far.example", "Per Ek")
    row = paper(workshop, "Bo Ek", "bo@one.example")
    tell(workshop, olga, row, "named")
    assert conflicts.detect_everywhere(AT) == 1
    assert not workshop.submissions.organized_by(olga).exists()


def tell(workshop: Workshop, user: User, row: Submission, source: str) -> None:
    if source == "publication":
        publish(user, workshop, "Bo Ek", 1)
    elif source == "tie":
        workshop.ties.create(user=user, kind="person", text="Bo Ek", declared_at=AT)
    else:
        row.named_conflicts.create(kind="person", text=user.email, named_at=AT)


def test_to_look_again_asks_the_same_number_of_questions(workshop: Workshop) -> None:
    assert asked_again(workshop, range(3)) == asked_again(workshop, range(3, 15))


def asked_again(workshop: Workshop, numbers: range) -> int:
    """The questions of a second look, once there are these too."""
    for n in numbers:
        user = make_reviewer(workshop, f"r{n}@kth.example", f"Rae Number{n}")
        row = paper(workshop, "Bo Ek", f"bo@{n}.example")
        tell(workshop, user, row, ("publication", "tie", "named")[n % 3])
    conflicts.detect(workshop, AT)
    with CaptureQueriesContext(connection) as captured:
        assert conflicts.detect(workshop, AT) == 0
    return len(captured)
