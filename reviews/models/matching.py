"""What brings papers and reviewers together: publications, bids, texts and how well they fit, runs
of the solver."""

from __future__ import annotations

from django.db import models
from django.db.models import F

from submissions.models import Submission
from workshop.models import User, Workshop
from workshop.scoping import ScopedManager


class Publication(models.Model):
    """Something that a reviewer of one workshop has written, as they or a file of theirs told."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="publications")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    title = models.CharField(max_length=500)
    abstract = models.TextField(blank=True, max_length=20_000)
    # What the PDF said that it was read from, if it was one.
    text = models.TextField(blank=True)
    year = models.PositiveSmallIntegerField(null=True)
    # One on a line, as printed.
    authors = models.TextField(blank=True, max_length=20_000)
    venue = models.CharField(max_length=300, blank=True)
    # What it was read from: bibtex, dblp, a paper's PDF, …
    source = models.CharField(max_length=20, blank=True)
    added_at = models.DateTimeField()

    objects = ScopedManager["Publication"]()
    everywhere = models.Manager["Publication"]()

    class Meta:
        ordering = [F("year").desc(nulls_last=True), "title", "pk"]


class Tie(models.Model):
    """A person or an institution that a reviewer has a conflict of interest with."""

    class Kind(models.TextChoices):
        PERSON = "person", "person"
        INSTITUTION = "institution", "institution"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="ties")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    # A name, or an address, or the domain of an institution.
    text = models.CharField(max_length=200)
    declared_at = models.DateTimeField()

    objects = ScopedManager["Tie"]()
    everywhere = models.Manager["Tie"]()

    class Meta:
        ordering = ["kind", "text"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "user", "kind", "text"], name="tie_once")
        ]


class Bid(models.Model):
    """How much a reviewer wants a paper."""

    class Value(models.IntegerChoices):
        NO = 1, "rather not"
        UNSURE = 2, "if need be"
        NEUTRAL = 3, "could"
        WILLING = 4, "would like to"
        EAGER = 5, "very much"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="bids")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    submission = models.ForeignKey(Submission, models.CASCADE, related_name="+")
    value = models.PositiveSmallIntegerField(choices=Value.choices)
    placed_at = models.DateTimeField()

    objects = ScopedManager["Bid"]()
    everywhere = models.Manager["Bid"]()

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["user", "submission"], name="bid_once")]


class Affinity(models.Model):
    """How well the texts of one reviewer fit each submission; made anew when a text changes."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="affinities")
    user = models.ForeignKey(User, models.CASCADE, related_name="+")
    # By the number of a submission, from 0 to 1. Read only for pairs that may meet.
    scores = models.JSONField(default=dict)
    # The same with what the paper says, where its text is known: for those who may read the paper.
    full_scores = models.JSONField(default=dict)
    # By number, where any fits: the key of the publication, and the words in common.
    evidence = models.JSONField(default=dict)
    # Of the texts that it was made from.
    fingerprint = models.CharField(max_length=64)
    made_at = models.DateTimeField()

    objects = ScopedManager["Affinity"]()
    everywhere = models.Manager["Affinity"]()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["workshop", "user"], name="affinity_once")]


class PaperText(models.Model):
    """What the paper of a submission says, as far as it counts for affinity; made from its file."""

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="paper_texts")
    submission = models.OneToOneField(Submission, models.CASCADE, related_name="+")
    # Of the file; another paper has another one.
    sha256 = models.CharField(max_length=64)
    # Empty where no text is in it.
    text = models.TextField(blank=True)
    extracted_at = models.DateTimeField()

    objects = ScopedManager["PaperText"]()
    everywhere = models.Manager["PaperText"]()


class Run(models.Model):
    """The solver was asked for an assignment. A draft of whoever asked: nobody else reads it."""

    class Kind(models.TextChoices):
        PROPOSAL = "proposal", "proposal"
        REPAIR = "repair", "repair"

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        RUNNING = "running", "running"
        DONE = "done", "done"
        FAILED = "failed", "failed"

    workshop = models.ForeignKey(Workshop, models.CASCADE, related_name="runs")
    # Counts the runs of one organizer.
    number = models.PositiveIntegerField()
    by = models.ForeignKey(User, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.PROPOSAL)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    # In hundredths.
    progress = models.PositiveSmallIntegerField(default=0)
    # How many reviewers, which mode, the weights of what makes an affinity.
    settings = models.JSONField(default=dict)
    # The pairs, by number of the submission and key of the account, and what they come to.
    result = models.JSONField(default=dict)
    # Why it failed, fit for the page.
    message = models.TextField(blank=True)
    asked_at = models.DateTimeField()
    begun_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    objects = ScopedManager["Run"]()
    everywhere = models.Manager["Run"]()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["workshop", "by", "number"], name="run_number_once")
        ]
