"""What the crawler must have come across, or it has proven nothing: whoever may see a page was
shown it, whoever may know a secret has read it, what is sent is done, every letter was written.

What a role may see goes by what its pages are declared for and by the submissions that are theirs.
So somebody who is locked out by accident is found, of whom nothing else would be.
"""

from __future__ import annotations

from collections.abc import Iterator

from committee import SEALED
from world import pages

from bench.campaigns.actors import MARKERS
from bench.campaigns.result import Result
from bench.campaigns.whole_story import PAPER
from workshop.audience import REGISTRY

# Only in the demo.
NEVER = {"demo", "demo_letters"}
# What kinds of file hold a secret, so that it is seen that they are opened.
KEPT_IN = [
    *((PAPER, "in a pdf"), (PAPER, "in a zip"), (PAPER, "in a json"), (PAPER, "in a letter")),
    (SEALED, "in a letter"),
]
# What is for a role by its address, and why it is not shown to them all the same.
NEXT_DOOR_LACKS = {
    *("assignment_run", "use_run", "edit_page", "remove_page", "remove_session"),
    *("edit_reviewer", "remove_reviewer", "remind_invitation", "withdraw_invitation"),
    *("assign_reviewer", "move_reviewer", "unassign_reviewer", "place_submission"),
    *("organized_final_paper", "organized_slides"),
    *("confirm_conflict", "dismiss_conflict", "reopen_conflict"),
}
UNSHOWN = {
    # The numbers in these addresses, and what buttons send, are of the workshop that is told of.
    "elsewhere": NEXT_DOOR_LACKS,
    # The conflicts that are asked for are with what they are behind a barrier to.
    "barred": {"confirm_conflict", "dismiss_conflict", "reopen_conflict"},
    # Theirs was given to nobody, nobody has a conflict with it, and nothing final was sent.
    "decider": {
        *("confirm_conflict", "dismiss_conflict", "reopen_conflict"),
        *("move_reviewer", "unassign_reviewer", "organized_final_paper", "organized_slides"),
    },
    # To look changes nothing, and the API is the organizer's own.
    "looking as an author": {"api_submission"},
    "looking as a reviewer": {"api_assigned_paper", "api_assigned_papers", "autosave_review"},
}
# Steps that cannot succeed when somebody asks for them, and why.
UNDONE = {
    "autosave_review",  # succeeds by an answer, and leads nowhere
    "view_as",  # is sent by those who look as somebody
    "open_call",  # the call is open from the beginning
    "new_page",  # what is typed anywhere is no address of a page
    "place_posters",  # all that can be placed is placed in the same phase
    "edit_talk",  # the talks in the sessions that are asked for are submissions
}


def uncovered(result: Result) -> list[str]:
    """Why it proves nothing that nothing was found, in words."""
    return [*_unread(result), *_unshown(result), *_unwritten(result)]


def _unread(result: Result) -> Iterator[str]:
    """Every secret is there to be found: whoever may know it has found it."""
    read, known = (result.sets.get(name, set()) for name in ("markers", "known"))
    wanted = {*(f"{marker} {place}" for marker, place in KEPT_IN), *known}
    for each in sorted(wanted - read):
        yield f"no marker {each}: nothing is proven"
    for marker in MARKERS:
        if not any(each.startswith(f"{marker} ") for each in known):
            yield f"nobody may know {marker}"


def _unshown(result: Result) -> Iterator[str]:
    """Every page was shown to each role it is for; of each submission something to whom it is."""
    found = result.sets
    excepted = {f"{name} for {role}" for role, names in UNSHOWN.items() for name in names}
    excepted |= {each for each in found.get("meant for", set()) if each.split()[0] in NEVER}
    for each in sorted(found.get("meant for", set()) - found.get("shown to", set()) - excepted):
        yield f"never shown: {each}"
    for each in sorted(found.get("theirs", set()) - found.get("seen", set())):
        yield f"nothing was shown of submission {each}"
    for name in sorted({name for name, _ in pages()} - found.get("shown", set()) - NEVER):
        yield f"never shown to whom it is for: {name}"
    for name in sorted(found.get("refused", set()) - found.get("done", set()) - UNDONE):
        yield f"only ever refused: {name}"


def _unwritten(result: Result) -> Iterator[str]:
    events = {name for name in REGISTRY if "/" in name} - result.sets.get("events", set())
    for event in sorted(events):
        yield f"no such letter was written: {event}"
