"""What hypothesis may choose to do next, each by people who may and by people who may not.

Steps that are alike are one rule; one that is named twice is taken twice as often.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import timedelta
from unittest.mock import patch

from django.urls import reverse
from hypothesis import strategies as st
from hypothesis.stateful import rule

from bench.campaigns.machine import MOST_PAPERS, PEOPLE, Driver
from bench.campaigns.machine_site import SLUG
from bench.campaigns.policy import ACCEPTED, CO_AUTHOR
from bench.campaigns.policy_steps import Policy

OF_ORGANIZERS = "open_call close confirm confirm release release publish publish".split()
OF_ASSIGNMENT = "assign confirm confirm unassign move move".split()
OF_AUTHORS = "submit submit submit withdraw send_final send_final drop_proposal".split()
OF_REVIEWERS = "save_review send_review send_review give_back".split()
OUTCOMES = "oral oral poster rejected".split()
CONSENTS = [(), ("page",), ("page", "pdf"), ("page", "pdf", "slides", "video"), ("pdf",)]
PAGES: Mapping[str, Callable[[Policy, str, int], bool]] = {
    "submission": lambda policy, who, n: who in policy.authors_of(n),
    "propose_change": lambda policy, who, n: (
        who in policy.authors_of(n) and policy.papers[n].status in ACCEPTED
    ),
    "organize_submission": lambda policy, who, n: policy.handles(who, n),
    "organized_paper": lambda policy, who, n: policy.handles(who, n),
    "organize_reviews_of": lambda policy, who, n: policy.handles(who, n),
    "place_submission": lambda policy, who, n: (
        policy.handles(who, n) and policy.papers[n].status in ACCEPTED
    ),
    "write_review": lambda policy, who, n: policy.reviews(who, n),
    "assigned_paper": lambda policy, who, n: policy.reviews(who, n),
    "paper": lambda policy, _, n: policy.is_posted(n),
    "paper_pdf": lambda policy, _, n: policy.is_posted(n, "pdf") and policy.papers[n].final,
}
# Pages that may name who reviews.
INSIDE = {"organize_submission", "organize_reviews_of"}
DRAWN = st.integers(0, 2 * len(PEOPLE) - 1)
ANYBODY = st.sampled_from(PEOPLE)
NAMED = st.lists(ANYBODY, min_size=1, max_size=3, unique=True).map(tuple)
NUMBER = st.integers(0, MOST_PAPERS)
KIND = st.sampled_from(["contributed", "posters"])


class Machine(Driver):
    @property
    def handlers(self) -> set[str]:
        return self.policy.organizers | self.policy.deciders

    @rule(step=st.sampled_from(OF_ORGANIZERS), drawn=DRAWN)
    def organize(self, step: str, drawn: int) -> None:
        self.take(step, who=self.who(drawn, self.policy.organizers))

    @rule(drawn=DRAWN, days=st.integers(-1, 12))
    def extend(self, drawn: int, days: int) -> None:
        to = (max(self.policy.now, self.policy.closes) + timedelta(days=days)).date()
        self.take("extend", who=self.who(drawn, self.policy.organizers), to=to)

    @rule(days=st.sampled_from([1, 1, 6, 30, 0]))
    def time_passes(self, days: int) -> None:
        """Or the site, which does so every hour, looks for conflicts."""
        if days:
            self.take("pass_days", days=days)
        else:
            self.take("look_for_conflicts")

    # ---- submissions -----------------------------------------------------------------------------

    @rule(who=ANYBODY, authors=NAMED, late=st.booleans())
    def begin(self, who: str, authors: tuple[str, ...], *, late: bool) -> None:
        if len(self.policy.papers) < MOST_PAPERS:
            self.take("add_late" if late else "draft", who=who, authors=authors)
        else:
            self.take("revise", who=who, n=len(authors), authors=authors)

    @rule(step=st.sampled_from(OF_AUTHORS), drawn=DRAWN, n=NUMBER)
    def of_the_author(self, step: str, drawn: int, n: int) -> None:
        n = self.number(n)
        self.take(step, who=self.who(drawn, self.authors_of(n)), n=n)

    @rule(step=st.sampled_from(["revise", "propose"]), drawn=DRAWN, n=NUMBER, authors=NAMED)
    def rename(self, step: str, drawn: int, n: int, authors: tuple[str, ...]) -> None:
        n = self.number(n)
        self.take(step, who=self.who(drawn, self.authors_of(n)), n=n, authors=authors)

    @rule(drawn=DRAWN, n=NUMBER, yes=st.sampled_from([True, True, False]))
    def answer_proposal(self, drawn: int, n: int, *, yes: bool) -> None:
        who, n = self.who(drawn, self.handlers), self.number(n)
        self.take("answer_proposal", who=who, n=n, yes=yes)

    @rule(drawn=DRAWN, n=NUMBER, artefacts=st.sampled_from(CONSENTS))
    def consent(self, drawn: int, n: int, artefacts: tuple[str, ...]) -> None:
        n = self.number(n)
        self.take("consent", who=self.who(drawn, self.authors_of(n)), n=n, artefacts=artefacts)

    # ---- the committee ---------------------------------------------------------------------------

    @rule(drawn=DRAWN, whom=ANYBODY, step=st.sampled_from(["invite", "remove"]))
    def change_the_organizers(self, drawn: int, whom: str, step: str) -> None:
        self.take(f"{step}_organizer", who=self.who(drawn, self.policy.organizers), whom=whom)

    @rule(drawn=DRAWN, whom=DRAWN, step=st.sampled_from(["invite", "invite", "remove"]))
    def change_the_deciders(self, drawn: int, whom: int, step: str) -> None:
        may = self.policy.deciders if step == "remove" else set(PEOPLE) - self.policy.deciders
        who, one = self.who(drawn, self.policy.organizers), self.who(whom, may)
        self.take(f"{step}_decider", who=who, whom=one)

    @rule(drawn=DRAWN, whom=DRAWN, step=st.sampled_from(["invite", "invite", "remove"]))
    def change_the_reviewers(self, drawn: int, whom: int, step: str) -> None:
        there = self.policy.reviewers if step == "remove" else set(PEOPLE) - self.policy.reviewers
        who, one = self.who(drawn, self.policy.organizers), self.who(whom, there)
        self.take(f"{step}_reviewer", who=who, whom=one)

    @rule(drawn=DRAWN, yes=st.sampled_from([True, True, True, False]))
    def answer_invitation(self, drawn: int, *, yes: bool) -> None:
        self.take("answer", whom=self.who(drawn, self.policy.invitations), yes=yes)

    @rule(drawn=DRAWN, n=NUMBER)
    def declare(self, drawn: int, n: int) -> None:
        self.take("declare", who=self.who(drawn, self.policy.reviewers), n=self.number(n))

    @rule(drawn=DRAWN, which=st.integers(0, 20), is_so=st.booleans(), again=st.booleans())
    def judge(self, drawn: int, which: int, *, is_so: bool, again: bool) -> None:
        """To reopen comes by itself after what was judged too seldom."""
        found = sorted(key for key in self.policy.conflicts if key[2] == CO_AUTHOR)
        whom, n, _ = found[which % len(found)] if found else (PEOPLE[which % 7], 1, "")
        there = n in self.policy.papers
        handlers = {one for one in self.handlers if there and self.policy.handles(one, n)}
        which_one = {"who": self.who(drawn, handlers), "whom": whom, "n": n}
        self.take("confirm_conflict" if is_so else "dismiss", **which_one)
        if again:
            self.take("reopen", **which_one)

    @rule(drawn=DRAWN, n=NUMBER, whom=DRAWN, step=st.sampled_from(OF_ASSIGNMENT))
    def give(self, drawn: int, n: int, whom: int, step: str) -> None:
        """To confirm comes by itself after what was assigned too seldom."""
        who, n = self.who(drawn, self.handlers), self.number(n)
        has = {one for one, number in self.policy.given if number == n}
        if step == "unassign":
            self.take(step, who=who, n=n, whom=self.who(whom, has))
            return
        if step == "move":
            pairs = sorted(self.policy.given)
            giver, n = pairs[whom % len(pairs)] if pairs else (who, n)
            to = self.who(drawn, self.policy.reviewers - {giver})
            self.take(step, who=who, n=n, whom=giver, to=to)
            return
        self.take("assign", who=who, n=n, whom=self.who(whom, self.policy.reviewers))
        if step == "confirm":
            self.take(step, who=who)

    # ---- reviews, decisions ----------------------------------------------------------------------

    @rule(step=st.sampled_from(OF_REVIEWERS), drawn=DRAWN, n=NUMBER)
    def review(self, step: str, drawn: int, n: int) -> None:
        n = self.number(n)
        may = {one for one, number in self.policy.given if number == n}
        said = {} if step == "give_back" else {"text": f"Finding {self.steps}."}
        self.take(step, who=self.who(drawn, may), n=n, **said)

    @rule(drawn=DRAWN, n=NUMBER, outcome=st.sampled_from([*OUTCOMES, *OUTCOMES, "", "desk"]))
    def decide(self, drawn: int, n: int, outcome: str) -> None:
        who, n = self.who(drawn, self.handlers), self.number(n)
        if outcome == "desk":
            self.take("desk_reject", who=who, n=n)
        else:
            self.take("decide", who=who, n=n, outcome=outcome)

    @rule(drawn=DRAWN, n=NUMBER, outcome=st.sampled_from(OUTCOMES))
    def correct(self, drawn: int, n: int, outcome: str) -> None:
        who, n = self.who(drawn, self.handlers), self.number(n)
        self.take("correct", who=who, n=n, outcome=outcome)

    # ---- the schedule ----------------------------------------------------------------------------

    @rule(step=st.sampled_from(["place", "place", "clear"]), drawn=DRAWN, n=NUMBER, kind=KIND)
    def plan(self, step: str, drawn: int, n: int, kind: str) -> None:
        who, n = self.who(drawn, self.handlers), self.number(n)
        self.take(step, who=who, n=n, kind=kind)

    # ---- pages -----------------------------------------------------------------------------------

    @rule(page=st.sampled_from(sorted(PAGES)), who=ANYBODY, n=NUMBER)
    def look_at(self, page: str, who: str, n: int) -> None:
        """By HTTP: the page is there for whom the policy says, and names no reviewer to others."""
        n, policy = self.number(n), self.policy
        may = n in policy.papers and PAGES[page](policy, who, n)
        with patch("django.utils.timezone.now", lambda: policy.now):
            answer = self.world.clients[who].get(reverse(page, args=[SLUG, n]))
        body = b"".join(answer) if answer.streaming else answer.content
        assert (answer.status_code == 200) == may, f"{who} got {answer.status_code} of {page} {n}"
        if may and page not in INSIDE:
            hidden = {one for one, number in policy.given if number == n} - {who}
            hidden -= policy.authors_of(n) | set(policy.papers[n].proposed or ())
            named = [one for one in hidden if self.site.users[one].name.encode() in body]
            assert not named, f"{page} {n} names {named}"
        self.world.counts[f"{page}: {'shown' if may else 'absent'}"] += 1
        self.steps += 1
        self.world.counts["steps"] += 1
