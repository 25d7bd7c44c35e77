"""Every address of the site. A workshop's own begin with its slug and so come last."""

from __future__ import annotations

from django.urls import include, path

from workshop.views import errors, public

urlpatterns = [
    path("", public.index, name="index"),
    path("healthz", public.healthz, name="healthz"),
    path("styleguide/", public.styleguide, name="styleguide"),
    path("account/", include("workshop.account_urls")),
    path("api/v1/", include("workshop.api.urls")),
    path("<slug:slug>/", include("workshop.site_urls")),
    path("<slug:slug>/", include("submissions.urls")),
    path("<slug:slug>/", include("reviews.urls")),
    path("<slug:slug>/", include("schedule.urls")),
]

handler404 = errors.not_found
handler500 = errors.server_error
handler403 = errors.forbidden
handler400 = errors.bad_request
