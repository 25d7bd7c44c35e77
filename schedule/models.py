"""What the public sees on the day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Prefetch, Q
from django.utils.crypto import salted_hmac

from submissions.models import Author, Submission
from submissions.status import ACCEPTED
from workshop.models import Person, User, Workshop
from workshop.scoping import ScopedManager

if TYPE_CHECKING:
    from django.db.models.fields.related_descriptors import RelatedManager


class Room(models.Model):
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="rooms")
    name = models.CharField(max_length=100)

    objects = ScopedManager["Room"]()
    everywhere = models.Manager["Room"]()

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["workshop", "name"], name="room_once")]

    def __str__(self) -> str:
        return self.name


class SessionQuerySet(models.QuerySet["Session"]):
    def with_talks(self, talks: PresentationQuerySet) -> SessionQuerySet:
        """All that a page names: room, these talks with their presenters, panelists."""
        talks = talks.select_related("presenter", "submission")
        return self.select_related("room").prefetch_related(
            Prefetch("presentations", talks.order_by("position")),
            Prefetch("panelists", Panelist.objects.select_related("person")),
        )

    def with_authors(self) -> SessionQuerySet:
        return self.prefetch_related("presentations__submission__authors")


SessionManager = ScopedManager.from_queryset(SessionQuerySet)


class Session(models.Model):
    """A block of the schedule: a talk of its own, a row of talks, a pause, a panel."""

    class Kind(models.TextChoices):
        INVITED = "invited", "invited talk"
        CONTRIBUTED = "contributed", "contributed talks"
        POSTERS = "posters", "posters"
        PANEL = "panel", "panel"
        REMARKS = "remarks", "remarks"
        COFFEE = "coffee", "coffee break"
        LUNCH = "lunch", "lunch break"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="sessions")
    # Small, per workshop, public: calendars and links know a session by it for good.
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # Empty for an invited talk, which is called by its speaker.
    title = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="sessions")
    # Counts saves, so that a stale one is refused.
    version = models.PositiveIntegerField(default=1)

    objects = SessionManager()
    everywhere = SessionQuerySet.as_manager()

    if TYPE_CHECKING:
        presentations: RelatedManager[Presentation]
        panelists: RelatedManager[Panelist]

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="session_number_once"),
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_later"
            ),
        ]


class PresentationQuerySet(models.QuerySet["Presentation"]):
    def accepted(self) -> PresentationQuerySet:
        """Invited ones, and those of submissions that are accepted, and still are."""
        return self.filter(Q(submission=None) | Q(submission__status__in=ACCEPTED))


PresentationManager = ScopedManager.from_queryset(PresentationQuerySet)


class Presentation(models.Model):
    """A talk or a poster: by a person of the workshop, or of an accepted submission.

    The order within its session is also the posters' order on their boards.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="presentations")
    session = models.ForeignKey(Session, models.CASCADE, related_name="presentations")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=300, blank=True)
    abstract = models.TextField(blank=True)
    # Nobody where the submission says who presents it.
    presenter = models.ForeignKey(Person, models.PROTECT, null=True, related_name="presentations")
    submission = models.ForeignKey(
        Submission, models.PROTECT, null=True, related_name="presentations"
    )
    # Slides are announced before they are there: the label without a file says so.
    slides_label = models.CharField(max_length=100, blank=True)

    objects = PresentationManager()
    everywhere = PresentationQuerySet.as_manager()

    class Meta:
        ordering = ["session", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["session", "position"], name="presentation_position_once"
            ),
            models.UniqueConstraint(
                fields=["session", "submission"], name="submission_in_session_once"
            ),
            models.CheckConstraint(
                condition=Q(presenter__isnull=False) | Q(submission__isnull=False),
                name="presentation_of_somebody",
            ),
        ]

    @property
    def key(self) -> str:
        """A name for it in forms that tells nothing of how many there are, and stays where it goes.

        A submission has one talk and one poster at most; invited talks are there for everybody.
        """
        on_board = self.session.kind == Session.Kind.POSTERS
        what = f"{self.submission_id} {on_board}" if self.submission_id else f"invited {self.pk}"
        return salted_hmac("schedule.talk", what).hexdigest()[:20]

    @property
    def name(self) -> str:
        """Its own title, else that of the submission; an invited talk may have none yet."""
        return self.title or (self.submission.title if self.submission else "")

    @property
    def presented_by(self) -> str:
        """The person named for it, else the author who presents the submission."""
        who = self.presenter or self._presenting
        return who.name if who else ""

    @property
    def coauthors(self) -> list[str]:
        """The authors of the submission other than the one who presents it, in order."""
        presenting = self._presenting
        return [author.name for author in self._authors if author != presenting]

    @property
    def _authors(self) -> list[Author]:
        return list(self.submission.authors.all()) if self.submission else []

    @property
    def _presenting(self) -> Author | None:
        """The one author who presents: two may have the same name."""
        who, authors = self.presenter, self._authors
        if who is None:
            chosen = [author for author in authors if author.is_presenter] or authors
        else:
            known = [author for author in authors if author.person_id == who.pk]
            chosen = known or [author for author in authors if author.name == who.name]
        return chosen[0] if chosen else None


class Panelist(models.Model):
    """Someone who sits on a panel, in the order in which the panel is announced."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="panelists")
    person = models.ForeignKey(Person, models.CASCADE, related_name="panels")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["session", "person"], name="panelist_once"),
            models.UniqueConstraint(fields=["session", "position"], name="panelist_position_once"),
        ]

    def __str__(self) -> str:
        return self.person.name


class ScheduleVersion(models.Model):
    """A published state of the schedule, frozen: what the public reads, whatever is planned next.

    Without one the schedule is the organizers' own. `content` is a Program as JSON.
    """

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="schedule_versions")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()
    published_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    content = models.JSONField()

    objects = ScopedManager["ScheduleVersion"]()
    everywhere = models.Manager["ScheduleVersion"]()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="schedule_version_once")
        ]
