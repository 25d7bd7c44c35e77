"""Small real PDFs, for the demo and for tests."""

from __future__ import annotations

import io
import textwrap

import pikepdf


def sample_pdf(title: str, text: str = "", *, pages: int = 4) -> bytes:
    """A PDF of so many pages: the title, then the text on the first; numbered."""
    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name("/Times-Roman"),
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    for n in range(1, pages + 1):
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        lines = [title, "", *textwrap.wrap(text, 80)] if n == 1 else [title]
        page.Contents = pdf.make_stream(_set([*lines, "", f"Page {n} of {pages}"]))
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()


def _set(lines: list[str]) -> bytes:
    """Lines of text, top down, as a content stream in the font's own encoding."""
    shown = [
        line.encode("cp1252", "replace")
        .replace(b"\\", b"\\\\")
        .replace(b"(", b"\\(")
        .replace(b")", b"\\)")
        for line in lines
    ]
    return (
        b"BT /F1 12 Tf 72 770 Td 16 TL "
        + b" ".join(b"(%s) Tj T*" % line for line in shown)
        + b" ET"
    )
