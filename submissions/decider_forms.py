"""Whom to ask to decide from outside."""

from __future__ import annotations

from django import forms

from workshop.forms import Form


class DeciderForm(Form):
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="They get a letter, and sign in with this address.",
        error_messages={
            "invalid": "This is not a whole address. It looks like name@university.edu."
        },
    )
    name = forms.CharField(max_length=120, required=False, help_text="For the letter's first line.")
