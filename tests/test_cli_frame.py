"""The command: quick where it needs no database, clear where it refuses, and gone when it is told to go."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
import pytest

from suki.cli.main import data_folder, main, verb_names
from suki.cli.migrating import fingerprint, is_migrated
from suki.config.postgres import running_database
from tests.test_postgres_supervisor import Folder, empty, kill, scratch, wait_until

__all__ = ["empty", "scratch"]  # fixtures
CHECKOUT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.xdist_group("command")  # one process, since making the house is dear


def environment(**more: str) -> dict[str, str]:
    """As a person's shell has it: nothing of the tests' own database is in it."""
    ours = ("SUKI_", "DJANGO_", "DATABASE_URL", "PYTHONDONTWRITEBYTECODE")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    return {**kept, "PYTHONPATH": str(CHECKOUT), **more}


def suki(*arguments: object, **more: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-P", "-m", "suki", *map(str, arguments)]
    return subprocess.run(
        command, env=environment(**more), capture_output=True, text=True, cwd="/", timeout=120
    )


def test_every_verb_offers_what_the_frame_needs_and_imports_neither_django_nor_a_driver() -> None:
    script = (
        "import sys\nfrom suki.cli.main import verb_names, _verb\n"
        "for name in verb_names():\n"
        "    verb = _verb(name)\n"
        "    assert verb.help and callable(verb.arguments) and callable(verb.run), name\n"
        "    assert verb.needs_database in (True, False) or callable(verb.needs_database), name\n"
        "    heavy = {'django', 'psycopg', 'duckdb', 'granian', 'numpy'} & set(sys.modules)\n"
        "    assert not heavy, (name, heavy)\n"
    )
    ran = subprocess.run([sys.executable, "-c", script], env=environment(), capture_output=True, text=True)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_the_overview_names_every_verb() -> None:
    shown = suki("--help")
    assert shown.returncode == 0
    assert all(f"\n  {name} " in shown.stdout for name in verb_names())
    assert {"manage", "psql", "up", "worker"} <= set(verb_names())


def test_an_unknown_verb_is_refused_with_the_nearest_one() -> None:
    refusal = suki("workr")
    assert (refusal.returncode, refusal.stdout) == (2, "")
    assert refusal.stderr == "There is no verb 'workr'; did you mean 'worker'?\n"


def test_a_data_folder_that_cannot_be_is_refused_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_text("")
    refusal = suki("--data", file, "psql")
    assert (refusal.returncode, refusal.stdout) == (2, "")
    assert refusal.stderr == f"{file} is a file where Suki's data folder should be.\n"


def test_a_reader_that_went_away_is_no_traceback() -> None:
    read, write = os.pipe()
    os.close(read)
    command = [sys.executable, "-m", "suki", "--help"]
    ran = subprocess.run(command, env=environment(), stdout=write, stderr=subprocess.PIPE, text=True)
    os.close(write)
    assert (ran.returncode, ran.stderr) == (2, "Whoever read the output went away.\n")


def test_the_data_folder_is_the_one_named_else_the_users_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUKI_DATA", "/from/the environment")
    assert data_folder("named") == Path.cwd() / "named"
    assert data_folder() == Path("/from/the environment")
    monkeypatch.delenv("SUKI_DATA")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setenv("XDG_DATA_HOME", "/home/ana/data")
    assert data_folder() == Path("/home/ana/data/suki")
    monkeypatch.delenv("XDG_DATA_HOME")
    monkeypatch.setenv("HOME", "/home/ana")
    assert data_folder() == Path("/home/ana/.local/share/suki")


def test_a_server_that_does_not_answer_is_one_sentence(tmp_path: Path) -> None:
    refusal = suki("--data", tmp_path, "worker", "--once", DATABASE_URL="postgresql://127.0.0.1:1/none")
    assert refusal.returncode == 2
    assert "The database did not answer:" in refusal.stderr
    assert "Traceback" not in refusal.stderr


@pytest.mark.parametrize("address", ["nonsense", "mysql://ana@127.0.0.1:1/none"])
def test_an_address_of_no_postgresql_server_is_one_sentence(tmp_path: Path, address: str) -> None:
    refusal = suki("--data", tmp_path, "doctor", DATABASE_URL=address)
    assert refusal.returncode == 2
    assert refusal.stderr.startswith("DATABASE_URL is no address of a PostgreSQL server;")
    assert refusal.stderr.count("\n") == 1


def test_psql_and_manage_pass_everything_on_and_leave_nothing_running(empty: Folder) -> None:
    assert suki("--data", empty.path, "psql", "-Atc", "select 6 * 7").stdout == "42\n"
    shown = suki("--data", empty.path, "manage", "version")
    assert (shown.returncode, shown.stdout[:4]) == (0, "5.2.")
    assert empty.is_quiet()


@pytest.fixture(scope="module")
def house(scratch: Path) -> Path:
    """A data folder whose database two starters have migrated at the same time."""
    folder = scratch / "house"
    command = [sys.executable, "-m", "suki", "--data", str(folder), "worker", "--once"]
    starters = [subprocess.Popen(command, env=environment(), stderr=subprocess.PIPE) for _ in range(2)]
    endings = [(starter.wait(120), starter.stderr.read()) for starter in starters]
    assert [status for status, _ in endings] == [0, 0], endings
    return folder


def test_two_starters_migrate_once(house: Path) -> None:
    with running_database(house) as conninfo:
        assert is_migrated(conninfo)
        with psycopg.connect(conninfo) as connection:
            assert connection.execute("select fingerprint from suki_migrated").fetchall() == [
                (fingerprint(),)
            ]


@contextmanager
def suki_up(house: Path) -> Iterator[tuple["subprocess.Popen[bytes]", int]]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with tempfile.TemporaryFile() as output:
        running = subprocess.Popen(
            [sys.executable, "-m", "suki", "--data", str(house), "up", "--no-demo", "--port", str(port)],
            env=environment(),
            stdout=output,
            stderr=output,
        )
        try:
            wait_until(lambda: answers(port) or running.poll() is not None, 60)
            output.seek(0)
            assert running.poll() is None, output.read().decode()
            yield running, port
        finally:
            output.seek(0)
            print(output.read().decode())  # shown by pytest when the test fails
            kill(running.pid)
            running.wait()


def answers(port: int) -> bool:
    try:
        urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=10).close()
    except urllib.error.HTTPError:
        return True
    except OSError:
        return False
    return True


def processes_of(house: Path, port: int) -> list[str]:
    """Everything that runs for this data folder, whatever its parent."""
    found = []
    for entry in Path("/proc").iterdir():
        try:
            command = entry.joinpath("cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if str(house) in command or f"{house}/postgres" in command or str(port) in command:
            found.append(" ".join(command))
    return found


def test_ctrl_c_stops_everything(house: Path) -> None:
    with suki_up(house) as (running, port):
        assert len(processes_of(house, port)) >= 5
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0
        assert processes_of(house, port) == []
    assert Folder(house).is_quiet()


def test_a_second_one_is_refused_and_a_sudden_death_leaves_nothing(house: Path, empty: Folder) -> None:
    with suki_up(house) as (running, port):
        second = suki("--data", house, "up", "--port", "0")
        assert second.returncode == 2
        assert (
            second.stderr
            == f"Suki already runs on {house}, at http://127.0.0.1:{port} (process {running.pid}).\n"
        )
        taken = suki("--data", empty.path, "up", "--port", port)
        assert taken.returncode == 2
        assert taken.stderr.startswith(
            f"Suki cannot listen on 127.0.0.1 port {port} (Address already in use):"
        )
        running.kill()
        running.wait()
        wait_until(lambda: processes_of(house, port) == [])
    wait_until(Folder(house).is_quiet)


def test_killed_servers_and_workers_and_keepers_come_back(house: Path) -> None:
    with suki_up(house) as (_, port):
        before = Folder(house).supervisor()
        kill(before)
        for line in _children_of(house, port):
            kill(line)
        end = time.monotonic() + 60
        while Folder(house).supervisor() in (0, before) or not answers(port):
            assert time.monotonic() < end
            time.sleep(0.05)


def _children_of(house: Path, port: int) -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = entry.joinpath("cmdline").read_bytes().decode(errors="replace").split("\0")
        except OSError:
            continue
        if str(port) in command and "granian" in command:
            found.append(int(entry.name))
        if str(house) in command and "worker" in command:
            found.append(int(entry.name))
    return found


def test_an_error_of_ours_is_a_sentence_unless_one_asks_for_more(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["no-such-verb-at-all"]) == 2
    assert capsys.readouterr().err.startswith("There is no verb 'no-such-verb-at-all'; ")
