"""Writes `.env`, the settings of docker-compose.yml, with new secrets: `make env`.

Needs a Python and nothing else, so that it runs where there is only Docker.
"""

from __future__ import annotations

import os
import secrets
import sys

TEXT = """\
# The settings of docker-compose.yml, made by `make env`; docs/running.md says what each one means.
# Whoever reads this file has the whole site: give it to nobody, and keep a copy of it.
# A value with a space, a # or a $ in it stands between single quotes.

# Where people reach the site. For a public address: https://workshops.uni.example, and then
# BEHIND_PROXY=true, as https is spoken by a proxy before the site.
SITE_URL=http://localhost:8000
BEHIND_PROXY=false
# The port of this machine at which a proxy or a browser on it finds the site
PORT=8000

SITE_NAME=Workshop
# Who may create workshops besides administrators: *, @uni.example or whole addresses, with commas
WORKSHOP_CREATORS=

# As made here no letter leaves: all are caught, to be read at http://localhost:8025.
# For real letters: smtp+tls://user:password@mail.uni.example:587
EMAIL_URL=smtp://mail:1025
# The sender of every letter
#DEFAULT_FROM_EMAIL='Workshop <workshop@uni.example>'

# Papers are in the volume “files”, or, with these, in a private bucket that speaks S3
#S3_BUCKET=
#S3_ENDPOINT=
#S3_REGION=
#S3_ACCESS_KEY=
#S3_SECRET_KEY=

# Processes that answer requests; two for each core is plenty
WEB_CONCURRENCY=2

# Signs sessions and codes: with another one, everybody signs in again.
SECRET_KEY={secret_key}
# Letters and digits only. The database keeps the password that it was made with.
POSTGRES_PASSWORD={postgres_password}
REDIS_PASSWORD={redis_password}
"""


def text() -> str:
    return TEXT.format(
        secret_key=secrets.token_hex(32),
        postgres_password=secrets.token_hex(24),
        redis_password=secrets.token_hex(24),
    )


def write(path: str) -> None:
    """Never over another one, and readable for its owner alone from its first byte on."""
    # Exclusive: of two that are started at once, one writes.
    new = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(new, "w", encoding="utf-8") as file:
        file.write(text())


def main(path: str) -> None:
    try:
        write(path)
    except FileExistsError:
        sys.exit(
            f"{path} is there already, and was left as it is: a running site needs its secrets.\n"
            "To begin anew, move it away first."
        )
    sys.stdout.write(
        f"{path} is written, with new secrets. Look through it, then start the site:\n"
        "    docker compose up --build --detach\n"
    )


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else ".env")
