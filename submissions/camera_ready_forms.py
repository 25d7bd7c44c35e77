"""The camera-ready form: two files and what is typed beside them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from submissions import uploads
from submissions.camera_ready import Content, Files
from submissions.forms import ABSTRACT_WORDS, within_words
from submissions.models import PaperVersion, Submission
from submissions.uploads import FIELDS, Upload
from workshop.errors import Refused
from workshop.forms import Choices, Form, Problem, problems_of
from workshop.http import SignedIn
from workshop.models import User
from workshop.organizer_forms import Compared, Prose

Part = PaperVersion.Part


class CameraReadyForm(Compared, Form):
    presenter = forms.ChoiceField(
        label="Who presents",
        widget=Choices,
        error_messages={"required": "Say which author will present."},
    )
    abstract = Prose(
        max_length=5000,
        validators=[within_words],
        help_text=f"Up to {ABSTRACT_WORDS} words. Emphasis as *this*, math as $x^2$.",
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={"required": "Write the abstract."},
    )
    video = forms.URLField(
        max_length=200,
        required=False,
        assume_scheme="https",
        label="Link to a video",
        help_text="Where a recording can be seen, if there is one. It may be left empty.",
    )

    def __init__(self, data: Any = None, *, submission: Submission) -> None:
        authors = list(submission.authors.all())
        presents = next((str(a.position) for a in authors if a.is_presenter), "")
        now = {"abstract": submission.abstract, "video": submission.video, "presenter": presents}
        super().__init__(data, initial=now)
        self.use_required_attribute = False
        self.names = {str(a.position): a.name for a in authors}
        self.fields["presenter"].choices = list(self.names.items())  # type: ignore[attr-defined]

    def clean_video(self) -> str:
        video = str(self.cleaned_data["video"])
        if video and not video.startswith("https://"):
            raise ValidationError(
                "Give a link that begins with https://, as in https://host.org/v."
            )
        return video

    def saved_now(self) -> Iterator[tuple[str, Any]]:
        """The presenter by name."""
        for label, value in super().saved_now():
            is_presenter = label == self["presenter"].label
            yield label, self.names.get(value, value) if is_presenter else value

    def content(self) -> Content:
        facts = self.cleaned_data
        return Content(facts["abstract"], int(facts["presenter"]), facts["video"])


@dataclass
class Slot:
    """The place of one file in the form: what is there, what has come, what is wrong with it."""

    part: Part
    user: User
    there: PaperVersion | None
    upload: Upload | None = None
    error: str = ""

    @property
    def field(self) -> str:
        return self.part.value

    @property
    def kept_field(self) -> str:
        return FIELDS[self.field]

    @property
    def kept(self) -> str:
        """The token that brings the uploaded file back with the form."""
        return uploads.token(self.upload, self.user) if self.upload else ""


@dataclass
class Filled:
    """The whole form of one submission, as it is shown or as it was sent."""

    form: CameraReadyForm
    final: Slot
    slides: Slot

    @property
    def valid(self) -> bool:
        return self.form.is_valid() and not self.problems

    @property
    def problems(self) -> list[Problem]:
        slots = [("Final PDF", self.final), ("Slides", self.slides)]
        files = [(slot.field, label, slot.error) for label, slot in slots if slot.error]
        return [*files, *problems_of(self.form)]

    @property
    def files(self) -> Files:
        return Files(self.final.upload, self.slides.upload)


def of(submission: Submission, user: User) -> Filled:
    """The form as what was saved last."""
    form = CameraReadyForm(submission=submission)
    final, slides = (Slot(part, user, submission.last(part)) for part in (Part.FINAL, Part.SLIDES))
    return Filled(form, final, slides)


def sent(request: SignedIn, submission: Submission) -> Filled:
    """What was sent. A file that cannot be taken becomes a sentence beside it."""
    filled = of(submission, request.user)
    filled.form = CameraReadyForm(request.POST, submission=submission)
    for slot in (filled.final, filled.slides):
        try:
            slot.upload = uploads.received(request, request.user, slot.field)
        except Refused as refusal:
            slot.error = str(refusal)
            slot.upload = uploads.kept(request, request.user, slot.field)
    return filled


def compared(filled: Filled, request: SignedIn, current: Submission) -> Filled:
    """What was sent, beside what somebody else has saved meanwhile. Its files are in storage."""
    beside = of(current, request.user)
    beside.form = CameraReadyForm(request.POST, submission=current)
    beside.final.upload, beside.slides.upload = filled.final.upload, filled.slides.upload
    return beside
