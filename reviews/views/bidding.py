"""The page of bids: what fits best comes first, a choice is saved at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Exists, OuterRef
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from reviews import bid
from reviews.affinities import Pair, Why, combined, compared, fits
from reviews.bid_forms import BidFilter, BidsForm
from reviews.matching.combine import Weights
from reviews.models import Affinity, Bid
from reviews.permissions import reviewed_workshop
from reviews.roster import Reviewer
from reviews.views.reviewer import show
from submissions.models import Submission
from workshop.audience import Audience, audience
from workshop.errors import Refused
from workshop.http import SignedIn, signed_in
from workshop.models import Topic, User, Workshop

ON_A_PAGE = 50


@dataclass(frozen=True)
class Line:
    """A submission to bid on: what was bid (0: nothing), and why it may fit."""

    row: Submission
    bid: int
    why: Why


@audience(Audience.REVIEWER)
@signed_in
def bids(request: SignedIn, slug: str) -> HttpResponse:
    """Titles and authors of what may be bid on (docs/decisions/0013); a POST saves choices."""
    workshop = reviewed_workshop(request.user, slug)
    if request.method == "POST":
        return _save(request, workshop)
    deadline = bid.deadline_of(workshop)
    if not bid.is_open(workshop, request.user, request.at, deadline):
        return show(request, "bids_closed", workshop, {"bids": _told(workshop, request.user)})
    topics = _topics(workshop, request.user)
    myself = _reviewer(request.user, topics)
    told = compared(workshop, [myself])
    rows = _fitting(workshop, myself, told)
    chosen = BidFilter(request.GET, topics=topics)
    found = [row for row in rows if chosen.keeps(row)]
    page = Paginator(found, ON_A_PAGE).get_page(request.GET.get("page"))
    placed = bid.bids_of(workshop, request.user)
    context = {
        "chosen": chosen,
        "page": page,
        "lines": _lines(list(page), placed, fits(workshop, list(page), [myself], told)),
        "shown": " ".join(f"{row.number}:{placed.get(row.number, '')}" for row in page),
        "values": Bid.Value.choices,
        "placed": len(placed),
        "count": len(rows),
        "deadline": deadline,
    }
    return show(request, "bids", workshop, context)


def _save(request: SignedIn, workshop: Workshop) -> HttpResponse:
    """The page's script is answered with how far the bids are, a form with the page again."""
    offered = set(bid.biddable(workshop, request.user).values_list("number", flat=True))
    form = BidsForm(request.POST, offered=offered)
    if not form.is_valid():
        return _refused(request, "That is none of the choices. Choose from 1 to 5, or no bid.")
    try:
        bid.place(workshop, form.bids, by=request.user, at=request.at)
    except Refused as refusal:
        return _refused(request, str(refusal))
    placed = len(bid.bids_of(workshop, request.user))
    if request.htmx:
        context = {"placed": placed, "count": len(offered), "saved": True}
        return render(request, "reviews/reviewer/bids_progress.html", context)
    messages.success(request, f"Saved. You have bid on {placed} of {len(offered)}.")
    return HttpResponseRedirect(request.get_full_path())


def _refused(request: SignedIn, sentence: str) -> HttpResponse:
    """The page as it is now, with the reason."""
    messages.warning(request, sentence)
    if request.htmx:
        return HttpResponse(status=409, headers={"HX-Refresh": "true"})
    return HttpResponseRedirect(request.get_full_path())


def _topics(workshop: Workshop, user: User) -> list[Any]:
    """Those of the call, each with whether this reviewer knows about it."""
    mine = workshop.reviewer_profiles.filter(user=user, topics=OuterRef("pk"))
    return list(workshop.topics.annotate(is_mine=Exists(mine)))


def _reviewer(user: User, topics: list[Any]) -> Reviewer:
    mine: list[Topic] = [topic for topic in topics if topic.is_mine]
    return Reviewer(user=user, name=user.name, address=user.email, topics=mine)


def _fitting(workshop: Workshop, myself: Reviewer, told: list[Affinity]) -> list[Submission]:
    """What they may bid on, what fits best first. What they bid moves nothing under their hand."""
    rows = list(bid.biddable(workshop, myself.user).prefetch_related("authors", "topics"))
    fit = combined(rows, [myself], told, Weights())[:, 0]
    order = sorted(range(len(rows)), key=lambda n: (-fit[n], rows[n].number))
    return [rows[n] for n in order]


def _lines(rows: list[Submission], placed: dict[int, int], reasons: dict[Pair, Why]) -> list[Line]:
    by_number = {pair.number: why for pair, why in reasons.items()}
    return [Line(row, placed.get(row.number, 0), by_number[row.number]) for row in rows]


def _told(workshop: Workshop, user: User) -> list[tuple[Submission, str]]:
    """What they bid, once nothing can be changed any more."""
    placed = bid.bids_of(workshop, user)
    rows = bid.biddable(workshop, user).filter(number__in=placed)
    return [(row, Bid.Value(placed[row.number]).label) for row in rows]
