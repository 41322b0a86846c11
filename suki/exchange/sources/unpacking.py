"""What must be known of a workbook before anything reads it: its size unpacked, its error cells, its first day."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from xml.etree import ElementTree as ET

from django.utils.translation import gettext as _

from suki.exchange import limits
from suki.exchange.problems import refuse
from suki.exchange.sources.findings import Findings

CHUNK = 1 << 20
OVERLAP = 4096
LARGEST_INDEX = 8 * limits.MEBIBYTE

_ERROR_CELL = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"[^>]*>((?:(?!</(?:\w+:)?c>).){0,4000}?)<(?:\w+:)?v>(#[^<]{1,20})</',
    re.S,
)
_IS_ERROR = re.compile(rb'\bt="e"')


def look_into_zip(path: Path, label: str) -> Findings:
    """Unpack everything once, counting, and note what calamine keeps to itself."""
    findings = Findings()
    with zipfile.ZipFile(path) as archive:
        members = archive.infolist()
        if any(member.flag_bits & 1 for member in members):
            raise refuse(label, _("this workbook is protected by a password; save it without one."))
        _refuse_bomb(sum(member.file_size for member in members), path, label)
        index = _Index(archive)
        findings.counts_from_1904 = index.counts_from_1904
        unpacked = 0
        for member in members:
            sheet = index.sheets.get(member.filename)
            cells = findings.errors.setdefault(sheet, []) if sheet is not None else None
            for chunk in _chunks(archive, member):
                unpacked += len(chunk)
                _refuse_bomb(unpacked, path, label)
                if cells is not None and b't="e"' in chunk:
                    _note_errors(chunk, cells)
    return findings


class _Index:
    """Which member of an xlsx holds which sheet."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self.counts_from_1904 = False
        self.sheets: dict[str, str] = {}
        workbook = self._xml(archive, "xl/workbook.xml")
        relations = self._xml(archive, "xl/_rels/workbook.xml.rels")
        if workbook is None or relations is None:
            return
        targets = {node.get("Id"): node.get("Target") or "" for node in relations.iter()}
        for node in workbook.iter():
            if node.tag.endswith("}workbookPr") and node.get("date1904") in ("1", "true"):
                self.counts_from_1904 = True
            if node.tag.endswith("}sheet"):
                relation = next((node.get(key) for key in node.attrib if key.endswith("}id")), None)
                target = targets.get(relation, "")
                member = target.lstrip("/") if target.startswith("/") else str(PurePosixPath("xl") / target)
                self.sheets[member] = node.get("name") or ""

    def _xml(self, archive: zipfile.ZipFile, name: str) -> ET.Element | None:
        try:
            with archive.open(name) as file:
                content = file.read(LARGEST_INDEX)
        except KeyError:
            return None
        if b"<!DOCTYPE" in content or b"<!ENTITY" in content:
            return None
        try:
            return ET.fromstring(content)
        except ET.ParseError:
            return None


def _chunks(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Iterator[bytes]:
    """The member's content; each piece begins with the end of the one before, so that no cell is cut."""
    tail = b""
    with archive.open(member) as file:
        while chunk := file.read(CHUNK):
            joint = tail + chunk
            cut = joint.rfind(b"<c ", max(0, len(joint) - OVERLAP))
            cut = len(joint) if cut < 0 else cut
            yield joint[:cut]
            tail = joint[cut:]
    if tail:
        yield tail


def _note_errors(chunk: bytes, cells: list[tuple[int, int, str]]) -> None:
    for found in _ERROR_CELL.finditer(chunk):
        if _IS_ERROR.search(found.group(0)[: found.group(0).index(b">")]):
            column = 0
            for letter in found.group(1):
                column = column * 26 + letter - 64
            cells.append((int(found.group(2)) - 1, column - 1, found.group(4).decode()))


def _refuse_bomb(unpacked: int, path: Path, label: str) -> None:
    if unpacked > limits.LARGEST_WORKBOOK or limits.is_bomb(path.stat().st_size, unpacked):
        raise refuse(
            label,
            _("this workbook unpacks to {size} MiB or more; it is taken for a bomb and not read.").format(
                size=unpacked // limits.MEBIBYTE
            ),
        )
