"""Styles, scripts and icons: one address per version, so that browsers keep them for ever and never show old ones."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from pathlib import Path

STATIC = Path(__file__).resolve().parent / "static"

_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_IMPORT = re.compile(r'@import "(?P<file>[^"]+)" layer\((?P<layer>[a-z]+)\);')


@cache
def static_version() -> str:
    """A short name for the present content of all static files; it changes when any of them does."""
    digest = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            digest.update(path.relative_to(STATIC).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:10]


def joined_stylesheet() -> str:
    """All style sheets as one: `suki.css` lists them, each stays a file of its own, browsers fetch a single one."""
    listing = (STATIC / "css" / "suki.css").read_text(encoding="utf-8")
    return _tight(_IMPORT.sub(_inlined, _COMMENT.sub("", listing)))


@cache
def kept_stylesheet() -> str:
    """The joined sheet of a running installation, made once per process."""
    return joined_stylesheet()


def _inlined(found: re.Match[str]) -> str:
    content = (STATIC / "css" / found["file"]).read_text(encoding="utf-8")
    return f"@layer {found['layer']} {{{_COMMENT.sub('', content)}}}"


def _tight(css: str) -> str:
    """Without the white space that only the reader of the files needs."""
    return re.sub(r"\s*([{};])\s*", r"\1", re.sub(r"\s+", " ", css)).strip()
