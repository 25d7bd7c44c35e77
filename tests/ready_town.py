"""The town in a state in which more of its forms do something."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict

from allauth.account.models import EmailAddress
from django.urls import reverse
from django.utils import timezone
from factories import make_user
from leak_world import browser
from meant_forms import ADDRESS, PASSWORD
from probes import FIRST, HIDDEN_SLUG, SECOND, Town
from schedule_factories import make_session, make_talk

from schedule.models import Session
from submissions.changes import named_now
from submissions.status import ACCEPTED
from workshop.models import Letter, User, Workshop
from workshop.views.sign_in import PROVED_AT

# Numbers of sessions.
BOARDS, TALKS = 18, 16


def make_ready(town: Town) -> None:
    workshop = town.here.workshop
    typist = make_user(ADDRESS, "A Typist")
    typist.set_password(PASSWORD)
    typist.save()
    ada = town.people["ada"]
    facts = {"email": "ada@second.example", "verified": True, "primary": False}
    EmailAddress.objects.create(user=ada, **facts)
    for who, user in (("quentin", town.quentin), ("typist", typist)):
        _sign_in(town, who, user)
    User.objects.filter(pk=typist.pk).update(last_login=None)
    Workshop.objects.filter(slug=HIDDEN_SLUG).update(call_text="Send what you found.")
    workshop.pages.create(slug="venue", title="Venue", body="A text.")
    workshop.invitations.create(email="waits@example.org", invited_at=timezone.now())
    workshop.letters.filter(pk=town.letter.pk).update(state=Letter.State.HELD)
    make_session(workshop, Session.Kind.POSTERS, hour=18, number=BOARDS)
    talks = make_session(workshop, hour=16, number=TALKS)
    for n in (1, 2):
        make_talk(talks, by="A Typist", title=f"Talk {n}")
    _propose(workshop)


def _sign_in(town: Town, who: str, user: User) -> None:
    """By a code just now, as some forms want it."""
    client = browser(user)
    session = client.session
    session[PROVED_AT] = timezone.now().timestamp()
    session.save()
    town.people[who] = user
    town.cookies[who] = {name: cookie.value for name, cookie in client.cookies.items()}


def _propose(workshop: Workshop) -> None:
    """A change that waits for its answer, of what is accepted."""
    for submission in workshop.submissions.filter(number=SECOND, status__in=ACCEPTED):
        authors = [asdict(author) for author in named_now(submission).authors]
        facts = {"proposed_by": submission.submitter, "proposed_at": timezone.now()}
        submission.changes.create(number=1, title="On Typing", authors=authors, **facts)


def also(town: Town) -> Iterator[tuple[str, str]]:
    """Who else is asked for a page, and what else: where nobody in the story could do what is on
    it, or where the page wants something beside its address."""
    yield "wilma", "/other/organize/call/close/"
    yield "wilma", "/other/organize/schedule/"
    yield "zoe", f"/{HIDDEN_SLUG}/organize/call/"
    yield "quentin", f"/credit/review/{FIRST}/decline/"
    yield "typist", "/account/password/change/"
    yield "typist", "/account/"
    yield "ada", f"/other/submissions/{town.here.theirs.number}/conflicts/"
    talks = {"slug": "credit", "session": TALKS}
    yield "olga", reverse("edit_session", kwargs=talks)
    yield "olga", reverse("edit_talk", kwargs={**talks, "talk": 1})
    for number in (FIRST, SECOND):
        yield "olga", f"/credit/organize/assignment/?submission={number}"
    for row in town.here.workshop.conflicts.exclude(source__in=["declared", "same-person"]):
        yield "olga", f"/credit/organize/conflicts/dismiss/?conflict={row.key}"
