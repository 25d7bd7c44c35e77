"""Sign-in codes and the ends of signed links are derived, never stored: whoever reads the database
or the outbox learns none."""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.core.signing import Signer
from django.utils.crypto import salted_hmac

# No letters or digits that are mistaken for one another.
ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
LENGTH = 8
# Where they stand in the text of a letter until it leaves.
CODE, TOKEN = "{code}", "{token}"


def new_seed() -> str:
    return secrets.token_urlsafe(32)


def code_for(seed: str) -> str:
    """The code of a seed, eight characters in two groups: 40 bits, good for a few minutes."""
    number = int.from_bytes(salted_hmac("workshop.sign-in", seed, algorithm="sha256").digest())
    digits = []
    for _ in range(LENGTH):
        number, digit = divmod(number, len(ALPHABET))
        digits.append(ALPHABET[digit])
    code = "".join(digits)
    return f"{code[:4]}-{code[4:]}"


def token_for(seed: str) -> str:
    """What a signed link ends with: the seed itself, with what only this site can add to it."""
    return Signer(salt="workshop.link").sign(seed)


def seed_of(token: str) -> str:
    """Raises django.core.signing.BadSignature unless the token was made here."""
    return Signer(salt="workshop.link").unsign(token)


def link_of(body: str) -> str:
    """The signed link in the text of a letter that has not left: on a line of its own, and to this
    site. Empty if there is none. What people typed, as a name, can look like its end."""
    site, end = re.escape(settings.SITE_URL), re.escape(TOKEN)
    found = re.search(rf"^({site}/\S*{end}/?)[ \t\r]*$", body, re.MULTILINE)
    return found[1] if found else ""


def same_code(typed: str, seed: str) -> bool:
    """Spaces, hyphens and case do not matter."""
    return secrets.compare_digest(_plain(typed).encode(), _plain(code_for(seed)).encode())


def _plain(code: str) -> str:
    return "".join(c for c in code.upper() if c.isalnum())
