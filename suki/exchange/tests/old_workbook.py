"""The smallest old workbook (.xls) that readers take: one sheet of texts, numbers and errors in a compound file."""

from __future__ import annotations

import struct

ERROR_CODES = {"#DIV/0!": 0x07, "#REF!": 0x17}
_FREE, _LAST, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


def old_workbook(
    rows: list[list[str | float]], *, name: str = "Liste", counts_from_1904: bool = False
) -> bytes:
    """The bytes of the workbook; texts such as “#REF!” become cells that show this error."""
    before = _begin(5) + _record(0x22, struct.pack("<H", counts_from_1904))
    entry = struct.pack("<BBBB", 0, 0, len(name), 0) + name.encode("latin-1")
    start = len(before) + 4 + 4 + len(entry) + 4
    cells = b"".join(_cell(i, j, value) for i, row in enumerate(rows) for j, value in enumerate(row))
    sheet = _begin(0x10) + cells + _record(0x0A, b"")
    stream = before + _record(0x85, struct.pack("<I", start) + entry) + _record(0x0A, b"") + sheet
    return _compound(stream)


def _record(kind: int, content: bytes) -> bytes:
    return struct.pack("<HH", kind, len(content)) + content


def _begin(kind: int) -> bytes:
    return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))


def _cell(row: int, column: int, value: str | float) -> bytes:
    at = struct.pack("<HHH", row, column, 0)
    if value in ERROR_CODES:
        return _record(0x205, at + bytes([ERROR_CODES[str(value)], 1]))
    if isinstance(value, str):
        return _record(0x204, at + struct.pack("<HB", len(value), 0) + value.encode("latin-1"))
    return _record(0x203, at + struct.pack("<d", value))


def _compound(stream: bytes) -> bytes:
    """One table sector, one directory sector, and the stream behind them."""
    stream = stream.ljust(max(4096, -(-len(stream) // 512) * 512), b"\0")
    last = 1 + len(stream) // 512
    chain = [_TABLE, _LAST, *range(3, last + 1), _LAST]
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6)
    header += bytes(10) + struct.pack("<IIIIIIIII", 1, 1, 0, 4096, _LAST, 0, _LAST, 0, 0)
    directory = _entry("Root Entry", 5, 1, _LAST, 0) + _entry("Workbook", 2, _FREE, 2, len(stream))
    table = struct.pack(f"<{len(chain)}I", *chain)
    return header.ljust(512, b"\xff") + table.ljust(512, b"\xff") + directory.ljust(512, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    letters = name.encode("utf-16-le")
    entry = letters.ljust(64, b"\0") + struct.pack("<HBBIII", len(letters) + 2, kind, 1, _FREE, _FREE, child)
    return entry + bytes(36) + struct.pack("<II", start, size) + bytes(4)
