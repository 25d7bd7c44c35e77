"""What a browser is told of an answer: no cache may keep what is somebody's, and of what is
everybody's only that; no page of another site may learn anything of it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client

# Of every answer, so that a site that leads here, or is led to from here, learns nothing.
ALONE = {
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
}


def told_to_others(response: Any) -> Iterator[str]:
    """What it lets another site's page see, by its headers and cookies."""
    for name, value in ALONE.items():
        if (said := response.headers.get(name)) != value:
            yield f"says {name}: {said}"
    for name in response.headers:
        if name.lower().startswith("access-control-"):
            yield f"says {name}"
    for name, cookie in response.cookies.items():
        if cookie["samesite"] not in ("Lax", "Strict"):
            yield f"sets the cookie {name} for other sites"


@dataclass
class Kept:
    """`as_visitor`: what a cache in between would have kept, from somebody without an account."""

    as_visitor: dict[str, bytes] = field(default_factory=dict)

    def wrong_with(
        self, url: str, way: str, response: Any, body: bytes, *, is_public: bool
    ) -> Iterator[str]:
        said = response.headers.get("Cache-Control", "")
        if "private" in said or "no-store" in said:
            return
        if not is_public:
            yield f"may be kept by a cache: {said or 'nothing is said of it'}"
        if response.cookies:
            yield "may be kept by a cache, with a cookie"
        if way == "page" and response.status_code == 200 and body != self.shown(url):
            yield "may be kept by a cache, and is another page to a visitor"

    def shown(self, url: str) -> bytes:
        if url not in self.as_visitor:
            found: Any = Client(raise_request_exception=False).get(url)
            self.as_visitor[url] = b"".join(found) if found.streaming else found.content
        return self.as_visitor[url]
