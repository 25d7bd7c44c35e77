"""The WSGI entry point."""

from __future__ import annotations

import os
from collections.abc import Iterable
from wsgiref.types import StartResponse, WSGIEnvironment

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")

site = get_wsgi_application()


def application(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
    """The site, for requests in UTF-8.

    Django decodes a request in whatever encoding it names, partly before any middleware, and
    fails at many of them. Every browser sends UTF-8.
    """
    if is_utf8(environ.get("CONTENT_TYPE", "")):
        return site(environ, start_response)
    start_response("400 Bad Request", [("Content-Type", "text/plain; charset=utf-8")])
    return [b"This site understands UTF-8 only.\n"]


def is_utf8(content_type: str) -> bool:
    """Whether a request of this type names UTF-8, or no encoding at all."""
    try:
        _, parameters = parse_header_parameters(content_type)
    except (LookupError, ValueError):
        return False
    return parameters.get("charset", "utf-8").lower() in {"utf-8", "utf8"}
