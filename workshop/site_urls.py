"""A workshop's public pages, and its organizers' pages about the site."""

from __future__ import annotations

from django.urls import path

from workshop.views import (
    organizer,
    organizer_call,
    organizer_dates,
    organizer_letters,
    organizer_people,
    organizer_site,
    organizer_view_as,
    organizer_visibility,
    public,
)

urlpatterns = [
    path("", public.workshop_home, name="workshop_home"),
    path("call/", public.call, name="call"),
    path("speakers/", public.speakers, name="speakers"),
    path("pages/<slug:page>/", public.page, name="page"),
    path("organize/", organizer.overview, name="organize"),
    path("organize/journal/", organizer.journal, name="organize_journal"),
    path("organize/letters/", organizer_letters.outbox, name="organize_letters"),
    path("organize/letters/<uuid:key>/", organizer_letters.letter, name="organize_letter"),
    path("organize/letters/<uuid:key>/edit/", organizer_letters.edit_letter, name="edit_letter"),
    path(
        "organize/letters/<uuid:key>/discard/",
        organizer_letters.discard_letter,
        name="discard_letter",
    ),
    path("organize/call/", organizer_call.call, name="organize_call"),
    path("organize/call/open/", organizer_call.open_call, name="open_call"),
    path("organize/call/extend/", organizer_call.extend, name="extend_call"),
    path("organize/call/close/", organizer_call.close, name="close_call"),
    path("organize/dates/", organizer_dates.dates, name="organize_dates"),
    path("organize/kinds/", organizer_call.kinds, name="organize_kinds"),
    path("organize/topics/", organizer_call.topics, name="organize_topics"),
    path("organize/site/", organizer_site.settings, name="organize_site"),
    path("organize/speakers/", organizer_people.speakers, name="organize_speakers"),
    path("organize/shown/", organizer_people.shown, name="organize_shown"),
    path("organize/organizers/", organizer_people.organizers, name="organize_organizers"),
    path("organize/organizers/remove/", organizer_people.remove, name="remove_organizer"),
    path("organize/who-sees-what/", organizer_visibility.who_sees_what, name="who_sees_what"),
    path("organize/view-as/", organizer_view_as.view_as, name="view_as"),
    path("organize/view-as/leave/", organizer_view_as.leave, name="leave_view_as"),
    path("organize/pages/", organizer_site.pages, name="organize_pages"),
    path("organize/pages/new/", organizer_site.new_page, name="new_page"),
    path("organize/pages/<slug:page>/", organizer_site.edit_page, name="edit_page"),
    path("organize/pages/<slug:page>/remove/", organizer_site.remove_page, name="remove_page"),
]
