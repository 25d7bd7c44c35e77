"""What organizers and reviewers type about the committee."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxLengthValidator, validate_email

from reviews.assign import WANTED
from reviews.invite import Invitee
from reviews.roster import LOAD
from submissions.models import Submission
from workshop.forms import Form, ManyChoices, ManyRowsField, no_link
from workshop.models import Topic, Workshop

MOST_AT_ONCE = 200
LARGEST_LOAD = 60
NAME_LENGTH = 120
ADDRESS_LENGTH = 254
LINE = re.compile(r'(?:"?(?P<name>[^"<>]*?)"?\s*<(?P<in_brackets>[^<>]*)>|(?P<bare>[^<>]+))')


class TopicsAndLoad(Form):
    load = forms.IntegerField(
        min_value=1,
        max_value=LARGEST_LOAD,
        initial=LOAD,
        label="Load",
        help_text="How many papers they review at most.",
    )
    topics: forms.ModelMultipleChoiceField[Topic] = ManyRowsField(
        queryset=None, required=False, widget=ManyChoices
    )

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].queryset = workshop.topics.all()  # type: ignore[attr-defined]


class InviteReviewersForm(TopicsAndLoad):
    """Addresses as people paste them, and what holds for all of them."""

    addresses = forms.CharField(
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off", "spellcheck": "false"}),
        label="Addresses",
        max_length=20_000,
        help_text="One on a line or separated by commas, each alone or as Ann Berg "
        "<ann@university.edu>. Everybody gets one letter.",
    )
    field_order = ("addresses", "load", "topics")

    def clean_addresses(self) -> list[Invitee]:
        found: dict[str, Invitee] = {}
        wrong = []
        for piece in pieces(self.cleaned_data["addresses"]):
            try:
                one = invitee(piece)
            except ValidationError as problem:
                wrong += [f"“{piece[:80]}”: {sentence}" for sentence in problem.messages]
            else:
                found.setdefault(one.email, one)
        if wrong:
            raise ValidationError([*wrong[:20], "Nobody was invited."])
        if len(found) > MOST_AT_ONCE:
            raise ValidationError(f"Invite {MOST_AT_ONCE} people at a time; here are {len(found)}.")
        return list(found.values())


def pieces(text: str) -> Iterator[str]:
    """What stands between line ends, semicolons, and commas that are not in quotes."""
    for piece in re.findall(r'(?:"[^"\r\n]*"|[^,;\r\n"]|")+', text):
        if piece.strip():
            yield piece.strip()


def invitee(piece: str) -> Invitee:
    """An address with the name beside it; says what is wrong, and how it looks when right."""
    match = LINE.fullmatch(piece)
    email = ((match["in_brackets"] or match["bare"] or "") if match else "").strip().lower()
    name = " ".join((match["name"] or "").split()) if match else ""
    try:
        validate_email(email)
        MaxLengthValidator(ADDRESS_LENGTH)(email)
    except ValidationError:
        raise ValidationError(
            "this is not a whole address. Write ann@university.edu, "
            "or Ann Berg <ann@university.edu>."
        ) from None
    no_link(name)
    if len(name) > NAME_LENGTH:
        raise ValidationError(f"the name has more than {NAME_LENGTH} letters. Shorten it.")
    return Invitee(email, name)


class ReviewerForm(TopicsAndLoad):
    seen = forms.CharField(widget=forms.HiddenInput)


class AcceptForm(TopicsAndLoad):
    """What somebody who is asked says about themselves."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["load"].label = "Papers"
        self.fields["load"].help_text = "How many you review at most. Fewer is welcome too."
        self.fields["topics"].label = "What you know about"
        self.fields["topics"].help_text = "Papers on these topics come to you first."


class ConflictsForm(Form):
    """A box per submission. Nothing ticked is a fine answer."""

    numbers = forms.TypedMultipleChoiceField(
        coerce=int,
        required=False,
        widget=ManyChoices,
        label="Submissions that you have a conflict of interest with",
    )

    def __init__(self, *args: Any, offered: Iterable[Submission], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(row.number, _line(row)) for row in offered]
        self.fields["numbers"].choices = choices  # type: ignore[attr-defined]


def _line(row: Submission) -> str:
    authors = ", ".join(author.name for author in row.authors.all())
    return f"{row.number}. {row}, by {authors}"


class WantedForm(Form):
    """How many reviewers a paper gets; said in the address, so that every organizer says it."""

    wanted = forms.IntegerField(
        min_value=1, max_value=9, initial=WANTED, label="Reviewers for each paper"
    )

    @classmethod
    def wanted_in(cls, data: Any) -> int:
        form = cls(data)
        return int(form.cleaned_data["wanted"]) if form.is_valid() else WANTED
