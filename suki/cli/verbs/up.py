"""Starts everything: the database, the web server and the worker, until Ctrl-C."""

import argparse
import fcntl
import http.client
import importlib.util
import json
import os
import signal
import socket
import sys
import threading
import time
from pathlib import Path
from typing import IO

from suki.cli.children import Child, stop_all
from suki.cli.house import name_database, set_up_django
from suki.cli.migrating import is_migrated, is_unused, migrate_when_needed
from suki.config.postgres import named_server
from suki.kernel.errors import RuleBroken

help = "start Suki: database, web server and worker"
needs_database = False  # it keeps the database itself

_STOPS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)
_LOOK = 0.5
_PAUSE_AFTER_TROUBLE = 5.0
THREADS = 4


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", default="127.0.0.1", help="the address to listen on (default %(default)s)")
    parser.add_argument("--port", type=int, default=8000, help="the port to listen on (default %(default)s)")
    parser.add_argument(
        "--workers", type=int, default=2, metavar="N", help="web processes (default %(default)s)"
    )
    parser.add_argument("--no-demo", action="store_true", help="leave an empty database empty")


def run(options: argparse.Namespace) -> int:
    data = Path(options.data)
    address = f"http://{_shown(options.host)}:{options.port}"
    mark = _be_the_only_one(data, address)
    for number in _STOPS:
        signal.signal(number, _stop)
    _refuse_taken_port(options.host, options.port)
    children: list[Child] = []
    try:
        with _Database(data) as database:
            children.extend(_children(options))
            try:
                _prepare(database.conninfo, with_demo=not options.no_demo)
                children[0].start()
                answers = threading.Event()
                threading.Thread(target=_greet, args=[options, address, answers], daemon=True).start()
                _keep(children, database, answers)
            finally:
                for number in _STOPS:
                    signal.signal(number, signal.SIG_IGN)
                stop_all(children)
                _close_connections()
    except KeyboardInterrupt:
        print("Suki has stopped.", flush=True)
    finally:
        mark.close()
    return 0


class _Database:
    """The embedded database, kept alive even when its keeper is killed; or the server that DATABASE_URL names."""

    def __init__(self, data: Path) -> None:
        self.conninfo = named_server()
        self._embedded = None
        if not self.conninfo:
            from suki.config.postgres.client import EmbeddedDatabase

            self._embedded = EmbeddedDatabase(data)
        self._data = data

    def __enter__(self) -> "_Database":
        if self._embedded:
            self.conninfo = self._embedded.attach()
        name_database(self.conninfo, self._data)
        return self

    def __exit__(self, *_error: object) -> None:
        if self._embedded:
            self._embedded.release()

    def keep(self) -> None:
        if self._embedded is None:
            return
        try:
            self._embedded.ensure()
        except RuleBroken as trouble:
            print(f"{trouble} It is tried again.", file=sys.stderr, flush=True)
            time.sleep(_PAUSE_AFTER_TROUBLE)


def _be_the_only_one(data: Path, address: str) -> IO[str]:
    """Refuse when another `suki up` runs on this folder, naming where."""
    run_folder = data / "run"
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    run_folder.mkdir(mode=0o700, exist_ok=True)
    mark = open(run_folder / "up.json", "a+", encoding="utf-8")  # noqa: SIM115 - held as long as Suki runs
    try:
        fcntl.flock(mark, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        mark.seek(0)
        other = json.loads(mark.read() or "{}")
        raise RuleBroken(
            f"Suki already runs on {data}, at {other.get('address', 'an address it is about to choose')}"
            f" (process {other.get('process', 'unknown')})."
        ) from None
    mark.truncate(0)
    mark.write(json.dumps({"address": address, "process": os.getpid()}))
    mark.flush()
    return mark


def _refuse_taken_port(host: str, port: int) -> None:
    try:
        family, kind, protocol, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family, kind, protocol) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(place)
            probe.listen(1)
    except (OSError, OverflowError) as trouble:
        reason = getattr(trouble, "strerror", None) or trouble
        raise RuleBroken(
            f"Suki cannot listen on {host} port {port} ({reason}): choose another with --port or --host."
        ) from None


