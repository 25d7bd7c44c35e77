"""No page tells a key of the database: keys count rows, of which most are hidden from who reads."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator

import pytest
from numbered import count_from, numbered_tables
from world import pages, world

from workshop.audience import Audience

pytestmark = pytest.mark.django_db

# Ten digits, six of them fixed: a token or digest by chance hardly ever looks like such a key.
FIRST, APART = 2_000_000_000, 1_000_000
# Above any key of another test, whose pages then have their usual length.
AFTERWARDS = 100_000
KEY = re.compile(r"(?<![\d.])20\d\d000\d{3}(?!\d)")
# What is signed can be read: text, time, signature.
SIGNED = re.compile(r"[\w-]{4,}(?=:[\w-]{6}:[\w-]{20,})")
# Whoever runs a workshop is shown these by the forms that change them: see docs/blindness.md.
OF_FORMS = {"workshop_user", "workshop_person", "workshop_topic", "workshop_submissionkind"}


@pytest.fixture
def tables() -> Iterator[dict[str, str]]:
    """Every table counts from a number of its own, that stands nowhere else; the tables by it."""
    firsts = {FIRST + n * APART: table for n, table in enumerate(numbered_tables())}
    count_from({table: first for first, table in firsts.items()})
    yield {str(first)[:4]: table for first, table in firsts.items()}
    count_from(dict.fromkeys(numbered_tables(), AFTERWARDS))


def told(text: str) -> Iterator[str]:
    """The keys in a text, and in what is signed in it."""
    yield from KEY.findall(text)
    for signed in SIGNED.findall(text):
        try:
            read = base64.urlsafe_b64decode(signed + "=" * (-len(signed) % 4))
        except binascii.Error:
            continue
        yield from KEY.findall(read.decode("latin-1"))


@pytest.mark.parametrize(
    ("phase", "who", "audience", "known"),
    [
        ("open", "visitor", Audience.PUBLIC, set()),
        ("open", "author", Audience.SIGNED_IN, set()),
        ("open", "author", Audience.AUTHOR, set()),
        ("released", "author", Audience.AUTHOR, set()),
        ("open", "reviewer", Audience.REVIEWER, {"reviews_publication"}),
        ("open", "organizer", Audience.ORGANIZER, OF_FORMS),
    ],
)
def test_no_page_tells_how_many_rows_there_are(
    tables: dict[str, str], phase: str, who: str, audience: Audience, known: set[str]
) -> None:
    here = world(phase)
    client, found = here.client(who), set()
    for name, audiences in pages():
        if audience not in audiences or name == "sign_out":
            continue
        _, body, headers = here.get(client, here.url(name))
        text = f"{body.decode('latin-1')}{headers}"
        found |= {(name, tables[key[:4]]) for key in told(text)}
    assert sorted(one for one in found if one[1] not in known) == []
    assert {table for _, table in found} == known
