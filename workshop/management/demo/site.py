"""The invented workshop itself: its texts, dates and people."""

from __future__ import annotations

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress
from django.utils.text import slugify

from workshop import call, organizers
from workshop.accounts import verify_address
from workshop.models import Figure, Ink, User, Workshop

SLUG = "memory-in-machines"
CALL = """\
We invite papers on **memory in machines that learn**: what to keep, what to let go, and how a
learner of fixed size should decide. Experiments, theory and honest failures are all welcome, and so
is work that has appeared elsewhere.

Short papers have up to four pages, long ones up to eight, not counting references. A few are chosen
for talks; all accepted papers are shown as posters. Reviewing is single-blind, by at least two
people. There are no proceedings: a paper is posted here only if its authors agree.
"""
DESCRIPTION = """\
A network that remembers everything learns nothing new, and one that forgets too fast never learns
at all. Between the two lies most of what we would like machines to do: act on things long past,
learn from few examples, and change their minds.

For two days we bring together people who build such machines and people who study the animals that
manage without being told how. Most of the time is kept for posters and talk.
"""
TOPICS = [
    "Continual learning and forgetting",
    "Credit assignment over long delays",
    "Memory in recurrent and attention-based models",
    "Consolidation and replay in brains and machines",
    "Memory under a budget",
]
SPEAKERS = [
    ("Ayodele Achebe", "University of Lagos"),
    ("Marit Solberg", "Norwegian Institute of Brain Science"),
    ("Tomás Beltrán", "University of Valparaíso"),
    ("Noriko Hayashi", "Kyoto Institute of Science"),
    ("Leila Haddad", "American University of Beirut"),
    ("Peter van Dijk", "Delft Laboratory for Learning"),
]
ORGANIZERS = [
    ("Clara Nunes", "Tagus Laboratory"),
    ("Henrik Aalto", "Nordic Museum of Computing"),
    ("Sunita Rao", "Deccan School of Science"),
]
OPENED_DAYS_AGO = 31
CLOSES_IN_DAYS = 6
BEGINS_IN_DAYS = 58


def address(name: str, affiliation: str) -> str:
    """Each institution has a host of its own: one for all would be a conflict of all with all."""
    return f"{slugify(name).replace('-', '.')}@{slugify(affiliation)}-demo.example"


def person(name: str, affiliation: str, at: datetime) -> User:
    """A demo account, made anew or found again; its address is proved."""
    email = address(name, affiliation)
    user = User.objects.filter(email=email).first()
    if user is None:
        user = User.objects.create_user(
            email, name=name, affiliation=affiliation, zone="Europe/Lisbon"
        )
    if not EmailAddress.objects.filter(user=user, email=email, verified=True).exists():
        verify_address(user, email, at)
    return user


def build(at: datetime) -> Workshop:
    """The workshop with everything but submissions; its call has been open for a month."""
    three = [person(*facts, at) for facts in ORGANIZERS]
    opened = at - timedelta(days=OPENED_DAYS_AGO)
    clara = three[0]
    clara.is_administrator = True
    clara.save(update_fields=["is_administrator"])
    first_day = (at + timedelta(days=BEGINS_IN_DAYS)).date()
    workshop = call.create(
        title="Memory in Machines",
        short_name="Memory in Machines",
        first_day=first_day,
        last_day=first_day + timedelta(days=1),
        deadline=(at + timedelta(days=CLOSES_IN_DAYS)).date(),
        by=clara,
        at=opened - timedelta(days=3),
    )
    _describe(workshop)
    for user in three[1:]:
        organizers.invite(workshop, email=user.email, by=clara, at=opened - timedelta(days=2))
    call.open_call(workshop, by=clara, at=opened)
    clara.is_administrator = False
    clara.save(update_fields=["is_administrator"])
    return workshop


def _describe(workshop: Workshop) -> None:
    workshop.subtitle = "and what forgetting is for"
    workshop.host_event = f"Learning Systems {workshop.first_day.year}"
    workshop.place, workshop.zone = "Lisbon, Portugal", "Europe/Lisbon"
    workshop.ink, workshop.figure = Ink.PLUM, Figure.WAVES
    workshop.call_text, workshop.description = CALL, DESCRIPTION
    workshop.proceedings = "none; posted with consent"
    workshop.contact = "organizers@demo.example"
    workshop.save()
    for n, name in enumerate(TOPICS, start=1):
        workshop.topics.create(name=name, position=n)
    for n, (name, affiliation) in enumerate(SPEAKERS, start=1):
        workshop.people.create(name=name, affiliation=affiliation, speaker_position=n)
    for n, (name, affiliation) in enumerate(ORGANIZERS, start=1):
        workshop.people.create(name=name, affiliation=affiliation, organizer_position=n)
