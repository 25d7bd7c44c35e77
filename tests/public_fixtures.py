"""The workshop of the public pages, for the modules that import it."""

from __future__ import annotations

import pytest
from factories import make_workshop
from public_story import SLUG

from workshop.models import Workshop


@pytest.fixture(name="workshop")
def small_workshop(db: None) -> Workshop:
    return make_workshop(SLUG, short_name="Small 2027", call_text="Write to us.")
