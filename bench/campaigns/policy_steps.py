"""The ten steps of the reference policy: each says who may, when not, and what comes of it."""

from __future__ import annotations

from datetime import date, timedelta

from bench.campaigns.policy import (
    ACCEPTED,
    CO_AUTHOR,
    DECLARED,
    INVITATIONS_LAST,
    LOAD,
    STANDING,
    TOLD,
    Absent,
    Assignment,
    Conflict,
    Facts,
    Paper,
    check,
    end_of_day,
)

Names = tuple[str, ...]


class Policy(Facts):
    # ---- 1 and 2: the call, and what authors send ------------------------------------------------

    def open_call(self, who: str) -> None:
        self.organizing(who)
        check(not self.is_open() and self.now < self.closes)
        self.opens, self.announced = self.now, True

    def extend(self, who: str, to: date) -> None:
        self.organizing(who)
        check(self.opens and end_of_day(to) > max(self.closes, self.now))
        self.closes = end_of_day(to)

    def close(self, who: str) -> None:
        self.organizing(who)
        check(self.is_open())
        self.closes = self.now

    def draft(self, who: str, authors: Names) -> None:
        self.here(who)
        check(self.is_open())
        self._new(who, authors)

    def _new(self, submitter: str | None, authors: Names) -> int:
        n = len(self.papers) + 1
        self.papers[n] = Paper(submitter, authors, presenter=authors[0])
        self.bar_authors(n)
        return n

    def revise(self, who: str, n: int, authors: Names) -> None:
        paper = self.own(who, n)
        check(self.is_open() and paper.status in {"draft", "submitted"})
        paper.authors, paper.presenter = authors, authors[0]
        self.bar_authors(n)

    def submit(self, who: str, n: int) -> None:
        paper = self.own(who, n)
        check(self.is_open() and paper.status == "draft")
        self._hand_in(n)

    def _hand_in(self, n: int) -> None:
        self.papers[n].status, self.papers[n].handed_in = "submitted", True
        self.bar_authors(n)

    def withdraw(self, who: str, n: int) -> None:
        paper = self.own(who, n)
        check(paper.status in {"draft", "submitted", *ACCEPTED})
        paper.status = "withdrawn"
        paper.consents.clear()

    def add_late(self, who: str, authors: Names) -> None:
        self.organizing(who)
        check(self.opens)
        self._hand_in(self._new(None, authors))

    def desk_reject(self, who: str, n: int) -> None:
        self.organizing(who)
        paper = self.handled(who, n)
        check(paper.status == "submitted")
        paper.status = "desk-rejected"

    # ---- 3: the committee ------------------------------------------------------------------------

    def invite_organizer(self, who: str, whom: str) -> None:
        self.organizing(who)
        check(whom not in self.organizers)
        self.organizers.add(whom)
        self.find_conflicts(of=whom)

    def remove_organizer(self, who: str, whom: str) -> None:
        self.organizing(who)
        check(whom in self.organizers and len(self.organizers) > 1)
        self.organizers.discard(whom)

    def invite_decider(self, who: str, whom: str) -> None:
        self.organizing(who)
        check(self.wants_decider() and whom not in self.deciders)
        self.deciders.add(whom)
        self.find_conflicts(of=whom)

    def remove_decider(self, who: str, whom: str) -> None:
        self.organizing(who)
        check(whom in self.deciders)
        self.deciders.discard(whom)

    def invite_reviewer(self, who: str, whom: str) -> None:
        self.organizing(who)
        check(self.invitations.get(whom, ("declined",))[0] == "declined")
        self.invitations[whom] = "waiting", self.now

    def answer(self, whom: str, *, yes: bool) -> None:
        """By the link of the letter: nobody has to be signed in."""
        state, invited = self.invitations.get(whom, ("", self.now))
        if not state or self.now >= invited + INVITATIONS_LAST:
            raise Absent
        check(state == "waiting")
        self.invitations[whom] = "accepted" if yes else "declined", invited
        if yes:
            self.reviewers.add(whom)
            self.find_conflicts(of=whom)

    def remove_reviewer(self, who: str, whom: str) -> None:
        self.organizing(who)
        if whom not in self.reviewers:
            raise Absent
        self.reviewers.discard(whom)
        self.invitations.pop(whom, None)
        for n in self.papers:
            self.take_back(whom, n)

    def declare(self, who: str, n: int) -> None:
        """A conflict; declared again, it is taken back, which nobody may who was given papers."""
        if who not in self.reviewers:
            raise Absent
        if n not in self.papers or not self.may_declare(who, n):
            return  # it was not among those to be ticked
        if (who, n, DECLARED) not in self.conflicts:
            self.conflicts[who, n, DECLARED] = Conflict()
            self.bar(who, n)
            return
        check(not any(row.was_confirmed for (one, _), row in self.given.items() if one == who))
        del self.conflicts[who, n, DECLARED]
        self.lift(who, n)

    def dismiss(self, who: str, whom: str, n: int) -> None:
        """Only what was found, is nobody's own case, and was not looked at yet."""
        row = self._to_judge(who, whom, n)
        if not row.stands or row.is_confirmed:
            raise Absent
        row.stands = False
        self.lift(whom, n)

    def confirm_conflict(self, who: str, whom: str, n: int) -> None:
        """From then on it can only be reopened."""
        row = self._to_judge(who, whom, n)
        if not row.stands or row.is_confirmed:
            raise Absent
        row.is_confirmed = True

    def reopen(self, who: str, whom: str, n: int) -> None:
        """As if nobody had looked at it: it bars, and at once if it did not."""
        row = self._to_judge(who, whom, n)
        if row.stands and not row.is_confirmed:
            raise Absent
        if not row.stands:
            self.bar(whom, n)
        row.stands, row.is_confirmed = True, False

    def _to_judge(self, who: str, whom: str, n: int) -> Conflict:
        self.assigning(who)
        self.handled(who, n)
        row = self.conflicts.get((whom, n, CO_AUTHOR))
        if row is None or who == whom or not self.sees_why(who, whom, n):
            raise Absent
        return row

    def assign(self, who: str, n: int, whom: str) -> None:
        self.handled(who, n, {"submitted"})
        self.find_conflicts(to=who)
        self.handled(who, n)  # it may have been who asks
        check(whom in self.reviewers and not self.is_barred(whom, n))
        known = [
            number
            for (one, number), row in self.given.items()
            if one == whom
            and row.state != "declined"
            and self.papers[number].status in STANDING
            and self.handles(who, number)
        ]
        check(n not in known and len(known) < LOAD)
        before = self.given.get((whom, n), Assignment())
        self.given[whom, n] = Assignment(review=before.review, text=before.text)

    def unassign(self, who: str, n: int, whom: str) -> None:
        self.handled(who, n, {"submitted"})
        row = self.given.get((whom, n))
        if row is None or row.state == "declined":
            raise Absent
        check(not row.review)
        del self.given[whom, n]

    def move(self, who: str, n: int, whom: str, to: str) -> None:
        """From one reviewer to another: all of it or nothing."""
        self.handled(who, n, {"submitted"})
        self.find_conflicts(to=who)
        self.handled(who, n)
        row = self.given.get((whom, n))
        check(row is not None and row.state != "declined" and not row.review)
        self.assign(who, n, to)
        del self.given[whom, n]

    def confirm(self, who: str) -> None:
        self.assigning(who)
        self.find_conflicts(to=who)
        rows = [
            row
            for (whom, n), row in self.given.items()
            if row.state == "proposed"
            and self.handles(who, n)
            and self.papers[n].status == "submitted"
            and not self.is_barred(whom, n)
        ]
        check(rows)
        for row in rows:
            row.state, row.was_confirmed = "confirmed", True

    # ---- 4, 5 and 6: reviews, decisions, their release -------------------------------------------

    def save_review(self, who: str, n: int, text: str) -> None:
        row = self.reviewed(who, n)
        check(not self.papers[n].told and row.review != "submitted")
        row.review, row.text = "draft", text

    def send_review(self, who: str, n: int, text: str) -> None:
        row = self.reviewed(who, n)
        check(not self.papers[n].told)
        row.review, row.text = "submitted", text

    def give_back(self, who: str, n: int) -> None:
        row = self.reviewed(who, n)
        check(not self.papers[n].told and row.review != "submitted")
        row.state, row.review, row.text = "declined", "", ""

    def decide(self, who: str, n: int, outcome: str) -> None:
        """Or decide otherwise, or nothing after all."""
        paper = self.handled(who, n)
        check(paper.status == "submitted")
        paper.outcome, paper.decider = outcome, who

    def release(self, who: str) -> None:
        """All that waits, at once: each decided, by somebody who has no conflict by now."""
        self.organizing(who)
        rows = {n: paper for n, paper in self.papers.items() if paper.status == "submitted"}
        check(rows)
        check(all(row.outcome and not self.is_barred(row.decider, n) for n, row in rows.items()))
        for n, row in rows.items():
            row.status = row.told = row.outcome
            row.read = self.counted(n)

    def correct(self, who: str, n: int, outcome: str) -> None:
        """What one release said of one submission; its reviews are copied as they count now."""
        paper = self.handled(who, n)
        now = self.counted_or_read(n)
        differ = bool(now) and now != paper.read
        check(paper.status in TOLD and (outcome != paper.told or differ))
        paper.outcome, paper.decider = outcome, who
        paper.status = paper.told = outcome
        paper.read = now if differ else paper.read

    # ---- 7 and 8: the final version, and what is posted ------------------------------------------

    def send_final(self, who: str, n: int) -> None:
        paper = self.own(who, n, ACCEPTED)
        check(self.now < self.final_by)
        paper.final, paper.presenter = True, paper.authors[0]

    def propose(self, who: str, n: int, authors: Names) -> None:
        paper = self.own(who, n, ACCEPTED)
        check(self.now < self.final_by)
        check(authors in {paper.proposed, None} or authors != paper.authors)
        paper.proposed = authors

    def drop_proposal(self, who: str, n: int) -> None:
        paper = self.own(who, n, ACCEPTED)
        check(paper.proposed)
        paper.proposed = None

    def answer_proposal(self, who: str, n: int, *, yes: bool) -> None:
        """Nobody answers a proposal that names them. Who ceases to be an author has no more say."""
        paper = self.handled(who, n)
        check(paper.status in ACCEPTED and paper.proposed and who not in paper.proposed)
        authors, paper.proposed = paper.proposed or (), None
        if not yes:
            return
        somebody_left = set(paper.authors) - set(authors)
        if somebody_left and paper.submitter not in {None, *authors}:
            paper.submitter = authors[0]
        paper.presenter = paper.presenter if paper.presenter in authors else authors[0]
        paper.authors = authors
        self.bar_authors(n)

    def consent(self, who: str, n: int, artefacts: Names) -> None:
        """Exactly these from now on. Without the page there is nothing; taking back goes always."""
        paper, chosen = self.own(who, n), set(artefacts)
        if "page" in paper.consents - chosen and chosen <= paper.consents:
            chosen = set()
        given = chosen - paper.consents
        if not given and chosen == paper.consents:
            return
        check((not given or paper.status in ACCEPTED) and (not chosen or "page" in chosen))
        paper.consents = chosen

    # ---- 9 and 10: the schedule ------------------------------------------------------------------

    def place(self, who: str, n: int, kind: str) -> None:
        """An oral has a talk and a board, a poster a board. Placed again, it stays."""
        paper = self.handled(who, n, ACCEPTED)
        check(n in self.plan[kind] or kind == "posters" or paper.status == "oral")
        if n not in self.plan[kind]:
            self.plan[kind].append(n)

    def clear(self, who: str, n: int, kind: str) -> None:
        self.organizing(who)
        check(n in self.plan[kind] and n in self.planned(who))
        self.plan[kind].remove(n)

    def publish(self, who: str) -> None:
        """All of it, what its organizer may not see as well; never the same again."""
        self.organizing(who)
        check(self.published is None or self.program() != self.published)
        self.published = self.program()

    # ---- time ------------------------------------------------------------------------------------

    def pass_days(self, days: int) -> None:
        self.now += timedelta(days=days)

    def look_for_conflicts(self) -> None:
        self.find_conflicts()
