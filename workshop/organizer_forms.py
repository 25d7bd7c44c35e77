"""What an organizer types about the workshop itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django import forms

from workshop import days, site
from workshop.errors import Refused
from workshop.forms import Choices, DateField, Form, ModelForm, refuse
from workshop.models import Step, Workshop
from workshop.standing import ENDS
from workshop.zones import zones

LAST_DAY = "The last day to submit. It ends at 23:59 anywhere on Earth."
MARKDOWN = (
    "Emphasis as *this*, links as [words](https://address), math as $x^2$; "
    "an empty line begins a paragraph."
)


class Prose(forms.CharField):
    """Lines end as they are kept, not as browsers send them: what is typed can be compared."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class NewWorkshopForm(Form):
    title = forms.CharField(max_length=200, widget=forms.TextInput(attrs={"class": "title"}))
    short_name = forms.CharField(
        max_length=60, help_text="As in “Vision 2027”: it heads every page and signs the letters."
    )
    first_day = DateField(label="First day of the workshop")
    last_day = DateField(label="Last day of the workshop")
    deadline = DateField(label="Deadline for submissions", help_text=LAST_DAY)


class Compared(forms.BaseForm):
    """Tells, once a save was stale, what is saved now where something else is typed."""

    def saved_now(self) -> Iterator[tuple[str, Any]]:
        for name in self.changed_data:
            if not self.fields[name].widget.is_hidden:
                yield str(self[name].label), self.initial.get(name)


class Versioned(Compared, ModelForm):
    """A record's facts with the version that was shown."""

    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class InkChoices(forms.RadioSelect):
    """Each ink beside its name, drawn in itself."""

    template_name = "workshop/organizer/inks.html"


class SettingsForm(Versioned):
    zone = forms.ChoiceField(
        label="Time zone", help_text="The clock of the place; the schedule goes by it."
    )

    class Meta:
        model = Workshop
        fields = site.SETTINGS
        field_classes = dict.fromkeys(("first_day", "last_day"), DateField)
        widgets = {
            "title": forms.TextInput(attrs={"class": "title"}),
            "ink": InkChoices,
            "figure": Choices,
        }
        labels = {"contact": "Address for questions", "host_event": "Host conference"}
        help_texts = {
            "subtitle": "Stands below the title, smaller. May be empty.",
            "short_name": "Heads every page and signs the letters.",
            "host_event": "As in “ICML 2018”. Empty if the workshop stands alone.",
            "place": "As in “Stockholm, Sweden”.",
            "figure": "Drawn on the cover of the home page, in the ink.",
            "contact": "Shown on every page; answers to letters go there.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["zone"].choices = zones(self.instance.zone)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        facts = super().clean() or self.cleaned_data
        if facts.get("first_day") and facts.get("last_day"):
            try:
                site.check_days(facts["first_day"], facts["last_day"])
            except Refused as refusal:
                refuse(self, refusal)
        return facts


class CallTextForm(Versioned):
    class Meta:
        model = Workshop
        fields = site.CALL
        field_classes = dict.fromkeys(("call_text", "description", "related_work"), Prose)
        widgets = {
            "call_text": forms.Textarea(attrs={"rows": 9}),
            "description": forms.Textarea(attrs={"rows": 9}),
            "related_work": forms.Textarea(attrs={"rows": 4}),
        }
        labels = {
            "call_text": "Call for papers",
            "description": "About the workshop",
            "published_work_welcome": "Published work is welcome",
        }
        help_texts = {
            "call_text": f"What may be submitted and how it is chosen. {MARKDOWN}",
            "description": "What the workshop is about. Written in the same way.",
            "related_work": "Work that gives an idea of what fits, one on a line.",
            "published_work_welcome": "Authors say where it appeared.",
            "proceedings": "Where accepted papers are printed. Empty if there are no proceedings.",
        }


class ExtendForm(Form):
    to = DateField(label="Extend to", help_text=LAST_DAY)


class PageForm(Compared, Form):
    title = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"class": "title"}))
    body = Prose(label="Text", help_text=MARKDOWN, widget=forms.Textarea(attrs={"rows": 12}))
    position = forms.IntegerField(
        min_value=0,
        max_value=999,
        label="Place in the list",
        help_text="Pages with smaller numbers come first.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput)


class NewPageForm(Form):
    title = forms.CharField(max_length=100, widget=forms.TextInput(attrs={"class": "title"}))
    slug = forms.CharField(
        max_length=60,
        required=False,
        label="Address",
        help_text="In small letters, digits and hyphens, as in travel-grants. It never changes. "
        "Left empty, it is made from the title.",
    )
    body = Prose(label="Text", help_text=MARKDOWN, widget=forms.Textarea(attrs={"rows": 12}))


class DaysForm(Compared, Form):
    """The last day of each step. Field names are the steps' own."""

    seen = forms.CharField(widget=forms.HiddenInput)
    grace_minutes = forms.IntegerField(
        min_value=0,
        max_value=240,
        label="Grace for uploads, in minutes",
        help_text="For a paper whose upload began in time. Nothing else is let in late.",
    )

    def __init__(self, *args: Any, fixed_submit: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for step in days.DATED:
            field = DateField(
                label=step.label.capitalize(), help_text=f"{ENDS[step]}.", required=False
            )
            field.widget.attrs["class"] = "input"
            self.fields[step] = field
        self.fields[Step.SUBMIT].required = not fixed_submit
        self.fields[Step.SUBMIT].disabled = fixed_submit
        self.order_fields([*days.DATED, "grace_minutes"])

    def days(self) -> dict[Step, Any]:
        return {step: self.cleaned_data.get(step) for step in days.DATED}

    def clean(self) -> dict[str, Any]:
        for step, sentence in days.out_of_order(self.days()).items():
            self.add_error(step, sentence)
        return self.cleaned_data


class InviteForm(Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="They get one letter, and organize as soon as they sign in with this address.",
        error_messages={
            "invalid": "This is not a whole address. It looks like name@university.edu."
        },
    )


class LetterForm(Compared, Form):
    subject = forms.CharField(max_length=300)
    body = Prose(label="Text", widget=forms.Textarea(attrs={"rows": 16}))
    seen = forms.CharField(widget=forms.HiddenInput)
