"""The submission form: the paper's facts, and one small form for each author."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from stdnum import isni

from submissions.content import AuthorFacts
from workshop.forms import Choices, Form, ManyChoices, ManyRowsField, no_link
from workshop.letters import one_line
from workshop.models import SubmissionKind, Topic, Workshop

ABSTRACT_WORDS = 250


def within_words(abstract: str) -> None:
    over = len(abstract.split()) - ABSTRACT_WORDS
    if over > 0:
        raise ValidationError(f"The abstract is {over} words over {ABSTRACT_WORDS}. Shorten it.")


class KindField(forms.ModelChoiceField):  # type: ignore[type-arg]
    def label_from_instance(self, obj: SubmissionKind) -> str:
        return f"{obj.name}, up to {obj.page_limit} pages"


class PaperForm(Form):
    """What the paper is. A draft may lack anything but a title; handing in takes it whole."""

    title = forms.CharField(
        max_length=300, validators=[no_link], widget=forms.TextInput(attrs={"class": "title"})
    )
    kind = KindField(queryset=None, to_field_name="name", widget=Choices, empty_label=None)
    abstract = forms.CharField(
        max_length=5000,
        validators=[within_words],
        help_text=f"Up to {ABSTRACT_WORDS} words. Emphasis as *this*, math as $x^2$.",
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    topics: forms.ModelMultipleChoiceField[Topic] = ManyRowsField(
        queryset=None, to_field_name="name", widget=ManyChoices, required=False
    )
    already_published_at = forms.CharField(
        max_length=200,
        required=False,
        label="Already published at",
        help_text="If this work has appeared elsewhere, say where. Leave it empty if it is new.",
    )

    def __init__(
        self, *args: Any, workshop: Workshop, complete: bool = False, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = workshop.kinds.all()  # type: ignore[attr-defined]
        self.fields["topics"].queryset = workshop.topics.all()  # type: ignore[attr-defined]
        self.fields["kind"].required = self.fields["abstract"].required = complete
        # The browser must let a draft through: what is missing is said by us, and all at once.
        self.use_required_attribute = False
        self.fields["title"].error_messages["required"] = (
            "Give it a title; you can change it later."
        )
        self.fields["kind"].error_messages["required"] = "Choose the kind of paper."
        self.fields["abstract"].error_messages["required"] = "Write the abstract."

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])

    def clean_already_published_at(self) -> str:
        return one_line(self.cleaned_data["already_published_at"])


class AuthorForm(Form):
    name = forms.CharField(max_length=120, validators=[no_link])
    email = forms.EmailField(label="E-mail", max_length=254)
    affiliation = forms.CharField(max_length=200)
    orcid = forms.CharField(max_length=40, required=False, label="ORCID")

    def __init__(self, *args: Any, complete: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.fields["email"].required = self.fields["affiliation"].required = complete
        self.fields["name"].error_messages["required"] = (
            "Give this author’s name, or remove the row."
        )
        self.fields["email"].error_messages["required"] = (
            "Give an address: every author gets a letter."
        )
        self.fields["email"].error_messages["invalid"] = (
            "This is not a whole address. It looks like name@university.edu."
        )
        self.fields["affiliation"].error_messages["required"] = (
            "Give an affiliation; “independent” is one."
        )
        for field in self.fields.values():
            field.widget.attrs["autocomplete"] = "off"

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_affiliation(self) -> str:
        return one_line(self.cleaned_data["affiliation"])

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_orcid(self) -> str:
        typed = str(self.cleaned_data["orcid"]).strip().rstrip("/").rpartition("/")[2]
        if typed and not isni.is_valid(typed):
            raise ValidationError(
                "This ORCID has a mistyped digit. It looks like 0000-0002-1825-0097."
            )
        digits = isni.compact(typed)
        return "-".join(digits[i : i + 4] for i in range(0, len(digits), 4))

    def facts(self, *, is_corresponding: bool, is_presenter: bool) -> AuthorFacts:
        return AuthorFacts(
            name=self.cleaned_data["name"],
            email=self.cleaned_data["email"],
            affiliation=self.cleaned_data["affiliation"],
            orcid=self.cleaned_data["orcid"],
            is_corresponding=is_corresponding,
            is_presenter=is_presenter,
        )


class WithdrawForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    sure = forms.BooleanField(
        label="Yes, withdraw it",
        error_messages={"required": "Tick the box if you mean it: this cannot be undone."},
    )


class RejectForm(Form):
    reason = forms.CharField(
        label="Reason, as the authors will read it",
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="It stands in the letter that goes to every author.",
        error_messages={"required": "Give the authors a reason: they read it in their letter."},
    )
