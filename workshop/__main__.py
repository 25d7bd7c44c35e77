"""`python -m workshop` is `manage.py serve`, a second sooner.

What `serve` would start over for is settled here, before the settings are read.
"""

import argparse
import os
import sys

from workshop.management.addresses import add_arguments, environment


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m workshop", description=__doc__)
    add_arguments(parser)
    given = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "workshop.settings")
    os.environ.update(environment(given.host, given.port, os.environ))

    from django.core.management import execute_from_command_line  # noqa: PLC0415 (reads settings)

    execute_from_command_line(["manage.py", "serve", *sys.argv[1:]])


if __name__ == "__main__":
    main()
