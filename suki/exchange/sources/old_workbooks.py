"""What must be known of an old workbook (.xls): its password, its first day, and the error cells that readers leave out."""

from __future__ import annotations

import codecs
import struct
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation import gettext as _

from suki.exchange.problems import refuse
from suki.exchange.sources.findings import Findings

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
}  # fmt: skip

_BEGIN, _END, _SHEET, _PASSWORD, _FIRST_DAY, _CODE_PAGE = 0x809, 0x0A, 0x85, 0x2F, 0x22, 0x42
_FORMULA, _BOOLEAN_OR_ERROR = 0x06, 0x205
_SHEETS_OF_CELLS = 0
_NEWEST = 0x600
_NO_SECTOR = 0xFFFFFFFA


def look_into_xls(path: Path, label: str) -> Findings:
    """What calamine keeps to itself; where the file is too damaged to tell, calamine says so too."""
    findings = Findings()
    try:
        stream = _workbook_stream(path.read_bytes())
        sheets = _globals(stream, findings, label)
        for name, start in sheets:
            findings.errors[name] = list(_errors(stream, start))
    except (struct.error, IndexError, LookupError, UnicodeDecodeError):
        return findings
    return findings


def _globals(stream: bytes, findings: Findings, label: str) -> list[tuple[str, int]]:
    """The sheets and where each begins; the first day is noted on the way."""
    sheets: list[tuple[str, int]] = []
    version, encoding = _NEWEST, "cp1252"
    for kind, content in _records(stream, 0):
        if kind == _BEGIN:
            (version,) = struct.unpack_from("<H", content)
        elif kind == _PASSWORD:
            raise refuse(label, _("this workbook is protected by a password; save it without one."))
        elif kind == _FIRST_DAY:
            findings.counts_from_1904 = content[:1] == b"\x01"
        elif kind == _CODE_PAGE:
            encoding = _encoding(*struct.unpack_from("<H", content))
        elif kind == _SHEET and content[5] == _SHEETS_OF_CELLS:
            (start,) = struct.unpack_from("<I", content)
            sheets.append((_name(content, version, encoding), start))
    return sheets


def _encoding(code_page: int) -> str:
    try:
        return codecs.lookup(f"cp{code_page}").name
    except LookupError:
        return "cp1252"


def _name(content: bytes, version: int, encoding: str) -> str:
    length = content[6]
    if version < _NEWEST:
        return content[7 : 7 + length].decode(encoding, "replace")
    if content[7] & 1:
        return content[8 : 8 + 2 * length].decode("utf-16-le", "replace")
    return content[8 : 8 + length].decode("latin-1")


def _errors(stream: bytes, start: int) -> Iterator[tuple[int, int, str]]:
    """The cells that show an error, entered or worked out: row and column from 0, and the error."""
    for kind, content in _records(stream, start):
        code = None
        if kind == _BOOLEAN_OR_ERROR and content[7]:
            code = content[6]
        elif kind == _FORMULA and content[6] == 2 and content[12:14] == b"\xff\xff":
            code = content[8]
        if code is not None:
            row, column = struct.unpack_from("<HH", content)
            yield row, column, ERRORS.get(code, "#ERROR")


def _records(stream: bytes, start: int) -> Iterator[tuple[int, bytes]]:
    """The records from a beginning to its end; what is embedded between, such as a chart, is passed over."""
    position, depth = start, 0
    while position + 4 <= len(stream):
        kind, length = struct.unpack_from("<HH", stream, position)
        depth += (kind == _BEGIN) - (kind == _END)
        if depth <= 0:
            return
        if depth == 1:
            yield kind, stream[position + 4 : position + 4 + length]
        position += 4 + length


def _workbook_stream(content: bytes) -> bytes:
    """The stream of that name in the compound file that an old workbook is."""
    compound = _Compound(content)
    for name in ("Workbook", "Book"):
        if name in compound.entries:
            return compound.read(*compound.entries[name])
    raise LookupError(name)


class _Compound:
    """A compound file: sectors chained by a table, small streams inside the root's stream."""

    def __init__(self, content: bytes) -> None:
        self.content = content
        self.size = 1 << struct.unpack_from("<H", content, 30)[0]
        self.small_size = 1 << struct.unpack_from("<H", content, 32)[0]
        directory, self.small_until, first_small = struct.unpack_from("<I4xII", content, 48)
        more, number_of_more = struct.unpack_from("<II", content, 68)
        tables = list(struct.unpack_from("<109I", content, 76))
        for _number in range(number_of_more):
            listed = self._numbers(self._sector(more))
            tables += listed[:-1]
            more = listed[-1]
        self.next: list[int] = []
        for sector in tables:
            if sector < _NO_SECTOR:
                self.next += self._numbers(self._sector(sector))
        self.next_small = self._numbers(self._chain(first_small))
        self.entries: dict[str, tuple[int, int]] = {}
        entries = self._chain(directory)
        root = struct.unpack_from("<II", entries, 116)
        for position in range(128, len(entries), 128):
            (length,) = struct.unpack_from("<H", entries, position + 64)
            name = entries[position : position + max(length - 2, 0)].decode("utf-16-le")
            self.entries.setdefault(name, struct.unpack_from("<II", entries, position + 116))
        self.small = self._chain(root[0])

    def read(self, first: int, size: int) -> bytes:
        if size >= self.small_until:
            return self._chain(first)[:size]
        parts = []
        for sector in self._walk(first, self.next_small):
            parts.append(self.small[sector * self.small_size : (sector + 1) * self.small_size])
        return b"".join(parts)[:size]

    def _chain(self, first: int) -> bytes:
        return b"".join(self._sector(sector) for sector in self._walk(first, self.next))

    def _walk(self, sector: int, following: list[int]) -> Iterator[int]:
        for _step in range(len(following)):
            if sector >= _NO_SECTOR:
                return
            yield sector
            sector = following[sector]

    def _sector(self, number: int) -> bytes:
        return self.content[(number + 1) * self.size : (number + 2) * self.size]

    @staticmethod
    def _numbers(content: bytes) -> list[int]:
        return list(struct.unpack(f"<{len(content) // 4}I", content[: len(content) // 4 * 4]))
