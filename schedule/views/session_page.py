"""The pages of one session: what stands in it, what it is, a talk to be added by a person.

They are apart so that no button of one empties what is typed into another.
"""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from schedule.begin import days_of
from schedule.fitting import HOLDING
from schedule.forms import EditSessionForm, NewSessionForm, NewTalkForm, facts_of
from schedule.models import Session
from schedule.plan import GONE, held
from schedule.planning import Plan, plan_of
from schedule.wording import when
from submissions.models import Submission
from workshop.errors import Refused, Stale
from workshop.forms import problems_of
from workshop.http import SignedIn
from workshop.models import Workshop
from workshop.views.organizing import Question, show

Kind = Session.Kind


def session_page(
    request: SignedIn, workshop: Workshop, session: Session, refusal: Refused | None = None
) -> HttpResponse:
    """What stands in it, and what may be put there; of others, what they are."""
    if session.kind not in HOLDING:
        return facts_page(request, workshop, session, refusal=refusal)
    plan = plan_of(workshop, request.user)
    context = {
        "session": plan.shown(session.number),
        "on_boards": session.kind == Kind.POSTERS,
        "talks": plan.talks_in(session.number),
        "others": [
            one for one in plan.holding(before=session.kind) if one.number != session.number
        ],
        "addable": addable(plan, session.kind),
        "clashes": plan.clashes_of(session),
        "left": plan.left,
    }
    return show(request, "session", workshop, context, refusal=refusal, app="schedule")


def facts_page(
    request: SignedIn,
    workshop: Workshop,
    session: Session,
    *,
    form: EditSessionForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """What it is, when and where, with what was typed where that was refused."""
    plan = plan_of(workshop, request.user)
    row = next(row for row in plan.rows if row.pk == session.pk)
    form, shown = form or session_form(row), plan.shown(row.number)
    context = {
        "session": shown,
        "form": form,
        "problems": problems_of(form),
        "saved_now": form.saved_now() if isinstance(refusal, Stale) else [],
        "holds": row.kind in HOLDING,
        "clashes": plan.clashes_of(row),
        "removing": removing(plan, row),
    }
    return show(request, "session_facts", workshop, context, refusal=refusal, app="schedule")


def new_talk_page(
    request: SignedIn,
    workshop: Workshop,
    session: Session | None,
    form: NewTalkForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """A talk by a person. Where its session was removed meanwhile, another may be chosen."""
    plan = plan_of(workshop, request.user)
    form = form or NewTalkForm(prefix="talk")
    context = {
        "session": plan.shown(session.number) if session else None,
        "on_boards": session is not None and session.kind == Kind.POSTERS,
        "sessions": plan.holding(),
        "form": form,
        "problems": problems_of(form),
        "speakers": plan.left.speakers,
    }
    return show(request, "new_talk", workshop, context, refusal=refusal, app="schedule")


def gone_page(request: SignedIn, workshop: Workshop) -> HttpResponse:
    """A session that was removed meanwhile, as it was typed: it may be added again."""
    form = NewSessionForm(request.POST, workshop=workshop, days=days_of(workshop))
    context = {"form": form, "problems": problems_of(form), "gone": True}
    return show(request, "new_session", workshop, context, refusal=Refused(GONE), app="schedule")


def session_form(row: Session, data: object = None) -> EditSessionForm:
    return EditSessionForm(
        data,
        initial=facts_of(row),
        workshop=row.workshop,
        days=days_of(row.workshop),
        session=row,
    )


def addable(plan: Plan, kind: str) -> list[tuple[str, list[Submission]]]:
    """What may be added to a session of this kind, each part with its name."""
    if kind == Kind.POSTERS:
        parts = [("Posters", plan.left.posters), ("Talks, as posters too", plan.left.boardless)]
    else:
        parts = [("Talks", plan.left.orals)] if kind in HOLDING else []
    return [(name, rows) for name, rows in parts if rows]


def removing(plan: Plan, session: Session) -> Question:
    workshop, shown = plan.workshop, plan.shown(session.number)
    url = reverse("remove_session", args=[workshop.slug, session.number])
    [row] = [row for row in plan.rows if row.pk == session.pk]
    holds = held(row.presentations.all())
    what = "What stands in it is" if shown.talks else "Nothing stands in it, so nothing else is"
    return Question(
        url=f"{url}?version={session.version}&holds={holds}",
        act="Remove the session",
        title=f"Remove “{shown.name}”, {when(session.starts_at, workshop.tzinfo)}?",
        meaning=f"{what} left to plan again.",
        back=reverse("edit_session", args=[workshop.slug, session.number]),
    )
