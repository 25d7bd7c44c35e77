"""A submission being typed: the paper's form, the authors' rows, the file.

The rows serve a change of the authors too, below a form of its own.

Rows come in the order of the page: each carries a hidden `author` with its key, so that moving
one, by a button or by script, needs no renumbering. Whatever comes back keeps all that was typed,
the file included.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.http import QueryDict

from submissions import uploads
from submissions.content import AuthorFacts, Content
from submissions.forms import AuthorForm, PaperForm
from submissions.models import Submission
from submissions.uploads import Upload
from workshop.errors import Refused
from workshop.forms import Form, Problem, problems_of
from workshop.http import SignedIn
from workshop.models import User, Workshop

MOST_AUTHORS = 60


@dataclass
class Editor:
    """Holds the forms of one submission; `complete` asks for everything that a review needs."""

    workshop: Workshop
    user: User
    paper: Form
    rows: list[tuple[str, AuthorForm]]
    corresponding: str
    presenter: str
    upload: Upload | None = None
    file_error: str = ""
    other_problems: list[Problem] = field(default_factory=list)

    @cached_property
    def valid(self) -> bool:
        rows_valid = [row.is_valid() for _, row in self.rows]
        paper_valid = self.paper.is_valid()
        self._check_addresses_differ()
        return paper_valid and all(rows_valid) and not self.problems

    def _check_addresses_differ(self) -> None:
        seen: set[str] = set()
        for _, row in self.rows:
            email = row.cleaned_data.get("email", "") if hasattr(row, "cleaned_data") else ""
            if email and email in seen:
                row.add_error("email", "Another author has this address already.")
            seen.add(email)

    @property
    def problems(self) -> list[Problem]:
        found = problems_of(self.paper)
        for n, (_, row) in enumerate(self.rows, start=1):
            found += problems_of(row, f"Author {n}, ")
        if self.file_error:
            found.append(("paper", "Paper", self.file_error))
        return found + self.other_problems

    @property
    def content(self) -> Content:
        """What was typed; only of a valid editor."""
        facts = self.paper.cleaned_data
        return Content(
            title=facts["title"],
            abstract=facts["abstract"],
            kind=facts["kind"],
            topics=list(facts["topics"]),
            already_published_at=facts["already_published_at"],
            authors=self.authors,
        )

    @property
    def authors(self) -> list[AuthorFacts]:
        """The authors as typed; only of a valid editor."""
        return [
            row.facts(
                is_corresponding=key == self.corresponding, is_presenter=key == self.presenter
            )
            for key, row in self.rows
        ]

    @property
    def kept(self) -> str:
        """The token that brings the uploaded file back with the form."""
        return uploads.token(self.upload, self.user) if self.upload else ""

    @property
    def spare_row(self) -> AuthorForm:
        """An empty row for the script to copy."""
        return AuthorForm(prefix="author-KEY")


def fresh(workshop: Workshop, user: User) -> Editor:
    """An empty submission whose first author is the one who types."""
    first = AuthorForm(
        prefix="author-1",
        initial={"name": user.name, "email": user.email, "affiliation": user.affiliation},
    )
    return Editor(workshop, user, PaperForm(workshop=workshop), [("1", first)], "1", "1")


def empty(workshop: Workshop, user: User) -> Editor:
    """An empty submission of somebody else."""
    return Editor(
        workshop,
        user,
        PaperForm(workshop=workshop),
        [("1", AuthorForm(prefix="author-1"))],
        "1",
        "1",
    )


def of(submission: Submission, user: User) -> Editor:
    """The submission as it was saved."""
    initial = {
        "title": submission.title,
        "kind": submission.kind,
        "abstract": submission.abstract,
        "topics": submission.topics.all(),
        "already_published_at": submission.already_published_at,
    }
    rows, corresponding, presenter = [], "", ""
    for author in submission.authors.all():
        key = str(author.position)
        facts = {name: getattr(author, name) for name in ("name", "email", "affiliation", "orcid")}
        rows.append((key, AuthorForm(prefix=f"author-{key}", initial=facts)))
        corresponding = key if author.is_corresponding else corresponding
        presenter = key if author.is_presenter else presenter
    paper = PaperForm(workshop=submission.workshop, initial=initial)
    return Editor(submission.workshop, user, paper, rows, corresponding, presenter)


def posted(request: SignedIn, workshop: Workshop, *, complete: bool, has_paper: bool) -> Editor:
    """What was sent. A file that cannot be taken becomes a sentence beside the file."""
    paper = PaperForm(request.POST, workshop=workshop, complete=complete)
    editor = sent(request, workshop, paper, complete=complete)
    try:
        editor.upload = uploads.received(request, request.user)
    except Refused as refusal:
        editor.file_error = str(refusal)
        editor.upload = uploads.kept(request, request.user)
    if complete:
        ask_for_authors(editor)
        _ask_for_the_rest(editor, has_paper=has_paper)
    return editor


def sent(request: SignedIn, workshop: Workshop, paper: Form, *, complete: bool) -> Editor:
    """The authors' rows that were sent, and with them this form."""
    data: QueryDict = request.POST
    keys = dict.fromkeys(data.getlist("author"))
    rows = [(key, _row(data, key, complete=complete)) for key in keys if _is_key(key)]
    corresponding, presenter = data.get("corresponding", ""), data.get("presenter", "")
    editor = Editor(workshop, request.user, paper, rows, corresponding, presenter)
    if len(rows) > MOST_AUTHORS:
        sentence = f"A submission has at most {MOST_AUTHORS} authors; here are {len(rows)}."
        editor.other_problems.append(("authors", "Authors", sentence))
    return editor


