"""What an import did: enough to say it again, and to take it back."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.exchange.wizard.models import ImportDraft, SavedMapping

__all__ = ["ImportDraft", "ImportRun", "ImportedRows", "SavedMapping"]


class ImportRun(models.Model):
    """One import that was applied. The history keeps what it updated by `context`, `ImportedRows` what it created."""

    recipe = models.CharField(_("recipe"), max_length=200)
    source = models.CharField(_("source"), max_length=60)
    checksum = models.CharField(max_length=64)
    files = models.JSONField(default=dict)
    targets = models.JSONField(default=dict)
    context = models.UUIDField(default=uuid.uuid4)
    started_at = models.DateTimeField(default=timezone.now)
    finished_at = models.DateTimeField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    undone_at = models.DateTimeField(null=True)
    undo_context = models.UUIDField(null=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [
            models.Index(
                fields=["undone_at"], name="import_run_undone", condition=models.Q(undone_at__isnull=False)
            )
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.recipe} {self.started_at:%Y-%m-%d %H:%M}"


class ImportedRows(models.Model):
    """The rows of one table that an import created, or the documents that it posted, as ranges of their numbers."""

    class Change(models.TextChoices):
        CREATED = "created", _("created")
        POSTED = "posted", _("posted")

    run = models.ForeignKey(ImportRun, models.CASCADE, related_name="rows")
    table = models.CharField(max_length=63)
    change = models.CharField(max_length=8, choices=Change.choices)
    ranges = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"{self.change} {self.table}"
