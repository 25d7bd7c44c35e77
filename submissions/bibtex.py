"""How a posted paper is cited, as BibTeX: made when asked for, so that it follows the title."""

from __future__ import annotations

import re
from collections.abc import Iterable
from textwrap import TextWrapper

from latex2mathml.symbols_parser import convert_symbol

from submissions.models import Submission
from submissions.plain import plain
from submissions.posting import public_link
from workshop.audience import Audience, audience

SPECIAL = str.maketrans(
    {
        "\\": r"\textbackslash{}",
        "{": r"\textbraceleft{}",
        "}": r"\textbraceright{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        **{letter: rf"\{letter}" for letter in "&%$#_"},
    }
)
# As on the pages: a formula begins and ends without a space, and beside it stands no digit.
MATHS = re.compile(r"(?<![\\$\d])\$(?![\s$])((?:[^$\\]|\\.)*?)(?<!\s)\$(?![\d$])")
# Small words before the last name that belong to it.
PARTICLES = frozenset(
    "af al ap av bin da das de del della den der di do dos du el ibn la las le los ten ter van "
    "vom von zu zum zur".split()
)
# TeX's own commands for mathematics that are not the name of a letter or a sign.
STRUCTURES = frozenset(
    "frac dfrac tfrac binom sqrt left right big Big bigg Bigg bigl bigr Bigl Bigr middle mathrm "
    "mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr boldsymbol operatorname text "
    "textrm textit textbf quad qquad limits nolimits arccos arcsin arctan arg cos cosh cot coth "
    "csc deg det dim exp gcd hom inf ker lg lim liminf limsup ln log max min Pr sec sin sinh sup "
    "tan tanh bmod mod pmod".split()
)
SUFFIXES = frozenset("Jr Jr. Sr Sr. II III IV".split())
AND = re.compile(r"\band\b")
LINE = TextWrapper(
    width=76, subsequent_indent=" " * 12, break_long_words=False, break_on_hyphens=False
)


@audience(Audience.PUBLIC)
def bibliography(papers: Iterable[Submission]) -> str:
    return "\n".join(entry(paper) for paper in papers)


@audience(Audience.PUBLIC)
def entry(paper: Submission) -> str:
    """One paper. Its authors and topics are fetched, its workshop known."""
    workshop = paper.workshop
    event = f"workshop at {workshop.host_event}" if workshop.host_event else "workshop"
    fields = {
        "title": escaped(paper.title),
        "author": " and ".join(name_of(author.name) for author in paper.authors.all()),
        "year": str(workshop.first_day.year),
        "note": escaped(f"{workshop.full_title}, {event}"),
        "url": public_link(paper),
    }
    lines = [LINE.fill(f"  {name:6} = {{{text}}},") for name, text in fields.items() if text]
    return "\n".join([f"@misc{{{key(paper)},", *lines, "}"]) + "\n"


def key(paper: Submission) -> str:
    """As in halvorsen2018-12: another title is no other key."""
    first = next(iter(paper.authors.all()), None)
    last = _parts(first.name)[0] if first else ""
    name = re.sub(r"[^a-z]", "", plain(last)) or "paper"
    return f"{name}{paper.workshop.first_day.year}-{paper.number}"


def escaped(text: str) -> str:
    """Text as TeX reads it. Formulas between dollars stay, if they are mathematics and whole."""
    text = " ".join(text.split())
    parts, end = [], 0
    for formula in MATHS.finditer(text):
        if _is_whole(formula[1]) and _is_mathematics(formula[1]):
            parts += [text[end : formula.start()].translate(SPECIAL), formula[0]]
            end = formula.end()
    return "".join([*parts, text[end:].translate(SPECIAL)])


def _is_whole(formula: str) -> bool:
    """Whether it can stand inside a field: its braces match, and no comment begins in it."""
    depth = 0
    for brace in re.findall(r"[{}]", formula):
        depth += 1 if brace == "{" else -1
        if depth < 0:
            return False
    return depth == 0 and not re.search(r"(?<!\\)%", formula)


def _is_mathematics(formula: str) -> bool:
    """Whether TeX does nothing but set it: no other commands, nor letters that stand for one."""
    names: list[str] = re.findall(r"\\([A-Za-z@]+)", formula)
    signs = re.sub(r"\\[A-Za-z@]+|\\[ ,:;!>|{}%&#$_\\]", "", formula)
    known = all(name in STRUCTURES or convert_symbol(f"\\{name}") for name in names)
    return known and "^^" not in signs and not set(signs) & set("\\&#")


def name_of(name: str) -> str:
    """“van der Berg, Jan”. One word, or what is nobody's name, stands in braces as it is."""
    last, suffix, first = _parts(name)
    if not first:
        return f"{{{last.translate(SPECIAL)}}}"
    return ", ".join(part for part in (last, suffix, first) if part).translate(SPECIAL)


def _parts(name: str) -> tuple[str, str, str]:
    """Last name, suffix, first name; all of it as the last where it does not come apart."""
    name = " ".join(name.split())
    before, _, after = (part.strip() for part in name.partition(","))
    if AND.search(plain(name)):
        return name, "", ""
    words = [*before.split(), after] if after in SUFFIXES else name.split()
    suffix = words.pop() if len(words) > 2 and words[-1] in SUFFIXES else ""
    if after and not suffix and before and "," not in after:
        return before, "", after
    if len(words) < 2 or any("," in word for word in words):
        return name, "", ""
    begin = len(words) - 1
    while begin > 1 and words[begin - 1] in PARTICLES:
        begin -= 1
    return " ".join(words[begin:]), suffix, " ".join(words[:begin])
