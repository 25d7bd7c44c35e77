"""When two names are one person's, and two affiliations one institution."""

from __future__ import annotations

import pytest
from rapidfuzz import fuzz

from reviews.institutions import ALIKE, same_places
from reviews.names import name_of


def is_same_place(one: str, other: str) -> bool:
    return bool(same_places(frozenset([one]), frozenset([other]))[one])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ann Berg", "Berg, Ann"),
        ("Søren Müller", "Soren Mueller"),
        ("Łukasz Kowalski", "LUKASZ KOWALSKI"),
        ("Jean-Pierre Serre", "Jean Pierre Serre"),
        ("Ann B. Berg", "Ann Berg"),
        ("Ann Beth Berg", "Ann B. Berg"),
        ("John Smith Jr.", "John Smith"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert name_of(one).may_be(name_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("A. Berg", "Ann Berg"),
        ("A. Berg", "A. Berg"),
        ("John A. Smith", "John B. Smith"),
        ("Ann Berg", "Anna Berg"),
        ("Ann Berg", "Ann Bergman"),
        ("Ann", "Ann"),
        ("", ""),
    ],
)
def test_what_says_too_little_or_is_somebody_else(one: str, other: str) -> None:
    assert not name_of(one).may_be(name_of(other))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Univ. of Toronto", "University of Toronto"),
        ("Department of Computer Science, University of Toronto, Canada", "University of Toronto"),
        ("MIT", "Massachusetts Institute of Technology"),
        ("MIT, Cambridge", "Massachusetts Institute of Technology (MIT)"),
        ("UCLA", "University of California, Los Angeles"),
        ("UC Berkeley", "University of California, Berkeley"),
        ("TU Munich", "Technical University of Munich"),
        ("EPFL", "École Polytechnique Fédérale de Lausanne"),
        ("NUS", "National University of Singapore"),
        ("ETH Zürich", "ETH Zurich"),
        ("KTH", "KTH, Department of Mathematics"),
        ("King's College London", "King’s College London"),
        ("University of Edinburgh", "University of Edinburg"),
        ("Carnegie Mellon University", "Carnegie Melon"),
        ("University of Southampton", "University of Southhampton"),
    ],
)
def test_one_institution(one: str, other: str) -> None:
    assert is_same_place(one, other)
    assert is_same_place(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("University of Washington", "Washington University in St. Louis"),
        ("University of California, Berkeley", "University of California, Los Angeles"),
        ("Indian Institute of Technology Bombay", "Indian Institute of Technology Delhi"),
        ("University of Michigan", "Michigan State University"),
        ("Technical University of Munich", "University of Munich"),
        ("University of Technology Sydney", "University of Sydney"),
        ("University of Oxford", "Oxford Brookes University"),
        ("University of York", "New York University"),
        ("ETH Zürich", "University of Zurich"),
        ("Boston University", "Boston College"),
        ("London School of Economics, London", "University of London"),
        ("Northwestern University", "Northeastern University"),
        ("Stanford University", "Stamford University"),
        ("Google", "Google DeepMind"),
        ("School of Mathematics, Aalto University", "School of Mathematics, Lund University"),
    ],
)
def test_two_institutions(one: str, other: str) -> None:
    assert not is_same_place(one, other)


def test_the_threshold_stands_between_the_nearest_two_and_the_farthest_one() -> None:
    assert fuzz.ratio("northwestern", "northeastern") < ALIKE < fuzz.ratio("edinburgh", "edinburg")
