"""The schedule's addresses below a workshop's."""

from __future__ import annotations

from django.urls import path

from schedule.views import public

urlpatterns = [
    path("schedule/", public.schedule, name="schedule"),
    path("schedule.ics", public.calendar, name="schedule_calendar"),
]
