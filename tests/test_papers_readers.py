"""What machines read of a posted paper, by readers that nobody here has written."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

import pytest
from bibtexparser.entrypoint import parse_string as parse_bibtex
from bibtexparser.middlewares import SeparateCoAuthors
from django.test import Client
from factories import make_submission
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml.html import fromstring  # type: ignore[import-untyped]
from posting_factories import give, make_accepted, make_past_call
from pybtex.database import Entry, parse_string  # type: ignore[import-untyped]
from schedule_factories import make_session, make_talk, publish_rows

from submissions.bibtex import SPECIAL, entry, escaped, key
from submissions.models import Author, Submission
from submissions.status import Status
from workshop.models import Workshop

pytestmark = pytest.mark.django_db

AT = datetime(2018, 7, 9, 12, 0, tzinfo=UTC)
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def workshop() -> Workshop:
    return make_past_call()


@pytest.fixture
def paper(workshop: Workshop) -> Submission:
    paper = make_accepted(
        workshop,
        title="Sparse & <Credit> over $\\gamma^{t}$ Detours",
        abstract="It </script> fails.",
    )
    paper.topics.set(workshop.topics.all())
    named(paper, "Ingrid van der Halvorsen", "Tomás Beltrán")
    paper.authors.filter(position=1).update(orcid="0000-0002-1825-0097")
    give(paper, at=AT)
    return paper


def named(paper: Submission, *names: str) -> None:
    paper.authors.all().delete()
    for position, name in enumerate(names, start=1):
        facts = {"name": name, "affiliation": f"University {position}"}
        Author.objects.create(submission=paper, position=position, **facts)


def by_pybtex(text: str) -> dict[str, Entry]:
    found: dict[str, Entry] = parse_string(text, "bibtex").entries
    return found


def by_bibtexparser(text: str) -> dict[str, dict[str, Any]]:
    library = parse_bibtex(text, append_middleware=[SeparateCoAuthors()])
    assert library.failed_blocks == []
    return {
        found.key: {field.key: _one_line(field.value) for field in found.fields}
        for found in library.entries
    }


def _one_line(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


# ---- the head of the page ---------------------------------------------------------------------


def head(client: Client) -> dict[str, Any]:
    import extruct  # type: ignore[import-untyped]  # takes long

    html = client.get("/credit/papers/1/").content.decode()
    found: dict[str, Any] = extruct.extract(html, syntaxes=["json-ld", "opengraph", "dublincore"])
    return {**found, "html": html}


def citation(html: str) -> list[tuple[str, str]]:
    """Highwire's tags in order, as Zotero and Scholar read them: by an HTML parser of their own."""
    metas = fromstring(html).xpath("//head/meta[starts-with(@name, 'citation_')]")
    return [(meta.get("name").removeprefix("citation_"), meta.get("content")) for meta in metas]


def test_scholar_reads_one_author_each_and_the_pdf_on_the_same_host(
    client: Client, paper: Submission
) -> None:
    assert citation(head(client)["html"]) == [
        ("title", "Sparse & <Credit> over $\\gamma^{t}$ Detours"),
        ("author", "Ingrid van der Halvorsen"),
        ("author_institution", "University 1"),
        ("author_orcid", "0000-0002-1825-0097"),
        ("author", "Tomás Beltrán"),
        ("author_institution", "University 2"),
        ("publication_date", "2018/07/14"),
        ("online_date", "2018/07/09"),
        ("conference_title", "Credit Assignment"),
        ("abstract_html_url", f"{SITE}/credit/papers/1/"),
        ("pdf_url", f"{SITE}/credit/papers/1/paper.pdf"),
    ]


def test_search_engines_read_a_scholarly_article(client: Client, paper: Submission) -> None:
    assert head(client)["json-ld"] == [
        {
            "@context": "https://schema.org",
            "@type": "ScholarlyArticle",
            "@id": f"{SITE}/credit/papers/1/",
            "url": f"{SITE}/credit/papers/1/",
            "name": "Sparse & <Credit> over $\\gamma^{t}$ Detours",
            "headline": "Sparse & <Credit> over $\\gamma^{t}$ Detours",
            "author": [
                {
                    "@type": "Person",
                    "name": "Ingrid van der Halvorsen",
                    "affiliation": {"@type": "Organization", "name": "University 1"},
                    "sameAs": "https://orcid.org/0000-0002-1825-0097",
                },
                {
                    "@type": "Person",
                    "name": "Tomás Beltrán",
                    "affiliation": {"@type": "Organization", "name": "University 2"},
                },
            ],
            "abstract": "It </script> fails.",
            "keywords": ["Learning", "Memory"],
            "datePublished": "2018-07-14",
            "isPartOf": {
                "@type": "CreativeWork",
                "name": "Credit Assignment",
                "url": f"{SITE}/credit/",
            },
            "encoding": {
                "@type": "MediaObject",
                "contentUrl": f"{SITE}/credit/papers/1/paper.pdf",
                "encodingFormat": "application/pdf",
            },
        }
    ]


