"""A request while an organizer looks at the site as somebody else (docs/decisions/0009).

What is looked at lies in the organizer's session. Below the address of that workshop, and nowhere
else, whoever is looked at stands in for the organizer, and nothing can be changed: not by a form,
not in the database, not in the session, not by a cookie.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.messages.storage.base import BaseStorage
from django.contrib.sessions.backends.base import SessionBase
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.urls import reverse
from django.utils.crypto import get_random_string

from workshop.errors import Refused
from workshop.models import User, Workshop
from workshop.view_as import LASTS, PUBLIC, Seen, still_may

KEY = "viewing"
# In the browser: whether there is anything to ask the session for, so that a public page asks for
# none. It grants nothing: without it an organizer has their own view.
MARK = "viewing"
# Stays in the session: pages seen as somebody else may be open still.
LOOKED = "looked"
NOT_YOUR_FORM = (
    "This form is of a page that you saw as somebody else, or of one from before you signed in. "
    "Nothing was changed. Open the page anew."
)
# Its public answers are the same for everybody, and ask for no session.
API = "/api/"
SAFE = ("GET", "HEAD")
READS = ("SELECT", "SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT", "BEGIN")
NOTHING_CHANGES = (
    "You see the site as somebody else sees it, so nothing can be changed here, and nothing was. "
    "Go back to your own view first."
)
ENDED = (
    "You saw the site as somebody else sees it. That has ended, nothing was changed, and from "
    "here on this is your own view again."
)
ASKED_IN = "The public is asked to sign in here, and sees nothing before that."
Handler = Callable[[HttpRequest], HttpResponse]


@dataclass(frozen=True)
class Viewing:
    """What the banner says, and the one form on the page that does something."""

    seen: Seen
    leave_url: str
    token: str

    @property
    def is_public(self) -> bool:
        return self.seen == PUBLIC


class NoMessages(BaseStorage):
    """Those of the organizer wait for the organizer; those of the page are for nobody."""

    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True

    def _store(self, messages: Any, response: Any, *args: Any, **kwargs: Any) -> list[Any]:
        return []


def begin(request: HttpRequest, workshop: Workshop, seen: Seen, *, by: User, at: datetime) -> None:
    """From the next request on."""
    request.session[LOOKED] = True
    request.session[KEY] = {
        "workshop": workshop.pk,
        "slug": workshop.slug,
        "by": by.pk,
        "since": at.timestamp(),
        "seen": asdict(seen) | {"numbers": []},
    }


def end(request: HttpRequest, slug: str) -> bool:
    """Whether there was something to end in this workshop."""
    if request.session.get(KEY, {}).get("slug") != slug:
        return False
    del request.session[KEY]
    return True


def mark(response: HttpResponse, slug: str) -> HttpResponse:
    """For the browser to bring along to the pages of this workshop."""
    response.set_cookie(
        MARK,
        "1",
        max_age=LASTS,
        path=f"/{slug}/",
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def unmark(response: HttpResponse, slug: str) -> HttpResponse:
    response.delete_cookie(MARK, path=f"/{slug}/", samesite="Lax")
    return response


def leave_url(slug: str) -> str:
    return reverse("leave_view_as", args=[slug])


def viewing(get_response: Handler) -> Handler:
    """Middleware: after the one that knows who is asking."""

    def middleware(request: HttpRequest) -> HttpResponse:
        kept = _kept(request)
        if kept is None:
            return get_response(request)
        organizer, seen = _organizer(request, kept), _seen(kept)
        if organizer is None or not _holds(kept, seen, organizer, request):
            end(request, kept["slug"])
            return unmark(_said(request, ENDED, 409), kept["slug"])
        with _in_place(request, kept["slug"], organizer, seen):
            if request.method not in SAFE:
                response = _said(request, NOTHING_CHANGES, 405)
                response.headers["Allow"] = ", ".join(SAFE)
            else:
                with connection.execute_wrapper(only_reading):
                    response = _inside(request, kept["slug"], get_response(request))
        # Whatever the page says of itself, this copy is one organizer's: no cache keeps it.
        response.headers.pop("Cache-Control", None)
        response.cookies.clear()
        return response

    return middleware


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    """What is looked at, if this is an address where it is. Other pages are as ever."""
    there = request.COOKIES.keys() >= {settings.SESSION_COOKIE_NAME, MARK}
    if not there or request.path_info.startswith(API):
        return None
    session = request.session
    accessed = session.accessed
    kept = session.get(KEY)
    # That this was asked for makes no public page a page behind a session.
    session.accessed = accessed
    if kept is None or not request.path_info.startswith(f"/{kept['slug']}/"):
        return None
    return None if request.path_info == leave_url(kept["slug"]) else dict(kept)


def _organizer(request: HttpRequest, kept: dict[str, Any]) -> User | None:
    user = request.user
    return user if user.is_authenticated and user.pk == kept["by"] else None


def _seen(kept: dict[str, Any]) -> Seen:
    return Seen(**kept["seen"] | {"numbers": ()})


def _holds(kept: dict[str, Any], seen: Seen, organizer: User, request: HttpRequest) -> bool:
    """Still within its time, still an organizer, still such a person, and no barrier since."""
    at: datetime = request.at  # type: ignore[attr-defined]
    if at.timestamp() - kept["since"] >= LASTS.total_seconds():
        return False
    workshop = Workshop.objects.organized_by(organizer).filter(pk=kept["workshop"]).first()
    return workshop is not None and still_may(workshop, seen, organizer)


@contextmanager
def _in_place(request: HttpRequest, slug: str, organizer: User, seen: Seen) -> Iterator[None]:
    """The request as that person's. Its forms bear a token that is good for nothing: one that is
    sent later, from a page left open, must not be taken for the organizer's own."""
    session, token = request.session, get_token(request)
    secret, has_cookie = request.META["CSRF_COOKIE"], settings.CSRF_COOKIE_NAME in request.COOKIES
    request.viewing = Viewing(seen, leave_url(slug), token)  # type: ignore[attr-defined]
    request.user = seen.as_user(organizer)
    request.session = SessionBase()
    request._messages = NoMessages(request)  # type: ignore[attr-defined]  # noqa: SLF001
    request.META["CSRF_COOKIE"] = get_random_string(len(secret))
    try:
        yield
    finally:
        request.session, request.user = session, organizer
        request.META["CSRF_COOKIE"] = secret
        # Without its cookie the button that leads back would do nothing.
        request.META["CSRF_COOKIE_NEEDS_UPDATE"] = not has_cookie


def only_reading(execute: Any, sql: str, params: Any, many: bool, context: Any) -> Any:  # noqa: FBT001
    """In the way of every statement: the last word on what a page may do."""
    if not sql.lstrip("( ").upper().startswith(READS) or "FOR UPDATE" in sql:
        raise Refused(NOTHING_CHANGES)
    return execute(sql, params, many, context)


def _inside(request: HttpRequest, slug: str, response: HttpResponse) -> HttpResponse:
    """A page that sends elsewhere would lead the organizer out, as themselves, or in a circle."""
    goal = urlsplit(response.headers.get("Location", "")).path
    if response.status_code in (301, 302) and not goal.startswith(f"/{slug}/"):
        return _said(request, ASKED_IN, 404)
    return response


def _said(request: HttpRequest, sentence: str, status: int) -> HttpResponse:
    return render(request, "workshop/refused.html", {"reason": sentence}, status=status)
