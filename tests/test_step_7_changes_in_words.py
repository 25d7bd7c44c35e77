"""Step 7: every difference between two lists of authors is a sentence."""

from __future__ import annotations

from dataclasses import replace

import pytest
from change_story import ADA, BOB, CARLA

from submissions.content import AuthorFacts
from submissions.differences import Named, differences, with_presenter

pytestmark = pytest.mark.django_db

PRESENTS = replace(ADA, is_presenter=True)


@pytest.mark.parametrize(
    ("authors", "said"),
    [
        ([PRESENTS, BOB], []),
        (
            [BOB, PRESENTS],
            ["Ada Lovelace moves from place 1 to place 2."],
        ),
        (
            [PRESENTS, CARLA, BOB],
            ["Carla Curie (carla@example.org), Radium Institute, becomes author 2."],
        ),
        ([PRESENTS], ["Bob Berg (bob@example.org) is no longer an author."]),
        (
            [PRESENTS, replace(BOB, email="berg@example.org")],
            ["The address of Bob Berg becomes berg@example.org; it was bob@example.org."],
        ),
        (
            [PRESENTS, replace(BOB, name="Robert Berg", affiliation="Elsewhere", orcid="1")],
            [
                "Bob Berg is spelled Robert Berg.",
                "The affiliation of Robert Berg becomes Elsewhere; it was Example University.",
                "The ORCID of Robert Berg becomes 1; it was empty.",
            ],
        ),
        (
            [replace(PRESENTS, is_corresponding=False), replace(BOB, is_corresponding=True)],
            ["Bob Berg is the corresponding author, instead of Ada Lovelace."],
        ),
        (
            [replace(BOB, is_corresponding=True, is_presenter=True)],
            [
                "Ada Lovelace (ada@example.org) is no longer an author.",
                "Bob Berg is the corresponding author, instead of Ada Lovelace.",
                "Bob Berg presents, instead of Ada Lovelace.",
            ],
        ),
    ],
)
def test_every_difference_is_a_sentence(authors: list[AuthorFacts], said: list[str]) -> None:
    old = Named("On Credit", [PRESENTS, BOB])
    assert differences(old, Named("On Credit", authors)) == said
    title = "The title becomes “On Debt”; it was “On Credit”."
    assert differences(old, Named("On Debt", authors)) == [title, *said]


def test_the_fewest_moves_are_told() -> None:
    many = [AuthorFacts(f"Author {n}", f"{n}@example.org") for n in range(1, 7)]
    last_first = [many[-1], *many[:-1]]
    first_last = [*many[1:], many[0]]
    for order, said in (
        (last_first, "Author 6 moves from place 6 to place 1."),
        (first_last, "Author 1 moves from place 1 to place 6."),
    ):
        assert differences(Named("", many), Named("", order)) == [said]


def test_who_presents_goes_on_and_who_leaves_leaves_it_to_the_corresponding() -> None:
    new = [replace(CARLA, is_corresponding=True), replace(ADA, is_corresponding=False)]
    stays = with_presenter([PRESENTS, BOB], new)
    assert [author.is_presenter for author in stays] == [False, True]
    leaves = with_presenter([replace(BOB, is_presenter=True)], new)
    assert [author.is_presenter for author in leaves] == [True, False]