def _children(options: argparse.Namespace) -> list[Child]:
    python = [sys.executable, "-P", "-m"]
    server = ["granian", "--interface", "wsgi", "--host", options.host, "--port", str(options.port)]
    strength = ["--workers", str(options.workers), "--blocking-threads", str(THREADS)]
    manner = [
        "--backpressure",
        str(THREADS * 8),
        "--no-ws",
        "--respawn-failed-workers",
        "--log-level",
        "warning",
    ]
    return [
        Child("web server", [*python, *server, *strength, *manner, "suki.cli.serving:application"]),
        Child("worker", [*python, "suki", "--data", options.data, "worker"]),
    ]


def _prepare(conninfo: str, with_demo: bool) -> None:
    """Bring the database into shape, and fill an empty one. Where nothing is to do, nothing heavy is loaded."""
    if not is_migrated(conninfo):
        set_up_django()
        print("Preparing the database ...", flush=True)
        migrate_when_needed(conninfo)
    if with_demo and importlib.util.find_spec("suki.demo.load") and is_unused(conninfo):
        set_up_django()
        from suki.demo.load import load_demo

        if load_demo():
            print("The sample company is loaded.", flush=True)


def _greet(options: argparse.Namespace, address: str, answers: threading.Event) -> None:
    """Print the address once it answers, and how each sample person signs in."""
    _wait_for_answer(options.host, options.port)
    answers.set()
    set_up_django()
    people = _sign_ins()
    print(f"\nSuki runs at {address}  (Ctrl-C stops it)", flush=True)
    if people:
        print("\nSign in as:")
    widths = [max(map(len, column)) for column in zip(*people, strict=True)]
    for person in people:
        print(
            "  " + "  ".join(word.ljust(width) for word, width in zip(person, widths, strict=True)).rstrip()
        )
    if not people and (code := _first_run_code()):
        print("\nNobody can sign in yet. Make it your firm's, with the one-time code", code)
        print(f"  {address}/first-run/?code={code}")
    sys.stdout.flush()


def _first_run_code() -> str:
    """The code for whoever sets an empty house up."""
    from django.db import Error, connection

    from suki.desk.first_run.code import present_code

    while True:
        try:
            return present_code()
        except Error:  # the database was killed in this moment; it is on its way back
            time.sleep(_LOOK)
        finally:
            connection.close()


def _sign_ins() -> list[list[str]]:
    if not importlib.util.find_spec("suki.demo.load"):
        return []
    from django.db import Error, connection

    from suki.demo.load import sign_ins

    while True:
        try:
            return [[str(word) for word in person] for person in sign_ins()]
        except Error:  # the database was killed in this moment; it is on its way back
            time.sleep(_LOOK)
        finally:
            connection.close()


def _wait_for_answer(host: str, port: int) -> None:
    reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    while True:
        connection = http.client.HTTPConnection(reachable, port, timeout=30)
        try:
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except (OSError, http.client.HTTPException):
            time.sleep(0.03)
        finally:
            connection.close()


def _keep(children: list[Child], database: _Database, answers: threading.Event) -> None:
    """The server comes first; the worker begins once somebody is answered, so that it does not delay the first page."""
    while True:
        time.sleep(_LOOK)
        database.keep()
        for child in children if answers.is_set() else children[:1]:
            news = child.keep()
            if news:
                print(news, file=sys.stderr, flush=True)


def _close_connections() -> None:
    if "django" in sys.modules:
        from django.db import connections

        connections.close_all()


def _stop(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _shown(host: str) -> str:
    if host in ("0.0.0.0", "::"):
        return "localhost"
    return f"[{host}]" if ":" in host else host
