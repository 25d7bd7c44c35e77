"""The page of one session: its facts, what stands in it, what may be added."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse

from schedule.begin import days_of
from schedule.fitting import HOLDING
from schedule.forms import EditSessionForm, NewTalkForm, facts_of
from schedule.models import Session
from schedule.plan import described
from schedule.planning import Plan, plan_of
from submissions.models import Submission
from workshop.errors import Refused, Stale
from workshop.forms import problems_of
from workshop.http import SignedIn
from workshop.models import Workshop
from workshop.views.organizing import Question, show

Kind = Session.Kind


def session_page(
    request: SignedIn,
    workshop: Workshop,
    session: Session,
    *,
    form: EditSessionForm | None = None,
    talk: NewTalkForm | None = None,
    refusal: Refused | None = None,
) -> HttpResponse:
    """As it is saved, with what was typed into one of its forms where that was refused."""
    plan = plan_of(workshop, request.user)
    row = next(row for row in plan.rows if row.pk == session.pk)
    form = form or session_form(row)
    talk = talk or NewTalkForm(prefix="talk")
    context = {
        "session": plan.shown(row.number),
        "form": form,
        "talk_form": talk,
        "problems": [*problems_of(form), *problems_of(talk)],
        "saved_now": form.saved_now() if isinstance(refusal, Stale) else [],
        "holds": row.kind in HOLDING,
        "on_boards": row.kind == Kind.POSTERS,
        "talks": plan.talks_in(row.number),
        "others": [one for one in plan.holding(before=row.kind) if one.number != row.number],
        "addable": addable(plan, row.kind),
        "speakers": plan.left.speakers,
        "clashes": plan.clashes_of(row),
        "removing": removing(workshop, row, len(plan.shown(row.number).talks)),
        "left": plan.left,
    }
    return show(request, "session", workshop, context, refusal=refusal, app="schedule")


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


def removing(workshop: Workshop, session: Session, talks: int) -> Question:
    url = reverse("remove_session", args=[workshop.slug, session.number])
    what = "What stands in it is" if talks else "Nothing stands in it, so nothing else is"
    return Question(
        url=f"{url}?version={session.version}",
        act="Remove the session",
        title=f"Remove {described(session)}?",
        meaning=f"{what} left to plan again.",
        back=reverse("edit_session", args=[workshop.slug, session.number]),
    )
