"""The workflow against its reference policy: runs of many steps, chosen by hypothesis.

What a run begins with is told once for each part, by the same steps; each run is then undone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from datetime import date, timedelta
from io import StringIO

from django.core.files.base import ContentFile
from django.test import Client
from factories import AT, make_user
from hypothesis import HealthCheck, Phase, settings
from hypothesis import seed as seeded
from hypothesis.stateful import run_state_machine_as_test
from schedule_factories import make_session

from bench.campaigns.machine import PEOPLE, Both, World
from bench.campaigns.machine_gates import Sweep
from bench.campaigns.machine_rare import tell_rare
from bench.campaigns.machine_rules import PAGES, Machine
from bench.campaigns.machine_site import SLUG, Site
from bench.campaigns.policy import end_of_day
from bench.campaigns.policy_steps import Policy
from bench.campaigns.result import Result
from bench.campaigns.undoing import undone
from submissions import uploads
from submissions.papers.sample import sample_pdf
from workshop.models import Role, Step, User, Workshop

# A few more than are asked for: some run ends early.
RUNS, STEPS = 106, 40
LEAST_RUNS, LEAST_STEPS = 2_000, 80_000
FINAL_BY = timedelta(days=60)
# Every step of the policy, and what cannot come of some of them.
STEP_NAMES = [name for name in vars(Policy) if not name.startswith("_")]
NEVER = {
    "pass_days": ("refused", "absent"),
    "look_for_conflicts": ("refused", "absent"),
    "remove_reviewer": ("refused",),
    "dismiss": ("refused",),
    "confirm_conflict": ("refused",),
    "reopen": ("refused",),
}
# How many of the parts begin there; what has happened by then is in TOLD.
BEGINNINGS = {
    "preparing": 1,
    "call": 3,
    "committee": 4,
    "outside": 3,
    "reviewed": 3,
    "released": 3,
    "camera_ready": 2,
    "overdue": 1,
}
PHASES = (Phase.generate, Phase.shrink)


def parts() -> list[str]:
    drawn = [name for name, often in BEGINNINGS.items() for _ in range(often)]
    return [f"{name}/{n}" for n, name in enumerate(drawn)]


def run(part: str, seed: int) -> Result:
    beginning, n = part.split("/")
    return explore(beginning, seed * 1000 + int(n), RUNS, STEPS)


def explore(beginning: str, seed: int, runs: int, steps: int) -> Result:
    """So many runs from one beginning. Hypothesis shrinks the first that disagrees."""
    result = Result()
    with a_world(beginning) as world:
        machine = seeded(seed)(type("Run", (Machine,), {"world": world}))
        asked = settings(
            max_examples=runs,
            stateful_step_count=steps,
            deadline=None,
            database=None,
            derandomize=False,
            phases=PHASES,
            suppress_health_check=list(HealthCheck),
        )
        said = StringIO()
        try:
            _rarely(beginning, machine())
            with redirect_stdout(said):
                run_state_machine_as_test(machine, settings=asked)
        except Exception as error:  # noqa: BLE001 (whatever it was, it is what was looked for)
            notes = "\n".join(getattr(error, "__notes__", []))
            result.found.append(f"{beginning}: {error!r}\n{said.getvalue()}\n{notes}")
        result.counts.update(world.counts)
    return result


def _rarely(beginning: str, run: Machine) -> None:
    try:
        tell_rare(beginning, run.both, run.world.counts)
        run.agree()
    finally:
        run.teardown()


@contextmanager
def a_world(beginning: str) -> Iterator[World]:
    with undone():
        world = _preparing()
        both = Both(world.site, world.policy)
        for tell in TOLD[beginning]:
            tell(both)
        yield world


def _preparing() -> World:
    """Seven people, of whom two organize; a workshop with its dates and two empty sessions."""
    users = {name: make_user(f"{name}@{name}.example", f"{name.title()}quill") for name in PEOPLE}
    first, closes = date(2029, 3, 1), AT + timedelta(days=20)
    workshop = Workshop.objects.create(
        slug=SLUG, title="Model", short_name="Model", call_text="Send what you found.",
        first_day=first, last_day=first, zone="UTC",
    )  # fmt: skip
    kind = workshop.kinds.create(name="Short paper", page_limit=4, position=1)
    workshop.deadlines.create(step=Step.SUBMIT, closes_at=closes)
    workshop.deadlines.create(step=Step.CAMERA_READY, closes_at=AT + FINAL_BY)
    for name in PEOPLE[:2]:
        workshop.roles.create(user=users[name], kind=Role.Kind.ORGANIZER)
    make_session(workshop, "contributed", hour=9)
    make_session(workshop, "posters", hour=11)
    upload = uploads.stored(ContentFile(sample_pdf("On a Paper"), "paper.pdf"))  # type: ignore[arg-type]
    policy = Policy(AT, closes, AT + FINAL_BY, end_of_day(first), set(PEOPLE[:2]))
    clients = {name: _client(user) for name, user in users.items()}
    return World(Site(users, kind, upload, AT), policy, clients, Sweep(workshop, users))


def _client(user: User) -> Client:
    """Signed in for longer than any run lasts."""
    client = Client()
    client.force_login(user)
    session = client.session
    session.set_expiry(AT + timedelta(days=3650))
    session.save()
    return client


def _call(both: Both) -> None:
    """Open, with a draft, a submission, and one of which an organizer is an author."""
    both.take("open_call", who="ada")
    both.take("draft", who="eli", authors=("eli", "fay"))
    both.take("draft", who="fay", authors=("fay",))
    both.take("draft", who="bea", authors=("bea",))
    both.take("submit", who="eli", n=1)
    both.take("submit", who="bea", n=3)


def _committee(both: Both) -> None:
    """Two reviewers, each with two papers."""
    both.take("submit", who="fay", n=2)
    both.take("close", who="ada")
    for whom in ("cam", "dov"):
        both.take("invite_reviewer", who="ada", whom=whom)
        both.take("answer", whom=whom, yes=True)
    for n, whom in ((1, "cam"), (1, "dov"), (2, "cam"), (3, "dov")):
        both.take("assign", who="ada", n=n, whom=whom)
    both.take("confirm", who="ada")


def _outside(both: Both) -> None:
    """All organizers have a conflict with a fourth paper: somebody decides on it from outside."""
    both.take("add_late", who="ada", authors=("ada", "bea"))
    both.take("invite_decider", who="ada", whom="gus")
    both.take("decide", who="gus", n=4, outcome="oral")


def _reviewed(both: Both) -> None:
    """All but one reviewed, all decided."""
    for n, who in ((1, "cam"), (1, "dov"), (3, "dov")):
        both.take("send_review", who=who, n=n, text=f"By {n}, {who}.")
    for n, outcome in ((1, "oral"), (2, "rejected"), (3, "poster")):
        both.take("decide", who="ada", n=n, outcome=outcome)


def _released(both: Both) -> None:
    """One of the two accepted is posted and planned."""
    both.take("release", who="ada")
    both.take("consent", who="eli", n=1, artefacts=("page", "pdf"))
    both.take("place", who="ada", n=1, kind="contributed")


def _camera_ready(both: Both) -> None:
    """The final paper is in, and other authors are asked for."""
    both.take("send_final", who="eli", n=1)
    both.take("propose", who="eli", n=1, authors=("fay", "eli"))


def _overdue(both: Both) -> None:
    """The last day for it has gone by."""
    both.take("pass_days", days=FINAL_BY.days)


_TO_COMMITTEE = (_call, _committee)
_TO_RELEASED = (*_TO_COMMITTEE, _reviewed, _released)
TOLD: Mapping[str, tuple[Callable[[Both], None], ...]] = {
    "preparing": (),
    "call": (_call,),
    "committee": _TO_COMMITTEE,
    "outside": (*_TO_COMMITTEE, _outside),
    "reviewed": (*_TO_COMMITTEE, _reviewed),
    "released": _TO_RELEASED,
    "camera_ready": (*_TO_RELEASED, _camera_ready),
    "overdue": (*_TO_RELEASED, _camera_ready, _overdue),
}


def verdict(result: Result) -> list[str]:
    """Fails unless every step was both done and not, and every page both shown and not."""
    counts = result.counts
    failures = [] if counts["runs"] >= LEAST_RUNS else [f"only {counts['runs']} runs"]
    failures += [] if counts["steps"] >= LEAST_STEPS else [f"only {counts['steps']} steps"]
    for step in STEP_NAMES:
        wanted = ["done"] + [how for how in ("refused", "absent") if how not in NEVER.get(step, ())]
        failures += [f"{step} was never {how}" for how in wanted if not counts[f"{step}: {how}"]]
    for page in PAGES:
        seen = (counts[f"{page}: shown"], counts[f"{page}: absent"])
        failures += [] if all(seen) else [f"{page} was never shown, or never absent"]
    return failures