def _is_key(key: str) -> bool:
    return key.isascii() and key.isdigit() and len(key) < 5


def _row(data: QueryDict, key: str, *, complete: bool) -> AuthorForm:
    return AuthorForm(data, prefix=f"author-{key}", complete=complete)


def ask_for_authors(editor: Editor) -> None:
    keys = {key for key, _ in editor.rows}
    if not keys:
        editor.other_problems.append(("authors", "Authors", "Name at least one author."))
    elif editor.corresponding not in keys:
        sentence = "Say which author we write to with questions."
        editor.other_problems.append(("authors", "Corresponding author", sentence))


def _ask_for_the_rest(editor: Editor, *, has_paper: bool) -> None:
    keys = {key for key, _ in editor.rows}
    if keys and editor.presenter not in keys:
        editor.other_problems.append(("authors", "Presenter", "Say which author will present."))
    if not editor.upload and not has_paper and not editor.file_error:
        editor.file_error = "Add the paper as a PDF."


def rearranged(request: SignedIn, workshop: Workshop, act: str) -> Editor:
    """The form as typed with its rows changed: "add", or "up", "down", "remove" and a key."""
    editor = posted(request, workshop, complete=False, has_paper=True)
    # Bound forms would complain of what is not yet typed: show the same text as a fresh form.
    editor.paper = PaperForm(workshop=workshop, initial=typed(editor.paper))
    rearrange(editor, act)
    return editor


def rearrange(editor: Editor, act: str) -> None:
    """Change the rows as a button says, and show what was typed in them as fresh forms."""
    verb, _, key = act.partition(":")
    rows = [(k, AuthorForm(prefix=f"author-{k}", initial=typed(row))) for k, row in editor.rows]
    editor.rows = _move(rows, verb, key)


def _move(rows: list[tuple[str, AuthorForm]], verb: str, key: str) -> list[tuple[str, AuthorForm]]:
    if verb == "add":
        new = str(max([int(k) for k, _ in rows if k.isdigit()], default=0) + 1)
        return [*rows, (new, AuthorForm(prefix=f"author-{new}"))]
    index = next((n for n, (k, _) in enumerate(rows) if k == key), None)
    if index is None:
        return rows
    row = rows.pop(index)
    if verb != "remove":
        rows.insert(max(0, index + (-1 if verb == "up" else 1)), row)
    return rows


def typed(form: Any) -> dict[str, Any]:
    """What stands in the fields of a form, right or wrong."""
    return {name: form[name].value() for name in form.fields}
