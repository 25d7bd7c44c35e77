"""Running text: a Markdown subset with maths, cleaned to an allow-list."""

from __future__ import annotations

import contextlib
import re

import nh3
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from latex2mathml.converter import convert
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

PROSE = frozenset("p br em strong code pre ul ol li blockquote h3 h4 a".split())
MATHS = frozenset(
    "math mrow mi mo mn ms mtext mspace msup msub msubsup mfrac msqrt mroot mover munder "
    "munderover mtable mtr mtd mstyle mpadded mphantom menclose".split()
)
ATTRIBUTES = {
    "a": {"href"},
    "math": {"display"},
    "mo": {"stretchy", "fence", "separator", "lspace", "rspace"},
    "mi": {"mathvariant"},
    "mspace": {"width"},
    "mfrac": {"linethickness"},
    "mtable": {"columnalign"},
    "mover": {"accent"},
}
MATHS_LENGTH = 500


def _maths(latex: str, options: dict[str, bool]) -> str:
    """MathML for a formula; a formula that cannot be read is shown as it was typed."""
    display = "block" if options.get("display_mode") else "inline"
    if len(latex) <= MATHS_LENGTH:
        # The library raises many kinds of its own on odd input.
        with contextlib.suppress(Exception):
            return convert(latex, display=display)
    return f"<code>{escape(latex)}</code>"


_markdown = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": False}).disable(
    ["image", "html_block", "html_inline", "table"]
)
_markdown.use(dollarmath_plugin, allow_digits=False, renderer=_maths)


def _lowered(html: str) -> str:
    """Headings begin at the third level, whichever they were typed with, and skip none."""
    used = sorted(set(re.findall(r"<h([1-6])>", html)))

    def lower(tag: re.Match[str]) -> str:
        return f"<{tag[1]}h{min(3 + used.index(tag[2]), 4)}>"

    return re.sub(r"<(/?)h([1-6])>", lower, html)


def to_html(text: str) -> SafeString:
    """Cleaned HTML. Headings are lowered to fit under a page's own; nothing active survives."""
    html = _lowered(_markdown.render(text))
    return mark_safe(  # noqa: S308 — cleaned to the allow-list above
        nh3.clean(
            html,
            tags=set(PROSE | MATHS),
            attributes=ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer nofollow",
        )
    )
