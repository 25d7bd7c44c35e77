"""When two names are one person's, and two affiliations or addresses one institution's."""

from __future__ import annotations

import pytest
from rapidfuzz import fuzz

from reviews.domains import institution
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
        ("Dr. Ada Lovelace", "Ada Lovelace"),
        ("Prof. Dr. Ada Lovelace", "Ada Lovelace"),
        ("Ada Lovelace (Google)", "Ada Lovelace"),
        ("Lovelace, Prof. Ada", "Ada Lovelace"),
        ("Ada Lovelace, PhD", "Ada Lovelace"),
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
        ("Dr. Berg", "Dr. Berg"),
        ("(Ann Berg)", "(Ann Berg)"),
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
        ("University of Strasbourg", "University of Strasburg"),
        ("TU Muenchen", "Technische Universität München"),
        ("TU München", "Technical University of Munich"),
        ("TU Berlin", "Technische Universität Berlin"),
        ("TU Berlin", "Technical University of Berlin"),
        ("TU Wien", "Vienna University of Technology"),
        ("TU Darmstadt", "Technische Universität Darmstadt"),
        ("TU Delft", "Delft University of Technology"),
        ("CSAIL, MIT", "MIT"),
        ("MIT CSAIL", "MIT"),
        ("Inria, CNRS", "CNRS"),
        ("Univ. Grenoble Alpes, Inria, CNRS, LJK", "Inria"),
        ("Technion", "Technion - Israel Institute of Technology"),
        ("Technion – Israel Institute of Technology, Haifa", "Technion"),
        ("KTH", "KTH Royal Institute of Technology"),
        ("Imperial College", "Imperial College London"),
        ("Google", "Google LLC"),
        ("Google Research", "Google, Mountain View"),
        ("Google", "Google DeepMind"),
        ("Microsoft", "Microsoft Research"),
        ("NVIDIA", "NVIDIA Corporation"),
        ("Apple", "Apple, Inc."),
        ("U of Toronto", "University of Toronto"),
        ("U. Toronto", "University of Toronto, Toronto, Canada"),
        ("Georgia Tech", "Georgia Institute of Technology"),
        ("Caltech", "California Institute of Technology"),
        ("Shanghai Jiao Tong University", "Shanghai Jiaotong University"),
        ("Washington University, St. Louis", "Washington University in St. Louis"),
        ("University of Colorado Boulder", "University of Colorado, Boulder"),
        ("University of Michigan", "University of Michigan, Ann Arbor, USA"),
        ("University of Washington", "University of Washington, Seattle"),
        ("UC San Diego", "University of California-San Diego"),
        ("Queen Mary University of London", "Queen Mary, University of London"),
        ("Sapienza University of Rome", "University of Rome, La Sapienza"),
        ("McGill University / Mila", "Mila, Université de Montréal"),
        ("PhD student, Lund University", "Lund University"),
        ("Student at KTH", "KTH"),
        ("Max Planck Institute for Informatics, Saarbrücken", "MPI Informatics"),
        ("University of Maryland, USA", "University of Maryland, College Park, MD"),
        ("University of Maryland, Computer Science", "University of Maryland"),
        ("University of Michigan, Computer Science and Engineering", "University of Michigan"),
        ("University of Michigan, Computer Science, Dearborn", "University of Michigan, Dearborn"),
        (
            "University of Washington, Paul G. Allen School of Computer Science",
            "University of Washington",
        ),
        ("University of Washington, CSE", "University of Washington, Seattle"),
        ("Max Planck Institute, Informatics", "MPI Informatics"),
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
        ("School of Mathematics, Aalto University", "School of Mathematics, Lund University"),
        ("Institute of Computer Science, Tartu University", "Institute of Computer Science, Bern"),
        ("Google, Zurich", "Apple, Zurich"),
        ("MIT, Cambridge", "University of Cambridge"),
        ("Fudan University, China", "Zhejiang University, China"),
        ("Hubei University of Technology", "Hebei University of Technology"),
        ("Henan University of Science", "Hunan University of Science"),
        ("Shanxi Normal University", "Shaanxi Normal University"),
        ("Changzhou University", "Hangzhou University"),
        ("Zhejiang University", "Zhenjiang University"),
        ("Beijing Institute of Technology", "Beijing University of Technology"),
        ("Tokyo Institute of Technology", "Tokyo University of Technology"),
        ("University of Maryland, College Park", "University of Maryland, Baltimore County"),
        ("University of Maryland", "University of Maryland, Baltimore County"),
        ("University of Colorado, Boulder", "University of Colorado, Denver"),
        ("University of Colorado, Boulder", "University of Colorado, Anschutz Medical Campus"),
        ("University of Texas, Austin", "University of Texas, MD Anderson Cancer Center"),
        ("University of Wisconsin, Madison", "University of Wisconsin - Milwaukee"),
        ("University of Michigan, Ann Arbor", "University of Michigan, Dearborn"),
        ("University of Michigan", "University of Michigan, Computer Science, Dearborn"),
        ("Max Planck Institute, Informatics", "Max Planck Institute, Software Systems"),
        ("University of North Carolina, Chapel Hill", "University of North Carolina, Charlotte"),
        ("State University of New York, Buffalo", "State University of New York, Stony Brook"),
        ("SUNY Buffalo", "SUNY Stony Brook"),
        ("National Institute of Technology, Warangal", "NIT, Surathkal"),
        ("Max Planck Institute, Tübingen", "Max Planck Institute, Saarbrücken"),
        ("Royal Holloway, University of London", "Queen Mary, University of London"),
        ("Goldsmiths, University of London", "University of London"),
        ("University College London", "University of London"),
        ("University of Texas, University of London, Paris", "University of London"),
        ("University of Rome, La Sapienza", "University of Rome, Tor Vergata"),
        ("Washington University, St. Louis", "University of Washington"),
        ("Washington University", "University of Washington"),
        ("MIT", "Manchester Institute of Technology"),
        ("Université Paris-Saclay, CNRS", "Sorbonne Université, CNRS"),
    ],
)
def test_two_institutions(one: str, other: str) -> None:
    assert not is_same_place(one, other)
    assert not is_same_place(other, one)


