"""All the text there is in an answer: archives and PDFs opened, their metadata read as well."""

from __future__ import annotations

import io
import re
import zipfile
from functools import lru_cache

import pikepdf


@lru_cache(maxsize=512)
def kind_of(body: bytes) -> str:
    if body.startswith(b"%PDF-"):
        return "pdf"
    if body.startswith(b"PK"):
        return "zip"
    if body.startswith(b"BEGIN:VCALENDAR"):
        return "ics"
    return "json" if body[:1] in (b"{", b"[") else "text"


def text_of(body: bytes) -> bytes:
    """In lower case."""
    kind = kind_of(body[:32])
    if kind == "zip":
        return _unpacked(body)
    if kind == "pdf":
        return _read(body)
    # A calendar folds its lines.
    return re.sub(rb"\r?\n[ \t]", b"", body).lower() if kind == "ics" else body.lower()


@lru_cache(maxsize=64)
def _unpacked(archive: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(archive)) as files:
        parts = [name.encode() + b"\n" + text_of(files.read(name)) for name in files.namelist()]
        return b"\n".join([files.comment, *parts]).lower()


@lru_cache(maxsize=64)
def _read(body: bytes) -> bytes:
    """What is drawn on the pages, and every text in any object: metadata, annotations, names."""
    found = [body]
    try:
        with pikepdf.open(io.BytesIO(body)) as pdf:
            for each in pdf.objects:
                if isinstance(each, pikepdf.Stream):
                    found.append(each.read_bytes())
                found.append(repr(each).encode())
            found.append(repr(pdf.trailer).encode())
    except pikepdf.PdfError:
        pass  # one of the story's papers cannot be opened; its bytes were read
    return b"\n".join(found).lower()
