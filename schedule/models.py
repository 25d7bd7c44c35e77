"""What the public sees on the day."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q

from submissions.models import Submission
from submissions.status import ACCEPTED
from workshop.models import Person, Workshop
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
    def published(self) -> SessionQuerySet:
        """Those of a workshop whose schedule is out. Nobody's page shows a draft by another way."""
        return self.filter(Exists(ScheduleVersion.everywhere.filter(workshop=OuterRef("workshop"))))

    def with_talks(self) -> SessionQuerySet:
        """All that a page names: room, talks with their presenters, panelists."""
        talks = Presentation.everywhere.shown().select_related("presenter", "submission")
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
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # Empty for an invited talk, which is called by its speaker.
    title = models.CharField(max_length=200, blank=True)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    room = models.ForeignKey(Room, models.SET_NULL, null=True, blank=True, related_name="sessions")

    objects = SessionManager()
    everywhere = SessionQuerySet.as_manager()

    if TYPE_CHECKING:
        presentations: RelatedManager[Presentation]
        panelists: RelatedManager[Panelist]

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_later"
            )
        ]

    @property
    def day(self) -> date:
        return self.starts_at.astimezone(self.workshop.tzinfo).date()

    @property
    def is_pause(self) -> bool:
        return self.kind in {self.Kind.COFFEE, self.Kind.LUNCH, self.Kind.REMARKS}

    @property
    def is_of_its_speaker(self) -> bool:
        """An invited talk without a title of its own goes by its speaker's name."""
        return self.kind == self.Kind.INVITED and not self.title

    @property
    def name(self) -> str:
        """What it is called: by its title, an invited talk by its speaker."""
        if self.title:
            return self.title
        if self.is_of_its_speaker:
            names = [talk.presenter.name for talk in self.presentations.all()]
            return " and ".join(names) or "Invited talk"
        return str(self.get_kind_display()).capitalize()


class PresentationQuerySet(models.QuerySet["Presentation"]):
    def shown(self) -> PresentationQuerySet:
        """Invited ones, and those of submissions that are accepted, and still are."""
        return self.filter(Q(submission=None) | Q(submission__status__in=ACCEPTED))


PresentationManager = ScopedManager.from_queryset(PresentationQuerySet)


class Presentation(models.Model):
    """A talk or a poster: by an invited speaker, or of an accepted submission."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="presentations")
    session = models.ForeignKey(Session, models.CASCADE, related_name="presentations")
    position = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=300, blank=True)
    abstract = models.TextField(blank=True)
    presenter = models.ForeignKey(Person, models.PROTECT, related_name="presentations")
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
            )
        ]

    @property
    def name(self) -> str:
        """Its own title, else that of the submission; an invited talk may have none yet."""
        return self.title or (self.submission.title if self.submission else "")

    @property
    def coauthors(self) -> list[str]:
        """The authors of the submission other than the one who presents it, in order."""
        authors = self.submission.authors.all() if self.submission else []
        return [author.name for author in authors if author.person_id != self.presenter_id]


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
    """A published state of the schedule; without one the schedule is the organizers' own."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="schedule_versions")
    number = models.PositiveSmallIntegerField()
    published_at = models.DateTimeField()

    objects = ScopedManager["ScheduleVersion"]()
    everywhere = models.Manager["ScheduleVersion"]()

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "number"], name="schedule_version_once")
        ]
