"""The one-time code that proves that a first visitor belongs to whoever started Suki."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Final

from django.conf import settings
from django.utils.crypto import constant_time_compare

from suki.base.models import User

_SIGNS: Final = "ABCDEFGHJKMNPQRSTUVWXYZ23456789"
_LENGTH: Final = 10


def is_open() -> bool:
    """Whether nobody can sign in yet, so that the house waits for its first run."""
    return not User.objects.exists()


def present_code() -> str:
    """The code of this house, made where there is none yet; empty once somebody can sign in."""
    if not is_open():
        forget_code()
        return ""
    kept = _kept()
    if not kept:
        kept = "".join(secrets.choice(_SIGNS) for _ in range(_LENGTH))
        _file().parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(_file(), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(kept)
    return f"{kept[:5]}-{kept[5:]}"


def is_right(typed: str) -> bool:
    """Whether somebody knows the code, however they write it."""
    kept = _kept()
    given = "".join(sign for sign in typed.upper() if sign in _SIGNS)
    return bool(kept) and constant_time_compare(given, kept)


def forget_code() -> None:
    """The code is spent."""
    _file().unlink(missing_ok=True)


def _kept() -> str:
    try:
        return _file().read_text(encoding="ascii").strip()
    except FileNotFoundError:
        return ""


def _file() -> Path:
    return Path(settings.DATA) / "first-run.code"
