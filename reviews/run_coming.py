"""What would come of a run if it were used now, by the rule that its use follows (replacing.py)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping

from reviews.given import Given
from reviews.models import Run
from reviews.replacing import Pair, Room, fitting
from reviews.run_result import Result


def coming(
    run: Run,
    result: Result,
    given: Collection[Given],
    *,
    barred: Collection[Pair],
    load: Mapping[int, int],
) -> set[Pair]:
    """What is left of what is given, with what there is room for of what was chosen.

    barred  who may not have what: by a conflict, or because they gave it back
    load    of everybody who reviews
    """
    chosen = result.pairs
    stays = set(_staying(run, result, given))
    room = Room(
        load,
        barred,
        taken=Counter(reviewer for _, reviewer in stays),
        there=stays,
        wanted=dict(zip(result.papers, result.instance.wanted.tolist(), strict=True)),
    )
    return stays | fitting(chosen - stays, {one.pair for one in given} - stays, room)


def _staying(run: Run, result: Result, given: Iterable[Given]) -> Iterable[Pair]:
    """What its use leaves alone. A repair takes back what was confirmed, too."""
    chosen, papers = result.pairs, set(result.papers)
    is_repair = run.kind == Run.Kind.REPAIR
    for one in given:
        is_kept = one.is_confirmed and (one.pair in chosen or not is_repair)
        if one.is_begun or is_kept or one.number not in papers:
            yield one.pair


def mends(run: Run, told: Result, stands: set[Pair], comes: set[Pair]) -> bool:
    """Whether a repair can be used: it was not yet, finds what it would mend, and is had whole.

    told    all that it said
    stands  who has what now, of what is still to be assigned
    """
    return run.used_at is None and stands == told.named(told.standing) and comes == told.pairs
