"""The door of the site: what does not speak UTF-8 gets no further."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import RequestFactory

from workshop.wsgi import application


def over_wsgi(content_type: str, query: str = "") -> str:
    """The status that a web server hands on, for a page that asks the database nothing."""
    request = RequestFactory().get("/styleguide/")
    heard: list[str] = []

    def start(status: str, *_: object) -> Callable[[bytes], None]:
        heard.append(status)
        return lambda _: None

    environ = {**request.environ, "QUERY_STRING": query, "CONTENT_TYPE": content_type}
    b"".join(application(environ, start))
    return heard[0]


CODECS = "hex idna undefined base64 utf-7 raw_unicode_escape latin-1 punycode no-such".split()


@pytest.mark.parametrize("charset", CODECS)
@pytest.mark.parametrize(
    "content_type",
    [
        "multipart/form-data; boundary=b; charset={}",
        'application/x-www-form-urlencoded; charset="{}"',
        "text/plain; CHARSET={}",
    ],
)
def test_what_is_not_in_utf8_is_answered_as_a_bad_request(content_type: str, charset: str) -> None:
    assert over_wsgi(content_type.format(charset), "next=/%80%C3") == "400 Bad Request"


@pytest.mark.parametrize("charset", ["undefined", "no-such"])
@pytest.mark.parametrize("name", ["charset", "name"])
def test_a_header_that_cannot_be_read_is_one_too(name: str, charset: str) -> None:
    assert over_wsgi(f"text/plain; {name}*={charset}''utf%2D8") == "400 Bad Request"


@pytest.mark.parametrize(
    "content_type",
    ["", "text/plain", "text/plain; charset=utf-8", 'text/plain; charset="UTF-8"', "nonsense"],
)
@pytest.mark.django_db(transaction=True)
def test_utf8_is_what_everything_is_taken_for(content_type: str) -> None:
    assert over_wsgi(content_type, "next=/%C3%A4") == "200 OK"
