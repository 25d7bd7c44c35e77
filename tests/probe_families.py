"""Every pair there is, by family; what they are asked of is in `probes`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.urls import get_resolver, reverse
from probe_workshop import Asked
from probes import (
    ACTORS,
    FIRST,
    HIDDEN_SLUG,
    NO_KEY,
    NO_SLUG,
    NOBODY,
    NONE,
    PASSWORD,
    QUENTIN,
    QUINCY,
    SECOND,
    THIRD,
    VALUE,
    Counts,
    Pair,
    Probe,
    Town,
    a_town,
    run,
)
from world import NO_LETTER, pages

from reviews import given
from workshop.models import User

FAMILIES = ["number", "slug", "search", "open", "write", "conflict", "account", "key"]


def numbered() -> Iterator[Pair]:
    """Look-ups by number: every address of the site with a submission's number, by GET and POST."""
    for name, _ in pages():
        url = _address(name, number=True)
        if url is None:
            continue
        for who in ACTORS:
            number = _hidden_number(url, who)
            control, known = _owner(url, number)
            for sent in (None, ()):
                yield Pair(
                    "number", Probe(who, url, sent), number, NONE, Probe(control, url), known
                )


def _address(name: str, *, number: bool) -> str | None:
    """A page's address with the value's place in it, if it has no other parameter."""
    [(_, parameters)] = get_resolver().reverse_dict.getlist(name)[0][0]
    wanted = ["slug", "number"] if number else ["slug"]
    if sorted(parameters) != sorted(wanted):
        return None
    facts = {"slug": "credit", "number": 4321} if number else {"slug": "slug-here"}
    return reverse(name, kwargs=facts).replace("4321", VALUE).replace("slug-here", VALUE)


def _hidden_number(url: str, who: str) -> str:
    own = who in ("ada", "bob") and "submissions/" in url and "organize" not in url
    reviews = who == "ana" and "review/" in url
    if own or reviews:
        return SECOND
    return THIRD if who == "eve" and "submissions/" in url else FIRST


def _owner(url: str, number: str) -> tuple[str, str]:
    """Who may see it there, and the number that they may see."""
    if "/organize/" in url:
        return "olga", number
    if "/review/" in url:
        return {FIRST: "ana", SECOND: "dov"}[number], number
    if "/papers/" in url:
        return "visitor", SECOND
    return {FIRST: "ada", SECOND: "eve", THIRD: "rae"}[number], number


def secret_workshops(town: Town) -> Iterator[Pair]:
    """Addresses of a workshop in preparation, which only its organizers know of."""
    for name, _ in pages():
        url = _address(name, number=False)
        if url is None:
            continue
        asked = town.quiet.asked.get(name, Asked())
        for who in ("visitor", "stranger", "ada", "carl"):
            probe = Probe(who, url + asked.query, asked.sent)
            control, known = _insider(probe)
            yield Pair("slug", probe, HIDDEN_SLUG, NO_SLUG, control, known)


def _insider(probe: Probe) -> tuple[Probe, str]:
    """Who knows of the workshop. The API tells nobody of one that is not announced."""
    if "/api/" not in probe.url:
        return replace(probe, who="zoe"), HIDDEN_SLUG
    page = probe.url.split("/")[-2]
    who = {"submissions": "ada", "review": "ana"}.get(page, "visitor")
    return replace(probe, who=who), "other" if page == "schedule" else "credit"


