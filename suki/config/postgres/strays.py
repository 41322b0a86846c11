"""PostgreSQL processes that outlived the supervisor that started them."""

import os
import signal
import time
from pathlib import Path

from suki.config.postgres.places import SOCKET_NAME, Places
from suki.config.postgres.trouble import DatabaseUnavailable

MARK = "cluster_name=suki"
_LEAVE_ON_THEIR_OWN = 1.0
_PATIENCE_WITH_SHUTDOWN = 60.0
_PATIENCE_WITH_QUIT = 5.0


def server_processes(cluster: Path) -> list[int]:
    """Every PostgreSQL process that works in this cluster's folder (or one that is being made)."""
    return [int(entry) for entry in os.listdir("/proc") if entry.isdigit() and _works_in(entry, cluster)]


def end_strays(places: Places) -> None:
    """Wait until nothing of an earlier start is left, helping along what does not leave by itself.

    Only the one supervisor calls this, so whatever it finds has lost its own. An immediate stop loses nothing
    that was acknowledged: the next start recovers it from the write-ahead log.
    """
    if not os.path.isdir("/proc/self"):
        return
    postmaster = _postmaster(places)
    if postmaster and not _is_ours(postmaster):
        raise DatabaseUnavailable(
            f"A PostgreSQL server that Suki did not start (process {postmaster}) runs on {places.cluster}:"
            " stop it first."
        )
    patience = _PATIENCE_WITH_SHUTDOWN if postmaster else _LEAVE_ON_THEIR_OWN
    if postmaster:
        _send(postmaster, signal.SIGINT)
    if _all_gone(places.cluster, patience):
        return
    for step in (signal.SIGQUIT, signal.SIGKILL, signal.SIGKILL):
        for process in server_processes(places.cluster):
            _send(process, step)
        if _all_gone(places.cluster, _PATIENCE_WITH_QUIT):
            return
    raise DatabaseUnavailable(
        f"PostgreSQL processes {server_processes(places.cluster)} still use {places.cluster} and cannot be ended."
    )


def remove_stale_marks(places: Places, socket_folder: Path) -> None:
    """Remove process and socket files of a server that is gone: their process number may be someone else's by now."""
    (places.cluster / "postmaster.pid").unlink(missing_ok=True)
    for name in (SOCKET_NAME, f"{SOCKET_NAME}.lock"):
        (socket_folder / name).unlink(missing_ok=True)


def _works_in(process: str, cluster: Path) -> bool:
    try:
        folder = os.readlink(f"/proc/{process}/cwd").removesuffix(" (deleted)")
        if folder != str(cluster) and not folder.startswith(f"{cluster}.new-"):
            return False
        program = os.readlink(f"/proc/{process}/exe").removesuffix(" (deleted)")
    except OSError:
        return False
    return os.path.basename(program) == "postgres" and _is_alive(process)


def _is_alive(process: str) -> bool:
    try:
        with open(f"/proc/{process}/stat", "rb") as file:
            return file.read().rpartition(b") ")[2][:1] not in (b"Z", b"X")
    except OSError:
        return False


def _postmaster(places: Places) -> int:
    try:
        process = int((places.cluster / "postmaster.pid").read_text().splitlines()[0])
    except (OSError, ValueError, IndexError):
        return 0
    return process if _works_in(str(process), places.cluster) else 0


def _is_ours(process: int) -> bool:
    try:
        with open(f"/proc/{process}/cmdline", "rb") as file:
            words = file.read().split(b"\0")
    except OSError:
        return True
    return MARK.encode() in words or words == [b""]  # a process that is just ending has no words any more


def _send(process: int, number: signal.Signals) -> None:
    try:
        os.kill(process, number)
    except ProcessLookupError:
        pass


def _all_gone(cluster: Path, patience: float) -> bool:
    end = time.monotonic() + patience
    while server_processes(cluster):
        if time.monotonic() > end:
            return False
        time.sleep(0.01)
    return True
