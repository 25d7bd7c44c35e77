"""Letters are rows first: written with the step, delivered once, whatever the mail system does."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from email import message_from_bytes
from pathlib import Path
from uuid import UUID

import pytest
from django.db import IntegrityError, transaction
from factories import AT, make_organizer, make_submission, make_user, make_workshop
from pytest_django import Settings

from submissions import letters as submission_letters
from workshop import letters, mail
from workshop.letters import Recipient
from workshop.models import Letter, Workshop
from workshop.scoping import Unscoped
from workshop.sweeps import sweep

pytestmark = pytest.mark.django_db


@pytest.fixture
def workshop() -> Workshop:
    return make_workshop("credit", at=AT, contact="chairs@example.org")


@pytest.fixture
def mail_dir(settings: Settings, tmp_path: Path) -> Path:
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = str(tmp_path)
    return tmp_path


def write(workshop: Workshop, *emails: str, name: str = "Ada", revision: int = 1) -> None:
    submission = workshop.submissions.first() or make_submission(workshop)
    with transaction.atomic():
        letters.post(
            workshop,
            submission_letters.REVISED,
            [Recipient(email, name) for email in emails],
            {"submission": submission, "authors": [], "link": "https://example.org/"},
            at=AT,
            about=submission.number,
            revision=revision,
        )


def sent(mail_dir: Path) -> list[dict[str, str]]:
    # Two letters of one second can share a file: it is named after where its object happened to be.
    messages = [
        dict(message_from_bytes(text).items())
        for path in mail_dir.iterdir()
        for text in re.split(rb"\n-{79}\n", path.read_bytes())[:-1]
    ]
    return sorted(messages, key=lambda message: message["To"])


def test_each_letter_goes_to_one_recipient(workshop: Workshop, mail_dir: Path) -> None:
    write(workshop, "ada@example.org", "bob@example.org")
    assert mail.deliver_due(AT) == 2
    assert [message["To"] for message in sent(mail_dir)] == [
        "Ada <ada@example.org>",
        "Ada <bob@example.org>",
    ]
    assert {message["Reply-To"] for message in sent(mail_dir)} == {"chairs@example.org"}
    assert all("Cc" not in message and "Bcc" not in message for message in sent(mail_dir))
    assert set(workshop.letters.values_list("state", flat=True)) == {"delivered"}


def test_a_delivered_letter_is_not_delivered_again(workshop: Workshop, mail_dir: Path) -> None:
    write(workshop, "ada@example.org")
    assert [mail.deliver_due(AT), mail.deliver_due(AT)] == [1, 0]
    assert len(sent(mail_dir)) == 1


def test_the_same_letter_is_not_written_twice(workshop: Workshop) -> None:
    write(workshop, "ada@example.org")
    write(workshop, "ada@example.org")
    write(workshop, "ada@example.org", revision=2)
    assert list(workshop.letters.order_by("pk").values_list("revision", flat=True)) == [1, 2]


def test_a_letter_is_known_by_what_it_is_and_not_by_how_many_there_are(workshop: Workshop) -> None:
    submission, other = make_submission(workshop), make_workshop(at=AT)

    def known(where: Workshop | None = workshop, to: str = "ada@example.org", **facts: int) -> UUID:
        context = {"submission": submission, "authors": [], "link": "https://example.org/"}
        asked = {"about": submission.number, **facts}
        [letter] = letters.write(
            where, submission_letters.REVISED, [Recipient(to)], context, at=AT, **asked
        )
        return letter.message_id

    before = known()
    write(workshop, "bob@example.org", "carl@example.org")
    assert known() == before == known(to="Ada@Example.org", revision=1)
    others = [known(revision=2), known(about=2), known(to="eve@example.org"), known(other)]
    assert len({before, *others, known(None), known(None)}) == 7


def test_the_database_itself_refuses_a_double(workshop: Workshop) -> None:
    write(workshop, "ada@example.org")
    double = workshop.letters.get()
    double.pk, double.message_id = None, "00000000-0000-0000-0000-000000000000"
    with pytest.raises(IntegrityError), transaction.atomic():
        double.save()


def test_a_letter_that_fails_is_tried_again_later_with_the_same_message_id(
    workshop: Workshop, settings: Settings, mail_dir: Path
) -> None:
    write(workshop, "ada@example.org")
    letter = workshop.letters.get()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    assert mail.deliver_due(AT) == 1
    letter.refresh_from_db()
    assert (letter.state, letter.attempts, letter.delivered_at) == ("waiting", 1, None)
    assert letter.not_before == AT + timedelta(seconds=30)
    assert mail.deliver_due(AT + timedelta(seconds=29)) == 0
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    assert mail.deliver_due(AT + timedelta(seconds=30)) == 1
    assert sent(mail_dir)[0]["Message-ID"] == f"<{letter.message_id}@127.0.0.1>"


def test_a_letter_discarded_while_it_could_not_be_sent_stays_discarded(
    workshop: Workshop, settings: Settings
) -> None:
    write(workshop, "ada@example.org")
    letter = workshop.letters.get()
    Letter.everywhere.update(attempts=mail.ATTEMPTS - 1)
    letter.refresh_from_db()
    Letter.everywhere.update(state=Letter.State.DISCARDED)
    mail._put_off(letter, "the mail system is away", AT)
    letter.refresh_from_db()
    assert (letter.state, letter.attempts) == ("discarded", mail.ATTEMPTS)


@pytest.mark.breaks_invariants
def test_a_poisoned_letter_stops_no_other_and_comes_back_in_the_end(
    workshop: Workshop, mail_dir: Path
) -> None:
    write(workshop, "not an address", "bob@example.org")
    Letter.everywhere.filter(recipient="not an address").update(recipient="a@b@c, evil@example.org")
    at = AT
    for _ in range(mail.ATTEMPTS):
        mail.deliver_due(at)
        at += timedelta(hours=1)
    states = dict(workshop.letters.values_list("recipient", "state"))
    assert states == {"a@b@c, evil@example.org": "failed", "bob@example.org": "delivered"}
    assert len(sent(mail_dir)) == 1


def test_no_name_breaks_a_header(workshop: Workshop, mail_dir: Path) -> None:
    write(workshop, "ada@example.org", name="Ada\r\nBcc: evil@example.org\u2028, <x@y.z>")
    mail.deliver_due(AT)
    [message] = sent(mail_dir)
    assert "Bcc" not in message
    assert message["To"].endswith("<ada@example.org>")


def test_held_and_discarded_letters_stay(workshop: Workshop, mail_dir: Path) -> None:
    write(workshop, "ada@example.org", "bob@example.org")
    ada, bob = workshop.letters.order_by("pk")
    Letter.everywhere.filter(pk=ada.pk).update(state=Letter.State.HELD)
    Letter.everywhere.filter(pk=bob.pk).update(state=Letter.State.DISCARDED)
    assert mail.deliver_due(AT) == 0


def test_account_letters_go_first_and_carry_their_secret_only_when_sent(
    workshop: Workshop, mail_dir: Path
) -> None:
    from workshop.secrets import code_for, new_seed

    write(workshop, "ada@example.org")
    seed = new_seed()
    with transaction.atomic():
        letters.post(
            None,
            "workshop/sign_in_code",
            [Recipient("new@example.org")],
            {},
            at=AT + timedelta(seconds=1),
            secret=seed,
        )
    row = Letter.everywhere.get(workshop=None)
    assert code_for(seed) not in f"{row.subject} {row.body} {row.secret}"
    mail.deliver_one(AT + timedelta(seconds=2))
    [path] = mail_dir.iterdir()
    assert code_for(seed) in path.read_text()
    assert "new@example.org" in path.read_text()


def test_a_letter_rolled_back_with_its_step_was_never_written(workshop: Workshop) -> None:
    def step_that_fails() -> None:
        with transaction.atomic():
            write(workshop, "ada@example.org")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        step_that_fails()
    assert workshop.letters.count() == 0


def test_a_query_that_starts_at_no_workshop_is_a_mistake() -> None:
    with pytest.raises(Unscoped, match=r"Start at a workshop, not at Letter\.objects\."):
        Letter.objects.count()


def test_an_organizer_behind_a_barrier_sees_no_letter_about_it(workshop: Workshop) -> None:
    olga = make_organizer(workshop)
    write(workshop, "ada@example.org")
    assert workshop.letters.visible_to(olga).count() == 1
    workshop.barriers.create(user=olga, number=1, reason="author")
    assert workshop.letters.visible_to(olga).count() == 0
    assert workshop.letters.visible_to(make_user()).count() == 0


DUE: list[int] = []


def a_piece_of_work(at: datetime) -> int:
    """A sweep with three pieces; during each of them somebody asks for a code."""
    pieces = len(DUE)
    DUE.append(Letter.everywhere.due(at).count())
    if pieces == 3:
        return 0
    with transaction.atomic():
        letters.post(None, "workshop/sign_in_code", [Recipient("new@example.org")], {}, at=at)
    return 1


def test_a_code_waits_for_one_piece_of_other_work_at_most(
    settings: Settings, mail_dir: Path
) -> None:
    settings.SWEEPS = ["test_mail.a_piece_of_work"]
    DUE.clear()
    moments = iter(AT + timedelta(seconds=n) for n in range(100))
    assert sweep(lambda: next(moments)) == 6
    assert DUE == [0, 0, 0, 0]
    assert len(sent(mail_dir)) == 3


def test_letters_leave_before_any_other_work(workshop: Workshop, settings: Settings) -> None:
    write(workshop, "ada@example.org")
    settings.SWEEPS = ["test_mail.a_piece_of_work"]
    DUE.clear()
    sweep(lambda: AT)
    assert DUE[0] == 0
