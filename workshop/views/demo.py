"""Only in the demo, and only from this machine: sign in as anybody, read the letters with codes."""

from __future__ import annotations

from functools import wraps
from typing import Any

from django.conf import settings
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from workshop import codes, mail
from workshop.accounts import Adapter
from workshop.audience import Audience, audience
from workshop.http import Request, View
from workshop.models import Letter, Role, User
from workshop.views.sign_in import next_of, signed_in_as

# Their institutions differ, and so do the hosts of their addresses; all end like this.
DEMO_PEOPLE = "demo.example"
SHOWN_A_SIDE = 3
SHOWN_LETTERS = 10


def demo_only(view: View) -> View:
    """Not there unless the demo runs, nor for anybody whose request comes by way of a proxy."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        headers = [name.lower() for name in request.headers]
        forwarded = any(n == "forwarded" or n.startswith("x-forwarded-") for n in headers)
        here = request.META.get("REMOTE_ADDR") in {"127.0.0.1", "::1"}
        if not settings.DEMO or forwarded or not here:
            raise Http404
        return view(request, *args, **kwargs)

    return wrapped


@audience(Audience.PUBLIC)
@demo_only
def demo(request: Request) -> HttpResponse:
    """One click signs in as one of the invented people."""
    if request.method == "POST":
        person = get_object_or_404(_people(), email=request.POST.get("email", ""))
        user = Adapter(request).confirm(person.email, request.at)
        if user is None:
            raise Http404
        after = next_of(request) or home_of(user)
        return signed_in_as(request, user, after, proved_at=request.at)
    context = {"sides": sides(), "next": next_of(request)}
    return render(request, "workshop/account/demo.html", context)


@audience(Audience.PUBLIC)
@demo_only
def demo_letters(request: Request) -> HttpResponse:
    """The newest letters with secrets as they are read, codes and links and all."""
    newest = Letter.everywhere.filter(Q(workshop=None) | ~Q(secret=""))[:SHOWN_LETTERS]
    letters = [(letter, mail.with_secret(letter)) for letter in newest]
    pages = {codes.SIGN_IN: "enter_code", codes.ADDRESS: "enter_address_code"}
    back = next((page for event, page in pages.items() if event in request.session), "")
    context = {"letters": letters, "back": back}
    return render(request, "workshop/account/demo_letters.html", context)


def _people() -> QuerySet[User]:
    return User.objects.filter(email__endswith=DEMO_PEOPLE, is_active=True)


def sides() -> list[tuple[str, list[tuple[User, str]]]]:
    """A few people of each side, with the workshops of their roles."""
    organizes, reviews = (
        Exists(Role.everywhere.filter(user=OuterRef("pk"), kind=kind))
        for kind in (Role.Kind.ORGANIZER, Role.Kind.REVIEWER)
    )
    people = _people().order_by("pk").prefetch_related("roles__workshop")
    return [
        ("Organizers", _described(people.filter(organizes))),
        ("Reviewers", _described(people.filter(reviews).exclude(organizes))),
        ("Authors", _described(people.exclude(organizes).exclude(reviews))),
    ]


def _described(people: QuerySet[User]) -> list[tuple[User, str]]:
    return [
        (person, ", ".join(sorted({role.workshop.short_name for role in person.roles.all()})))
        for person in people[:SHOWN_A_SIDE]
    ]


def home_of(user: User) -> str:
    """Organizers begin at their workshop, everybody else at their account."""
    role = Role.everywhere.filter(user=user, kind=Role.Kind.ORGANIZER).select_related("workshop")
    first = role.order_by("-pk").first()
    return reverse("organize", args=[first.workshop.slug]) if first else ""
