"""The steps at which the demo can stand, each on top of the one before."""

from __future__ import annotations

from datetime import datetime
from random import Random

from django.db import transaction
from django.db.models import F

from workshop import journal
from workshop.management.demo import papers, site, words
from workshop.models import Letter, Workshop

STEPS = ["call", "submit"]
SEED = 2018
REVIEWERS = 15
AUTHORS = 30
VERB = "set up the demo"


def existing() -> Workshop | None:
    return Workshop.objects.filter(slug=site.SLUG).first()


def untouched(workshop: Workshop) -> bool:
    """Nobody has done anything since the demo was set up: the last entry is the demo's own."""
    last = workshop.entries.first()
    return last is not None and last.verb == VERB


@transaction.atomic
def set_up(step: str, at: datetime) -> Workshop:
    """Make the demo workshop anew, at this step, with dates around `at`."""
    old = existing()
    if old is not None:
        _remove(old)
    random = Random(SEED)  # noqa: S311 — invented people, not secrets
    workshop = site.build(at)
    names = words.people(random, REVIEWERS + AUTHORS)
    places = [place for place, _ in words.PLACES]
    site.add_reviewers(workshop, [(name, random.choice(places)) for name in names[:REVIEWERS]])
    if STEPS.index(step) >= STEPS.index("submit"):
        papers.add(workshop, names[REVIEWERS:], random, at)
    # What was written before today was read long ago: it need not go out.
    workshop.letters.update(state=Letter.State.DELIVERED, delivered_at=F("written_at"))
    journal.note(workshop, VERB, f"The demo was set up at the step “{step}”", by=None, at=at)
    return workshop


def _remove(workshop: Workshop) -> None:
    papers.remove_files(workshop)
    workshop.submissions.all().delete()
    workshop.delete()
