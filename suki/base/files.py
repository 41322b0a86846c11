"""Files: kept once by the checksum of their content, attached to any row under the name they came with.

The content is on the disk before the row that names it commits. What a rolled-back transaction leaves on the disk is
an orphan; `forget_orphans` removes it after a grace period.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import IO, Any, BinaryIO, Final
from uuid import uuid4

from django.conf import settings
from django.db import connection, models, transaction
from django.utils.translation import gettext as _

from suki.base.history import kind_of, record
from suki.base.jobs import job
from suki.base.models import Attachment, StoredFile
from suki.kernel.errors import RuleBroken

GRACE: Final = timedelta(days=1)
_BLOCK: Final = 1 << 20
_NEW: Final = ".new-"
_LOCK: Final = "SELECT {}(hashtext('suki files'))"


def store(content: bytes | IO[bytes], *, content_type: str = "") -> StoredFile:
    """Keep a content; the same content is kept once. Call it inside the transaction that uses the file."""
    with connection.cursor() as cursor:
        cursor.execute(_LOCK.format("pg_advisory_xact_lock_shared"))
    sha256, size = put(_blocks(content))
    StoredFile.objects.bulk_create(
        [StoredFile(sha256=sha256, size=size, content_type=content_type)], ignore_conflicts=True
    )
    return StoredFile.objects.get(sha256=sha256)


def attach(
    row: models.Model, content: bytes | IO[bytes], *, name: str, actor: Any, content_type: str = ""
) -> Attachment:
    """Attach a file to a row, whatever its kind."""
    name = os.path.basename(name.replace("\\", "/")).strip()[:255]
    if not name:
        raise RuleBroken(_("A file needs a name."))
    with transaction.atomic():
        attachment = Attachment.objects.create(
            file=store(content, content_type=content_type),
            name=name,
            about_kind=kind_of(row),
            about_id=row.pk,
            added_by_id=actor.pk,
        )
        record("file attached", actor=actor, about=row, name=name, sha256=attachment.file.sha256)
    return attachment


def attachments_of(row: models.Model) -> models.QuerySet[Attachment]:
    """The files attached to a row that is in use, oldest first."""
    attached = Attachment.objects.filter(about_kind=kind_of(row), about_id=row.pk, archived_at__isnull=True)
    return attached.select_related("file").order_by("id")


def open_file(file: StoredFile) -> BinaryIO:
    """The content, to be read."""
    try:
        return open(path_of(file.sha256), "rb")
    except FileNotFoundError:
        raise RuleBroken(
            _("The file {sha256} is missing from the data folder; restore it from a backup.").format(
                sha256=file.sha256
            )
        ) from None


def path_of(sha256: str) -> Path:
    """Where a content lies."""
    return _folder() / sha256[:2] / sha256[2:4] / sha256


def put(blocks: Iterator[bytes]) -> tuple[str, int]:
    """Write a content under its checksum, whole or not at all; its checksum and size."""
    digest, size = hashlib.sha256(), 0
    with _new_file() as (file, temporary):
        for block in blocks:
            digest.update(block)
            size += len(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
        sha256 = digest.hexdigest()
        _keep(temporary, path_of(sha256))
    return sha256, size


def checksum(path: Path) -> str:
    """What a content's name should be."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def contents_on_disk() -> Iterator[Path]:
    """Every file below the folder, whole or left over."""
    for folder, _folders, names in os.walk(_folder()):
        for name in names:
            yield Path(folder, name)


def orphans(grace: timedelta = GRACE) -> Iterator[Path]:
    """Files on the disk that no row names and that are older than the grace period."""
    known = set(StoredFile.objects.values_list("sha256", flat=True))
    before = time.time() - grace.total_seconds()
    for path in contents_on_disk():
        if path.name not in known and path.stat().st_mtime < before:
            yield path


def forget_orphans(grace: timedelta = GRACE) -> int:
    """Remove what rolled-back transactions and killed processes left on the disk; how many. Not while files arrive."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_LOCK.format("pg_try_advisory_xact_lock"))
        if not cursor.fetchone()[0]:
            return 0
        found = list(orphans(grace))
        for path in found:
            path.unlink(missing_ok=True)
    return len(found)


@job
def forget_orphan_files() -> None:
    """Keep the folder of files free of what nobody will ever ask for."""
    forget_orphans()


def _folder() -> Path:
    return Path(settings.STORED_FILES)


def _blocks(content: bytes | IO[bytes]) -> Iterator[bytes]:
    if isinstance(content, bytes):
        yield content
        return
    while block := content.read(_BLOCK):
        yield block


@contextmanager
def _new_file() -> Iterator[tuple[BinaryIO, Path]]:
    folder = _folder()
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f"{_NEW}{uuid4().hex}"
    try:
        with open(temporary, "xb") as file:
            yield file, temporary
    finally:
        temporary.unlink(missing_ok=True)


def _keep(temporary: Path, path: Path) -> None:
    """Give a finished file its name. One that is there already is only touched, so that no clean-up takes it now."""
    if path.exists():
        os.utime(path)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    os.replace(temporary, path)
    for folder in (path.parent, path.parent.parent, path.parent.parent.parent):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
