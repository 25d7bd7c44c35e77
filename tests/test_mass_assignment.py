"""A sample of the forms with keys that they do not have; `make campaign` sends them all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from random import Random

import mass_assignment as forms
import pytest
from filling import Forms
from mass_assignment import Attempt, astray, forms_of, run
from probes import FIRST, Town, a_town

from bench.campaigns import mass_assignment as campaign
from bench.campaigns.result import Result
from submissions import submit
from workshop.models import Role

pytestmark = pytest.mark.django_db
SAMPLE = 12
SAMPLED = [
    ("olga", "/credit/organize/site/"),
    ("olga", "/credit/organize/reviewers/invite/"),
    ("olga", f"/credit/organize/decisions/{FIRST}/"),
    ("ana", f"/credit/review/{FIRST}/"),
    ("ada", f"/credit/submissions/{FIRST}/withdraw/"),
    ("ada", "/account/"),
]


@pytest.fixture
def town() -> Iterator[Town]:
    with a_town() as made:
        yield made


def test_a_key_that_a_form_does_not_have_changes_nothing(town: Town) -> None:
    own = [each for who, url in SAMPLED for each in forms_of(town, who, url)]
    away = list(astray(own))
    counts = run([*own, *Random(7).sample(away, min(SAMPLE, len(away)))], town)
    assert (counts.changed, counts.roles) == ([], [])
    assert counts.acting >= 3
    assert counts.keys > 10_000


def test_a_column_that_a_view_takes_from_anywhere_is_found(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(submission: object, *, by: object, **rest: object) -> None:
        town.here.workshop.roles.create(user=town.here.story.bob, kind=Role.Kind.ORGANIZER)

    monkeypatch.setattr(submit, "withdraw", careless)
    url = f"/credit/submissions/{FIRST}/withdraw/"
    [form] = forms_of(town, "ada", url)
    alike = Attempt("ada", url, form.form, form.named, own=False)
    assert run([alike], town).roles != []


def test_every_column_is_among_the_keys() -> None:
    names = forms.columns()
    for column in ("status", "version", "submitter_id", "workshop", "is_administrator", "kind"):
        assert column in names
        assert f"author-1-{column}" in forms.added([], None)
    assert "status" not in forms.added(["status"], None)


def test_an_address_where_no_form_did_anything_fails_the_campaign() -> None:
    named = {"sent": {"organize_site", "organize_rooms"}, "acted": {"organize_site"}}
    found = Result(Counter(forms=campaign.LEAST), named)
    assert campaign.verdict(found) == ["nothing that was sent to organize_rooms did anything"]
    assert campaign.verdict(Result(found.counts, {**named, "acted": named["sent"]})) == []


def test_an_exception_that_does_something_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(campaign.NEVER, "organize_site", "")
    named = {"sent": {"organize_site"}, "acted": {"organize_site"}}
    [why] = campaign.verdict(Result(Counter(forms=campaign.LEAST), named))
    assert why.startswith("organize_site ")


def test_what_a_template_holds_is_sent_by_no_form() -> None:
    spare = '<template><input name="author" value="KEY"><textarea name="a">b</textarea></template>'
    [form] = Forms(f'<form><input name="author" value="1">{spare}<button>Go</button></form>').whole
    assert form.fields == {"author": ["1"]}
    assert len(form.buttons) == 1
