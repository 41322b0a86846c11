"""A PNG with a palette instead of true colours, in plain Python: pictures of screens shrink to less than half."""

from __future__ import annotations

import struct
import zlib
from collections import Counter

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
COLOURS, COLOURFUL = 256, 80
"""Of the palette so many places are kept for what is neither grey nor nearly so: an accent is small, but it is seen."""


def with_palette(png: bytes) -> bytes:
    """The same picture in its most frequent colours; a rare one becomes the nearest of them."""
    width, height, channels, data = _opened(png)
    rows = _unfiltered(data, width * channels, channels)
    pixels = [
        [row[at : at + 3] for at in range(0, len(row), channels)] for row in (bytes(row) for row in rows)
    ]
    counted = Counter(colour for row in pixels for colour in row)
    bright = [colour for colour, _times in counted.most_common() if max(colour) - min(colour) > 48][
        :COLOURFUL
    ]
    palette = list(dict.fromkeys([*bright, *(colour for colour, _times in counted.most_common())]))[:COLOURS]
    places = {colour: place for place, colour in enumerate(palette)}
    for colour in counted:
        if colour not in places:
            places[colour] = min(range(len(palette)), key=lambda place: _distance(palette[place], colour))
    raw = b"".join(b"\0" + bytes(places[colour] for colour in row) for row in pixels)
    head = struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(raw, 9)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, body) for name, body in chunks)


def _opened(png: bytes) -> tuple[int, int, int, bytes]:
    """Width, height, bytes of a pixel, and the filtered rows."""
    at, body, head = len(_SIGNATURE), b"", b""
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        content = png[at + 8 : at + 8 + length]
        head, body = (content, body) if name == b"IHDR" else (head, body + content * (name == b"IDAT"))
        at += length + 12
    width, height, depth, kind = struct.unpack(">IIBB", head[:10])
    if depth != 8 or kind not in (2, 6):
        raise ValueError("only pictures in true colours of 8 bits are read")
    return width, height, 3 if kind == 2 else 4, zlib.decompress(body)


def _unfiltered(data: bytes, length: int, step: int) -> list[bytearray]:
    rows: list[bytearray] = []
    above = bytearray(length)
    for start in range(0, len(data), length + 1):
        row = bytearray(data[start + 1 : start + 1 + length])
        _undo(data[start], row, above, step)
        rows.append(row)
        above = row
    return rows


def _undo(filtered: int, row: bytearray, above: bytearray, step: int) -> None:
    """Put back what the encoder took off: nothing, the left, the upper, the mean, or the nearest of three."""
    if filtered == 2:
        row[:] = bytes((mine + up) & 255 for mine, up in zip(row, above))
        return
    for at in range(len(row) if filtered else 0):
        left = row[at - step] if at >= step else 0
        up, corner = above[at], above[at - step] if at >= step else 0
        if filtered == 1:
            row[at] = (row[at] + left) & 255
        elif filtered == 3:
            row[at] = (row[at] + (left + up) // 2) & 255
        else:
            row[at] = (row[at] + _nearest(left, up, corner)) & 255


def _nearest(left: int, up: int, corner: int) -> int:
    guess = left + up - corner
    to_left, to_up, to_corner = abs(guess - left), abs(guess - up), abs(guess - corner)
    if to_left <= to_up and to_left <= to_corner:
        return left
    return up if to_up <= to_corner else corner


def _distance(one: bytes, other: bytes) -> int:
    return sum((a - b) ** 2 for a, b in zip(one, other))


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
