"""The embedded database survives every sudden death, loses nothing it acknowledged and leaves nothing behind."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from suki.config.postgres import DatabaseUnavailable, running_database
from suki.config.postgres.binaries import binaries
from suki.config.postgres.client import EmbeddedDatabase
from suki.config.postgres.locks import supervisor_of
from suki.config.postgres.places import LONGEST_SOCKET_PATH, Places
from suki.config.postgres.strays import server_processes

CHECKOUT = Path(__file__).resolve().parents[1]
DEBIAN = Path("/usr/lib/postgresql/15/bin")
ROUNDS = 3
as_root = pytest.mark.skipif(os.geteuid() != 0, reason="only root can try what root meets")


def wait_until(happens: Callable[[], bool], seconds: float = 60.0) -> None:
    end = time.monotonic() + seconds
    while not happens():
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.01)


def kill(process: int) -> None:
    try:
        os.kill(process, signal.SIGKILL)
    except ProcessLookupError:
        pass


def start(script: Path | str, *arguments: object, **environment: str) -> subprocess.Popen[bytes]:
    command = [sys.executable, *(["-c"] if isinstance(script, str) else []), script, *arguments]
    return subprocess.Popen(
        [str(word) for word in command],
        env={**os.environ, "PYTHONPATH": str(CHECKOUT), **environment},
        stdin=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


class Folder:
    """A data folder to try things on."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.places = Places.of(path)
        self.acknowledged = path.with_name(f"{path.name}.acknowledged")

    def start_writer(self) -> subprocess.Popen[bytes]:
        return start(CHECKOUT / "tests" / "writer.py", self.path, self.acknowledged)

    def notes(self) -> list[str]:
        """What the database has acknowledged; a half note of a killed writer does not count."""
        if not self.acknowledged.exists():
            return []
        return self.acknowledged.read_text().rpartition("\n")[0].splitlines()

    def wait_for_notes(self, more: int) -> None:
        before = len(self.notes())
        wait_until(lambda: len(self.notes()) >= before + more)

    def postmaster(self) -> int:
        return int((self.places.cluster / "postmaster.pid").read_text().splitlines()[0])

    def supervisor(self) -> int:
        return supervisor_of(self.places.supervisor_lock) or 0

    def is_quiet(self) -> bool:
        return not self.supervisor() and not server_processes(self.places.cluster)

    def kept(self) -> set[str]:
        with running_database(self.path) as conninfo, psycopg.connect(conninfo) as connection:
            return {f"{process} {number}" for process, number in connection.execute("select * from written")}


