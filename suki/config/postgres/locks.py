"""Who uses a database, and who keeps it: two lock files that the kernel clears when their holder dies."""

import fcntl
import os
import struct
import sys
from pathlib import Path

_IS_MAC = sys.platform == "darwin"
_FLOCK = "qqihh" if _IS_MAC else "hhqqi4x"  # struct flock; Linux has type and whence first, a Mac last


class ClientLock:
    """Held shared by everyone who uses the database; whoever gets it alone may stop the database."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)

    def try_shared(self) -> bool:
        return self._try(fcntl.LOCK_SH)

    def try_alone(self) -> bool:
        """Become the only holder. When it fails a shared lock that was held is gone too."""
        return self._try(fcntl.LOCK_EX)

    def close(self) -> None:
        if self._file >= 0:
            fcntl.flock(self._file, fcntl.LOCK_UN)
            os.close(self._file)
            self._file = -1

    def _try(self, kind: int) -> bool:
        try:
            fcntl.flock(self._file, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def take_supervisor_lock(path: Path) -> bool:
    """Become the one supervisor of a data folder until this process ends."""
    file = os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC | os.O_NOFOLLOW, 0o600)
    try:
        fcntl.lockf(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        os.close(file)
        return False
    return True  # the file stays open: closing it would release the lock


def supervisor_of(path: Path) -> int | None:
    """The process that keeps the database, 0 when it is out of our sight (another container), None for nobody."""
    try:
        file = os.open(path, os.O_RDWR | os.O_CLOEXEC | os.O_NOFOLLOW)
    except FileNotFoundError:
        return None
    try:
        answer = fcntl.fcntl(file, fcntl.F_GETLK, _question())
    finally:
        os.close(file)
    fields = struct.unpack(_FLOCK, answer)
    kind, process = (fields[3], fields[2]) if _IS_MAC else (fields[0], fields[4])
    return None if kind == fcntl.F_UNLCK else max(process, 0)


def _question() -> bytes:
    kind, whence, start, length, process = fcntl.F_WRLCK, os.SEEK_SET, 0, 0, 0
    if _IS_MAC:
        return struct.pack(_FLOCK, start, length, process, kind, whence)
    return struct.pack(_FLOCK, kind, whence, start, length, process)
