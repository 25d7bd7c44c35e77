"""Step 3: organizers invite reviewers, who answer by a link; papers are assigned and confirmed."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.http import Http404
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from factories import make_organizer, make_submission, make_user, make_workshop
from review_factories import assign as given
from review_factories import make_review, make_reviewer

from reviews import assign as steps
from reviews import conflicts, invite
from reviews.invite import Invitee
from reviews.permissions import assigned_to
from submissions.models import Submission
from workshop.errors import Refused, Stale
from workshop.models import User, Workshop

pytestmark = pytest.mark.django_db
AT = timezone.now()
REVIEWERS = "/credit/organize/reviewers/"
PAGE = "/credit/organize/assignment/"


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed", contact="chairs@home.example")


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@home.example", "Olga")


@pytest.fixture
def browser(olga: User) -> Client:
    return as_one(olga)


def as_one(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def paper(workshop: Workshop, *topics: str, authors: Any = None, **facts: Any) -> Submission:
    submission = make_submission(workshop, authors=authors, **facts)
    submission.authors.update(affiliation="")
    submission.topics.set(workshop.topics.filter(name__in=topics))
    return submission


def ask(workshop: Workshop, by: User, email: str = "ann@kth.example", name: str = "Ann") -> str:
    """Invite one; the link in their letter, as a path."""
    topics = list(workshop.topics.filter(name="Memory"))
    invite.invite(workshop, [Invitee(email, name)], topics=topics, load=4, by=by, at=AT)
    return link(workshop)


def link(workshop: Workshop) -> str:
    letter = workshop.letters.filter(event="reviews/reviewer_invited").latest("pk")
    found = re.search(r"https?://[^/]+(/credit/invitation/\S+/)", letter.body)
    assert found
    return found[1]


def pairs(workshop: Workshop, state: str = "proposed") -> list[tuple[int, str]]:
    rows = workshop.assignments.filter(state=state).order_by("submission__number", "reviewer__name")
    return list(rows.values_list("submission__number", "reviewer__name"))


# ---- invite


def test_pasted_addresses_are_invited_with_one_letter_each(
    browser: Client, workshop: Workshop
) -> None:
    memory = workshop.topics.get(name="Memory")
    pasted = (
        'ann@kth.example, Bo Berg <BO@one.example>\r\n"Cy, Jr." <cy@two.example>;ann@kth.example'
    )
    data = {"addresses": pasted, "load": "3", "topics": [memory.pk]}
    page = browser.post(REVIEWERS, data, follow=True).content.decode()
    assert "3 letters are on the way." in page
    rows = workshop.invitations.values_list("email", "name", "load", "topics__name", "state")
    assert list(rows) == [
        ("ann@kth.example", "", 3, "Memory", "waiting"),
        ("bo@one.example", "Bo Berg", 3, "Memory", "waiting"),
        ("cy@two.example", "Cy, Jr.", 3, "Memory", "waiting"),
    ]
    assert sorted(workshop.letters.values_list("recipient", "revision", "about")) == [
        ("ann@kth.example", 1, None),
        ("bo@one.example", 1, None),
        ("cy@two.example", 1, None),
    ]
    letter = workshop.letters.get(recipient="bo@one.example")
    assert letter.subject == "Will you review for Credit?"
    assert "at most 3 papers" in letter.body
    assert User.objects.filter(email="bo@one.example").count() == 0


def test_a_bad_line_keeps_everything_and_invites_nobody(
    browser: Client, workshop: Workshop
) -> None:
    pasted = "ann@kth.example\nBo Berg\ncy@\nwww.bad.example <dee@one.example>"
    page = browser.post(REVIEWERS, {"addresses": pasted, "load": "3"}).content.decode()
    assert "“Bo Berg”: this is not a whole address. Write ann@university.edu" in page
    assert "“cy@”: this is not a whole address." in page
    assert "Leave the link out here" in page
    assert "ann@kth.example\nBo Berg\ncy@" in page
    assert 'name="load" value="3"' in page
    assert (workshop.invitations.count(), workshop.letters.count()) == (0, 0)


def test_who_was_invited_before_is_said_beside_the_field(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    ask(workshop, olga)
    data = {"addresses": "new@one.example\nann@kth.example", "load": "4"}
    answer = browser.post(REVIEWERS, data)
    assert answer.status_code == 409
    assert "ann@kth.example was invited already." in answer.content.decode()
    assert workshop.invitations.count() == 1


def test_a_reminder_has_a_new_link_and_the_old_one_is_dead(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    first = ask(workshop, olga)
    row = workshop.invitations.get()
    browser.post(f"{REVIEWERS}remind/", {"invitation": row.pk})
    second = link(workshop)
    assert Client().get(first).status_code == 404
    assert Client().get(second).status_code == 200
    revisions = workshop.letters.order_by("pk").values_list("revision", "subject")
    assert list(revisions) == [
        (1, "Will you review for Credit?"),
        (2, "A reminder: will you review for Credit?"),
    ]


def test_a_withdrawn_invitation_is_gone_with_its_letter_and_may_come_again(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    first = ask(workshop, olga)
    browser.post(f"{REVIEWERS}withdraw/", {"invitation": workshop.invitations.get().pk})
    assert workshop.invitations.count() == 0
    assert Client().get(first).status_code == 404
    assert Client().get(ask(workshop, olga)).status_code == 200
    states = workshop.letters.order_by("pk").values_list("revision", "state")
    assert list(states) == [(1, "discarded"), (2, "waiting")]


def test_only_who_has_not_answered_is_reminded_or_withdrawn(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    Client().post(ask(workshop, olga), {"answer": "accept", "load": "2"})
    pk = workshop.invitations.get().pk
    page = browser.post(f"{REVIEWERS}remind/", {"invitation": pk}, follow=True)
    assert "Ann has answered: the invitation is accepted." in page.content.decode()
    browser.post(f"{REVIEWERS}withdraw/", {"invitation": pk})
    assert workshop.invitations.get().state == "accepted"
    assert browser.post(f"{REVIEWERS}remind/", {"invitation": "x"}).status_code == 404
    elsewhere = make_workshop("other").invitations.create(email="a@b.example", invited_at=AT)
    assert browser.post(f"{REVIEWERS}remind/", {"invitation": elsewhere.pk}).status_code == 404


# ---- answer


def test_the_link_shows_and_does_nothing(workshop: Workshop, olga: User) -> None:
    url = ask(workshop, olga)
    answer = Client().get(url)
    page = answer.content.decode()
    assert "Will you review for Credit?" in page
    assert "At most 4 papers." in page
    assert "Reviews are due" in page
    assert answer.headers["Cache-Control"] == "private, no-store"
    assert workshop.invitations.get().state == "waiting"
    assert "Vary" in answer.headers


def test_answering_needs_no_sign_in_but_a_token_of_the_form(workshop: Workshop, olga: User) -> None:
    url = ask(workshop, olga)
    assert Client(enforce_csrf_checks=True).post(url, {"answer": "decline"}).status_code == 403
    assert workshop.invitations.get().state == "waiting"


def test_accepting_makes_a_reviewer_without_proving_the_address(
    workshop: Workshop, olga: User
) -> None:
    url, memory = ask(workshop, olga), workshop.topics.get(name="Memory")
    client = Client()
    page = client.post(url, {"answer": "accept", "load": "2", "topics": [memory.pk]}, follow=True)
    assert "You have accepted. Thank you." in page.content.decode()
    assert "sign in with this address, ann@kth.example" in page.content.decode()
    user = User.objects.get(email="ann@kth.example")
    assert (user.name, user.last_login) == ("Ann", None)
    assert EmailAddress.objects.filter(user=user).count() == 0
    assert "sessionid" not in client.cookies
    assert "_auth_user_id" not in client.session
    assert list(workshop.roles.filter(user=user).values_list("kind", flat=True)) == ["reviewer"]
    profile = workshop.reviewer_profiles.get(user=user)
    assert (profile.load, list(profile.topics.all())) == (2, [memory])
    assert workshop.entries.latest("pk").text == "Ann accepted the invitation to review"


def test_accepting_finds_conflicts_at_once(workshop: Workshop, olga: User) -> None:
    paper(workshop, authors=["bo@kth.example"])
    Client().post(ask(workshop, olga), {"answer": "accept", "load": "2"})
    assert workshop.conflicts.get().source == "domain"


def test_an_account_is_neither_told_nor_changed(workshop: Workshop, olga: User) -> None:
    make_user("ann@kth.example", "Antonia Known", affiliation="Secret Institute")
    known = Client().get(ask(workshop, olga)).content.decode()
    unknown = Client().get(ask(workshop, olga, "new@kth.example")).content.decode()
    assert "Antonia" not in known
    assert without_token(known) == without_token(unknown)
    Client().post(link(workshop), {"answer": "accept", "load": "2"})
    assert User.objects.get(email="ann@kth.example").name == "Antonia Known"


def without_token(page: str) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page)


def test_a_mistake_in_the_answer_is_said(workshop: Workshop, olga: User) -> None:
    page = Client().post(ask(workshop, olga), {"answer": "accept", "load": "0"})
    assert "Give a number from 1 on." in page.content.decode()
    assert workshop.invitations.get().state == "waiting"


def test_declining_takes_one_click_and_a_second_answer_shows_the_first(
    workshop: Workshop, olga: User
) -> None:
    url = ask(workshop, olga)
    page = Client().post(url, {"answer": "decline"}, follow=True).content.decode()
    assert "You have declined" in page
    assert workshop.roles.filter(kind="reviewer").count() == 0
    again = Client().post(url, {"answer": "accept", "load": "2"}, follow=True).content.decode()
    assert "You have declined" in again
    assert workshop.roles.filter(kind="reviewer").count() == 0


def test_who_has_accepted_does_not_decline_by_the_link_but_is_told_whom_to_ask(
    workshop: Workshop, olga: User
) -> None:
    url = ask(workshop, olga)
    Client().post(url, {"answer": "accept", "load": "2"})
    page = Client().post(url, {"answer": "decline"}, follow=True).content.decode()
    assert "You have accepted" in page
    assert "please tell the organizers at" in page
    assert workshop.invitations.get().state == "accepted"


def test_who_has_declined_may_be_invited_again(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    Client().post(ask(workshop, olga), {"answer": "decline"})
    browser.post(REVIEWERS, {"addresses": "ann@kth.example", "load": "2"})
    assert Client().post(link(workshop), {"answer": "accept", "load": "2"}).status_code == 302
    assert workshop.invitations.get().state == "accepted"


def test_a_link_that_is_forged_old_or_of_elsewhere_is_not_there(
    workshop: Workshop, olga: User
) -> None:
    url = ask(workshop, olga)
    absent = Client().get("/credit/nothing/")
    make_workshop("other")
    forged = [url.replace("/credit/", "/other/"), url[:-3] + "xx/", "/credit/invitation/x/"]
    for wrong in forged:
        answer = Client().get(wrong)
        assert (answer.status_code, answer.content) == (404, absent.content)
        assert Client().post(wrong, {"answer": "decline"}).status_code == 404
    token = url.rstrip("/").rpartition("/")[2]
    last = AT + invite.LINK_AGE - timedelta(seconds=1)
    assert invite.invitation_by(workshop, token, last).email == "ann@kth.example"
    with pytest.raises(Http404):
        invite.invitation_by(workshop, token, AT + invite.LINK_AGE)


# ---- the list of reviewers


def test_the_list_names_them_as_invited_and_counts_what_is_visible(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    other = make_user("main@hidden.example", "Ann Known")
    EmailAddress.objects.create(user=other, email="ann@kth.example", verified=True)
    Client().post(ask(workshop, olga), {"answer": "accept", "load": "2"})
    given(paper(workshop), other)
    hidden = paper(workshop, authors=["olga@home.example"])
    given(hidden, other)
    [(one, count)] = browser.get(REVIEWERS).context["reviewers"]
    assert (str(one), one.address, one.load, count) == ("Ann Known", "ann@kth.example", 2, 1)
    assert "main@hidden.example" not in browser.get(REVIEWERS).content.decode()


def test_load_and_topics_are_changed_and_a_stale_change_is_refused(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    ann, memory = make_reviewer(workshop, name="Ann"), workshop.topics.get(name="Memory")
    url = f"{REVIEWERS}edit/?reviewer={ann.pk}"
    seen = invite.profile_seen(workshop, ann)
    browser.post(url, {"load": "7", "topics": [memory.pk], "seen": seen})
    profile = workshop.reviewer_profiles.get()
    assert (profile.load, list(profile.topics.all())) == (7, [memory])
    stale = browser.post(url, {"load": "9", "seen": seen})
    assert stale.status_code == 409
    assert 'value="9"' in stale.content.decode()
    with pytest.raises(Stale):
        invite.set_profile(workshop, ann, topics=[], load=1, seen=seen, by=olga, at=AT)
    assert browser.get(f"{REVIEWERS}edit/?reviewer={olga.pk}").status_code == 404


def test_a_removed_reviewer_gives_back_what_is_not_reviewed(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    Client().post(ask(workshop, olga), {"answer": "accept", "load": "5"})
    ann = User.objects.get(email="ann@kth.example")
    given(paper(workshop), ann, "proposed")
    given(paper(workshop), ann)
    make_review(given(paper(workshop), ann))
    url = f"{REVIEWERS}remove/?reviewer={ann.pk}"
    assert "Remove Ann as reviewer?" in browser.get(url).content.decode()
    browser.post(url)
    assert workshop.roles.filter(user=ann).count() == 0
    rows = workshop.assignments.values_list("submission__number", "state", "reason")
    assert list(rows) == [(2, "declined", "removed"), (3, "confirmed", "")]
    assert list(assigned_to(ann, workshop)) == []
    assert workshop.invitations.count() == 0
    assert browser.post(url).status_code == 404


# ---- assign by hand


def test_a_reviewer_is_proposed_and_taken_back_by_hand(browser: Client, workshop: Workshop) -> None:
    ann, row = make_reviewer(workshop, name="Ann"), paper(workshop)
    data = {"submission": row.number, "reviewer": ann.pk, "wanted": "2"}
    answer = browser.post(f"{PAGE}assign/", data)
    assert answer.headers["Location"] == f"{PAGE}?wanted=2"
    assert pairs(workshop) == [(1, "Ann")]
    assert workshop.letters.count() == 0
    assert list(assigned_to(ann, workshop)) == []
    assert "Ann has submission 1 already" in browser.post(f"{PAGE}assign/", data).content.decode()
    browser.post(f"{PAGE}unassign/", data)
    assert pairs(workshop) == []


def test_a_conflict_is_impossible(browser: Client, workshop: Workshop) -> None:
    ann = make_reviewer(workshop, "ann@kth.example", "Ann")
    row = paper(workshop, authors=["bo@kth.example"])
    make_reviewer(workshop, "cy@two.example", "Cy")
    answer = browser.post(f"{PAGE}assign/", {"submission": row.number, "reviewer": ann.pk})
    assert answer.status_code == 409
    assert "Ann has a conflict of interest with submission 1." in answer.content.decode()
    assert [str(one.reviewer) for one in answer.context["options"]] == ["Cy"]
    assert workshop.assignments.count() == 0


def test_a_barrier_written_later_bars_at_once(workshop: Workshop) -> None:
    ann, row = make_reviewer(workshop, "ann@kth.example"), paper(workshop)
    given(row, ann)
    assert list(assigned_to(ann, workshop)) == [row]
    conflicts.declare(workshop, {row.number}, by=ann, at=AT)
    assert list(assigned_to(ann, workshop)) == []


def test_a_full_load_is_refused_and_who_is_no_reviewer_too(
    browser: Client, workshop: Workshop, olga: User
) -> None:
    ann = make_reviewer(workshop, name="Ann", load=1)
    given(paper(workshop), ann)
    row = paper(workshop)
    url = f"{PAGE}assign/"
    full = browser.post(url, {"submission": row.number, "reviewer": ann.pk})
    assert "Ann has 1 of 1 papers." in full.content.decode()
    for nobody in (olga.pk, "x", ""):
        answer = browser.post(url, {"submission": row.number, "reviewer": nobody})
        assert "Choose one of the reviewers." in answer.content.decode()
    assert browser.post(url, {"submission": 99, "reviewer": ann.pk}).status_code == 404


def test_what_a_reviewer_has_begun_is_not_taken_back(browser: Client, workshop: Workshop) -> None:
    ann = make_reviewer(workshop, name="Ann")
    make_review(given(paper(workshop), ann), state="draft", text="")
    answer = browser.post(f"{PAGE}unassign/", {"submission": 1, "reviewer": ann.pk})
    assert "Ann has begun to review submission 1." in answer.content.decode()
    assert pairs(workshop, "confirmed") == [(1, "Ann")]


# ---- propose


def test_the_proposal_goes_by_topics_within_loads_and_conflicts(
    browser: Client, workshop: Workshop
) -> None:
    learning, memory = workshop.topics.order_by("position")
    make_reviewer(workshop, "ann@kth.example", "Ann", [learning], load=2)
    make_reviewer(workshop, "bo@one.example", "Bo", [memory], load=2)
    paper(workshop, "Learning")
    paper(workshop, "Memory")
    paper(workshop, "Learning", authors=["x@kth.example"])
    page = browser.post(f"{PAGE}propose/", {"wanted": "1"}, follow=True).content.decode()
    assert "3 proposed. Nobody is told until you confirm." in page
    assert pairs(workshop) == [(1, "Ann"), (2, "Bo"), (3, "Bo")]
    assert workshop.letters.count() == 0


def test_a_proposal_replaces_what_is_proposed_and_keeps_what_is_confirmed(
    workshop: Workshop, olga: User
) -> None:
    learning, memory = workshop.topics.order_by("position")
    ann = make_reviewer(workshop, name="Ann", topics=[learning], load=2)
    bo = make_reviewer(workshop, name="Bo", topics=[memory], load=2)
    first, second = paper(workshop, "Learning"), paper(workshop, "Memory")
    given(first, bo)
    given(second, ann, "proposed")
    made = steps.propose(workshop, wanted=1, by=olga, at=AT)
    assert (made.proposed, made.short) == (1, 0)
    assert (pairs(workshop, "confirmed"), pairs(workshop)) == ([(1, "Bo")], [(2, "Bo")])
    workshop.assignments.filter(state="proposed").delete()
    given(second, ann, "proposed")
    assert steps.propose(workshop, wanted=1, by=olga, at=AT, keep=True).proposed == 0
    assert pairs(workshop) == [(2, "Ann")]


def test_it_says_how_many_are_short_and_assigns_as_many_as_can_be(
    browser: Client, workshop: Workshop
) -> None:
    make_reviewer(workshop, name="Ann", load=2)
    for _ in range(3):
        paper(workshop)
    page = browser.post(f"{PAGE}propose/", {"wanted": "2"}, follow=True).content.decode()
    assert "2 proposed; 4 reviewers are still wanted." in page
    assert len(pairs(workshop)) == 2


def test_who_has_declined_a_paper_is_not_proposed_but_may_be_asked_by_hand(
    workshop: Workshop, olga: User
) -> None:
    ann, row = make_reviewer(workshop, name="Ann"), paper(workshop)
    given(row, ann, "declined")
    assert steps.propose(workshop, wanted=1, by=olga, at=AT).short == 1
    steps.assign(row, reviewer_id=ann.pk, by=olga, at=AT)
    assert pairs(workshop) == [(1, "Ann")]


def test_proposing_is_the_same_each_time(workshop: Workshop, olga: User) -> None:
    for n in range(5):
        make_reviewer(workshop, name=f"R{n}", load=3)
        paper(workshop)
    made = []
    for _ in range(2):
        steps.propose(workshop, wanted=2, by=olga, at=AT)
        made.append(pairs(workshop))
    assert made[0] == made[1]
    assert len(made[0]) == 10


def test_without_reviewers_nothing_is_proposed(workshop: Workshop, olga: User) -> None:
    paper(workshop)
    with pytest.raises(Refused, match="Invite reviewers first"):
        steps.propose(workshop, wanted=1, by=olga, at=AT)


# ---- confirm


def test_confirming_sends_one_letter_per_reviewer_and_opens_the_papers(
    browser: Client, workshop: Workshop
) -> None:
    ann, bo = make_reviewer(workshop, name="Ann"), make_reviewer(workshop, name="Bo")
    first, second = paper(workshop), paper(workshop)
    for row in (first, second):
        given(row, ann, "proposed")
    given(first, bo, "proposed")
    url = f"{PAGE}confirm/"
    assert "Give out 3 papers to 2 reviewers?" in browser.get(url).content.decode()
    page = browser.post(url, follow=True).content.decode()
    assert "The assignments are confirmed; 2 letters are on the way." in page
    letters = workshop.letters.order_by("recipient").values_list("event", "recipient", "about")
    event = "reviews/assignments_confirmed"
    assert sorted(letters) == sorted([(event, ann.email, None), (event, bo.email, None)])
    assert [row.number for row in assigned_to(ann, workshop)] == [1, 2]
    entries = workshop.entries.order_by("about").values_list("about", "text")
    assert list(entries) == [
        (1, "Olga gave submission 1 to Ann, Bo"),
        (2, "Olga gave submission 2 to Ann"),
    ]
    assert browser.post(url).status_code == 409
    given(paper(workshop), bo, "proposed")
    browser.post(url)
    mine = workshop.letters.filter(recipient=bo.email).order_by("revision")
    assert list(mine.values_list("revision", flat=True)) == [1, 2]


def test_a_letter_of_assignments_names_no_paper_and_no_number_of_them(
    workshop: Workshop, olga: User
) -> None:
    given(paper(workshop, title="Marker"), make_reviewer(workshop, name="Ann"), "proposed")
    steps.confirm(workshop, by=olga, at=AT)
    letter = workshop.letters.get()
    assert "Marker" not in letter.subject + letter.body
    assert re.findall(r"\d+ paper", letter.subject + letter.body) == []


# ---- an organizer behind a barrier


@pytest.fixture
def per(workshop: Workshop) -> User:
    """An organizer who is an author of submission 1."""
    user = make_organizer(workshop, "per@far.example", "Per")
    paper(workshop, authors=["per@far.example"], title="Marker")
    return user


def test_what_is_hidden_takes_no_room_that_could_tell_of_it(workshop: Workshop, per: User) -> None:
    ann = make_reviewer(workshop, name="Ann", load=2)
    given(workshop.submissions.get(), ann)
    for _ in range(2):
        paper(workshop)
    made = steps.propose(workshop, wanted=1, by=per, at=AT)
    assert (made.proposed, made.short) == (2, 0)
    for view in ("", "?by=reviewer", "?submission=2", "?submission=1"):
        page = as_one(per).get(PAGE + view)
        assert "Marker" not in page.content.decode()
        [load] = page.context["board"].loads
        assert (len(load.given), load.room) == (2, 0)
    client = as_one(per)
    for act in ("assign", "unassign"):
        hidden = client.post(f"{PAGE}{act}/", {"submission": 1, "reviewer": ann.pk})
        absent = client.post(f"{PAGE}{act}/", {"submission": 99, "reviewer": ann.pk})
        assert (hidden.status_code, hidden.content) == (404, absent.content)


def test_a_barred_organizer_neither_clears_nor_confirms_what_is_hidden(
    workshop: Workshop, per: User, olga: User
) -> None:
    ann = make_reviewer(workshop, name="Ann", load=4)
    given(workshop.submissions.get(), ann, "proposed")
    paper(workshop)
    steps.propose(workshop, wanted=1, by=per, at=AT)
    steps.confirm(workshop, by=per, at=AT)
    assert (pairs(workshop), pairs(workshop, "confirmed")) == ([(1, "Ann")], [(2, "Ann")])


def test_no_letter_or_entry_tells_who_reviews_what_is_hidden(
    workshop: Workshop, per: User, olga: User
) -> None:
    ann = make_reviewer(workshop, name="Ann")
    given(workshop.submissions.get(), ann, "proposed")
    workshop.letters.all().delete()  # Per was alone when it came: somebody outside was asked for
    steps.confirm(workshop, by=olga, at=AT)
    assert workshop.letters.get().recipient == ann.email
    assert list(workshop.letters.visible_to(per)) == []
    assert list(workshop.entries.visible_to(per)) == []
    texts = {entry.text for entry in workshop.entries.visible_to(olga)}
    assert texts == {
        "A conflict of interest was found for per@far.example: submission 1",
        "Olga gave submission 1 to Ann",
    }
    assert list(workshop.letters.visible_to(olga)) == []


# ---- what pages cost


@pytest.mark.parametrize("rows", [1, 30])
def test_pages_ask_the_same_number_of_questions(workshop: Workshop, olga: User, rows: int) -> None:
    topics = list(workshop.topics.all())
    bo = make_reviewer(workshop, "bo@home.example", "Bo", topics, load=60)
    for n in range(rows):
        make_reviewer(workshop, f"r{n}@one.example", topics=topics)
        row = paper(workshop, "Memory", authors=[f"a{n}@one.example", "b@two.example"])
        paper(workshop, authors=[f"c{n}@two.example"])
        given(row, bo)
        ask(workshop, olga, f"asked{n}@three.example")
    conflicts.detect(workshop, AT)
    found = workshop.conflicts.filter(source="domain").earliest("pk")
    opened = workshop.assignments.order_by("pk")[0].submission.number
    asked = {
        "reviewers": (REVIEWERS, olga),
        "edit": (f"{REVIEWERS}edit/?reviewer={bo.pk}", olga),
        "remove": (f"{REVIEWERS}remove/?reviewer={bo.pk}", olga),
        "conflicts": ("/credit/organize/conflicts/", olga),
        "dismiss": (f"/credit/organize/conflicts/dismiss/?conflict={found.key}", olga),
        "by submission": (f"{PAGE}?submission={opened}", olga),
        "by reviewer": (f"{PAGE}?by=reviewer", olga),
        "confirm": (f"{PAGE}confirm/", olga),
        "declare": ("/credit/review/conflicts/", bo),
        "invitation": (link(workshop), None),
    }
    counts = {}
    for name, (url, user) in asked.items():
        client = as_one(user) if user else Client()
        with CaptureQueriesContext(connection) as captured:
            assert client.get(url).status_code == 200, name
        counts[name] = len(captured)
    assert counts == {
        "reviewers": 14,
        "edit": 12,
        "remove": 9,
        "conflicts": 15,
        "dismiss": 15,
        "by submission": 14,
        "by reviewer": 13,
        "confirm": 6,
        "declare": 9,
        "invitation": 8,
    }


@pytest.mark.parametrize("page", ["/credit/organize/reviewers/", "invitation"])
def test_a_topic_of_thirty_digits_is_no_topic(workshop: Workshop, olga: User, page: str) -> None:
    row = workshop.invitations.create(email="ask@north.example", invited_at=AT)
    url = f"/credit/invitation/{invite.token_of(row)}/" if page == "invitation" else page
    sent = {"addresses": "new@north.example", "load": "3", "topics": "9" * 30, "answer": "accept"}
    assert as_one(olga).post(url, sent).status_code in {200, 302, 404, 409}
