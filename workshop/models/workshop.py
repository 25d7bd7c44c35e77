"""A workshop: one event, one year."""

from __future__ import annotations

from zoneinfo import ZoneInfo, available_timezones

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse

from workshop.models.people import Role, User
from workshop.scoping import ScopedManager

RESERVED_SLUGS = frozenset({"account", "api", "static", "styleguide", "healthz"})


class Ink(models.TextChoices):
    VERDIGRIS = "verdigris", "verdigris"
    CORNFLOWER = "cornflower", "cornflower"
    PLUM = "plum", "plum"
    MADDER = "madder", "madder"
    OCHRE = "ochre", "ochre"
    MOSS = "moss", "moss"
    PETROL = "petrol", "petrol"
    GRAPHITE = "graphite", "graphite"


class Figure(models.TextChoices):
    NONE = "none", "No figure"
    CREDIT = "credit", "Credit flowing back"
    WAVES = "waves", "Two waves"


def validate_slug(slug: str) -> None:
    RegexValidator(
        r"^[a-z0-9]+(-[a-z0-9]+)*\Z",
        "Use small letters, digits and single hyphens, as in vision-2027.",
    )(slug)
    if slug in RESERVED_SLUGS:
        raise ValidationError(f"“{slug}” is an address of the site itself. Choose another.")


def validate_zone(zone: str) -> None:
    if zone not in available_timezones():
        raise ValidationError("Choose a time zone by its place, as in Europe/Stockholm.")


class WorkshopQuerySet(models.QuerySet["Workshop"]):
    def announced(self) -> WorkshopQuerySet:
        return self.filter(announced_at__isnull=False)

    def organized_by(self, user: User) -> WorkshopQuerySet:
        return self.filter(roles__user=user, roles__kind=Role.Kind.ORGANIZER)

    def handled_by(self, user: User) -> WorkshopQuerySet:
        """Those organized by this user, and those where they decide from outside."""
        kinds = [Role.Kind.ORGANIZER, Role.Kind.DECIDER]
        mine = Role.everywhere.filter(workshop=models.OuterRef("pk"), user=user, kind__in=kinds)
        return self.filter(models.Exists(mine))

    def visible_to(self, user: User) -> WorkshopQuerySet:
        """Announced ones for everyone; one in preparation for its organizers only."""
        mine = Role.everywhere.filter(user=user, kind=Role.Kind.ORGANIZER)
        return self.filter(
            models.Q(announced_at__isnull=False) | models.Q(pk__in=mine.values("workshop"))
        )


class Workshop(models.Model):
    slug = models.CharField(max_length=60, unique=True, validators=[validate_slug])
    title = models.CharField(max_length=200)
    subtitle = models.CharField(max_length=200, blank=True)
    short_name = models.CharField(max_length=60)
    host_event = models.CharField(max_length=100, blank=True)
    place = models.CharField(max_length=100, blank=True)
    zone = models.CharField(max_length=60, default="UTC", validators=[validate_zone])
    first_day = models.DateField()
    last_day = models.DateField()
    ink = models.CharField(max_length=12, choices=Ink.choices, default=Ink.VERDIGRIS)
    figure = models.CharField(max_length=12, choices=Figure.choices, default=Figure.NONE)
    call_text = models.TextField(blank=True)
    description = models.TextField(blank=True)
    related_work = models.TextField(blank=True, help_text="One a line.")
    published_work_welcome = models.BooleanField(default=True)
    proceedings = models.CharField(max_length=200, blank=True)
    contact = models.EmailField(blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)
    # Counts saves of the settings, so that a stale save is refused.
    version = models.PositiveIntegerField(default=1)

    # Whether it was got by `handled_workshop` for an outside decider.
    from_outside = False

    objects = WorkshopQuerySet.as_manager()

    class Meta:
        ordering = ["-first_day", "slug"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(last_day__gte=models.F("first_day")),
                name="workshop_days_in_order",
            )
        ]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return reverse("workshop_home", args=[self.slug])

    @property
    def full_title(self) -> str:
        return f"{self.title} {self.subtitle}".strip()

    @property
    def tzinfo(self) -> ZoneInfo:
        return ZoneInfo(self.zone)

    @property
    def related_works(self) -> list[str]:
        return [line.strip() for line in self.related_work.splitlines() if line.strip()]


class Topic(models.Model):
    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="topics")
    name = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager["Topic"]()
    everywhere = models.Manager["Topic"]()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "name"], name="topic_once")]

    def __str__(self) -> str:
        return self.name


class SubmissionKind(models.Model):
    """Short, long: what may be sent, and how many pages it may have."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="kinds")
    name = models.CharField(max_length=60)
    page_limit = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField(default=0)

    objects = ScopedManager["SubmissionKind"]()
    everywhere = models.Manager["SubmissionKind"]()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "name"], name="kind_once")]

    def __str__(self) -> str:
        return self.name


class Page(models.Model):
    """A free page of the workshop's site."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="pages")
    slug = models.CharField(max_length=60, validators=[validate_slug])
    title = models.CharField(max_length=100)
    body = models.TextField()
    position = models.PositiveSmallIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)

    objects = ScopedManager["Page"]()
    everywhere = models.Manager["Page"]()

    class Meta:
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "slug"], name="page_once")]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("page", args=[self.workshop.slug, self.slug])
