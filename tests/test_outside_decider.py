"""Where every organizer has a conflict of interest, somebody outside decides; none of them sees."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from committee import Answer, answer
from django.urls import get_resolver, reverse
from factories import AT, make_organizer, make_submission, make_user, make_workshop
from filling import send
from outside import DORA, SECRET, Stage, make_stage, signed_in, text
from review_factories import assign as give
from review_factories import bar, make_review
from world import pages

from reviews import assign, conflicts, decide, notify, review
from reviews.models import Assignment
from submissions import deciders, submit
from submissions.permissions import handlers_of
from submissions.status import Status
from workshop import organizers
from workshop.audience import Audience
from workshop.errors import Refused
from workshop.management import invariants
from workshop.models import Role, User

pytestmark = pytest.mark.django_db

ASKING = "A submission has no organizer without a conflict of interest."
OF_THE_SITE = {
    *("organize_call", "open_call", "extend_call", "close_call", "organize_dates", "new_page"),
    *("organize_kinds", "organize_topics", "organize_site", "organize_speakers", "organize_shown"),
    *("organize_pages", "who_sees_what", "add_late_submission", "organize_rooms", "new_session"),
}
# What an outside decider may open about a submission, and only about theirs.
ABOUT = [
    *("organize_submission", "organized_paper", "organize_reviews_of", "organize_decision"),
    "organized_final_paper",
]


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


@pytest.fixture
def stage() -> Stage:
    return make_stage()


def test_the_story_from_the_question_to_the_author(stage: Stage) -> None:
    """Asked, invited, assigned, reviewed, decided, released."""
    olga = signed_in(stage.olga)
    assert ASKING in text(olga, stage.url("organize"))
    typed = {"email": DORA, "name": "Dora"}
    page = olga.post(stage.url("organize_deciders"), typed, follow=True)
    assert "A letter is on its way" in page.content.decode()
    assert ASKING not in text(olga, stage.url("organize"))
    [invitation] = stage.letters(deciders.INVITED)
    assert stage.url("organize_submissions") in invitation.body
    deciders.tell(stage.workshop, AT)
    [needed] = stage.letters(deciders.NEEDED)
    assert needed.recipient == DORA
    assert needed.is_private

    dora = signed_in(User.objects.get(email=DORA))
    found = text(dora, stage.url("organize_submissions"))
    assert SECRET in found
    assert "Plain title" not in found
    pair = {"submission": stage.hidden.number, "reviewer": stage.rita.pk}
    dora.post(stage.url("assign_reviewer"), pair)
    send(dora, stage.url("confirm_assignment"), "seen")
    given = stage.workshop.assignments.get()
    assert (given.submission, given.state) == (stage.hidden, Assignment.State.CONFIRMED)
    make_review(given, text="Read by the decider alone.")
    number = stage.hidden.number
    assert "Read by the decider alone." in text(dora, stage.url("organize_reviews_of", number))
    decision = {"outcome": "poster", "note": "Well done.", "version": "0"}
    assert dora.post(stage.url("organize_decision", number), decision).status_code == 302

    facts = {"by": stage.olga, "at": AT}
    decide.decide(stage.other, outcome="rejected", version=0, **facts)  # type: ignore[arg-type]
    assert dora.post(stage.url("organize_release")).status_code == 404
    notify.release(stage.workshop, by=stage.olga, at=AT)
    told = stage.workshop.letters.filter(event="submissions/decision_released")
    assert "Well done." in told.get(recipient=stage.ada.email).body


def test_the_question_says_neither_which_nor_how_many(stage: Stage) -> None:
    deciders.tell(stage.workshop, AT)
    one = {letter.recipient: letter.body for letter in stage.letters(deciders.WANTED)}
    assert set(one) == {"olga@example.org", "carl@example.org"}
    before = answer(signed_in(stage.olga), "get", stage.url("organize"))
    more = make_submission(stage.workshop, make_user(), paper=True, number=40)
    for organizer in (stage.olga, stage.carl):
        bar(organizer, more)
    deciders.tell(stage.workshop, AT)
    assert {letter.recipient: letter.body for letter in stage.letters(deciders.WANTED)} == one
    after = answer(signed_in(stage.olga), "get", stage.url("organize"))
    assert after == before
    for said in (*one.values(), before.body.decode("latin-1")):
        assert SECRET not in said
        assert f"ubmission {stage.hidden.number}" not in said


def test_whoever_it_was_asked_of_learns_no_more_of_what_came_of_it(stage: Stage) -> None:
    """Whom the decider assigned, what was reviewed and decided: the same bytes on every page."""
    dora = stage.ask()
    deciders.tell(stage.workshop, AT)
    before = seen(stage, stage.olga)
    facts = {"by": dora, "at": AT}
    assign.assign(stage.hidden, reviewer_id=stage.rita.pk, **facts)  # type: ignore[arg-type]
    assign.confirm(stage.workshop, **facts)  # type: ignore[arg-type]
    make_review(stage.workshop.assignments.get())
    decide.decide(stage.hidden, outcome="oral", version=0, note="Yes.", **facts)  # type: ignore[arg-type]
    after = seen(stage, stage.olga)
    assert sum(each.status == 200 for each in after) > 20
    assert [old.url for old, new in zip(before, after, strict=True) if old != new] == []


def seen(stage: Stage, user: User) -> list[Answer]:
    """Every page of the organizers that tells of more than the site."""
    client, found = signed_in(user), []
    for name, audiences in pages():
        if Audience.ORGANIZER not in audiences or name in OF_THE_SITE:
            continue
        found += [answer(client, "get", url) for url in urls(stage, name)]
    return found


def urls(stage: Stage, name: str) -> list[str]:
    """A page's address, about the hidden submission if it is about any."""
    [(_, parameters)] = get_resolver().reverse_dict.getlist(name)[0][0]
    known = {"slug": stage.workshop.slug, "number": stage.hidden.number}
    if not set(parameters) <= set(known):
        return []
    return [reverse(name, kwargs={key: known[key] for key in parameters})]


