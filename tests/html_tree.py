"""A page as a tree, so that a fact can be looked for in its own element and nowhere else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.test.html import Element, parse_html

# What HTML has no content model for here: a tag that opens and closes in one.
Node = Element | str


def tree(response: Any) -> Element:
    """What the test client was given; it types its answers as something else."""
    assert response.status_code == 200
    page: Element = parse_html(response.content.decode())
    return page


def every(node: Node, name: str = "", css: str = "", *, id: str = "") -> Iterator[Element]:  # noqa: A002
    """The elements within, in the order of the page, by tag, class and id."""
    for child in [] if isinstance(node, str) else node.children:
        if isinstance(child, str):
            continue
        facts = dict(child.attributes)
        right = css in (facts.get("class") or "").split() if css else True
        if right and name in ("", child.name) and id in ("", facts.get("id")):
            yield child
        yield from every(child, name, css, id=id)


def one(node: Node, name: str = "", css: str = "", *, id: str = "") -> Element:  # noqa: A002
    """The only such element within."""
    found = list(every(node, name, css, id=id))
    assert len(found) == 1, f"{len(found)} of {name} .{css} #{id}"
    return found[0]


def text_of(node: Node) -> str:
    """All that is said within, with single spaces."""
    if isinstance(node, str):
        return " ".join(node.split())
    return " ".join(" ".join(filter(None, map(text_of, node.children))).split())


def texts(nodes: Iterator[Element]) -> list[str]:
    return [text_of(node) for node in nodes]


def attribute(node: Element, name: str) -> str:
    return dict(node.attributes).get(name) or ""
