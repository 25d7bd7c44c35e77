"""LaTeX in titles and names as plain text."""

from __future__ import annotations

import re
from functools import cache

from pylatexenc.latex2text import (  # type: ignore[import-untyped]
    LatexNodes2Text,
    get_default_latex_context_db,
)

# The library takes exponential time on some nested input, so it is only ever shown one command:
# an accent with its letter, or a name without what follows it.
COMMAND = re.compile(
    r"""\\(?:["'`^~=.]|[uvHtcdbkr](?![A-Za-z]))\s{0,3}
        (?:\{\s{0,3}(?:\\[ij]|[^\W\d_])\s{0,3}\}|\\[ij](?![A-Za-z])|[^\W\d_])
      | \\(?P<name>[A-Za-z]{1,20})(?P<after>\s{0,3}(?:\{\s{0,3}\})?)""",
    re.VERBOSE,
)
# They belong to a word, and swallow the space that ends them.
LETTERS = set("o O l L i j ss ae AE oe OE aa AA".split())
_SPECS = get_default_latex_context_db()
_NAMES = {spec.macroname for spec in _SPECS.iter_macro_specs()} - {"verb"}
_DECODER = LatexNodes2Text(latex_context=_SPECS)


def plain(text: str) -> str:
    r"""Accents and symbols as characters, without the braces: "{\"U}ber {BERT}" is "Über BERT".

    A command that is no character goes, and what it is applied to stays.
    """
    if not any(c in text for c in "\\{}~"):
        return text
    decoded = COMMAND.sub(_decoded, text)
    unescaped = re.sub(r"\\([^A-Za-z])", r"\1", re.sub(r"(?<!\\)[{}]", "", decoded))
    return re.sub(r"(?<!\\)~", " ", unescaped)


def _decoded(match: re.Match[str]) -> str:
    name = match["name"]
    if name is None:
        return _piece(match[0])
    space = " " if match["after"].isspace() and name not in LETTERS else ""
    return (_piece(f"\\{name}") if name in _NAMES else "") + space


@cache
def _piece(command: str) -> str:
    try:
        return str(_DECODER.latex_to_text(command)).strip().replace("%s", "")
    except Exception:  # noqa: BLE001 — whatever the library does not like is left out
        return ""