def test_a_decline_is_told_to_the_decider_alone(stage: Stage) -> None:
    dora = stage.ask()
    give(stage.hidden, stage.rita)
    review.decline(stage.hidden, reason="No time.", by=stage.rita, at=AT)
    [letter] = stage.letters("reviews/assignment_declined")
    assert letter.recipient == dora.email
    assert not stage.workshop.letters.visible_to(stage.olga).filter(pk=letter.pk).exists()


def test_a_decider_sees_nothing_else(stage: Stage) -> None:
    """Every page of the organizers but those about what is theirs; and no step beside it."""
    client = signed_in(stage.ask())
    for name in ABOUT[:-1]:
        theirs = answer(client, "get", stage.url(name, stage.hidden.number))
        assert theirs.status == 200, name
        assert client.get(stage.url(name, stage.other.number)).status_code == 404, name
    for name in ("organize_submissions", "organize_assignment", "confirm_assignment"):
        page = text(client, stage.url(name))
        assert "Plain title" not in page
        for link in ("organize_reviewers", "organize_letters", "submissions_csv", "organize"):
            assert f'href="{stage.url(link)}"' not in page
    for name, audiences in pages():
        if audiences == {Audience.ORGANIZER}:
            for url in urls(stage, name):
                assert client.get(url).status_code in (404, 405), name
    pair = {"submission": stage.other.number, "reviewer": stage.rita.pk}
    assert client.post(stage.url("assign_reviewer"), pair).status_code == 404
    assert client.post(stage.url("propose_assignment")).status_code == 404
    dora = User.objects.get(email=DORA)
    with pytest.raises(Refused):
        decide.decide(stage.other, outcome="oral", version=0, by=dora, at=AT)


def as_reviewer(stage: Stage, user: User) -> None:
    stage.workshop.roles.create(user=user, kind=Role.Kind.REVIEWER)


def as_author(stage: Stage, user: User) -> None:
    make_submission(stage.workshop, user, number=50)


def as_barred(stage: Stage, user: User) -> None:
    bar(user, stage.hidden)


@pytest.mark.parametrize("become", [as_reviewer, as_author, as_barred])
def test_who_has_a_part_in_it_cannot_take_the_role(
    stage: Stage, become: Callable[[Stage, User], None]
) -> None:
    """The workshop goes on asking, in the same words as before; nothing says why."""
    become(stage, User.objects.get(email=DORA))
    client = signed_in(stage.olga)
    page = client.post(stage.url("organize_deciders"), {"email": DORA, "name": ""}, follow=True)
    assert "A letter is on its way" in page.content.decode()
    assert ASKING in text(client, stage.url("organize"))
    dora = signed_in(User.objects.get(email=DORA))
    assert SECRET not in text(dora, stage.url("organize_submissions"))
    assert "Nothing is yours to decide" in text(dora, stage.url("organize_submissions"))
    assert dora.get(stage.url("organize_assignment")).status_code == 404
    deciders.tell(stage.workshop, AT)
    assert stage.letters(deciders.NEEDED) == []
    # Another may be asked, and each organizer is told once that it did not help.
    assert len([row for row in stage.letters(deciders.WANTED) if row.revision == 2]) == 2
    with pytest.raises(Refused, match="was asked already"):
        stage.ask()
    stage.ask(make_user().email)
    assert not deciders.is_wanted(stage.workshop, AT)


