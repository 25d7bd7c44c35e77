"""What is typed to invite reviewers, and to answer an invitation."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from reviews import invitees
from reviews.committee_forms import TopicsAndLoad
from reviews.invitees import People
from submissions.naming_forms import Lines
from workshop.decoding import UTF_16, decoded
from workshop.forms import Form

MOST_AT_ONCE = 200
LONGEST_LIST = 60_000
MOST_SHOWN = 20
NO_FIRST_LINE = (
    "Without a first line that names its columns, one of them Email, a table is read as: "
    "name, address, topics, load."
)
NO_TEXT = "This is not text. Save the table as CSV, then choose that."


class InviteReviewersForm(TopicsAndLoad):
    """Addresses as people paste them, or a table; and what holds for those who bring nothing."""

    addresses = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 8, "autocomplete": "off", "spellcheck": "false"}),
        label="Addresses",
        required=False,
        strip=False,
        max_length=LONGEST_LIST,
        help_text="One on a line or separated by commas, each alone or as Ann Berg "
        "<ann@university.edu>. Or a table: name, address, topics, load. With a first line that "
        "names them, the columns may stand in any order, and there may be one for affiliations.",
    )
    people = forms.FileField(
        required=False,
        label="Or a file",
        help_text="A table as CSV, or addresses as plain text.",
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/plain"}),
    )
    field_order = ("addresses", "people", "load", "topics")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who was read, also where other lines need mending.
        self.found = People()
        # Nothing of it needs mending, whatever a step said about it later.
        self.is_whole = False

    def clean_people(self) -> str:
        """The text of the file, which from now on stands in the field of the addresses."""
        file: UploadedFile[bytes] | None = self.cleaned_data["people"]
        if file is None:
            return ""
        if self.cleaned_data.get("addresses", "").strip():
            raise ValidationError("There is a list in the field above. Empty it to take the file.")
        body = file.read(4 * LONGEST_LIST)
        if b"\0" in body and not body.startswith(UTF_16):
            raise ValidationError(NO_TEXT)
        text = decoded(body)
        if "\0" in text:
            raise ValidationError(NO_TEXT)
        if len(text) > LONGEST_LIST:
            raise ValidationError("This file is too long. Invite fewer people at a time.")
        self.data = self.data.copy()  # type: ignore[attr-defined]
        self.data["addresses"] = text  # type: ignore[index]
        return text

    def clean(self) -> dict[str, Any]:
        facts: dict[str, Any] = super().clean() or {}
        text = facts.get("people") or facts.get("addresses") or ""
        if {"addresses", "people"} & self.errors.keys():
            return facts
        if not text.strip():
            self.add_error("addresses", "Fill this in, or choose a file.")
        topics = self.fields["topics"].queryset  # type: ignore[attr-defined]
        self.found = invitees.read(text, list(topics))
        self._judge()
        return facts

    def _judge(self) -> None:
        wrong, here = self.found.wrong, len(self.found.invitees)
        if wrong:
            said = [str(remark) for remark in wrong[:MOST_SHOWN]]
            said += [f"{len(wrong)} lines need mending in all."] if len(wrong) > MOST_SHOWN else []
            said += [NO_FIRST_LINE] if self.found.may_be_a_table else []
            self.add_error("addresses", ValidationError(said))
        elif here > MOST_AT_ONCE:
            sentence = f"Invite {MOST_AT_ONCE} people at a time; here are {here}."
            self.add_error("addresses", sentence)
        elif self.found.is_table and not here:
            sentence = "The first line names columns, and nobody stands below it."
            self.add_error("addresses", sentence)


class AcceptForm(TopicsAndLoad):
    """What somebody who is asked says about themselves. `asked`: for how many papers. Who takes
    more does so knowingly, on their own page.

    Of conflicts of interest they are asked in general. Who has not accepted is a stranger, and
    whoever holds the link may be anybody: a title, an author, or which of the submissions it is
    that they have to do with, is not theirs to know. So they name people and institutions. What
    comes of that is found when they are reviewers.
    """

    people = Lines(
        label="People you have a conflict of interest with",
        help_text="Family, close colleagues, co-authors, advisors and students. One on a line, "
        "by name or address. You are not given papers of theirs, and they are not told.",
    )
    institutions = Lines(
        label="Institutions you have a conflict of interest with",
        help_text="Where you work, or did lately. One on a line, by name or as university.edu.",
    )
    field_order = ("load", "topics", "people", "institutions")

    def __init__(self, *args: Any, asked: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.asked = asked
        load = self.fields["load"]
        load.label = "Papers"
        load.help_text = f"You are asked for {asked} at most, and fewer is welcome too."
        load.error_messages["max_value"] = self.too_many
        load.widget.attrs["max"] = asked
        self.fields["topics"].label = "What you know about"
        self.fields["topics"].help_text = "Papers on these topics come to you first."

    @property
    def too_many(self) -> str:
        papers = f"{self.asked} paper{'' if self.asked == 1 else 's'}"
        return (
            f"You are asked for {papers} at most. If you would take more, accept this "
            "first; then sign in, and say so on your own page."
        )

    def clean_load(self) -> int:
        load: int = self.cleaned_data["load"]
        if load > self.asked:
            raise ValidationError(self.too_many)
        return load


class DeclineForm(Form):
    """Whom to ask instead. Organizers read it, and ask whom they like."""

    instead = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 2}),
        required=False,
        max_length=1000,
        label="Perhaps ask instead",
        help_text="Names, and addresses if you have them. Only the organizers read this.",
    )
