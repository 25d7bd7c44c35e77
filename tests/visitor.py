"""A browser with cookies and no more, for a site that runs in other processes."""

from __future__ import annotations

import re
from http.client import HTTPConnection, HTTPResponse
from http.cookies import SimpleCookie
from urllib.parse import urlencode

TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]*)"')


class Visitor:
    """Every answer is a page, or the way to one."""

    def __init__(self, port: int) -> None:
        self.origin, self.port = f"http://localhost:{port}", port
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> str:
        status, page = self._ask("GET", path)
        assert status == 200, (path, status, page)
        return page

    def post(self, path: str, **typed: str) -> None:
        """The form of a page, sent as a browser would send it."""
        token = TOKEN.search(self.get(path))
        assert token is not None, path
        status, page = self._ask("POST", path, {**typed, "csrfmiddlewaretoken": token[1]})
        assert status == 302, (path, status, page)

    def _ask(self, method: str, path: str, typed: dict[str, str] | None = None) -> tuple[int, str]:
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Origin": self.origin,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        connection = HTTPConnection("localhost", self.port, timeout=30)
        connection.request(method, path, urlencode(typed) if typed else None, headers)
        answer = connection.getresponse()
        self._keep_cookies(answer)
        page = answer.read().decode()
        connection.close()
        return answer.status, page

    def _keep_cookies(self, answer: HTTPResponse) -> None:
        for header in answer.headers.get_all("Set-Cookie", []):
            self.cookies |= {name: one.value for name, one in SimpleCookie(header).items()}