@pytest.fixture(scope="module")
def scratch() -> Iterator[Path]:
    """A folder that the database's user can enter, with a space in its name."""
    folder = Path(tempfile.mkdtemp(prefix="suki supervisor-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="module")
def template(scratch: Path) -> Path:
    folder = scratch / "template"
    with running_database(folder):
        pass
    return folder


@pytest.fixture
def empty(scratch: Path, request: pytest.FixtureRequest) -> Iterator[Folder]:
    folder = Folder(scratch / f"data {len(list(scratch.iterdir()))}")
    yield folder
    for process in [folder.supervisor(), *server_processes(folder.places.cluster)]:
        if process:
            kill(process)
    shutil.rmtree(folder.path, ignore_errors=True)


@pytest.fixture
def folder(empty: Folder, template: Path) -> Folder:
    empty.path.mkdir(mode=0o700)
    shutil.copytree(template / "postgres", empty.places.cluster)
    return empty


VICTIMS = {
    "the client": lambda folder, writer: kill(writer.pid),
    "the supervisor": lambda folder, writer: kill(folder.supervisor()),
    "the postmaster": lambda folder, writer: kill(folder.postmaster()),
    "the supervisor and the postmaster": lambda folder, writer: [
        kill(folder.supervisor()),
        kill(folder.postmaster()),
    ],
}


@pytest.mark.parametrize("victim", VICTIMS)
def test_a_sudden_death_loses_nothing_acknowledged_and_leaves_no_process(folder: Folder, victim: str) -> None:
    for _ in range(ROUNDS):
        writer = folder.start_writer()
        folder.wait_for_notes(30)
        VICTIMS[victim](folder, writer)
        writer.wait(150)
        wait_until(folder.is_quiet)
    assert set(folder.notes()) <= folder.kept()
    assert len(folder.notes()) >= ROUNDS * 30
    assert folder.is_quiet()


def test_the_death_of_one_client_does_not_stop_the_database_for_another(folder: Folder) -> None:
    staying, leaving = folder.start_writer(), folder.start_writer()
    wait_until(lambda: len({note.split()[0] for note in folder.notes()}) == 2)
    postmaster = folder.postmaster()
    leaving.kill()
    leaving.wait()
    folder.wait_for_notes(100)
    assert folder.postmaster() == postmaster
    assert staying.poll() is None
    staying.kill()
    staying.wait()
    wait_until(folder.is_quiet)
    assert set(folder.notes()) <= folder.kept()


def test_a_killed_postmaster_is_started_again_for_those_who_stay(folder: Folder) -> None:
    with running_database(folder.path) as conninfo:
        killed = folder.postmaster()
        kill(killed)
        wait_until(lambda: folder.places.ready.exists() and folder.postmaster() != killed)
        with psycopg.connect(conninfo) as connection:
            assert connection.execute("select 1").fetchone() == (1,)
    assert folder.is_quiet()


def test_a_client_that_stays_can_have_a_killed_supervisor_replaced(folder: Folder) -> None:
    database = EmbeddedDatabase(folder.path)
    conninfo = database.attach()
    killed = folder.supervisor()
    kill(killed)
    wait_until(lambda: folder.supervisor() != killed)
    database.ensure()
    assert folder.supervisor()
    assert database.conninfo() == conninfo
    psycopg.connect(conninfo).close()
    database.release()
    assert folder.is_quiet()


def test_the_last_client_out_waits_until_the_database_has_stopped(folder: Folder) -> None:
    with running_database(folder.path):
        with running_database(folder.path):
            postmaster = folder.postmaster()
        assert folder.postmaster() == postmaster
    assert folder.is_quiet()
    assert not (folder.places.cluster / "postmaster.pid").exists()


def test_asking_the_supervisor_to_end_stops_the_database(folder: Folder) -> None:
    database = EmbeddedDatabase(folder.path)
    database.attach()
    os.kill(folder.supervisor(), signal.SIGTERM)
    wait_until(folder.is_quiet)
    database.release()


def test_two_who_start_a_new_folder_at_the_same_time_share_one_database(empty: Folder) -> None:
    script = (
        "import sys, psycopg\nfrom suki.config.postgres import running_database\n"
        "with running_database(sys.argv[1]) as conninfo, psycopg.connect(conninfo) as connection:\n"
        "    connection.execute('select 1')\n"
    )
    starters = [start(script, empty.path) for _ in range(3)]
    assert [starter.wait(120) for starter in starters] == [0, 0, 0]
    assert empty.is_quiet()
    assert empty.places.unfinished_clusters() == []


def test_a_first_start_that_was_killed_half_way_is_begun_anew(empty: Folder) -> None:
    starter = empty.start_writer()
    wait_until(
        lambda: any(path.is_dir() and any(path.iterdir()) for path in empty.places.unfinished_clusters())
    )
    starter.kill()
    kill(empty.supervisor())
    starter.wait()
    assert not empty.places.cluster.exists()
    with running_database(empty.path) as conninfo, psycopg.connect(conninfo) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert empty.places.unfinished_clusters() == []
    assert empty.is_quiet()


def test_a_process_number_that_is_someone_elses_by_now_does_not_stop_the_start(folder: Folder) -> None:
    mark = folder.places.cluster / "postmaster.pid"
    mark.write_text(f"{os.getpid()}\n{folder.places.cluster}\n0\n5432\n/tmp\n\n  5432001         0\nready\n")
    mark.chmod(0o600)
    with running_database(folder.path) as conninfo:
        psycopg.connect(conninfo).close()


def test_the_database_is_made_safe_and_closed(folder: Folder) -> None:
    wanted = {
        "fsync": "on",
        "data_checksums": "on",
        "synchronous_commit": "on",
        "listen_addresses": "",
        "jit": "off",
    }
    with running_database(folder.path) as conninfo, psycopg.connect(conninfo) as connection:
        there = dict(
            connection.execute("select name, setting from pg_settings where name = any(%s)", [list(wanted)])
        )
        extensions = {name for (name,) in connection.execute("select extname from pg_extension")}
        letters = connection.execute(
            "select 'Ế' ~ '\\w', lower('Ế'), show_trgm('phở') = show_trgm('ph')"
        ).fetchone()
        with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
            psycopg.connect(conninfo, password="guessed")
    assert there == wanted
    assert {"pg_trgm", "btree_gist", "unaccent"} <= extensions
    assert letters == (True, "ế", False)
    assert folder.places.password.stat().st_mode & 0o077 == 0


def test_a_path_too_long_for_a_socket_moves_the_socket_and_works(scratch: Path, template: Path) -> None:
    folder = Folder(scratch / ("long " * 20) / ("folder " * 20).strip())
    folder.path.mkdir(parents=True)
    shutil.copytree(template / "postgres", folder.places.cluster)
    assert len(os.fsencode(folder.path)) > LONGEST_SOCKET_PATH
    with running_database(folder.path) as conninfo, psycopg.connect(conninfo) as connection:
        socket_folder = Path(connection.execute("show unix_socket_directories").fetchone()[0].strip('"'))
        assert not socket_folder.is_relative_to(folder.path)
    assert folder.is_quiet()
    assert not socket_folder.exists()


def test_a_server_that_somebody_named_is_used_as_it_is(
    empty: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://somewhere/else")
    with running_database(empty.path) as conninfo:
        assert conninfo == "postgresql://somewhere/else"
    assert not empty.path.exists()


def refused(folder: Path) -> str:
    with pytest.raises(DatabaseUnavailable) as refusal, running_database(folder):
        pass
    sentence = str(refusal.value)
    assert "\n" not in sentence
    return sentence


def test_a_folder_with_other_things_in_it_is_left_alone(empty: Folder) -> None:
    empty.places.cluster.mkdir(parents=True)
    (empty.places.cluster / "letters.txt").write_text("dear")
    assert "is not a PostgreSQL cluster" in refused(empty.path)
    assert [path.name for path in empty.places.cluster.iterdir()] == ["letters.txt"]


def test_a_database_of_another_version_is_refused_by_name(folder: Folder) -> None:
    (folder.places.cluster / "PG_VERSION").write_text("14\n")
    assert "made by PostgreSQL 14" in refused(folder.path)


def test_a_file_in_the_place_of_the_data_folder_is_named(scratch: Path) -> None:
    file = scratch / "a file"
    file.write_text("")
    assert str(file) in refused(file)
    assert str(file) in refused(file / "below")


def test_programs_that_are_not_there_are_named(empty: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUKI_POSTGRES_BIN", "/nowhere/bin")
    assert "/nowhere/bin, the folder that SUKI_POSTGRES_BIN names, has no program" in refused(empty.path)


def test_a_server_of_somebody_else_on_the_folder_is_left_alone(folder: Folder) -> None:
    with running_database(folder.path):
        owner = folder.places.cluster.stat()
    as_owner = {"user": owner.st_uid, "group": owner.st_gid} if os.geteuid() == 0 else {}
    command = [binaries().program("postgres"), "-D", folder.places.cluster, "-c", "listen_addresses="]
    socket = ["-k", tempfile.gettempdir(), "-c", "port=54391", "-c", "logging_collector=off"]
    other = subprocess.Popen([*command, *socket], cwd="/", stderr=subprocess.DEVNULL, **as_owner)
    wait_until(lambda: "ready" in _read(folder.places.cluster / "postmaster.pid"))
    assert f"(process {other.pid})" in refused(folder.path)
    assert other.poll() is None
    other.terminate()
    other.wait(60)


def _read(path: Path) -> str:
    return path.read_text() if path.exists() else ""


@pytest.mark.skipif(not DEBIAN.is_dir(), reason="Debian's PostgreSQL 15 is not installed")
def test_any_other_postgresql_can_be_named(empty: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUKI_POSTGRES_BIN", str(DEBIAN))
    with running_database(empty.path) as conninfo, psycopg.connect(conninfo) as connection:
        assert connection.info.server_version // 10000 == 15
    assert empty.is_quiet()


@as_root
def test_root_is_told_which_folder_the_database_may_not_enter(scratch: Path) -> None:
    closed = scratch / "closed"
    closed.mkdir(mode=0o700)
    sentence = refused(closed / "data")
    assert f"may not enter {closed}:" in sentence
    assert f"chmod o+x '{closed}'" in sentence


@as_root
def test_root_opens_a_closed_folder_that_is_only_sukis(scratch: Path) -> None:
    folder = Path(tempfile.mkdtemp(dir=scratch))
    with running_database(folder) as conninfo, psycopg.connect(conninfo) as connection:
        assert connection.execute("select 1").fetchone() == (1,)
    assert (folder / "postgres").stat().st_uid != 0


@as_root
def test_programs_that_the_database_user_cannot_read_are_copied_once(
    folder: Folder, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = binaries().folder.parents[1]
    closed = scratch / "closed packages"
    closed.mkdir(mode=0o700)
    shutil.copytree(
        package / "pginstall", closed / package.name / "pginstall", ignore=shutil.ignore_patterns("*.a")
    )
    shutil.copytree(package.with_name(f"{package.name}.libs"), closed / f"{package.name}.libs")
    monkeypatch.setenv("SUKI_POSTGRES_BIN", str(closed / package.name / "pginstall" / "bin"))
    for _ in range(2):
        with running_database(folder.path) as conninfo:
            psycopg.connect(conninfo).close()
    copies = [path.name for path in folder.path.glob("postgresql-*")]
    assert copies == [f"postgresql-{binaries().version}"]


@as_root
def test_an_ordinary_user_has_a_database_too(scratch: Path) -> None:
    python = next(
        (python for python in (sys.executable, "/usr/bin/python3") if _nobody_can_run(python)), None
    )
    if python is None:
        pytest.skip("no Python and packages here that an ordinary user can read")
    home = scratch / "home of an ordinary user"
    home.mkdir()
    os.chown(home, 65534, 65534)
    script = (
        "import sys\nfrom suki.config.postgres import running_database\n"
        "with running_database(sys.argv[1]) as conninfo:\n"
        "    import psycopg\n"
        "    print(psycopg.connect(conninfo).execute('select current_user').fetchone()[0])\n"
    )
    answer = _as_nobody(python, "-c", script, str(home / "data"))
    assert (answer.stdout, answer.stderr) == ("suki\n", "")
    assert (home / "data" / "postgres").stat().st_uid == 65534
    assert Folder(home / "data").is_quiet()


def _as_nobody(*command: str) -> "subprocess.CompletedProcess[str]":
    packages = Path(psycopg.__file__).parents[1]
    return subprocess.run(
        command,
        user=65534,
        group=65534,
        extra_groups=[],
        env={"PATH": os.defpath, "PYTHONPATH": f"{CHECKOUT}:{packages}", "HOME": "/nonexistent"},
        capture_output=True,
        text=True,
        cwd="/",
    )


def _nobody_can_run(python: str) -> bool:
    try:
        return _as_nobody(python, "-c", "import suki.config.postgres.client, psycopg").returncode == 0
    except PermissionError:
        return False
