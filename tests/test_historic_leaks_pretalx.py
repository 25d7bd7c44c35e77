"""What pretalx, the closest relative, leaked, asked of this site. A docstring says when, where."""

from __future__ import annotations

import re

import pytest
from committee import INNER, SEALED, WHO
from django.test import Client
from leak_world import (
    API,
    NEIGHBOR,
    Leaks,
    browser,
    changes,
    digests,
    facts,
    get,
    headers,
    seen,
    stays,
    text,
    write_letter,
)
from posting_factories import give
from review_factories import assign
from schedule_factories import make_session, make_talk, publish_rows

from reviews.invite import token_of
from reviews.models import Invitation
from workshop.models import Letter, Role, User

pytest_plugins = ["leak_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]

FORMS = (
    "submissions/late/ reviewers/ schedule/ schedule/rooms/ schedule/sessions/new/ kinds/ "
    "topics/ speakers/ shown/ pages/ assignment/ site/"
).split()


def organize(slug: str, *pages: str) -> list[str]:
    return [f"/{slug}/organize/{page}" for page in pages]


def test_an_organizer_sees_no_letter_of_another_workshop_to_the_same_person(here: Leaks) -> None:
    """pretalx 2019, d5cb94f2e: organizers saw every mail to a person, of all events."""
    write_letter(here.workshop, here.story.ada, "ours to Ada", about=None)
    pages = [
        f"letters/{query}" for query in ("", "?q=ada@example.org", "?state=waiting", "?page=9")
    ]
    assert NEIGHBOR not in text(here.story.olga, *organize("credit", *pages))
    assert "ours to ada" not in text(here.wilma, *organize("other", *pages))
    assert NEIGHBOR in text(here.wilma, *organize("other", "letters/"))


def test_no_form_offers_what_belongs_to_another_workshop(here: Leaks) -> None:
    """pretalx 2026-04, 7273e5725: a set of forms without a query offered everybody's rows."""
    assert NEIGHBOR not in text(here.story.olga, *organize("credit", *FORMS))
    assert text(here.wilma, *organize("other", *FORMS)).count(NEIGHBOR) > 10
    here.workshop.deadlines.filter(step="submit").update(closes_at="2030-01-01T00:00Z")
    assert NEIGHBOR not in text(here.story.ada, "/credit/submissions/new/")
    assert NEIGHBOR in text(here.story.ada, "/other/submissions/new/")


def test_no_parameter_makes_the_api_say_more(here: Leaks) -> None:
    """pretalx 2025-12, 03a492aee: `?expand=speaker` answered by the reviewers' serializer."""
    here.story.take("notify")
    give(here.workshop.submissions.get(number=2), "page")
    keys = ["expand", "fields", "include", "omit", "embed", "with", "format", "lang"]
    words = ["reviews", "authors", "submitter", "email", "speaker", "*", "all"]
    query = "&".join(f"{key}={word}" for key in keys for word in words)
    for user, page in (
        (None, "papers/"),
        (None, "papers/2/"),
        (None, "schedule/"),
        (here.story.ada, "submissions/1/"),
        (here.story.reviewers[0], "review/1/"),
    ):
        one, other = seen(user, API + page, f"{API}{page}?{query}")
        assert one == other


def test_a_search_does_not_find_what_the_page_would_not_show(here: Leaks) -> None:
    """pretalx 2026-03, 3eca0eeb0: reviewers could search what was blacked out for them."""
    here.workshop.submissions.filter(number=1).update(title="Obsidian")
    pages = ["submissions/", "decisions/", "letters/", "journal/", "assignment/", "camera-ready/"]
    for page in pages:
        urls = organize("credit", *(f"{page}?q={word}" for word in ("Obsidian", "Zzzzzzzz")))
        one, other = (str(each) for each in seen(here.story.carl, *urls))
        assert one.replace("Obsidian", "…") == other.replace("Zzzzzzzz", "…")
    assert "/organize/submissions/1/" in text(
        here.story.olga, *organize("credit", "submissions/?q=Obsid")
    )


def test_a_reviewer_s_list_and_zip_hold_their_papers_and_nobody_s_reviews(here: Leaks) -> None:
    """pretalx 2026-05, d65fbda7c: the page to review in bulk forgot what is blacked out."""
    first, _, _ = here.story.reviewers
    found = text(first, "/credit/review/", f"{API}review/", "/credit/review/papers.zip")
    assert "on paper 1" in found
    assert "credit-paper-1.pdf" in found
    hidden = ["on paper 2", "credit-paper-2", "bo zq7quill", f"{SEALED} doubt", f"{INNER} note two"]
    assert [marker for marker in hidden if marker in found] == []
    assert "credit-paper-3" in found  # the third is theirs too


def test_reviewers_have_no_exports(here: Leaks) -> None:
    """pretalx 2026-02, 180bc027b: reviewers could use every exporter."""
    pages = ["submissions/submissions.csv", "submissions/papers.zip", "camera-ready/papers.zip"]
    pages += ["letters/", "journal/", "reviews/", "decisions/", "release/", "conflicts/"]
    for url in organize("credit", *pages):
        assert get(here.story.reviewers[0], url).status == 404
        assert get(here.story.olga, url).status == 200


def test_the_journal_does_not_name_whom_the_pages_hide(here: Leaks) -> None:
    """pretalx 2019-04, 764079321: the history showed names that the page hid."""
    olgas = text(here.story.olga, *organize("credit", "journal/", "", "submissions/1/"))
    assert "proposed ana zq7quill for submission 1" in olgas
    carls = text(here.story.carl, *organize("credit", "journal/", "", "submissions/2/"))
    assert "submission 1" not in carls
    assert "submission 2" in carls
    for user in (here.story.ada, here.story.reviewers[0]):
        assert get(user, "/credit/organize/journal/").status == 404


def test_nothing_public_tells_that_two_people_are_one(here: Leaks) -> None:
    """pretalx 2026-05, 6c56fb56e: a public export named speakers by an id of the whole site."""
    here.story.take("notify")
    accepted = here.workshop.submissions.get(number=2)
    give(accepted, "page")
    make_talk(make_session(here.workshop), accepted)
    publish_rows(here.workshop, here.story.at)
    pages = ["", "papers/", "papers/2/", "papers.bib", "schedule/", "schedule.ics"]
    urls = [f"/credit/{page}" for page in pages] + [API, f"{API}papers/2/", f"{API}schedule/"]
    found = text(None, *urls)
    assert "author eve" in found
    known = [here.story.eve.email, *digests(here.story.eve.email), "gravatar"]
    assert [fact for fact in known if fact in found] == []

    def other_keys() -> None:
        User.objects.filter(pk=here.story.eve.pk).update(email="else@example.org", name="Else")
        here.workshop.submissions.filter(number=2).update(submitter=here.story.ada)

    stays(None, other_keys, *urls)


def test_the_link_of_an_invitation_opens_nothing_in_another_workshop(here: Leaks) -> None:
    """pretalx v2026.2.0: a token for one event read and changed those of the whole organizer."""
    facts_of = {"invited_at": here.story.at, "email": "new@example.org"}
    token = token_of(here.workshop.invitations.create(**facts_of))
    assert get(None, f"/credit/invitation/{token}/").status == 200
    nobodys = token_of(Invitation(pk=10**6, revision=1))
    absent, elsewhere = (get(None, f"/other/invitation/{one}/") for one in (nobodys, token))
    assert facts(absent) == facts(elsewhere)
    assert absent.status == 404
    answered = Client().post(f"/other/invitation/{token}/", {"answer": "accept", "load": "4"})
    assert answered.status_code == 404
    assert not User.objects.filter(email="new@example.org").exists()


@pytest.mark.parametrize("attribute", ["hx-get", "data-hx-get", "hx-on:click", "onclick", "style"])
def test_markdown_carries_no_attribute_that_acts(here: Leaks, attribute: str) -> None:
    """pretalx 2026-07, 828d31a6f: `data-*` survived the cleaning, so that htmx ran it."""
    hostile = f'<b {attribute}="/x">bold</b> and [*a*](/y "{attribute}=1") **bold**'
    here.workshop.submissions.filter(number=1).update(abstract=hostile)
    body = get(here.story.olga, "/credit/organize/submissions/1/").body.decode()
    assert "<strong>bold</strong>" in body
    assert re.findall(rf"<[^>]*\s{attribute}=\"?/x", body) == []


def test_a_made_up_sender_s_address_does_not_renew_the_tries(here: Leaks) -> None:
    """pretalx v2026.2.0: X-Forwarded-For let anybody try passwords without end."""
    sent = {"email": here.story.ada.email, "password": "not this one"}
    tried = [
        Client().post("/account/password/", sent, HTTP_X_FORWARDED_FOR=f"10.0.0.{n}").status_code
        for n in range(7)
    ]
    assert tried[0] == 200
    assert tried[-1] == 429


@pytest.mark.parametrize("name", ["http://evil.example/", "www.evil.example", "Win https://e.vil"])
def test_a_name_carries_no_link_into_a_letter_to_others(here: Leaks, name: str) -> None:
    """pretalx 2026-04, 5f8e74bfd: a name with a link in it made phishing mails of the site's."""
    before = Letter.everywhere.count()
    sent = {"addresses": f'"{name}" <victim@example.org>', "load": "4"}
    found = browser(here.story.olga).post("/credit/organize/reviewers/invite/", sent)
    assert b"Leave the link out here" in found.content
    profile = {"name": name, "affiliation": "", "zone": ""}
    assert b"Leave the link out here" in browser(here.story.ada).post("/account/", profile).content
    assert Letter.everywhere.count() == before


def test_a_stranger_puts_no_word_into_a_letter_of_the_site(here: Leaks) -> None:
    """pretalx 2026-04, 5f8e74bfd: the mails could be written to without being signed in."""
    sent = {"email": "victim@example.org", "next": "/credit/?q=evilword", "name": "evilword"}
    Client().post("/account/sign-in/?next=/evilword/", sent, HTTP_USER_AGENT="evilword")
    [letter] = Letter.everywhere.filter(recipient="victim@example.org")
    written = (letter.subject, letter.body, letter.recipient_name)
    assert [words for words in written if "evil" in words.lower()] == []


def test_what_was_searched_for_is_shown_as_text(here: Leaks) -> None:
    """pretalx 2026-04, bd58ccbb3: the organizers' search ran what was typed into it."""
    hostile = '"><script>alert(1)</script>'
    here.story.take("notify")
    give(here.workshop.submissions.get(number=2), "page")  # or there is no field to search in
    for user, url in (
        (here.story.olga, "/credit/organize/submissions/"),
        (here.story.olga, "/credit/organize/letters/"),
        (None, "/credit/papers/"),
    ):
        body = browser(user).get(url, {"q": hostile, "topic": hostile, "state": hostile}).content
        assert b"<script>alert" not in body
    for user, url in (
        (here.story.olga, "/credit/organize/submissions/"),
        (None, "/credit/papers/"),
    ):
        shown = browser(user).get(url, {"q": hostile}).content
        assert b"&lt;script&gt;alert" in shown


@pytest.mark.parametrize("name", ["../../settings.py", "..\\evil.pdf", "/etc/passwd", "a\r\nX: y"])
def test_a_file_s_name_leads_nowhere(here: Leaks, name: str) -> None:
    """pretalx 2023-03, CVE-2023-28458: names in an export read and overwrote the site's files."""
    here.story.first.papers.update(name=name)
    zipped = text(here.story.olga, "/credit/organize/submissions/papers.zip")
    assert "credit-paper-1.pdf" in zipped
    assert name.lower() not in zipped
    said = headers(here.story.olga, "/credit/organize/submissions/1/paper.pdf")
    assert said["Content-Disposition"] == 'attachment; filename="credit-paper-1.pdf"'
    key = here.story.first.papers.get().file.name or ""
    assert re.fullmatch(r"papers/[\w-]+\.pdf", key)


def test_a_reviewer_gives_nobody_a_role(here: Leaks) -> None:
    """pretalx 2017-12, 8b88881ab: a reviewer could make themselves more than that."""
    before = list(Role.everywhere.order_by("pk").values())
    reviewer = here.story.reviewers[0]
    for page, sent in (
        ("organizers/", {"email": reviewer.email}),
        (f"organizers/remove/?organizer={here.story.olga.pk}", {}),
        ("reviewers/invite/", {"addresses": "friend@example.org", "load": "4"}),
        (f"reviewers/remove/?reviewer={here.rae.pk}", {}),
        (f"reviewers/edit/?reviewer={reviewer.pk}", {"load": "1", "seen": ""}),
    ):
        [url] = organize("credit", page)
        for user in (reviewer, here.story.ada, here.wilma):
            assert browser(user).post(url, sent).status_code == 404
    assert list(Role.everywhere.order_by("pk").values()) == before
    sent = {"email": reviewer.email}
    assert browser(here.story.olga).post("/credit/organize/organizers/", sent).status_code == 302
    assert Role.everywhere.count() == len(before) + 1


def test_a_password_is_not_changed_by_who_finds_an_open_session(here: Leaks) -> None:
    """pretalx 2017-05, 2f0dabd23: a new password was set without the old one."""
    ada = User.objects.get(pk=here.story.ada.pk)
    ada.set_password("correct horse battery")
    ada.save()
    client = browser(ada)
    new = {"new": "quite another horse", "again": "quite another horse"}
    for sent in (new, new | {"old": "a guess"}, new | {"old": ""}):
        client.post("/account/password/change/", sent)
        assert User.objects.get(pk=ada.pk).check_password("correct horse battery")
    client.post("/account/password/change/", new | {"old": "correct horse battery"})
    assert not User.objects.get(pk=ada.pk).check_password("correct horse battery")


def test_an_answered_invitation_is_not_answered_again(here: Leaks) -> None:
    """pretalx 2026, d4f5aa176: an invitation could be redeemed twice, by two people."""
    facts_of = {"invited_at": here.story.at, "email": "new@example.org"}
    invitation = here.workshop.invitations.create(**facts_of)
    url = f"/credit/invitation/{token_of(invitation)}/"
    assert Client().post(url, {"answer": "decline"}).status_code == 302
    for client in (Client(), browser(here.story.ada), browser(here.wilma)):
        client.post(url, {"answer": "accept", "load": "4"})
    invitation.refresh_from_db()
    assert invitation.state == "declined"
    assert not User.objects.filter(email="new@example.org").exists()
    for user in (here.story.ada, here.wilma):
        assert not here.workshop.roles.filter(user=user, kind=Role.Kind.REVIEWER).exists()


def test_who_is_anonymous_on_a_page_is_anonymous_in_the_api(here: Leaks) -> None:
    """pretalx 2020-02 to 2021-04: what the page hid was in the API, four times over."""
    here.story.take("notify")
    found = text(here.story.ada, f"{API}submissions/1/", "/credit/submissions/1/")
    assert f"{SEALED} praise" in found
    assert [marker for marker in (WHO, INNER, "olga") if marker in found] == []
    other = get(here.story.ada, f"{API}review/1/")
    assert facts(other)[:2] == facts(get(here.story.ada, f"{API}review/99/"))[:2]
    assert other.status == 404


def test_a_barred_organizer_s_numbers_do_not_move_with_a_hidden_paper(here: Leaks) -> None:
    """pretalx 2026-05, ee1b3df0e: the page in bulk forgot to leave out what is hidden."""
    pages = organize("credit", "", "submissions/", "assignment/", "reviews/", "decisions/")

    def act() -> None:
        assign(here.story.first, here.rae)
        here.workshop.decisions.filter(submission=here.story.first).delete()

    stays(here.story.carl, act, *pages)
    changes(here.story.olga, lambda: here.workshop.decisions.all().delete(), *pages)
