"""The text inside a file: unpacked within limits and decoded for certain, never by guessing."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from django.utils.translation import gettext as _

from suki.exchange import limits
from suki.exchange.problems import BadFiles, refuse

CHUNK = 1 << 20

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)


@dataclass(frozen=True)
class Text:
    """A file known to be readable UTF-8 text."""

    path: Path
    has_blank_lines: bool
    has_odd_line_ends: bool
    is_empty: bool


def plain_text(path: Path, *, name: str, encoding: str | None, into: Path) -> Text:
    """The file as UTF-8 without mark: itself where it already is, else a copy at `into`."""
    with path.open("rb") as raw:
        packed = raw.read(2) == b"\x1f\x8b"
    start = _first_bytes(path, packed, name)
    mark, encoding = _encoding(start, encoding, name)
    is_plain = not packed and not mark and encoding == "utf-8"
    seen = _Seen()
    if is_plain:
        for chunk in _decoded(path, packed, mark, encoding, name):
            seen.look(chunk)
        return seen.text(path)
    with into.open("wb") as copy:
        for chunk in _decoded(path, packed, mark, encoding, name):
            seen.look(chunk)
            copy.write(chunk)
    return seen.text(into)


class _Seen:
    """What the careful reader must know about a text, gathered in passing."""

    def __init__(self) -> None:
        self.tail = b"\n"
        self.blank = self.odd = False
        self.size = 0

    def look(self, chunk: bytes) -> None:
        if not chunk:
            return
        joint = self.tail + chunk
        self.blank = self.blank or b"\n\n" in joint or b"\n\r\n" in joint
        returns = joint.count(b"\r", 0, -1)
        self.odd = self.odd or (returns > 0 and returns != joint.count(b"\r\n"))
        self.size += len(chunk)
        self.tail = joint[-2:]

    def text(self, path: Path) -> Text:
        return Text(path, self.blank, self.odd, self.size == 0)


def _first_bytes(path: Path, packed: bool, name: str) -> bytes:
    try:
        with _open(path, packed) as file:
            return file.read(4096)
    except (OSError, EOFError, zlib.error):
        raise _damaged(name) from None


def _encoding(start: bytes, declared: str | None, name: str) -> tuple[bytes, str]:
    """The byte order mark and the encoding of a text; what is declared counts, but a mark counts more."""
    for mark, encoding in _MARKS:
        if start.startswith(mark):
            return mark, encoding
    if declared:
        try:
            return b"", _text_encoding(declared)
        except LookupError:
            raise refuse(name, _("“{encoding}” is no encoding.").format(encoding=declared)) from None
    if start.count(0) > len(start) // 4:
        guess = "utf-16-le" if start[1::2].count(0) > start[::2].count(0) else "utf-16-be"
        raise refuse(
            name,
            _(
                "this looks like UTF-16 without its mark; declare “encoding: {encoding}” for this file."
            ).format(encoding=guess),
        )
    return b"", "utf-8"


def _text_encoding(declared: str) -> str:
    """The encoding's own name; codecs that turn no bytes into text, such as base64, are none."""
    io.TextIOWrapper(io.BytesIO(), encoding=declared).close()
    return codecs.lookup(declared).name


def _decoded(path: Path, packed: bool, mark: bytes, encoding: str, name: str) -> Iterator[bytes]:
    """The text in UTF-8, piece by piece."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    position = lines = 0
    try:
        with _open(path, packed) as file:
            file.read(len(mark))
            while True:
                chunk = file.read(CHUNK)
                position += len(chunk)
                _refuse_bomb(path, position, packed, name)
                held = len(cast(bytes, decoder.getstate()[0]))
                try:
                    text = decoder.decode(chunk, final=not chunk)
                except UnicodeDecodeError as error:
                    offset = position - len(chunk) - held + error.start + len(mark)
                    line = lines + chunk[: max(0, error.start - held)].count(b"\n") + 1
                    raise _undecodable(name, encoding, error, offset, line) from None
                except UnicodeError as error:
                    raise refuse(
                        name, _("not {encoding}: {reason}.").format(encoding=encoding.upper(), reason=error)
                    ) from None
                if "\0" in text:
                    line = lines + text[: text.index("\0")].count("\n") + 1
                    raise refuse(
                        name, _("a NUL sign stands in line {line}; this is not plain text.").format(line=line)
                    )
                yield chunk if encoding == "utf-8" else text.encode()
                lines += text.count("\n")
                if not chunk:
                    return
    except (OSError, EOFError, zlib.error):
        raise _damaged(name) from None


def _undecodable(name: str, encoding: str, error: UnicodeDecodeError, offset: int, line: int) -> BadFiles:
    at_fault = bytes(error.object[error.start : error.start + 1])
    sentence = _("not {encoding}: byte 0x{byte} at position {offset} (line {line}).").format(
        encoding=encoding.upper(), byte=at_fault.hex().upper(), offset=offset, line=line
    )
    if encoding == "utf-8":
        sentence += " " + _(
            "Save it as UTF-8, or declare its encoding in the recipe, such as “encoding: cp1252” for Western Windows."
        )
    return refuse(name, sentence, row=line)


def _refuse_bomb(path: Path, unpacked: int, packed: bool, name: str) -> None:
    too_much = unpacked > limits.LARGEST_TEXT
    if too_much or (packed and limits.is_bomb(path.stat().st_size, unpacked)):
        raise refuse(
            name,
            _("this file unpacks to more than {size} MiB; it is taken for a bomb and not read.").format(
                size=unpacked // limits.MEBIBYTE
            ),
        )


def _open(path: Path, packed: bool) -> BinaryIO:
    return cast(BinaryIO, gzip.open(path, "rb")) if packed else path.open("rb")


def _damaged(name: str) -> BadFiles:
    return refuse(name, _("this file is damaged or cut off and cannot be unpacked."))
