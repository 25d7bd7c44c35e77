"""Running text: a Markdown subset with maths, cleaned to an allow-list."""

from __future__ import annotations

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
        try:
            return convert(latex, display=display)
        except Exception:  # the library raises many kinds of its own on odd input
            pass
    return f"<code>{escape(latex)}</code>"


_markdown = MarkdownIt("js-default", {"html": False, "linkify": False, "breaks": False}).disable(
    ["image", "html_block", "html_inline", "table"]
)
_markdown.use(dollarmath_plugin, allow_digits=False, renderer=_maths)


def to_html(text: str) -> SafeString:
    """Cleaned HTML. Headings are lowered to fit under a page's own; nothing active survives."""
    html = _markdown.render(text)
    for level in (6, 5, 4, 3, 2, 1):
        lower = min(level + 2, 4)
        html = html.replace(f"<h{level}>", f"<h{lower}>").replace(f"</h{level}>", f"</h{lower}>")
    return mark_safe(  # noqa: S308 — cleaned to the allow-list above
        nh3.clean(
            html,
            tags=set(PROSE | MATHS),
            attributes=ATTRIBUTES,
            url_schemes={"http", "https", "mailto"},
            link_rel="noopener noreferrer nofollow",
        )
    )
