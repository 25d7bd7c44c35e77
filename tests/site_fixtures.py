"""The workshop of the organizers' site, for the modules that import it."""

from __future__ import annotations

import pytest
from factories import make_workshop

from workshop.models import Workshop


@pytest.fixture(name="workshop")
def written_call() -> Workshop:
    return make_workshop("credit", call_text="Send papers.")
