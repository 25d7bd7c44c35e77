"""Ways out that no page shows: what is logged, queued, sent elsewhere, kept by a browser."""

from __future__ import annotations

import inspect
import logging
import re
from importlib import import_module
from smtplib import SMTPRecipientsRefused
from unittest.mock import patch

import pytest
from committee import INNER, SEALED, STEPS, WHO, Story
from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import models
from django.test import Client
from test_architecture import APPS, ROOT

from submissions.models import ReleasedReview
from workshop import mail
from workshop.celery import app
from workshop.models import Letter

# By which a program talks to another machine.
TALKING = {
    *("urllib.request", "http.client", "socket", "ssl", "smtplib", "ftplib", "xmlrpc.client"),
    *("requests", "httpx", "aiohttp", "urllib3", "boto3", "botocore"),
}
# To the site itself, and to the store of papers.
MAY_TALK = {
    *("workshop/management/health.py", "workshop/management/addresses.py"),
    "workshop/storage.py",
}


@pytest.mark.django_db
def test_no_log_says_who_reviews_or_what_is_hidden(caplog: pytest.LogCaptureFixture) -> None:
    """All that any part of the site logs, while the mail system refuses every letter by name."""
    caplog.set_level(logging.DEBUG)
    logging.getLogger("django.db.backends").setLevel(logging.INFO)  # off but for DEBUG

    def refuse(message: EmailMessage) -> int:
        raise SMTPRecipientsRefused(dict.fromkeys(message.to, (550, b"no such user")))

    story = Story().begin()
    with patch.object(EmailMessage, "send", refuse):
        for step in STEPS[:2]:
            story.take(step)
        assert mail.deliver_due(story.at) > 5
    olga = Client()
    olga.force_login(story.olga)
    for url in ("reviews/", "submissions/1/", "submissions/99/"):
        olga.get(f"/credit/organize/{url}")
    said = caplog.text.lower()
    assert "letter" in said
    assert "not found" in said
    secrets = [key for key in Letter.everywhere.values_list("secret", flat=True) if key]
    assert [mark for mark in (WHO, SEALED, INNER, *map(str, secrets)) if mark in said] == []


def test_a_task_is_queued_with_one_key_at_most() -> None:
    app.loader.import_default_modules()
    ours = [task for name, task in app.tasks.items() if name.startswith(tuple(APPS))]
    assert len(ours) >= 4
    for task in ours:
        asked = inspect.signature(task.run).parameters.values()
        assert [each.annotation in (int, str, "int", "str") for each in asked] in ([], [True]), task


def test_nothing_talks_to_other_machines() -> None:
    """But for the database, the store, the queue and the mail system, by their libraries."""
    names = "|".join(map(re.escape, TALKING))
    asked = re.compile(rf"^\s*(?:import|from) (?:{names})\b", re.MULTILINE)
    paths = [path for name in APPS for path in (ROOT / name).rglob("*.py")]
    found = {str(path.relative_to(ROOT)) for path in paths if asked.search(path.read_text())}
    assert found == MAY_TALK


def test_reviewers_hand_in_text_and_no_file_that_could_name_them() -> None:
    rows: list[type[models.Model]] = [*apps.get_app_config("reviews").get_models(), ReleasedReview]
    fields = [field for model in rows for field in model._meta.get_fields()]
    assert [f for f in fields if isinstance(f, models.FileField | models.BinaryField)] == []


@pytest.mark.django_db
def test_a_browser_keeps_no_page_and_sends_no_cookie_for_other_sites() -> None:
    story = Story().begin()
    ada = Client()
    ada.force_login(story.ada)
    page = ada.get("/credit/submissions/1/").content.decode()
    assert '"historyCacheSize":0' in page
    assert (settings.SESSION_COOKIE_SAMESITE, settings.CSRF_COOKIE_SAMESITE) == ("Lax", "Lax")
    assert import_module("workshop.settings").SESSION_COOKIE_AGE <= 14 * 24 * 3600
