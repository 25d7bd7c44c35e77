"""The API's addresses. What is inside a workshop comes from the app that it belongs to."""

from __future__ import annotations

from django.urls import include, path

from workshop.api import root, workshops

urlpatterns = [
    path("", root.root, name="api_root"),
    path("schema/", root.schema, name="api_schema"),
    path("workshops/", workshops.workshops, name="api_workshops"),
    path("workshops/<slug:slug>/", workshops.workshop, name="api_workshop"),
    path("workshops/<slug:slug>/", include("submissions.api.urls")),
    path("workshops/<slug:slug>/", include("reviews.api")),
    path("workshops/<slug:slug>/", include("schedule.api")),
]
