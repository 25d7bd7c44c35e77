"""The form by which authors say what may be posted."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat

from submissions.models import Consent, PaperVersion, Submission
from workshop.dates import day_and_time
from workshop.forms import Form

Artefact = Consent.Artefact


class ConsentForm(Form):
    """A tick for each artefact; nothing is ticked unless an author has done so before."""

    page = forms.BooleanField(required=False, label="Page with title, authors and abstract")
    pdf = forms.BooleanField(required=False, label="Camera-ready paper")
    slides = forms.BooleanField(required=False, label="Slides")
    video = forms.BooleanField(required=False, label="Link to the video")
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, submission: Submission, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields[Artefact.PAGE].help_text = (
            "Your names and affiliations, who presents, ORCIDs where you gave them, abstract, kind "
            "and topics. No e-mail addresses. Search engines find it."
        )
        self.fields[Artefact.PDF].help_text = _file(submission, submission.final_paper)
        self.fields[Artefact.SLIDES].help_text = _file(submission, submission.slides)
        self.fields[Artefact.VIDEO].help_text = submission.video or (
            "Nobody has given one yet: it appears when you do."
        )

    @property
    def artefacts(self) -> set[str]:
        return {artefact for artefact in Artefact.values if self.cleaned_data.get(artefact)}


def _file(submission: Submission, version: PaperVersion | None) -> str:
    """What would be posted at present."""
    if version is None:
        return "Not uploaded yet: it appears when you upload it."
    if version.is_unreadable:
        return "The file cannot be opened: it appears when you replace it."
    received = day_and_time(version.received_at.astimezone(submission.workshop.tzinfo))
    pages = f"{version.pages} page{'' if version.pages == 1 else 's'}, " if version.pages else ""
    return f"PDF, {pages}{filesizeformat(version.size)}, received {received}."
