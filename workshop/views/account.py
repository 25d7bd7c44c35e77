"""One's own account: who one is, and where one has something to do."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render

from workshop.account_forms import AddressForm, ProfileForm
from workshop.audience import Audience, audience
from workshop.forms import problems_of
from workshop.http import SignedIn, signed_in
from workshop.models import Deadline, Role, Step, User, Workshop
from workshop.own_account import addresses_of
from workshop.permissions import can_create_workshop
from workshop.views.sign_in import next_of


@dataclass(frozen=True)
class Place:
    """A workshop as somebody finds it among their own."""

    workshop: Workshop
    roles: list[str]
    deadline: Deadline | None
    is_open: bool

    @property
    def doing(self) -> str:
        """“You organize and review”, or nothing."""
        verbs = {
            Role.Kind.ORGANIZER: "organize",
            Role.Kind.REVIEWER: "review",
            Role.Kind.DECIDER: "decide from outside",
        }
        done = [verb for kind, verb in verbs.items() if kind in self.roles]
        return f"You {' and '.join(done)}" if done else ""


@audience(Audience.SIGNED_IN)
@signed_in
def account(request: SignedIn) -> HttpResponse:
    """Where one has something to do, and everything about the account itself."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved. This is how you appear from now on.")
        return redirect("account")
    return page(request, form=form)


@audience(Audience.SIGNED_IN)
@signed_in
def welcome(request: SignedIn) -> HttpResponse:
    """Asks newcomers who they are, once. They may leave it for later."""
    form = ProfileForm(request.POST or None, instance=request.user)
    after = next_of(request)
    if request.method == "POST" and form.is_valid():
        form.save()
        return redirect(after or "account")
    context = {"form": form, "next": after, "problems": problems_of(form)}
    return render(request, "workshop/account/welcome.html", context)


def page(
    request: SignedIn,
    *,
    form: ProfileForm | None = None,
    address_form: AddressForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The account's page, with the one form that did not pass as it was filled in."""
    # A form that did not pass has changed its user in memory: the page shows the saved one.
    user = User.objects.get(pk=request.user.pk)
    yours, others = places(user, request.at)
    context: dict[str, Any] = {
        "user": user,
        "form": form or ProfileForm(instance=user),
        "problems": problems_of(form) if form else [],
        "address_form": address_form or AddressForm(),
        "addresses": addresses_of(user),
        "yours": yours,
        "others": others,
        "can_create_workshop": can_create_workshop(user),
    }
    return render(request, "workshop/account/account.html", context, status=status)


def places(user: User, at: datetime) -> tuple[list[Place], list[Place]]:
    """The workshops where somebody has a role, and the other announced ones; open calls first."""
    roles: dict[int, list[str]] = {}
    for workshop_id, kind in Role.everywhere.filter(user=user).values_list("workshop", "kind"):
        roles.setdefault(workshop_id, []).append(kind)
    deadlines = Deadline.everywhere.filter(step=Step.SUBMIT, workshop__in=_seen_by(user))
    by_workshop = {deadline.workshop_id: deadline for deadline in deadlines}
    found = [
        Place(
            workshop=workshop,
            roles=roles.get(workshop.pk, []),
            deadline=(deadline := by_workshop.get(workshop.pk)),
            is_open=bool(workshop.announced_at and deadline and deadline.is_open(at)),
        )
        for workshop in _seen_by(user)
    ]
    found.sort(key=lambda place: not place.is_open)
    return [place for place in found if place.roles], [p for p in found if not p.roles]


def _seen_by(user: User) -> Any:
    return Workshop.objects.visible_to(user)
