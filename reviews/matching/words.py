"""What a word is, in any script, for the likeness of texts and for what is shown of it.

Accents are taken off, for people leave them out as often as not; signs that make another letter or
syllable of it stay, as in Hindi, Thai, Japanese or Korean. Where no spaces are written each
character is a word, with the signs on it, and pairs of them do what words do elsewhere.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable

# Classes of signs that a letter is not the same without (Unicode 16, section 4.3): none, nukta,
# voicing of kana, virama, and the vowels and tones of Thai and Lao.
PART_OF_IT = {0, 7, 8, 9, 103, 107, 118, 122}


def _all(chosen: Callable[[str], bool]) -> Iterable[int]:
    return (code for code in range(0x300, 0x12000) if chosen(chr(code)))


def _class_of(codes: Iterable[int]) -> str:
    """For a regular expression, in ranges."""
    ranges: list[list[int]] = []
    for code in codes:
        if ranges and ranges[-1][1] == code - 1:
            ranges[-1][1] = code
        else:
            ranges.append([code, code])
    return "".join(f"{chr(first)}-{chr(last)}" for first, last in ranges)


ACCENTS = _class_of(_all(lambda one: unicodedata.combining(one) not in PART_OF_IT))
# The last joins letters within words of Hindi or Sinhala.
SIGNS = _class_of(_all(lambda one: unicodedata.category(one) in {"Mn", "Mc"})) + "\u200d"
# Thai and Lao, Burmese, Khmer, kana and Chinese are written without spaces.
UNSPACED = r"\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff"
ALONE = rf"(?=[^\W\d_])[{UNSPACED}][{SIGNS}]*"
# Other words start with a letter and have two, but a syllable of Korean is a word.
WORD = rf"{ALONE}|[\uac00-\ud7a3][\w{SIGNS}]*|[^\W\d_][\w{SIGNS}]+"
IS_ACCENT, IS_ALONE = re.compile(f"[{ACCENTS}]"), re.compile(ALONE)


def plain(text: str) -> str:
    """Without accents, and each character written in one way."""
    if text.isascii():
        return text
    # In Russian this is no accent.
    apart = unicodedata.normalize("NFKD", text).replace("и\u0306", "й")
    return unicodedata.normalize("NFC", IS_ACCENT.sub("", apart))


def shown(term: str) -> str:
    """A word, or a pair of words, as it is written: without a space where none is."""
    words = term.split()
    return ("" if all(IS_ALONE.match(word) for word in words) else " ").join(words)
