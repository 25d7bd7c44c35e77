"""The committee's story told whole: from the open call to the published schedule, with a neighbor.

To the markers of tests/committee.py it adds PAPER, what is in unpublished papers, TITLE, what they
are called and by whom, which every reviewer reads who looks for conflicts, OTHER, what belongs to
the workshop next door, and more: see below, and what people tell in `telling`. Needs Django to be
set up.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

from committee import CAST, INNER, NOBODY, SEALED, WHO, Story
from django.contrib.sessions.backends.db import SessionStore
from django.core.files.base import ContentFile
from factories import AT, make_organizer, make_paper, make_submission, make_user, make_workshop
from review_factories import assign, bar, make_review, make_reviewer

from bench.campaigns import telling
from bench.campaigns.telling import INSTEAD, Told, authors_tell, committee_tells, told_to_runs
from reviews import answer, decide, invite, remind
from schedule import begin, publish
from schedule.models import Session
from schedule.talks import place_posters
from submissions import (
    camera_ready,
    camera_ready_reminders,
    changes,
    deciders,
    desk,
    inspection,
    posting,
    submit,
    uploads,
)
from submissions.content import Content, facts_of
from submissions.models import PaperVersion, Submission
from submissions.papers.sample import sample_pdf
from submissions.status import Status
from workshop import call, codes, journal, organizers, own_account
from workshop.models import User

PAPER = "wf2cinder"
TITLE = "ty6maple"
OTHER = "ng5harbor"
# What the first is called: it is on the schedule, and nowhere before.
NAMED = "pw5juniper"
# In a draft, which is its author's own; in the files of a paper of which the page alone is posted.
DRAFT = "lm8teasel"
HALF = "hs6lantern"
# What next door has on its public pages: it has no place on ours.
THERE = "kt2heather"
PHASES = [
    *("call", "close", "assign", "review", "decide", "notify", "correct"),
    *("camera_ready", "change", "consent", "plan", "publish"),
]
GIL = f"gil@{TITLE}.example"
# On the committee, and tied to the third; has no paper, and is asked for nothing.
FAY = (f"fay@{WHO}.example", f"Fay {WHO}", f"{telling.NAMES.title()} University")
# A submission from which every organizer is barred.
OUTSIDE = 30
# A number that is a submission's next door, and nobody's here.
NEXT_DOOR = 41


def upload(title: str, text: str = "") -> uploads.Upload:
    """Whoever sends a file has called it something: that is nobody else's matter."""
    body = sample_pdf(title, text, pages=3)
    return uploads.stored(ContentFile(body, f"{HALF}.pdf"))  # type: ignore[arg-type]


