"""docker-compose.yml and Dockerfile as Docker reads them, to run their lines by hand."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

ROOT = Path(__file__).resolve().parent.parent
TEXT = (ROOT / "docker-compose.yml").read_text()
FILE = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = FILE["services"]
OURS = sorted(name for name, service in SERVICES.items() if "build" in service)
LASTING = sorted(name for name, service in SERVICES.items() if service["restart"] != "no")
# A dollar that stands for itself, or a variable that stands for its value and must be there.
DOLLAR = re.compile(r"\$\$|\$\{(\w+)(?::\?[^}]*)?\}")


def filled(value: Any, values: Mapping[str, str]) -> Any:
    """With the values of `.env` in the places that name them."""
    if isinstance(value, dict):
        return {key: filled(one, values) for key, one in value.items()}
    if isinstance(value, list):
        return [filled(one, values) for one in value]
    if isinstance(value, str):
        return DOLLAR.sub(lambda m: values[m[1]] if m[1] else "$", value)
    return value


def env_file(text: str) -> dict[str, str]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return dict(line.split("=", 1) for line in lines)


def command(service: Mapping[str, Any]) -> list[str]:
    said = service["command"]
    return shlex.split(said) if isinstance(said, str) else list(said)


def health_check(service: Mapping[str, Any]) -> list[str]:
    kind, *rest = service["healthcheck"]["test"]
    return ["sh", "-c", *rest] if kind == "CMD-SHELL" else rest


def instructions() -> list[tuple[str, str]]:
    """The lines of the Dockerfile, each as its instruction and the rest of it."""
    text = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    return [(kind, rest.strip()) for kind, rest in (line.split(" ", 1) for line in lines)]


def build(image: Path, env: Mapping[str, str]) -> None:
    """What can be done of a build without Docker: copy what it copies, run what runs our code."""
    image.mkdir()
    for kind, rest in instructions():
        if kind == "COPY":
            source, target = (ROOT / rest.split()[0], image / rest.split()[1])
            copy = shutil.copytree if source.is_dir() else shutil.copy2
            copy(source, target)
        if kind == "RUN" and "manage.py" in rest:
            subprocess.run(["sh", "-c", rest], cwd=image, env=env, check=True)