def searches() -> Iterator[Pair]:
    """?q= with words, and parts of them, that stand only in what is hidden."""
    url = f"/credit/organize/submissions/?q={VALUE}"
    words = ["Obsidian", "Ledger", "obsid", "idian", "Ledg", "sidian+Led", "ada", "Ada", "bob"]
    words += ["Author+ada", "ada@", "bob@example", "ada@example.org", "author+bob", "dger", "bsid"]
    asked = [(word, _nothing_like(word)) for word in words]
    # Both sound like what is seen; what is hidden holds the first of them as well.
    asked += [("Resume", "Precis"), ("resume", "precis"), ("esume", "recis")]
    for word, nothing in asked:
        for more in ("", "&status=", "&kind=", "&topic=", "&page=2", "&status=nonsense"):
            probe = Probe("carl", url + more)
            yield Pair("search", probe, word, nothing, replace(probe, who="olga"))
    for word in ("Obsidian", "Malachite", "Draft", "Ledger", "obsid", "alachit"):
        public = f"/credit/papers/?q={VALUE}"
        for who in ("visitor", "ada", "bob", "stranger", "carl"):
            known = {"Obsidian": "Gneiss"}.get(word, "Theory")
            yield Pair("search", Probe(who, public), word, _nothing_like(word),
                       Probe("visitor", public), known)  # fmt: skip


def _nothing_like(word: str) -> str:
    """Another word of the same shape that stands nowhere."""
    return "".join("q" if letter.isalpha() else letter for letter in word)


def openings() -> Iterator[Pair]:
    """Parameters that open one of many: a letter's preview, a row, the page of an assignment."""
    release = f"/credit/organize/release/?letter={VALUE}:"
    for n in ("1", "2", "3", "0"):
        probe = Probe("carl", release + n)
        yield Pair("open", probe, FIRST, NONE, replace(probe, who="olga"), released=False)
    for by in ("", "&by=reviewer", "&wanted=2", "&by=submission&wanted=9"):
        probe = Probe("carl", f"/credit/organize/assignment/?submission={VALUE}{by}")
        yield Pair("open", probe, FIRST, NONE, replace(probe, who="olga"), released=False)


def writes() -> Iterator[Pair]:
    """Forms that name a submission by its number: refusals and what is said after."""
    organize = "/credit/organize/"
    has, free = {"giver": str(QUENTIN)}, {"reviewer": str(QUINCY)}
    nothing_proposed = {"seen": given.seen([])}
    known = {
        "assignment/assign/": {"submission": VALUE, **free},
        "assignment/unassign/": {"given": f"{VALUE}-{QUENTIN}"},
        "assignment/move/": {"submission": VALUE, **has, **free, **nothing_proposed},
        "decisions/": {"one": f"{VALUE}:1:oral"},
    }
    forms = {
        "assignment/assign/": [{"submission": VALUE, "reviewer": "0"}],
        "assignment/unassign/": [{"given": f"{VALUE}-0"}],
        "assignment/move/": [
            {"submission": VALUE, "giver": "0", "reviewer": "0"},
            {"submission": VALUE, **has, **free},
        ],
        "decisions/": [
            {"one": f"{VALUE}:9:rejected"},
            {"ticked": f"{VALUE}:1", "many": "poster"},
            {"ticked": f"{VALUE}:0", "many": ""},
            {"ticked": VALUE, "many": "oral"},
        ],
    }
    for page, bodies in forms.items():
        control = Probe("olga", organize + page, _sent(known[page]))
        for body in (known[page], *bodies):
            probe = Probe("carl", organize + page, _sent(body))
            yield Pair("write", probe, FIRST, NONE, control, released=False)
    add = {"session": "7", "submission": VALUE}
    for more in ({}, {"on": "plan"}):
        url, sent = organize + "schedule/talks/add/", _sent({**add, **more})
        yield Pair("write", Probe("carl", url, sent), FIRST, NONE, Probe("olga", url, _sent(add)))


