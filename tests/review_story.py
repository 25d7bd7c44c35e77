"""What the tests of reviewing have in common: a whole review, the journal, the letters."""

from __future__ import annotations

from reviews.review import Content
from workshop.models import Workshop

WHOLE = Content("A finding", "The argument holds.", 4, 2, "Ask me about section 3.")


def entries(workshop: Workshop) -> list[tuple[str, int | None, bool]]:
    return list(workshop.entries.order_by("pk").values_list("text", "about", "is_private"))


def letters(workshop: Workshop) -> list[tuple[str, int | None, str, int]]:
    return sorted(workshop.letters.values_list("event", "about", "recipient", "revision"))
