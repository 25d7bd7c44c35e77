"""What costs the tests time and proves nothing, done in a quicker way."""

from __future__ import annotations

from typing import Any

from django.db.backends.base.operations import BaseDatabaseOperations
from django.template import Context, Template
from django.test.signals import template_rendered

# Whoever empties the others fills these again, always with the same rows.
KEPT = {"django_content_type", "auth_permission"}


def empty(
    operations: BaseDatabaseOperations, _style: Any, tables: list[str], **_options: Any
) -> list[str]:
    """Empty the tables row by row: most have none, and TRUNCATE makes new files for each of them.

    As TRUNCATE does, this waits for whoever is still writing; keys are not asked, as for a replica.
    """
    names = [operations.quote_name(table) for table in tables if table not in KEPT]
    return [
        "SET LOCAL session_replication_role = replica",
        f"LOCK TABLE {', '.join(names)} IN EXCLUSIVE MODE",
        *(f"DELETE FROM {name}" for name in names),  # noqa: S608 (the names of our own tables)
    ]


def render(template: Template, context: Context) -> str:
    """Tell the test client of a page, but not of all that it includes: each costs a copy."""
    if context.template is template:
        template_rendered.send(sender=template, template=template, context=context)
    return template.nodelist.render(context)
