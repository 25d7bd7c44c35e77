"""What a cache may keep: nothing of what is somebody's, and of what is everybody's only that."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.test import Client


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
