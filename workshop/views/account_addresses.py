"""The addresses of an account: add one, make one the main one, remove one."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from workshop import codes, limits, own_account
from workshop.account_forms import AddressForm, CodeForm
from workshop.audience import Audience, audience
from workshop.codes import ADDRESS
from workshop.errors import Refused
from workshop.http import SignedIn, signed_in
from workshop.views.account import page
from workshop.views.sign_in import TOO_OFTEN, to_enter


@audience(Audience.SIGNED_IN)
@signed_in
def add_address(request: SignedIn) -> HttpResponse:
    """Send a code to the address. Whose it may be already is not looked up here."""
    if request.method != "POST":
        return redirect(f"{reverse('account')}#addresses")
    form = AddressForm(request.POST)
    if not form.is_valid():
        return page(request, address_form=form)
    email = form.cleaned_data["email"]
    if not limits.may_send_code(request, email):
        form.add_error("email", TOO_OFTEN)
        return page(request, address_form=form, status=429)
    codes.send(request.session, ADDRESS, email, at=request.at, asked_by=request.user.email)
    return to_enter(request, "enter_address_code")


@audience(Audience.SIGNED_IN)
@signed_in
def enter_address_code(request: SignedIn) -> HttpResponse:
    asked = codes.asked(request.session, ADDRESS)
    if asked is None:
        return redirect("account")
    form = CodeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _is_right(request, asked, form.cleaned_data["code"]):
            codes.forget(request.session, ADDRESS)
            return _add(request, asked["email"])
        form.add_error("code", codes.why_not(request.session, ADDRESS))
    context = {"form": form, "email": asked["email"]}
    return render(request, "workshop/account/enter_address_code.html", context)


def _is_right(request: SignedIn, asked: codes.Asked, typed: str) -> bool:
    may_try = limits.may_try_code(request, asked["seed"])
    return may_try and codes.is_right(request.session, ADDRESS, typed, at=request.at)


def _add(request: SignedIn, email: str) -> HttpResponse:
    try:
        own_account.add_address(request.user, email, at=request.at)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, f"{email} now signs in to your account.")
    return redirect("account")


@audience(Audience.SIGNED_IN)
@signed_in
@require_POST
def make_main_address(request: SignedIn) -> HttpResponse:
    said = "Letters go to {email} from now on."
    return _change(request, own_account.make_main_address, said)


@audience(Audience.SIGNED_IN)
@signed_in
@require_POST
def remove_address(request: SignedIn) -> HttpResponse:
    said = "{email} no longer signs in to your account."
    return _change(request, own_account.remove_address, said)


def _change(request: SignedIn, step: Callable[..., None], said: str) -> HttpResponse:
    """An act on one of the addresses that the page lists; no page of ours sends anything else."""
    form = AddressForm(request.POST)
    if not form.is_valid():
        raise BadRequest
    email = form.cleaned_data["email"]
    try:
        step(request.user, email, at=request.at)
    except Refused as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, said.format(email=email))
    return redirect("account")
