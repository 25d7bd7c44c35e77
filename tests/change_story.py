"""What the tests of changes have in common: three authors and a proposal."""

from __future__ import annotations

from datetime import datetime

from submissions import changes
from submissions.content import AuthorFacts
from submissions.models import Change, Submission
from workshop.models import User

ADA = AuthorFacts("Ada Lovelace", "ada@example.org", "Analytical Society", is_corresponding=True)
BOB = AuthorFacts("Bob Berg", "bob@example.org", "Example University")
CARLA = AuthorFacts("Carla Curie", "carla@example.org", "Radium Institute")


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
