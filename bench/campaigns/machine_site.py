"""The steps of the reference policy as the site takes them: fetched as the views fetch, by the
permissions, then the step itself. Each has the name and the arguments that it has there."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.http import Http404

from reviews import answer, assign, conflicts, decide, invite, notify, review
from reviews.models import Conflict
from reviews.permissions import assigned_submission, reviewed_workshop
from reviews.roster import reviewers_of
from schedule import publish, talks
from schedule.permissions import accepted_submission, planned_presentations
from schedule.plan import GONE
from submissions import camera_ready, changes, deciders, desk, posting, submit
from submissions.content import AuthorFacts, Content
from submissions.models import Submission, SubmissionQuerySet
from submissions.permissions import (
    handled_board,
    organized_submission,
    own_accepted,
    own_submission,
)
from submissions.uploads import Upload
from workshop import call, organizers
from workshop.errors import Refused
from workshop.models import SubmissionKind, User, Workshop
from workshop.permissions import handled_workshop, organized_workshop, visible_workshop

Names = tuple[str, ...]
SLUG = "model"
# By the kind of the sessions in which submissions may stand, their numbers.
SESSIONS = {"contributed": 1, "posters": 2}


@dataclass
class Site:
    users: Mapping[str, User]
    kind: SubmissionKind
    upload: Upload
    at: datetime
    # Makes each camera-ready version another one.
    count: int = 0

    def organized(self, who: str) -> Workshop:
        return organized_workshop(self.users[who], SLUG)

    def own(self, who: str, n: int) -> Submission:
        user = self.users[who]
        return own_submission(user, visible_workshop(user, SLUG), n)

    def accepted(self, who: str, n: int) -> Submission:
        user = self.users[who]
        return own_accepted(user, visible_workshop(user, SLUG), n)

    def handled(self, who: str, n: int) -> Submission:
        """By an organizer, or by an outside decider."""
        user = self.users[who]
        return organized_submission(user, handled_workshop(user, SLUG), n)

    def reviewed(self, who: str, n: int) -> Submission:
        user = self.users[who]
        return assigned_submission(user, reviewed_workshop(user, SLUG), n)

    def by(self, who: str) -> dict[str, User | datetime]:
        return {"by": self.users[who], "at": self.at}

    def facts(self, authors: Names) -> list[AuthorFacts]:
        return [
            AuthorFacts(
                name=self.users[name].name,
                email=self.users[name].email,
                affiliation=f"Lab {name}",
                is_corresponding=place == 0,
                is_presenter=place == 0,
            )
            for place, name in enumerate(authors)
        ]

    def content(self, authors: Names) -> Content:
        facts = self.facts(authors)
        return Content("On a Paper", "What we found.", self.kind, (), "", facts)

    # ---- 1 and 2 ---------------------------------------------------------------------------------

    def open_call(self, who: str) -> None:
        call.open_call(self.organized(who), by=self.users[who], at=self.at)

    def extend(self, who: str, to: date) -> None:
        call.extend(self.organized(who), to=to, by=self.users[who], at=self.at)

    def close(self, who: str) -> None:
        call.close(self.organized(who), by=self.users[who], at=self.at)

    def draft(self, who: str, authors: Names) -> None:
        user = self.users[who]
        workshop = visible_workshop(user, SLUG)
        submit.draft(workshop, self.content(authors), by=user, at=self.at, paper=self.upload)

    def revise(self, who: str, n: int, authors: Names) -> None:
        row, user = self.own(who, n), self.users[who]
        submit.save(row, self.content(authors), version=row.version, by=user, at=self.at)

    def submit(self, who: str, n: int) -> None:
        submit.submit(self.own(who, n), by=self.users[who], at=self.at)

    def withdraw(self, who: str, n: int) -> None:
        row = self.own(who, n)
        submit.withdraw(row, version=row.version, by=self.users[who], at=self.at)

    def add_late(self, who: str, authors: Names) -> None:
        workshop, user = self.organized(who), self.users[who]
        desk.add_late(workshop, self.content(authors), paper=self.upload, by=user, at=self.at)

    def desk_reject(self, who: str, n: int) -> None:
        user = self.users[who]
        row = organized_submission(user, self.organized(who), n)
        desk.reject(row, reason="Too short.", by=user, at=self.at)

    # ---- 3 ---------------------------------------------------------------------------------------

    def invite_organizer(self, who: str, whom: str) -> None:
        email, workshop = self.users[whom].email, self.organized(who)
        organizers.invite(workshop, email=email, by=self.users[who], at=self.at)

    def remove_organizer(self, who: str, whom: str) -> None:
        workshop, user = self.organized(who), self.users[who]
        organizers.remove(workshop, user_id=self.users[whom].pk, by=user, at=self.at)

    def invite_decider(self, who: str, whom: str) -> None:
        workshop, user, asked = self.organized(who), self.users[who], self.users[whom]
        deciders.invite(workshop, email=asked.email, name=asked.name, by=user, at=self.at)

    def remove_decider(self, who: str, whom: str) -> None:
        workshop, user = self.organized(who), self.users[who]
        deciders.remove(workshop, user_id=self.users[whom].pk, by=user, at=self.at)

    def invite_reviewer(self, who: str, whom: str) -> None:
        workshop, user = self.organized(who), self.users[who]
        asked = [invite.Invitee(self.users[whom].email, self.users[whom].name)]
        invite.invite(workshop, asked, topics=[], load=2, by=user, at=self.at)

    def answer(self, whom: str, *, yes: bool) -> None:
        workshop = Workshop.objects.get(slug=SLUG)
        row = workshop.invitations.filter(email=self.users[whom].email).first()
        if row is None:
            raise Http404
        row = answer.invitation_by(workshop, invite.token_of(row), self.at)
        if yes:
            answer.accept(row, topics=[], load=2, at=self.at)
        else:
            answer.decline(row, at=self.at)

    def remove_reviewer(self, who: str, whom: str) -> None:
        workshop, user = self.organized(who), self.users[who]
        if self.users[whom].pk not in {one.pk for one in reviewers_of(workshop)}:
            raise Http404
        invite.remove(workshop, self.users[whom], by=user, at=self.at)

    def declare(self, who: str, n: int) -> None:
        user = self.users[who]
        workshop = reviewed_workshop(user, SLUG)
        declared = conflicts.declared_by(workshop, user)
        conflicts.declare(workshop, declared ^ {n}, by=user, at=self.at)

    def dismiss(self, who: str, whom: str, n: int) -> None:
        row = self._to_judge(who, whom, n)
        if row.dismissed_at or row.confirmed_at:
            raise Http404
        conflicts.dismiss(row, by=self.users[who], at=self.at)

    def confirm_conflict(self, who: str, whom: str, n: int) -> None:
        row = self._to_judge(who, whom, n)
        if row.dismissed_at or row.confirmed_at:
            raise Http404
        conflicts.confirm(row, by=self.users[who], at=self.at)

    def reopen(self, who: str, whom: str, n: int) -> None:
        row = self._to_judge(who, whom, n)
        if not row.dismissed_at and not row.confirmed_at:
            raise Http404
        conflicts.reopen(row, by=self.users[who], at=self.at)

    def _to_judge(self, who: str, whom: str, n: int) -> Conflict:
        user = self.users[who]
        workshop = handled_board(user, SLUG)
        rows = workshop.conflicts.filter(user=self.users[whom], submission__number=n)
        row = rows.filter(source=Conflict.Source.CO_AUTHOR).first()
        if row is None or not conflicts.can_judge(row, user):
            raise Http404
        return row

    def assignable(self, who: str, n: int) -> Submission:
        user = self.users[who]
        rows: SubmissionQuerySet = assign.assignable(handled_board(user, SLUG), user)
        return _one(rows.for_list().filter(number=n))

    def assign(self, who: str, n: int, whom: str) -> None:
        row, user = self.assignable(who, n), self.users[who]
        assign.assign(row, reviewer_id=self.users[whom].pk, by=user, at=self.at)

    def unassign(self, who: str, n: int, whom: str) -> None:
        row, user = self.assignable(who, n), self.users[who]
        given = assign.given_by(row.workshop, user).filter(submission=row)
        found = given.filter(reviewer=self.users[whom]).first()
        if found is None:
            raise Http404
        assign.unassign(found, by=user, at=self.at)

    def move(self, who: str, n: int, whom: str, to: str) -> None:
        row, user = self.assignable(who, n), self.users[who]
        giver, taker = self.users[whom].pk, self.users[to].pk
        assign.move(row, giver_id=giver, reviewer_id=taker, by=user, at=self.at)

    def confirm(self, who: str) -> None:
        user = self.users[who]
        assign.confirm(handled_board(user, SLUG), by=user, at=self.at)

    # ---- 4, 5 and 6 ------------------------------------------------------------------------------

    def _review(self, who: str, row: Submission) -> int:
        mine = row.workshop.reviews.filter(
            assignment__submission=row, assignment__reviewer=self.users[who]
        )
        return mine.values_list("version", flat=True).first() or 0

    def save_review(self, who: str, n: int, text: str) -> None:
        row, user = self.reviewed(who, n), self.users[who]
        version = self._review(who, row)
        review.save_draft(row, review.Content("", text), version=version, by=user, at=self.at)

    def send_review(self, who: str, n: int, text: str) -> None:
        row, user = self.reviewed(who, n), self.users[who]
        whole, version = review.Content("", text, 4, 2), self._review(who, row)
        review.submit(row, whole, version=version, by=user, at=self.at)

    def give_back(self, who: str, n: int) -> None:
        review.decline(self.reviewed(who, n), reason="No time.", by=self.users[who], at=self.at)

    def decide(self, who: str, n: int, outcome: str) -> None:
        row, user = self.handled(who, n), self.users[who]
        version = _version(row)
        decide.decide(row, outcome=outcome, version=version, by=user, at=self.at)

    def release(self, who: str) -> None:
        notify.release(self.organized(who), by=self.users[who], at=self.at)

    def correct(self, who: str, n: int, outcome: str) -> None:
        row, user = self.handled(who, n), self.users[who]
        version = _version(row)
        notify.correct(row, outcome=outcome, note="", version=version, by=user, at=self.at)

    # ---- 7 and 8 ---------------------------------------------------------------------------------

    def send_final(self, who: str, n: int) -> None:
        row, user = self.accepted(who, n), self.users[who]
        self.count += 1
        said = camera_ready.Content(f"What we found, {self.count} times.", 1)
        files = camera_ready.Files(self.upload)
        camera_ready.save(row, said, files, version=row.version, by=user, at=self.at)

    def propose(self, who: str, n: int, authors: Names) -> None:
        row, user = self.accepted(who, n), self.users[who]
        facts, shown = self.facts(authors), changes.seen(row)
        changes.propose(row, row.title, facts, "", shown=shown, by=user, at=self.at)

    def drop_proposal(self, who: str, n: int) -> None:
        row = self.accepted(who, n)
        changes.take_back(row, number=_waiting(row), by=self.users[who], at=self.at)

    def answer_proposal(self, who: str, n: int, *, yes: bool) -> None:
        row, user = self.handled(who, n), self.users[who]
        if yes:
            changes.approve(row, number=_waiting(row), by=user, at=self.at)
        else:
            changes.refuse(row, number=_waiting(row), answer="No.", by=user, at=self.at)

    def consent(self, who: str, n: int, artefacts: Collection[str]) -> None:
        posting.consent(self.own(who, n), artefacts, by=self.users[who], at=self.at)

    # ---- 9 and 10 --------------------------------------------------------------------------------

    def place(self, who: str, n: int, kind: str) -> None:
        user = self.users[who]
        row = accepted_submission(user, handled_workshop(user, SLUG), n)
        session = row.workshop.sessions.get(number=SESSIONS[kind])
        talks.place(row, session=session, by=user, at=self.at)

    def clear(self, who: str, n: int, kind: str) -> None:
        workshop, user = self.organized(who), self.users[who]
        seen = planned_presentations(workshop, user).filter(session__number=SESSIONS[kind])
        row = seen.filter(submission__number=n).first()
        if row is None:
            raise Refused(GONE)
        talks.remove_talk(row, by=user, at=self.at)

    def publish(self, who: str) -> None:
        publish.publish(self.organized(who), by=self.users[who], at=self.at)

    # ---- time ------------------------------------------------------------------------------------

    def pass_days(self, days: int) -> None:
        """The clock is the machine's."""

    def look_for_conflicts(self) -> None:
        conflicts.detect_everywhere(self.at)


def _one(rows: SubmissionQuerySet) -> Submission:
    row = rows.select_related("workshop").first()
    if row is None:
        raise Http404
    return row


def _version(row: Submission) -> int:
    made = row.workshop.decisions.filter(submission=row)
    return made.values_list("version", flat=True).first() or 0


def _waiting(row: Submission) -> int:
    change = changes.waiting(row)
    return change.number if change else 0
