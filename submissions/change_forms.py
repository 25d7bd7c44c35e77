"""A change of title and authors being typed: the rows of a submission below a form of its own."""

from __future__ import annotations

from typing import Any

from django import forms

from submissions import editor as editing
from submissions.changes import named_by, named_now
from submissions.content import AuthorFacts
from submissions.editor import Editor
from submissions.forms import AuthorForm
from submissions.models import Change, Submission
from workshop.forms import Form, no_link
from workshop.http import SignedIn
from workshop.letters import one_line
from workshop.models import User
from workshop.organizer_forms import Prose


class ChangeForm(Form):
    title = forms.CharField(
        max_length=300,
        validators=[no_link],
        widget=forms.TextInput(attrs={"class": "title"}),
        error_messages={"required": "Give the title, even if it stays as it is."},
    )
    reason = Prose(
        max_length=2000,
        label="Why",
        help_text="For the organizers, who decide on it.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give the organizers a reason: they decide by it."},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False

    def clean_title(self) -> str:
        return one_line(self.cleaned_data["title"])


class AnswerForm(Form):
    answer = Prose(
        max_length=2000,
        label="Reason, as the authors will read it",
        help_text="It stands in the letter that goes to every author.",
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Give the authors a reason: they read it in their letter."},
    )


def of(submission: Submission, waiting: Change | None, user: User) -> Editor:
    """The change that waits, to be proposed otherwise; else the submission as it stands."""
    named = now = named_now(submission)
    if waiting:
        named = named_by(waiting, now)
    keyed = [(str(n), author) for n, author in enumerate(named.authors, start=1)]
    rows = [(key, _row(key, author)) for key, author in keyed]
    corresponding = next((key for key, author in keyed if author.is_corresponding), "")
    initial = {"title": named.title, "reason": waiting.reason if waiting else ""}
    return Editor(submission.workshop, user, ChangeForm(initial=initial), rows, corresponding, "")


def _row(key: str, author: AuthorFacts) -> AuthorForm:
    facts = {name: getattr(author, name) for name in ("name", "email", "affiliation", "orcid")}
    return AuthorForm(prefix=f"author-{key}", initial=facts)


def sent(request: SignedIn, submission: Submission) -> Editor:
    editor = editing.sent(request, submission.workshop, ChangeForm(request.POST), complete=True)
    editing.ask_for_authors(editor)
    return editor


def rearranged(request: SignedIn, submission: Submission, act: str) -> Editor:
    """The form as typed with its rows changed: "add", or "up", "down", "remove" and a key."""
    form = ChangeForm(request.POST)
    editor = editing.sent(request, submission.workshop, form, complete=False)
    editor.paper = ChangeForm(initial=editing.typed(form))
    editing.rearrange(editor, act)
    return editor
