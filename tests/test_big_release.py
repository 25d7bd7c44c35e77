"""Six hundred submissions with 1,800 reviews are decided and released in a few statements."""

from __future__ import annotations

from collections import Counter
from random import Random

import pytest
from crowd import make_crowd
from django.db import connection
from django.test.utils import CaptureQueriesContext
from factories import AT

from reviews import decide, notify
from submissions.models import ReleasedReview

pytestmark = pytest.mark.django_db

# Of those to decide on; the others are rejected.
SHARES = [("oral", 0.1), ("poster", 0.3), ("rejected", 0.6)]
# PostgreSQL takes any number of rows at once; SQLite a thousand values, so that rows go in batches.
ON_POSTGRESQL = {"oral": 10, "poster": 10, "rejected": 10, "released": 19}
ON_SQLITE = {
    60: {"oral": 10, "poster": 10, "rejected": 10, "released": 23},
    600: {"oral": 10, "poster": 13, "rejected": 16, "released": 79},
}


@pytest.mark.parametrize("count", [60, 600])
def test_deciding_and_releasing_600_takes_as_many_statements_as_60(count: int) -> None:
    crowd = make_crowd("big", count)
    workshop, by = crowd.workshop, crowd.organizer
    numbers, statements, first = list(range(1, count + 1)), {}, 0
    for outcome, share in SHARES:
        some = dict.fromkeys(numbers[first : (first := first + round(count * share))], 0)
        with CaptureQueriesContext(connection) as captured:
            decide.decide_many(workshop, some, outcome=outcome, by=by, at=AT)
        statements[outcome] = len(captured)
    with CaptureQueriesContext(connection) as captured:
        notify.release(workshop, by=by, at=AT, chance=Random(1))
    statements["released"] = len(captured)
    assert statements == (ON_SQLITE[count] if connection.vendor == "sqlite" else ON_POSTGRESQL)
    wanted = {outcome: round(count * share) for outcome, share in SHARES}
    assert Counter(workshop.submissions.values_list("status", flat=True)) == wanted
    assert (workshop.letters.count(), ReleasedReview.objects.count()) == (3 * count, 3 * count)
