"""Accounts, roles, the people shown on the site, and who is barred from what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from workshop.scoping import ScopedManager

if TYPE_CHECKING:
    from workshop.models.workshop import Workshop


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **facts: object) -> User:
        user = self.model(email=email.lower(), **facts)
        user.set_password(password)
        user.save()
        return user


class User(AbstractBaseUser):
    """An account. The address is the login; proved addresses are allauth's EmailAddress rows."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    affiliation = models.CharField(max_length=200, blank=True)
    zone = models.CharField(max_length=60, blank=True)
    is_active = models.BooleanField(default=True)
    # Runs the site; sees no workshop's inside unless made its organizer.
    is_administrator = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)

    # Set, and never saved, where an organizer looks at the site as this person: what that
    # organizer must not know is then left out of what is theirs (docs/decisions/0009).
    looked_at_by: User | None = None

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    objects = UserManager()

    def __str__(self) -> str:
        """As others may know them: the address is theirs to give, so it never stands here."""
        return self.name or "somebody without a name"


class Role(models.Model):
    class Kind(models.TextChoices):
        ORGANIZER = "organizer", "organizer"
        REVIEWER = "reviewer", "reviewer"
        DECIDER = "decider", "outside decider"

    workshop = models.ForeignKey("Workshop", models.CASCADE, related_name="roles")
    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    kind = models.CharField(max_length=12, choices=Kind.choices)

    objects = ScopedManager["Role"]()
    everywhere = models.Manager["Role"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["workshop", "user", "kind"], name="role_once")
        ]


def monogram_of(name: str) -> str:
    """The first letters of the first and the last word of a name."""
    words = name.split()
    return "".join(word[0] for word in words[:1] + words[1:][-1:]).upper()


class PersonQuerySet(models.QuerySet["Person"]):
    def speakers(self) -> PersonQuerySet:
        return self.filter(speaker_position__isnull=False).order_by("speaker_position")

    def organizers(self) -> PersonQuerySet:
        return self.filter(organizer_position__isnull=False).order_by("organizer_position")


PersonManager = ScopedManager.from_queryset(PersonQuerySet)


class Person(models.Model):
    """Someone named on the site: one row, however many parts they play."""

    workshop = models.ForeignKey("Workshop", models.CASCADE, related_name="people")
    name = models.CharField(max_length=120)
    affiliation = models.CharField(max_length=200, blank=True)
    homepage = models.URLField(blank=True)
    # The place in the list of speakers or organizers; null for those who are not listed.
    speaker_position = models.PositiveSmallIntegerField(null=True, blank=True)
    organizer_position = models.PositiveSmallIntegerField(null=True, blank=True)

    objects = PersonManager()
    everywhere = models.Manager["Person"]()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["workshop", "name"], name="person_once")]

    def __str__(self) -> str:
        return self.name

    @property
    def monogram(self) -> str:
        return monogram_of(self.name)


class Barrier(models.Model):
    """The one deny table: behind it, a person is a stranger to that submission everywhere."""

    class Reason(models.TextChoices):
        AUTHOR = "author", "is an author"
        CONFLICT = "conflict", "has a conflict of interest"

    workshop = models.ForeignKey("Workshop", models.CASCADE, related_name="barriers")
    user = models.ForeignKey(User, models.CASCADE, related_name="barriers")
    number = models.PositiveIntegerField()
    reason = models.CharField(max_length=12, choices=Reason.choices)

    objects = ScopedManager["Barrier"]()
    everywhere = models.Manager["Barrier"]()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["workshop", "user", "number", "reason"], name="barrier_once"
            )
        ]

    @staticmethod
    def numbers(workshop: Workshop, user: User) -> models.QuerySet[Barrier, int]:
        """The submissions that this person must not reach as a member of the committee."""
        return workshop.barriers.filter(user=user).values_list("number", flat=True)

    @staticmethod
    def against(
        user: User | models.OuterRef, number: str | models.OuterRef = "number"
    ) -> models.QuerySet[Barrier]:
        """What bars this user from the submission that each row of the outer query is about."""
        return Barrier.everywhere.filter(
            workshop=models.OuterRef("workshop"), user=user, number=models.OuterRef(number)
        )
