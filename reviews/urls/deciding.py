"""Steps 5 and 6: decisions and their release."""

from __future__ import annotations

from django.urls import URLPattern, path

from reviews.views import organizer_decisions, organizer_release

urlpatterns: list[URLPattern] = [
    path("organize/decisions/", organizer_decisions.decisions, name="organize_decisions"),
    path(
        "organize/decisions/<int:number>/", organizer_decisions.decision, name="organize_decision"
    ),
    path("organize/release/", organizer_release.release, name="organize_release"),
]
