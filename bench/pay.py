"""How fast pay is worked out: the lines of TPC-H, owners who change and share, four tiers, by three engines.

`--engine postgres` (1.5 million lines in one quarter), `duckdb` (all 28 quarters), `spark` (as postgres, with a Spark
Connect server that is started and stopped here, compared with DuckDB) or `growth` (1 to 10 million lines). The data
comes from `tpchgen-cli`; Spark needs the extra `spark` and Java 17.
"""

from __future__ import annotations

import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from typing import Any

from bench.generated import CHECKOUT
from suki.engines.commission.sets import CREDITING, EARNING, TABLES, DuckDB, Postgres, Spark, Store, rule

PEOPLE = 500
FIRST, LAST = date(1992, 1, 1), date(1999, 1, 1)
LINE = {
    "line": "BIGINT", "account": "BIGINT", "day": "DATE", "amount": "DECIMAL(22, 6)", "margin": "DECIMAL(22, 6)",
    "units": "DECIMAL(22, 6)",
}  # fmt: skip
ASSIGNMENT = {
    "account": "BIGINT",
    "person": "BIGINT",
    "share": "DECIMAL(9, 6)",
    "starts": "DATE",
    "ends": "DATE",
}
CURRENCY = {"digits": "INTEGER", "minor": "DECIMAL(8, 0)", "cent": "DECIMAL(8, 6)"}
TIERS = ((0, "0", "0.5", "0.01"), (1, "0.5", "1", "0.015"), (2, "1", "1.2", "0.02"), (3, "1.2", None, "0.03"))
CHECKSUM = """
    SELECT COUNT(*), SUM(commission), CAST(SUM(CAST(commission * MOD(credit, 9973) AS DECIMAL(30, 4))) AS DECIMAL(38, 4))
    FROM pay_earning
"""
_RUN = "import duckdb, sys; duckdb.sql('SET enable_progress_bar = false'); duckdb.sql(sys.argv[1])"
SIZES = (1_000_000, 2_000_000, 4_000_000, 7_000_000, 10_000_000)


def run(options: Any) -> dict[str, Any]:
    """Seconds and lines a second, with the checksum of what came out."""
    engine = str(getattr(options, "engine", None) or "postgres")
    runs = {"postgres": _postgres, "duckdb": _duckdb, "spark": _spark, "growth": _growth}
    if engine not in runs:
        raise SystemExit(f"“{engine}” is no engine; there are {', '.join(runs)}.")
    with _data(getattr(options, "data", None), int(getattr(options, "scale", None) or 1)) as folder:
        return {"engine": engine, **runs[engine](folder, options)}


def _postgres(folder: Path, options: Any) -> dict[str, Any]:
    lines = _prepared(folder, int(getattr(options, "lines", None) or 1_500_000), is_one_quarter=True)
    with _server() as connection:
        return _on_postgres(connection, lines, [(date(1995, 1, 1), date(1995, 4, 1))])


def _duckdb(folder: Path, options: Any) -> dict[str, Any]:
    lines = _prepared(folder, int(getattr(options, "lines", None) or 100_000_000), is_one_quarter=False)
    return _on_duckdb(folder, lines, _quarters())


def _spark(folder: Path, options: Any) -> dict[str, Any]:
    lines = _prepared(folder, int(getattr(options, "lines", None) or 1_500_000), is_one_quarter=True)
    spans = [(date(1995, 1, 1), date(1995, 4, 1))]
    here = _on_duckdb(folder, lines, spans)
    with _spark_session(folder) as session:
        there = _on_spark(session, folder, lines, spans)
    return {"spark": there, "duckdb": here, "is_identical": there["checksum"] == here["checksum"]}


