"""What every editable row has in common: a public id, a revision, an archive mark, and rows by right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self, cast

import pghistory
import pgtrigger
from django.db import models
from django.db.models import Value
from django.utils.translation import gettext as _

from suki.kernel.errors import RuleBroken, Stale
from suki.kernel.ids import uuid7

if TYPE_CHECKING:
    from suki.base.access import Actor


class NewUid(models.Func):
    """A UUIDv7 made by the database, for rows that arrive by the thousand; our own function, for PostgreSQL 15 too."""

    function = "suki_uuid7"
    output_field = models.UUIDField()


class Rows(models.QuerySet[Any]):
    """Rows that reach a screen only through `visible_to`."""

    def visible_to(self, actor: Actor) -> Self:
        """The rows this actor may see: by function and by relation, decided in `base.access`."""
        from suki.base import access

        return cast("Self", access.visible_rows(self, actor))

    def in_use(self) -> Self:
        """Without what has been archived."""
        return self.filter(archived_at__isnull=True)

    def locked(self, pk: int, *, revision: int | None = None) -> Any:
        """The row, locked until the transaction ends; a stale revision is refused with both values.

        A row that lives on in another one is refused too, also where it was merged while this waited for its lock.
        """
        row = self.select_for_update(of=("self",)).get(pk=pk)
        if getattr(row, "merged_into_id", None) is not None:
            raise RuleBroken(_("“{row}” lives on in “{other}”. Go on there."), row=row, other=row.merged_into)
        if revision is not None and row.revision != revision:
            raise Stale(
                _("Somebody else changed “{row}” in the meantime. Look at both versions and save again."),
                row=row,
                current=row,
            )
        return row


class Row(models.Model):
    """An editable row. `revision` rises with every change; archived rows stay but leave the lists."""

    uid = models.UUIDField(default=uuid7, db_default=NewUid(), unique=True, editable=False)
    revision = models.PositiveIntegerField(default=1, db_default=1, editable=False)
    archived_at = models.DateTimeField(null=True, blank=True, editable=False)

    objects = Rows.as_manager()

    class Meta:
        abstract = True


class Extendable(models.Model):
    """A row that carries the administrator's custom fields, typed by `CustomField`, by their names."""

    extra = models.JSONField(default=dict, db_default=Value({}, models.JSONField()), blank=True)

    class Meta:
        abstract = True


def revision_trigger() -> pgtrigger.Trigger:
    """Raises `revision` in the database, so that raw SQL and bulk updates count too."""
    return pgtrigger.Trigger(
        name="raise_revision",
        when=pgtrigger.Before,
        operation=pgtrigger.Update,
        condition=pgtrigger.AnyChange(exclude=["revision"]),
        func="NEW.revision = OLD.revision + 1; RETURN NEW;",
    )


def tracked(**options: Any) -> Any:
    """Keep the row as it was before each change and before its deletion, whoever changes it and however."""
    return pghistory.track(
        pghistory.UpdateEvent(row="OLD", condition=pgtrigger.AnyChange()),
        pghistory.DeleteEvent(),
        obj_field=pghistory.ObjForeignKey(related_name="history", db_index=True),
        append_only=False,
        level=pgtrigger.Statement,
        **options,
    )
