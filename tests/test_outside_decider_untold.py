"""Nobody is told what others handle from outside: not by how long a step takes, nor by asking."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

import pytest
from committee import Answer, answer
from django.db import transaction
from factories import AT, make_organizer, make_submission
from outside import DORA, Stage, make_stage, signed_in
from review_factories import bar

from reviews import decide, notify
from submissions import deciders
from workshop.models import Role, User

pytestmark = pytest.mark.django_db

Found = TypeVar("Found")

# What is asked for, and the role of who is asked about there.
ACTS: list[tuple[str, str, str]] = [
    ("organize_deciders", "", ""),
    ("remove_organizer", "organizer", Role.Kind.ORGANIZER),
    ("remove_reviewer", "reviewer", Role.Kind.REVIEWER),
]


@pytest.fixture(autouse=True)
def _one_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("django.utils.timezone.now", lambda: AT)


def hide_more(stage: Stage, count: int) -> None:
    for _ in range(count):
        row = make_submission(stage.workshop, stage.ada, paper=True)
        for organizer in (stage.olga, stage.carl):
            bar(organizer, row)


def found_in(world: Callable[[], Found]) -> Found:
    """Of a world that is undone."""
    with transaction.atomic():
        found = world()
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize(("page", "key", "kind"), ACTS)
def test_what_becomes_an_outside_deciders_is_not_counted_by_a_step(
    page: str, key: str, kind: str
) -> None:
    """Asked, and with the last who stands in their way gone: one submission or three."""

    def asked(more: int) -> int:
        stage = make_stage()
        facts = {"email": DORA, "name": ""}
        url = stage.url(page)
        if kind:
            dora = stage.ask()
            in_the_way = dora
            if kind == Role.Kind.ORGANIZER:
                in_the_way = make_organizer(stage.workshop, "per@example.org", "Per")
                bar(in_the_way, stage.hidden)
            else:
                stage.workshop.roles.create(user=dora, kind=kind)
            url, facts = f"{url}?{key}={in_the_way.pk}", {key: str(in_the_way.pk)}
        hide_more(stage, more)
        deciders.tell(stage.workshop, AT)
        said = answer(signed_in(stage.olga), "post", url, data=facts)
        assert said.status == 302
        deciders.tell(stage.workshop, AT)
        dora = User.objects.get(email=DORA)
        assert stage.workshop.submissions.organized_by(dora).count() == 1 + more
        assert len(stage.letters(deciders.NEEDED)) == 1 + more
        return len(said.queries)

    assert found_in(partial(asked, 0)) == found_in(partial(asked, 2))


def test_a_reviewer_is_not_told_whether_somebody_outside_decides() -> None:
    """Who reviews may be an author as well: of the very submission that nobody is left for."""

    def asked(outside: Callable[[Stage], object]) -> int:
        stage = make_stage()
        outside(stage)
        url, numbers = stage.url("declare_conflicts"), {"numbers": [stage.other.number]}
        said = answer(signed_in(stage.rita), "post", url, data=numbers)
        assert said.status == 302
        return len(said.queries)

    worlds: list[Callable[[Stage], object]] = [
        lambda _: None,
        lambda stage: deciders.tell(stage.workshop, AT),
        lambda stage: stage.ask(),
        lambda stage: stage.workshop.barriers.all().delete(),
    ]
    assert len({found_in(partial(asked, world)) for world in worlds}) == 1


@pytest.mark.parametrize("page", ["organize", "organize_deciders"])
def test_that_a_decider_is_asked_for_again_tells_no_decision(page: str) -> None:
    """Removed after the release, they are wanted still: for a correction, if for nothing else."""

    def seen(outcome: str) -> Answer:
        stage = make_stage()
        dora = stage.ask()
        facts: dict[str, Any] = {"version": 0, "at": AT}
        decide.decide(stage.hidden, outcome=outcome, by=dora, **facts)
        decide.decide(stage.other, outcome="oral", by=stage.olga, **facts)
        notify.release(stage.workshop, by=stage.olga, at=AT)
        deciders.remove(stage.workshop, user_id=dora.pk, by=stage.olga, at=AT)
        assert deciders.is_wanted(stage.workshop, AT)
        return answer(signed_in(stage.olga), "get", stage.url(page))

    assert found_in(partial(seen, "rejected")) == found_in(partial(seen, "oral"))
