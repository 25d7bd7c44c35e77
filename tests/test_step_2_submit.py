"""Step 2: an author drafts, submits, revises, withdraws. The step itself, time handed in."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import AT, make_organizer, make_user, make_workshop
from forms import pdf

from submissions import submit, uploads
from submissions.content import AuthorFacts, Content
from submissions.models import Submission
from submissions.uploads import Upload
from workshop import call
from workshop.errors import Refused, Stale
from workshop.models import Barrier, Step, User, Workshop

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", at=AT)


@pytest.fixture
def ada() -> User:
    return make_user("ada@example.org", "Ada Lovelace")


def paper() -> Upload:
    return uploads.stored(pdf())


def content(workshop: Workshop, *emails: str, **facts: object) -> Content:
    authors = [
        AuthorFacts(
            name=f"Author {n}",
            email=email,
            affiliation="Example University",
            is_corresponding=n == 1,
            is_presenter=n == 1,
        )
        for n, email in enumerate(emails or ("ada@example.org",), start=1)
    ]
    whole = {
        "title": "On Credit",
        "abstract": "Due.",
        "kind": workshop.kinds.get(name="Short paper"),
        "authors": authors,
    }
    return Content(**{**whole, **facts})  # type: ignore[arg-type]


def handed_in(workshop: Workshop, ada: User, *emails: str) -> Submission:
    draft = submit.draft(workshop, content(workshop, *emails), by=ada, at=AT, paper=paper())
    return submit.submit(draft, by=ada, at=AT)


def letters(workshop: Workshop) -> list[tuple[str, str]]:
    return sorted(workshop.letters.values_list("event", "recipient"))


def test_a_draft_gets_the_next_number_and_nobody_is_written_to(
    workshop: Workshop, ada: User
) -> None:
    first = submit.draft(workshop, Content(title="One"), by=ada, at=AT)
    second = submit.draft(workshop, Content(title="Two"), by=ada, at=AT)
    assert [first.number, second.number] == [1, 2]
    assert [first.status, second.status] == ["draft", "draft"]
    assert letters(workshop) == []


def test_every_author_gets_one_letter_when_it_is_handed_in(workshop: Workshop, ada: User) -> None:
    handed_in(workshop, ada, "ada@example.org", "bob@example.org")
    assert letters(workshop) == [
        ("submissions/submitted", "ada@example.org"),
        ("submissions/submitted", "bob@example.org"),
    ]
    assert [entry.text for entry in workshop.entries.order_by("pk")] == [
        "Ada Lovelace began submission 1",
        "Ada Lovelace submitted submission 1",
    ]


def test_each_revision_is_told_to_every_author(workshop: Workshop, ada: User) -> None:
    submission = handed_in(workshop, ada)
    for title in ("Second", "Third"):
        submission = submit.save(
            submission, content(workshop, title=title), version=submission.version, by=ada, at=AT
        )
    assert submission.title == "Third"
    assert [(letter.event, letter.revision) for letter in workshop.letters.order_by("pk")] == [
        ("submissions/submitted", 1),
        ("submissions/revised", 2),
        ("submissions/revised", 3),
    ]


@pytest.mark.parametrize(
    ("facts", "lacks"),
    [
        ({"abstract": ""}, "an abstract"),
        ({"kind": None}, "its kind"),
        ({"authors": ()}, "its authors, a corresponding author, a presenter"),
    ],
)
def test_what_is_incomplete_is_not_handed_in(
    workshop: Workshop, ada: User, facts: dict[str, object], lacks: str
) -> None:
    draft = submit.draft(workshop, content(workshop, **facts), by=ada, at=AT, paper=paper())
    with pytest.raises(Refused, match=f"needs {lacks}\\."):
        submit.submit(draft, by=ada, at=AT)
    assert workshop.submissions.get().status == "draft"


def test_a_submission_without_a_paper_is_not_handed_in(workshop: Workshop, ada: User) -> None:
    draft = submit.draft(workshop, content(workshop), by=ada, at=AT)
    with pytest.raises(Refused, match=r"needs the paper\."):
        submit.submit(draft, by=ada, at=AT)


def test_the_deadline_is_exclusive(workshop: Workshop, ada: User) -> None:
    closes = workshop.deadlines.get(step=Step.SUBMIT).closes_at
    last = submit.draft(
        workshop, content(workshop), by=ada, at=closes - timedelta(microseconds=1), paper=paper()
    )
    assert last.number == 1
    for late in (closes, closes + timedelta(microseconds=1)):
        with pytest.raises(Refused, match="The call closed"):
            submit.submit(last, by=ada, at=late)
        with pytest.raises(Refused, match="The call closed"):
            submit.save(
                last, content(workshop, title="Late"), version=last.version, by=ada, at=late
            )
        with pytest.raises(Refused, match="The call closed"):
            submit.draft(workshop, content(workshop), by=ada, at=late)
    assert [(row.title, row.status) for row in workshop.submissions.all()] == [
        ("On Credit", "draft")
    ]


def test_a_call_that_has_not_opened_takes_nothing(ada: User) -> None:
    workshop = make_workshop(call="preparing", at=AT)
    with pytest.raises(Refused, match="not open yet"):
        submit.draft(workshop, content(workshop), by=ada, at=AT)


@pytest.mark.parametrize(("minutes", "taken"), [(9, True), (10, False)])
def test_an_upload_begun_in_time_has_the_grace(
    workshop: Workshop, ada: User, *, minutes: int, taken: bool
) -> None:
    deadline = workshop.deadlines.get(step=Step.SUBMIT)
    deadline.grace_minutes = 10
    deadline.save()
    began, at = (
        deadline.closes_at - timedelta(seconds=1),
        deadline.closes_at + timedelta(minutes=minutes),
    )
    if taken:
        submit.draft(workshop, content(workshop), by=ada, at=at, began=began)
    else:
        with pytest.raises(Refused, match="The call closed"):
            submit.draft(workshop, content(workshop), by=ada, at=at, began=began)
    with pytest.raises(Refused, match="The call closed"):
        submit.draft(workshop, content(workshop), by=ada, at=at, began=deadline.closes_at)


def test_organizers_learn_nothing_of_who_has_a_draft(workshop: Workshop, ada: User) -> None:
    olga = make_organizer(workshop)
    draft = submit.draft(workshop, content(workshop), by=ada, at=AT)
    call.extend(workshop, to=(AT + timedelta(days=30)).date(), by=olga, at=AT)
    submit.tell_drafters(AT)
    submit.withdraw(draft, version=draft.version, by=ada, at=AT)
    assert [entry.verb for entry in workshop.entries.visible_to(olga)] == ["extended the call"]
    assert list(workshop.letters.visible_to(olga)) == []
    assert workshop.letters.get().event == "submissions/call_extended"


def test_a_stale_save_is_refused_and_overwrites_nothing(workshop: Workshop, ada: User) -> None:
    submission = handed_in(workshop, ada)
    opened_at = submission.version
    submit.save(submission, content(workshop, title="Bob's"), version=opened_at, by=ada, at=AT)
    with pytest.raises(Stale):
        submit.save(submission, content(workshop, title="Ada's"), version=opened_at, by=ada, at=AT)
    assert workshop.submissions.get().title == "Bob's"


def test_the_same_form_sent_twice_is_one_submission(workshop: Workshop, ada: User) -> None:
    for _ in range(2):
        submit.draft(workshop, content(workshop), by=ada, at=AT, form=AT)
    assert workshop.submissions.count() == 1


def test_a_second_click_on_save_is_no_stale_save(workshop: Workshop, ada: User) -> None:
    submission = handed_in(workshop, ada)
    opened_at, again = submission.version, content(workshop, title="Again")
    for _ in range(2):
        submission = submit.save(submission, again, version=opened_at, by=ada, at=AT)
    assert submission.revision == 2


def test_what_was_handed_in_meanwhile_is_not_discarded_as_a_draft(
    workshop: Workshop, ada: User
) -> None:
    draft = submit.draft(workshop, content(workshop), by=ada, at=AT, paper=paper())
    submit.submit(draft, by=ada, at=AT)
    with pytest.raises(Stale):
        submit.withdraw(draft, version=draft.version, by=ada, at=AT)
    assert workshop.submissions.get().status == "submitted"


def test_withdrawing_is_final_and_told_to_every_author(workshop: Workshop, ada: User) -> None:
    submission = handed_in(workshop, ada, "ada@example.org", "bob@example.org")
    workshop.letters.all().delete()
    after_the_deadline = AT + timedelta(days=40)
    submission = submit.withdraw(
        submission, version=submission.version, by=ada, at=after_the_deadline
    )
    assert submission.status == "withdrawn"
    assert letters(workshop) == [
        ("submissions/withdrawn", "ada@example.org"),
        ("submissions/withdrawn", "bob@example.org"),
    ]
    with pytest.raises(Refused, match="This submission is withdrawn"):
        submit.withdraw(submission, version=submission.version, by=ada, at=AT)
    with pytest.raises(Refused, match="is withdrawn and cannot be changed"):
        submit.save(submission, content(workshop), version=submission.version, by=ada, at=AT)


def test_a_discarded_draft_is_told_to_nobody(workshop: Workshop, ada: User) -> None:
    draft = submit.draft(workshop, content(workshop), by=ada, at=AT)
    submit.withdraw(draft, version=draft.version, by=ada, at=AT)
    assert letters(workshop) == []


def test_earlier_papers_are_kept_and_the_last_one_counts(workshop: Workshop, ada: User) -> None:
    submission = handed_in(workshop, ada)
    submission = submit.save(
        submission, content(workshop), version=submission.version, by=ada, at=AT, paper=paper()
    )
    assert [version.number for version in submission.papers.all()] == [1, 2]
    assert submission.paper is not None
    assert submission.paper.number == 2


def test_authors_and_the_submitter_are_barred_in_the_same_transaction(
    workshop: Workshop, ada: User
) -> None:
    bob = make_organizer(workshop, "bob@example.org", "Bob")
    carla = make_organizer(workshop, "carla@example.org", "Carla")
    submission = handed_in(workshop, ada, "dora@example.org", "bob@example.org")
    barred = Barrier.everywhere.values_list("user__email", "number", "reason")
    assert sorted(barred) == [("ada@example.org", 1, "author"), ("bob@example.org", 1, "author")]
    assert list(workshop.submissions.organized_by(bob)) == []
    assert list(workshop.submissions.organized_by(carla)) == [submission]


def test_a_draft_bars_nobody_but_its_submitter(workshop: Workshop, ada: User) -> None:
    make_organizer(workshop, "bob@example.org", "Bob")
    draft = submit.draft(
        workshop, content(workshop, "bob@example.org"), by=ada, at=AT, paper=paper()
    )
    assert list(Barrier.everywhere.values_list("user__email", flat=True)) == ["ada@example.org"]
    draft = submit.save(draft, content(workshop), version=draft.version, by=ada, at=AT)
    submit.submit(draft, by=ada, at=AT)
    assert list(Barrier.everywhere.values_list("user__email", flat=True)) == ["ada@example.org"]


def test_taking_an_author_off_again_does_not_lift_the_barrier(
    workshop: Workshop, ada: User
) -> None:
    bob = make_organizer(workshop, "bob@example.org", "Bob")
    submission = handed_in(workshop, ada, "ada@example.org", "bob@example.org")
    submit.save(submission, content(workshop), version=submission.version, by=ada, at=AT)
    assert list(workshop.submissions.organized_by(bob)) == []


def test_drafters_are_told_of_an_extension_once(workshop: Workshop, ada: User) -> None:
    organizer = make_organizer(workshop)
    submit.draft(workshop, Content(title="A beginning"), by=ada, at=AT)
    handed_in(workshop, make_user("bob@example.org", "Bob"), "bob@example.org")
    workshop.letters.all().delete()
    call.extend(workshop, to=(AT + timedelta(days=30)).date(), by=organizer, at=AT)
    assert [submit.tell_drafters(AT), submit.tell_drafters(AT)] == [1, 0]
    submit.draft(workshop, Content(title="Later"), by=ada, at=AT + timedelta(hours=1))
    assert submit.tell_drafters(AT + timedelta(hours=2)) == 0
    letter = workshop.letters.get()
    assert (letter.event, letter.recipient) == ("submissions/call_extended", "ada@example.org")
    assert letter.subject == "There is more time: submissions close Wed 31 March, 23:59 AoE"


def test_a_call_extended_twice_is_told_twice(workshop: Workshop, ada: User) -> None:
    organizer = make_organizer(workshop)
    submit.draft(workshop, Content(title="A beginning"), by=ada, at=AT)
    for days in (30, 35):
        call.extend(workshop, to=(AT + timedelta(days=days)).date(), by=organizer, at=AT)
        assert submit.tell_drafters(AT) == 1
    assert workshop.letters.count() == 2
