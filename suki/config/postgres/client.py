"""Using the embedded database: start it or join those who use it, and leave it again."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from suki.config.postgres.cluster import SUPERUSER
from suki.config.postgres.locks import ClientLock, supervisor_of
from suki.config.postgres.places import Places
from suki.config.postgres.trouble import DatabaseUnavailable

DATABASE = "suki"
EXTENSIONS = ("pg_trgm", "btree_gist", "unaccent")
_LOOK = 0.01
_UNUSUALLY_LONG = 3.0
_SUDDEN_DEATHS_BORNE = 10
_PAUSE_BEFORE_NEXT_TRY = 0.2
_LARGEST_LOG = 1_000_000
_PROJECT = Path(__file__).resolve().parents[3]


class EmbeddedDatabase:
    """One user's hold on the database of a data folder."""

    def __init__(self, data_dir: Path | str, changes: Mapping[str, str] | None = None) -> None:
        self.places = Places.of(data_dir)
        self.changes = dict(changes or {})
        self._lock: ClientLock | None = None

    def __enter__(self) -> str:
        return self.attach()

    def __exit__(self, *_error: object) -> None:
        self.release()

    def attach(self) -> str:
        """Start the database or join its users; the conninfo of the database, which is there when this returns."""
        self._make_folders()
        self._lock = ClientLock(self.places.clients_lock)
        try:
            self._hold()
            return self._answering()
        except BaseException:
            self.release()
            raise

    def ensure(self) -> None:
        """See to it that a supervisor keeps the database; start one where the last was killed."""
        patience = _Patience(f"Waiting for the database in {self.places.cluster} (it may be recovering)...")
        sudden_deaths = 0
        while True:
            supervisor = supervisor_of(self.places.supervisor_lock)
            if supervisor is None:
                outcome = self._start_supervisor()
                if outcome == "ready":
                    return
                sudden_deaths += outcome == ""
                if sudden_deaths > _SUDDEN_DEATHS_BORNE:
                    raise DatabaseUnavailable(
                        f"The supervisor of the database in {self.places.data} is killed again and again before the"
                        f" database is ready (more in {self.places.log})."
                    )
            elif _read_ready(self.places).get("supervisor") == supervisor:
                return
            patience.wait()

    def conninfo(self) -> str:
        """How libpq reaches the database."""
        from psycopg.conninfo import make_conninfo

        place = _read_ready(self.places)
        if not place:
            raise _NoAnswer(f"The database in {self.places.cluster} has just stopped; try again.")
        return make_conninfo(
            host=place["socket"],
            port=place["port"],
            user=SUPERUSER,
            password=self._password(),
            dbname=DATABASE,
        )

    def release(self) -> None:
        """Let go. The last one out has the database stopped, and waits until it is."""
        lock, self._lock = self._lock, None
        if lock is None:
            return
        try:
            if lock.try_alone():
                self._wait_for_stop()
        finally:
            lock.close()

    def _answering(self) -> str:
        """The conninfo of a database that has just answered, even where it is killed while we come in."""
        for last_try in (False, False, False, True):
            self.ensure()
            try:
                conninfo = self.conninfo()
                ensure_database(conninfo)
                return conninfo
            except _NoAnswer:
                if last_try:
                    raise
                time.sleep(_PAUSE_BEFORE_NEXT_TRY)
        raise AssertionError("not reached")

    def _make_folders(self) -> None:
        try:
            self.places.data.mkdir(mode=0o700, parents=True, exist_ok=True)
            self.places.run.mkdir(mode=0o700, exist_ok=True)
            ClientLock(self.places.clients_lock).close()
        except FileExistsError as trouble:
            raise DatabaseUnavailable(
                f"{trouble.filename} is a file where Suki's data folder should be."
            ) from None
        except OSError as trouble:
            raise DatabaseUnavailable(
                f"The data folder {self.places.data} cannot be used ({trouble.strerror}: {trouble.filename}): name"
                " another with --data or SUKI_DATA."
            ) from None

    def _hold(self) -> None:
        assert self._lock
        patience = _Patience(f"Waiting for the database in {self.places.cluster} to finish stopping...")
        while not self._lock.try_shared():
            patience.wait()

    def _start_supervisor(self) -> str:
        """Start a supervisor and listen to it: "ready", "taken" when another was quicker, "" when it was killed."""
        hear, tell = os.pipe()
        if self.places.log.exists() and self.places.log.stat().st_size > _LARGEST_LOG:
            self.places.log.unlink()
        with open(self.places.log, "ab") as log:
            started = subprocess.Popen(
                [
                    sys.executable,
                    "-m",
                    "suki.config.postgres.supervisor",
                    self.places.data,
                    json.dumps(self.changes),
                    str(tell),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                pass_fds=[tell],
                env={**os.environ, "PYTHONPATH": _python_path()},
                cwd="/",
            )
        os.close(tell)
        with open(hear, encoding="utf-8", errors="replace") as reports:
            started.wait()
            return _outcome(reports)

    def _password(self) -> str:
        try:
            return self.places.password.read_text().strip()
        except OSError as trouble:
            raise DatabaseUnavailable(
                f"The database's password cannot be read from {self.places.password} ({trouble.strerror}): start Suki"
                " as the user who made this data folder."
            ) from None

    def _wait_for_stop(self) -> None:
        patience = _Patience(f"Waiting for the database in {self.places.cluster} to stop...")
        asked = None
        while (supervisor := supervisor_of(self.places.supervisor_lock)) is not None:
            if supervisor and supervisor != asked:
                asked = supervisor
                try:
                    os.kill(supervisor, signal.SIGTERM)
                except ProcessLookupError:
                    pass
            patience.wait()


class _NoAnswer(DatabaseUnavailable):
    """The database was there a moment ago."""


def ensure_database(conninfo: str) -> None:
    """Make the database and its extensions where they are missing."""
    import psycopg
    from psycopg import errors

    try:
        connection = psycopg.connect(conninfo, autocommit=True)
    except psycopg.OperationalError as trouble:
        if not _is_missing_database(trouble):
            raise _NoAnswer(f"The database does not answer: {str(trouble).strip()}") from None
        _create_database(conninfo)
        connection = psycopg.connect(conninfo, autocommit=True)
    with connection:
        there = {name for (name,) in connection.execute("select extname from pg_extension")}
        for name in EXTENSIONS:
            if name not in there:
                try:
                    connection.execute(f"create extension if not exists {name}")
                except errors.UniqueViolation:
                    pass  # somebody else made it in the same moment


def _outcome(reports: Iterable[str]) -> str:
    for report in reports:
        word, _, sentence = report.rstrip("\n").partition(" ")
        if word == "failed":
            raise DatabaseUnavailable(sentence)
        if word in ("ready", "taken"):
            return word
    return ""


def _create_database(conninfo: str) -> None:
    import psycopg
    from psycopg.conninfo import conninfo_to_dict, make_conninfo

    name = conninfo_to_dict(conninfo)["dbname"]
    with psycopg.connect(make_conninfo(conninfo, dbname="postgres"), autocommit=True) as connection:
        connection.execute("select pg_advisory_lock(hashtext('suki makes its database'))")
        if not connection.execute("select 1 from pg_database where datname = %s", [name]).fetchone():
            connection.execute(f"create database {name} template template0 encoding 'UTF8'")


def _is_missing_database(trouble: Exception) -> bool:
    return "does not exist" in str(trouble) and "database" in str(trouble)


def _read_ready(places: Places) -> dict[str, Any]:
    try:
        content = json.loads(places.ready.read_text())
    except (FileNotFoundError, ValueError):
        return {}
    return dict(content)


def _python_path() -> str:
    return os.pathsep.join([str(_PROJECT), *filter(None, [os.environ.get("PYTHONPATH")])])


class _Patience:
    """Short looks at something that takes its time; says once what it waits for, on a terminal."""

    def __init__(self, sentence: str) -> None:
        self._sentence = sentence
        self._says_at = time.monotonic() + _UNUSUALLY_LONG

    def wait(self) -> None:
        if self._sentence and time.monotonic() > self._says_at:
            if sys.stderr.isatty():
                print(self._sentence, file=sys.stderr)
            self._sentence = ""
        time.sleep(_LOOK)
