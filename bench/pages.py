"""What every page costs: queries, CPU time and bytes, as each role, at 60 and 600 submissions.

CPU time is that of this process around a request through the whole middleware, the database's
own not counted; its multiple of a bare Django page (bare.py), measured in the same run, holds from
machine to machine. Nothing is cached between two requests. Of the two scenes that a page is asked
for in, the dearer one is in the table. `python -m bench.pages` runs it.
"""

import gc
import itertools
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING, Any

from bench.throwaway import thrown_away

if TYPE_CHECKING:
    from django.test import Client

    from bench.scenes import Released, Scene

SIZES = (60, 600)
ROLES = ("visitor", "author", "reviewer", "organizer")
# A page is asked three times, a slow one as often as it can be within this time, but twice.
SAMPLES, SECONDS = 3, 0.4
NO_ADDRESS = "no address could be made"


@dataclass(frozen=True)
class Cost:
    queries: int
    ms: float
    bytes: int


@dataclass
class Row:
    """A page in a scene as a role: its cost by size."""

    page: str
    scene: str
    role: str
    costs: dict[int, Cost] = field(default_factory=dict)

    @property
    def ms(self) -> float:
        return self.costs[max(self.costs)].ms

    @property
    def grows(self) -> bool:
        return len({cost.queries for cost in self.costs.values()}) > 1


@dataclass
class Found:
    """`answers`: what each page has answered, so that those never shown can be named."""

    rows: dict[tuple[str, str, str], Row] = field(default_factory=dict)
    answers: dict[str, set[str]] = field(default_factory=dict)


def ask(client: "Client", url: str) -> tuple[int, int]:
    """Status and bytes. A file is read to its end."""
    response = client.get(url)
    body = b"".join(response) if response.streaming else response.content
    return response.status_code, len(body)


def queries(act: Callable[[], Any]) -> int:
    from bench.counting import Statements

    with Statements() as sent:
        act()
    return sent.count


def cpu_ms(act: Callable[[], Any]) -> float:
    """The median of some runs; the caches are emptied before each."""
    from django.core.cache import cache

    gc.collect()
    spent: list[float] = []
    while len(spent) < 2 or (len(spent) < SAMPLES and sum(spent) < SECONDS):
        cache.clear()
        before = time.process_time()
        act()
        spent.append(time.process_time() - before)
    return median(spent) * 1000


def bare_ms() -> float:
    from django.test import override_settings

    from bench import bare

    with override_settings(MIDDLEWARE=bare.MIDDLEWARE, ROOT_URLCONF="bench.bare"):
        client = new_client()
        ask(client, "/")
        return median(cpu_ms(lambda: ask(client, "/")) for _ in range(40))


def new_client() -> "Client":
    from django.test import Client

    return Client(headers={"host": "127.0.0.1"})


def clients(scene: "Scene") -> dict[str, "Client"]:
    made = {role: new_client() for role in ROLES}
    for role in ROLES[1:]:
        made[role].force_login(getattr(scene.crowd, role))
    return made


def addresses(name: str, scene: "Scene") -> Iterator[str]:
    """Those that this page may have in this scene; none if a parameter cannot be filled."""
    from django.urls import get_resolver, reverse

    [(_, parameters)] = get_resolver().reverse_dict.getlist(name)[0][0]
    values = [scene.known.get(parameter, []) for parameter in parameters]
    query = f"?{scene.asks[name]}" if name in scene.asks else ""
    for chosen in itertools.product(*values):
        yield reverse(name, kwargs=dict(zip(parameters, chosen, strict=True))) + query


def shown_at(name: str, scene: "Scene", client: "Client", found: Found) -> str | None:
    """The first address at which this page is shown to this client."""
    answers = found.answers.setdefault(name, set())
    for url in addresses(name, scene):
        try:
            status, _ = ask(client, url)
        except Exception as problem:  # noqa: BLE001 (a broken page must not end the run)
            answers.add(type(problem).__name__)
            continue
        answers.add(str(status))
        if status == 200:
            return url
    return None


def measure(scene: "Scene", called: str, size: int, found: Found) -> None:
    from world import pages

    signed_in = clients(scene)
    for name, _ in pages():
        for role, client in signed_in.items():
            if url := shown_at(name, scene, client, found):

                def act(client: "Client" = client, url: str = url) -> tuple[int, int]:
                    return ask(client, url)

                cost = Cost(queries(act), cpu_ms(act), act()[1])
                key = (name, called, role)
                found.rows.setdefault(key, Row(*key)).costs[size] = cost


def dearest(found: Found) -> list[Row]:
    """One row for each page and role: that of the scene in which it costs more."""
    ordered = sorted(found.rows.values(), key=lambda row: row.ms)
    return [*{(row.page, row.role): row for row in ordered}.values()]


def print_table(found: Found, bare: float) -> None:
    heads = [f"{'queries':>7} {'CPU ms':>7} {'×':>6} {'KB':>7}"] * len(SIZES)
    print(f"{'':48}{'   '.join(heads)}")
    for row in sorted(dearest(found), key=lambda row: -row.ms):
        cells = [_cells(row.costs.get(size), bare) for size in SIZES]
        print(f"{row.page:26} {row.scene:10} {row.role:10}{'   '.join(cells)}")


def _cells(cost: Cost | None, bare: float) -> str:
    if cost is None:
        return " " * 30
    return f"{cost.queries:7} {cost.ms:7.1f} {cost.ms / bare:6.1f} {cost.bytes / 1000:7.1f}"


def print_worst(found: Found, bare: float) -> None:
    """By role, and what should not be: pages that ask more the more there is, or never show."""
    for role in ROLES:
        worst = max((row for row in found.rows.values() if row.role == role), key=lambda r: r.ms)
        print(f"Worst for the {role}: {worst.page}, {worst.ms / bare:.1f} × the bare page.")
    growing = sorted({row.page for row in found.rows.values() if row.grows})
    print(f"Pages that ask more the more there is: {', '.join(growing) or 'none'}.")
    shown = {row.page for row in found.rows.values()}
    print("Never shown on a GET, with what they answered:")
    for name in sorted(set(found.answers) - shown):
        print(f"  {name}: {', '.join(sorted(found.answers[name])) or NO_ADDRESS}")


def print_released(released: "Released") -> None:
    print(
        f"Deciding and releasing {released.submissions} submissions with {released.reviews} "
        f"reviews: {released.statements} statements, {released.letters} letters, "
        f"{released.seconds:.1f} s."
    )


def main() -> None:
    started = time.monotonic()
    with thrown_away():
        from bench.scenes import published, under_way

        found = Found()
        releases: list[Released] = []
        bares: list[float] = []  # now and then, for a machine is not equally fast all the time
        for size in SIZES:
            scene, released = published(size)
            releases.append(released)
            busy = under_way(size)
            gc.freeze()  # the rows of the scenes are not in a page's way
            for called, place in (("published", scene), ("under way", busy)):
                bares.append(bare_ms())
                measure(place, called, size, found)
            print(f"Measured at {size} submissions.", file=sys.stderr)
        bare = median(bares)
        print_table(found, bare)
        print(f"\nA bare page of 20 rows: {bare:.2f} ms.")
        print_worst(found, bare)
        for released in releases:
            print_released(released)
    print(f"Measured in {time.monotonic() - started:.0f} s.")


if __name__ == "__main__":
    main()
