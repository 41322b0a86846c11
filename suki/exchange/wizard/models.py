"""An import somebody is preparing, and the mappings that were kept for the next time."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ImportDraft(models.Model):
    """Files on their way in: nothing of them is in the house before the run. Only who dropped them sees them."""

    class Doing(models.TextChoices):
        NOTHING = "", _("nothing")
        LOOK = "look", _("reading the files")
        CHECK = "check", _("checking the rows")
        RUN = "run", _("importing")

    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    files = models.JSONField(default=list)
    """Name, checksum and size of each file; the contents lie among the stored files."""
    sheets = models.JSONField(default=list)
    """Each table found in the files: its headers, samples, and what of it goes where."""
    source = models.CharField(max_length=60, default="files")
    locale = models.CharField(max_length=5, default="en")
    fixes = models.JSONField(default=dict)
    """Cells mended before the run: place (“file:row”) → header → value."""
    doing = models.CharField(max_length=5, choices=Doing, default=Doing.NOTHING, blank=True)
    told = models.JSONField(default=dict)
    """How far the work is, and since when."""
    refused = models.JSONField(default=list)
    """The sentences that stopped the last step."""
    outcome = models.JSONField(default=dict)
    """What the last check found: counts by target, problems, how many there are."""
    problem_file = models.CharField(max_length=64, blank=True)
    skip_bad_rows = models.BooleanField(default=False)
    run = models.ForeignKey("exchange.ImportRun", models.SET_NULL, null=True, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["by", "-id"], name="import_draft_by")]

    def __str__(self) -> str:
        return ", ".join(str(file["name"]) for file in self.files)


class SavedMapping(models.Model):
    """Which header goes to which column, under a name, for the next file of the same kind."""

    name = models.CharField(_("name"), max_length=120, unique=True)
    source = models.CharField(max_length=60)
    locale = models.CharField(max_length=5)
    sheets = models.JSONField(default=list)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.name
