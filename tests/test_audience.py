"""Every door declares who it is for."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.core.management import load_command_class
from django.urls import URLPattern, URLResolver, get_resolver
from rest_framework import serializers
from rest_framework.serializers import BaseSerializer

from submissions.api.own import SubmissionSerializer
from workshop.api.frame import endpoint
from workshop.audience import REGISTRY, Audience, is_meant_for, name_of
from workshop.celery import app
from workshop.http import Request

ROOT = Path(__file__).resolve().parent.parent
APPS = ("workshop", "submissions", "reviews", "schedule")
Shape = type[BaseSerializer[Any]]


def patterns(resolver: URLResolver | None = None) -> Iterator[URLPattern]:
    for pattern in (resolver or get_resolver()).url_patterns:
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern)
        else:
            yield pattern


def test_every_view_is_declared() -> None:
    undeclared = [p.name for p in patterns() if name_of(p.callback) not in REGISTRY]
    assert undeclared == []


def test_every_letter_is_declared() -> None:
    letters = {
        f"{path.parent.parent.name}/{path.stem}"
        for path in (ROOT / "templates").glob("*/letters/*.txt")
    }
    declared = {name for name in REGISTRY if "/" in name}
    assert letters == declared


def test_every_task_is_declared() -> None:
    app.loader.import_default_modules()
    tasks = {name for name in app.tasks if not name.startswith("celery.")}
    assert tasks == {
        "workshop.tasks.deliver_letter",
        "workshop.tasks.sweep",
        "submissions.tasks.inspect_paper",
        "reviews.tasks.solve_run",
    }
    assert {name for name in tasks if name not in REGISTRY} == set()


def test_every_command_is_declared_for_whoever_runs_the_server() -> None:
    found = [
        type(load_command_class(path.parts[-4], path.stem))
        for path in ROOT.glob("*/management/commands/*.py")
        if path.stem != "__init__"
    ]
    assert len(found) >= 8
    for command in found:
        declared = REGISTRY.get(name_of(command))
        assert declared, command
        assert declared.audiences == {Audience.ADMINISTRATOR}


def shapes(of: Shape = BaseSerializer) -> Iterator[Shape]:
    """Every serializer of ours."""
    for shape in of.__subclasses__():
        if shape.__module__.startswith(tuple(f"{app}." for app in APPS)):
            yield shape
        yield from shapes(shape)


def parts(shape: Shape) -> Iterator[Shape]:
    """A serializer with all those that it answers by in turn, those of methods among them."""
    yield shape
    for name, field in getattr(shape, "_declared_fields", {}).items():
        method = getattr(shape, f"get_{name}", None)
        annotated = getattr(method, "_spectacular_annotation", {}).get("field")
        inner = getattr(field, "child", field) if annotated is None else annotated
        inner = getattr(inner, "child", inner)
        if isinstance(inner, BaseSerializer):
            yield from parts(type(inner))


def endpoints() -> list[tuple[Audience, Shape]]:
    """Each with the serializer of its successful answers, as the API describes them."""
    found = []
    for pattern in patterns():
        view = getattr(pattern.callback, "cls", None)
        if view is None or not str(pattern.name).startswith("api_"):
            continue
        [who] = REGISTRY[name_of(pattern.callback)].audiences
        found.append((who, view.shape))
    return found


def test_every_serializer_is_declared() -> None:
    get_resolver().url_patterns  # noqa: B018 (imports them all)
    found = set(shapes())
    assert len(found) >= 25
    assert [shape for shape in found if name_of(shape) not in REGISTRY] == []


def test_no_endpoint_answers_by_a_serializer_that_is_meant_for_others() -> None:
    found = endpoints()
    assert len(found) >= 9
    wrong = [
        (who, part) for who, shape in found for part in parts(shape) if not is_meant_for(part, who)
    ]
    assert wrong == []
    # The parts are found: also those that a method answers by.
    named = {part.__name__ for _, shape in found for part in parts(shape)}
    assert {"OwnReviewSerializer", "ReadReviewSerializer", "PersonSerializer"} <= named


def test_an_endpoint_is_not_made_of_what_is_meant_for_others() -> None:
    def everything(request: Request) -> None:
        """Nobody gets here."""

    class Undeclared(serializers.Serializer[Any]):
        pass

    for shape in (Undeclared, SubmissionSerializer):
        with pytest.raises(TypeError, match="not declared for this audience: public"):
            endpoint(Audience.PUBLIC, shape)(everything)


# What exports are made of, and nothing that leaves by itself.
PIECES = {
    *("submissions.exports.plain_cell", "submissions.exports.name_of"),
    *("submissions.bibtex.key", "submissions.bibtex.escaped", "submissions.bibtex.name_of"),
    "submissions.citing.pdf_link",
}


def test_every_export_is_declared() -> None:
    paths = [
        *ROOT.glob("*/exports.py"),
        *ROOT.glob("*/exports/*.py"),
        *(ROOT / "submissions" / f"{name}.py" for name in ("bibtex", "citing")),
    ]
    modules = [
        import_module(".".join(path.relative_to(ROOT).with_suffix("").parts)) for path in paths
    ]
    made = {
        name_of(function)
        for module in modules
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    }
    assert len(made) >= 8
    assert made - PIECES - set(REGISTRY) == set()
    assert made >= PIECES


def test_every_letter_begins_with_its_subject_and_ends_with_who_writes() -> None:
    for path in (ROOT / "templates").glob("*/letters/*.txt"):
        lines = path.read_text().strip().splitlines()
        subject = next(line for line in lines if not re.fullmatch(r"(\{%[^%]*%\})+", line))
        assert not subject.startswith("Dear"), path.name
