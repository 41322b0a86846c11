"""What somebody has decided about the things that need them: done, later, or handed to a colleague."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils import timezone


class Decision(models.Model):
    """One person's answer to one item of Today. The item itself belongs to the room that raised it."""

    class Answer(models.TextChoices):
        DONE = "done"
        SNOOZED = "snoozed"
        HANDED = "handed"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    answer = models.CharField(max_length=10, choices=Answer.choices)
    until = models.DateField(null=True, blank=True)
    handed_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "kind", "key"], name="decision_once")]
        indexes = [models.Index(fields=["handed_to"], name="decision_handed_to")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}: {self.answer}"
