"""A workshop file with a little of everything, and what tests do with it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.core.management import CommandError, call_command

from workshop.models import Workshop

FILE = """
[workshop]
slug = "small-2020"
title = "Small"
short_name = "Small 2020"
zone = "Europe/Stockholm"
first_day = 2020-07-14
last_day = 2020-07-15
topics = ["Learning", "Memory"]
call = "Write to us."

[[kind]]
name = "Short paper"
pages = 4

[[kind]]
name = "Long paper"
pages = 8

[[deadline]]
step = "submit"
day = 2020-06-15

[[speaker]]
name = "Ada Berg"
affiliation = "North"

[[speaker]]
name = "Olu Cole"
homepage = "https://example.org/olu"

[[organizer]]
name = "Ada Berg"

[[person]]
name = "Mia Dahl"

[[page]]
slug = "getting-there"
title = "Getting there"
body = "By train."

[[submission]]
number = 1
decision = "oral"
title = "On Small Things"
kind = "Short paper"
authors = ["Olu Cole", "Mia Dahl"]
presenter = "Mia Dahl"

[[day]]
date = 2020-07-14

[[day.session]]
kind = "invited"
starts = "9:00"
ends = "9:30"
room = "Hall"

[[day.session.talk]]
by = "Ada Berg"
title = "Large Things"
abstract = "They are large."

[[day.session]]
kind = "contributed"
starts = "9:30"
ends = "10:00"

[[day.session.talk]]
submission = 1

[[day.session]]
kind = "panel"
starts = "10:00"
ends = "11:00"
panelists = ["Olu Cole", "Ada Berg"]
"""


def load(path: Path, **options: Any) -> Workshop:
    call_command("load_workshop", str(path), verbosity=0, **options)
    return Workshop.objects.get(slug="small-2020")


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert text.count(old) == 1
    path.write_text(text.replace(old, new))


def refusal(path: Path) -> list[str]:
    with pytest.raises(CommandError) as refused:
        load(path)
    return str(refused.value).splitlines()


def everything() -> dict[str, list[dict[str, Any]]]:
    """Every row of every table."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values())
        for model in apps.get_models(include_auto_created=True)
        if model._meta.label not in {"contenttypes.ContentType", "auth.Permission"}
    }