class Whole(Story):
    """`third` is rejected and never public. Of `first` its authors take back what they consented
    to, of `draft`, which has become a poster, they let the page be posted and no file."""

    def begin_whole(self) -> Whole:
        """The call is open: two papers with the barred organizer's conflict, one without."""
        self.workshop = make_workshop("credit", call="open", at=AT, call_text="Send it.")
        self.olga = make_organizer(self.workshop, "olga@example.org", "Olga")
        self.carl = make_organizer(self.workshop, "carl@example.org", "Carl")
        self.ada = make_user("ada@example.org", "Ada")
        self.bob = make_user("bob@example.org", "Bob")
        self.eve = make_user("eve@example.org", "Eve")
        self._papers()
        self._site()
        self.committee = [self._join(*who) for who in CAST]
        self.fay, self.told = self._join(*FAY), Told()
        self._ask(*NOBODY)
        declined = self.workshop.invitations.get(email=NOBODY[0])
        answer.decline(declined, instead=f"Ike {INSTEAD}", at=self.at)
        # Whoever has the link of an invitation reads to whom it went: this one bears no marker.
        self._ask("una@guest.example", "Una Guest")
        self.waiting = self.workshop.invitations.get(email="una@guest.example")
        self.reviewers = self.committee[:3]
        self._next_door()
        return self

    def _papers(self) -> None:
        two = [self.ada.email, self.bob.email]
        hidden: dict[str, Any] = {"abstract": f"{PAPER} abstract"}
        named = {**hidden, "title": f"{NAMED} title"}
        self.first = make_submission(self.workshop, self.ada, authors=two, **named)
        self.second = make_submission(self.workshop, self.eve, paper=True)
        title = f"{TITLE} title"
        self.third = make_submission(
            self.workshop, self.ada, authors=[*two, GIL], title=title, **hidden
        )
        for row in (self.first, self.third):
            body = ContentFile(sample_pdf(f"{PAPER} paper", f"{PAPER} text"), "paper.pdf")
            make_paper(row)
            row.papers.get().file.save("paper.pdf", body)
            bar(self.carl, row)
            journal.note(self.workshop, "noted", f"{PAPER} entry", by=None, at=AT, about=row.number)
        self.draft = make_submission(self.workshop, self.eve, status=Status.DRAFT, paper=True)
        self.gone = make_submission(self.workshop, self.eve, paper=True)
        self.refused = make_submission(self.workshop, self.eve, paper=True)
        self.outside = make_submission(self.workshop, self.eve, number=OUTSIDE, paper=True)
        for organizer in (self.olga, self.carl):
            bar(organizer, self.outside)
        self.dora = make_user("dora@outside.example", "Dora")

    def _site(self) -> None:
        self.workshop.pages.create(slug="venue", title="Venue", body="By the sea.")
        self.workshop.people.create(name="Speaker", speaker_position=1, organizer_position=1)
        self.workshop.rooms.create(name="Hall")

    def _next_door(self) -> None:
        """Another workshop, in the middle of its reviewing; all that is in it is a marker."""
        there = self.harbor = make_workshop("harbor", call="closed", at=AT)
        there.topics.filter(position=1).update(name=f"{THERE} topic")
        there.kinds.filter(position=1).update(name=f"{THERE} kind")
        there.rooms.create(name=f"{OTHER} room")
        self.hana = make_organizer(there, "hana@example.org", f"Hana {OTHER}")
        hugo = make_user(f"hugo@{OTHER}.example", f"Hugo {OTHER}")
        facts: dict[str, Any] = {
            "title": f"{OTHER} title",
            "abstract": f"{OTHER} abstract",
            "number": NEXT_DOOR,
        }
        paper = make_submission(there, hugo, paper=True, **facts)
        hedy = make_reviewer(there, f"hedy@{OTHER}.example", f"Hedy {OTHER}")
        make_review(assign(paper, hedy), title=f"{OTHER} review", text=f"{OTHER} text")
        out = {"outcome": "oral", "version": 0, "note": f"{OTHER} note"}
        decide.decide(paper, by=self.hana, at=self.at, **out)  # type: ignore[arg-type]
        invited = [invite.Invitee(f"ivo@{OTHER}.example", f"Ivo {OTHER}")]
        invite.invite(there, invited, topics=[], load=4, by=self.hana, at=self.at)

    # ---- the steps, each at its hour ----------------------------------------------------------

    def call(self) -> None:
        """Everything an open call can bring: revised, withdrawn, extended, a new author."""
        facts: dict[str, Any] = {"by": self.eve, "at": self.at}
        submit.submit(self.draft, **facts)
        content = replace(_content_of(self.draft), abstract="Said better.")
        submit.save(self.draft, content, version=self._fresh(self.draft).version, **facts)
        submit.withdraw(self.gone, version=self._fresh(self.gone).version, **facts)
        hidden: dict[str, Any] = {"title": f"{DRAFT} title", "abstract": f"{DRAFT} abstract"}
        make_submission(self.workshop, self.eve, status=Status.DRAFT, paper=True, **hidden)
        later = self.workshop.deadlines.get(step="submit").closes_at + timedelta(days=1)
        call.extend(self.workshop, to=later.date(), by=self.olga, at=self.at)
        submit.tell_drafters(self.at)
        broken = self.refused.papers.get()
        broken.finding = PaperVersion.Finding.WAITING
        broken.file.save("paper.pdf", ContentFile(b"%PDF-1.4 and no more"))
        inspection.inspect(broken, self.at)
        self._accounts()

    def _accounts(self) -> None:
        for email in ("anew@example.org", "olga2@example.org"):
            organizers.invite(self.workshop, email=email, by=self.olga, at=self.at)
            bar(User.objects.get(email=email), self.outside)
        own_account.add_address(self.carl, "carl@home.example", at=self.at)
        organizers.invite(self.workshop, email="carl@home.example", by=self.olga, at=self.at)
        for event in (codes.SIGN_IN, codes.ADDRESS):
            codes.send(SessionStore(), event, self.ada.email, at=self.at)

    def close(self) -> None:
        authors_tell(self)
        committee_tells(self)
        call.close(self.workshop, by=self.olga, at=self.at)
        desk.reject(self.refused, reason="It cannot be read.", by=self.olga, at=self.at)
        late = Content("Late", "Later.", self.workshop.kinds.first(), (), "", ())
        late = replace(late, authors=_content_of(self.second).authors)
        desk.add_late(self.workshop, late, paper=upload("Late"), by=self.olga, at=self.at)
        deciders.tell(self.workshop, self.at)  # as the site does by itself
        asked = {"email": self.dora.email, "name": "Dora"}
        deciders.invite(self.workshop, **asked, by=self.olga, at=self.at)
        deciders.tell(self.workshop, self.at)

    def assign(self) -> None:
        self._give(self.third, self.reviewers[1])
        super().assign()
        told_to_runs(self)

    def review(self) -> None:
        shown = remind.seen(remind.reminders(self.workshop, self.olga))
        everybody = [user.pk for user in self.committee]
        remind.remind(self.workshop, everybody, shown=shown, by=self.olga, at=self.at)
        self.say()

    def say(self) -> None:
        super().review()
        self._write(self.third, self.reviewers[1], 1, f"{SEALED} third", f"{INNER} third")
        self.propose_third()

    def propose_third(self) -> None:
        """To one more, and never confirmed: so they have not been given it."""
        self._give(self.third, self.committee[-1])

    def decide(self) -> None:
        super().decide()
        self.decide_rest()

    def decide_rest(self) -> None:
        rest = self.workshop.submissions.filter(status=Status.SUBMITTED)
        decide.decide(self.outside, outcome="poster", version=0, by=self.dora, at=self.at)
        for row in rest.exclude(number__in=[1, 2, OUTSIDE]):
            outcome = "poster" if row == self.draft else "rejected"
            decide.decide(row, outcome=outcome, version=0, by=self.olga, at=self.at)

    def camera_ready(self) -> None:
        """The second sends all, the first and the poster what is not to be posted."""
        due = camera_ready_reminders.reminders(self.workshop, self.olga)
        shown = camera_ready_reminders.seen(due)
        camera_ready_reminders.remind(self.workshop, shown=shown, by=self.olga, at=self.at)
        for row, by, words in (
            (self.first, self.ada, PAPER),
            (self.second, self.eve, "Final"),
            (self.draft, self.eve, HALF),
        ):
            files = camera_ready.Files(upload(f"{words} final", words), upload(f"{words} slides"))
            abstract = "Posted." if row == self.draft else f"{words} abstract"
            said = camera_ready.Content(abstract, 1, f"https://video.example/{words}")
            facts: dict[str, Any] = {"version": self._fresh(row).version, "by": by, "at": self.at}
            camera_ready.save(row, said, files, **facts)

    def change(self) -> None:
        """One proposal is answered, one waits, and one waits for the outside decider."""
        for row, by, title in (
            (self.second, self.eve, "On Another Paper"),
            (self.first, self.ada, f"{PAPER} proposed"),
            (self.outside, self.eve, "On a Paper from Outside"),
        ):
            named = changes.named_now(self._fresh(row))
            facts: dict[str, Any] = {
                "shown": changes.seen(self._fresh(row)),
                "by": by,
                "at": self.at,
            }
            reason = "A reason" if row == self.outside else f"{PAPER} reason"
            changes.propose(row, title, named.authors, reason, **facts)
        changes.approve(self.second, number=1, by=self.olga, at=self.at)
        deciders.tell(self.workshop, self.at)

    def consent(self) -> None:
        everything = ["page", "pdf", "slides", "video"]
        for row, by, artefacts in (
            (self.second, self.eve, everything),
            (self.draft, self.eve, ["page"]),
            (self.first, self.ada, everything),
            (self.first, self.ada, []),
        ):
            posting.consent(self._fresh(row), artefacts, by=by, at=self.at)
            self.at += timedelta(seconds=1)

    def plan(self) -> None:
        place_posters(self.plan_hall(), by=self.olga, at=self.at)

    def plan_hall(self) -> Session:
        """A usual day, and a session of posters without any."""
        begin.begin(self.workshop, by=self.olga, at=self.at)
        starts = self.workshop.sessions.order_by("starts_at")[0].starts_at
        hall: Session = self.workshop.sessions.create(
            number=50,
            kind=Session.Kind.POSTERS,
            starts_at=starts + timedelta(hours=7),
            ends_at=starts + timedelta(hours=8),
        )
        return hall

    def publish(self) -> None:
        publish.publish(self.workshop, by=self.olga, at=self.at)

    def _fresh(self, row: Submission) -> Submission:
        found: Submission = self.workshop.submissions.get(pk=row.pk)
        return found

    def write(self, submission: Submission, by: User, rating: int, text: str, note: str) -> None:
        self._write(submission, by, rating, text, note)

    def join(self, user: User) -> None:
        """Who has another role here reviews, too."""
        self._join(user.email, user.name, user.affiliation)

    def own(self, user: User) -> list[str]:
        """What of the markers is the reviewer's own: their name, and what they wrote."""
        wrote = {
            0: [f"{SEALED} praise", f"{INNER} note one"],
            1: [f"{SEALED} doubt", f"{INNER} note two", f"{SEALED} third", f"{INNER} third"],
            2: [f"{INNER} reason"],
        }
        if user not in self.committee:
            return []
        said = wrote.get(self.committee.index(user), [])
        who = [user.email, user.name.lower(), user.affiliation.lower()]
        return [*who, *said, *telling.own(user)]


def _content_of(row: Submission) -> Content:
    authors = [facts_of(author) for author in row.authors.all()]
    return Content(row.title, row.abstract, row.kind, (), "", authors)


def told(phase: str) -> bool:
    return PHASES.index(phase) >= PHASES.index("notify")


def tell(until: str) -> Whole:
    """The story from its beginning to the end of this phase."""
    story = Whole()
    story.begin_whole()
    for phase in PHASES[: PHASES.index(until) + 1]:
        story.take(phase)
    return story
