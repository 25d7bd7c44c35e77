"""Those who look and are looked at, for the modules that import them."""

from __future__ import annotations

import pytest
from factories import make_organizer, make_submission, make_user, make_workshop
from review_factories import assign, bar, make_review, make_reviewer
from view_as_story import Here

from submissions.status import Status
from workshop.models import Role


@pytest.fixture(name="here")
def those_here() -> Here:
    workshop = make_workshop("credit", call_text="Send it.")
    people = {
        name: make_user(f"{name}@example.org", f"Author {name}", affiliation="Example University")
        for name in ("ada", "eve")
    }
    for name in ("olga", "carl"):
        people[name] = make_organizer(workshop, f"{name}@x.example", name)
    people["rita"] = make_reviewer(workshop, "rita@y.example", "Rita")
    people["otto"] = make_reviewer(workshop, "otto@z.example", "Otto")
    workshop.roles.create(user=people["otto"], kind=Role.Kind.ORGANIZER)
    people["dan"] = make_user("dan@example.org", "Author dan")
    people["admin"] = make_user("admin@example.org", "Admin", is_administrator=True)
    people["hana"] = make_organizer(make_workshop("other"), "hana@w.example", "Hana")
    two = ["ada@example.org", "bob@example.org"]
    first = make_submission(workshop, people["ada"], authors=two, paper=True)
    second = make_submission(workshop, people["eve"], paper=True)
    make_submission(workshop, people["dan"], status=Status.DRAFT)
    workshop.pages.create(slug="venue", title="Venue", body="By the sea.")
    bar(people["carl"], first)
    make_review(assign(second, people["rita"]), text="Rita's text")
    assign(first, people["rita"])
    return Here(workshop, first, second, people)
