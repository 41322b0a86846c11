"""What all rooms share: users, the journal, files, numbers, keys and the firm's own fields."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from suki.base.rows import Row, revision_trigger, tracked
from suki.kernel.ids import uuid7


class UserManager(BaseUserManager["User"]):
    def create_user(
        self, email: str, password: str | None = None, *, password_hash: str = "", **fields: object
    ) -> User:
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.password = password_hash or make_password(password)
        user.save()
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=(username or "").strip().lower())


class User(AbstractBaseUser):
    """Somebody who may sign in. What they may see and do follows from their functions, never from a title."""

    email = models.EmailField(_("mail address"), unique=True)
    language = models.CharField(_("language"), max_length=8, blank=True)
    theme = models.CharField(_("theme"), max_length=8, blank=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    objects = UserManager()

    PERSONAL = ("email",)

    def __str__(self) -> str:
        return self.email


class Event(models.Model):
    """The journal: one named, versioned line for each thing that happened to the business."""

    uid = models.UUIDField(default=uuid7, unique=True, editable=False)
    name = models.CharField(max_length=80)
    version = models.PositiveSmallIntegerField(default=1)
    at = models.DateTimeField(default=timezone.now)
    actor = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    about_kind = models.CharField(max_length=60, blank=True)
    about_id = models.BigIntegerField(null=True)
    facts = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(F("about_kind"), F("about_id"), F("id").desc(), name="event_about"),
            models.Index("name", "at", name="event_name"),
        ]

    def __str__(self) -> str:
        return f"{self.name} ({self.at:%Y-%m-%d %H:%M})"


class ExternalId(models.Model):
    """The name that another system gives to one of our rows; imports match by it."""

    kind = models.CharField(max_length=40)
    source = models.CharField(max_length=60)
    key = models.CharField(max_length=200)
    row_id = models.BigIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "source", "key"], name="external_id_once"),
        ]
        indexes = [models.Index(fields=["kind", "row_id"], name="external_id_row")]

    def __str__(self) -> str:
        return f"{self.source}:{self.key}"


class StoredFile(models.Model):
    """A file's content, kept once by its checksum; `Attachment` says what it belongs to."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=120, blank=True)
    stored_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.sha256


class Attachment(Row):
    """A file attached to any row, under the name it came with."""

    file = models.ForeignKey(StoredFile, models.PROTECT, related_name="+")
    name = models.CharField(max_length=255)
    about_kind = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    added_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    added_at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["about_kind", "about_id"], name="attachment_about")]

    def __str__(self) -> str:
        return self.name


class NumberSeries(models.Model):
    """Numbers without gaps: the row is locked by the transaction that takes the next one."""

    name = models.CharField(max_length=40)
    scope = models.CharField(max_length=40, blank=True)
    pattern = models.CharField(max_length=60, default="{number:05d}")
    last = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["name", "scope"], name="number_series_once")]

    def __str__(self) -> str:
        return f"{self.name} {self.scope}".strip()


class IdempotencyKey(models.Model):
    """An action that a client asked for under a key of its own, and its answer: asked twice, done once."""

    key = models.CharField(max_length=120)
    actor = models.ForeignKey(User, models.CASCADE, null=True, related_name="+")
    action = models.CharField(max_length=120)
    fingerprint = models.CharField(max_length=64)
    answer_kind = models.CharField(max_length=60, blank=True)
    answer_id = models.BigIntegerField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["actor", "key"], name="idempotency_key_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return self.key


@tracked()
class CustomField(Row):
    """A field that the firm's administrator added to a kind of row; its values live in the row's `extra`."""

    class Type(models.TextChoices):
        TEXT = "text", _("text")
        NUMBER = "number", _("number")
        DATE = "date", _("date")
        YES_NO = "yes_no", _("yes or no")
        CHOICE = "choice", _("one of a list")

    kind = models.CharField(max_length=40)
    name = models.SlugField(max_length=40)
    label = models.CharField(max_length=120)
    type = models.CharField(max_length=12, choices=Type.choices, default=Type.TEXT)
    choices = models.JSONField(default=list, blank=True)
    is_personal = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="custom_field_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.label


@tracked()
class Note(Row):
    """Something somebody wrote about a row for colleagues to read; whom it mentions is told."""

    about_kind = models.CharField(max_length=60)
    about_id = models.BigIntegerField()
    text = models.TextField(_("note"))
    written_by = models.ForeignKey(User, models.SET_NULL, null=True, related_name="+")
    written_at = models.DateTimeField(default=timezone.now, editable=False)
    mentions = models.ManyToManyField(User, blank=True, related_name="mentioned_in")

    PERSONAL = ("text",)

    class Meta:
        indexes = [models.Index(fields=["about_kind", "about_id", "-id"], name="note_about")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.text[:60]


@tracked()
class Tag(Row):
    """A word that the firm sorts its rows by; `kind` says which rows it is for."""

    kind = models.CharField(max_length=40)
    name = models.CharField(_("tag"), max_length=60)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "name"], name="tag_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


class Tagging(models.Model):
    """A tag on a row."""

    tag = models.ForeignKey(Tag, models.CASCADE, related_name="taggings")
    about_id = models.BigIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["tag", "about_id"], name="tagging_once")]
        indexes = [models.Index(fields=["about_id"], name="tagging_about")]

    def __str__(self) -> str:
        return f"{self.tag}: {self.about_id}"


@tracked()
class SavedView(Row):
    """A list as somebody set it up (filters, order, columns), for themselves or for everyone."""

    list_name = models.CharField(max_length=40)
    name = models.CharField(_("name"), max_length=80)
    query = models.TextField(blank=True)
    owner = models.ForeignKey(User, models.CASCADE, related_name="+")
    is_shared = models.BooleanField(_("for everyone"), default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["list_name", "owner", "name"], name="saved_view_once")]
        triggers = [revision_trigger()]

    def __str__(self) -> str:
        return self.name


class Remembered(models.Model):
    """What all web processes must know together for a short while: codes that were used, tries that were counted."""

    cache_key = models.CharField(max_length=255, primary_key=True)
    value = models.TextField()
    expires = models.DateTimeField(db_index=True)

    class Meta:
        db_table = "base_remembered"

    def __str__(self) -> str:
        return self.cache_key