def _growth(folder: Path, options: Any) -> dict[str, Any]:
    """The same quarter with more and more lines; `--of duckdb` only with one engine."""
    spans = [(date(1995, 1, 1), date(1995, 4, 1))]
    found: list[dict[str, Any]] = []
    named = str(getattr(options, "of", None) or "postgres,duckdb").split(",")
    for size in SIZES:
        lines = _prepared(folder, size, is_one_quarter=True)
        point: dict[str, Any] = {"lines": size, "load": round(os.getloadavg()[0], 1)}
        if "postgres" in named:
            with _server() as connection:
                point["postgres"] = _on_postgres(connection, lines, spans)
            lines.with_suffix(".csv").unlink()
        if "duckdb" in named:
            point["duckdb"] = _on_duckdb(folder, lines, spans)
        lines.unlink()
        found.append(point)
    return {"growth": found}


def _on_postgres(connection: Any, lines: Path, spans: list[tuple[date, date]]) -> dict[str, Any]:
    """Results are written as tables; unlogged, as they follow from what is kept."""
    cursor = connection.cursor()
    # Temporary tables are read by one process only.
    store = Postgres(cursor, "UNLOGGED", "")
    cursor.execute("SET work_mem = '256MB'")
    store.take("pay_line", LINE, [])
    with cursor.copy("COPY pay_line FROM STDIN (FORMAT csv)") as copy, _as_csv(lines).open("rb") as file:
        while block := file.read(1 << 20):
            copy.write(block)
    cursor.execute("ANALYZE pay_line")
    store.ask("SELECT COUNT(*) FROM pay_line")
    _hand_plan(store, spans)
    return _measured(store, _busy_of_server(connection.info.backend_pid))


def _on_duckdb(folder: Path, lines: Path, spans: list[tuple[date, date]]) -> dict[str, Any]:
    import duckdb

    file = folder / "bench.duckdb"
    file.unlink(missing_ok=True)
    with duckdb.connect(str(file)) as connection:
        connection.execute("SET enable_progress_bar = false")
        connection.execute("SET memory_limit = '1GB'")
        connection.execute("SET preserve_insertion_order = false")
        store = DuckDB(connection)
        connection.execute(f"CREATE VIEW pay_line AS SELECT * FROM read_parquet('{lines}')")
        _hand_plan(store, spans)
        return _measured(store)


def _on_spark(session: Any, folder: Path, lines: Path, spans: list[tuple[date, date]]) -> dict[str, Any]:
    store = Spark(session, folder)
    session.read.parquet(str(lines)).createOrReplaceTempView("pay_line")
    _hand_plan(store, spans)
    return _measured(store)


def _measured(store: Store, busy: Callable[[], float] = time.process_time) -> dict[str, Any]:
    """The rules alone: from lines and assignments to what is paid, every result written."""
    ((lines,),) = store.ask("SELECT COUNT(*) FROM pay_line")
    start, busy_before, steps = time.perf_counter(), busy(), {}
    for name, result in {**CREDITING, **EARNING}.items():
        began = time.perf_counter()
        store.keep(result, rule(name))
        steps[name] = round(time.perf_counter() - began, 2)
        print(f"{name} {steps[name]} s", file=sys.stderr)
    seconds, worked = time.perf_counter() - start, busy() - busy_before
    ((credits, total, weighed),) = store.ask(CHECKSUM)
    ((kept,),) = store.ask("SELECT SUM(amount) FROM pay_credit")
    ((given,),) = store.ask("SELECT SUM(amount) FROM pay_line")
    ((crossing,),) = store.ask("SELECT COUNT(*) FROM pay_earning_one_by_one")
    return {
        "lines": lines,
        "credits": credits,
        "credits_one_by_one": crossing,
        "rules_seconds": round(seconds, 2),
        "processor_seconds": round(worked, 2),
        "lines_a_second": int(lines / seconds),
        "all_is_credited": kept == given,
        "checksum": f"{credits} {total:.4f} {weighed:.4f}",
        "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "steps": steps,
    }


