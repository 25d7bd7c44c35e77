"""Words that explain a likeness are told as they are written, in any script."""

from __future__ import annotations

import re

import pytest

from reviews.matching.affinity import Text, read
from reviews.matching.evidence import evidence
from reviews.matching.words import WORD, plain, shown


def words_in(text: str) -> list[str]:
    return re.findall(WORD, plain(text.lower()))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Deep nets: a CNN x2, 4d", ["deep", "nets", "cnn", "x2"]),
        ("Pâtisserie brûlée, naïve", ["patisserie", "brulee", "naive"]),
        ("गहन अधिगम की विधि", ["गहन", "अधिगम", "की", "विधि"]),
        ("বাংলা ভাষা", ["বাংলা", "ভাষা"]),
        ("தமிழ் கற்றல்", ["தமிழ்", "கற்றல்"]),
        ("глубокий йод", ["глубокий", "йод"]),
        ("التَعلُّم العميق", ["التعلم", "العميق"]),
        ("강화 학습, 뇌", ["강화", "학습", "뇌"]),
        ("化学 of がく", ["化", "学", "of", "が", "く"]),
        ("เรียนรู้", ["เ", "รี", "ย", "น", "รู้"]),
    ],
)
def test_a_word_keeps_the_signs_that_are_part_of_it(text: str, words: list[str]) -> None:
    assert words_in(text) == words


def test_however_a_letter_is_written_it_is_the_same_word() -> None:
    assert words_in("BRÛLÉE") == words_in("bru\u0302le\u0301e") == words_in("brulee")
    assert words_in("학습") == words_in("\u1112\u1161\u11a8\u1109\u1173\u11b8")


def test_a_pair_is_shown_without_a_space_where_none_is_written() -> None:
    assert [shown(term) for term in ("化 学", "รี ย", "化 agent", "deep nets", "강화 학습")] == [
        "化学",
        "รีย",
        "化 agent",
        "deep nets",
        "강화 학습",
    ]


@pytest.mark.parametrize(
    ("paper", "publication", "word"),
    [
        ("गहन अधिगम", "गहन अधिगम विधि", "गहन अधिगम"),
        ("面包在高原上烘焙", "高原面包", "高原"),
        ("บทความ การเรียนรู้", "การเรียนรู้ ใหม่", "รู้"),
    ],
)
def test_words_in_common_are_told_as_they_are_written(
    paper: str, publication: str, word: str
) -> None:
    found = evidence(read([Text(paper)], [[Text(publication)]]), 0, 0)
    assert found
    told = [one for one, _ in found.words]
    assert any(word in one for one in told), told
