"""Two titles and two lists of authors, compared in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from submissions.content import AuthorFacts

Authors = Sequence[AuthorFacts]

WORDS = {"email": "address", "affiliation": "affiliation", "orcid": "ORCID"}
ROLES = {"is_corresponding": "is the corresponding author", "is_presenter": "presents"}


@dataclass(frozen=True)
class Named:
    """What a paper is called, and whose it is."""

    title: str
    authors: Authors


def differences(old: Named, new: Named) -> list[str]:
    """Every difference as a sentence; none if they are the same."""
    came_from = matched(old.authors, new.authors)
    return [
        *_title(old.title, new.title),
        *_gone_and_come(old.authors, new.authors, came_from),
        *_rewritten(old.authors, new.authors, came_from),
        *_moved(new.authors, came_from),
        *_parts(old.authors, new.authors, came_from),
    ]


def matched(old: Authors, new: Authors) -> dict[int, int]:
    """Who is who: places in the new list with their places in the old, by address, then by name."""
    found: dict[int, int] = {}
    for key in (_address, _name):
        taken = set(found.values())
        left = {key(author): m for m, author in enumerate(old) if m not in taken and key(author)}
        for n, author in enumerate(new):
            if n not in found and key(author) in left:
                found[n] = left.pop(key(author))
    return found


def _address(author: AuthorFacts) -> str:
    return author.email.lower()


def _name(author: AuthorFacts) -> str:
    return author.name.casefold()


def with_presenter(old: Authors, new: Authors) -> list[AuthorFacts]:
    """Who presents goes on presenting; who leaves, leaves it to the corresponding author."""
    came_from = matched(old, new)
    presents = next((n for n, m in came_from.items() if old[m].is_presenter), None)
    if presents is None:
        presents = next((n for n, a in enumerate(new) if a.is_corresponding), 0)
    return [replace(a, is_presenter=n == presents) for n, a in enumerate(new)]


def _title(old: str, new: str) -> Iterator[str]:
    if old != new:
        yield f"The title becomes “{new}”; it was “{old}”."


def _gone_and_come(old: Authors, new: Authors, came_from: dict[int, int]) -> Iterator[str]:
    for m, author in enumerate(old):
        if m not in came_from.values():
            yield f"{_with_address(author)} is no longer an author."
    for n, author in enumerate(new):
        if n not in came_from:
            yield f"{_with_address(author)}, {author.affiliation}, becomes author {n + 1}."


def _rewritten(old: Authors, new: Authors, came_from: dict[int, int]) -> Iterator[str]:
    """What is said otherwise of somebody who stays."""
    for n, m in came_from.items():
        before, after = old[m], new[n]
        if before.name != after.name:
            yield f"{before.name} is spelled {after.name}."
        for field, word in WORDS.items():
            was, now = getattr(before, field) or "empty", getattr(after, field) or "empty"
            if was != now:
                yield f"The {word} of {after.name} becomes {now}; it was {was}."


def _moved(new: Authors, came_from: dict[int, int]) -> Iterator[str]:
    """The fewest moves that explain the order of those who stay."""
    places = {m: n for n, m in sorted(came_from.items())}
    stayed = _longest_rising(list(places))
    for m, n in places.items():
        if m not in stayed:
            yield f"{new[n].name} moves from place {m + 1} to place {n + 1}."


def _longest_rising(numbers: list[int]) -> list[int]:
    runs: list[list[int]] = [[]]
    for number in numbers:
        longest = max((run for run in runs if not run or run[-1] < number), key=len)
        runs.append([*longest, number])
    return max(runs, key=len)


def _parts(old: Authors, new: Authors, came_from: dict[int, int]) -> Iterator[str]:
    """Who is written to with questions, and who presents, if that is somebody else."""
    for field, act in ROLES.items():
        before = next((m for m, a in enumerate(old) if getattr(a, field)), None)
        after = next((n for n, a in enumerate(new) if getattr(a, field)), None)
        if after is not None and came_from.get(after, -1) != before:
            instead = f", instead of {old[before].name}" if before is not None else ""
            yield f"{new[after].name} {act}{instead}."


def _with_address(author: AuthorFacts) -> str:
    return f"{author.name} ({author.email})" if author.email else author.name
