"""Step 8: post. What its authors consent to is public at once, until one of them takes it back."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Exists, Max, OuterRef
from django.urls import reverse

from submissions import letters
from submissions.models import Consent, PaperVersion, Submission, SubmissionQuerySet
from submissions.plain import plain
from submissions.status import ACCEPTED, Status
from workshop import journal, stale
from workshop.errors import Refused
from workshop.http import site_link
from workshop.models import User, Workshop

Artefact = Consent.Artefact
# The artefacts that are files, by the part that they play.
PARTS = {Artefact.PDF: PaperVersion.Part.FINAL, Artefact.SLIDES: PaperVersion.Part.SLIDES}
NAMES = {
    Artefact.PAGE: "the page (title, authors, abstract)",
    Artefact.PDF: "the camera-ready paper",
    Artefact.SLIDES: "the slides",
    Artefact.VIDEO: "the link to the video",
}


@transaction.atomic
def consent(
    submission: Submission,
    artefacts: Collection[str],
    *,
    by: User,
    at: datetime,
    seen: str | None = None,
) -> bool:
    """Make these, and no others, what may be posted; False if nothing differs.

    Everything else stands on the page: taking that back takes back all. `seen` is what the author
    was shown: what another one has changed since is not overwritten. What is no longer accepted
    can still be taken back, whole or in part.
    """
    row = submission.workshop.submissions.select_for_update().get(pk=submission.pk)
    chosen, standing = set(artefacts), set(row.consented)
    if Artefact.PAGE in standing - chosen and chosen <= standing:
        chosen = set()
    given = [artefact for artefact in Artefact if artefact in chosen - standing]
    taken = [artefact for artefact in Artefact if artefact in standing - chosen]
    if not given and not taken:
        return False
    if seen is not None:
        stale.check(seen, consents_seen(row))
    _check(row, chosen, given)
    row.consents.filter(artefact__in=taken, revoked_at=None).update(revoked_by=by, revoked_at=at)
    for artefact in given:
        row.consents.create(artefact=artefact, given_by=by, given_at=at)
    _tell(row, given, taken, by, at)
    return True


def _check(submission: Submission, chosen: set[str], given: list[Artefact]) -> None:
    if given and submission.status not in ACCEPTED:
        raise Refused("Only an accepted submission can be posted. Nothing was saved.")
    if Artefact.PAGE not in chosen:
        for artefact in (artefact for artefact in Artefact if artefact in chosen):
            raise Refused(
                f"The {artefact.label} would stand on the submission’s page. "
                "Tick the page as well, or leave this out.",
                artefact,
            )


def _tell(
    submission: Submission, given: list[Artefact], taken: list[Artefact], by: User, at: datetime
) -> None:
    """One entry, and a letter to every author."""
    did = [f"consented to posting {in_words(given)}"] if given else []
    did += [f"took back the consent to posting {in_words(taken)}"] if taken else []
    workshop, number = submission.workshop, submission.number
    text = f"{by} {' and '.join(did)} of submission {number}"
    journal.note(workshop, "consented" if given else "took back", text, by=by, at=at, about=number)
    accepted = submission.status in ACCEPTED
    before = workshop.letters.filter(event=letters.CONSENT_CHANGED, about=number)
    letters.to_authors(
        submission,
        letters.CONSENT_CHANGED,
        at=at,
        revision=(before.aggregate(last=Max("revision"))["last"] or 0) + 1,
        by=by,
        given=in_words(given),
        taken=in_words(taken),
        standing=standing_in_words(submission) if accepted else "",
        accepted=accepted,
        page=public_link(submission),
    )


def in_words(artefacts: Collection[Artefact]) -> str:
    """“the camera-ready paper and the slides”."""
    *others, last = [NAMES[artefact] for artefact in artefacts] or [""]
    return f"{', '.join(others)} and {last}" if others else last


def standing_in_words(submission: Submission) -> str:
    """What its authors consent to at present; empty if nothing."""
    return in_words([artefact for artefact in Artefact if artefact in submission.consented])


def take_back(submission: Submission, *, by: User, at: datetime) -> bool:
    """Take back every consent that stands; the withdrawal that does so tells of it."""
    standing = submission.consents.filter(revoked_at=None)
    return bool(standing.update(revoked_by=by, revoked_at=at))


def consents_seen(submission: Submission) -> str:
    return stale.seen((row.pk, row.revoked_at is None) for row in submission.consents.all())


# ---- what the public reads --------------------------------------------------------------------


def posted(workshop: Workshop) -> SubmissionQuerySet:
    """The posted papers, each with what its page shows."""
    rows: SubmissionQuerySet = workshop.submissions.posted().for_public()
    return rows


def holding(papers: Iterable[Submission], words: str) -> list[Submission]:
    """Those with every one of these words in title, authors or topics, whatever their accents."""
    wanted = plain(words).split()
    return [paper for paper in papers if all(word in _searched(paper) for word in wanted)]


def _searched(paper: Submission) -> str:
    names = [author.name for author in paper.authors.all()]
    topics = [topic.name for topic in paper.topics.all()]
    return plain(" ".join([paper.title, *names, *topics]))


def has_papers() -> Exists:
    """Whether a workshop has posted papers: for its site's navigation, in the same query."""
    return Exists(Submission.everywhere.posted().filter(workshop=OuterRef("pk")))


def was_posted(workshop: Workshop, number: int, artefact: Artefact = Artefact.PAGE) -> bool:
    """Whether the public could read this until its authors took it back.

    What the organizers no longer accept is as if it had never been posted.
    """
    revoked = Consent.objects.filter(
        submission__workshop=workshop,
        submission__workshop__announced_at__isnull=False,
        submission__number=number,
        submission__status__in={*ACCEPTED, Status.WITHDRAWN},
        artefact=artefact,
        revoked_at__isnull=False,
    )
    if artefact in PARTS:
        revoked = revoked.filter(
            Exists(
                PaperVersion.objects.filter(
                    submission=OuterRef("submission"),
                    part=PARTS[artefact],
                    received_at__lt=OuterRef("revoked_at"),
                )
            )
        )
    return revoked.exists()


def public_link(submission: Submission) -> str:
    return site_link(reverse("paper", args=[submission.workshop.slug, submission.number]))
