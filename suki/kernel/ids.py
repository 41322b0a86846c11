"""Identifiers that rows may bring along or are given: UUID version 7, so that they sort by the time they were made."""

from __future__ import annotations

import os
import threading
import time
from uuid import UUID

_RANDOM_BITS = 74
_STEP_BYTES = 4

_lock = threading.Lock()
_last = (0, 0)


def uuid7() -> UUID:
    """A new identifier, later than every one this process made before, whatever the clock does."""
    global _last
    with _lock:
        moment, tail = _last
        now = time.time_ns() // 1_000_000
        if now > moment:
            moment, tail = now, _fresh_tail()
        else:
            tail += 1 + int.from_bytes(os.urandom(_STEP_BYTES), "big")
        if tail >> _RANDOM_BITS:
            moment, tail = moment + 1, _fresh_tail()
        _last = (moment, tail)
    return _assembled(moment, tail)


def _fresh_tail() -> int:
    """Random bits with the highest left clear, so that there is room to count up within one millisecond."""
    return int.from_bytes(os.urandom(10), "big") >> (80 - _RANDOM_BITS + 1)


def _assembled(moment: int, tail: int) -> UUID:
    high, low = tail >> 62, tail & ((1 << 62) - 1)
    return UUID(int=(moment & ((1 << 48) - 1)) << 80 | 0x7 << 76 | high << 64 | 0b10 << 62 | low)


def _forget() -> None:
    """A forked child must not count on from where its parent stands."""
    global _last, _lock
    _last, _lock = (0, 0), threading.Lock()


os.register_at_fork(after_in_child=_forget)
