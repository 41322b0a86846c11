"""The processes that `suki up` keeps: started again when they die, and never left behind."""

import ctypes
import multiprocessing
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_HOME = str(Path(__file__).resolve().parents[2])
_SET_PARENT_DEATH_SIGNAL = 1
_PATIENCE_WITH_STOP = 10.0
_QUICK_DEATH = 5.0
_LONGEST_PAUSE = 30.0


class Child:
    """One such process."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self.command = list(command)
        self._bind = binding_to_parent()
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        self._pause = 0.0

    def start(self) -> None:
        self._started_at = time.monotonic()
        self._process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=self._bind,
            env={
                **os.environ,
                "PYTHONPATH": os.pathsep.join(filter(None, (_HOME, os.environ.get("PYTHONPATH")))),
            },
        )

    def keep(self) -> str | None:
        """Start it again should it have died, slower each time that it dies at once; what happened, if anything."""
        if self._process is None:
            if time.monotonic() >= self._started_at + self._pause:
                self.start()
            return None
        status = self._process.poll()
        if status is None:
            return None
        lived = time.monotonic() - self._started_at
        self._pause = min(max(1.0, self._pause * 2), _LONGEST_PAUSE) if lived < _QUICK_DEATH else 0.0
        self._started_at = time.monotonic()
        self._process = None
        return f"The {self.name} ended (status {status}); it is started again."

    def is_alive(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def ask_to_stop(self) -> None:
        if self.is_alive():
            assert self._process
            self._process.terminate()

    def wait_or_kill(self, until: float) -> None:
        if self._process is None:
            return
        try:
            self._process.wait(max(0.0, until - time.monotonic()))
        except subprocess.TimeoutExpired:
            _kill_group(self._process.pid)
            self._process.wait()


def stop_all(children: Sequence[Child]) -> None:
    """Ask all to stop, and end those that do not."""
    for child in children:
        child.ask_to_stop()
    until = time.monotonic() + _PATIENCE_WITH_STOP
    for child in children:
        child.wait_or_kill(until)


def binding_to_parent() -> Callable[[], None]:
    """What a child runs before its program so that it ends with this process, however that ends.

    It ends at once: nobody would be left to help along a child that takes its time to stop.
    """
    parent = os.getpid()
    library = ctypes.CDLL(None) if sys.platform == "linux" else None

    def bind() -> None:
        if library:
            library.prctl(_SET_PARENT_DEATH_SIGNAL, int(signal.SIGKILL), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)

    return bind


def end_with_parent() -> None:
    """Bind this very process to the one that started it; leave at once where that one is gone already."""
    parent = multiprocessing.parent_process()
    if sys.platform != "linux" or parent is None:
        return
    ctypes.CDLL(None).prctl(_SET_PARENT_DEATH_SIGNAL, int(signal.SIGKILL), 0, 0, 0)
    if os.getppid() != parent.pid:
        os._exit(1)


def _kill_group(process: int) -> None:
    try:
        os.killpg(process, signal.SIGKILL)
    except ProcessLookupError:
        pass
