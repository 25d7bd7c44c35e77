"""What was dismissed stays dismissed unless somebody else speaks for it; and who is meant by what
is typed."""

from __future__ import annotations

import pytest
from assign_fixtures import call_with_contact, olga_from_home  # noqa: F401
from assign_story import AT
from factories import make_submission
from review_factories import make_reviewer

from reviews import conflicts, profile
from reviews.domains import institution
from submissions.models import Submission
from submissions.named import NamedConflict
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def ann(workshop: Workshop) -> User:
    return make_reviewer(workshop, "ann@kth.example", "Ann Berg")


def by_author(workshop: Workshop, name: str, email: str = "bo@two.example") -> Submission:
    row = make_submission(workshop, authors=[email])
    row.authors.update(name=name, affiliation="")
    return row


def publish(user: User, workshop: Workshop, title: str, authors: str, ago: int = 1) -> int:
    year = workshop.first_day.year - ago
    facts = {"user": user, "title": title, "year": year, "authors": authors, "added_at": AT}
    return workshop.publications.create(**facts).pk


def dismiss(workshop: Workshop, olga: User) -> None:
    conflicts.detect(workshop, AT)
    conflicts.dismiss(workshop.conflicts.get(), by=olga, at=AT)


def stays_dismissed(workshop: Workshop) -> bool:
    conflicts.detect(workshop, AT)
    return workshop.conflicts.get().dismissed_at is not None


def test_less_that_speaks_for_it_is_nothing_new(workshop: Workshop, olga: User, ann: User) -> None:
    by_author(workshop, "Bo Ek")
    publish(ann, workshop, "Older", "Ann Berg\nBo Ek", 3)
    newest = publish(ann, workshop, "Newer", "Ann Berg\nBo Ek")
    dismiss(workshop, olga)
    profile.remove_publication(workshop, newest, by=ann, at=AT)
    assert stays_dismissed(workshop)
    workshop.submissions.get().authors.update(name="Bo A. Ek")
    assert stays_dismissed(workshop)


def test_a_name_in_other_letters_is_nothing_new(workshop: Workshop, olga: User, ann: User) -> None:
    facts = {"kind": "person", "text": "Ann Berg", "named_at": AT}
    NamedConflict.objects.create(submission=by_author(workshop, "Bo Ek"), **facts)
    dismiss(workshop, olga)
    for text in ("ANN BERG", "Berg, Ann", "ann@kth.example"):
        NamedConflict.objects.update(text=text)
        assert stays_dismissed(workshop)


def test_what_was_cut_off_is_nothing_new(workshop: Workshop, olga: User, ann: User) -> None:
    row = make_submission(workshop, authors=[f"a{n}@{n}.example" for n in range(8)])
    keys = []
    for n, author in enumerate(row.authors.all()):
        author.name, author.affiliation = f"Author{chr(97 + n)} Surname{chr(97 + n)}", ""
        author.save()
        keys.append(publish(ann, workshop, f"{n} " + "t" * 70, author.name))
    dismiss(workshop, olga)
    profile.remove_publication(workshop, keys[0], by=ann, at=AT)
    assert stays_dismissed(workshop)


def test_another_author_is_something_new(workshop: Workshop, olga: User, ann: User) -> None:
    row = by_author(workshop, "Bo Ek")
    publish(ann, workshop, "Trees", "Ann Berg\nBo Ek")
    dismiss(workshop, olga)
    row.authors.create(name="Cy Dahl", email="cy@three.example", position=2)
    publish(ann, workshop, "Oaks", "Ann Berg\nCy Dahl")
    assert not stays_dismissed(workshop)


@pytest.mark.parametrize("name", ["Suharto", "王伟", "김민준"])
def test_who_has_one_name_is_meant_by_it(workshop: Workshop, ann: User, name: str) -> None:
    by_author(workshop, name)
    by_author(workshop, f"{name} Ek", "ek@two.example")
    workshop.ties.create(user=ann, kind="person", text=name, declared_at=AT)
    conflicts.detect(workshop, AT)
    assert workshop.conflicts.get().submission.number == 1


def test_a_name_written_without_a_space_is_whole(workshop: Workshop, ann: User) -> None:
    by_author(workshop, "王 伟")
    by_author(workshop, "Ann", "other@two.example")
    publish(ann, workshop, "Trees", "王伟\nAnn")
    conflicts.detect(workshop, AT)
    assert workshop.conflicts.get().submission.number == 1


@pytest.mark.parametrize(
    "text", ["Bo Ek <bo@two.example>", "Bo Ek <bo@old.example>", "bo@two.example (Bo)"]
)
def test_who_is_named_with_their_address_is_meant(workshop: Workshop, ann: User, text: str) -> None:
    by_author(workshop, "Bo Ek")
    workshop.ties.create(user=ann, kind="person", text=text, declared_at=AT)
    conflicts.detect(workshop, AT)
    assert workshop.conflicts.count() == 1


def test_an_author_may_name_by_name_and_address(workshop: Workshop, ann: User) -> None:
    facts = {"kind": "person", "text": "A. Berg <ann@kth.example>", "named_at": AT}
    NamedConflict.objects.create(submission=by_author(workshop, "Bo Ek"), **facts)
    conflicts.detect(workshop, AT)
    assert workshop.conflicts.count() == 1


@pytest.mark.parametrize(
    "domain",
    "yahoo.com.br yahoo.it hotmail.it outlook.de live.fr gmx.at ieee.org acm.org hanmail.net "
    "comcast.net bk.ru seznam.cz wp.pl sina.cn 139.com vip.qq.com".split(),
)
def test_anybody_may_have_an_address_there(domain: str) -> None:
    assert institution(f"ann@{domain}") == ""


@pytest.mark.parametrize("domain", ["live.kth.se", "yahoo.kth.se", "outlook.kth.se"])
def test_a_host_of_an_institution_is_the_institution(domain: str) -> None:
    assert institution(f"ann@{domain}") == "kth.se"
