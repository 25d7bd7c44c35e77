"""The time zones that a form offers."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

Zones = list[tuple[str, str | list[tuple[str, str]]]]
CONTINENTS = (
    *("Africa", "America", "Antarctica", "Asia", "Atlantic"),
    *("Australia", "Europe", "Indian", "Pacific"),
)


def zones(chosen: str) -> Zones:
    """Every place, by continent, with the older name of a zone if that is what was chosen."""
    places = _places()
    listed = {zone for group in places.values() for zone, _ in group} | {"", "UTC"}
    older = [] if chosen in listed else [(chosen, chosen)]
    return [*older, ("UTC", "UTC"), *places.items()]


@cache
def _places() -> dict[str, list[tuple[str, str]]]:
    """Every zone that is named after a place, by continent."""
    places: dict[str, list[tuple[str, str]]] = {continent: [] for continent in CONTINENTS}
    for zone in sorted(available_timezones()):
        continent, _, place = zone.partition("/")
        if continent in places:
            places[continent].append((zone, place.replace("_", " ").replace("/", ", ")))
    return places
