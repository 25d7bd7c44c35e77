"""Who asks in the campaigns, what each may be shown, and what must never reach them."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Collection
from dataclasses import dataclass, field

from committee import CAST, INNER, SEALED, WHO
from django.test import Client
from factories import make_organizer, make_user

from bench.campaigns.telling import FITS, INSTEAD, NAMES, TIED, TOLD, WROTE
from bench.campaigns.whole_story import (
    DRAFT,
    HALF,
    NAMED,
    NEXT_DOOR,
    OTHER,
    OUTSIDE,
    PAPER,
    PHASES,
    TITLE,
    Whole,
    told,
)
from workshop.audience import Audience
from workshop.models import Role, User

ROLES = [
    *("visitor", "stranger", "author", "co-author", "other author", "reviewer"),
    *("other reviewer", "barred", "organizer", "decider", "elsewhere", "administrator"),
]
# An organizer without a barrier who looks at the site as one of these. They come last: until then
# there is none, and somebody from outside decides.
LOOKING = {
    "looking as an author": "author",
    "looking as a reviewer": "reviewer",
    "looking as the public": "visitor",
}
ROLES += LOOKING
# In pairs of worlds where the co-author reviews, too.
TWO_ROLES = "author-reviewer"
MARKERS = [WHO, SEALED, INNER, PAPER, TITLE, OTHER, NAMED, DRAFT, HALF, *TOLD]
# Names are public where people are named; addresses are not.
ADDRESSES = [f"{name}@example.org" for name in ("ada", "bob", "eve", "olga", "carl")]
# The addresses of the committee as a picture service, a cookie or a token might carry them.
DIGESTS = [
    digest
    for email, _, _ in CAST
    for digest in (
        *(hashlib.new(name, email.encode()).hexdigest() for name in ("md5", "sha1", "sha256")),
        base64.b64encode(email.encode()).decode().rstrip("=").lower(),
    )
]


@dataclass
class Actor:
    """`numbers`: the submissions that they may see here, by the audience as which they do."""

    role: str
    user: User | None
    forbidden: list[str]
    own: list[str] = field(default_factory=list)
    numbers: dict[Audience, Collection[int]] = field(default_factory=dict)
    at_home: str = "credit"
    looks_as: str = ""

    def client(self) -> Client:
        client = Client(raise_request_exception=False)
        if self.user is not None:
            client.force_login(self.user)
        if self.looks_as:
            looking = client.post("/credit/organize/view-as/", {"whom": self.looks_as})
            assert looking.status_code == 302
        return client

    @property
    def all_numbers(self) -> set[int]:
        """The submissions that they may see, as whomever."""
        return {number for seen in self.numbers.values() for number in seen}

    def leaks(self, text: bytes) -> list[str]:
        """The markers in a text, in lower case, that they must not read."""
        hits = [marker for marker in self.forbidden if marker.encode() in text]
        if not hits:
            return []
        for own in self.own:
            text = text.replace(own.encode(), b"")
        return [marker for marker in hits if marker.encode() in text]

    def may(self, audiences: Collection[Audience], slug: str | None, number: int | None) -> bool:
        """Whether a page for these is for them at all, as far as the address says."""
        if Audience.PUBLIC in audiences:
            return True
        if Audience.SIGNED_IN in audiences or slug is None:
            return self.user is not None
        if slug != self.at_home:
            return False
        as_whom = [self.numbers[each] for each in audiences if each in self.numbers]
        return any(number is None or number in seen for seen in as_whom)


def actor(story: Whole, role: str, phase: str) -> Actor:
    if role in LOOKING:
        return _looking(story, role, phase)
    user = _user(story, role)
    own = story.own(user) if user else []
    return Actor(role, user, forbidden(role, phase), own, _numbers(story, role, phase), _home(role))


def _looking(story: Whole, role: str, phase: str) -> Actor:
    """Is shown what the other is, less what an organizer must not know."""
    email = "lena@example.org"
    known = User.objects.filter(email=email).first()
    lena = known or make_organizer(story.workshop, email, "Lena")
    other = actor(story, LOOKING[role], phase)
    both = {*other.forbidden, *forbidden("organizer", phase)}
    whom = {
        "author": f"author:{story.ada.email}",
        "reviewer": f"reviewer:{other.user.pk if other.user else 0}",
        "visitor": "public:",
    }[LOOKING[role]]
    # Whom somebody is close to is theirs alone.
    own = [each for each in other.own if TIED not in each]
    return Actor(role, lena, sorted(both), own, other.numbers, looks_as=whom)


def _home(role: str) -> str:
    return "harbor" if role == "elsewhere" else "credit"


def _user(story: Whole, role: str) -> User | None:
    if role == "visitor":
        return None
    known = {
        "author": "ada",
        "co-author": "bob",
        TWO_ROLES: "bob",
        "other author": "eve",
        "barred": "carl",
        "organizer": "olga",
        "decider": "dora",
        "elsewhere": "hana",
    }
    if role in known:
        found: User = getattr(story, known[role])
        return found
    if role in ("reviewer", "other reviewer"):
        # Not the one who wrote first: they are not to be shown what stands first.
        return story.committee[1 if role == "reviewer" else -1]
    email = f"{role}@example.org"
    facts = {"is_administrator": role == "administrator"}
    return User.objects.filter(email=email).first() or make_user(email, role.title(), **facts)


def _numbers(story: Whole, role: str, phase: str) -> dict[Audience, Collection[int]]:
    assigned = PHASES.index(phase) >= PHASES.index("assign")
    everything = set(story.workshop.submissions.values_list("number", flat=True))
    handed_in = story.workshop.submissions.exclude(submitted_at=None)
    seen = set(handed_in.values_list("number", flat=True))
    own = set(everything) - {1, 3}
    by_role: dict[str, dict[Audience, Collection[int]]] = {
        "author": {Audience.AUTHOR: {1, 3}},
        "co-author": {Audience.AUTHOR: {1, 3}},
        TWO_ROLES: {Audience.AUTHOR: {1, 3}, Audience.REVIEWER: set()},
        "other author": {Audience.AUTHOR: own},
        "reviewer": {Audience.REVIEWER: {1, 3} if assigned else set()},
        "other reviewer": {Audience.REVIEWER: {2} if assigned else set()},
        "barred": {Audience.ORGANIZER: seen - {1, 3, OUTSIDE}},
        "organizer": {Audience.ORGANIZER: seen - {OUTSIDE}},
        "decider": {Audience.DECIDER: {OUTSIDE}} if PHASES.index(phase) else {},
        "elsewhere": {Audience.ORGANIZER: {NEXT_DOOR}},
    }
    return by_role.get(role, {})


def forbidden(role: str, phase: str) -> list[str]:
    """By default everything; what each may know is left out."""
    assigned = PHASES.index(phase) >= PHASES.index("assign")
    own = [PAPER, TITLE, NAMED, HALF, NAMES, *([SEALED] if told(phase) else [])]
    committee = [WHO, HALF, WROTE, INSTEAD]
    known = {
        "author": own,
        "co-author": own,
        "other author": [DRAFT, HALF],
        "reviewer": [TITLE, NAMED, *([PAPER] if assigned else [])],
        "other reviewer": [TITLE, NAMED],
        "barred": committee,
        "decider": [WHO],
        "organizer": [*committee, SEALED, INNER, PAPER, TITLE, NAMED, TIED, NAMES, FITS, *DIGESTS],
        "elsewhere": [OTHER],
    }.get(role, [])
    if phase == "publish":
        known = [*known, NAMED]
    outside = {"visitor", "stranger", "elsewhere", "administrator"}
    markers = [*MARKERS, *DIGESTS, *(ADDRESSES if role in outside else [])]
    return [marker for marker in markers if marker not in known]


def reader(story: Whole, email: str, phase: str) -> Actor:
    """Whoever a letter goes to."""
    role = _role_of(story, email)
    if role:
        return actor(story, role, phase)
    if WHO in email:
        others = [each for each in forbidden("stranger", phase) if each not in (WHO, *DIGESTS)]
        return Actor("committee", None, others)
    if OTHER in email:
        return Actor("next door", None, [each for each in MARKERS if each != OTHER])
    as_whom = "author" if TITLE in email else "stranger"
    return Actor(as_whom, None, forbidden(as_whom, phase))


def _role_of(story: Whole, email: str) -> str | None:
    own = [role for role in ROLES if role not in LOOKING]
    roles = {str(user.email): role for role in own if (user := _user(story, role))}
    roles["carl@home.example"] = "barred"
    organizers = story.workshop.roles.filter(kind=Role.Kind.ORGANIZER)
    for found in organizers.values_list("user__email", flat=True):
        roles.setdefault(found, "organizer")
    return roles.get(email)
