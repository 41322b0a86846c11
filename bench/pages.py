"""How fast the list of accounts answers over 100,000 of them: Python a page, pages a second, and the wait at 50 a second.

The server is two granian processes as `suki up` runs them; the client is Python on the same machine and costs it time.
"""

from __future__ import annotations

import http.client
import os
import socket
import statistics
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from bench import generated

RATE, SECONDS, CLIENTS = 50, 10, 4


def run(options: Any) -> dict[str, Any]:
    """The first page, 50 rows, for somebody who sees all of `--accounts` (100,000) and as a partial update."""
    number = int(getattr(options, "accounts", None) or 100_000)
    with generated.house() as data:
        entity = generated.firm(accounts=number)
        generated.lines(entity, 2 * number)
        generated.settle_statistics()
        user = generated.somebody("senior_management", 1)
        cookie = f"sessionid={_session_of(user)}"
        found: dict[str, Any] = {"accounts": number, "in one process": _inside(cookie)}
        with _served(data) as port:
            for path in ("/accounts/", "/accounts/?sort=-revenue", "/accounts/?q=anh+duong+77"):
                _page(port, path, cookie)
                found[path] = {
                    "flat out": _flat_out(port, path, cookie),
                    f"at {RATE} a second": _at_rate(port, path, cookie),
                }
        return found


def _inside(cookie: str) -> dict[str, float]:
    """Seconds of one page in this process, and how much of it is Python: what the process itself was busy."""
    from django.test import Client

    client = Client()
    client.cookies.load(cookie)
    for _ in range(5):
        assert client.get("/accounts/").status_code == 200
    start, busy = time.perf_counter(), time.process_time()
    answer = None
    for _ in range(50):
        answer = client.get("/accounts/")
    assert answer is not None
    return {
        "ms a page": round((time.perf_counter() - start) * 20, 1),
        "ms of Python a page": round((time.process_time() - busy) * 20, 1),
        "kB of html": round(len(answer.content) / 1024, 1),
    }


def _flat_out(port: int, path: str, cookie: str) -> dict[str, float]:
    """As many pages as come, asked by a few clients without pause."""
    end = time.perf_counter() + SECONDS
    taken: list[float] = []

    def ask() -> None:
        while time.perf_counter() < end:
            taken.append(_page(port, path, cookie))

    _together(ask)
    return {"pages a second": round(len(taken) / SECONDS, 1), **_spread(taken)}


def _at_rate(port: int, path: str, cookie: str) -> dict[str, float]:
    """The wait of pages that are asked for at fixed moments, whether or not the one before has come."""
    begin = time.perf_counter() + 0.1
    moments = iter([begin + place / RATE for place in range(RATE * SECONDS)])
    lock, taken = threading.Lock(), []

    def ask() -> None:
        while True:
            with lock:
                moment = next(moments, None)
            if moment is None:
                return
            time.sleep(max(0.0, moment - time.perf_counter()))
            _page(port, path, cookie)
            taken.append(time.perf_counter() - moment)

    _together(ask, clients=16)
    return _spread(taken)


def _together(ask: Any, *, clients: int = CLIENTS) -> None:
    threads = [threading.Thread(target=ask) for _ in range(clients)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _page(port: int, path: str, cookie: str) -> float:
    start = time.perf_counter()
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Cookie": cookie, "Accept-Encoding": "gzip"})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    if answer.status != 200:
        raise SystemExit(f"{path} answered {answer.status}")
    return time.perf_counter() - start


def _spread(taken: list[float]) -> dict[str, float]:
    taken = sorted(taken)
    return {
        "p50 ms": round(statistics.median(taken) * 1000, 1),
        "p95 ms": round(taken[int(len(taken) * 0.95) - 1] * 1000, 1),
    }


@contextmanager
def _served(data: Any) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--host",
        "127.0.0.1",
        "--port",
        str(port),
    ]
    command += ["--workers", "2", "--blocking-threads", "2", "--no-ws", "--log-level", "warning"]
    process = subprocess.Popen(
        [*command, "suki.config.wsgi:application"], cwd=generated.CHECKOUT, env={**os.environ}
    )
    try:
        for _ in range(200):
            try:
                socket.create_connection(("127.0.0.1", port), 1).close()
                break
            except OSError:
                time.sleep(0.1)
        time.sleep(2)
        yield port
    finally:
        process.terminate()
        process.wait(20)


def _session_of(user: Any) -> str:
    from pathlib import Path

    from tests.browser import Site

    return Site("", "", Path()).session_of(user, "en")