def test_it_is_the_organizers_again_once_one_has_no_conflict(stage: Stage) -> None:
    dora = stage.ask()
    assert handlers_of(stage.hidden) == [dora]
    fay = make_organizer(stage.workshop, "fay@example.org")
    assert handlers_of(stage.hidden) == [fay]
    assert signed_in(dora).get(stage.url("organize_assignment")).status_code == 404
    stage.workshop.roles.filter(user=dora).delete()
    assert not deciders.is_wanted(stage.workshop, AT)
    with pytest.raises(Refused, match="Nobody was asked"):
        stage.ask("somebody@example.org")


def test_it_is_asked_when_the_last_organizer_without_a_conflict_leaves(stage: Stage) -> None:
    fay = make_organizer(stage.workshop, "fay@example.org")
    deciders.tell(stage.workshop, AT)
    assert stage.letters(deciders.WANTED) == []
    organizers.remove(stage.workshop, user_id=fay.pk, by=fay, at=AT)
    told = stage.letters(deciders.WANTED)
    assert sorted(row.recipient for row in told) == ["carl@example.org", "olga@example.org"]
    deciders.tell(stage.workshop, AT)
    assert stage.letters(deciders.WANTED) == told


def test_it_is_asked_after_organizers_submit_and_when_a_conflict_is_found() -> None:
    """By the sweep, also where it finds nothing new."""
    workshop = make_workshop("credit", at=AT)
    olga = make_organizer(workshop, "olga@example.org", "Olga")
    draft = make_submission(workshop, olga, status=Status.DRAFT, paper=True)
    assert not deciders.is_wanted(workshop, AT)
    submit.submit(draft, by=olga, at=AT)
    assert workshop.letters.filter(event=deciders.WANTED).count() == 0  # an author's request
    workshop.conflicts.create(user=olga, submission=draft, source="same-person", found_at=AT)
    assert conflicts.detect_everywhere(AT) == 0
    assert workshop.letters.filter(event=deciders.WANTED).count() == 1

    there = make_workshop("harbor", call="closed", at=AT)
    carl = make_organizer(there, "carl@somewhere.example", "Carl")
    make_submission(there, authors=["cato@somewhere.example"])
    User.objects.filter(pk=carl.pk).update(affiliation="Example University")
    conflicts.detect(there, AT)
    assert there.letters.filter(event=deciders.WANTED).count() == 1


def test_removed_a_decider_sees_nothing_and_another_is_wanted(stage: Stage) -> None:
    dora = stage.ask()
    decide.decide(stage.hidden, outcome="oral", version=0, by=dora, at=AT)
    client = signed_in(stage.olga)
    assert DORA in text(client, stage.url("organize_deciders"))
    client.post(stage.url("organize_deciders"), {"act": "remove", "decider": dora.pk})
    assert signed_in(dora).get(stage.url("organize_submissions")).status_code == 404
    assert ASKING in text(client, stage.url("organize_deciders"))
    assert stage.workshop.decisions.get().decided_by == dora
    later = AT + timedelta(days=1)
    deciders.invite(stage.workshop, email=DORA, name="", by=stage.carl, at=later)
    assert handlers_of(stage.hidden) == [dora]


@pytest.mark.parametrize("page", ["organize_deciders", "organize_organizers"])
def test_asking_takes_as_long_for_an_address_that_has_an_account(stage: Stage, page: str) -> None:
    client = signed_in(stage.olga)
    known, second = make_user("known@example.org"), "known-too@example.org"
    EmailAddress.objects.create(user=make_user(), email=second, verified=True)
    asked = []
    for email in (known.email, second, "nobody@example.org"):
        stage.workshop.roles.filter(kind=Role.Kind.DECIDER).delete()
        asked.append(answer(client, "post", stage.url(page), data={"email": email, "name": ""}))
    assert len({len(each.queries) for each in asked}) == 1
    assert {each.status for each in asked} == {302}


@pytest.mark.breaks_invariants
def test_a_letter_that_would_show_in_an_outbox_is_found(stage: Stage) -> None:
    stage.ask()
    deciders.tell(stage.workshop, AT)
    stage.workshop.letters.filter(event=deciders.NEEDED).update(is_private=False)
    [(sentence, rows)] = invariants.broken()
    assert sentence == "A letter to an outside decider about a submission is in no outbox."
    assert rows == stage.letters(deciders.NEEDED)


def test_the_account_waits_where_there_is_none(stage: Stage) -> None:
    waiting = stage.ask("new@example.org")
    assert not waiting.has_usable_password()
    assert handlers_of(stage.hidden) == [waiting]
