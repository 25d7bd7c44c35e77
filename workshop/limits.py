"""How often something may be tried: allauth's rate limits, set by ACCOUNT_RATE_LIMITS."""

from __future__ import annotations

import logging

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.http import HttpRequest
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


def may_send_code(request: HttpRequest, email: str) -> bool:
    """Counted by the client, by the address, and by both together.

    The last is the tightest: a stranger who keeps asking for somebody's codes uses up their
    own share, and hardly the share of whoever the address belongs to.
    """
    here = f"{email} {get_adapter().get_client_ip(request)}"
    return _allowed(request, "send_code", email) and _allowed(request, "send_code_here", here)


def may_try_code(request: HttpRequest, seed: str) -> bool:
    """The session counts the tries too, but tries sent all at once read the same count there."""
    return _allowed(request, "try_code", seed)


def may_try_own_password(request: HttpRequest) -> bool:
    return _allowed(request, "reauthenticate")


def _allowed(request: HttpRequest, action: str, key: str | None = None) -> bool:
    try:
        return bool(ratelimit.consume(request, action=action, key=key))
    except RedisError:
        # A code is hard enough to guess without limits; that nobody can sign in is worse.
        log.warning("The cache is away: %s is not limited", action)
        return True
