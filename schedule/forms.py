"""What an organizer types of sessions, talks and rooms."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from schedule import plan
from schedule.models import Session
from schedule.plan import SessionFacts
from schedule.talks import TalkFacts
from workshop.errors import Refused
from workshop.forms import Form, refuse
from workshop.models import Workshop
from workshop.organizer_forms import MARKDOWN, Compared, Prose
from workshop.row_forms import RowForm, rows_of

NAME_LENGTH, MOST_PANELISTS, ABSTRACT_LENGTH = 120, 30, 10_000
CLOCK = re.compile(r"([0-9]{1,2})\s*[:.h]?\s*([0-9]{2})?\s*(am|pm|a\.m\.|p\.m\.)?", re.IGNORECASE)
WRONG_CLOCK = "Give a time of day, as in 9:00 or 14:30."


class ClockField(forms.CharField):
    """A time of day as people write it: 9:00, 14.30, 9h15, 2 pm."""

    def __init__(self, **facts: Any) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "off", "size": 8})
        super().__init__(max_length=20, widget=widget, **facts)

    def clean(self, value: Any) -> Any:
        return clock(super().clean(value))


def clock(typed: str) -> time:
    found = CLOCK.fullmatch(typed.strip())
    if found is None:
        raise ValidationError(WRONG_CLOCK)
    hour, minute, half = int(found[1]), int(found[2] or 0), (found[3] or "").lower()
    if half:
        if not 1 <= hour <= 12:
            raise ValidationError(WRONG_CLOCK)
        hour = hour % 12 + (12 if half.startswith("p") else 0)
    if hour > 23 or minute > 59:
        raise ValidationError(WRONG_CLOCK)
    return time(hour, minute)


def on_the_clock(moment: datetime) -> str:
    return f"{moment.hour}:{moment:%M}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


class NamesField(Prose):
    """People, one name on a line."""

    def clean(self, value: Any) -> Any:
        lines = [" ".join(line.split()) for line in super().clean(value).splitlines()]
        names = [line for line in lines if line]
        if len(names) > MOST_PANELISTS:
            raise ValidationError(f"Name {MOST_PANELISTS} people at most.")
        known: set[str] = set()
        for name in names:
            if len(name) > NAME_LENGTH:
                raise ValidationError(f"“{name[:40]}…” is too long for a name. Give one a line.")
            if name.casefold() in known:
                raise ValidationError(f"“{name}” stands here twice. Keep one.")
            known.add(name.casefold())
        return tuple(names)


class SessionForm(Compared, Form):
    """What a session is, when and where. Clock times are those of the workshop's place."""

    kind = forms.ChoiceField(choices=[(kind.value, _capital(kind.label)) for kind in Session.Kind])
    title = forms.CharField(
        max_length=200,
        required=False,
        help_text="Left empty, an invited talk goes by its speaker, anything else by its kind.",
    )
    day = forms.ChoiceField()
    starts = ClockField(label="Starts")
    ends = ClockField(label="Ends")
    room = forms.ChoiceField(required=False)
    panelists = NamesField(
        required=False,
        label="Who sits on the panel",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="One name on a line, in the order in which they are announced.",
    )

    def __init__(
        self,
        *args: Any,
        workshop: Workshop,
        days: Iterable[date],
        session: Session | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.workshop, self.session = workshop, session
        rooms = workshop.rooms.values_list("name", flat=True)
        self._offer("room", [("", "No room"), *((name, name) for name in rooms)])
        # The day on which it stands may be none of the workshop's any more.
        own = [_local(session.starts_at, workshop).date()] if session else []
        offered = sorted({*days, *own})
        self._offer("day", [(f"{day}", f"{day:%a} {day.day} {day:%B}") for day in offered])

    @property
    def times(self) -> list[forms.BoundField]:
        """They stand in a row, with what is wrong below it."""
        return [self[name] for name in ("day", "starts", "ends")]

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        typed = self.cleaned_data
        if not {"day", "starts", "ends"} <= typed.keys():
            return typed
        for name in ("starts", "ends"):
            typed[f"{name}_at"] = self._moment(name)
        if not {"starts", "ends"} & self.errors.keys():
            try:
                plan.check_times(self.workshop, typed["starts_at"], typed["ends_at"])
            except Refused as refusal:
                refuse(self, refusal)
        return typed

    def _moment(self, name: str) -> datetime:
        """The instant at which the clocks of the place show what was typed."""
        day = date.fromisoformat(self.cleaned_data["day"])
        shown = datetime.combine(day, self.cleaned_data[name])
        old: datetime | None = getattr(self.session, f"{name}_at", None)
        if old and _local(old, self.workshop).replace(tzinfo=None) == shown:
            return old  # also of an hour that the clocks show twice
        moment = shown.replace(tzinfo=self.workshop.tzinfo).astimezone(UTC)
        if _local(moment, self.workshop).replace(tzinfo=None) != shown:
            self.add_error(
                name,
                f"The clocks are put forward that day and never show {on_the_clock(shown)}. "
                "Give an earlier or a later time.",
            )
        return moment

    def facts(self) -> SessionFacts:
        names = ("kind", "starts_at", "ends_at", "title", "room", "panelists")
        return SessionFacts(**{name: self.cleaned_data[name] for name in names})

    def saved_now(self) -> Iterator[tuple[str, Any]]:
        """Choices by their names."""
        for name in self.changed_data:
            if name != "version":
                value = self.initial.get(name)
                options = dict(getattr(self.fields[name], "choices", ()))
                yield str(self[name].label), options.get(value, value)


class EditSessionForm(SessionForm):
    version = forms.IntegerField(widget=forms.HiddenInput)


class NewSessionForm(SessionForm):
    speaker = forms.CharField(
        max_length=NAME_LENGTH,
        required=False,
        help_text="For an invited talk: who gives it. Its title may follow later.",
        widget=forms.TextInput(attrs={"list": "speakers", "autocomplete": "off"}),
    )

    def clean_speaker(self) -> str:
        return " ".join(self.cleaned_data["speaker"].split())


def facts_of(session: Session) -> dict[str, Any]:
    """A session as its form shows it."""
    starts_at, ends_at = (
        _local(moment, session.workshop) for moment in (session.starts_at, session.ends_at)
    )
    return {
        "kind": session.kind,
        "title": session.title,
        "day": f"{starts_at.date()}",
        "starts": on_the_clock(starts_at),
        "ends": on_the_clock(ends_at),
        "room": session.room.name if session.room else "",
        "panelists": "\n".join(seat.person.name for seat in session.panelists.all()),
        "version": session.version,
    }


def _local(moment: datetime, workshop: Workshop) -> datetime:
    return moment.astimezone(workshop.tzinfo)


class TalkForm(Compared, Form):
    """A talk that is nobody's submission."""

    title = forms.CharField(max_length=300, required=False)
    abstract = Prose(
        required=False,
        max_length=ABSTRACT_LENGTH,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=MARKDOWN,
    )
    slides_label = forms.CharField(
        max_length=100,
        required=False,
        label="About the slides",
        help_text="Stands below the talk, as in “Slides to come”.",
    )

    def facts(self) -> TalkFacts:
        names = ("title", "abstract", "slides_label")
        return TalkFacts(**{name: self.cleaned_data[name] for name in names})


class NewTalkForm(TalkForm):
    name = forms.CharField(
        max_length=NAME_LENGTH,
        help_text="Somebody of the workshop is known by their name; a new name is a new person.",
        widget=forms.TextInput(attrs={"list": "speakers", "autocomplete": "off"}),
        error_messages={"required": "Give the name of who speaks, as in Ada Lovelace."},
    )
    field_order = ("name",)

    def clean_name(self) -> str:
        return " ".join(self.cleaned_data["name"].split())


class EditTalkForm(TalkForm):
    """`talk` is its key, `seen` what was shown of it."""

    talk = forms.CharField(widget=forms.HiddenInput)
    seen = forms.CharField(widget=forms.HiddenInput)


class RoomForm(RowForm):
    name = forms.CharField(
        max_length=100,
        error_messages={"required": "Give a name, or remove the room."},
    )


RoomRows = rows_of(RoomForm)
