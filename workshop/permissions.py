"""Who may do what on the ground. A workshop that is not yours looks like one that is not there."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import get_object_or_404

from workshop.models import Barrier, User, Workshop


def can_create_workshop(user: User) -> bool:
    """Administrators, and whoever the site's settings name: everyone, a domain, an address."""
    if user.is_administrator:
        return True
    domain = "@" + user.email.rpartition("@")[2]
    return any(rule in ("*", domain, user.email) for rule in settings.WORKSHOP_CREATORS)


def organized_workshop(user: User, slug: str) -> Workshop:
    """The workshop, if this user organizes it."""
    return get_object_or_404(Workshop.objects.organized_by(user), slug=slug)


def handled_workshop(user: User, slug: str, outside_if: Exists | None = None) -> Workshop:
    """The workshop, if this user organizes it or decides in it from outside.

    For the few pages of an outside decider: which submissions are theirs, `organized_by` says.
    Some are theirs only while something is so.
    """
    organizes = Exists(Workshop.objects.organized_by(user).filter(pk=OuterRef("pk")))
    facts = {"from_outside": ~organizes}
    rows = Workshop.objects.handled_by(user).annotate(**facts)
    if outside_if is not None:
        rows = rows.filter(organizes | outside_if)
    return get_object_or_404(rows, slug=slug)


def visible_workshop(user: User, slug: str) -> Workshop:
    """The workshop, if it is announced or this user organizes it."""
    return get_object_or_404(Workshop.objects.visible_to(user), slug=slug)


def announced_workshop(slug: str) -> Workshop:
    """The workshop, if the public knows of it: for answers that are the same for everybody."""
    return get_object_or_404(Workshop.objects.announced(), slug=slug)


def public_workshop(user: User | AnonymousUser, slug: str, **facts: Exists) -> Workshop:
    """The workshop for a public page. Who is asking matters only while it is not announced.

    `facts` are asked for in the same query; a workshop that is not announced has none.
    """
    workshop = Workshop.objects.announced().annotate(**facts).filter(slug=slug).first()
    if workshop is not None:
        return workshop
    if not isinstance(user, User) and not user.is_authenticated:
        raise Http404
    return visible_workshop(user, slug)


def can_view_as_others(user: User, workshop: Workshop) -> bool:
    """Whether an organizer may look at the site as an author or a reviewer: without any barrier.

    It asks nothing about whom they would look as, or the answer would tell who has to do with what.
    """
    return not Barrier.numbers(workshop, user).exists()
