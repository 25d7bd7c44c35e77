"""Whether a container does its work: `python workshop/management/health.py web|worker|beat`.

Ends with 0, or with a sentence. Reads no settings, so that asking again and again costs little;
what it needs to know comes from the environment, and no secret is an argument.
"""

from __future__ import annotations

import http.client
import os
import socket
import sys
from contextlib import closing
from urllib.parse import urlsplit

SECONDS = 3


def web() -> str:
    """The site answers, as it would behind its proxy, and reaches the database."""
    site = urlsplit(os.environ["SITE_URL"])
    headers = {"Host": site.netloc, "X-Forwarded-Proto": site.scheme}
    port = int(os.environ["PORT"])
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)) as connection:
        try:
            connection.request("GET", "/healthz", headers=headers)
            status = connection.getresponse().status
        except (OSError, http.client.HTTPException) as error:
            return f"The site does not answer: {error!r}"
    if status in (301, 302, 307, 308):
        return "The site asks for https, which a proxy speaks before it: set BEHIND_PROXY=true."
    return "" if status == http.HTTPStatus.OK else f"The site answers {status}."


def worker() -> str:
    return node("celery")


def beat() -> str:
    """It keeps silent, too, when it has not looked at its schedule for a minute."""
    return node("celerybeat")


def node(kind: str) -> str:
    from celery import Celery  # noqa: PLC0415 (asking the site does not need it)
    from kombu.exceptions import OperationalError  # noqa: PLC0415

    name = f"{kind}@{socket.gethostname()}"
    app = Celery(broker=os.environ["REDIS_URL"])
    app.conf.broker_transport_options = {"socket_connect_timeout": SECONDS, "max_retries": 0}
    try:
        answers = app.control.ping(destination=[name], timeout=SECONDS)
    except OperationalError:
        return "The broker does not answer."
    return "" if answers else f"{name} does not answer."


if __name__ == "__main__":
    sys.exit({"web": web, "worker": worker, "beat": beat}[sys.argv[1]]() or 0)