def test_a_shared_link_says_what_it_is(client: Client, paper: Submission) -> None:
    [graph] = head(client)["opengraph"]
    assert dict(graph["properties"]) == {
        "og:type": "article",
        "og:title": "Sparse & <Credit> over $\\gamma^{t}$ Detours",
        "og:url": f"{SITE}/credit/papers/1/",
        "og:site_name": "Credit 2018",
    }


# ---- BibTeX -----------------------------------------------------------------------------------


def test_an_entry_reads_as_it_is_printed(paper: Submission) -> None:
    named(paper, "Ingrid Halvorsen", "Tomás Beltrán", "Yuki Arai")
    paper.title = "Sparse Credit over Long Detours"
    assert entry(paper) == (
        "@misc{halvorsen2018-1,\n"
        "  title  = {Sparse Credit over Long Detours},\n"
        "  author = {Halvorsen, Ingrid and Beltrán, Tomás and Arai, Yuki},\n"
        "  year   = {2018},\n"
        "  note   = {Credit Assignment, workshop at ICML 2018},\n"
        "  url    = {http://127.0.0.1:8000/credit/papers/1/},\n"
        "}\n"
    )


def test_both_readers_read_the_same(client: Client, paper: Submission) -> None:
    text = client.get("/credit/papers/1/paper.bib").content.decode()
    title = "Sparse \\& <Credit> over $\\gamma^{t}$ Detours"
    authors = ["van der Halvorsen, Ingrid", "Beltrán, Tomás"]
    rest = {
        "year": "2018",
        "note": "Credit Assignment, workshop at ICML 2018",
        "url": f"{SITE}/credit/papers/1/",
    }
    assert by_bibtexparser(text) == {
        "vanderhalvorsen2018-1": {"title": title, "author": authors, **rest}
    }
    [(name, found)] = by_pybtex(text).items()
    assert (name, found.type, dict(found.fields)) == (
        "vanderhalvorsen2018-1",
        "misc",
        {"title": title, **rest},
    )
    assert [str(person) for person in found.persons["author"]] == authors


def test_the_title_is_that_of_today_and_the_key_stays(client: Client, paper: Submission) -> None:
    before = by_pybtex(client.get("/credit/papers.bib").content.decode())
    Submission.everywhere.update(title="Dense Credit")
    after = by_pybtex(client.get("/credit/papers.bib").content.decode())
    assert list(after) == list(before) == ["vanderhalvorsen2018-1"]
    assert after["vanderhalvorsen2018-1"].fields["title"] == "Dense Credit"
    page = client.get("/credit/papers/1/").content.decode()
    assert "title  = {Dense Credit}," in page


def test_all_papers_are_one_bibliography_with_a_key_each(
    client: Client, workshop: Workshop, paper: Submission
) -> None:
    for status in (Status.ORAL, Status.POSTER, Status.POSTER):
        other = make_accepted(workshop, status=status)
        named(other, "Ingrid Ångström")
        give(other)
    make_accepted(workshop)
    rejected = make_submission(workshop, status=Status.REJECTED)
    give(rejected)
    text = client.get("/credit/papers.bib").content.decode()
    keys = ["vanderhalvorsen2018-1", "angstrom2018-2", "angstrom2018-3", "angstrom2018-4"]
    assert list(by_pybtex(text)) == list(by_bibtexparser(text)) == keys


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ada Lovelace", (["Ada"], [], ["Lovelace"], [])),
        ("Jan van der Berg", (["Jan"], ["van", "der"], ["Berg"], [])),
        ("Gabriel García Márquez", (["Gabriel", "García"], [], ["Márquez"], [])),
        ("Ludwig von Beethoven Jr.", (["Ludwig"], ["von"], ["Beethoven"], ["Jr."])),
        ("Sammy Davis, Jr.", (["Sammy"], [], ["Davis"], ["Jr."])),
        ("Jean d'Alembert", (["Jean"], [], ["d'Alembert"], [])),
        ("García Márquez, Gabriel", (["Gabriel"], [], ["García", "Márquez"], [])),
        ("Aristotle", ([], [], ["{Aristotle}"], [])),
        ("王小明", ([], [], ["{王小明}"], [])),
        ("Research and Development", ([], [], ["{Research and Development}"], [])),
        ("Knuth and Lamport, Leslie", ([], [], ["{Knuth and Lamport, Leslie}"], [])),
        ("Smith, and Jones", ([], [], ["{Smith, and Jones}"], [])),
        ("Smith AND, Jones", ([], [], ["{Smith AND, Jones}"], [])),
        ("Fernand Brandand", (["Fernand"], [], ["Brandand"], [])),
        ("Nguyễn Văn An", (["Nguyễn", "Văn"], [], ["An"], [])),
    ],
)
def test_names_come_apart_as_their_bearers_would_have_it(
    paper: Submission, name: str, parts: tuple[list[str], ...]
) -> None:
    named(paper, name, "Bob Dahl")
    [found] = by_pybtex(entry(paper)).values()
    first, second = found.persons["author"]
    assert [len(other["author"]) for other in by_bibtexparser(entry(paper)).values()] == [2]
    assert (
        [*first.first_names, *first.middle_names],
        first.prelast_names,
        first.last_names,
        first.lineage_names,
    ) == parts
    assert second.last_names == ["Dahl"]


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("50% of $5 and $6", r"50\% of \$5 and \$6"),
        ("A_b & C#d ~ e^f", r"A\_b \& C\#d \textasciitilde{} e\textasciicircum{}f"),
        ("O($n^{2}$) is {not} O(n)", r"O($n^{2}$) is \textbraceleft{}not\textbraceright{} O(n)"),
        ("An open $x^{2 formula$", r"An open \$x\textasciicircum{}\textbraceleft{}2 formula\$"),
        ("A $\\frac{1}{2}$ \\ two", r"A $\frac{1}{2}$ \textbackslash{} two"),
        ("Half % of $a % b$", r"Half \% of \$a \% b\$"),
        ("Lines\n  and\ttabs", "Lines and tabs"),
        ("Élan vital, naïve λ", "Élan vital, naïve λ"),
    ],
)
def test_special_letters_are_written_as_tex_wants_them_and_formulas_stay(
    title: str, written: str
) -> None:
    assert escaped(title) == written


