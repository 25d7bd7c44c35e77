"""PDFs that should not be trusted, and some that only have nothing to say."""

from __future__ import annotations

import io
from typing import Any

import pikepdf


def saved(pdf: pikepdf.Pdf, **facts: Any) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **facts)
    return out.getvalue()


def encrypted() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    return saved(pdf, encryption=pikepdf.Encryption(owner="owner", user="user"))


def looping() -> bytes:
    """A page tree that contains itself: its own count would be believed by nobody."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Pages.Kids.append(pdf.Root.Pages)
    return saved(pdf)


def bomb() -> bytes:
    """A page of a few kilobytes that are gigabytes once they are unpacked."""
    pdf = pikepdf.new()
    page = pdf.add_blank_page()
    megabyte = pdf.make_stream(b"BT /F1 12 Tf " + b"(x) Tj " * 150_000 + b"ET ")
    page.Contents = pdf.make_indirect(pikepdf.Array([megabyte] * 3000))
    return saved(pdf)


def without_text(pages: int = 1) -> bytes:
    pdf = pikepdf.new()
    for _ in range(pages):
        pdf.add_blank_page()
    return saved(pdf)
