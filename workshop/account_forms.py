"""The forms of signing in and of one's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from workshop.forms import Form, ModelForm, no_link
from workshop.letters import one_line
from workshop.models import User
from workshop.zones import zones

EMAIL_ERRORS = {
    "required": "Give your e-mail address, as in name@university.edu.",
    "invalid": "This is not a whole address. Write it in full, as in name@university.edu.",
}


TOO_WEAK = {
    "password_too_short": "This is shorter than 12 characters. A few words in a row are long.",
    "password_too_similar": "This is too close to your name or address. Choose another.",
    "password_too_common": "This is among the first that anybody tries. Choose another.",
}


class EmailForm(Form):
    email = forms.EmailField(label="E-mail", max_length=254, error_messages=EMAIL_ERRORS)
    email.widget.attrs |= {"autocomplete": "username", "autofocus": True}

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class PasswordSignInForm(EmailForm):
    password = forms.CharField(
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Give your password, or sign in with a code instead."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.is_bound:  # tried once: most likely it is the password that was mistyped
            del self.fields["email"].widget.attrs["autofocus"]
            self.fields["password"].widget.attrs["autofocus"] = True


class CodeForm(Form):
    code = forms.CharField(
        label="Code",
        max_length=40,
        help_text="Eight letters and digits, as in AB2C-3DEF. Small letters will do.",
        widget=forms.TextInput(
            attrs={
                "autocomplete": "one-time-code",
                "inputmode": "text",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "autofocus": True,
            }
        ),
        error_messages={"required": "Give the code from the letter, as in AB2C-3DEF."},
    )


class AddressForm(Form):
    """Another address for an account."""

    email = forms.EmailField(label="Another address", max_length=254, error_messages=EMAIL_ERRORS)
    email.widget.attrs["autocomplete"] = "email"

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()


class ProfileForm(ModelForm):
    zone = forms.ChoiceField(
        label="Time zone",
        required=False,
        help_text="Deadlines are then also shown on your own clock.",
    )

    class Meta:
        model = User
        fields = ("name", "affiliation", "zone")
        help_texts = {
            "name": "As it stands on your papers.",
            "affiliation": "Where you work or study.",
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "Not said"), *zones(self.instance.zone)]
        self.fields["zone"].choices = choices  # type: ignore[attr-defined]
        for name, autocomplete in {"name": "name", "affiliation": "organization"}.items():
            self.fields[name].widget.attrs["autocomplete"] = autocomplete
            self.fields[name].validators.append(no_link)

    def clean_name(self) -> str:
        return one_line(self.cleaned_data["name"])

    def clean_affiliation(self) -> str:
        return one_line(self.cleaned_data["affiliation"])


class NewPasswordForm(Form):
    """A new password, and the old one unless a code has been entered just now."""

    old = forms.CharField(
        label="Your password so far",
        max_length=200,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        error_messages={"required": "Give your password so far, or ask for a code instead."},
    )
    new = forms.CharField(
        label="New password",
        max_length=200,
        strip=False,
        help_text="At least 12 characters. A few words in a row are easy to keep in mind.",
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Give a password of at least 12 characters."},
    )

    def __init__(self, user: User, *args: Any, ask_old: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        if not ask_old:
            del self.fields["old"]

    def clean_old(self) -> str:
        old = str(self.cleaned_data["old"])
        if not self.user.check_password(old):
            raise forms.ValidationError("This is not your password so far.")
        return old

    def clean_new(self) -> str:
        new = str(self.cleaned_data["new"])
        try:
            validate_password(new, self.user)
        except forms.ValidationError as problem:
            wrong = [each.code or "" for each in problem.error_list]
            raise forms.ValidationError([TOO_WEAK[code] for code in wrong]) from None
        return new
