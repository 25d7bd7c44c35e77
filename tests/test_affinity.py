"""Affinity from texts, topics and bids: what it finds, what it says of it, what it survives."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.matching import affinity
from reviews.matching.affinity import Text, Texts, by_text, paper_text
from reviews.matching.combine import Part, Weights, by_bids, by_topics, combine, unknown
from reviews.matching.evidence import evidence

PAPERS = [
    "Agents learn which action earned a reward that comes late in an episode, by redistribution",
    "A dependency parser and a treebank for a language with few speakers, from related languages",
]
PARSING = [
    "A dependency parser for related languages with few speakers. Annotation of a treebank.",
    "Morphology of agglutinative languages. Suffixes are segmented without annotation.",
]
REWARDS = [
    "Redistribution of the return of an episode to the action that earned a reward.",
    "Exploration by agents with sparse rewards. An agent is paid for novelty in an episode.",
]
COOKING = ["Baking bread at altitude. Dough rises sooner where air is thin."]


def read(papers: list[str], reviewers: list[list[str]]) -> Texts:
    return affinity.read(
        [Text(text) for text in papers], [[Text(text) for text in own] for own in reviewers]
    )


def scores(papers: list[str], reviewers: list[list[str]]) -> Part:
    return by_text(read(papers, reviewers))


def test_who_published_on_the_subject_fits_best() -> None:
    found = scores(PAPERS, [REWARDS, PARSING, COOKING])
    assert found.values.argmax(axis=1).tolist() == [0, 1]
    assert found.values[:, 2].tolist() == [0, 0]
    assert 0.5 < found.values.max() < 1
    assert found.known.all()


def test_the_same_texts_give_the_same_scores() -> None:
    first, second = (scores(PAPERS, [REWARDS, PARSING, COOKING]) for _ in range(2))
    assert np.array_equal(first.values, second.values)


def test_the_order_of_a_reviewers_publications_does_not_matter() -> None:
    one, other = (scores(PAPERS, [REWARDS, own]) for own in (PARSING, PARSING[::-1]))
    assert one.values == pytest.approx(other.values)


def test_publications_on_other_subjects_take_nothing_away_beyond_the_best() -> None:
    many = [f"{PARSING[0]} Part {number}." for number in range(affinity.BEST)]
    found = scores(PAPERS, [many, many + COOKING * 20])
    assert found.values[1, 1] == pytest.approx(found.values[1, 0])


def test_a_text_that_is_there_twice_is_like_itself() -> None:
    found = scores(["baking bread"], [["baking bread"], ["parsing"]])
    assert found.values.tolist() == [[1 / (1 + affinity.HALF), 0]]


def test_who_published_nothing_is_unknown_and_not_unfit() -> None:
    found = scores([*PAPERS, "  "], [PARSING, [], ["", "..."]])
    assert found.known.tolist() == [[True, False, False]] * 2 + [[False] * 3]
    assert found.values[~found.known].tolist() == [0] * 7


@pytest.mark.parametrize(
    ("papers", "reviewers"),
    [
        ([], []),
        (["bread"], []),
        ([], [["bread"]]),
        (["bread"], [["bread"]]),
        (["the of and"], [["and the"], ["a"]]),
        (["\x00\ud800"], [["😀", "1 2 3"]]),
        (["面包在高原上烘焙"], [["高原面包"], ["句法分析"]]),
        (["Brot backen im Gebirge"], [["Brot im Gebirge"], ["Satzbau"]]),
        (["x " * 20_000], [["x y"]]),
    ],
)
def test_any_texts_will_do(papers: list[str], reviewers: list[list[str]]) -> None:
    found = scores(papers, reviewers)
    assert found.values.shape == found.known.shape == (len(papers), len(reviewers))
    assert np.isfinite(found.values).all()


def test_other_languages_match_too_with_or_without_accents_and_spaces() -> None:
    found = scores(
        ["Pâtisserie à la crème brûlée", "面包在高原上烘焙", "고원에서 빵을 굽기"],
        [["Creme brulee, patisserie"], ["高原面包"], ["빵을 굽기"]],
    )
    assert found.values.argmax(axis=1).tolist() == [0, 1, 2]


WORDS = st.sampled_from("agent reward parse tree the of bread é 面包 빵을 x2 7 -".split())
TEXTS = st.lists(WORDS, max_size=8).map(" ".join)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, max_size=5), st.lists(st.lists(TEXTS, max_size=4), max_size=4))
def test_scores_are_from_0_to_1_and_evidence_agrees(
    papers: list[str], reviewers: list[list[str]]
) -> None:
    texts = read(papers, reviewers)
    found = by_text(texts)
    assert ((found.values >= 0) & (found.values <= 1)).all()
    for pair in np.ndindex(found.values.shape):
        why = evidence(texts, *pair)
        assert (why is not None) == (found.values[pair] > 0)
        if why:
            assert why.words
            assert sum(share for _, share in why.words) <= 1 + 1e-9


def test_evidence_names_the_publication_and_the_words() -> None:
    texts = read(PAPERS, [REWARDS, ["", *PARSING], COOKING])
    why = evidence(texts, 1, 1)
    assert why
    assert why.publication == 1  # the empty one before it is counted
    words = [word for word, _ in why.words]
    assert {"related languages", "dependency parser"} <= set(words)
    assert not {"related", "languages", "dependency", "parser"} & set(words)
    assert evidence(texts, 1, 2) is None


def test_words_in_evidence_are_written_as_people_write_them() -> None:
    texts = read(["빵을 굽기"], [["빵을 굽기"]])
    why = evidence(texts, 0, 0)
    assert why
    assert why.words[0][0] == "빵을 굽기"


def test_of_a_pdf_its_first_pages_count() -> None:
    text = paper_text("Title", "Abstract.", "more " * affinity.WORDS + "end")
    assert text.written == "Title\nAbstract."
    assert len(text.extracted.split()) == affinity.WORDS
    assert "end" not in text.extracted


def test_what_a_pdf_says_lifts_whom_it_fits_and_changes_no_other_paper() -> None:
    reviewers = [[Text(text) for text in own] for own in (REWARDS, PARSING, COOKING)]
    bare = [Text(PAPERS[0]), Text("Dough and bread, redistribution")]
    told = [bare[0], Text(bare[1].written, "Baking: dough rises where air is thin.")]
    before, after = (affinity.read(papers, reviewers) for papers in (bare, told))
    full, plain = by_text(after, full=True).values, by_text(before, full=True).values
    assert full[1, 2] > plain[1, 2]
    assert full[1, 0] < plain[1, 0]
    assert np.array_equal(full[0], plain[0])
    assert np.array_equal(by_text(after).values, by_text(before).values)


def test_evidence_holds_no_word_that_only_the_pdf_of_a_paper_says() -> None:
    papers = [Text("Bread", "dough rises at altitude"), *map(Text, COOKING)]
    texts = affinity.read(papers, [[Text("Bread. Dough rises at altitude, where air is thin.")]])
    why = evidence(texts, 0, 0)
    assert why
    assert [word for word, _ in why.words] == ["bread"]


def test_topics_in_common_are_a_part_of_all_topics() -> None:
    found = by_topics([{1, 2}, {3}, set()], [[2, 1], [2, 3, 4, 1], []])
    assert found.values.tolist() == [[1, 0.5, 0], [0, 0.25, 0], [0, 0, 0]]
    assert found.known.tolist() == [[True, True, False], [True, True, False], [False] * 3]


def test_bids_go_from_0_to_1_and_none_is_unknown() -> None:
    found = by_bids(np.array([[0, 1, 3, 5]]))
    assert found.values.tolist() == [[0, 0, 0.5, 1]]
    assert found.known.tolist() == [[False, True, True, True]]


def part(value: float | None) -> Part:
    return unknown(1, 1) if value is None else Part(np.array([[value]]), np.array([[True]]))


@pytest.mark.parametrize(
    ("text", "topics", "bid", "mean"),
    [
        (1.0, 0.0, 0.0, 0.5),
        (0.5, 0.25, None, 1.25 / 3),
        (None, 0.25, None, 0.25),
        (None, 0.25, 1.0, 0.625),
        (None, None, None, None),
    ],
)
def test_what_is_not_known_of_a_pair_is_left_to_the_other_sources(
    text: float | None, topics: float | None, bid: float | None, mean: float | None
) -> None:
    found = combine(
        Weights(text=2, topics=1, bids=1), text=part(text), topics=part(topics), bids=part(bid)
    )
    assert found.known.tolist() == [[mean is not None]]
    assert found.values[0, 0] == pytest.approx(mean or 0)


def test_a_source_without_weight_is_not_heard() -> None:
    found = combine(Weights(text=0, bids=0), text=part(1), topics=part(0.5), bids=part(1))
    assert found.values.tolist() == [[0.5]]
    nothing = combine(Weights(0, 0, 0), text=part(1), topics=part(1), bids=part(1))
    assert not nothing.known.any()


@pytest.mark.parametrize("weight", [-1, float("nan"), float("inf")])
def test_a_weight_is_a_number_and_not_negative(weight: float) -> None:
    with pytest.raises(ValueError, match="zero or more"):
        Weights(text=weight)
