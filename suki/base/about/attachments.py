"""Files on a row: putting one there, taking it away, putting it back."""

from __future__ import annotations

from typing import IO, Any

from django.db import models
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from suki.base import files, removal
from suki.base.about.naming import name_of_user
from suki.base.access import Can, action, can, require
from suki.base.history import kind_of
from suki.base.models import Attachment
from suki.base.pages import kind_named
from suki.kernel.errors import NotAllowed, RuleBroken

LARGEST = 50 * 1024 * 1024


@action(Can.SIGN_IN)
def attach_file(
    *,
    actor: Any,
    about: models.Model,
    content: bytes | IO[bytes],
    name: str,
    size: int,
    content_type: str = "",
) -> Attachment:
    """Put a file on a row that the actor sees."""
    kind = kind_named(kind_of(about))
    require(actor, kind.see)
    row = kind.rows(actor).get(pk=about.pk)
    if not size:
        raise RuleBroken(_("“{name}” is empty.").format(name=name))
    if size > LARGEST:
        most = LARGEST // 1024 // 1024
        raise RuleBroken(_("“{name}” is larger than {most} MB.").format(name=name, most=most))
    attachment: Attachment = files.attach(row, content, name=name, actor=actor, content_type=content_type)
    return attachment


@action(Can.SIGN_IN)
def remove_file(*, actor: Any, attachment: Attachment) -> Attachment:
    """Take a file off a row: who put it there, or who may change the row. It can be put back."""
    attachment = _own(actor, attachment)
    removal.archive(attachment, actor=actor)
    return attachment


@action(Can.SIGN_IN)
def put_file_back(*, actor: Any, attachment: Attachment) -> Attachment:
    """The file is on the row again."""
    attachment = _own(actor, attachment)
    removal.bring_back(attachment, actor=actor)
    return attachment


def files_of(row: models.Model) -> models.QuerySet[Attachment]:
    """The files on a row, newest first, with who put them there."""
    return files.attachments_of(row).annotate(by=name_of_user("added_by")).order_by("-id")


def file_for(actor: Any, attachment_id: int) -> Attachment:
    """A file on a row that the actor may see, archived or not; else 404."""
    attachment: Attachment = get_object_or_404(Attachment.objects.select_related("file"), pk=attachment_id)
    kind_named(attachment.about_kind).row_for(actor, attachment.about_id)
    return attachment


def may_remove(actor: Any, attachment: Attachment) -> bool:
    """Who put a file there, or who may change the row, may take it away."""
    return actor.pk == attachment.added_by_id or can(actor, kind_named(attachment.about_kind).change)


def _own(actor: Any, attachment: Attachment) -> Attachment:
    found: Attachment = Attachment.objects.locked(attachment.pk)
    kind_named(found.about_kind).rows(actor).get(pk=found.about_id)
    if not may_remove(actor, found):
        raise NotAllowed(_("Only who put a file there, or who may change the row, takes it away."))
    return found
