"""What a reviewer types about themselves."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from reviews.committee_forms import TopicsAndLoad
from reviews.pdf_forms import PdfsField, together, too_large
from reviews.publications.publication import Reading
from reviews.publications.reading import BYTES, read
from submissions.naming_forms import NamedForm
from workshop.forms import Form
from workshop.models import Workshop

TOO_LARGE = f"This file is more than {BYTES // 1_000_000} MB. Send a part of it."


class OwnProfileForm(TopicsAndLoad, NamedForm):
    """What a reviewer takes and knows, and whom they are close to."""

    field_order = ("load", "topics", "people", "institutions", "seen")

    def __init__(self, *args: Any, workshop: Workshop, **kwargs: Any) -> None:
        super().__init__(*args, workshop=workshop, **kwargs)
        self.fields["load"].help_text = "How many papers you review at most."
        self.fields["topics"].label = "What you know about"


class PublicationsForm(Form):
    """BibTeX as pasted, an export file, PDFs, or all of these. oversized: the names of the fields
    of which more was sent than is received."""

    text = forms.CharField(
        required=False,
        max_length=1_000_000,
        label="BibTeX",
        widget=forms.Textarea(attrs={"rows": 6, "autocomplete": "off", "spellcheck": "false"}),
    )
    publications = forms.FileField(
        required=False,
        label="File",
        help_text="BibTeX, CSL-JSON as from Zotero, or what ORCID, DBLP, Semantic Scholar or "
        "OpenReview export about you.",
    )
    pdfs = PdfsField()

    def __init__(self, *args: Any, oversized: Collection[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.oversized = oversized

    def clean_text(self) -> Reading | None:
        return _read(self.cleaned_data["text"])

    def clean_publications(self) -> Reading | None:
        if "publications" in self.oversized:
            raise ValidationError(TOO_LARGE)
        file = self.cleaned_data["publications"]
        if file is None:
            return None
        if file.size > BYTES:
            raise ValidationError(TOO_LARGE)
        body: bytes = file.read()
        if body.startswith(b"%PDF"):
            raise ValidationError("This is a PDF. Choose it below, under PDFs.")
        return _read(body)

    def clean_pdfs(self) -> Reading | None:
        if "pdfs" in self.oversized:
            raise ValidationError(too_large())
        return together(self.cleaned_data["pdfs"])

    def clean(self) -> None:
        super().clean()
        if not self.errors and not self.readings:
            raise ValidationError("Paste BibTeX, or choose a file.")

    @property
    def readings(self) -> list[Reading]:
        facts = self.cleaned_data
        return [one for name in ("text", "publications", "pdfs") if (one := facts.get(name))]


def _read(data: str | bytes) -> Reading | None:
    """What is in it; nothing of nothing. What has no publication in it is said to have none."""
    reading = read(data) if data.strip() else None
    if reading is not None and not reading.publications:
        raise ValidationError(reading.summary or "No publications were found in it.")
    return reading
