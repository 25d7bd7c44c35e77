"""What an organizer says about the workshop: its settings, its call's text, its free pages."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.text import slugify

from workshop import dates, journal
from workshop.errors import Refused, Stale
from workshop.models import Page, Step, User, Workshop
from workshop.models.workshop import validate_slug

SETTINGS = (
    "title",
    "subtitle",
    "short_name",
    "host_event",
    "place",
    "zone",
    "first_day",
    "last_day",
    "ink",
    "figure",
    "contact",
)
CALL = ("call_text", "description", "related_work", "published_work_welcome", "proceedings")


def check_days(first_day: date, last_day: date) -> None:
    if last_day < first_day:
        raise Refused(
            "The last day comes before the first. It is the same day or a later one.", "last_day"
        )


@transaction.atomic
def change_settings(
    workshop: Workshop, facts: Mapping[str, Any], *, version: int, by: User, at: datetime
) -> bool:
    """Save the title, place, days and look; False if nothing differs."""
    check_days(facts["first_day"], facts["last_day"])
    row = _locked(workshop, version)
    if facts["first_day"] != row.first_day:
        _check_first_day(row, facts["first_day"])
    return _save(row, {name: facts[name] for name in SETTINGS}, "the site’s settings", by, at)


def _check_first_day(workshop: Workshop, first_day: date) -> None:
    submit = dates.deadline_of(workshop, Step.SUBMIT)
    if submit is not None and first_day <= (last := dates.last_day(submit.closes_at)):
        raise Refused(
            f"Submissions close on {last.day} {last:%B %Y}. Choose a later day.",
            "first_day",
        )


@transaction.atomic
def change_call(
    workshop: Workshop, facts: Mapping[str, Any], *, version: int, by: User, at: datetime
) -> bool:
    """Save the texts of the call; False if nothing differs."""
    row = _locked(workshop, version)
    return _save(row, {name: facts[name] for name in CALL}, "the text of the call", by, at)


def _locked(workshop: Workshop, version: int) -> Workshop:
    row = Workshop.objects.select_for_update(no_key=True).get(pk=workshop.pk)
    if row.version != version:
        raise Stale
    return row


def _save(row: Workshop, facts: Mapping[str, Any], what: str, by: User, at: datetime) -> bool:
    changed = [name for name, value in facts.items() if getattr(row, name) != value]
    if not changed:
        return False
    for name in changed:
        setattr(row, name, facts[name])
    row.version += 1
    row.save(update_fields=[*changed, "version"])
    journal.note(row, "changed", f"{by} changed {what}", by=by, at=at)
    return True


@transaction.atomic
def add_page(
    workshop: Workshop, *, title: str, body: str, slug: str, by: User, at: datetime
) -> Page:
    """A new page of the site, after the others. Its address never changes afterwards."""
    slug = slug or slugify(title).replace("_", "-")[:60].strip("-")
    if not slug:
        raise Refused(
            "Give it an address in small letters and digits, as in travel-grants.", "slug"
        )
    try:
        validate_slug(slug)
    except ValidationError as problem:
        raise Refused(problem.messages[0], "slug") from None
    if slug == "new":
        raise Refused("“new” is taken by this very page. Choose another address.", "slug")
    position = workshop.pages.count() + 1
    try:
        with transaction.atomic():
            page = workshop.pages.create(slug=slug, title=title, body=body, position=position)
    except IntegrityError:
        raise Refused(
            f"Another page has the address “{slug}”. Choose another one.", "slug"
        ) from None
    journal.note(workshop, "added a page", f"{by} added the page “{title}”", by=by, at=at)
    return page


@transaction.atomic
def change_page(
    page: Page, *, title: str, body: str, position: int, version: int, by: User, at: datetime
) -> bool:
    """Save a page's title, text and place among the others; False if nothing differs."""
    row = _locked_page(page, version)
    if (row.title, row.body, row.position) == (title, body, position):
        return False
    row.title, row.body, row.position = title, body, position
    row.version += 1
    row.save()
    journal.note(row.workshop, "changed a page", f"{by} changed the page “{title}”", by=by, at=at)
    return True


@transaction.atomic
def remove_page(page: Page, *, version: int, by: User, at: datetime) -> None:
    """Remove a page as it was seen: one that somebody has changed since stays."""
    row = _locked_page(page, version)
    row.delete()
    journal.note(page.workshop, "removed a page", f"{by} removed the page “{row}”", by=by, at=at)


def _locked_page(page: Page, version: int) -> Page:
    row = page.workshop.pages.select_for_update().filter(pk=page.pk).first()
    if row is None:
        raise Refused("Somebody has removed this page. Copy what you typed and add it anew.")
    if row.version != version:
        raise Stale
    return row
