"""Step 0: accounts. One form, one e-mailed code, for new and known addresses alike.

What holds between the rows: `User.email` is the main address; once its owner has signed in it
is one of their verified `EmailAddress` rows, the primary one. An account without any verified
address waits for its owner: an invitation made it.
"""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import Argon2PasswordHasher, check_password, make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.crypto import get_random_string
from django.utils.module_loading import import_string
from redis.exceptions import RedisError

from workshop import history, limits
from workshop.errors import Refused
from workshop.merging import merge
from workshop.models import User


class PasswordHasher(Argon2PasswordHasher):
    """Argon2id at 19 MiB and two passes (the OWASP minimum): many may sign in at the deadline."""

    memory_cost = 19 * 1024
    time_cost = 2
    parallelism = 1


class Backend(ModelBackend):
    """Passwords. One query and one hash for every address, so that neither text nor time tells.

    allauth's own looks twice for an address that nobody owns and hashes twice for one that two
    people have typed.
    """

    def authenticate(  # type: ignore[override]
        self, _request: HttpRequest | None, email: str = "", password: str = "", **_: Any
    ) -> User | None:
        user = User.objects.filter(
            emailaddress__email=email.lower(), emailaddress__verified=True
        ).first()
        nobodys = _nobodys_password()
        if user is None or not user.has_usable_password():
            check_password(password, nobodys)
            return None
        # The hash comes first: a locked account takes as long as any other.
        right = user.check_password(password)
        return user if right and self.user_can_authenticate(user) else None


@cache
def _nobodys_password() -> str:
    """To compare with where there is nothing to compare with: making a hash takes a bit longer."""
    return make_password(get_random_string(40))


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """allauth signs people in, keeps the rate limits and the addresses; it writes no letters."""

    def confirm(self, email: str, at: datetime) -> User | None:
        """The account of an address that has just been proved, made now if there is none.

        Nobody if the account is locked. The same address may be proved twice at once: the
        second time around the first has won, and its account is found.
        """
        try:
            return self._confirm(email, at)
        except Refused:
            return self._confirm(email, at)

    @transaction.atomic
    def _confirm(self, email: str, at: datetime) -> User | None:
        user = account_for(email)
        if not user.is_active:
            return None
        verify_address(user, email, at)
        return user

    def get_login_stages(self) -> list[str]:
        """Whoever gets this far has proved an address or a password: nothing more is asked."""
        return []

    def add_message(self, *_: Any, **__: Any) -> None:
        """Our own pages say what happened."""

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """A few tries for a client at an address, then many for all clients at that address.

        Without the cache nobody counts the tries: passwords wait, codes still go out.
        """
        try:
            super().pre_authenticate(request, **credentials)
        except RedisError as away:
            raise self.validation_error("too_many_login_attempts") from away
        if not limits.may_try_password(request, credentials["email"].lower()):
            raise self.validation_error("too_many_login_attempts")

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """allauth would count the tries of all clients as one: anybody could lock anybody out."""
        return limits.here_for(request, credentials["email"])


def account_for(email: str) -> User:
    """The account that owns an address, or one that waits for its owner to sign in with it.

    An address that somebody merely added and never verified does not count as theirs.
    """
    email = email.lower()
    owned = EmailAddress.objects.filter(email=email, verified=True).select_related("user").first()
    waiting = User(email=owned.user.email if owned else email)
    waiting.set_unusable_password()
    # Offered in any case, so that neither time nor queries tell who has an account already.
    User.objects.bulk_create([waiting], ignore_conflicts=True)
    return User.objects.get(email=waiting.email)


@transaction.atomic
def verify_address(user: User, email: str, at: datetime) -> None:
    """An address has been proved to be this user's; what later apps make of it happens with it.

    Refused if it signs in to another account. An account that only waited for the owner of
    this address becomes part of theirs.
    """
    email = email.lower()
    try:
        with transaction.atomic():
            EmailAddress.objects.update_or_create(
                user=user, email=email, defaults={"verified": True, "primary": email == user.email}
            )
    except IntegrityError as taken:  # a verified address is unique: the database decides a race
        raise _of_another(email) from taken
    EmailAddress.objects.filter(email=email).exclude(user=user).delete()
    other = User.objects.select_for_update().filter(email=email).exclude(pk=user.pk).first()
    if other is not None:
        if not _waits_for_its_owner(other):
            raise _of_another(email)
        history.taken_over(other, at=at)
        merge(other, into=user)
    for path in settings.AFTER_ADDRESS_VERIFIED:
        import_string(path)(user, email, at)


def _waits_for_its_owner(user: User) -> bool:
    proved = EmailAddress.objects.filter(user=user, verified=True)
    return user.is_active and user.last_login is None and not proved.exists()


def _of_another(email: str) -> Refused:
    return Refused(
        f"{email} signs in to another account already. To have it here, sign in with it, "
        "remove it there, then add it again."
    )
