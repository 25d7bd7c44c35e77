"""Every pair there is, by family; what they are asked of is in `probes`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from django.urls import get_resolver, reverse
from probes import (
    ACTORS,
    FIRST,
    HIDDEN_SLUG,
    NO_KEY,
    NO_SLUG,
    NOBODY,
    NONE,
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


def secret_workshops() -> Iterator[Pair]:
    """Addresses of a workshop in preparation, which only its organizers know of."""
    for name, _ in pages():
        url = _address(name, number=False)
        if url is None:
            continue
        for who in ("visitor", "stranger", "ada", "carl"):
            told = "/api/" not in url and "/account/" not in url
            control = Probe("zoe", url) if told else None
            yield Pair("slug", Probe(who, url), HIDDEN_SLUG, NO_SLUG, control)


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
            yield Pair("search", probe, word, nothing, Probe("olga", url))
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
        control = Probe("olga", f"/credit/organize/release/?letter={VALUE}:2")
        yield Pair("open", Probe("carl", release + n), FIRST, NONE, control, released=False)
    for by in ("", "&by=reviewer", "&wanted=2", "&by=submission&wanted=9"):
        url = f"/credit/organize/assignment/?submission={VALUE}{by}"
        control = Probe("olga", f"/credit/organize/assignment/?submission={VALUE}")
        yield Pair("open", Probe("carl", url), FIRST, NONE, control, released=False)


def writes() -> Iterator[Pair]:
    """Forms that name a submission by its number: refusals and what is said after."""
    organize = "/credit/organize/"
    forms = {
        "assignment/assign/": [{"submission": VALUE, "reviewer": "0"}],
        "assignment/unassign/": [{"given": f"{VALUE}-0"}],
        "assignment/move/": [{"submission": VALUE, "giver": "0", "reviewer": "0"}],
        "decisions/": [
            {"one": f"{VALUE}:1:oral"},
            {"one": f"{VALUE}:9:rejected"},
            {"ticked": f"{VALUE}:1", "many": "poster"},
            {"ticked": f"{VALUE}:0", "many": ""},
            {"ticked": VALUE, "many": "oral"},
        ],
    }
    known = {
        "assignment/assign/": {"submission": VALUE, "reviewer": "0"},
        "assignment/unassign/": {"given": f"{VALUE}-0"},
        "assignment/move/": {"submission": VALUE, "giver": "0", "reviewer": "0"},
        "decisions/": {"one": f"{VALUE}:1:oral"},
    }
    for page, bodies in forms.items():
        for body in bodies:
            control = Probe("olga", organize + page, _sent(known[page]))
            if page.endswith("unassign/"):
                control = Probe("olga", organize + "submissions/" + VALUE + "/")
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
    emails = sorted(user.email for user in town.people.values() if user)
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
    reviewing = (*town.here.story.committee, town.here.rae, town.people["olga"])
    invited = {user.email for user in reviewing if user}
    organizing = {"olga@example.org", "carl@example.org"}
    # An author's address, with an account or without: the conflict found at once is hers to read.
    # To whom it is not: see the known limits in docs/blindness.md.
    organizing |= {f"{author}@example.org" for author in ("ada", "bob", "eve", "rae")}
    for email in emails:
        name, _, domain = email.partition("@")
        nothing = f"{NOBODY[: len(name)]}@{domain}"
        for url, (who, body) in typed.items():
            if ("reviewers" in url and email in invited) or (
                "organizers" in url and email in organizing
            ):
                continue  # it is on that very page, for who may read it
            if town.people[who] and town.people[who].email == email:  # type: ignore[union-attr]
                continue
            yield Pair(
                "account",
                Probe(who, url, _sent(body)),
                email,
                nothing,
                None,
            )


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
            control = Probe("olga", f"{organize}letters/{VALUE}/")
            yield Pair("key", Probe("carl", url, sent), letter, str(NO_LETTER), control)
    quentin = str(town.quentin.pk)
    remind = Probe("carl", f"{organize}reviews/remind/?to={VALUE}")
    control = replace(remind, who="olga")
    yield Pair("key", remind, quentin, NO_KEY, control, released=False)
    asked = Probe("carl", f"{organize}reviews/remind/", _sent({"to": VALUE, "seen": ""}))
    yield Pair("key", asked, quentin, NO_KEY, control, released=False)


def pairs(town: Town) -> list[Pair]:
    """Every pair there is."""
    made = [numbered(), secret_workshops(), searches(), openings(), writes(), conflicts()]
    return [pair for family in [*made, accounts(town), keys(town)] for pair in family]


def main() -> Counts:
    """Every pair, with its counts printed: what `make campaign` calls."""
    with a_town() as town:
        counts = run(pairs(town), town)
    print(counts)
    return counts
