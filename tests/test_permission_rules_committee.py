"""What is known of the committee, and to whom: publications and ties, bids and what fits, and who
was asked.

The site and its numbers are told in `rules_world`. The barred organizer is barred from 2 and 7.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core import signing
from factories import AT
from rules_world import ABSENT, Site, answer

from reviews import invite, recruitment
from reviews.affinities import Pair, compared, reasons_for
from reviews.answer import LINK_AGE, accept, decline, invitation_by
from reviews.invite_preview import evident
from reviews.models import Invitation
from reviews.profile import publications_of, ties_of
from reviews.roster import Reviewer, reviewers_of
from workshop import secrets
from workshop.errors import Refused
from workshop.models import Step, User, Workshop

pytest_plugins = ["rules_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]  # looked at once, for speed

REFUSED = "409"
ORGANIZERS = ["organizer", "barred organizer"]


# ---- what reviewers tell ----------------------------------------------------------------------


def test_publications_are_those_of_one_reviewer_of_one_workshop(site: Site) -> None:
    for workshop, name in (
        (site.here, "reviewer"),
        (site.here, "proposed reviewer"),
        (site.there, "reviewer"),
    ):
        title = f"{workshop} {name}"
        workshop.publications.create(user=site.people[name], title=title, added_at=AT)
    titles = publications_of(site.here, site.people["reviewer"]).values_list("title", flat=True)
    assert list(titles) == [f"{site.here} reviewer"]


def test_whom_one_has_named_is_told_to_oneself_alone(site: Site) -> None:
    for name in ("reviewer", "proposed reviewer"):
        facts = {"kind": "person", "text": name, "declared_at": AT}
        site.here.ties.create(user=site.people[name], **facts)
    user = site.people["reviewer"]
    assert ties_of(site.here, user) == [("person", "reviewer")]
    assert ties_of(site.there, user) == []
    user = User.objects.get(pk=user.pk)
    user.looked_at_by = site.people["organizer"]
    assert ties_of(site.here, user) == []


def test_what_fits_is_told_of_the_reviewers_that_were_asked_about(site: Site) -> None:
    for name in ("reviewer", "proposed reviewer"):
        site.here.affinities.create(user=site.people[name], fingerprint=name, made_at=AT)
    told = compared(site.here, [one(site, "reviewer")])
    assert [row.fingerprint for row in told] == ["reviewer"]


def test_bids_are_told_of_the_pairs_that_were_asked_about(site: Site) -> None:
    for name in ("reviewer", "proposed reviewer"):
        for number, value in ((1, 5), (2, 1)):
            row = site.number(number)
            facts = {"value": value, "placed_at": AT}
            site.here.bids.create(user=site.people[name], submission=row, **facts)
    papers = list(site.here.submissions.filter(number__in=[2, 9]).prefetch_related("topics"))
    asked = [one(site, "reviewer"), one(site, "declined reviewer")]
    bids = {pair: why.bid for pair, why in reasons_for(site.here, papers, asked).items()}
    assert bids == {
        Pair(number, each.pk): "rather not" if (number, each) == (2, asked[0]) else ""
        for number in (2, 9)
        for each in asked
    }


def one(site: Site, name: str) -> Reviewer:
    return next(each for each in reviewers_of(site.here) if each.pk == site.people[name].pk)


# ---- who is asked -----------------------------------------------------------------------------


def asked(site: Site, email: str, **facts: Any) -> Invitation:
    row: Invitation = site.here.invitations.create(email=email, invited_at=AT, **facts)
    return row


def test_a_link_opens_its_own_invitation_in_its_own_workshop_in_time(site: Site) -> None:
    asked(site, "a@example.net")
    row = asked(site, "b@example.net")
    asked(site, "c@example.net")
    token, soon = invite.token_of(row), AT + timedelta(hours=1)
    assert invitation_by(site.here, token, soon) == row
    assert answer(invitation_by, site.there, token, soon) == ABSENT
    last = AT + LINK_AGE
    assert invitation_by(site.here, token, last - timedelta(seconds=1)) == row
    for at in (last, last + timedelta(days=1)):
        assert answer(invitation_by, site.here, token, at) == ABSENT


def test_a_link_that_is_forged_or_replaced_opens_nothing(site: Site) -> None:
    row = asked(site, "b@example.net")
    before = invite.token_of(row)
    row.revision = 2
    row.save()
    says = secrets.seed_of(invite.token_of(row))
    elsewhere = signing.Signer().sign(says)
    unsaid, more = secrets.token_for(says.rpartition("-")[0]), secrets.token_for(f"{says}-2")
    assert invitation_by(site.here, secrets.token_for(says), AT) == row
    for token in ("nonsense", elsewhere, unsaid, more, before):
        assert answer(invitation_by, site.here, token, AT) == ABSENT


def test_an_invitation_is_answered_once_by_its_last_link(site: Site) -> None:
    first = asked(site, "a@example.net")
    row = asked(site, "b@example.net", revision=2)
    stale = Invitation.everywhere.get(pk=row.pk)
    stale.revision = 1
    assert answer(declined, stale) == ABSENT
    assert answer(declined, row) is None
    assert states(site) == {"a@example.net": "waiting", "b@example.net": "declined"}
    assert [answer(declined, row), answer(accepted, row)] == [REFUSED, REFUSED]
    site.here.invitations.filter(pk=first.pk).update(state=Invitation.State.ACCEPTED)
    assert answer(declined, first) == REFUSED
    first.delete()
    assert answer(declined, Invitation(pk=10**6, workshop=site.here)) == ABSENT


def declined(row: Invitation) -> str | None:
    return refusable(decline, row, at=AT)


def accepted(row: Invitation) -> str | None:
    return refusable(accept, row, topics=[], load=1, at=AT)


def refusable(step: Any, *given: Any, **facts: Any) -> str | None:
    try:
        step(*given, **facts)
    except Refused:
        return REFUSED
    return None


def states(site: Site) -> dict[str, str]:
    rows = site.here.invitations.values_list("email", "state")
    return dict(rows)


def test_an_address_shows_what_stands_and_its_organizer_sees(site: Site) -> None:
    other = site.number(2)
    free = {"name": "Free", "affiliation": "", "is_corresponding": False, "is_presenter": False}
    other.authors.create(position=2, email="somebody@gmail.com", **free)
    other.authors.create(position=3, email="Else@Institute.example", **free)
    far = {**free, "affiliation": "Far College"}
    other.authors.create(position=4, **far)
    emails = ["else@institute.example", "mate@institute.example", "else@gmail.com", "a@b.example"]
    told = dict.fromkeys(emails, "") | {"a@b.example": "Far College"}

    def known(name: str) -> list[tuple[list[int], list[int]]]:
        found = evident(site.here, told, site.people[name])
        return [(found[email].author_of, found[email].colleague_of) for email in emails]

    assert known("organizer") == [([2], []), ([], [2]), ([], []), ([], [2])]
    assert known("barred organizer") == [([], []), ([], []), ([], []), ([], [])]
    author, barred = {"author@example.org": ""}, site.people["barred organizer"]
    [found] = evident(site.here, author, barred).values()
    assert (found.author_of, found.institution, found.colleague_of) == ([1, 6, 8], "", [])


def test_how_many_are_needed_is_counted_over_what_stands_and_one_may_count(site: Site) -> None:
    counted = {name: recruited(site, name).submissions for name in ORGANIZERS}
    assert counted == {"organizer": 8, "barred organizer": 6}
    assert recruited(site, "author").submissions == 0


def test_until_the_call_is_over_there_may_be_more_to_review(site: Site) -> None:
    some = [replace(one(site, "reviewer"), load=load) for load in (2, 6, 7)]
    assert recruited(site, "organizer", some).load == 5
    submit = site.here.deadlines.get(step=Step.SUBMIT)
    times = (AT, submit.closes_at)
    assert [recruited(site, "organizer", at=at).is_so_far for at in times] == [True, False]
    submit.delete()
    assert recruited(site, "organizer", at=times[1]).is_so_far


def recruited(
    site: Site, name: str, reviewers: Sequence[Reviewer] = (), at: datetime = AT
) -> recruitment.Recruitment:
    workshop, user = Workshop.objects.get(pk=site.here.pk), site.people[name]
    return recruitment.of(workshop, user, reviewers, waiting=1, declined=2, wanted=3, at=at)
