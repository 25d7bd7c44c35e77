"""What the public reads of a submission: what is accepted, and consented to, and nothing else.

The site and its numbers are told in `rules_world`.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

import pytest
from factories import AT
from posting_factories import give
from rules_world import Site, make_version

from submissions import posting
from submissions.models import PaperVersion, Submission
from submissions.status import Status
from workshop.errors import Refused
from workshop.models import Workshop

pytest_plugins = ["rules_fixtures"]
pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]  # looked at once, for speed

ONE = timedelta(microseconds=1)


def test_posted_is_what_is_accepted_and_consented_to(site: Site) -> None:
    assert numbers_of(site.here.submissions.posted()) == [6, 11]
    assert numbers_of(posting.posted(site.here)) == [6, 11]
    assert numbers_of(posting.posted(site.there)) == [2]


def test_nothing_is_posted_of_a_workshop_that_is_not_announced(site: Site) -> None:
    assert numbers_of(posting.posted(site.quiet)) == []
    rows = Workshop.objects.filter(posting.has_papers()).values_list("slug", flat=True)
    assert sorted(rows) == ["here", "there"]


def test_each_status_is_posted_or_not(site: Site) -> None:
    posted = set()
    for status in Status:
        site.here.submissions.filter(number=6).update(status=status)
        if 6 in numbers_of(posting.posted(site.here)):
            posted.add(status.value)
            assert site.number(6).posted_at is not None
        else:
            row = site.number(6)
            assert row.posted_at is None
            assert (row.posted_pdf, row.posted_slides, row.posted_video) == (None, None, "")
    assert posted == {"oral", "poster"}


def test_each_thing_is_posted_by_its_own_consent(site: Site) -> None:
    row = site.number(6)
    parts = row.posted_pdf, row.posted_slides, row.posted_video
    assert parts == (row.final_paper, row.slides, "https://video.example.org/6")
    assert posted_with(site, "page") == set()
    assert posted_with(site, "page", "pdf") == {"pdf"}
    assert posted_with(site, "page", "slides") == {"slides"}
    assert posted_with(site, "page", "video") == {"video"}
    assert posted_with(site, "pdf", "slides", "video") == set()  # the page holds them
    assert numbers_of(posting.posted(site.here)) == [11]


def posted_with(site: Site, *artefacts: str) -> set[str]:
    row = site.number(6)
    row.consents.all().delete()
    give(row, *artefacts)
    row = site.number(6)
    parts = {"pdf": row.posted_pdf, "slides": row.posted_slides, "video": row.posted_video}
    return {name for name, part in parts.items() if part}


def test_a_consent_stands_until_it_is_taken_back(site: Site) -> None:
    row = site.number(6)
    standing = {"page", "pdf", "slides", "video"}
    assert set(row.consented) == standing
    assert row.posted_at == row.consents.get(artefact="page").given_at
    later = AT + timedelta(days=1)
    assert posting.take_back(row, by=site.people["author"], at=later) is True
    row = site.number(6)
    assert (row.consented, row.posted_at) == ({}, None)
    assert set(row.consents.values_list("revoked_at", "revoked_by")) == {
        (later, site.people["author"].pk)
    }
    assert posting.take_back(row, by=site.people["author"], at=later + ONE) is False
    assert row.consents.filter(revoked_at=later).count() == 4


def test_what_can_not_be_read_is_not_posted(site: Site) -> None:
    posted = set()
    for finding in PaperVersion.Finding:
        site.number(6).papers.update(finding=finding)
        row = site.number(6)
        assert (row.posted_pdf is None) == (row.posted_slides is None)
        if row.posted_pdf:
            posted.add(finding.value)
    assert posted == {"waiting", "fine"}


def test_the_last_version_of_its_own_part_is_posted(site: Site) -> None:
    row = site.number(6)
    newest = make_version(row, PaperVersion.Part.FINAL)
    make_version(row, PaperVersion.Part.REVIEW)
    row = site.number(6)
    assert row.posted_pdf == newest
    assert row.last(PaperVersion.Part.REVIEW) == row.paper
    assert site.number(11).last(PaperVersion.Part.FINAL) is None


def test_only_a_link_to_the_web_is_posted(site: Site) -> None:
    for link in ["https://a.example/", "http://a.example/", "javascript:alert()", ""]:
        site.here.submissions.filter(number=6).update(video=link)
        assert site.number(6).posted_video == (link if link.startswith("http") else "")


# ---- what was posted --------------------------------------------------------------------------


def test_it_was_posted_until_it_was_taken_back(site: Site) -> None:
    assert was_posted(site.here) == [7]
    assert was_posted(site.there) == []


def test_what_is_accepted_no_more_is_as_if_never_posted(site: Site) -> None:
    was = set()
    for status in Status:
        site.here.submissions.filter(number=7).update(status=status)
        if posting.was_posted(site.here, 7):
            was.add(status.value)
    assert was == {"oral", "poster", "withdrawn"}


def test_nothing_was_posted_of_a_workshop_that_is_not_announced(site: Site) -> None:
    site.quiet.submissions.get(number=2).consents.update(revoked_at=AT)
    assert was_posted(site.quiet) == []


def test_each_thing_was_posted_by_itself(site: Site) -> None:
    row = site.number(6)
    row.consents.filter(artefact="pdf").update(revoked_at=row.saved_at + ONE)
    was = {each for each in posting.Artefact if posting.was_posted(site.here, 6, each)}
    assert was == {"pdf"}


def test_a_file_was_posted_if_it_was_there_before(site: Site) -> None:
    row = site.number(6)
    row.consents.filter(artefact="pdf").update(revoked_at=row.saved_at)
    assert posting.was_posted(site.here, 6, posting.Artefact.PDF) is False
    row.consents.filter(artefact="pdf").update(revoked_at=row.saved_at + ONE)
    assert posting.was_posted(site.here, 6, posting.Artefact.PDF) is True
    row.papers.filter(part="final").delete()  # slides there are, and a paper of another one
    make_version(site.number(11), PaperVersion.Part.FINAL, received_at=row.saved_at)
    assert posting.was_posted(site.here, 6, posting.Artefact.PDF) is False


def was_posted(workshop: Workshop) -> list[int]:
    return [number for number in range(1, 13) if posting.was_posted(workshop, number)]


# ---- what authors consent to ------------------------------------------------------------------


def test_only_what_is_accepted_is_newly_posted(site: Site) -> None:
    may = {
        status.value for status in Status if consents(Submission(status=status), {"page"}, ["page"])
    }
    assert may == {"oral", "poster"}
    # Of what is accepted no more, something may still be taken back.
    assert consents(Submission(status="rejected"), {"page"}, [])


def test_nothing_is_posted_without_the_page(site: Site) -> None:
    oral = Submission(status="oral")
    assert consents(oral, {"page", "pdf"}, ["pdf"])
    assert consents(oral, set(), [])
    for artefact in ("pdf", "slides", "video"):
        assert not consents(oral, {artefact}, [artefact])


def consents(submission: Submission, chosen: set[str], given: list[str]) -> bool:
    try:
        posting._check(submission, chosen, [posting.Artefact(each) for each in given])
    except Refused:
        return False
    return True


def numbers_of(rows: Iterable[Submission]) -> list[int]:
    return [row.number for row in rows]
