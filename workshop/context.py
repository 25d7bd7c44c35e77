"""What every template may know. Nothing here looks at who is asking: public pages use it too."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict[str, Any]:
    return {
        "site_name": settings.SITE_NAME,
        "demo": settings.DEMO,
        "workshops_can_be_created": bool(settings.WORKSHOP_CREATORS),
        "at": getattr(request, "at", None),
    }
