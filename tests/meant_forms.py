"""What somebody types who means it, where filling in whatever is empty does nothing."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from filling import Button, Form
from forms import pdf
from probes import FIRST, QUENTIN

Data = dict[str, list[str]]
# Sent as the file of this name.
PAPER = "paper.pdf"
ADDRESS, PASSWORD = "typist@example.org", "not a word of anybody"
BIBTEX = "@article{x, title={On Typing}, author={A Typist}, year={2020}}"
# By the name of the address that takes the form.
MEANT: dict[str, dict[str, str]] = {
    "account_password": {"old": PASSWORD, "new": "another word of nobody"},
    "add_late_submission": {
        "title": "On Lateness",
        "kind": "Short paper",
        "abstract": "It was late.",
        "author-1-name": "A Typist",
        "author-1-email": ADDRESS,
        "author-1-affiliation": "Example University",
        "paper": PAPER,
        "act": "submit",
    },
    "extend_call": {"to": "2027-03-02"},
    "invite_reviewers": {"addresses": ADDRESS, "invite": ADDRESS, "act": "send"},
    "new_workshop": {
        "title": "A New Workshop",
        "short_name": "New 2027",
        "first_day": "2027-09-01",
        "last_day": "2027-09-02",
        "deadline": "2027-06-01",
    },
    "organize_dates": {"publish": "2027-03-20"},
    "organize_kinds": {"form-2-name": "Poster paper", "form-2-page_limit": "2"},
    "organize_rooms": {"form-0-name": "A Room"},
    "organize_shown": {"form-0-name": "A Name"},
    "organize_speakers": {"form-0-name": "A Name"},
    "organize_topics": {"form-2-name": "A Topic"},
    "propose_change": {"title": "On Another Title", "reason": "Because."},
    "reviewer_publications": {"text": BIBTEX},
    "sign_in_with_password": {"email": ADDRESS, "password": PASSWORD},
    "unassign_reviewer": {"given": f"{FIRST}-{QUENTIN}"},
}


def meant(form: Form, button: Button, name: str) -> Data | None:
    """The form as it stands, but for what is typed into it; nothing where nothing need be."""
    typed = MEANT.get(name)
    if typed is None:
        return None
    pressed = {button.name: [button.value]} if button.name else {}
    return {**form.fields, **pressed, **{k: [v] for k, v in typed.items()}}


def as_sent(values: tuple[str, ...]) -> list[str | SimpleUploadedFile]:
    return [pdf(name=PAPER) if value == PAPER else value for value in values]
