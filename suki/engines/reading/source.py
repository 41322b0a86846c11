"""Text from a file or from standard input, or the sentence that says why there is none."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import BinaryIO

from suki.kernel.errors import BadInput, Problem

STANDARD_INPUT = "-"

_WORKBOOK_MARKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")


def text_of(name: str, *, expected: str, most_bytes: int) -> str:
    """The whole text of a file, or of standard input for ``-``; ``expected`` names it, as "a CSV file"."""
    content = _content_of(name, expected, most_bytes)
    if content.startswith(_WORKBOOK_MARKS):
        raise _refused(
            f"{name}:1:1", f"this is a workbook or a zip archive; expected {expected}, saved as UTF-8 text"
        )
    if content.startswith(_UTF16_MARKS):
        raise _refused(f"{name}:1:1", "the text is encoded as UTF-16; expected UTF-8")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _refused(_place(name, content, error.start), _undecodable(content[error.start])) from None
    if "\x00" in text:
        place = _place(name, content, content.index(b"\x00"))
        raise _refused(place, f"a null byte, so this is not text; expected {expected}")
    return text


def _content_of(name: str, expected: str, most_bytes: int) -> bytes:
    try:
        if name == STANDARD_INPUT:
            return _read(name, sys.stdin.buffer, most_bytes, expected)
        with Path(name).open("rb") as file:
            return _read(name, file, most_bytes, expected)
    except FileNotFoundError:
        raise _refused(name, f"there is no such file; expected {expected}") from None
    except IsADirectoryError:
        raise _refused(name, f"this is a directory; expected {expected}") from None
    except PermissionError:
        raise _refused(name, f"this file may not be read by you; expected {expected}") from None
    except (OSError, ValueError) as error:
        raise _refused(name, f"this file cannot be read ({error}); expected {expected}") from None


def _read(name: str, file: BinaryIO, most_bytes: int, expected: str) -> bytes:
    content = file.read(most_bytes + 1)
    if len(content) > most_bytes:
        raise _refused(name, f"this is too large; expected {expected} of at most {most_bytes:,} bytes")
    return content


def _place(name: str, content: bytes, position: int) -> str:
    before, line_end = content[:position], b"\n"
    return f"{name}:{before.count(line_end) + 1}:{position - before.rfind(line_end)}"


def _undecodable(byte: int) -> str:
    return f"byte 0x{byte:02X} is not UTF-8; expected text saved as UTF-8"


def _refused(where: str, what: str) -> BadInput:
    return BadInput([Problem(where, what)])
