"""Lists that can grow come in pages."""

from __future__ import annotations

from typing import Any

from rest_framework.pagination import PageNumberPagination

from workshop.api.fields import MAYBE_LINK
from workshop.http import site_link


class Pages(PageNumberPagination):
    """`?page=2`. Links are made from the settings, never from the request."""

    page_size = 50
    page_query_description = "Which page, counted from 1."
    last_page_strings = ()
    template = None
    invalid_page_message = "There is no such page. They are counted from 1, as in ?page=2."

    def get_next_link(self) -> str | None:
        assert self.page is not None
        return self._link(self.page.next_page_number()) if self.page.has_next() else None

    def get_previous_link(self) -> str | None:
        assert self.page is not None
        return self._link(self.page.previous_page_number()) if self.page.has_previous() else None

    def _link(self, number: int) -> str:
        assert self.request is not None
        return f"{site_link(self.request.path)}?page={number}"

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return {
            "type": "object",
            "required": ["count", "next", "previous", "results"],
            "properties": {
                "count": {"type": "integer"},
                "next": MAYBE_LINK,
                "previous": MAYBE_LINK,
                "results": schema,
            },
        }
