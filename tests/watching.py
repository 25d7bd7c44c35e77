"""Which processes a process has started, and whether they are gone."""

import subprocess
import time


def descendants(pid: int) -> list[int]:
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True)
    pairs = [tuple(map(int, line.split())) for line in listed.stdout.splitlines()]
    children = [child for child, parent in pairs if parent == pid]
    return children + [below for child in children for below in descendants(child)]


def is_running(pid: int) -> bool:
    listed = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return bool(listed.stdout.strip()) and not listed.stdout.startswith("Z")


def all_ended(pids: list[int], seconds: float = 15) -> bool:
    give_up = time.monotonic() + seconds
    while any(map(is_running, pids)) and time.monotonic() < give_up:
        time.sleep(0.1)
    return not any(map(is_running, pids))
