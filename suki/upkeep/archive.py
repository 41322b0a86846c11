"""The backup file: a ZIP that any unzip opens, with one text per table, the stored files, and a manifest at its end.

README.txt           what this is
tables/NAME.tsv      a table's rows as PostgreSQL's COPY writes them, ordered by their key
files/SHA256         an uploaded file under the checksum of its content
secret.key           the key that sessions and second factors are sealed with
manifest.json        format, version, migrations; columns, count and checksum of every table; sequences; files
"""

from __future__ import annotations

import hashlib
import json
import os
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.kernel.errors import RuleBroken
from suki.upkeep.tables import Sequence, Sum, Summing

FORMAT: Final = 1
MANIFEST: Final = "manifest.json"
KEY: Final = "secret.key"
README: Final = """A backup of Suki, made by `suki backup` and put back by `suki restore`.

tables/NAME.tsv  the rows of a table as PostgreSQL's COPY writes them (text format, UTF-8)
files/SHA256     uploaded files under the checksum of their content
secret.key       the key that sessions and second factors are sealed with
manifest.json    version, migrations, columns, counts and checksums

It holds everything, personal data and password hashes included: keep it as safe as the installation itself.
"""
_LEVEL: Final = 1
_BLOCK: Final = 1 << 20


@dataclass
class StoredTable:
    """A table in a backup."""

    name: str
    columns: list[str]
    rows: int
    sha256: str

    @property
    def sum(self) -> Sum:
        return Sum(self.rows, self.sha256)


@dataclass
class Manifest:
    """What a backup says about itself."""

    suki: str
    server: str
    made_at: str = ""
    format: int = FORMAT
    migrations: list[tuple[str, str]] = field(default_factory=list)
    tables: list[StoredTable] = field(default_factory=list)
    sequences: list[Sequence] = field(default_factory=list)
    files: int = 0
    file_bytes: int = 0
    missing_files: list[str] = field(default_factory=list)
    has_key: bool = False

    @property
    def rows(self) -> int:
        return sum(table.rows for table in self.tables)


