"""The workshop of 2018 on its pages. Its facts are typed by hand, never read from the file."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.test import Client
from django.test.html import Element
from html_tree import attribute, every, one, text_of, texts, tree

from submissions.models import PaperVersion
from workshop.models import Letter, Step, Workshop

SLUG = "credit-assignment-2018"

# Starts, ends, what the entry is called, and the title of the talk that it is.
SATURDAY = [
    (
        "14:00",
        "14:30",
        "Doina Precup",
        "Knowledge representation for efficient credit assignment in reinforcement learning",
    ),
    (
        "14:30",
        "15:00",
        "Matti Herranen",
        (
            "Learning to attend, attending to learn: "
            "Modulating auxiliary unsupervised costs with attention"
        ),
    ),
    ("15:00", "15:30", "Joel Veness", ""),
    ("15:30", "16:00", "Coffee break", ""),
    (
        "16:00",
        "16:30",
        "Sepp Hochreiter",
        "Backward View and Reward Redistribution for Delayed Rewards",
    ),
    ("16:30", "17:15", "Contributed talks", ""),
]
SUNDAY = [
    ("8:45", "9:00", "Opening remarks", ""),
    (
        "9:00",
        "9:30",
        "David Silver",
        "Deep Learning, Reinforcement Learning, and the Credit Assignment Problem",
    ),
    ("9:30", "10:00", "Martha White", "An RNN Architecture using Value Functions"),
    ("10:00", "10:30", "Coffee break and posters", ""),
    (
        "10:30",
        "11:00",
        "Theophane Weber",
        "Improved Credit Assignment in Stochastic Computation Graphs",
    ),
    (
        "11:00",
        "11:30",
        "Claudia Clopath",
        "RL in the brain: The role of neuromodulation in learning",
    ),
    (
        "11:30",
        "12:00",
        "David Duvenaud",
        "Self-tuning Gradient Estimators through Differentiable Surrogates",
    ),
    (
        "12:00",
        "12:30",
        "Blake Richards",
        "Towards a gradient agnostic metric of efficient credit assignment",
    ),
    ("12:30", "14:00", "Lunch break", ""),
    ("14:00", "14:30", "Timothy Lillicrap", ""),
    ("14:30", "15:00", "Contributed talks", ""),
    ("15:00", "15:30", "Jurgen Schmidhuber", "Beyond Backprop"),
    ("15:30", "16:00", "Coffee break", ""),
    ("16:00", "17:30", "Panel discussion", ""),
]
CONTRIBUTED = {
    (0, "16:30"): [
        (
            "Timothy Lillicrap",
            (
                "Assessing the Scalability of Biologically-Motivated "
                "Deep Learning Algorithms and Architectures"
            ),
        ),
        (
            "Benjamin Scellier",
            "Equivalence of Equilibrium Propagation and Recurrent Backpropagation",
        ),
        ("Tim Cooijman", "REINFORCE as Approximate Real-Time Recurrent Learning"),
    ],
    (1, "14:30"): [
        ("Martin Klissarov", "Diffusion-Based Approximate Value Functions"),
        (
            "Asier Mujika",
            "Approximating Real-Time Recurrent Learning with Random Kronecker Factors",
        ),
    ],
}
SPEAKERS = [
    ("Martha White", "University of Alberta", "Sun 9:30"),
    ("Doina Precup", "McGill University", "Sat 14:00"),
    ("David Silver", "Deepmind, University College London", "Sun 9:00"),
    ("David Duvenaud", "University of Toronto", "Sun 11:30"),
    ("Blake Richards", "University of Toronto", "Sun 12:00"),
    ("Timothy Lillicrap", "Deepmind, University College London", "Sun 14:00"),
    ("Sepp Hochreiter", "Johannes Kepler University Linz", "Sat 16:00"),
    ("Claudia Clopath", "Imperial College, London", "Sun 11:00"),
    ("Jurgen Schmidhuber", "IDSIA", "Sun 15:00"),
    ("Theophane Weber", "Deepmind", "Sun 10:30"),
    ("Joel Veness", "Deepmind", "Sat 15:00"),
    ("Jane Wang", "Deepmind", "Sun 16:00"),
]
ORGANIZERS = [
    ("Anirudh Goyal", "MILA, University of Montreal"),
    ("Alex Lamb", "MILA, University of Montreal"),
    ("Nan Rosemary Ke", "MILA, University of Montreal"),
    ("Jonathan Binas", "MILA, University of Montreal"),
    ("Aaron Courville", "MILA, University of Montreal"),
    ("Konrad Kording", "UPenn"),
    ("Yoshua Bengio", "MILA, University of Montreal"),
]
# A word that stands in this abstract only.
ABSTRACTS = {
    "Doina Precup": "temporal abstraction",
    "Matti Herranen": "Ladder networks",
    "Sepp Hochreiter": "RUDDER",
    "David Silver": "meta-parameters",
    "Martha White": "Eligibility traces",
    "Theophane Weber": "stochastic computation graphs",
    "David Duvenaud": "Advantage Actor-Critic",
    "Blake Richards": "optimal control",
    "Jurgen Schmidhuber": "Linnainmaa (1970)",
}


@pytest.fixture
def workshop(db: None) -> Workshop:
    file = Path(settings.BASE_DIR) / "workshop" / "data" / "credit-assignment-2018.toml"
    call_command("load_workshop", str(file), verbosity=0)
    return Workshop.objects.get(slug=SLUG)


@pytest.fixture
def home(workshop: Workshop, client: Client) -> Element:
    return tree(client.get(f"/{SLUG}/"))


@pytest.fixture
def days(workshop: Workshop, client: Client) -> list[Element]:
    """The program of each day, as its list."""
    return list(every(tree(client.get(f"/{SLUG}/schedule/")), "ol", "program"))


def entries(day: Element) -> list[Element]:
    return [child for child in day.children if isinstance(child, Element)]


def title_in(entry: Element) -> str:
    """The title of the talk that the entry is: alone, or opening its abstract."""
    if any(every(entry, "ol", "talks")):
        return ""
    summaries = texts(every(entry, "summary"))
    plain = [t for t in texts(every(one(entry, css="what"), "p")) if not t.startswith("with ")]
    return (summaries or [t for t in plain if "slides" not in t] or [""])[0]


def said(day: Element) -> list[tuple[str, str, str, str]]:
    rows = []
    for entry in entries(day):
        starts, ends = texts(every(one(entry, css="slot-time"), "time"))
        rows.append((starts, ends, text_of(one(entry, "h3")), title_in(entry)))
    return rows


def entry_of(days: list[Element], name: str) -> Element:
    found = [e for day in days for e in entries(day) if text_of(one(e, "h3")) == name]
    assert len(found) == 1
    return found[0]


def test_both_days_have_their_entries_in_order_with_times_and_titles(days: list[Element]) -> None:
    assert [said(day) for day in days] == [SATURDAY, SUNDAY]


def test_the_days_stand_in_the_margin(workshop: Workshop, client: Client) -> None:
    page = tree(client.get(f"/{SLUG}/schedule/"))
    assert texts(every(page, "h2", "day-name")) == ["Saturday 14 July 2018", "Sunday 15 July 2018"]


def test_times_are_those_of_stockholm_and_say_so(workshop: Workshop, client: Client) -> None:
    page = tree(client.get(f"/{SLUG}/schedule/"))
    zones = [text_of(one(side, "dl")) for side in every(page, "aside", "side")]
    assert [zone.split("Version")[0].strip() for zone in zones] == [
        "Hours 14:00 to 17:15 Times Stockholm (CEST, UTC+2)",
        "Hours 8:45 to 17:30 Times Stockholm (CEST, UTC+2)",
    ]
    first = next(every(one(page, id="day-1"), "time"))
    assert attribute(first, "datetime") == "2018-07-14T14:00:00+02:00"


def test_contributed_talks_are_in_their_blocks_with_their_presenters(days: list[Element]) -> None:
    found = {}
    times = []
    for n, day in enumerate(days):
        for entry in entries(day):
            for block in every(entry, "ol", "talks"):
                talks = list(every(block, "li"))
                heads = [text_of(one(talk, "b")).partition(" ") for talk in talks]
                times.append([time for time, _, _ in heads])
                found[n, text_of(next(every(entry, "time")))] = [
                    (name, text_of(talk).removeprefix(f"{time} {name}").strip())
                    for talk, (time, _, name) in zip(talks, heads, strict=True)
                ]
    assert found == CONTRIBUTED
    assert times == [["16:30", "16:45", "17:00"], ["14:30", "14:45"]]


def test_abstracts_open_in_the_entry_of_their_own_speaker(days: list[Element]) -> None:
    with_abstract = {
        text_of(one(entry, "h3")): text_of(one(entry, "details"))
        for day in days
        for entry in entries(day)
        if any(every(entry, "details"))
    }
    assert set(with_abstract) == set(ABSTRACTS)
    for name, word in ABSTRACTS.items():
        assert [n for n, text in with_abstract.items() if word in text] == [name]


def test_the_panel_names_its_four_panelists_in_order(days: list[Element]) -> None:
    (line,) = every(one(entry_of(days, "Panel discussion"), css="what"), "p")
    assert text_of(line) == "with Yoshua Bengio, Timothy Lillicrap, Blake Richards, Jane Wang"


def test_the_slides_are_a_label_without_a_link(days: list[Element]) -> None:
    entry = entry_of(days, "David Silver")
    assert text_of(one(entry, css="slides")) == "David Silver's slides"
    assert list(every(entry, "a")) == []
    everywhere = [text_of(e) for day in days for e in entries(day) if any(every(e, css="slides"))]
    assert len(everywhere) == 1


def test_home_lists_the_twelve_speakers_with_affiliation_and_slot(home: Element) -> None:
    titles = {name: title for _, _, name, title in SATURDAY + SUNDAY} | {
        "Jane Wang": "Panel discussion"
    }
    found = [
        (text_of(one(person, "h3")), *texts(every(person, "p")))
        for person in every(one(home, id="speakers"), "li", "person")
    ]
    assert found == [
        (name, affiliation, " · ".join(filter(None, [slot, titles[name]])))
        for name, affiliation, slot in SPEAKERS
    ]


def test_home_lists_the_seven_organizers_with_affiliations(home: Element) -> None:
    found = [
        (text_of(one(person, "h3")), *texts(every(person, "p")))
        for person in every(one(home, id="organizers"), "li", "person")
    ]
    assert found == ORGANIZERS


def test_a_slot_leads_to_its_entry(home: Element, days: list[Element]) -> None:
    for person in every(one(home, id="speakers"), "li", "person"):
        link = attribute(one(person, "a"), "href")
        entry = next(
            e for day in days for e in entries(day) if attribute(e, "id") == link.partition("#")[2]
        )
        assert text_of(one(person, "h3")) in text_of(entry)


def test_the_speakers_page_has_each_with_affiliation_slots_and_abstract(
    workshop: Workshop, client: Client
) -> None:
    page = tree(client.get(f"/{SLUG}/speakers/"))
    leaves = [leaf for leaf in every(page, "section") if "speaker-" in attribute(leaf, "id")]
    found = [(text_of(one(leaf, "h2")), text_of(one(leaf, "aside"))) for leaf in leaves]
    assert found == [(name, affiliation) for name, affiliation, _ in SPEAKERS]
    for leaf in leaves:
        word = ABSTRACTS.get(text_of(one(leaf, "h2")))
        assert [bool(word and word in text) for text in texts(every(leaf, css="prose"))] == (
            [True] if word else []
        )
    lillicrap = leaves[5]
    assert texts(every(lillicrap, "p")) == [
        "Sat 16:30 · contributed talks",
        "Sun 14:00 · invited talk",
        "Sun 16:00 · Panel discussion",
        "Deepmind, University College London",
    ]
    assert texts(every(lillicrap, "h3")) == [CONTRIBUTED[0, "16:30"][0][1]]


def test_the_cover_says_what_where_and_when(home: Element) -> None:
    cover = one(home, css="cover")
    assert text_of(one(home, "h1")) == (
        "Credit Assignment in Deep Learning and Deep Reinforcement Learning"
    )
    assert texts(every(cover, "dl")) == [
        "Workshop at ICML 2018 Sat 14 and Sun 15 July 2018",
        "Place Stockholm, Sweden",
        "Submissions closed Fri 15 June, 23:59 AoE",
    ]


def test_the_call_has_its_facts_topics_and_related_work(workshop: Workshop, client: Client) -> None:
    for address in (f"/{SLUG}/", f"/{SLUG}/call/"):
        page = tree(client.get(address))
        facts = one(one(page, id="call"), "dl", "facts")
        assert texts(every(facts, "div")) == [
            "Short paper 4 pages",
            "Long paper 8 pages",
            "Review single-blind",
            "Published work welcome",
            "Proceedings none; posted on request",
        ]
        topics = one(page, id="topics")
        assert texts(every(one(topics, "ol"), "li")) == [
            "Alternatives to Backpropagation for training deep networks",
            (
                "New ways of assigning credit to actions in reinforcement learning "
                "(e.g. temporal difference learning, eligibility traces)"
            ),
            "Biologically plausible methods for learning",
            "Exploration of the properties of credit assignment through gradient descent",
        ]
        assert texts(every(one(topics, "ul"), "li")) == [
            "Synthetic Gradients",
            "Sparse Attentive Backtracking",
            "Equilibrium Propagation",
            "Unbiased Online Recurrent Optimization (UORO)",
            "Evolution Strategies",
        ]


def test_the_only_dates_are_the_deadline_and_the_days(workshop: Workshop, client: Client) -> None:
    table = one(one(tree(client.get(f"/{SLUG}/call/")), id="dates"), "tbody")
    assert texts(every(table, "tr")) == [
        "Submissions close Fri 15 June, 23:59 Sat 16 June, 13:59",
        "The workshop Sat 14 and Sun 15 July 2018",
    ]


def test_the_deadline_is_the_end_of_15_june_anywhere_on_earth(workshop: Workshop) -> None:
    deadline = workshop.deadlines.get()
    assert deadline.step == Step.SUBMIT
    assert deadline.closes_at == dt.datetime(2018, 6, 16, 12, 0, tzinfo=dt.UTC)
    assert deadline.has_opened(dt.datetime(2018, 6, 17, tzinfo=dt.UTC))


def test_one_person_is_one_row_whatever_parts_they_play(workshop: Workshop) -> None:
    scheduled_only = ["Matti Herranen"]
    presenters = ["Benjamin Scellier", "Tim Cooijman", "Martin Klissarov", "Asier Mujika"]
    names = [name for name, *_ in SPEAKERS + ORGANIZERS] + scheduled_only + presenters
    assert sorted(person.name for person in workshop.people.all()) == sorted(names)
    lillicrap = workshop.people.get(name="Timothy Lillicrap")
    assert (lillicrap.speaker_position, lillicrap.presentations.count()) == (6, 2)
    assert lillicrap.panels.count() == 1
    bengio = workshop.people.get(name="Yoshua Bengio")
    assert (bengio.speaker_position, bengio.organizer_position) == (None, 7)
    assert bengio.panels.count() == 1
    herranen = workshop.people.get(name="Matti Herranen")
    assert (herranen.speaker_position, herranen.organizer_position) == (None, None)


def test_the_contributed_talks_are_accepted_submissions_and_nothing_more(
    workshop: Workshop,
) -> None:
    talks = [talk for block in CONTRIBUTED.values() for talk in block]
    rows = workshop.submissions.prefetch_related("authors__person")
    assert [(row.number, row.title, row.status) for row in rows] == [
        (n, title, "oral") for n, (_, title) in enumerate(talks, start=1)
    ]
    for row, (presenter, _) in zip(rows, talks, strict=True):
        (author,) = row.authors.all()
        assert author.person is not None
        assert (author.person.name, author.email, author.is_presenter) == (presenter, "", True)
        assert (row.abstract, row.kind, row.submitter, row.submitted_at) == ("", None, None, None)
    assert PaperVersion.objects.count() == 0


def test_it_is_announced_its_schedule_published_and_nobody_written_to(workshop: Workshop) -> None:
    assert workshop.announced_at is not None
    assert [version.number for version in workshop.schedule_versions.all()] == [1]
    assert Letter.everywhere.count() == 0
    assert [entry.verb for entry in workshop.entries.all()] == ["loaded"]
