from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from psycopg.conninfo import make_conninfo

from tests.database import CHECKOUT, cloned_database

pytestmark = [pytest.mark.slow]

RECIPE = """
name: big
source: big
company: {name: Big, currency: EUR}
targets:
  accounts: select id, name, _at from accounts
  invoices: |
    select id, id as account, '2024-01-31' as day, 'EUR' as currency, net, _at from accounts
"""


@pytest.fixture
def conninfo() -> Iterator[str]:
    server, run = os.environ["SUKI_DSN"], os.environ["SUKI_TEST_RUN"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with cloned_database(server, f"suki_test_{run}_{worker}_kill") as name:
        yield make_conninfo(server, dbname=name)


def start(conninfo: str, folder: Path) -> subprocess.Popen[str]:
    surroundings = {**os.environ, "DATABASE_URL": conninfo, "PYTHONPATH": str(CHECKOUT)}
    surroundings.pop("SUKI_DSN", None)
    command = [
        sys.executable,
        "-m",
        "suki",
        "--data",
        str(folder / "data"),
        "import",
        str(folder / "big.yaml"),
    ]
    return subprocess.Popen(
        [*command, "--from", str(folder), "--progress", "json"],
        env=surroundings, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    )  # fmt: skip


def counts(conninfo: str) -> tuple[int, ...]:
    with psycopg.connect(conninfo) as connection:
        tables = (
            "accounts_account",
            "billing_invoice",
            "ledger_ledgerline",
            "ledger_ledgerrollup",
            "base_externalid",
            "exchange_importrun",
        )
        return tuple(connection.execute(f"select count(*) from {table}").fetchone()[0] for table in tables)  # type: ignore[index]


def indexes(conninfo: str) -> list[tuple[str, ...]]:
    with psycopg.connect(conninfo) as connection:
        return connection.execute(
            "select indexname from pg_indexes where schemaname = 'public' order by 1"
        ).fetchall()


@pytest.mark.parametrize("moment", ['"target": "invoices"', '"settle"'])
def test_an_import_that_is_killed_has_changed_nothing_and_the_next_one_works(
    conninfo: str, tmp_path: Path, moment: str
) -> None:
    (tmp_path / "big.yaml").write_text(RECIPE)
    rows = "".join(f"{number},Firm {number},{number}.5\n" for number in range(25_000))
    (tmp_path / "accounts.csv").write_text("id,name,net\n" + rows)
    before, indexed = counts(conninfo), indexes(conninfo)
    running = start(conninfo, tmp_path)
    assert running.stderr
    for line in running.stderr:
        if moment in line and '"stage"' not in line and '"check"' not in line:
            break
    running.send_signal(signal.SIGKILL)
    running.wait()
    deadline = time.monotonic() + 60
    while _somebody_works(conninfo) and time.monotonic() < deadline:
        pass
    assert (counts(conninfo), indexes(conninfo)) == (before, indexed)
    again = start(conninfo, tmp_path)
    _told, trouble = again.communicate(timeout=240)
    assert again.returncode == 0, trouble
    assert counts(conninfo)[:3] == (25_000, 25_000, 25_000)
    assert indexes(conninfo) == indexed


def _somebody_works(conninfo: str) -> bool:
    with psycopg.connect(conninfo) as connection:
        found = connection.execute(
            "select count(*) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()"
        ).fetchone()
    return bool(found and found[0])