FORMULA = (
    "\\frac{\\hat\\gamma^{t}_{i}}{\\sqrt 2},\\; "
    "\\log_2 \\mathbb{R} \\leq \\left\\{\\infty\\right\\} 5\\%"
)
COMMANDS = [
    "\\input{/etc/passwd}",
    "\\write18{id}",
    "a \\end{document}",
    "x \\catcode`\\%=12",
    "\\def\\gamma{x}",
    "\\csname input\\endcsname",
    "\\InPut{x}",
    "^^5cinput x",
    "a & b",
    "x^#1",
]


def test_of_formulas_only_mathematics_stays() -> None:
    assert escaped(f"On ${FORMULA}$") == f"On ${FORMULA}$"
    for command in COMMANDS:
        assert as_typed(escaped(f"On ${command}$ now")) == f"On ${command}$ now"


def test_a_key_is_plain_letters_a_year_and_a_number(paper: Submission) -> None:
    keys = {}
    for name in ("Søren Ørsted", "王小明", "O'Brien", "Łukasz Kowalski-Żak"):
        named(paper, name)
        keys[name] = key(paper)
    assert keys == {
        "Søren Ørsted": "orsted2018-1",
        "王小明": "paper2018-1",
        "O'Brien": "obrien2018-1",
        "Łukasz Kowalski-Żak": "kowalskizak2018-1",
    }


TYPED = st.text(st.characters(exclude_categories=["C", "Z"]) | st.sampled_from("\\{}%$&#_~^,' "))
WRITTEN = {written: chr(letter) for letter, written in SPECIAL.items()}
TEX = re.compile("|".join(map(re.escape, sorted(WRITTEN, key=len, reverse=True))))


def as_typed(text: str) -> str:
    """TeX read back, formulas with the rest: what stands in them cannot be taken for a command."""
    return TEX.sub(lambda found: WRITTEN[found[0]], text)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(title=TYPED.filter(str.strip), names=st.lists(TYPED.filter(str.strip), min_size=1))
def test_whatever_is_typed_is_one_entry_that_both_readers_read(
    paper: Submission, title: str, names: list[str]
) -> None:
    paper.title = title
    named(paper, *(name[:100] for name in names[:3]))
    text = entry(paper)
    [found] = by_pybtex(text).values()
    [other] = by_bibtexparser(text).values()
    assert found.fields["title"] == other["title"] == escaped(title)
    assert len(found.persons["author"]) == len(other["author"]) == len(names[:3])
    if "$" not in title:
        assert as_typed(found.fields["title"]) == " ".join(title.split())
    for name, person in zip(names, found.persons["author"], strict=False):
        typed = name[:100].replace(",", " ").split()
        assert sorted(words_of(str(person))) == sorted(typed)


def words_of(name: str) -> list[str]:
    """Of a name as BibTeX has it: in another order, or all of it in braces."""
    name = name.strip()
    if name.startswith("{") and name.endswith("}"):
        name = name[1:-1]
    return as_typed(name).replace(",", " ").split()


# ---- the schedule is another app's ------------------------------------------------------------


def test_a_talk_that_is_not_posted_is_on_no_page_of_papers(
    client: Client, workshop: Workshop, paper: Submission
) -> None:
    hidden = make_accepted(workshop, title="A Hidden Talk")
    make_talk(make_session(workshop), hidden)
    publish_rows(workshop)
    for page in ("papers/", "papers.bib", "papers/1/", "papers/1/paper.bib"):
        assert "Hidden" not in client.get(f"/credit/{page}").content.decode()
    assert "A Hidden Talk" in client.get("/credit/schedule/").content.decode()
