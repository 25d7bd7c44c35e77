"""The committee's addresses below a workshop's."""

from __future__ import annotations

from reviews.urls import committee, deciding, reviewing

urlpatterns = [*committee.urlpatterns, *reviewing.urlpatterns, *deciding.urlpatterns]
