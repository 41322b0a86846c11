"""The process that keeps one database: PostgreSQL's parent, and the one who stops it.

It holds the supervisor lock of its data folder, starts PostgreSQL bound to its own life, starts it again should it
die, and stops it when no client holds the clients lock any more. It runs detached from whoever started it.
"""

import ctypes
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

from suki.config.postgres.account import Account, account_for, make_reachable
from suki.config.postgres.binaries import binaries, readable_binaries
from suki.config.postgres.cluster import (
    adopt_cluster,
    check_cluster,
    make_cluster,
    publish,
    remove_unfinished,
    server_environment,
    write_settings,
)
from suki.config.postgres.locks import ClientLock, take_supervisor_lock
from suki.config.postgres.places import Places
from suki.config.postgres.strays import MARK, end_strays, remove_stale_marks
from suki.config.postgres.trouble import DatabaseUnavailable

_SET_PARENT_DEATH_SIGNAL = 1
_WATCHED = {signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGHUP}
_STOPS = {signal.SIGTERM, signal.SIGINT}
_LOOK_WHILE_STARTING = 0.01
_LOOK_FOR_CLIENTS = 0.25
_PATIENCE_WITH_SHUTDOWN = 120.0
_PATIENCE_WITH_QUIT = 10.0
_RESTARTS_WITHOUT_SUCCESS = 5


class Supervisor:
    """One database from its start to its stop."""

    def __init__(self, places: Places, changes: Mapping[str, str], report: Callable[[str], None]) -> None:
        self.places = places
        self.changes = changes
        self.report = report
        self.clients = ClientLock(places.clients_lock)
        self.server: subprocess.Popen[bytes] | None = None
        self.must_stop = False
        self.was_ready = False

    def prepare(self) -> None:
        """Bring the data folder into a state that PostgreSQL can start from."""
        self.places.ready.unlink(missing_ok=True)
        self.account = account_for(self.places.cluster)
        make_reachable(self.account, self.places.data, is_ours=self._folder_is_ours())
        make_reachable(self.account, self.places.run, is_ours=True)
        self.binaries = readable_binaries(binaries(), self.account, self.places.data)
        end_strays(self.places)
        remove_unfinished(self.places)
        if not check_cluster(self.places, self.binaries):
            self.report("making")
            make_cluster(self.places, self.binaries, self.account, bound_to_this_process(signal.SIGKILL))
        adopt_cluster(self.places, self.account)
        self.socket_folder = ready_socket_folder(self.places, self.account)

    def keep(self) -> None:
        """Run the database until it has to stop; start it again when it dies by itself."""
        failures = 0
        while not self.must_stop:
            self._start()
            if self._becomes_ready():
                failures = 0
                self.report("ready")
                self._watch()
            elif not self.must_stop:
                failures += 1
                was_killed = self.server is not None and self.server.returncode < 0
                may_succeed = was_killed or self.was_ready
                if failures >= _RESTARTS_WITHOUT_SUCCESS or not may_succeed:
                    raise DatabaseUnavailable(self._why_it_did_not_start())
                time.sleep(0.2 * failures)
            self.places.ready.unlink(missing_ok=True)
        self._stop()

    def _start(self) -> None:
        end_strays(self.places)
        remove_stale_marks(self.places, self.socket_folder)
        write_settings(self.places, self.account, self.changes)
        quoted_folder = str(self.socket_folder).replace('"', '""')
        fixed = {
            "listen_addresses": "",
            "port": "5432",
            "unix_socket_directories": f'"{quoted_folder}"',
            "unix_socket_permissions": "0700",
        }
        self.server = subprocess.Popen(
            [
                self.binaries.program("postgres"),
                "-D",
                self.places.cluster,
                "-c",
                MARK,
                *(word for name, value in fixed.items() for word in ("-c", f"{name}={value}")),
            ],
            stdin=subprocess.DEVNULL,
            env=server_environment(),
            cwd="/",
            start_new_session=True,
            preexec_fn=bound_to_this_process(signal.SIGQUIT),
            **self.account.how_to_run,
        )

    def _becomes_ready(self) -> bool:
        """Wait as long as PostgreSQL lives: recovery takes the time it takes."""
        while not self.must_stop:
            if self._server_is_gone():
                return False
            if self._state_of_server() == "ready":
                publish(self.places, self.socket_folder, os.getpid())
                self.was_ready = True
                return True
            self._wait(_LOOK_WHILE_STARTING)
        return False

    def _watch(self) -> None:
        while not self.must_stop and not self._server_is_gone():
            self._wait(_LOOK_FOR_CLIENTS)
            if self.clients.try_alone():  # and it is kept, so that nobody comes in while the database stops
                self.must_stop = True

    def _stop(self) -> None:
        self.places.ready.unlink(missing_ok=True)
        steps = [(signal.SIGINT, _PATIENCE_WITH_SHUTDOWN), (signal.SIGQUIT, _PATIENCE_WITH_QUIT)]
        for step, patience in steps:
            if self._server_is_gone():
                break
            assert self.server
            self.server.send_signal(step)
            end = time.monotonic() + patience
            while not self._server_is_gone() and time.monotonic() < end:
                self._wait(0.05)
        end_strays(self.places)
        if self.socket_folder.parent != self.places.run:
            remove_stale_marks(self.places, self.socket_folder)
            self.socket_folder.rmdir()

    def _wait(self, seconds: float) -> None:
        received = signal.sigtimedwait(_WATCHED, seconds)
        if received and received.si_signo in _STOPS:
            self.must_stop = True

    def _server_is_gone(self) -> bool:
        return self.server is None or self.server.poll() is not None

    def _state_of_server(self) -> str:
        assert self.server
        try:
            lines = (self.places.cluster / "postmaster.pid").read_text().splitlines()
        except FileNotFoundError:
            return ""
        return lines[7].strip() if len(lines) > 7 and lines[0] == str(self.server.pid) else ""

    def _folder_is_ours(self) -> bool:
        """A folder that holds nothing but Suki's things may be opened for the database's user."""
        known = {"run", "postgres", "files", "static", "secret.key"}
        return {path.name for path in self.places.data.iterdir() if ".new-" not in path.name} <= known

    def _why_it_did_not_start(self) -> str:
        logs = sorted((self.places.cluster / "log").glob("*.log"), key=lambda log: log.stat().st_mtime)
        ours = f"[{self.server.pid if self.server else 0}]"
        before_log = [line for line in _end_of(self.places.log).splitlines() if ours in line]
        this_time = (
            "".join(_end_of(log) for log in logs[-1:]).rpartition("starting PostgreSQL")[2].splitlines()
        )
        reasons = [line.split("FATAL:", 1)[1].strip() for line in before_log + this_time if "FATAL:" in line]
        reason = reasons[-1] if reasons else "it ended at once"
        return f"PostgreSQL could not start on {self.places.cluster}: {reason} (more in {self.places.cluster / 'log'})"


