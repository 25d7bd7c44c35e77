"""Signing in, by code or by password, and signing out. Neither tells who has an account."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from workshop import codes, limits
from workshop.account_forms import CodeForm, EmailForm, PasswordSignInForm
from workshop.accounts import Adapter
from workshop.audience import Audience, audience
from workshop.codes import SIGN_IN
from workshop.http import Request
from workshop.models import Deadline, Step, User, Workshop
from workshop.views.site import dates_of, site_nav

# The session's word for when a code was last entered in it.
PROVED_AT = "proved_at"
TOO_OFTEN = "Too many codes were asked for. Wait an hour, then ask again."
TOO_MANY_TRIES = "Too many tries. Wait five minutes, or sign in with a code instead."


@audience(Audience.PUBLIC)
def sign_in(request: Request) -> HttpResponse:
    """Send a code to an address, whoever has it: no account is looked up here."""
    after = next_of(request)
    if request.method != "POST":
        if request.user.is_authenticated:
            return redirect(after or settings.LOGIN_REDIRECT_URL)
        return _page(request, "sign_in", after, form=EmailForm())
    form = EmailForm(request.POST)
    if not form.is_valid():
        return _page(request, "sign_in", after, form=form)
    email = form.cleaned_data["email"]
    if not limits.may_send_code(request, email):
        form.add_error("email", TOO_OFTEN)
        return _page(request, "sign_in", after, form=form, status=429)
    codes.send(request.session, SIGN_IN, email, at=request.at, next=after)
    return to_enter(request, "enter_code")


@audience(Audience.PUBLIC)
def enter_code(request: Request) -> HttpResponse:
    """The right code signs in; its address may have had an account before, or has one now."""
    asked = codes.asked(request.session, SIGN_IN)
    if asked is None:
        return redirect("sign_in")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = _prove(request, asked, form.cleaned_data["code"])
        if user is not None:
            codes.forget(request.session, SIGN_IN)
            return signed_in_as(request, user, asked["next"], proved_at=request.at)
        form.add_error("code", codes.why_not(request.session, SIGN_IN))
    return _page(request, "enter_code", asked["next"], form=form, email=asked["email"])


def to_enter(request: HttpRequest, page: str) -> HttpResponse:
    """To the page that takes the code; when it is not the first one, that is said there."""
    return redirect(f"{reverse(page)}?again=1" if "again" in request.POST else reverse(page))


def _prove(request: Request, asked: codes.Asked, typed: str) -> User | None:
    if not limits.may_try_code(request, asked["seed"]):
        return None
    if not codes.is_right(request.session, SIGN_IN, typed, at=request.at):
        return None
    return Adapter(request).confirm(asked["email"], request.at)


@audience(Audience.PUBLIC)
def sign_in_with_password(request: Request) -> HttpResponse:
    """For those who have set a password. The limits count before anything is hashed."""
    after = next_of(request)
    if request.user.is_authenticated:
        return redirect(after or settings.LOGIN_REDIRECT_URL)
    form = PasswordSignInForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            user = Adapter(request).authenticate(request, **form.cleaned_data)
        except ValidationError:
            form.add_error("password", TOO_MANY_TRIES)
            status = 429
        else:
            if user is not None:
                return signed_in_as(request, user, after)
            form.add_error("password", "This address and password do not go together.")
    return _page(request, "password", after, form=form, status=status)


@audience(Audience.PUBLIC)
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """What the browser has kept of pages behind the session goes with it."""
    logout(request)
    response = redirect("index")
    response.headers["Clear-Site-Data"] = '"cache"'
    return response


def signed_in_as(
    request: Request, user: User, after: str, *, proved_at: datetime | None = None
) -> HttpResponse:
    """Begin a session, and go on; someone who is here for the first time is asked their name."""
    goal = after or resolve_url(settings.LOGIN_REDIRECT_URL)
    if user.last_login is None and not user.name:
        goal = f"{reverse('welcome')}?{urlencode({'next': after})}"
    if request.user.is_authenticated:
        request.session.cycle_key()
    response: HttpResponse = perform_login(
        request, user, email_verification="none", redirect_url=goal
    )
    if proved_at is not None:
        request.session[PROVED_AT] = proved_at.timestamp()
    return response


def next_of(request: HttpRequest) -> str:
    """Where to go afterwards: a path of this site, or nothing."""
    path = request.POST.get("next") or request.GET.get("next", "")
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
    if ours and len(path) <= 500:
        return path
    slug = _slug_in(f"?workshop={request.GET.get('workshop', '')}")
    return f"{reverse('account')}?workshop={slug}" if slug else ""


def _page(
    request: Request, page: str, after: str, *, status: int = 200, **context: Any
) -> HttpResponse:
    """In the colors of the workshop that somebody comes from, if that is announced."""
    workshop = Workshop.objects.announced().filter(slug=_slug_in(after)).first()
    if workshop is None:
        context["open_calls"] = _open_calls(request.at)
    else:
        context |= {"site_nav": site_nav(workshop), "dates": dates_of(workshop, request.at)}
    context |= {"next": after, "workshop": workshop}
    return render(request, f"workshop/account/{page}.html", context, status=status)


def _open_calls(at: datetime) -> QuerySet[Deadline]:
    """The calls that close next, for those who come from no workshop."""
    announced = Deadline.everywhere.filter(step=Step.SUBMIT, workshop__announced_at__isnull=False)
    calls = announced.filter(opens_at__lte=at, closes_at__gt=at).select_related("workshop")
    return calls.order_by("closes_at", "pk")[:3]


def _slug_in(path: str) -> str:
    """The workshop that a path of this site names or belongs to."""
    found = re.search(r"[?&]workshop=([a-z0-9-]+)", path) or re.match(r"/([a-z0-9-]+)/", path)
    return found[1] if found else ""
