"""Commission for many people at once: the SQL files of `suki/engines/sql`, run by whatever database holds the facts.

Each file is one SELECT over tables whose names begin with `pay_`; its result is kept under the file's own name. A store
knows how an engine keeps a result and takes rows in; the files are the same for all of them.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any, Protocol

Columns = Mapping[str, str]
Row = Sequence[Any]

TABLES: dict[str, Columns] = {
    "pay_plan": {"plan": "BIGINT", "draw": "DECIMAL(22, 4)", "is_recoverable": "BOOLEAN"},
    "pay_component": {
        "component": "BIGINT", "plan": "BIGINT", "kind": "TEXT", "measure": "TEXT", "input": "TEXT", "digits": "INTEGER",
        "is_alone": "BOOLEAN", "by_units": "BOOLEAN", "is_compared": "BOOLEAN", "threshold": "DECIMAL(18, 6)",
        "pays": "TEXT", "cap_input": "DECIMAL(18, 6)", "cap_payout": "DECIMAL(22, 4)", "starts": "DATE", "ends": "DATE",
    },
    "pay_tier": {
        "component": "BIGINT", "place": "INTEGER", "starts": "DECIMAL(18, 6)", "ends": "DECIMAL(18, 6)",
        "worth": "DECIMAL(22, 8)",
    },
    "pay_gate": {"component": "BIGINT", "other": "BIGINT", "reached": "DECIMAL(18, 6)"},
    "pay_member": {"plan": "BIGINT", "person": "BIGINT", "starts": "DATE", "ends": "DATE"},
    "pay_span": {
        "plan": "BIGINT", "span": "INTEGER", "starts": "DATE", "ends": "DATE", "since": "INTEGER", "until": "INTEGER",
    },
    "pay_quota": {
        "plan": "BIGINT", "person": "BIGINT", "measure": "TEXT", "since": "INTEGER", "until": "INTEGER",
        "amount": "DECIMAL(22, 4)",
    },
    "pay_credit": {
        "credit": "BIGINT", "person": "BIGINT", "component": "BIGINT", "day": "DATE", "amount": "DECIMAL(22, 6)",
        "margin": "DECIMAL(22, 6)", "units": "DECIMAL(22, 6)",
    },
}  # fmt: skip
"""What the rules read. Instead of `pay_credit` there may be `pay_line`, `pay_assignment` and `pay_currency`."""

CREDITING = {"sharers": "pay_sharer", "credit": "pay_credit"}
EARNING = {
    "quota": "pay_target",
    "book": "pay_book",
    "ladder": "pay_ladder",
    "stint": "pay_stint",
    "tally": "pay_tally",
    "attainment": "pay_attainment",
    "reach": "pay_reach",
    "day": "pay_day",
    "earning_one_by_one": "pay_earning_one_by_one",
    "earning_by_units": "pay_earning_by_units",
    "earning": "pay_earning",
    "payout": "pay_payout",
}
"""Each file and what its result is kept as, in the order in which they need one another."""

_LOOKED_UP_BY = {"pay_day": ("person", "day")}
_ONLY_READ_WHOLE = {"pay_earning", "pay_payout"}


class Store(Protocol):
    """A database that keeps tables and runs a SELECT of the shared files."""

    def take(self, name: str, columns: Columns, rows: Iterable[Row]) -> None:
        """Make a table of rows."""

    def keep(self, name: str, select: str) -> None:
        """Make a table of what a SELECT finds."""

    def ask(self, select: str) -> list[Row]:
        """What a SELECT finds."""


def rule(name: str) -> str:
    """The text of one of the SQL files."""
    return files("suki.engines.sql").joinpath(f"{name}.sql").read_text(encoding="utf-8")


def run(store: Store, steps: Mapping[str, str] = EARNING) -> None:
    """Run the rules one after another; afterwards every result is a table of the store."""
    for name, result in steps.items():
        store.keep(result, rule(name))


class Postgres:
    """Tables of a transaction, gone when it ends. `cursor` is any that has `execute`, `fetchall` and psycopg's `copy`."""

    def __init__(self, cursor: Any, kind: str = "TEMPORARY", ending: str = "ON COMMIT DROP") -> None:
        self.cursor, self.kind, self.ending = cursor, kind, ending

    def take(self, name: str, columns: Columns, rows: Iterable[Row]) -> None:
        """Copied in, which is many times quicker than inserting."""
        self._execute(f"CREATE {self.kind} TABLE {name} ({_columns(columns)}) {self.ending}")
        with self.cursor.copy(f"COPY {name} FROM STDIN") as copy:
            for row in rows:
                copy.write_row(row)
        self._execute(f"ANALYZE {name}")

    def keep(self, name: str, select: str) -> None:
        """With statistics, or the next step is planned blindly."""
        self._execute(f"CREATE {self.kind} TABLE {name} {self.ending} AS {select}")
        if name in _LOOKED_UP_BY:
            # Else the planner takes every person to have credits on few days, and sorts where it should hash.
            together = ", ".join(_LOOKED_UP_BY[name])
            self._execute(f"CREATE STATISTICS pg_temp.{name}_together (ndistinct) ON {together} FROM {name}")
        if name not in _ONLY_READ_WHOLE:
            self._execute(f"ANALYZE {name}")

    def ask(self, select: str) -> list[Row]:
        """All rows."""
        self._execute(select)
        found: list[Row] = self.cursor.fetchall()
        return found

    def _execute(self, statement: str) -> None:
        self.cursor.execute(statement)


