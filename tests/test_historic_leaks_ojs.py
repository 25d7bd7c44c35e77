"""What OJS, Janeway and EasyChair leaked, asked of this site. A docstring says when, and where."""

from __future__ import annotations

import pytest
from committee import INNER, SEALED, WHO, answer
from leak_world import API, Leaks, browser, facts, get, headers, seen, stays, text, write_letter
from review_factories import assign, make_review

from reviews import invite, remind, review
from workshop.models import Role

pytest_plugins = ["leak_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]


def test_the_reviews_that_authors_get_are_signed_by_a_label(here: Leaks) -> None:
    """OJS, pkp-lib #1531: “add reviews to e-mail” put in the reviewer's name."""
    here.story.take("notify")
    letters = here.workshop.letters.filter(recipient="ada@example.org", about=1)
    written = "".join(f"{one.subject}{one.body}" for one in letters).lower()
    shown = text(here.story.ada, "/credit/submissions/1/", f"{API}submissions/1/")
    assert "reviewer 1" in shown
    assert "on paper 1" in written
    assert [marker for marker in (WHO, INNER) if marker in shown + written] == []


def test_authors_cannot_tell_that_an_organizer_reviews(here: Leaks) -> None:
    """OJS, pkp-lib #7800: an editor who reviewed was listed as “Reviewer” to the author."""

    def act() -> None:
        here.workshop.roles.create(user=here.story.olga, kind=Role.Kind.REVIEWER)
        make_review(assign(here.story.first, here.story.olga))

    pages = ["/credit/submissions/1/", "/credit/submissions/", f"{API}submissions/1/", "/credit/"]
    stays(here.story.ada, act, *pages, f"{API}")
    assert get(here.story.olga, "/credit/review/1/").status == 200


def test_a_letter_to_a_reviewer_names_no_other(here: Leaks) -> None:
    """OJS, pkp-lib #7798: a notification told a reviewer who else reviews."""
    make_review(assign(here.third, here.story.reviewers[1]), state="draft")
    due = remind.reminders(here.workshop, here.story.olga, {here.story.reviewers[1].pk})
    shown = remind.seen(due)
    two = {here.story.reviewers[1].pk}
    remind.remind(here.workshop, two, shown=shown, by=here.story.olga, at=here.story.at)
    emails = [user.email for user in here.story.committee]
    letters = list(here.workshop.letters.filter(recipient__in=emails))
    assert any("remind" in letter.event for letter in letters)
    for letter in letters:
        [own] = [user for user in here.story.committee if user.email == letter.recipient]
        others = [user for user in here.story.committee if user != own]
        words = f"{letter.subject}{letter.body}"
        known = [fact for user in others for fact in (user.email, user.name)]
        assert [fact for fact in known if fact in words] == []


@pytest.mark.parametrize("how", ["declined", "role lost", "conflict found", "withdrawn"])
def test_who_does_not_review_any_more_has_no_way_left(here: Leaks, how: str) -> None:
    """OJS, pkp-lib #11374: the API looked at the last round only, so old reviewers saw authors."""
    ana, first = here.story.reviewers[0], here.story.first
    client = browser(ana)
    urls = ["/credit/review/1/", "/credit/review/1/paper.pdf", f"{API}review/1/"]
    assert [answer(client, "get", url).status for url in urls] == [200, 200, 200]
    if how == "declined":
        here.workshop.reviews.filter(assignment__reviewer=ana).delete()
        review.decline(first, reason="Ill.", by=ana, at=here.story.at)
    elif how == "role lost":
        invite.remove(here.workshop, ana, by=here.story.olga, at=here.story.at)
    elif how == "conflict found":
        here.workshop.barriers.create(user=ana, number=1, reason="author")
    else:
        here.workshop.submissions.filter(number=1).update(status="withdrawn")
    for url in urls:
        found, absent = (answer(client, "get", u) for u in (url, url.replace("/1/", "/99/")))
        assert facts(found) == facts(absent)
        assert found.status == 404


@pytest.mark.parametrize("way", ["head", "HX-Request", "json", "options", "trailing"])
def test_every_way_to_ask_meets_the_same_check(here: Leaks, way: str) -> None:
    """OJS, pkp-lib #1136: one of two classes skipped the check."""
    pages = ["/credit/organize/submissions/{}/", "/credit/organize/reviews/{}/"]
    pages += ["/credit/organize/submissions/{}/paper.pdf", f"{API}submissions/{{}}/"]
    for page in pages:
        method = way if way in ("head", "options") else "get"
        extra = {"HX-Request": {"HTTP_HX_REQUEST": "true"}, "json": {"HTTP_ACCEPT": "*/*"}}
        end = "?format=json" if way == "trailing" else ""
        client = browser(here.story.carl)
        urls = [f"{page.format(n)}{end}" for n in (1, 99)]
        one, other = (facts(answer(client, method, u, **extra.get(way, {}))) for u in urls)
        assert one == other
        assert one[0] in (404, 405) or way == "options"
    assert get(here.story.carl, pages[0].format(2)).status == 200


def test_a_file_is_called_by_its_number_and_never_as_its_sender_called_it(here: Leaks) -> None:
    """OJS, pkp-lib #2202: the automatic name of a file said whose it was, in which role."""
    here.story.first.papers.update(name="ada-lovelace-final.pdf")
    ana = here.story.reviewers[0]
    for user, url in ((ana, "/credit/review/1/paper.pdf"), (ana, "/credit/review/papers.zip")):
        said = str(headers(user, url)).lower()
        assert "ada" not in said.replace("headader", "")
        assert "credit-" in said
    assert "lovelace" not in text(ana, "/credit/review/papers.zip", "/credit/review/1/")
    assert "lovelace" in text(here.story.ada, f"{API}submissions/1/")


def test_an_outbox_shows_no_recipient_of_a_hidden_letter(here: Leaks) -> None:
    """Janeway #4476: a name stood in a grey header, and in the “To” of a mail."""
    ana = here.story.reviewers[0]
    letter = write_letter(here.workshop, ana, "A reminder of paper 1", about=1)
    outbox = "/credit/organize/letters/"
    urls = [f"{outbox}{letter.pk}/{page}" for page in ("", "edit/", "discard/")]
    absent = [f"{outbox}{10**6}/{page}" for page in ("", "edit/", "discard/")]
    assert seen(here.story.carl, *urls) == seen(here.story.carl, *absent)
    assert "a reminder of paper 1" not in text(here.story.carl, outbox, f"{outbox}?state=waiting")
    assert "a reminder of paper 1" in text(here.story.olga, outbox)


def test_who_has_left_the_committee_reads_nothing_of_it(here: Leaks) -> None:
    """EasyChair, from 2011 on: who was ever on a committee kept all its papers for ever."""
    story = here.story
    roles = here.workshop.roles
    client = browser(story.olga)
    pages = ["reviews/1/", "submissions/1/", "submissions/papers.zip", "letters/", "decisions/"]
    urls = [f"/credit/organize/{page}" for page in pages]
    assert {answer(client, "get", url).status for url in urls} == {200}
    roles.filter(user=story.olga).delete()
    found = [facts(answer(client, "get", url)) for url in urls]
    absent = [answer(client, "get", url.replace("/credit/", "/nobody/")) for url in urls]
    assert [one[:3] for one in found] == [facts(one)[:3] for one in absent]
    assert {one[0] for one in found} == {404}


def test_a_late_author_sees_no_more_than_the_first(here: Leaks) -> None:
    """OJS, pkp-lib #10090: a window opened from elsewhere showed who is hidden."""
    here.story.take("notify")
    pages = ["/credit/submissions/1/", f"{API}submissions/1/"]
    for user in (here.story.ada, here.story.bob):
        found = text(user, *pages)
        assert f"{SEALED} doubt" in found
        assert [marker for marker in (WHO, INNER) if marker in found] == []