@contextmanager
def new_backup(path: Path, manifest: Manifest) -> Iterator[BackupWriter]:
    """A backup under way: it gets its name once it is whole and on the disk, and nothing is left of it otherwise."""
    partial = path.with_name(f".{path.name}.{os.getpid()}.partial")
    _drop_left_overs(path)
    try:
        with open(os.open(partial, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            with ZipFile(file, "w", ZIP_DEFLATED, compresslevel=_LEVEL) as archive:
                archive.writestr("README.txt", README)
                yield BackupWriter(archive, manifest)
                manifest.made_at = timezone.now().isoformat(timespec="seconds")
                archive.writestr(MANIFEST, json.dumps(asdict(manifest), indent=1))
            file.flush()
            os.fsync(file.fileno())
        os.replace(partial, path)
        _sync_folder(path.parent)
    except OSError as trouble:
        raise RuleBroken(
            _("The backup could not be written to {path}: {reason}.").format(
                path=path, reason=trouble.strerror
            )
        ) from trouble
    finally:
        partial.unlink(missing_ok=True)


class BackupWriter:
    """Puts tables and files into a backup, block by block."""

    def __init__(self, archive: ZipFile, manifest: Manifest) -> None:
        self._archive = archive
        self._manifest = manifest

    def add_table(self, name: str, columns: Iterable[str], blocks: Iterable[bytes]) -> None:
        summing = Summing()
        with self._member(f"tables/{name}.tsv", ZIP_DEFLATED) as member:
            for block in blocks:
                summing.add(block)
                member.write(block)
        self._manifest.tables.append(StoredTable(name, list(columns), summing.sum.rows, summing.sum.sha256))

    def add_file(self, sha256: str, path: Path) -> None:
        """A stored file; one that is missing, or is not what its name says, is named in the manifest instead."""
        if not path.is_file():
            self._manifest.missing_files.append(sha256)
            return
        digest, size = hashlib.sha256(), 0
        with open(path, "rb") as source, self._member(f"files/{sha256}", ZIP_STORED) as member:
            while block := source.read(_BLOCK):
                digest.update(block)
                size += len(block)
                member.write(block)
        if digest.hexdigest() != sha256:
            self._manifest.missing_files.append(sha256)
            return
        self._manifest.files += 1
        self._manifest.file_bytes += size

    def add_key(self, key: str) -> None:
        self._archive.writestr(KEY, key)
        self._manifest.has_key = True

    def _member(self, name: str, compression: int) -> IO[bytes]:
        info: str | ZipInfo = name
        if compression == ZIP_STORED:
            info = ZipInfo(name)
        return self._archive.open(info, "w", force_zip64=True)


class Backup:
    """A backup that is read."""

    def __init__(self, archive: ZipFile, path: Path) -> None:
        self._archive = archive
        self.path = path
        self.manifest = self._read_manifest()

    def verify(self) -> None:
        """Read all of it and compare it with its checksums; refused with a sentence at the first that differs."""
        for table in self.manifest.tables:
            summing = Summing()
            for block in self.table(table.name):
                summing.add(block)
            if summing.sum != table.sum:
                raise self._damaged(f"tables/{table.name}.tsv")
        found = 0
        for sha256 in self.files():
            digest = hashlib.sha256()
            for block in self.file(sha256):
                digest.update(block)
            if digest.hexdigest() != sha256:
                raise self._damaged(f"files/{sha256}")
            found += 1
        if found != self.manifest.files:
            raise self._damaged("files/")
        if self.manifest.has_key:
            self.key()

    def table(self, name: str) -> Iterator[bytes]:
        return self._blocks(f"tables/{name}.tsv")

    def files(self) -> Iterator[str]:
        """The checksums of the files that are in it, sound ones only."""
        bad = set(self.manifest.missing_files)
        for name in self._archive.namelist():
            folder, _slash, sha256 = name.partition("/")
            if folder == "files" and sha256 not in bad:
                yield sha256

    def file(self, sha256: str) -> Iterator[bytes]:
        return self._blocks(f"files/{sha256}")

    def key(self) -> str:
        return b"".join(self._blocks(KEY)).decode()

    def _blocks(self, name: str) -> Iterator[bytes]:
        try:
            with self._archive.open(name) as member:
                while block := member.read(_BLOCK):
                    yield block
        except (BadZipFile, zlib.error, KeyError, EOFError, NotImplementedError, RuntimeError):
            raise self._damaged(name) from None

    def _read_manifest(self) -> Manifest:
        if MANIFEST not in self._archive.namelist():
            raise not_a_backup(self.path)
        try:
            said = json.loads(b"".join(self._blocks(MANIFEST)))
            if said["format"] > FORMAT:
                raise RuleBroken(
                    _(
                        "{path} was made by Suki {theirs}, which is newer than this one: restore it there."
                    ).format(path=self.path, theirs=said["suki"])
                )
            return _manifest(said)
        except (ValueError, KeyError, TypeError, AttributeError):
            raise not_a_backup(self.path) from None

    def _damaged(self, what: str) -> RuleBroken:
        return RuleBroken(
            _("{path} is damaged: {what} is not what was backed up. Nothing was restored.").format(
                path=self.path, what=what
            )
        )


@contextmanager
def open_backup(path: Path) -> Iterator[Backup]:
    """A backup to be read; what is none is refused with a sentence."""
    try:
        archive = ZipFile(path)
    except BadZipFile:
        raise _whole_or_foreign(path) from None
    except OSError as trouble:
        raise RuleBroken(
            _("{path} cannot be read: {reason}.").format(path=path, reason=trouble.strerror or trouble)
        ) from None
    with archive:
        yield Backup(archive, path)


def is_backup(path: Path) -> bool:
    """Whether a file is a backup of Suki, sound or not."""
    try:
        with ZipFile(path) as archive:
            return MANIFEST in archive.namelist()
    except (BadZipFile, OSError):
        return False


def not_a_backup(path: Path) -> RuleBroken:
    return RuleBroken(_("{path} is not a backup of Suki.").format(path=path))


def _manifest(said: dict[str, Any]) -> Manifest:
    return Manifest(
        **{
            **said,
            "migrations": [(app, name) for app, name in said["migrations"]],
            "tables": [StoredTable(**table) for table in said["tables"]],
            "sequences": [Sequence(**sequence) for sequence in said["sequences"]],
        }
    )


def _whole_or_foreign(path: Path) -> RuleBroken:
    """A file that begins like a backup has lost its end; any other is none."""
    with open(path, "rb") as file:
        begins = file.read(64)
    if begins.startswith(b"PK\x03\x04") and b"README.txt" in begins:
        return RuleBroken(
            _("{path} is incomplete: its end is missing. Nothing was restored.").format(path=path)
        )
    return not_a_backup(path)


def _drop_left_overs(path: Path) -> None:
    """Remove what a killed backup to the same place has left."""
    for partial in path.parent.glob(f".{path.name}.*.partial"):
        process = partial.name.removesuffix(".partial").rpartition(".")[2]
        if not Path("/proc", process).exists():
            partial.unlink(missing_ok=True)


def _sync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
