"""What a reviewer types about themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from reviews.committee_forms import TopicsAndLoad
from reviews.publications.publication import Reading
from reviews.publications.reading import BYTES, read
from submissions.naming_forms import NamedForm
from workshop.forms import Form
from workshop.models import Workshop

TOO_LARGE = f"This file is more than {BYTES // 1_000_000} MB. Send a part of it."


class OwnProfileForm(TopicsAndLoad, NamedForm):
    """`fixed`: load and topics stay, as they have papers."""

    field_order = ("load", "topics", "people", "institutions", "seen")

    def __init__(self, *args: Any, workshop: Workshop, fixed: bool, **kwargs: Any) -> None:
        super().__init__(*args, workshop=workshop, **kwargs)
        for name in ("load", "topics"):
            self.fields[name].disabled = fixed
        self.fields["load"].help_text = "How many papers you review at most."
        self.fields["topics"].label = "What you know about"


class PublicationsForm(Form):
    """BibTeX as pasted, an export file, or both."""

    text = forms.CharField(
        required=False,
        max_length=1_000_000,
        label="BibTeX",
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )
    publications = forms.FileField(
        required=False,
        label="File",
        help_text="BibTeX, or what ORCID, DBLP, Semantic Scholar or OpenReview export about you.",
    )

    def __init__(self, *args: Any, too_large: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.too_large = too_large

    def clean_text(self) -> Reading | None:
        return _read(self.cleaned_data["text"])

    def clean_publications(self) -> Reading | None:
        if self.too_large:
            raise ValidationError(TOO_LARGE)
        file = self.cleaned_data["publications"]
        if file is None:
            return None
        if file.size > BYTES:
            raise ValidationError(TOO_LARGE)
        body: bytes = file.read()
        if body.startswith(b"%PDF"):
            raise ValidationError("PDFs are not read here. Send BibTeX, or an export file.")
        return _read(body)

    def clean(self) -> None:
        super().clean()
        if not self.errors and not self.readings:
            raise ValidationError("Paste BibTeX, or choose a file.")

    @property
    def readings(self) -> list[Reading]:
        facts = self.cleaned_data
        return [one for one in (facts.get("text"), facts.get("publications")) if one]


def _read(data: str | bytes) -> Reading | None:
    """What is in it; nothing of nothing. What has no publication in it is said to have none."""
    reading = read(data) if data.strip() else None
    if reading is not None and not reading.publications:
        raise ValidationError(reading.summary or "No publications were found in it.")
    return reading
