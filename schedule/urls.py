"""The schedule's addresses below a workshop's."""

from __future__ import annotations

from django.urls import path

from schedule.views import (
    organizer,
    organizer_sessions,
    organizer_talks,
    placing,
    public,
    publishing,
    readers,
)

urlpatterns = [
    path("organize/journal/readers/", readers.readers, name="who_could_read"),
    path("schedule/", public.schedule, name="schedule"),
    path("organize/submissions/<int:number>/place/", placing.place, name="place_submission"),
    path("schedule.ics", public.calendar, name="schedule_calendar"),
    path("organize/schedule/publish/", publishing.publish_schedule, name="publish_schedule"),
    path("organize/schedule/", organizer.plan, name="organize_schedule"),
    path("organize/schedule/begin/", organizer.begin, name="begin_schedule"),
    path("organize/schedule/rooms/", organizer.rooms, name="organize_rooms"),
    path("organize/schedule/posters/", organizer_talks.place_posters, name="place_posters"),
    path("organize/schedule/talks/add/", organizer_talks.add_talk, name="add_talk"),
    path("organize/schedule/talks/move/", organizer_talks.move_talk, name="move_talk"),
    path("organize/schedule/talks/remove/", organizer_talks.remove_talk, name="remove_talk"),
    path("organize/schedule/sessions/new/", organizer_sessions.new_session, name="new_session"),
    path(
        "organize/schedule/sessions/<int:session>/",
        organizer_sessions.edit_session,
        name="edit_session",
    ),
    path(
        "organize/schedule/sessions/<int:session>/remove/",
        organizer_sessions.remove_session,
        name="remove_session",
    ),
    path(
        "organize/schedule/sessions/<int:session>/talks/<int:talk>/",
        organizer_talks.edit_talk,
        name="edit_talk",
    ),
]
