"""Who sees what: the written table is what everybody is really shown."""

from __future__ import annotations

from dataclasses import asdict
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone
from factories import make_organizer, make_submission, make_workshop
from review_factories import bar

from submissions import handling
from workshop import visibility
from workshop.management.visibility import example, look
from workshop.management.visibility.marks import MARKS
from workshop.models import Barrier, User, Workshop
from workshop.visibility import PHASES, Thing, as_json, as_markdown, table

pytestmark = pytest.mark.django_db

DOCS = Path(__file__).resolve().parent.parent / "docs" / "visibility.md"
# Those who must learn the least; `manage.py who_sees_what --check` asks as everybody.
SAMPLE = ["author", "organizer behind a barrier"]
AFTER = PHASES[1]


def written(role: str, phase: str) -> set[str]:
    place = PHASES.index(phase)
    names = {(mark.group, mark.name): name for name, mark in MARKS.items()}
    return {names[thing.group, thing.name] for thing in table() if thing.seen[role][place]}


def test_after_the_release_those_who_may_know_least_see_what_is_written() -> None:
    seen = look.looked(timezone.now(), [AFTER], SAMPLE)[AFTER]
    assert seen == {role: written(role, AFTER) for role in SAMPLE}


@pytest.mark.breaks_invariants
def test_a_leak_would_be_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without barriers, the organizer behind one sees it all, on the pages about it alone."""
    barred = "organizer behind a barrier"
    with look.in_memory():
        made = example.make(timezone.now())
        about = [door for door in look.doors(made) if door.about and "/organize/" in door.url]
        client = look.client_of(made.roles[barred])
        assert look.marks_in(look.asked(client, about)) == set()
        monkeypatch.setattr(Barrier, "everywhere", Barrier.everywhere.none())
        # What is made once is made without them, as it were.
        for left in ("handlers_left", "organizers_left"):
            made_anew = getattr(handling, left).__wrapped__
            monkeypatch.setattr(f"submissions.models.{left}", made_anew)
        seen = look.marks_in(look.asked(client, about))
    assert seen >= {"title", "author", "text", "rating", "colleague", "note", "decision"}


def test_nothing_is_left_of_the_example() -> None:
    look.looked(timezone.now(), [])
    assert (Workshop.objects.count(), User.objects.count()) == (0, 0)


def test_the_handbook_says_what_the_site_says() -> None:
    rewrite = "Run `manage.py who_sees_what --write`."
    assert DOCS.read_text(encoding="utf-8") == as_markdown(table()), rewrite
    assert visibility.FILE.read_text(encoding="utf-8") == as_json(table()), rewrite


def test_the_table_is_about_everything_there_is_a_mark_for() -> None:
    assert [(thing.group, thing.name) for thing in table()] == [
        (mark.group, mark.name) for mark in MARKS.values()
    ]
    roles = {tuple(thing.seen) for thing in table()}
    assert len(roles) == 1
    # Each is there to be seen by somebody, so that not seeing it says something.
    assert [thing.name for thing in table() if not any(map(any, thing.seen.values()))] == []


@pytest.mark.parametrize("phase", range(3))
def test_the_written_table_is_blind(phase: int) -> None:
    """What holds whatever the pages do: the table itself may not drift into a leak."""
    things = {name: thing for (name, _), thing in zip(MARKS.items(), table(), strict=True)}
    secret = ["colleague", "note", "reason", "evidence", "reviewer email", "unsent", "invited"]
    for name in secret:
        seen = things[name].seen
        assert not any(seen[role][phase] for role in ("visitor", "author", "co-author"))
    inner = [name for name, thing in things.items() if thing.group == "Its reviews"]
    for name in [*inner, "decision", "letter", "about it"]:
        assert not things[name].seen["organizer behind a barrier"][phase]
    for name in ["text", "rating", "decision"]:
        assert things[name].seen["author"][phase] is (phase > 0)


def test_words_for_when() -> None:
    thing = Thing("A", "a", {"one": [True] * 3, "two": [False, True, True]})
    assert (thing.when("one"), thing.when("two")) == ("yes", "from the release on")
    assert thing.phases == ["one", "everybody", "everybody"]


def test_the_command_prints_it_as_text_and_as_markdown() -> None:
    text, markdown = StringIO(), StringIO()
    call_command("who_sees_what", stdout=text)
    call_command("who_sees_what", markdown=True, stdout=markdown)
    assert "  who reviews it\n    organizer                   yes\n" in text.getvalue()
    assert markdown.getvalue() == as_markdown(table())


def test_the_command_says_where_the_site_is_otherwise(monkeypatch: pytest.MonkeyPatch) -> None:
    """What it finds out is tried above; here it is told."""
    found = [Thing(**asdict(thing)) for thing in table()]
    command = "workshop.management.commands.who_sees_what"
    monkeypatch.setattr(f"{command}.found_out", lambda at: found)
    out = StringIO()
    call_command("who_sees_what", check=True, stdout=out)
    assert out.getvalue() == f"{len(table()) * 11 * 3} cells are as written.\n"
    found[0].seen["visitor"] = [True] * 3
    last = found.pop()
    wrong = f"visitor, {found[0].name}: written once it is public, found yes\n{last.name}: not look"
    with pytest.raises(CommandError, match=wrong):
        call_command("who_sees_what", check=True)


def test_every_organizer_reads_the_same_page(client: Client) -> None:
    workshop = make_workshop("credit")
    free, barred = make_organizer(workshop), make_organizer(workshop)
    bar(barred, make_submission(workshop))
    pages = []
    for organizer in (free, barred):
        client.force_login(organizer)
        page = client.get("/credit/organize/who-sees-what/").content.decode()
        pages.append(page[page.index('<div class="opening">') :])
    assert pages[0] == pages[1]
    assert "<td>author, co-author, organizer</td>" in pages[0]
    assert "example.org" not in pages[0]
    linked = client.get("/credit/organize/site/").content.decode()
    assert 'href="/credit/organize/who-sees-what/"' in linked
