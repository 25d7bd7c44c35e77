"""Step 6: a correction takes no review away from authors who have read it. If one went after they
had named another author, they would know whose it was."""

from __future__ import annotations

from datetime import timedelta

import pytest
from factories import AT, make_organizer, make_submission, make_user, make_workshop
from review_factories import assign, make_review, make_reviewer

from reviews import conflicts, decide, notify
from reviews.board import counted_reviews
from submissions import changes
from submissions.content import AuthorFacts, facts_of
from submissions.models import Submission
from submissions.outcome import ReadReview, outcome_of

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=1)
PLACE = "Uppsala University"


def read(row: Submission) -> list[ReadReview]:
    told = outcome_of(row.workshop.submissions.get(pk=row.pk))
    assert told is not None
    return told.reviews


@pytest.mark.parametrize("named", [PLACE, "reviewer@example.org"])
def test_a_conflict_found_after_the_release_takes_no_review_away(named: str) -> None:
    workshop = make_workshop("credit", call="closed", at=AT)
    olga, eve = make_organizer(workshop), make_user()
    row = make_submission(workshop, eve)
    colleague = make_reviewer(workshop, "reviewer@example.org")
    colleague.affiliation = PLACE
    colleague.save()
    for reviewer, text in ((colleague, "Theirs."), (make_reviewer(workshop), "Another.")):
        make_review(assign(row, reviewer), text=text)
    decide.decide(row, outcome="poster", version=0, by=olga, at=AT)
    notify.release(workshop, by=olga, at=AT)
    row = workshop.submissions.get()
    before = read(row)
    email = named if "@" in named else "new@elsewhere.example"
    new = AuthorFacts("New Author", email, named if "@" not in named else "Elsewhere")
    authors, shown = [facts_of(row.authors.get()), new], changes.seen(row)
    change = changes.propose(row, row.title, authors, "", shown=shown, by=eve, at=AT)
    changes.approve(row, number=change.number, by=olga, at=AT)
    conflicts.detect_everywhere(AT)
    assert counted_reviews(workshop).count() == 1
    notify.correct(row, outcome="oral", note="", version=1, by=olga, at=LATER)
    assert read(row) == before
    assert len(before) == 2
    assert "reviews" not in workshop.letters.filter(event__endswith="corrected")[0].body
