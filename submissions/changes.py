"""Another title, other authors, after acceptance: authors propose, organizers answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import datetime

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Max

from submissions import camera_ready, content, differences, letters, posting, spells
from submissions.authorship import bar_authors
from submissions.content import AuthorFacts, Content
from submissions.differences import Named
from submissions.models import Change, Submission
from submissions.status import ACCEPTED
from workshop import history, journal, stale
from workshop.errors import Refused
from workshop.history import Fact
from workshop.letters import Recipient
from workshop.models import User

State = Change.State


def named_now(submission: Submission) -> Named:
    """The title and the authors as they stand."""
    rows = submission.authors.all()
    return Named(submission.title, [content.facts_of(author) for author in rows])


def named_by(change: Change, now: Named) -> Named:
    """The title and the authors as proposed. Who presents is no part of the proposal."""
    proposed = [AuthorFacts(**facts) for facts in change.authors]
    return Named(change.title, differences.with_presenter(now.authors, proposed))


def in_words(submission: Submission, change: Change) -> list[str]:
    """What a change would change, each a sentence."""
    now = named_now(submission)
    return differences.differences(now, named_by(change, now))


def waiting(submission: Submission) -> Change | None:
    waits = Change.objects.waiting().filter(submission=submission)
    return waits.select_related("proposed_by").first()


def seen(submission: Submission) -> str:
    """What a form of a proposal shows: one written by another author since is not replaced."""
    change, now = waiting(submission), named_now(submission)
    authors = [asdict(author) | {"is_presenter": False} for author in now.authors]
    return stale.seen([now.title, authors, change.number if change else 0])


@transaction.atomic
def propose(
    submission: Submission,
    title: str,
    authors: Sequence[AuthorFacts],
    reason: str,
    *,
    shown: str,
    by: User,
    at: datetime,
) -> Change:
    """Ask the organizers for another title or other authors; a proposal that waits gives way.

    Nothing of the submission changes, and only those who are its authors now are told.
    """
    camera_ready.open_deadline(submission, at)
    row = camera_ready.locked(submission)
    facts = [{**asdict(author), "is_presenter": False} for author in authors]
    before = waiting(row)
    if before and (before.title, before.authors, before.reason) == (title, facts, reason):
        return before
    stale.check(shown, seen(row))
    last = row.changes.aggregate(last=Max("number"))["last"] or 0
    change = Change(submission=row, number=last + 1, title=title, authors=facts, reason=reason)
    change.proposed_by, change.proposed_at = by, at
    said = in_words(row, change)
    if not said:
        raise Refused("Nothing differs from what stands: change the title or the authors first.")
    if before:
        _answered(before, State.TAKEN_BACK, by, at)
    change.save()
    _note(row, "proposed a change", f"{by} proposed a change of submission {row.number}", by, at)
    facts_of_letter = {"by": by, "said": said}
    letters.to_authors(
        row, letters.CHANGE_PROPOSED, at=at, revision=change.number, **facts_of_letter
    )
    return change


@transaction.atomic
def take_back(submission: Submission, *, number: int, by: User, at: datetime) -> None:
    """Take a waiting proposal back, at any time before it is answered."""
    row = camera_ready.locked(submission)
    _answered(_waiting(row, number), State.TAKEN_BACK, by, at)
    text = f"{by} took back the proposed change of submission {row.number}"
    _note(row, "took back a change", text, by, at)


@transaction.atomic
def approve(submission: Submission, *, number: int, by: User, at: datetime) -> Submission:
    """Make the proposed title and authors the submission's. Old and new authors are told.

    Whoever of the committee becomes an author is barred in the same moment. Whoever ceases to be
    one stays barred, and has no more say in it.
    """
    row = _for_answering(submission, by)
    change = _waiting(row, number)
    _refuse_own_case(change, by)
    said, before = in_words(row, change), letters.recipients_of(row)
    began, ended = _write(row, named_by(change, named_now(row)), at)
    bar_authors(row, at, began=began, ended=ended)
    _answered(change, State.APPROVED, by, at)
    text = f"{by} approved a change of submission {row.number}: {' '.join(said)}"
    _note(row, "approved a change", text, by, at)
    _tell(row, change, said, at, former=before)
    return row


@transaction.atomic
def refuse(submission: Submission, *, number: int, answer: str, by: User, at: datetime) -> None:
    """Leave everything as it is; the authors get the reason."""
    if not answer.strip():
        raise Refused("Give the authors a reason: they read it in their letter.", "answer")
    row = _for_answering(submission, by)
    change = _waiting(row, number)
    _refuse_own_case(change, by)
    _answered(change, State.REFUSED, by, at, answer.strip())
    _note(row, "refused a change", f"{by} refused a change of submission {row.number}", by, at)
    _tell(row, change, in_words(row, change), at)


def _for_answering(submission: Submission, by: User) -> Submission:
    """The row, locked. One that this organizer is barred from is as absent."""
    visible = submission.workshop.submissions.organized_by(by).select_for_update(of=("self",))
    row = visible.filter(pk=submission.pk).first()
    if row is None:
        raise Refused(f"There is no submission {submission.number} here.")
    if row.status not in ACCEPTED:
        stands = row.get_status_display()
        raise Refused(f"This submission is {stands} by now: nothing was changed.")
    return row


def _waiting(row: Submission, number: int) -> Change:
    """The change that was shown, if it still waits."""
    change = waiting(row)
    if change is None or change.number != number:
        raise Refused("This change no longer waits: it was answered, replaced or taken back.")
    return change


def _write(row: Submission, named: Named, at: datetime) -> tuple[set[Fact], set[Fact]]:
    """The title and the authors. Who stays an author stays the same person of the workshop.
    Returns who is named from now on and who is no more."""
    before = list(row.authors.select_related("person"))
    old = [content.facts_of(author) for author in before]
    came_from = differences.matched(old, named.authors)
    if _addresses(old) - _addresses(named.authors):
        was = row.submitter
        row.submitter = _submitter_among(named.authors, was)
        began, ended = spells.sent_by(row.number, row.submitter), spells.sent_by(row.number, was)
        history.note(row.workshop, began=began, ended=ended, at=at)
    row.version += 1
    return content.write(
        row,
        Content(
            title=named.title,
            abstract=row.abstract,
            kind=row.kind,
            topics=list(row.topics.all()),
            already_published_at=row.already_published_at,
            authors=named.authors,
        ),
        people={n: before[m].person for n, m in came_from.items()},
    )


def _addresses(authors: Iterable[AuthorFacts]) -> set[str]:
    return {author.email.lower() for author in authors} - {""}


def _submitter_among(authors: Sequence[AuthorFacts], submitter: User | None) -> User | None:
    """Whose submission it is once somebody has left: still theirs only while they are named."""
    if submitter is None:
        return None
    proved = EmailAddress.objects.filter(verified=True)
    own = proved.filter(user=submitter).values_list("email", flat=True)
    if _addresses(authors) & {email.lower() for email in own}:
        return submitter
    to = _addresses(author for author in authors if author.is_corresponding)
    heir = proved.filter(email__in=to).select_related("user").first()
    return heir.user if heir else None


def _refuse_own_case(change: Change, by: User) -> None:
    named = {facts["email"].lower() for facts in change.authors} - {""}
    own = {by.email, *EmailAddress.objects.filter(user=by).values_list("email", flat=True)}
    if named & {email.lower() for email in own}:
        raise Refused("This change would make you an author: another organizer must answer it.")


def _answered(change: Change, state: State, by: User, at: datetime, answer: str = "") -> None:
    change.state, change.answered_by, change.answered_at, change.answer = state, by, at, answer
    change.save(update_fields=["state", "answered_by", "answered_at", "answer"])


def _note(row: Submission, verb: str, text: str, by: User, at: datetime) -> None:
    journal.note(row.workshop, verb, text, by=by, at=at, about=row.number)


def _tell(
    row: Submission,
    change: Change,
    said: list[str],
    at: datetime,
    former: Sequence[Recipient] = (),
) -> None:
    letters.to_authors(
        row,
        letters.CHANGE_ANSWERED,
        at=at,
        revision=change.number,
        former=former,
        approved=change.state == State.APPROVED,
        answer=change.answer,
        said=said,
        standing=posting.standing_in_words(row),
        page=posting.public_link(row),
    )
