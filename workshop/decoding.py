"""The text of files that people upload."""

from __future__ import annotations

import codecs

UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def decoded(body: bytes) -> str:
    """The text of a file that some program wrote: UTF-16 is told by its mark; else most write
    UTF-8, and older ones cp1252. What is none of them has replacement characters."""
    if body.startswith(UTF_16):
        return body.decode("utf-16", "replace")
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", "replace")