def _busy_of_server(backend: int) -> Callable[[], float]:
    """Processor seconds of the server for us: our backend's own, and those of helpers that have ended."""
    ((parent,),) = [
        line.split()[1:]
        for line in Path(f"/proc/{backend}/status").read_text().splitlines()
        if line[:4] == "PPid"
    ]

    def used(process: object, first: int) -> int:
        fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
        return int(fields[first]) + int(fields[first + 1])

    return lambda: (used(backend, 11) + used(parent, 13)) / os.sysconf("SC_CLK_TCK")


def _hand_plan(store: Store, spans: list[tuple[date, date]]) -> None:
    """One plan for everybody: four tiers of attainment, quarterly, with a draw."""
    store.take("pay_assignment", ASSIGNMENT, _assignments())
    store.take("pay_currency", CURRENCY, [(2, 100, Decimal("0.01"))])
    ((total,),) = store.ask("SELECT SUM(amount) FROM pay_line")
    quota = round(Decimal(total) / PEOPLE / len(spans), 2)
    rows: Mapping[str, list[tuple[Any, ...]]] = {
        "pay_plan": [(1, Decimal(2000), True)],
        "pay_component": [
            (1, 1, "rate", "amount", "attainment", 2, False, False, True, None, None, None, None, FIRST, LAST)
        ],
        "pay_tier": [(1, *tier) for tier in TIERS],
        "pay_gate": [],
        "pay_member": [(1, person, FIRST, LAST) for person in range(PEOPLE)],
        "pay_span": [
            (1, place, first, end, first.toordinal(), end.toordinal())
            for place, (first, end) in enumerate(spans)
        ],
        "pay_quota": [
            (1, person, "*", first.toordinal(), end.toordinal(), quota)
            for person in range(PEOPLE)
            for first, end in spans
        ],
    }
    for name, given in rows.items():
        store.take(name, TABLES[name], given)


def _assignments() -> Iterator[tuple[Any, ...]]:
    """Half of the customers have one owner who changed on a day of their own; most of the others two, every fiftieth three."""
    whole, turn = (FIRST, LAST), date(1995, 2, 1).toordinal()
    for account in range(1, 150_001):
        own, next_to = account % PEOPLE, (account * 7 + 13) % PEOPLE
        next_to = (next_to + 1) % PEOPLE if next_to == own else next_to
        third = next(place % PEOPLE for place in range(own + 1, own + 4) if place % PEOPLE != next_to)
        if account % 2:
            handed = date.fromordinal(turn + account % 40)
            yield account, own, Decimal(1), FIRST, handed
            yield account, next_to, Decimal(1), handed, LAST
        elif account % 50:
            yield account, own, Decimal("0.6"), *whole
            yield account, next_to, Decimal("0.4"), *whole
        else:
            yield account, own, Decimal("0.333334"), *whole
            yield account, next_to, Decimal("0.333333"), *whole
            yield account, third, Decimal("0.333333"), *whole


def _quarters() -> list[tuple[date, date]]:
    days = [date(year, month, 1) for year in range(1992, 2000) for month in (1, 4, 7, 10)][:29]
    return list(pairwise(days))


@contextmanager
def _data(named: Any, scale: int) -> Iterator[Path]:
    """The folder with lineitem and orders, made where they are not."""
    if named:
        yield _generated(Path(named), scale)
        return
    with tempfile.TemporaryDirectory(prefix="suki-bench-pay-") as folder:
        yield _generated(Path(folder), scale)


def _generated(folder: Path, scale: int) -> Path:
    beside = Path(sys.executable).with_name("tpchgen-cli")
    program = str(beside) if beside.exists() else shutil.which("tpchgen-cli")
    if not (folder / "lineitem.parquet").exists():
        if not program:
            raise SystemExit("The lines come from TPC-H's generator: pip install tpchgen-cli")
        command = [program, "parquet", "-s", str(scale), "--tables=lineitem,orders", f"--output-dir={folder}"]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder


def _prepared(folder: Path, number: int, *, is_one_quarter: bool) -> Path:
    """So many lines as Parquet, in a process of its own, so that its memory is not counted."""
    target = folder / f"lines-{number}-{'quarter' if is_one_quarter else 'all'}.parquet"
    if not target.exists():
        day = "DATE '1995-01-01' + CAST(date_diff('day', DATE '1992-01-01', l_shipdate) % 90 AS INTEGER)"
        copies = 1 + number // 6_000_000 if number < 100_000_000 else 1
        query = f"""
            COPY (
                SELECT (l_orderkey * 8 + l_linenumber) * 4 + copy AS line, CAST(o_custkey AS BIGINT) AS account,
                    CAST({day if is_one_quarter else "l_shipdate"} AS DATE) AS day,
                    CAST(round(l_extendedprice * (1 - l_discount), 2) AS DECIMAL(22, 6)) AS amount,
                    CAST(NULL AS DECIMAL(22, 6)) AS margin, CAST(NULL AS DECIMAL(22, 6)) AS units
                FROM '{folder}/lineitem.parquet' INNER JOIN '{folder}/orders.parquet' ON l_orderkey = o_orderkey
                CROSS JOIN range({copies}) AS copies (copy) ORDER BY hash(line) LIMIT {number}
            ) TO '{target}' (FORMAT parquet)"""
        subprocess.run([sys.executable, "-c", _RUN, query], check=True)
    return target


def _as_csv(lines: Path) -> Path:
    target = lines.with_suffix(".csv")
    query = f"COPY (SELECT * FROM '{lines}') TO '{target}' (FORMAT csv, HEADER false)"
    subprocess.run([sys.executable, "-c", _RUN, query], check=True)
    return target


@contextmanager
def _server() -> Iterator[Any]:
    """An embedded database of its own, as a firm gets it."""
    import psycopg

    from suki.config.postgres.client import EmbeddedDatabase

    with (
        tempfile.TemporaryDirectory(prefix="suki-bench-pg-") as folder,
        EmbeddedDatabase(folder) as conninfo,
        psycopg.connect(conninfo, autocommit=True) as connection,
    ):
        yield connection


@contextmanager
def _spark_session(folder: Path) -> Iterator[Any]:
    """A Spark Connect server on this machine, stopped afterwards, and a session with it."""
    from pyspark.sql import SparkSession

    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    import pyspark

    home = Path(pyspark.__file__).parent
    command = [
        str(home / "bin" / "spark-submit"), "--master", "local[2]", "--driver-memory", "4g",
        "--class", "org.apache.spark.sql.connect.service.SparkConnectServer", "--name", "suki",
        "--conf", f"spark.connect.grpc.binding.port={port}", "--conf", "spark.connect.grpc.binding.address=127.0.0.1",
        "--conf", "spark.driver.bindAddress=127.0.0.1", "--conf", "spark.driver.host=127.0.0.1",
        "--conf", "spark.ui.enabled=false", "--conf", "spark.sql.shuffle.partitions=8",
        "--conf", "spark.sql.session.timeZone=UTC", "--conf", f"spark.sql.warehouse.dir={folder}/warehouse",
        "spark-internal",
    ]  # fmt: skip
    with (folder / "spark.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log, cwd=CHECKOUT / "..")
    try:
        _wait_for(port, server, folder / "spark.log")
        session = SparkSession.builder.remote(f"sc://127.0.0.1:{port}").getOrCreate()
        try:
            yield session
        finally:
            # Before the server goes, or its client waits for it to come back.
            session.stop()
    finally:
        server.terminate()
        server.wait(30)


def _wait_for(port: int, server: Any, log: Path) -> None:
    for _ in range(600):
        if server.poll() is not None:
            raise SystemExit(f"The Spark server ended at once: {log.read_text()[-2000:]}")
        with socket.socket() as attempt:
            if attempt.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.2)
    raise SystemExit("The Spark server does not answer.")