@pytest.mark.parametrize(
    "text",
    [
        *("PhD student", "Computer Science", "Department of Computer Science", "Self-employed"),
        *("Freelancer", "Unknown", "Industry", "Startup", "Not affiliated", "Research Scientist"),
        *("Independent Researcher, Berlin", "Independent consultant", "School of Engineering"),
        *("AI Lab", "no institution", "University", "Unemployed", "N/A", "-", "", "USA"),
    ],
)
def test_what_is_no_place_is_not_the_same(text: str) -> None:
    assert not is_same_place(text, text)


@pytest.mark.parametrize(
    ("address", "own"),
    [
        ("a@etri.re.kr", "etri.re.kr"),
        ("a@staff.aist.go.jp", "aist.go.jp"),
        ("a@iisc.ernet.in", "iisc.ernet.in"),
        ("a@x.id.au", "x.id.au"),
        ("a@foo.nhs.uk", "foo.nhs.uk"),
        ("a@lakeside.k12.ca.us", "lakeside.k12.ca.us"),
        ("a@nrc.gc.ca", "nrc.gc.ca"),
        ("a@pwr.wroc.pl", "pwr.wroc.pl"),
        ("a@mail.tsinghua.edu.cn", "tsinghua.edu.cn"),
        ("a@go.kth.se", "kth.se"),
        ("a@student.uni.lu", "uni.lu"),
        *((f"a@{host}", "") for host in "ya.ru yandex.com.tr zoho.eu tutanota.de mail.de".split()),
        *((f"a@{host}", "") for host in "skynet.be docomo.ne.jp ezweb.ne.jp mail.ee".split()),
    ],
)
def test_the_institution_of_an_address(address: str, own: str) -> None:
    assert institution(address) == own


def test_the_threshold_stands_between_the_nearest_two_and_the_farthest_one() -> None:
    assert fuzz.ratio("northwestern", "northeastern") < ALIKE < fuzz.ratio("edinburgh", "edinburg")