def bound_to_this_process(end_signal: signal.Signals) -> Callable[[], None]:
    """What a child runs before its program: it ends with this process, and receives signals as usual.

    The binding is made after the change of user, which would clear it, and by the main thread, whose end counts.
    """
    parent = os.getpid()
    library = ctypes.CDLL(None, use_errno=True) if sys.platform == "linux" else None

    def bind() -> None:
        if library:
            library.prctl(_SET_PARENT_DEATH_SIGNAL, int(end_signal), 0, 0, 0)
            if os.getppid() != parent:
                os._exit(1)
        signal.pthread_sigmask(signal.SIG_SETMASK, [])

    return bind


def ready_socket_folder(places: Places, account: Account) -> Path:
    """A folder for the socket that belongs to the database's user alone."""
    for folder in places.socket_folders():
        try:
            folder.mkdir(mode=0o700, exist_ok=True)
            if folder.is_symlink() or folder.stat().st_uid not in (account.uid, os.geteuid()):
                continue
            account.owns(folder)
            folder.chmod(0o700)
        except OSError:
            continue
        if account.may(folder, os.W_OK | os.X_OK):
            return folder
    raise DatabaseUnavailable(
        f"No folder is left for the database's socket: the path of {places.run} is too long, and neither"
        " XDG_RUNTIME_DIR nor the temporary folder can be written."
    )


def main(data_dir: str, changes: Mapping[str, str], report_to: int) -> int:
    """Detach, become the one supervisor of the folder, and keep its database."""
    if os.fork():
        os._exit(0)
    os.setsid()
    os.umask(0o077)
    os.chdir("/")
    signal.pthread_sigmask(signal.SIG_BLOCK, _WATCHED)
    signal.signal(signal.SIGPIPE, signal.SIG_IGN)
    places = Places.of(data_dir)

    def report(line: str) -> None:
        try:
            os.write(report_to, f"{line}\n".encode())
            if line == "ready":  # whoever started this needs to hear no more
                os.close(report_to)
        except OSError:
            pass

    if not take_supervisor_lock(places.supervisor_lock):
        report("taken")
        return 0
    try:
        supervisor = Supervisor(places, changes, report)
        supervisor.prepare()
        supervisor.keep()
    except DatabaseUnavailable as trouble:
        report(f"failed {trouble}")
        return 1
    except OSError as trouble:
        report(f"failed The database in {places.data} cannot be started: {trouble.strerror or trouble}")
        raise
    return 0


def _end_of(log: Path) -> str:
    try:
        with open(log, "rb") as file:
            file.seek(max(0, log.stat().st_size - 8192))
            return file.read().decode(errors="replace")
    except OSError:
        return ""


if __name__ == "__main__":
    sys.exit(main(sys.argv[1], json.loads(sys.argv[2]), int(sys.argv[3])))
