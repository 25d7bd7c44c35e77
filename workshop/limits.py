"""How often something may be tried: allauth's rate limits, set by ACCOUNT_RATE_LIMITS."""

from __future__ import annotations

import logging

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import get_ip
from django.http import HttpRequest
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def may_send_code(request: HttpRequest, email: str) -> bool:
    """Counted by client and address together, then by the client, then by the address.

    The first is by far the tightest and comes first: a stranger who keeps asking for somebody's
    codes uses up their own share, and hardly the share of whoever the address belongs to.
    """
    here = _allowed(request, "send_code_here", here_for(request, email))
    return here and _allowed(request, "send_code", email)


def may_try_code(request: HttpRequest, seed: str) -> bool:
    """The session counts the tries too, but tries sent all at once read the same count there."""
    return _allowed(request, "try_code", seed)


def may_try_password(request: HttpRequest, email: str) -> bool:
    """All clients together; of each, allauth has let through a few tries only."""
    return _allowed(request, "try_password", email)


def here_for(request: HttpRequest, email: str) -> str:
    """A client and an address. Whoever has one IPv6 address has many: they are one client."""
    return f"{email.lower()} {get_ip(request)}"


def may_try_own_password(request: HttpRequest) -> bool:
    return _allowed(request, "reauthenticate")


def _allowed(request: HttpRequest, action: str, key: str | None = None) -> bool:
    try:
        return bool(ratelimit.consume(request, action=action, key=key))
    except RedisError:
        # A code is hard enough to guess without limits; that nobody can sign in is worse.
        log.warning("The cache is away: %s is not limited", action)
        return True
