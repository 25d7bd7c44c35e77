"""What a reviewer types: the review, and why a paper is given back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db import models

from reviews.models import Review
from reviews.review import DRAFT_LENGTH, TEXT_LENGTH, TITLE_LENGTH, Content, content_of, too_long
from workshop.forms import Form
from workshop.organizer_forms import Compared, Prose


class Scale(forms.RadioSelect):
    """Choices of a word or two, side by side."""

    template_name = "components/scale.html"


class AnchoredScale(forms.RadioSelect):
    """Numbers side by side, and below them what each means."""

    template_name = "components/scale_anchored.html"


class Anchored(forms.TypedChoiceField):
    """A number with words for each, the lowest first; a draft may have none."""

    def __init__(self, anchors: type[models.IntegerChoices], **kwargs: Any) -> None:
        super().__init__(choices=sorted(anchors.choices), coerce=int, empty_value=None, **kwargs)


class ReviewForm(Compared, Form):
    """A review. A draft may lack anything; submitting takes a rating, how sure, and a text."""

    rating = Anchored(Review.Rating, widget=AnchoredScale, label="Rating")
    confidence = Anchored(Review.Confidence, widget=Scale, label="How sure are you?")
    title = forms.CharField(
        max_length=TITLE_LENGTH,
        required=False,
        help_text="Your finding in a line, if you like. The authors read it.",
    )
    text = Prose(
        max_length=DRAFT_LENGTH,
        required=False,
        label="Text to the authors",
        help_text=f"Up to {TEXT_LENGTH:,} characters. Emphasis as *this*, math as $x^2$.",
        widget=forms.Textarea(attrs={"rows": 10}),
    )
    note = Prose(
        max_length=DRAFT_LENGTH,
        required=False,
        label="Note to the organizers",
        help_text="Confidential: it is never released, and the authors never see it.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    as_it_is = forms.BooleanField(required=False, label="Send it as it is")
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args: Any, complete: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.complete = complete
        for name in ("rating", "confidence", "text"):
            self.fields[name].required = complete
        self.fields["rating"].error_messages["required"] = "Choose a rating from 1 to 5."
        self.fields["confidence"].error_messages["required"] = "Say how sure you are."
        self.fields["text"].error_messages["required"] = (
            "Write to the authors: they read this text with your rating."
        )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if self.complete and len(text) > TEXT_LENGTH:
            raise ValidationError(too_long(text))
        return text

    @property
    def content(self) -> Content:
        facts = self.cleaned_data
        return Content(
            title=facts["title"],
            text=facts["text"],
            rating=facts["rating"],
            confidence=facts["confidence"],
            note=facts["note"],
        )


def facts_of(review: Review | None) -> dict[str, Any]:
    """The form of a review as it is saved."""
    if review is None:
        return {"version": 0}
    return {**vars(content_of(review)), "version": review.version}


class DeclineForm(Form):
    reason = Prose(
        max_length=1_000,
        label="Why you cannot review it",
        help_text="The organizers read it; the authors never do.",
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Say why, in a few words: the organizers look for somebody else."
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
