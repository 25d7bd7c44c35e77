"""What people change about their own account. A letter tells them, in case it was not they."""

from __future__ import annotations

from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import QuerySet

from workshop import dates, letters
from workshop.accounts import verify_address
from workshop.audience import Audience, declare
from workshop.errors import Refused
from workshop.models import User

CHANGED = declare("workshop/account_changed", Audience.SIGNED_IN)


def addresses_of(user: User) -> QuerySet[EmailAddress]:
    """The addresses that sign in to this account, the main one first."""
    found: QuerySet[EmailAddress] = EmailAddress.objects.filter(user=user, verified=True)
    return found.order_by("-primary", "email")


@transaction.atomic
def add_address(user: User, email: str, *, at: datetime) -> None:
    """The code from the address was right: from now on it signs in to this account as well."""
    verify_address(user, email, at)
    _tell(user, f"The address {email} was added. It now signs in to your account.", at)


@transaction.atomic
def make_main_address(user: User, email: str, *, at: datetime) -> None:
    """Letters go to the main address from now on."""
    locked = _locked(user)
    address = addresses_of(locked).filter(email=email).first()
    if address is None:
        raise Refused("Only an address of your account can be its main one.")
    if address.primary:
        return
    _tell(locked, f"Your main address, to which letters go, is now {email}.", at)
    addresses_of(locked).filter(primary=True).update(primary=False)
    addresses_of(locked).filter(email=email).update(primary=True)
    locked.email = user.email = email
    locked.save(update_fields=["email"])


@transaction.atomic
def remove_address(user: User, email: str, *, at: datetime) -> None:
    """The address no longer signs in. The main one stays, and so one always does."""
    locked = _locked(user)
    address = addresses_of(locked).filter(email=email).first()
    if address is None:
        return
    if address.primary:
        raise Refused("This is your main address. Make another one your main address first.")
    address.delete()
    _tell(locked, f"The address {email} was removed. It no longer signs in to your account.", at)


@transaction.atomic
def set_password(user: User, password: str, *, at: datetime) -> None:
    """Sessions carry a trace of the password: all but the one at hand end with the old one."""
    what = "changed" if user.has_usable_password() else "set"
    user.set_password(password)
    user.save(update_fields=["password"])
    _tell(user, f"Your password was {what}. You are signed out everywhere else.", at)


@transaction.atomic
def remove_password(user: User, *, at: datetime) -> None:
    """Codes alone sign in again."""
    user.set_unusable_password()
    user.save(update_fields=["password"])
    _tell(user, "Your password was removed. You are signed out everywhere else.", at)


def _locked(user: User) -> User:
    """Two changes of an account come one after the other: one address is always the main one."""
    return User.objects.select_for_update().get(pk=user.pk)


def _tell(user: User, what: str, at: datetime) -> None:
    when = f"{dates.day_and_time(at)} UTC"
    context = {"what": what, "when": when}
    letters.post(None, CHANGED, [letters.Recipient(user.email, user.name)], context, at=at)
