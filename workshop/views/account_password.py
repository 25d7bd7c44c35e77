"""The password of an account, for those who want one."""

from __future__ import annotations

from datetime import timedelta

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from workshop import limits, own_account
from workshop.account_forms import NewPasswordForm
from workshop.audience import Audience, audience
from workshop.forms import problems_of
from workshop.http import SignedIn, signed_in
from workshop.views.sign_in import PROVED_AT, TOO_MANY_TRIES

# For so long a code that was entered vouches for whoever sits at the screen.
RECENT = timedelta(minutes=15)


@audience(Audience.SIGNED_IN)
@signed_in
def change_password(request: SignedIn) -> HttpResponse:
    """Set or change it, after a code entered just now or with the old one."""
    proved, has_one = proved_recently(request), request.user.has_usable_password()
    if not proved and not has_one:
        return render(request, "workshop/account/change_password.html")
    form = NewPasswordForm(request.user, request.POST or None, ask_old=not proved)
    status = 200
    if request.method == "POST":
        if not proved and not limits.may_try_own_password(request):
            form = NewPasswordForm(request.user, ask_old=True)
            messages.warning(request, TOO_MANY_TRIES)
            status = 429
        elif form.is_valid():
            own_account.set_password(request.user, form.cleaned_data["new"], at=request.at)
            update_session_auth_hash(request, request.user)
            messages.success(request, "Your password is set. You are signed out everywhere else.")
            return redirect("account")
    context = {"form": form, "problems": problems_of(form), "proved": proved}
    return render(request, "workshop/account/change_password.html", context, status=status)


@audience(Audience.SIGNED_IN)
@signed_in
@require_POST
def remove_password(request: SignedIn) -> HttpResponse:
    """Only after a code: whoever removes the password must be able to get one."""
    if not proved_recently(request):
        messages.warning(request, "To remove your password, ask for a code first and enter it.")
        return redirect("account_password")
    own_account.remove_password(request.user, at=request.at)
    update_session_auth_hash(request, request.user)
    messages.success(request, "Your password is removed. You sign in with codes.")
    return redirect("account")


def proved_recently(request: SignedIn) -> bool:
    proved_at: float | None = request.session.get(PROVED_AT)
    return proved_at is not None and request.at.timestamp() < proved_at + RECENT.total_seconds()
