"""What HotCRP leaked in its first years, asked of this site. A docstring says when, and where."""

from __future__ import annotations

import re

import pytest
from committee import INNER, SEALED, WHO, Drawn
from django.test import Client
from factories import AT
from leak_world import Leaks, browser, changes, get, seen, stays, text
from posting_factories import give
from schedule_factories import make_session, make_talk, publish_rows
from signing_in import without_tokens

from reviews.models import Conflict
from submissions.models import ReleasedReview
from workshop.models import Barrier, Letter, User

pytest_plugins = ["leak_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]


def test_another_site_s_page_learns_nothing_from_an_answer(here: Leaks) -> None:
    """HotCRP 2019, 406a966aa, and 2026, 5d581e734: the status could be read from another site."""
    client = browser(here.story.olga)
    assert client.cookies["session"]["samesite"] in ("", "Lax")
    for url in ("/credit/organize/", "/credit/organize/submissions/1/", "/credit/submissions/1/"):
        said = client.get(url).headers
        assert said["Cross-Origin-Resource-Policy"] == "same-origin"
        assert said["Cross-Origin-Opener-Policy"] == "same-origin"
        assert said["X-Frame-Options"] == "DENY"
        assert "Access-Control-Allow-Origin" not in said


def test_no_order_of_a_list_goes_by_what_is_hidden(here: Leaks) -> None:
    """HotCRP 2008, v2.17, and 2010, 71b40006b: a list sorted by scores told the scores."""
    lists = [f"/credit/organize/decisions/?sort={sort}" for sort in ("-mean", "spread", "-count")]

    def act() -> None:
        here.workshop.reviews.filter(assignment__submission=here.story.first).update(rating=1)

    stays(here.story.carl, act, *lists)
    here.workshop.reviews.filter(assignment__submission=here.story.first).update(rating=4)
    changes(here.story.olga, act, *lists)


def test_a_released_review_has_nothing_to_be_traced_by() -> None:
    """HotCRP 2008, 357d31a89: reviews in the order in which they came told whose they were."""
    related = {f.name for f in ReleasedReview._meta.get_fields() if f.is_relation}
    assert related == {"release", "submission"}
    dated = {f.name for f in ReleasedReview._meta.get_fields() if "Date" in type(f).__name__}
    assert dated == set()
    assert list(ReleasedReview._meta.ordering or []) == ["release__number", "label"]


def test_a_labels_draw_is_by_lot_and_not_by_who_was_first(here: Leaks) -> None:
    """HotCRP 2010, 71b40006b: “Reviewer A” was the one who was asked first."""
    here.story.chance = Drawn(1, 0)
    here.story.take("notify")
    one, two, _ = here.story.reviewers
    mine = here.workshop.assignments.filter(submission=here.story.first, label__isnull=False)
    assert dict(mine.values_list("label", "reviewer")) == {2: one.pk, 1: two.pk}


def test_no_page_of_the_final_version_opens_for_who_will_be_accepted(here: Leaks) -> None:
    """HotCRP 2009, ba826918a: the form for the final copy was there before the decision was."""
    pages = ["camera-ready/", "camera-ready.pdf", "slides.pdf", "change/", "consent/", ""]
    urls = [f"/credit/submissions/2/{page}" for page in pages]

    def act() -> None:
        here.workshop.decisions.filter(submission=here.story.second).update(outcome="rejected")

    stays(here.story.eve, act, *urls)
    here.workshop.decisions.filter(submission=here.story.second).update(outcome="oral")
    changes(here.story.eve, lambda: here.story.take("notify"), *urls)


def test_nothing_public_lists_what_is_accepted_before_it_is_told(here: Leaks) -> None:
    """HotCRP 2011 and 2013: lists of accepted papers were there too early."""
    urls = [
        f"/credit/{page}" for page in ("", "papers/", "papers.bib", "schedule/", "schedule.ics")
    ]
    urls += [f"/api/v1/workshops/credit/{page}" for page in ("papers/", "schedule/", "")]
    urls += ["/credit/papers/2/", "/api/v1/workshops/credit/papers/2/"]
    publish_rows(here.workshop, here.story.at)

    def act() -> None:
        here.workshop.decisions.update(outcome="oral")
        make_talk(make_session(here.workshop), here.story.second)

    stays(None, act, *urls)

    def told() -> None:
        here.story.take("notify")
        give(here.workshop.submissions.get(number=2), "page")

    changes(None, told, *urls)


def test_only_organizers_can_take_names_and_addresses_along(here: Leaks) -> None:
    """HotCRP 2010, cca5e0656: anybody could have all names and addresses as a file."""
    files = ["submissions/submissions.csv", "submissions/papers.zip", "camera-ready/papers.zip"]
    for user in (None, here.story.ada, here.story.reviewers[0], here.wilma):
        for page in files:
            found = get(user, f"/credit/organize/{page}")
            assert found.status == (302 if user is None else 404)
            assert "@example.org" not in found.body.decode("latin-1")
    assert get(here.story.olga, f"/credit/organize/{files[0]}").status == 200


def test_a_letter_holds_what_its_reader_may_know_and_not_what_its_sender_knows(
    here: Leaks,
) -> None:
    """HotCRP 2007, 755280211: mails to authors held what the chair who sent them could see."""
    here.story.take("notify")
    here.story.take("correct")
    authors = here.workshop.letters.filter(recipient__in=["ada@example.org", "bob@example.org"])
    written = "".join(f"{letter.subject}{letter.body}" for letter in authors).lower()
    assert [marker for marker in (WHO, INNER, "ana ", "olga") if marker in written] == []
    assert f"{SEALED} note of the organizers, corrected" in written


def test_no_secret_of_somebody_else_stands_in_an_outbox(here: Leaks) -> None:
    """HotCRP 2007, 45a52ecb0: the passwords of reviewers were copied to who asked for them."""
    Client().post("/account/sign-in/", {"email": here.story.carl.email})
    [code] = Letter.everywhere.filter(workshop=None)
    assert re.search(r"[2-9A-Z]{4}-[2-9A-Z]{4}", code.body) is None
    outbox = text(here.story.olga, "/credit/organize/letters/")
    assert code.subject.lower() not in outbox
    assert get(here.story.olga, f"/credit/organize/letters/{code.message_id}/").status == 404


def test_an_edited_address_opens_no_review(here: Leaks) -> None:
    """HotCRP 2014, 112682bc7: reviews could be read by editing the address."""
    story = here.story
    pages = ["review/1/", "organize/reviews/1/", "organize/decisions/1/", "review/1/decline/"]
    for user in (story.ada, story.eve, story.committee[-1], here.rae, story.carl):
        for page in pages:
            there, absent = (f"/credit/{page.replace('1', n)}" for n in ("1", "99"))
            one, other = seen(user, there, absent)
            assert one == other
            assert one[0] == 404
    assert f"{SEALED} praise" in text(story.reviewers[0], "/credit/review/1/")


def test_the_page_for_a_password_does_not_tell_who_has_one(here: Leaks) -> None:
    """HotCRP 2023, 127ee797d: a preview told whether somebody has a password."""
    ada = User.objects.get(pk=here.story.ada.pk)
    ada.set_password("correct horse battery")
    ada.save()
    told = set()
    for email in (here.story.ada.email, here.story.bob.email, "nob@example.org"):
        sent = {"email": email, "password": "not this one"}
        answered = Client().post("/account/password/", sent)
        told.add((answered.status_code, without_tokens(answered).replace(email, "…")))
    assert len(told) == 1
    right = {"email": here.story.ada.email, "password": "correct horse battery"}
    assert Client().post("/account/password/", right).status_code == 302


def test_whoever_is_named_twice_is_behind_one_barrier_all_the_same(here: Leaks) -> None:
    """HotCRP 2023, 72b72bcfe, “disaster”: a person in two sets of contacts was in neither."""
    first, carl = here.story.first, here.story.carl
    bar_again = {"user": carl, "number": first.number, "reason": Barrier.Reason.AUTHOR}
    here.workshop.barriers.create(**bar_again)
    Conflict.everywhere.create(
        workshop=here.workshop, user=carl, submission=first, source="co-author",
        found_at=here.story.at,
    )  # fmt: skip
    here.workshop.conflicts.filter(user=carl, source="co-author").update(dismissed_at=AT)
    assert get(carl, "/credit/organize/submissions/1/").status == 404
    listed = text(carl, "/credit/organize/submissions/")
    assert "/organize/submissions/1/" not in listed
    assert "/organize/submissions/2/" in listed
    assert "/organize/submissions/1/" in text(here.story.olga, "/credit/organize/submissions/")
