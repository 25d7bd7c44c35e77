"""Conflicts of interest that are confirmed, dismissed, taken back; and whose reason has gone."""

from __future__ import annotations

import pytest
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_organizer, make_submission, make_user, make_workshop
from review_factories import assign, bar, make_reviewer

from reviews import conflicts, profile
from reviews.models import Conflict
from reviews.permissions import assigned_to
from submissions import naming
from submissions.models import Submission
from workshop import stale
from workshop.errors import Refused
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
AT = timezone.now()
LIST = "/credit/organize/conflicts/"


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="open")


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@home.example", "Olga")


@pytest.fixture
def ann(workshop: Workshop) -> User:
    return make_reviewer(workshop, "ann@kth.example", "Ann Berg")


def paper(workshop: Workshop, name: str, email: str) -> Submission:
    submission = make_submission(workshop, make_user(email), authors=[email])
    submission.authors.update(name=name, affiliation="")
    return submission


@pytest.fixture
def row(workshop: Workshop, ann: User) -> Conflict:
    """Found: they have addresses at one institution."""
    paper(workshop, "Bo Ek", "bo@kth.example")
    conflicts.detect(workshop, AT)
    return workshop.conflicts.get()


def as_one(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(user: User) -> str:
    return as_one(user).get(LIST).content.decode()


def name(workshop: Workshop, by: User, *people: str) -> None:
    """On their page a reviewer names these people, and nobody else."""
    facts = profile.takes(workshop, by), profile.ties_of(workshop, by)
    seen, ties = profile.shown(*facts), [("person", one) for one in people]
    profile.save(workshop, topics=[], load=facts[0][0], ties=ties, seen=seen, by=by, at=AT)


def press(user: User, button: str, row: Conflict) -> int:
    row.refresh_from_db()
    pressed = f"{LIST}{button}/?conflict={row.key}"
    return as_one(user).post(pressed, {"seen": conflicts.seen(row)}).status_code


def last_entry(workshop: Workshop) -> tuple[str, int | None]:
    entry = workshop.entries.latest("pk")
    return entry.text, entry.about


def test_what_nobody_has_looked_at_comes_first_and_is_counted(row: Conflict, olga: User) -> None:
    assert "1 to look at" in page_of(olga)
    conflicts.confirm(row, by=olga, at=AT)
    assert "to look at" not in page_of(olga)


def test_confirmed_it_stays_whatever_the_site_finds(
    workshop: Workshop, row: Conflict, ann: User, olga: User
) -> None:
    assert press(olga, "confirm", row) == 302
    row.refresh_from_db()
    assert (row.confirmed_by, row.confirmed_at is not None) == (olga, True)
    done = "Olga confirmed a conflict of interest of Ann Berg: submission 1"
    assert last_entry(workshop) == (done, 1)
    assert "confirmed by Olga" in page_of(olga)
    workshop.submissions.get().authors.update(email="bo@two.example")
    assert conflicts.detect(workshop, AT) == 0
    row.refresh_from_db()
    assert row.confirmed_at
    assert workshop.barriers.filter(user=ann).exists()
    with pytest.raises(Refused, match="confirmed it meanwhile"):
        conflicts.dismiss(row, by=olga, at=AT)


def test_it_is_taken_back_in_both_directions(
    workshop: Workshop, row: Conflict, ann: User, olga: User
) -> None:
    for button in ("confirm", "take-back"):
        assert press(olga, button, row) == 302
    assert "1 to look at" in page_of(olga)
    conflicts.dismiss(row, by=olga, at=AT)
    assign(row.submission, ann)
    with pytest.raises(Refused, match="dismissed it meanwhile"):
        conflicts.confirm(row, by=olga, at=AT)
    assert press(olga, "take-back", row) == 302
    done = "Olga took back to have dismissed a conflict of interest of Ann Berg: submission 1"
    assert workshop.entries.filter(verb="reopened").latest("pk").text == done
    assert workshop.barriers.filter(user=ann).exists()
    assert list(assigned_to(ann, workshop)) == []
    assert "1 to look at" in page_of(olga)


def test_all_that_speaks_for_one_is_read_at_once(
    workshop: Workshop, row: Conflict, ann: User, olga: User
) -> None:
    name(workshop, ann, "Bo Ek")
    conflicts.detect(workshop, AT)
    rows = list(workshop.conflicts.all())
    assert len(rows) == 2
    conflicts.confirm(*rows, by=olga, at=AT)
    asked = []
    for some in (rows[:1], rows):
        with CaptureQueriesContext(connection) as queries:
            conflicts.confirm(*some, by=olga, at=AT)
        asked.append(len(queries))
    assert asked[0] == asked[1]


def test_who_is_barred_or_meant_says_nothing_and_learns_nothing(
    workshop: Workshop, row: Conflict, olga: User
) -> None:
    assert row.user.name in page_of(olga)
    bar(olga, row.submission)
    per = make_organizer(workshop, "per@far.example", "Per")
    assert "to look at" not in page_of(olga)
    for step in (conflicts.confirm, conflicts.dismiss, conflicts.reopen):
        with pytest.raises(Http404):
            step(row, by=olga, at=AT)
    assert {press(olga, one, row) for one in ("confirm", "take-back")} == {404}
    assert not Conflict.everywhere.exclude(confirmed_at=None).exists()
    workshop.roles.create(user=row.user, kind="organizer")
    conflicts.dismiss(row, by=per, at=AT)
    assert [press(row.user, one, row) for one in ("confirm", "take-back")] == [404, 404]


def test_what_is_declared_is_nobodys_to_confirm(workshop: Workshop, ann: User, olga: User) -> None:
    conflicts.declare(workshop, {paper(workshop, "Bo", "b@x.example").number}, by=ann, at=AT)
    assert press(olga, "confirm", workshop.conflicts.get()) == 404
    assert "to look at" not in page_of(olga)


# ---- its reason is gone


def test_a_reviewer_who_takes_back_a_name_stays_barred_until_it_is_dismissed(
    workshop: Workshop, ann: User, olga: User
) -> None:
    submission = paper(workshop, "Bo Ek", "bo@one.example")
    name(workshop, ann, "Bo Ek")
    name(workshop, ann)
    assert conflicts.detect_everywhere(AT) == 0
    row = workshop.conflicts.get()
    assert (row.gone_at, row.was_taken_back) == (AT, True)
    told = "Nothing tells any more of a conflict of interest of Ann Berg: submission 1"
    assert last_entry(workshop) == (told, submission.number)
    assert workshop.barriers.filter(user=ann).exists()
    page = page_of(olga)
    assert "1 to look at" in page
    assert "Taken back by Ann Berg" in page
    assert f'formaction="{LIST}dismiss/?conflict={row.key}"' in page
    assert press(olga, "dismiss", row) == 302
    assert not workshop.barriers.filter(user=ann).exists()


def test_who_names_somebody_else_instead_hides_nothing(
    workshop: Workshop, ann: User, olga: User
) -> None:
    """What told of it first stays to be read; and what is dismissed stays so."""
    submission = paper(workshop, "Bo Ek", "bo@one.example")
    submission.authors.create(position=2, name="Cy Dahl", email="cy@two.example")
    for people in (["Bo Ek"], [], ["Cy Dahl"]):
        name(workshop, ann, *people)
        conflicts.detect_everywhere(AT)
    row = workshop.conflicts.get()
    assert row.gone_at is None
    assert row.evidence == "Cy Dahl, named as “Cy Dahl”; Bo Ek, named as “Bo Ek”"
    conflicts.dismiss(row, by=olga, at=AT)
    assert conflicts.detect(workshop, AT) == 0


def test_a_publication_that_is_removed_is_told_of(workshop: Workshop, ann: User) -> None:
    paper(workshop, "Bo Ek", "bo@one.example")
    year = workshop.first_day.year - 1
    facts = {"title": "Trees", "authors": "Bo Ek", "year": year, "added_at": AT}
    publication = workshop.publications.create(user=ann, **facts)
    conflicts.detect(workshop, AT)
    profile.remove_publication(workshop, publication.pk, by=ann, at=AT)
    conflicts.detect_everywhere(AT)
    assert workshop.conflicts.get().was_taken_back
    assert workshop.barriers.filter(user=ann).exists()


def test_authors_who_take_back_a_name_are_found_by_the_sweep(
    workshop: Workshop, ann: User, olga: User
) -> None:
    row = paper(workshop, "Bo Ek", "bo@one.example")
    for named in ([("person", "Ann Berg")], []):
        seen = stale.seen(naming.named_on(row))
        naming.name_conflicts(row, named, seen=seen, by=row.submitter, at=AT)  # type: ignore[arg-type]
        conflicts.detect_everywhere(AT)
    assert "Taken back by the authors" in page_of(olga)
    assert workshop.barriers.filter(user=ann).exists()


def test_who_calls_themselves_otherwise_has_not_had_it_taken_back(
    workshop: Workshop, ann: User, olga: User
) -> None:
    row = paper(workshop, "Bo Ek", "bo@one.example")
    row.named_conflicts.create(kind="person", text="Ann Berg", named_at=AT)
    conflicts.detect(workshop, AT)
    User.objects.filter(pk=ann.pk).update(name="Annika Berg")
    conflicts.detect(workshop, AT)
    page = page_of(olga)
    assert "Nothing tells of it any more" in page
    assert "aken back by" not in page
    assert workshop.barriers.filter(user=ann).exists()


def test_of_a_hidden_paper_nobody_hears_that_its_authors_changed(
    workshop: Workshop, ann: User
) -> None:
    hidden = make_submission(workshop, authors=[ann.email])
    hidden.authors.create(position=2, name="Bo Ek", email="bo@one.example")
    paper(workshop, "Bo Ek", "bo@one.example")
    conflicts.detect(workshop, AT)
    hidden.authors.filter(position=2).delete()
    conflicts.detect(workshop, AT)
    assert workshop.conflicts.get(source="co-author").gone_at is None


def test_who_has_left_the_committee_has_taken_nothing_back(workshop: Workshop, ann: User) -> None:
    paper(workshop, "Bo Ek", "bo@one.example")
    name(workshop, ann, "Bo Ek")
    workshop.roles.filter(user=ann).delete()
    workshop.ties.all().delete()
    conflicts.detect(workshop, AT)
    assert workshop.conflicts.get().gone_at is None


def test_the_link_of_a_bid_leads_to_its_row(workshop: Workshop, ann: User) -> None:
    number = paper(workshop, "Bo Ek", "bo@one.example").number
    bids = as_one(ann).get("/credit/review/bids/").content.decode()
    assert f'href="/credit/review/conflicts/#conflict-{number}"' in bids
    assert (
        f'id="conflict-{number}"' in as_one(ann).get("/credit/review/conflicts/").content.decode()
    )
