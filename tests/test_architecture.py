"""The house as it is meant: which way imports run, how long things are, who may ask the clock."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
APPS = ["workshop", "submissions", "reviews", "schedule"]
# The project's frame: may name every app; settings and addresses only as strings.
FRAME = ("workshop/management/",)

# Inside an app: a module imports from its own layer or a lower one.
MODELS, PERMISSIONS, STEPS, FACES = range(4)
LAYER = {
    "models": MODELS,
    "status": MODELS,
    "handling": MODELS,
    "named": MODELS,
    "scoping": MODELS,
    "errors": MODELS,
    "audience": MODELS,
    "permissions": PERMISSIONS,
    "tasks": FACES,
    "urls": FACES,
    "site_urls": FACES,
    "account_urls": FACES,
    "views": FACES,
    "api": FACES,
    "templatetags": FACES,
    "middleware": FACES,
    "viewing": FACES,
    "context": FACES,
    "forms": FACES,
    "filters": FACES,
    "editor": FACES,
    "management": FACES,
    "settings": FACES,
    "wsgi": FACES,
    "__main__": FACES,
    # The package's own module starts Celery, which the tasks need.
    "__init__": FACES,
}


def modules() -> Iterator[tuple[str, ast.Module]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text())


def imports(tree: ast.Module) -> Iterator[str]:
    """Dotted names of everything imported at run time, inside functions too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test):
            node.body.clear()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def layer(dotted: str) -> int:
    parts = dotted.split(".")
    name = parts[1] if len(parts) > 1 else "__init__"
    return FACES if name.endswith("_forms") else LAYER.get(name, STEPS)


def test_imports_between_apps_run_right_to_left_only() -> None:
    wrong = [
        f"{path} imports {name}"
        for path, tree in modules()
        if not path.startswith(FRAME)
        for name in imports(tree)
        if name.split(".")[0] in APPS
        and APPS.index(name.split(".")[0]) > APPS.index(path.split("/")[0])
    ]
    assert wrong == []


def test_inside_an_app_models_permissions_steps_and_faces_build_on_each_other() -> None:
    wrong = []
    for path, tree in modules():
        own = path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")
        for name in imports(tree):
            same_app = name.split(".")[0] == own.split(".")[0]
            if same_app and layer(name) > layer(own):
                wrong.append(f"{path} imports {name}")
    assert wrong == []


def functions(tree: ast.Module) -> Iterator[ast.FunctionDef]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_no_file_is_over_400_lines_and_no_function_over_50() -> None:
    wrong = []
    for path, tree in modules():
        lines = len((ROOT / path).read_text().splitlines())
        wrong += [path] if lines > 400 else []
        wrong += [
            f"{path}: {function.name}"
            for function in functions(tree)
            if (function.end_lineno or 0) - function.lineno >= 50
        ]
    assert wrong == []


def test_half_of_the_files_are_under_100_lines() -> None:
    sizes = sorted(len((ROOT / path).read_text().splitlines()) for path, _ in modules())
    assert sizes[len(sizes) // 2] < 100


@pytest.mark.parametrize("app", APPS)
def test_time_is_an_argument(app: str) -> None:
    """Only the middleware, the worker's doors and the commands look at the clock."""
    asks = re.compile(r"timezone\.now\(|datetime\.now\(|date\.today\(|time\.time\(|localdate\(")
    tasks = {"workshop/tasks.py", "submissions/tasks.py", "reviews/tasks.py"}
    may = {"workshop/middleware.py", *tasks}
    found = [
        path
        for path, _ in modules()
        if path.startswith(f"{app}/")
        and not path.startswith("workshop/management/commands/")
        and path not in may
        and asks.search((ROOT / path).read_text())
    ]
    assert found == []


def test_there_are_no_signals() -> None:
    found = [path for path, tree in modules() for name in imports(tree) if "signals" in name]
    assert found == []


def test_no_template_is_over_150_lines_and_none_has_anything_inline() -> None:
    wrong = []
    for path in sorted((ROOT / "templates").rglob("*.html")):
        text = path.read_text()
        if len(text.splitlines()) > 150 and path.name != "styleguide.html":
            wrong.append(f"{path.name} is long")
        if re.search(r"<style|\sstyle=|\son\w+=|<script(?![^>]*\ssrc=)", text):
            wrong.append(f"{path.name} has something inline")
    assert wrong == []


def test_the_stylesheets_stay_small() -> None:
    css = ROOT / "workshop/static/workshop/css"
    look = [path for path in css.glob("*.css") if path.name != "styleguide.css"]
    js = (ROOT / "workshop/static/workshop/js").glob("*.js")
    assert sum(path.stat().st_size for path in look) <= 40_960
    assert sum(path.stat().st_size for path in js) <= 12_288
