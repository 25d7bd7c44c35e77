"""Looking for conflicts of interest tells nobody of what they must not know: neither by what is
found nor by how much there is to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from assign_fixtures import call_with_contact, olga_from_home  # noqa: F401
from assign_story import AT, PAGE
from committee import answer
from django.test import Client
from factories import make_organizer, make_submission
from filling import fields
from review_factories import bar, make_reviewer
from run_story import in_worlds, told

from reviews import assign, conflicts, decide
from submissions.models import Submission
from workshop.errors import Refused
from workshop.models import Barrier, Role, User, Workshop

pytestmark = pytest.mark.django_db
ORGANIZE, PROFILE = "/credit/organize/", "/credit/review/profile/"
PUBLICATIONS = f"{PROFILE}publications/"
WRITTEN = "@article{a, title={Some title}, author={Ann Berg}, year={2026}}"


@pytest.fixture(name="seen")
def what_olga_handles(workshop: Workshop, olga: User) -> Submission:
    return make_submission(workshop, authors=["a@one.example"])


@pytest.fixture(name="hidden")
def what_she_is_barred_from(workshop: Workshop, olga: User, seen: Submission) -> Submission:
    row = make_submission(workshop, authors=["b@two.example"])
    bar(olga, row)
    return row


@pytest.fixture(name="ann")
def reviewer_ann(workshop: Workshop) -> User:
    return make_reviewer(workshop, "ann@kth.example", "Ann")


def name(row: Submission, person: str) -> None:
    """By its authors."""
    row.named_conflicts.create(kind="person", text=person, named_at=AT)


def asked(user: User, url: str, sent: dict[str, Any]) -> int:
    """How many questions a button takes."""
    client = Client()
    client.force_login(user)
    return len(answer(client, "post", url, data=sent).queries)


@pytest.mark.parametrize("kind", ["organizer", "decider"])
def test_no_conflict_tells_that_somebody_who_left_decided_on_what_is_hidden(
    workshop: Workshop, olga: User, seen: Submission, hidden: Submission, kind: str
) -> None:
    per = make_organizer(workshop, "per@far.example", "Per")
    workshop.roles.filter(user=per).update(kind=kind)

    def make(has_decided: bool) -> None:  # noqa: FBT001
        if has_decided:
            decide.decide(hidden, outcome="oral", version=0, by=per, at=AT)
        workshop.roles.filter(user=per).delete()
        name(seen, "per@far.example")
        conflicts.detect_everywhere(AT)

    pages = [ORGANIZE, f"{ORGANIZE}conflicts/", f"{ORGANIZE}journal/"]
    one, other = in_worlds(
        [False, True], make, lambda: [line for url in pages for line in told(olga, url)]
    )
    assert one == other


def test_what_was_found_of_somebody_who_left_is_not_called_gone(
    workshop: Workshop, seen: Submission, hidden: Submission
) -> None:
    """Whether its evidence is looked for would tell the same."""
    per = make_organizer(workshop, "per@far.example", "Per")
    name(seen, "per@far.example")
    conflicts.detect(workshop, AT)
    decide.decide(hidden, outcome="oral", version=0, by=per, at=AT)
    workshop.roles.filter(user=per).delete()
    seen.named_conflicts.all().delete()
    name(hidden, "per@far.example")
    assert conflicts.detect(workshop, AT) == 1
    assert not workshop.conflicts.exclude(gone_at=None).exists()


def propose(workshop: Workshop) -> tuple[str, dict[str, Any]]:
    return f"{PAGE}propose/", {"wanted": 1}


def assign_ann(workshop: Workshop) -> tuple[str, dict[str, Any]]:
    ann = workshop.roles.get(kind=Role.Kind.REVIEWER, user__name="Ann").user_id
    return f"{PAGE}assign/", {"submission": 1, "reviewer": ann}


def confirm(workshop: Workshop) -> tuple[str, dict[str, Any]]:
    return f"{PAGE}confirm/", {"seen": "what is not there"}


def invite(workshop: Workshop) -> tuple[str, dict[str, Any]]:
    return f"{ORGANIZE}organizers/", {"email": "new@far.example"}


@pytest.mark.parametrize("step", [propose, assign_ann, confirm, invite])
def test_an_organizers_step_takes_no_longer_for_what_waits_about_what_is_hidden(
    workshop: Workshop,
    olga: User,
    hidden: Submission,
    ann: User,
    step: Callable[[Workshop], tuple[str, dict[str, Any]]],
) -> None:
    bo = make_reviewer(workshop, "bo@lund.example", "Bo")
    other = make_submission(workshop, authors=["a@one.example"], number=3)
    bar(olga, other)
    conflicts.detect(workshop, AT)

    def make(what: str) -> None:
        if what == "named":
            name(hidden, "bo@lund.example")
        elif what == "written":
            hidden.authors.create(position=2, name="Bo", email=bo.email)

    one, *others = in_worlds(
        ["nothing", "named", "written"], make, lambda: [str(asked(olga, *step(workshop)))]
    )
    assert others == [one, one]


def test_what_two_wrote_together_that_is_hidden_bars_as_soon_as_one_is_proposed(
    workshop: Workshop, olga: User, seen: Submission, hidden: Submission, ann: User
) -> None:
    hidden.authors.create(position=2, name="Ann", email=ann.email)
    hidden.authors.create(position=3, name="A", email="a@one.example")
    by_author = {"number": hidden.number, "reason": Barrier.Reason.AUTHOR}
    workshop.barriers.create(user=ann, **by_author)
    with pytest.raises(Refused, match="conflict of interest"):
        assign.assign(seen, reviewer_id=ann.pk, by=olga, at=AT)


def own_profile(ann: Client) -> tuple[str, dict[str, Any]]:
    return PROFILE, fields(ann.get(PROFILE), "people") | {"people": "Bo Ek"}


def own_publications(ann: Client) -> tuple[str, dict[str, Any]]:
    return PUBLICATIONS, {"text": WRITTEN}


@pytest.mark.parametrize("step", [own_profile, own_publications])
def test_a_reviewers_own_step_takes_no_longer_for_anybody_else_or_what_is_hidden(
    workshop: Workshop,
    seen: Submission,
    ann: User,
    step: Callable[[Client], tuple[str, dict[str, Any]]],
) -> None:
    """Whom she named beside her own paper is on the committee; who wrote what she is barred from
    is whom she names."""
    make_reviewer(workshop, "bo@lund.example", "Bo")
    own = make_submission(workshop, ann)
    hidden = make_submission(workshop, authors=["b@two.example"])
    bar(ann, hidden)
    conflicts.detect(workshop, AT)
    client = Client()
    client.force_login(ann)

    def make(what: str) -> None:
        name(own, "bo@lund.example" if what == "named" else "nobody@lund.example")
        hidden.authors.update(name="Bo Ek" if what == "written" else "Cy Dahl")

    one, *others = in_worlds(
        ["nothing", "named", "written"], make, lambda: [str(asked(ann, *step(client)))]
    )
    assert others == [one, one]


def test_what_a_reviewer_says_of_themselves_bars_at_once(
    workshop: Workshop, seen: Submission, ann: User
) -> None:
    seen.authors.update(name="Bo Ek")
    client = Client()
    client.force_login(ann)
    url, sent = own_profile(client)
    assert client.post(url, sent).status_code == 302
    assert workshop.barriers.filter(user=ann, number=seen.number).exists()