class DuckDB:
    """A connection to DuckDB, which reads snapshots of closed periods as Parquet files."""

    def __init__(self, connection: Any) -> None:
        self.connection = connection

    def take(self, name: str, columns: Columns, rows: Iterable[Row]) -> None:
        """Through a file: DuckDB takes single rows slowly."""
        self.connection.execute(f"CREATE OR REPLACE TABLE {name} ({_columns(columns)})")
        with tempfile.TemporaryDirectory() as folder:
            path = _written(Path(folder) / f"{name}.csv", rows)
            self.connection.execute(
                f"COPY {name} FROM '{path}' (FORMAT csv, AUTO_DETECT false, DELIMITER ',', HEADER false, NULLSTR '\\N')"
            )

    def keep(self, name: str, select: str) -> None:
        """As a table."""
        self.connection.execute(f"CREATE OR REPLACE TABLE {name} AS {select}")

    def ask(self, select: str) -> list[Row]:
        """All rows."""
        found: list[Row] = self.connection.execute(select).fetchall()
        return found


class Spark:
    """A Spark session, also through Spark Connect. Results lie as Parquet in a folder that the server sees."""

    def __init__(self, session: Any, folder: Path) -> None:
        self.session, self.folder = session, folder

    def take(self, name: str, columns: Columns, rows: Iterable[Row]) -> None:
        """Through a file, read with the types that were said."""
        schema = ", ".join(f"{column} {kind.replace('TEXT', 'STRING')}" for column, kind in columns.items())
        path = _written(self.folder / f"{name}.csv", rows)
        read = self.session.read.schema(schema).option("nullValue", "\\N").option("emptyValue", "")
        read.csv(str(path)).createOrReplaceTempView(name)

    def keep(self, name: str, select: str) -> None:
        """Worked out once; a view would be worked out again by each step that reads it."""
        path = str(self.folder / f"{name}.parquet")
        self.session.sql(select).write.mode("overwrite").parquet(path)
        self.session.read.parquet(path).createOrReplaceTempView(name)

    def ask(self, select: str) -> list[Row]:
        """All rows."""
        return [tuple(row) for row in self.session.sql(select).collect()]


def _columns(columns: Columns) -> str:
    return ", ".join(f"{name} {kind}" for name, kind in columns.items())


def _written(path: Path, rows: Iterable[Row]) -> Path:
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        for row in rows:
            writer.writerow(["\\N" if value is None else value for value in row])
    return path
