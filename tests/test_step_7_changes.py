"""Step 7: another title, other authors: an author proposes, an organizer answers."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.utils import timezone
from factories import make_organizer, make_submission, make_user, make_workshop
from review_factories import bar, make_reviewer

from submissions import camera_ready, changes, posting, submit
from submissions.camera_ready import Content, Files
from submissions.content import AuthorFacts
from submissions.differences import Named, differences, with_presenter
from submissions.models import Change, Submission
from workshop.errors import Refused, Stale
from workshop.models import Deadline, Step, User, Workshop

pytestmark = pytest.mark.django_db

ADA = AuthorFacts("Ada Lovelace", "ada@example.org", "Analytical Society", is_corresponding=True)
BOB = AuthorFacts("Bob Berg", "bob@example.org", "Example University")
CARLA = AuthorFacts("Carla Curie", "carla@example.org", "Radium Institute")
PRESENTS = replace(ADA, is_presenter=True)


# ---- in words ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("authors", "said"),
    [
        ([PRESENTS, BOB], []),
        (
            [BOB, PRESENTS],
            ["Ada Lovelace moves from place 1 to place 2."],
        ),
        (
            [PRESENTS, CARLA, BOB],
            ["Carla Curie (carla@example.org), Radium Institute, becomes author 2."],
        ),
        ([PRESENTS], ["Bob Berg (bob@example.org) is no longer an author."]),
        (
            [PRESENTS, replace(BOB, email="berg@example.org")],
            ["The address of Bob Berg becomes berg@example.org; it was bob@example.org."],
        ),
        (
            [PRESENTS, replace(BOB, name="Robert Berg", affiliation="Elsewhere", orcid="1")],
            [
                "Bob Berg is spelled Robert Berg.",
                "The affiliation of Robert Berg becomes Elsewhere; it was Example University.",
                "The ORCID of Robert Berg becomes 1; it was empty.",
            ],
        ),
        (
            [replace(PRESENTS, is_corresponding=False), replace(BOB, is_corresponding=True)],
            ["Bob Berg is the corresponding author, instead of Ada Lovelace."],
        ),
        (
            [replace(BOB, is_corresponding=True, is_presenter=True)],
            [
                "Ada Lovelace (ada@example.org) is no longer an author.",
                "Bob Berg is the corresponding author, instead of Ada Lovelace.",
                "Bob Berg presents, instead of Ada Lovelace.",
            ],
        ),
    ],
)
def test_every_difference_is_a_sentence(authors: list[AuthorFacts], said: list[str]) -> None:
    old = Named("On Credit", [PRESENTS, BOB])
    assert differences(old, Named("On Credit", authors)) == said
    title = "The title becomes “On Debt”; it was “On Credit”."
    assert differences(old, Named("On Debt", authors)) == [title, *said]


def test_the_fewest_moves_are_told() -> None:
    many = [AuthorFacts(f"Author {n}", f"{n}@example.org") for n in range(1, 7)]
    last_first = [many[-1], *many[:-1]]
    first_last = [*many[1:], many[0]]
    for order, said in (
        (last_first, "Author 6 moves from place 6 to place 1."),
        (first_last, "Author 1 moves from place 1 to place 6."),
    ):
        assert differences(Named("", many), Named("", order)) == [said]


def test_who_presents_goes_on_and_who_leaves_leaves_it_to_the_corresponding() -> None:
    new = [replace(CARLA, is_corresponding=True), replace(ADA, is_corresponding=False)]
    stays = with_presenter([PRESENTS, BOB], new)
    assert [author.is_presenter for author in stays] == [False, True]
    leaves = with_presenter([replace(BOB, is_presenter=True)], new)
    assert [author.is_presenter for author in leaves] == [True, False]


# ---- the steps -----------------------------------------------------------------------------


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", call="closed")


@pytest.fixture
def ada() -> User:
    return make_user("ada@example.org", "Ada Lovelace")


@pytest.fixture
def olga(workshop: Workshop) -> User:
    return make_organizer(workshop, "olga@example.org", "Olga")


@pytest.fixture
def paper(workshop: Workshop, ada: User) -> Submission:
    """“On Credit” by Ada, who presents, and Bob."""
    paper = make_submission(
        workshop,
        ada,
        status="oral",
        title="On Credit",
        authors=[ADA.email, BOB.email],
        paper=True,
    )
    for author in (ADA, BOB):
        row = paper.authors.filter(email=author.email)
        row.update(name=author.name, affiliation=author.affiliation)
    return paper


@pytest.fixture
def at() -> datetime:
    return timezone.now()


def again(paper: Submission) -> Submission:
    return paper.workshop.submissions.get(pk=paper.pk)


def propose(
    paper: Submission, by: User, at: datetime, *authors: AuthorFacts, title: str = "On Debt"
) -> Change:
    """On the form just opened. Without authors, those that there are."""
    row = again(paper)
    listed = authors or (ADA, BOB)
    shown = changes.seen(row)
    return changes.propose(row, title, listed, "It reads better.", shown=shown, by=by, at=at)


def letters(workshop: Workshop) -> list[tuple[str, str]]:
    rows = workshop.letters.order_by("pk")
    return [(row.event.partition("/")[2], row.recipient) for row in rows]


def test_nothing_changes_until_an_organizer_approves(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at, BOB, ADA, CARLA)
    row = again(paper)
    assert (row.title, [a.name for a in row.authors.all()]) == (
        "On Credit",
        ["Ada Lovelace", "Bob Berg"],
    )
    assert letters(workshop) == [("change_proposed", ADA.email), ("change_proposed", BOB.email)]
    body = workshop.letters.all()[0].body
    assert (
        "- The title becomes “On Debt”; it was “On Credit”.\n"
        "- Carla Curie (carla@example.org), Radium Institute, becomes author 3.\n"
        "- Ada Lovelace moves from place 1 to place 2.\n\n"
    ) in body
    changes.approve(row, number=1, by=olga, at=at)
    row = again(paper)
    assert row.title == "On Debt"
    assert [(a.position, a.name, a.email, a.is_presenter) for a in row.authors.all()] == [
        (1, "Bob Berg", "bob@example.org", False),
        (2, "Ada Lovelace", "ada@example.org", True),
        (3, "Carla Curie", "carla@example.org", False),
    ]
    assert letters(workshop)[2:] == [
        ("change_answered", BOB.email),
        ("change_answered", ADA.email),
        ("change_answered", CARLA.email),
    ]
    assert [entry.text[:60] for entry in workshop.entries.order_by("pk")] == [
        "Ada Lovelace proposed a change of submission 1",
        "Olga approved a change of submission 1: The title becomes “O",
    ]


def test_who_leaves_reads_of_it_too_and_who_presents_is_said(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    corresponding = replace(BOB, is_corresponding=True, email="berg@example.org")
    propose(paper, ada, at, corresponding, title="On Credit")
    workshop.letters.all().delete()
    changes.approve(paper, number=1, by=olga, at=at)
    told = [("change_answered", e) for e in ("berg@example.org", ADA.email, BOB.email)]
    assert letters(workshop) == told
    assert "- Bob Berg presents, instead of Ada Lovelace." in workshop.letters.all()[0].body
    assert [(a.email, a.is_presenter) for a in again(paper).authors.all()] == [
        ("berg@example.org", True)
    ]


def test_a_presenter_chosen_meanwhile_stays(
    paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    row = again(paper)
    typed = Content(row.abstract, 2)
    camera_ready.save(row, typed, Files(), version=row.version, by=ada, at=at)
    changes.approve(paper, number=1, by=olga, at=at)
    assert [a.is_presenter for a in again(paper).authors.all()] == [False, True]


def test_a_refusal_needs_a_reason_and_every_author_reads_it(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at, ADA, BOB, CARLA)
    with pytest.raises(Refused, match="Give the authors a reason"):
        changes.refuse(paper, number=1, answer=" ", by=olga, at=at)
    workshop.letters.all().delete()
    changes.refuse(paper, number=1, answer="Carla took no part.", by=olga, at=at)
    assert letters(workshop) == [("change_answered", ADA.email), ("change_answered", BOB.email)]
    assert "The organizers write:\n\nCarla took no part.\n" in workshop.letters.all()[0].body
    assert again(paper).title == "On Credit"
    assert paper.changes.get().state == "refused"


def test_a_committee_member_who_becomes_an_author_is_barred_at_once(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    carla = make_reviewer(workshop, CARLA.email, "Carla")
    bob = make_organizer(workshop, "berg@example.org", "Bob")
    EmailAddress.objects.create(user=bob, email="second@example.org", verified=False)
    propose(paper, ada, at, ADA, replace(BOB, email="second@Example.org"), CARLA)
    assert list(workshop.submissions.organized_by(bob)) == [paper]
    for answer in (
        lambda: changes.approve(paper, number=1, by=bob, at=at),
        lambda: changes.refuse(paper, number=1, answer="No.", by=bob, at=at),
    ):
        with pytest.raises(Refused, match="another organizer must answer"):
            answer()
    changes.approve(paper, number=1, by=olga, at=at)
    assert list(workshop.submissions.organized_by(bob)) == []
    barred = workshop.barriers.filter(number=1).values_list("user", flat=True)
    assert set(barred) == {ada.pk, bob.pk, carla.pk}


def test_who_is_taken_away_has_no_more_to_say_and_stays_barred(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    bob = make_user(BOB.email, "Bob")
    propose(paper, bob, at, CARLA, replace(BOB, is_corresponding=True))
    changes.approve(paper, number=1, by=olga, at=at)
    assert again(paper).submitter == bob
    assert list(workshop.submissions.authored_by(ada)) == []
    assert workshop.barriers.filter(user=ada, number=1).exists()


def test_nobody_inherits_by_an_address_that_is_not_proved(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    bob = make_user("robert@example.org", "Bob")
    EmailAddress.objects.create(user=bob, email=BOB.email, verified=False)
    EmailAddress.objects.create(user=ada, email=CARLA.email, verified=False)
    propose(paper, ada, at, CARLA, replace(BOB, is_corresponding=True))
    changes.approve(paper, number=1, by=olga, at=at)
    assert again(paper).submitter is None
    for user in (ada, bob):
        assert list(workshop.submissions.authored_by(user)) == []


def test_who_submitted_stays_while_named_and_while_nobody_goes(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    EmailAddress.objects.create(user=ada, email="lovelace@example.org", verified=True)
    propose(paper, ada, at, replace(ADA, email="lovelace@example.org"))
    changes.approve(paper, number=1, by=olga, at=at)
    assert again(paper).submitter == ada
    secretary = make_user("office@example.org", "Sam")
    workshop.submissions.update(submitter=secretary)
    lovelace = replace(ADA, email="lovelace@example.org")
    propose(paper, secretary, at, lovelace, BOB, title="On Debts")
    changes.approve(paper, number=2, by=olga, at=at)
    assert again(paper).submitter == secretary
    propose(paper, secretary, at, lovelace, title="On Debts")
    changes.approve(paper, number=3, by=olga, at=at)
    assert again(paper).submitter == ada


def test_who_stays_is_the_same_person_of_the_workshop(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    for email in (ADA.email, BOB.email):
        person = workshop.people.create(name=email)
        paper.authors.filter(email=email).update(person=person)
    propose(paper, ada, at, CARLA, replace(BOB, name="Robert Berg"), ADA)
    changes.approve(paper, number=1, by=olga, at=at)
    people = [author.person and author.person.name for author in again(paper).authors.all()]
    assert people == [None, BOB.email, ADA.email]


def test_new_authors_read_what_is_posted_and_how_to_take_it_back(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at, ADA, CARLA)
    workshop.letters.all().delete()
    changes.approve(paper, number=1, by=olga, at=at)
    assert "can read now" not in workshop.letters.get(recipient=CARLA.email).body
    posting.consent(paper, {"page", "pdf"}, by=ada, at=at)
    propose(paper, ada, at, replace(CARLA, is_corresponding=True))
    workshop.letters.all().delete()
    changes.approve(paper, number=2, by=olga, at=at)
    assert (
        "Its authors have consented to posting the page (title, authors, abstract) and the "
        "camera-ready paper. Everybody can read now, each as soon as it is there:\n"
        "http://127.0.0.1:8000/credit/papers/1/\n\n"
        "Any author can take the consent back, or change it, at any time:\n"
        "http://127.0.0.1:8000/credit/submissions/1/consent/\n"
    ) in workshop.letters.get(recipient=CARLA.email).body
    assert again(paper).consented.keys() == {"page", "pdf"}


def test_nothing_that_differs_is_no_change(paper: Submission, ada: User, at: datetime) -> None:
    with pytest.raises(Refused, match="Nothing differs from what stands"):
        propose(paper, ada, at, title="On Credit")
    assert paper.changes.count() == 0


def test_one_change_waits_and_a_new_one_takes_its_place(
    workshop: Workshop, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    propose(paper, ada, at, title="On Debts")
    states = list(paper.changes.values_list("number", "title", "state"))
    assert states == [(1, "On Debt", "taken back"), (2, "On Debts", "waiting")]
    with pytest.raises(Refused, match="no longer waits"):
        changes.approve(paper, number=1, by=olga, at=at)
    propose(paper, ada, at, title="On Debts")  # a second click
    assert (paper.changes.count(), workshop.letters.count()) == (2, 4)


def test_a_proposal_over_one_that_was_not_seen_is_stale(
    paper: Submission, ada: User, at: datetime
) -> None:
    shown = changes.seen(again(paper))
    propose(paper, ada, at)
    with pytest.raises(Stale):
        changes.propose(paper, "Mine", (ADA, BOB), "So.", shown=shown, by=ada, at=at)
    assert changes.waiting(paper) == paper.changes.get(title="On Debt")


def test_any_author_takes_it_back_and_it_is_not_answered_any_more(
    paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    changes.take_back(paper, number=1, by=make_user(BOB.email, "Bob"), at=at)
    assert changes.waiting(paper) is None
    with pytest.raises(Refused, match="no longer waits"):
        changes.approve(paper, number=1, by=olga, at=at)
    with pytest.raises(Refused, match="no longer waits"):
        changes.take_back(paper, number=1, by=ada, at=at)


def test_it_is_proposed_until_the_deadline_and_answered_after_it(
    paper: Submission, ada: User, olga: User
) -> None:
    closes = paper.workshop.deadlines.get(step=Step.CAMERA_READY).closes_at
    propose(paper, ada, closes - timedelta(microseconds=1))
    with pytest.raises(Refused, match="Camera-ready papers were due"):
        propose(paper, ada, closes, title="Late")
    changes.approve(paper, number=1, by=olga, at=closes + timedelta(days=1))
    assert again(paper).title == "On Debt"


def test_what_was_withdrawn_meanwhile_is_not_changed(
    paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    submit.withdraw(paper, version=paper.version, by=ada, at=at)
    with pytest.raises(Refused, match="withdrawn by now: nothing was changed"):
        changes.approve(paper, number=1, by=olga, at=at)
    with pytest.raises(Refused, match="it has no camera-ready version"):
        propose(paper, ada, at, title="More")
    assert changes.waiting(paper) is None


def test_an_organizer_behind_a_barrier_answers_nothing(
    workshop: Workshop, paper: Submission, ada: User, at: datetime
) -> None:
    carl = make_organizer(workshop, "carl@example.org", "Carl")
    propose(paper, ada, at)
    bar(carl, paper)
    with pytest.raises(Refused, match="There is no submission 1 here"):
        changes.approve(paper, number=1, by=carl, at=at)


# ---- the pages -----------------------------------------------------------------------------

CHANGE = "/credit/submissions/1/change/"
ANSWER = "/credit/organize/submissions/1/change/"


def typed(paper: Submission, *authors: AuthorFacts, **facts: Any) -> dict[str, Any]:
    listed = authors or (ADA, BOB)
    data: dict[str, Any] = {
        "act": "propose",
        "title": "On Debt",
        "reason": "It reads better.",
        "author": [str(n) for n in range(1, len(listed) + 1)],
        "corresponding": "1",
        "seen": changes.seen(again(paper)),
    }
    for n, author in enumerate(listed, start=1):
        for field in ("name", "email", "affiliation", "orcid"):
            data[f"author-{n}-{field}"] = getattr(author, field)
    return data | facts


@pytest.fixture
def browser(client: Client, ada: User, paper: Submission) -> Client:
    client.force_login(ada)
    return client


def test_ada_proposes_and_takes_back(browser: Client, paper: Submission) -> None:
    page = browser.get(CHANGE)
    assert [row["name"].value() for _, row in page.context["editor"].rows] == [
        "Ada Lovelace",
        "Bob Berg",
    ]
    assert 'name="presenter"' not in page.content.decode()
    sent = browser.post(CHANGE, typed(paper, ADA, BOB, CARLA), follow=True)
    assert sent.redirect_chain == [("/credit/submissions/1/camera-ready/", 302)]
    assert "a change waits for the organizers" in sent.content.decode()
    becomes = "Carla Curie (carla@example.org), Radium Institute, becomes author 3."
    assert becomes in sent.content.decode()
    html = browser.get(CHANGE).content.decode()
    assert "The title becomes “On Debt”; it was “On Credit”." in html
    assert 'value="Carla Curie"' in html
    back = browser.post(CHANGE, {"act": "take back", "number": "1"}, follow=True)
    assert "The change is taken back." in back.content.decode()
    assert changes.waiting(paper) is None
    twice = browser.post(CHANGE, {"act": "take back", "number": "1"}, follow=True)
    assert "This change no longer waits" in twice.content.decode()


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"title": ""}, "Give the title, even if it stays as it is."),
        ({"title": "See https://spam.example"}, "Leave the link out here"),
        ({"title": "x" * 301}, "Shorten it to 300 at most."),
        ({"reason": " "}, "Give the organizers a reason"),
        ({"corresponding": "7"}, "Say which author we write to with questions."),
        ({"author": []}, "Name at least one author."),
        ({"author-2-email": "ada@example.org"}, "Another author has this address already."),
        ({"author-2-affiliation": ""}, "Give an affiliation"),
    ],
)
def test_a_mistake_keeps_what_was_typed(
    browser: Client, paper: Submission, facts: dict[str, Any], sentence: str
) -> None:
    html = browser.post(CHANGE, typed(paper, **facts)).content.decode()
    assert sentence in html
    assert "need" in html.partition('id="problems"')[2][:120]
    assert paper.changes.count() == 0


def test_rows_are_added_moved_and_removed_without_script(
    browser: Client, paper: Submission
) -> None:
    def names(act: str) -> list[str]:
        page = browser.post(CHANGE, typed(paper, act=act))
        assert page.context["editor"].paper["title"].value() == "On Debt"
        return [row["name"].value() for _, row in page.context["editor"].rows]

    assert names("add") == ["Ada Lovelace", "Bob Berg", None]
    assert names("up:2") == ["Bob Berg", "Ada Lovelace"]
    assert names("remove:1") == ["Bob Berg"]
    assert paper.changes.count() == 0


def test_a_refusal_gives_the_text_back_and_then_it_may_go_over(
    browser: Client, paper: Submission, ada: User, at: datetime
) -> None:
    nothing = browser.post(CHANGE, typed(paper, title="On Credit"))
    assert nothing.status_code == 409
    assert "Nothing differs from what stands" in nothing.content.decode()
    form = typed(paper, title="Mine")
    propose(paper, ada, at)
    page = browser.post(CHANGE, form)
    assert page.status_code == 409
    assert "Mine" in page.content.decode()
    assert "The title becomes “On Debt”" in page.content.decode()
    browser.post(CHANGE, {**form, "seen": page.context["seen"]})
    assert paper.changes.get(state="waiting").title == "Mine"


def test_after_the_deadline_nothing_can_be_proposed(browser: Client, paper: Submission) -> None:
    Deadline.everywhere.filter(step=Step.CAMERA_READY).update(closes_at=timezone.now())
    html = browser.get(CHANGE).content.decode()
    assert "Title and authors stay" in html
    assert "author-1-name" not in html
    late = browser.post(CHANGE, typed(paper, title="Too Late"))
    assert late.status_code == 409
    assert "Too Late" in late.content.decode()
    assert "Propose this change" not in late.content.decode()
    assert "was not saved" not in late.content.decode()


def test_olga_sees_old_and_new_side_by_side_and_approves(
    client: Client, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at, ADA, BOB, CARLA)
    client.force_login(olga)
    sentence = "Carla Curie (carla@example.org), Radium Institute, becomes author 3."
    for url in ("/credit/organize/camera-ready/", "/credit/organize/submissions/1/", ANSWER):
        assert sentence in client.get(url).content.decode()
    assert "<h3>Change to answer</h3>" in client.get("/credit/organize/").content.decode()
    sent = client.post(ANSWER, {"act": "approve", "number": "1"}, follow=True)
    assert sent.redirect_chain == [("/credit/organize/submissions/1/", 302)]
    assert again(paper).title == "On Debt"
    twice = client.post(ANSWER, {"act": "approve", "number": "1"}, follow=True)
    assert "No change of submission 1 waits for an answer." in twice.content.decode()


def test_olga_refuses_with_a_reason(
    client: Client, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    client.force_login(olga)
    without = client.post(ANSWER, {"act": "refuse", "number": "1", "answer": ""})
    assert "Give the authors a reason" in without.content.decode()
    client.post(ANSWER, {"act": "refuse", "number": "1", "answer": "It was reviewed so."})
    assert paper.changes.get().answer == "It was reviewed so."


def test_a_reason_typed_for_what_is_answered_already_is_kept(
    client: Client, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    changes.approve(paper, number=1, by=make_organizer(paper.workshop), at=at)
    client.force_login(olga)
    page = client.post(ANSWER, {"act": "refuse", "number": "1", "answer": "It was reviewed so."})
    html = page.content.decode()
    assert page.status_code == 409
    assert "It was reviewed so." in html
    assert "no longer waits" in html
    assert "Refuse this change" not in html
    assert "Approve this change" not in html
    nonsense = {"act": "refuse", "number": "x", "answer": "Of nothing."}
    assert client.post(ANSWER, nonsense).status_code == 409


def test_after_an_answer_the_next_change_that_waits_is_at_hand(
    client: Client, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    other = make_submission(paper.workshop, ada, status="oral")
    theirs = make_submission(paper.workshop, ada, status="oral")
    for row in (paper, other, theirs):
        propose(row, ada, at)
    bar(olga, theirs)
    client.force_login(olga)
    sent = client.post(ANSWER, {"act": "approve", "number": "1"})
    assert sent["Location"] == "/credit/organize/camera-ready/"
    second = client.post(ANSWER.replace("/1/", "/2/"), {"act": "approve", "number": "1"})
    assert second["Location"] == "/credit/organize/submissions/2/"


def test_an_answer_to_what_was_replaced_is_refused_and_shows_what_waits(
    client: Client, paper: Submission, ada: User, olga: User, at: datetime
) -> None:
    propose(paper, ada, at)
    propose(paper, ada, at, title="Another")
    client.force_login(olga)
    page = client.post(ANSWER, {"act": "approve", "number": "1"})
    assert page.status_code == 409
    assert "Another" in page.content.decode()
    assert "no longer waits" in page.content.decode()
    assert again(paper).title == "On Credit"


def test_whoever_is_no_organizer_or_barred_finds_nothing_to_answer(
    client: Client, workshop: Workshop, paper: Submission, ada: User, at: datetime
) -> None:
    carl = make_organizer(workshop, "carl@example.org", "Carl")
    propose(paper, ada, at)
    bar(carl, paper)
    for user in (ada, carl, make_user()):
        client.force_login(user)
        assert client.get(ANSWER).status_code == 404
        assert client.post(ANSWER, {"act": "approve", "number": "1"}).status_code == 404
    assert paper.title not in client.get("/credit/organize/camera-ready/").content.decode()
