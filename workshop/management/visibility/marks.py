"""What there is to see. Each thing has a mark: a word that stands nowhere else."""

from __future__ import annotations

from dataclasses import dataclass

from submissions.outcome import RATINGS


@dataclass(frozen=True)
class Mark:
    """A thing to be looked for.

    `about`: only on pages about the submission, where a name says more than elsewhere. `told`: only
    outside of forms, which name every choice there is.
    """

    group: str
    name: str
    word: str
    about: bool = False
    told: bool = False


IT, COMMITTEE, DECISION, OTHERS = (
    "A submission",
    "Its reviews",
    "Its decision, and what follows",
    "People, letters, the journal",
)
# The worst rating: only one review of the example has it.
RATING = 1
COLLEAGUE = "Zqcolleague"

MARKS = {
    "title": Mark(IT, "its title", "zqtitle"),
    "abstract": Mark(IT, "its abstract", "zqabstract"),
    "author": Mark(IT, "its authors’ names", "zqauthorname"),
    "email": Mark(IT, "its authors’ addresses", "zqauthoremail"),
    "paper": Mark(IT, "the paper for review", "zqpaper"),
    "draft": Mark(IT, "a draft, not yet submitted", "zqdraft"),
    "rejected": Mark(IT, "a submission by others, rejected in the end", "zqrejected"),
    "colleague": Mark(COMMITTEE, "who reviews it", COLLEAGUE.lower(), about=True),
    "text": Mark(COMMITTEE, "a review: its text", "zqreviewtext"),
    "rating": Mark(COMMITTEE, "a review: its rating", RATINGS[RATING], about=True, told=True),
    "note": Mark(COMMITTEE, "a review: its note to the organizers", "zqreviewnote"),
    "unsent": Mark(COMMITTEE, "a review by “reviewer of it” that is only a draft", "zqunsent"),
    "reason": Mark(COMMITTEE, "why somebody declined to review it", "zqreason"),
    "evidence": Mark(COMMITTEE, "conflicts of interest with it", "zqevidence"),
    "decision": Mark(DECISION, "the decision, with the note to its authors", "zqdecision"),
    "final": Mark(DECISION, "the camera-ready paper", "zqfinal"),
    "slides": Mark(DECISION, "the slides", "zqslides"),
    "change": Mark(DECISION, "another title that its authors ask for", "zqchange"),
    "consent": Mark(DECISION, "who of its authors consented to what", "zqconsent"),
    "talk": Mark(DECISION, "its talk or poster on the schedule", "zqtalk"),
    "session": Mark(OTHERS, "sessions of the schedule", "zqsession"),
    "committee": Mark(OTHERS, "who is on the committee", COLLEAGUE.lower()),
    "reviewer email": Mark(OTHERS, "reviewers’ addresses", "zqreviewermail"),
    "invited": Mark(OTHERS, "who was asked to review", "zqinvited"),
    "organizer email": Mark(OTHERS, "organizers’ addresses", "zqorganizermail"),
    "letter": Mark(OTHERS, "letters to its authors", "zqletter"),
    "reminder": Mark(OTHERS, "letters to its reviewers", "zqreminder"),
    "about it": Mark(OTHERS, "the journal, about it", "zqaboutit"),
    "journal": Mark(OTHERS, "the journal, about nothing in particular", "zqjournal"),
}


def word(name: str) -> str:
    return MARKS[name].word
