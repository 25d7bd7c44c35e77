"""What is said of one person who is to be invited: address, name, topics, load."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email

from reviews.invite import Invitee
from workshop.forms import no_link
from workshop.models import Topic

LARGEST_LOAD = 60
NAME_LENGTH = 120
ADDRESS_LENGTH = 254
SHOWN = 80
BETWEEN_WORDS = re.compile(r'([\s<>()\[\]",;|]+)')
AROUND_A_NAME = " <>[].,;:|•*-–—"
PAIRS = ('""', "''", "()")
UNCLEAR = "it is not clear what is the name here. Write Ann Berg <ann@university.edu>."

ByName = Mapping[str, Topic]


def addresses(text: str) -> list[str]:
    """Every word with an @, in small letters and without the "mailto:" before it."""
    return [_address(word) for word in BETWEEN_WORDS.split(text) if "@" in word]


def person(text: str) -> Invitee:
    """One address and whatever stands beside it, which is the name."""
    found = addresses(text)
    if len(found) > 1:
        raise ValidationError(
            "here is more than one address. Put each person on a line of their own."
        )
    email = checked("".join(found))
    return Invitee(email, name_in(beside(text)))


def checked(email: str) -> str:
    """Says what is wrong with an address, and how it looks when right."""
    try:
        validate_email(email)
        MaxLengthValidator(ADDRESS_LENGTH)(email)
    except ValidationError:
        raise ValidationError(
            "this is not a whole address. Write ann@university.edu, "
            "or Ann Berg <ann@university.edu>."
        ) from None
    return email


def beside(text: str) -> str:
    """What stands before the only address of this text, or after it."""
    words = BETWEEN_WORDS.split(" ".join(text.split()))
    n = next(n for n, word in enumerate(words) if "@" in word)
    before, after = "".join(words[:n]).rstrip(), "".join(words[n + 1 :]).lstrip()
    if before.endswith("(") and after.startswith(")"):
        before, after = before[:-1], after[1:]
    sides = [side for side in (_bare(before), _bare(after)) if side]
    if len(sides) > 1:
        raise ValidationError(UNCLEAR)
    return "".join(sides)


def name_in(cell: str) -> str:
    """As it is written, if letters to them may begin with it."""
    if len(cell) > NAME_LENGTH:
        raise ValidationError(f"the name has more than {NAME_LENGTH} letters. Shorten it.")
    no_link(cell)
    return cell


def topics_in(cell: str, topics: ByName) -> tuple[Topic, ...]:
    """By the names that the workshop has for them."""
    if cell.casefold() in topics:
        return (topics[cell.casefold()],)
    names = [name.strip() for name in re.split(r"[;|]", cell) if name.strip()]
    unknown = [name for name in names if name.casefold() not in topics]
    if unknown:
        said = ", ".join(f"“{name[:SHOWN]}”" for name in unknown)
        are = "is no topic" if len(unknown) == 1 else "are no topics"
        raise ValidationError(
            f"{said} {are} of this workshop. Write topics as in the list below, or leave them out."
        )
    return tuple(dict.fromkeys(topics[name.casefold()] for name in names))


def load_in(cell: str) -> int | None:
    if not cell:
        return None
    if not (cell.isdecimal() and len(cell) < 4 and 1 <= int(cell) <= LARGEST_LOAD):
        raise ValidationError(f"the load is a whole number from 1 to {LARGEST_LOAD}.")
    return int(cell)


def by_name(topics: Sequence[Topic]) -> ByName:
    return {topic.name.casefold(): topic for topic in topics}


def _address(word: str) -> str:
    return word.lower().rpartition(":")[2].strip(".'")


def _bare(side: str) -> str:
    """Without the marks and the pair of quotes or brackets around it."""
    bare = side.strip(AROUND_A_NAME)
    return bare[1:-1].strip() if len(bare) > 1 and bare[0] + bare[-1] in PAIRS else bare