def _sent(body: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(body.items())


def conflicts() -> Iterator[Pair]:
    """A declaration names what its form does not offer: one's own, and what is not there."""
    url = "/credit/review/conflicts/"
    control = Probe("dov", url, _sent({"numbers": VALUE}))
    for number, who in ((THIRD, "rae"), (FIRST, "dov")):
        for body in ({"numbers": VALUE}, {"numbers": VALUE, "act": "save"}):
            probe = Probe(who, url, _sent(body))
            yield Pair("conflict", probe, number, NONE, control, SECOND, released=False)


def accounts(town: Town) -> Iterator[Pair]:
    """Addresses typed anywhere: whether somebody has an account is nobody's to learn."""
    typed = {
        "/account/sign-in/": ("visitor", {"email": VALUE}),
        "/account/password/": ("visitor", {"email": VALUE, "password": "not this one"}),
        "/account/addresses/add/": ("ada", {"email": VALUE}),
        "/credit/organize/organizers/": ("olga", {"email": VALUE}),
        "/credit/organize/reviewers/invite/": (
            "olga",
            {"addresses": VALUE, "load": "4", "act": "send", "invite": VALUE},
        ),
        "/other/submissions/new/": ("eve", _author(VALUE)),
    }
    told = _told(town)
    for name, user in town.people.items():
        if user is None:
            continue
        account, _, domain = user.email.partition("@")
        nothing = f"{NOBODY[: len(account)]}@{domain}"
        for url, (who, body) in typed.items():
            if user.email in told.get(url, ()) or who == name:
                continue  # it is on that very page, for who may read it
            probe = Probe(who, url, _sent(body))
            yield Pair("account", probe, user.email, nothing, *_holder(probe, user))


def _told(town: Town) -> dict[str, set[str]]:
    """The addresses that a page knows by itself."""
    reviewing = (*town.here.story.committee, town.here.rae, town.people["olga"])
    # An author's address, with an account or without: the conflict found at once is hers to read.
    # To whom it is not: see the known limits in docs/blindness.md.
    organizing = ("olga", "carl", "ada", "bob", "eve", "rae")
    return {
        "/credit/organize/reviewers/invite/": {user.email for user in reviewing if user},
        "/credit/organize/organizers/": {f"{name}@example.org" for name in organizing},
    }


def _holder(probe: Probe, user: User) -> tuple[Probe, str]:
    """Who may know of an account: its holder, by the password or by a code, wherever the address
    was typed. Of those who have a role in the workshop already its organizers are told."""
    email = _sent({"email": VALUE})
    if probe.url == "/account/password/" and user.has_usable_password():
        return replace(probe, sent=(*email, ("password", PASSWORD))), user.email
    if probe.url == "/account/addresses/add/":
        return replace(probe, code="/account/addresses/code/"), user.email
    if "/organize/" in probe.url:
        return probe, "carl@example.org" if "organizers" in probe.url else "ana@zq7quill.example"
    return Probe("visitor", "/account/sign-in/", email, "/account/code/"), user.email


def _author(email: str) -> dict[str, str]:
    """A draft with an author of this address."""
    row = {"author": "1", "author-1-name": "Somebody", "author-1-email": email}
    return {"act": "save", "title": "A draft", **row, "corresponding": "1", "presenter": "1"}


def keys(town: Town) -> Iterator[Pair]:
    """Keys of letters, reviewers and accounts in addresses and forms."""
    organize = "/credit/organize/"
    letter = str(town.letter.message_id)
    for page in ("", "edit/", "discard/"):
        url = f"{organize}letters/{VALUE}/{page}"
        for sent in (None, (), _sent({"act": "hold"}), _sent({"subject": "x", "body": "y"})):
            probe = Probe("carl", url, sent)
            control = replace(probe, who="olga")
            yield Pair("key", probe, letter, str(NO_LETTER), control)
    quentin = str(town.quentin.pk)
    remind = Probe("carl", f"{organize}reviews/remind/?to={VALUE}")
    control = replace(remind, who="olga")
    yield Pair("key", remind, quentin, NO_KEY, control, released=False)
    asked = Probe("carl", f"{organize}reviews/remind/", _sent({"to": VALUE, "seen": ""}))
    yield Pair("key", asked, quentin, NO_KEY, control, released=False)


def pairs(town: Town) -> list[Pair]:
    """Every pair there is."""
    made = [numbered(), secret_workshops(town), searches(), openings(), writes(), conflicts()]
    return [pair for family in [*made, accounts(town), keys(town)] for pair in family]


def main() -> Counts:
    """Every pair, with its counts printed: what `make campaign` calls."""
    with a_town() as town:
        counts = run(pairs(town), town)
    print(counts)
    return counts
