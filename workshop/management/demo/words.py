"""Invented names, titles and abstracts."""

from __future__ import annotations

from random import Random

GIVEN = (
    "Amara Benno Chiara Dario Elif Farid Greta Hiro Ines Jonas Kavya Lars Mei Nadia Otto Priya "
    "Quentin Rosa Samir Tove Uma Viktor Wanda Xenia Yusuf Zora"
).split()
FAMILY = (
    "Adeyemi Bergström Castellanos Dahl Ekström Fontaine Grünwald Halvorsen Ivanova Jansen Kovács "
    "Lindqvist Moreau Nakamura Okafor Pereira Quist Rahman Szabó Takahashi Ueda Vasquez Wójcik "
    "Xu Yilmaz Zhang"
).split()
PLACES = [
    "University of Lisbon",
    "Aalto University",
    "National University of Córdoba",
    "Institute for Learning, Graz",
    "Kyoto Institute of Science",
    "York University",
    "Makerere University",
    "Polytechnic of Turin",
    "University of Auckland",
    "Indian Institute of Memory",
]
HOW = [
    "Sparse",
    "Slow",
    "Bounded",
    "Replayed",
    "Forgetful",
    "Local",
    "Hierarchical",
    "Noisy",
    "Lazy",
]
WHAT = [
    "Memory",
    "Credit over Long Detours",
    "Rehearsal",
    "Consolidation",
    "Attention to the Distant Past",
    "Recall without Replay",
    "Weights that Fade",
    "State in Small Networks",
]
WHERE = [
    "for Agents that Wander",
    "in Recurrent Networks",
    "under a Budget",
    "with Changing Tasks",
    "and What It Costs",
    "from a Single Pass",
    "in Spiking Circuits",
]
OPENINGS = [
    "An agent that wanders for a thousand steps should not have to replay them to learn.",
    "Networks that learn one task after another forget the first; brains forget too, but better.",
    "Keeping everything is cheap on paper and dear in practice.",
    "We ask what a learner of fixed size should keep when the world will not hold still.",
]
MIDDLES = [
    "We keep $k$ moments, each for how much the prediction would change without it.",
    "We bound the regret by $O(\\sqrt{T \\log k})$, which is *tight* when tasks recur.",
    "Our rule needs no labels for tasks: it reads surprise, $-\\log p(x_t \\mid h_{t-1})$.",
    "Half of the weights decay with $e^{-t/\\tau}$; which half is learned.",
]
ENDINGS = [
    "On three mazes it learns from a tenth of the steps; on the fourth it does not.",
    "The method matches replay with **one percent** of its store.",
    "Experiments on small sequences agree with the theory; on large ones the gap stays open.",
    "Code and the failures are included.",
]
VENUES = ["", "", "", "", "", "ICLR 2026", "NeurIPS 2026"]


def people(random: Random, count: int) -> list[str]:
    """So many names, no two the same."""
    names = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    return random.sample(names, count)


def place_of(name: str) -> str:
    """Where somebody works: always the same place."""
    return PLACES[sum(map(ord, name)) % len(PLACES)]


def title(random: Random) -> str:
    return f"{random.choice(HOW)} {random.choice(WHAT)} {random.choice(WHERE)}"


def abstract(random: Random) -> str:
    return " ".join(random.choice(part) for part in (OPENINGS, MIDDLES, ENDINGS))
