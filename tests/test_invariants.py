"""`manage.py check_invariants` names each rule, and the rows that break it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.management import CommandError, call_command
from factories import make_submission, make_user, make_workshop
from soundness import breaches

from workshop.management import invariants
from workshop.models import Spell

pytestmark = [pytest.mark.django_db, pytest.mark.breaks_invariants]


@pytest.fixture(autouse=True)
def _what_ends_every_test_says_the_same(db: None) -> Iterator[None]:
    yield
    assert breaches() == invariants.broken()


def test_a_sound_site_breaks_none(capsys: pytest.CaptureFixture[str]) -> None:
    make_submission(make_workshop(), make_user(), paper=True)
    call_command("check_invariants")
    said = capsys.readouterr().out.splitlines()
    assert said == [f"✓ {rule.sentence}" for rule in invariants.RULES]


def test_a_topic_of_another_workshop_is_found(capsys: pytest.CaptureFixture[str]) -> None:
    submission = make_submission(make_workshop(), title="Astray")
    submission.topics.add(make_workshop().topics.get(position=1))
    with pytest.raises(CommandError, match=r"1 of \d+ rules are broken\."):
        call_command("check_invariants")
    said = capsys.readouterr().out
    assert f"✕ {invariants.TIES}" in said
    assert "    Submission_topics " in said


def test_an_author_who_is_not_barred_is_found() -> None:
    workshop = make_workshop()
    make_user("ada@example.org")
    make_submission(workshop, authors=["ada@example.org"])
    workshop.barriers.all().delete()
    Spell.everywhere.filter(kind="barrier").delete()
    assert invariants.broken() == [
        (
            "Whoever holds an author's address, proved or not, is barred from the submission.",
            ["ada@example.org, submission 1"],
        )
    ]


def test_a_paper_without_its_file_is_found() -> None:
    submission = make_submission(make_workshop(), paper=True)
    paper = submission.papers.get()
    paper.file.storage.delete(str(paper.file.name))
    assert invariants.broken() == [("Every paper has its file.", [paper])]
