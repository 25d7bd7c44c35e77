"""Step 3: organizers paste a list, look at it person by person, and then letters go out."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.account.models import EmailAddress
from assign_fixtures import call_with_contact, olga_from_home, olgas_browser  # noqa: F401
from assign_story import AT, INVITE, REVIEWERS, as_one, ask, link, paper
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from factories import make_organizer
from filling import fields
from review_factories import bar, make_reviewer

from reviews import invite
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
PASTED = 'ann@kth.example, Bo Berg <BO@one.example>\r\n"Cy, Jr." <cy@two.example>;ann@kth.example'
TABLE = (
    "Topics,E-mail,Country,Name,Load\n"
    "memory | Learning,ann@kth.example,SE,Ann Berg,2\n"
    ',bo@one.example,,"Berg, Bo",\n'
)


def look(browser: Client, addresses: str, **facts: Any) -> Any:
    return browser.post(INVITE, {"addresses": addresses, "load": "4", "act": "look", **facts})


def states(page: Any) -> list[tuple[str, str, bool]]:
    return [(line.invitee.email, line.state, line.is_ticked) for line in page.context["lines"]]


def test_a_pasted_list_is_looked_at_and_then_sent(browser: Client, workshop: Workshop) -> None:
    memory = workshop.topics.get(name="Memory")
    page = look(browser, PASTED, load="3", topics=[memory.name])
    assert states(page) == [
        ("ann@kth.example", "new", True),
        ("bo@one.example", "new", True),
        ("cy@two.example", "new", True),
    ]
    assert "Line 2, “ann@kth.example”: twice on the list; line 1 counts." in page.content.decode()
    assert (workshop.invitations.count(), workshop.letters.count()) == (0, 0)
    shown = fields(page, "invite")
    ticked = ["ann@kth.example", "bo@one.example", "cy@two.example"]
    sent = browser.post(INVITE, {**shown, "invite": ticked, "act": "send"}, follow=True)
    assert sent.redirect_chain == [(REVIEWERS, 302)]
    assert "3 letters are on the way." in sent.content.decode()
    rows = workshop.invitations.values_list("email", "name", "load", "topics__name", "state")
    assert list(rows) == [
        ("ann@kth.example", "", 3, "Memory", "waiting"),
        ("bo@one.example", "Bo Berg", 3, "Memory", "waiting"),
        ("cy@two.example", "Cy, Jr.", 3, "Memory", "waiting"),
    ]
    letter = workshop.letters.get(recipient="bo@one.example")
    assert letter.subject == "Will you review for Credit?"
    assert "at most 3 papers" in letter.body
    assert User.objects.filter(email="bo@one.example").count() == 0


def test_a_list_of_people_who_were_all_asked_has_nothing_to_send(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    ask(workshop, olga)
    page = look(browser, "ann@kth.example").content.decode()
    assert "Everybody here was asked before" in page
    assert "Invite those who are ticked" not in page


def test_only_who_is_ticked_is_written_to(browser: Client, workshop: Workshop) -> None:
    sent = {"addresses": PASTED, "load": "4", "act": "send"}
    nobody = browser.post(INVITE, sent)
    assert nobody.status_code == 409
    assert "Nobody is ticked" in nobody.content.decode()
    assert "Invite those who are ticked" in nobody.content.decode()
    browser.post(INVITE, {**sent, "invite": ["bo@one.example", "new@other.example"]})
    assert list(workshop.letters.values_list("recipient", flat=True)) == ["bo@one.example"]


@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_table_brings_names_topics_and_loads(
    browser: Client, workshop: Workshop, mark: str
) -> None:
    table = TABLE.replace(",", mark).replace(f"Berg{mark} Bo", "Berg, Bo")
    page = look(browser, table)
    found = [
        (line.invitee.name, [t.name for t in line.topics], line.load)
        for line in page.context["lines"]
    ]
    assert found == [("Ann Berg", ["Memory", "Learning"], 2), ("Berg, Bo", [], 4)]
    assert "Not read: the column Country." in page.content.decode()
    browser.post(INVITE, {**fields(page, "invite"), "invite": "ann@kth.example", "act": "send"})
    row = workshop.invitations.get()
    assert (row.load, row.topics.count()) == (2, 2)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252", "utf-16"])
def test_a_file_is_read_like_what_is_pasted(browser: Client, encoding: str) -> None:
    body = "first name;surname;mail\nÅsa;Öberg;asa@kth.example\n".encode(encoding)
    page = look(browser, "", people=SimpleUploadedFile("list.csv", body, "text/csv"))
    [line] = page.context["lines"]
    assert (line.invitee.email, line.invitee.name) == ("asa@kth.example", "Åsa Öberg")
    assert "Åsa;Öberg;asa@kth.example" in fields(page, "people")["addresses"]


def test_what_is_no_list_is_said_beside_its_field(browser: Client) -> None:
    zipped = SimpleUploadedFile("list.xlsx", b"PK\x03\x04\0\0")
    assert "Save the table as CSV" in look(browser, "", people=zipped).content.decode()
    both = SimpleUploadedFile("list.csv", b"bo@one.example")
    page = look(browser, "ann@kth.example", people=both).content.decode()
    assert "Empty it to take the file." in page
    assert "Fill this in, or choose a file." in look(browser, " ").content.decode()
    many = "\n".join(f"a{n}@one.example" for n in range(201))
    assert "Invite 200 people at a time; here are 201." in look(browser, many).content.decode()


def test_wrong_lines_are_named_and_nothing_is_lost(browser: Client, workshop: Workshop) -> None:
    pasted = "ann@kth.example\n\nBo Berg\ncy@\nwww.bad.example <dee@one.example>"
    page = look(browser, pasted, load="3")
    text = page.content.decode()
    assert "Line 3, “Bo Berg”: this is not a whole address. Write ann@university.edu" in text
    assert "Line 4, “cy@”: this is not a whole address." in text
    assert "Line 5, “www.bad.example &lt;dee@one.example&gt;”: Leave the link out here" in text
    assert text.count('id="id_addresses_error"') == 1
    assert states(page) == [("ann@kth.example", "new", True)]
    assert "Invite those who are ticked" not in text
    typed = fields(page, "people")
    assert (typed["addresses"].split("\n"), typed["load"]) == (pasted.split("\n"), "3")
    sent = {"addresses": pasted, "load": "3", "act": "send", "invite": "ann@kth.example"}
    browser.post(INVITE, sent)
    assert (workshop.invitations.count(), workshop.letters.count()) == (0, 0)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("ann@kth.example,Robots,3", "“Robots” is no topic of this workshop."),
        ("ann@kth.example,Memory|Robots|Cats,3", "“Robots”, “Cats” are no topics"),
        ("ann@kth.example,,many", "the load is a whole number from 1 to 60."),
        ("ann@kth.example,,0", "the load is a whole number from 1 to 60."),
        ("ann@kth.example,,3,more", "it has more cells than the first line."),
        (",Memory,3", "this is not a whole address."),
    ],
)
def test_a_wrong_cell_is_said_with_its_line(browser: Client, row: str, said: str) -> None:
    page = look(browser, f"\naddress,topics,load\nbo@one.example,,\n{row}")
    assert f"Line 4, “{row}”: {said}" in page.content.decode()
    assert len(page.context["lines"]) == 1


def test_the_preview_says_who_was_asked_who_declined_and_who_reviews(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    make_reviewer(workshop, "rita@one.example", "Rita")
    Client().post(ask(workshop, olga, "dee@one.example"), {"answer": "decline"})
    Client().post(ask(workshop, olga, "yes@one.example"), {"answer": "accept", "load": "2"})
    ask(workshop, olga, "wait@one.example")
    pasted = "rita@one.example dee@one.example yes@one.example wait@one.example new@one.example"
    page = look(browser, pasted.replace(" ", "\n"))
    assert states(page) == [
        ("rita@one.example", "reviewer", False),
        ("dee@one.example", "declined", False),
        ("yes@one.example", "reviewer", False),
        ("wait@one.example", "waiting", False),
        ("new@one.example", "new", True),
    ]
    assert page.content.decode().count('type="checkbox" name="invite"') == 2


def test_who_was_invited_meanwhile_is_said_and_the_ticks_stay(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    ask(workshop, olga)
    ticked = ["new@one.example", "ann@kth.example"]
    data = {"addresses": "\n".join(ticked), "load": "4", "act": "send", "invite": ticked}
    answer = browser.post(INVITE, data)
    assert answer.status_code == 409
    assert "ann@kth.example was invited already." in answer.content.decode()
    assert states(answer)[0] == ("new@one.example", "new", True)
    assert workshop.invitations.count() == 1


def test_conflicts_that_an_address_shows_are_told_of_visible_submissions_alone(
    workshop: Workshop, olga: User
) -> None:
    carl = make_organizer(workshop, "carl@far.example", "Carl")
    paper(workshop, authors=["ann@cs.kth.example", "b@two.example"])
    hidden = paper(workshop, authors=["ann@cs.kth.example"])
    bar(carl, hidden)
    paper(workshop, authors=["c@kth.example", "x@gmail.com"])
    paper(workshop, authors=["ann@cs.kth.example"], status="withdrawn")
    paper(workshop, authors=["ann@cs.kth.example"], status="draft")
    pasted = "ann@cs.kth.example, d@kth.example, y@gmail.com"

    def known(user: User) -> list[tuple[list[int], list[int]]]:
        lines = look(as_one(user), pasted).context["lines"]
        return [(line.known.author_of, line.known.colleague_of) for line in lines]

    assert known(olga) == [([1, 2], [3]), ([], [1, 2, 3]), ([], [])]
    assert known(carl) == [([1], [3]), ([], [1, 3]), ([], [])]


def test_that_two_addresses_are_one_account_is_not_told(
    browser: Client, workshop: Workshop
) -> None:
    ann = make_reviewer(workshop, "ann@main.example", "Ann")
    EmailAddress.objects.create(user=ann, email="ann@other.example", verified=True)
    paper(workshop, authors=["ann@other.example"])
    page = look(browser, "ann@other.example, zoe@other.example")
    assert [line.state for line in page.context["lines"]] == ["new", "new"]
    page = look(browser, "ann@main.example")
    assert page.context["lines"][0].known.author_of == []


# ---- asked instead


def test_whom_somebody_names_instead_begins_a_list_and_invites_nobody(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    named = "Bo Berg <bo@one.example>\n<b>Cy</b>, perhaps"
    Client().post(ask(workshop, olga), {"answer": "decline", "instead": named})
    row = workshop.invitations.get()
    assert row.instead.split() == named.split()
    page = browser.get(REVIEWERS).content.decode()
    assert "Bo Berg &lt;bo@one.example&gt;<br>&lt;b&gt;Cy&lt;/b&gt;, perhaps" in page
    begun = browser.get(f"{INVITE}?instead={row.key}")
    assert fields(begun, "addresses")["addresses"].split() == named.split()
    assert workshop.letters.count() == 1
    assert browser.get(f"{INVITE}?instead={row.pk}").status_code == 404
    assert browser.get(f"{INVITE}?instead=x").status_code == 404
    invite.invite(workshop, [invite.Invitee(row.email)], topics=[], load=2, by=olga, at=AT)
    Client().post(link(workshop), {"answer": "accept", "load": "2"})
    assert "perhaps" not in browser.get(REVIEWERS).content.decode()
