"""The closed room in which a recipe's queries run: its files inside, nothing else within reach."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import duckdb
from django.utils.translation import gettext as _

from suki.exchange import limits
from suki.exchange.problems import BadFiles, Problem, Problems, refuse
from suki.exchange.recipe import Query, Recipe, SourceFile
from suki.exchange.sources.delimited import Layout, read_carefully, read_delimited
from suki.exchange.sources.finding import PARQUET, RECORDS, TEXT, Directory, kind_of
from suki.exchange.sources.plain import Plain, checked_columns
from suki.exchange.sources.records import LONGEST_RECORD, explained, parquet_columns, read_records
from suki.exchange.sources.workbooks import SheetLayout, read_workbook
from suki.exchange.spelling import did_you_mean
from suki.exchange.statements import Reading, reading_of
from suki.exchange.values import literal, quoted

ROOM = "suki-import-"


class Workbench:
    """A DuckDB with the files of one recipe, open for reading only once they are in."""

    def __init__(self, recipe: Recipe, root: Path) -> None:
        self.recipe = recipe
        self.directory = Directory(root)
        self.room = _own_room()
        self.connection = duckdb.connect(
            config={
                "memory_limit": limits.QUERY_MEMORY,
                "threads": limits.QUERY_THREADS,
                "temp_directory": str(self.room / "spill"),
                "max_temp_directory_size": limits.QUERY_DISK,
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
                "python_enable_replacements": "false",
            }
        )
        self.checksums: dict[str, str] = {}
        self.notation = recipe.notation
        self._opened: dict[tuple[str, SourceFile], str] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Leave nothing behind."""
        self.connection.close()
        shutil.rmtree(self.room, ignore_errors=True)

    def load(self) -> None:
        """Bring in every file that a query reads, then close the door."""
        problems = Problems()
        readings = []
        for query in self.recipe.queries:
            try:
                readings.append(
                    (
                        query,
                        reading_of(
                            self.connection,
                            query.sql,
                            where=self.recipe.at(query),
                            column=f"targets.{query.target}",
                        ),
                    )
                )
            except BadFiles as refused:
                problems.add_many(refused.found, refused.found.total)
        done: set[str] = set()
        for query, reading in readings:
            for refused in self._load_for(query, reading, done):
                problems.add_many(refused.found, refused.found.total)
        problems.refuse()
        self._close_the_door()

    def result_of(self, query: Query, table: str) -> dict[str, str]:
        """Run a query into a table, numbered in its order. Answers the columns with their types."""
        where, column = self.recipe.at(query), f"targets.{query.target}"
        try:
            self.connection.execute(
                f"CREATE TEMP TABLE {table} AS SELECT row_number() OVER () AS _n, q.* FROM (\n{query.sql}\n) q"
            )
        except duckdb.OutOfMemoryException:
            raise refuse(
                where, _("this query needs more memory than an import may use."), column=column
            ) from None
        except duckdb.Error as error:
            raise refuse(
                where,
                _("the query fails: {reason}").format(reason=str(error).split("\n", 1)[0]),
                column=column,
            ) from None
        described = self.connection.execute(f"DESCRIBE {table}").fetchall()
        return {str(row[0]): str(row[1]) for row in described[1:]}

    def forget_files(self) -> None:
        """The queries have run: what was read of the files makes room."""
        for (view,) in self.connection.execute(
            "SELECT view_name FROM duckdb_views() WHERE NOT internal ORDER BY view_name"
        ).fetchall():
            self.connection.execute(f"DROP VIEW IF EXISTS {quoted(view)}")
        for number in range(len(self._opened)):
            self.connection.execute(f"DROP TABLE _source_{number}")

    def _load_for(self, query: Query, reading: Reading, done: set[str]) -> list[BadFiles]:
        refusals = []
        for name in sorted(reading.files):
            if f"read:{name}" not in done:
                done.add(f"read:{name}")
                try:
                    self._offer(_reading_name(name), self._source_named(name))
                except BadFiles as refused:
                    refusals.append(refused)
        declared = {known.casefold(): known for known in self.recipe.files}
        named = {name for name in reading.perhaps if name.casefold() in declared}
        for name in sorted(reading.tables | named):
            key = name.casefold()
            if key in done:
                continue
            done.add(key)
            try:
                found = declared.get(key)
                self._offer(name, self.recipe.files[found] if found else self._file_for_table(query, name))
            except BadFiles as refused:
                refusals.append(refused)
        return refusals

    def _source_named(self, name: str) -> SourceFile:
        """What read('…') means: a name declared in the recipe, a file, or a sheet as in “book.xlsx[Orders]”."""
        if name in self.recipe.files:
            return self.recipe.files[name]
        file, _bracket, sheet = name.partition("[")
        return SourceFile(file, sheet=sheet[:-1]) if sheet.endswith("]") else SourceFile(name)

    def _file_for_table(self, query: Query, name: str) -> SourceFile:
        found = self.directory.find(name)
        if found is None:
            sentence = _(
                "the query reads “{name}”, which is neither declared under “files” nor a file."
            ).format(name=name)
            known = [*self.recipe.files, *self.directory.names()]
            raise refuse(
                self.recipe.at(query), sentence + did_you_mean(name, known), column=f"targets.{query.target}"
            )
        return SourceFile(found)

    def _offer(self, name: str, source: SourceFile) -> None:
        """Make a file known to the queries under a name."""
        view = self._open(source)
        self.connection.execute(f"CREATE OR REPLACE VIEW {quoted(name)} AS SELECT * FROM {view}")

    def _open(self, source: SourceFile) -> str:
        path = self.directory.open(source.file)
        key = (str(path), source)
        if key not in self._opened:
            number = len(self._opened)
            plain = self._plain(path, source, self.room / f"source_{number}")
            table, view = f"_source_{number}", f"_file_{number}"
            self._load(plain, table, source, self.room / f"source_{number}")
            self._opened[key] = view
            self.checksums[source.file] = _checksum(path)
            kept = ", ".join(quoted(column) for column in plain.columns if column)
            self.connection.execute(
                f"CREATE VIEW {view} AS SELECT {kept}, {literal(plain.label + ':')} || _row AS _at FROM {table}"
            )
            if plain.counts_from_1904:
                self.notation = replace(self.notation, reads_serials=False)
        return self._opened[key]

    def _plain(self, path: Path, source: SourceFile, into: Path) -> Plain:
        kind = kind_of(path)
        if kind in TEXT:
            layout = Layout(
                source.header_row, source.columns, source.encoding, source.delimiter or TEXT[kind]
            )
            return read_delimited(path, label=source.file, layout=layout, into=into)
        if kind in RECORDS:
            return read_records(path, label=source.file, encoding=source.encoding, into=into)
        if kind in PARQUET:
            return self._parquet(path, source.file)
        return read_workbook(
            path,
            label=source.file,
            layout=SheetLayout(
                sheet=source.sheet,
                header_row=source.header_row,
                columns=source.columns,
                decimal=self.recipe.notation.decimal,
                fill_merged=source.fill_merged,
                errors_are_empty=source.errors_are_empty,
            ),
            into=into,
        )

    def _parquet(self, path: Path, label: str) -> Plain:
        columns = checked_columns(parquet_columns(path, label), label=label, row=1)
        return Plain(label=label, path=path, columns=columns, first_row=1, reader="parquet")

    def _load(self, plain: Plain, table: str, source: SourceFile, into: Path) -> None:
        try:
            self.connection.execute(
                f"CREATE TABLE {table} AS {_loading(plain, self.recipe.notation.decimal)}"
            )
        except duckdb.Error as error:
            if plain.reader == "json":
                raise explained(plain.path, plain.label) from None
            if plain.reader == "parquet" or plain.is_numbered:
                reason = str(error).split("\n", 1)[0]
                raise refuse(
                    plain.label, _("this file cannot be read: {reason}").format(reason=reason)
                ) from None
            layout = Layout(source.header_row, source.columns, source.encoding, plain.delimiter)
            clean = read_carefully(plain, layout=layout, into=into)
            self.connection.execute(f"CREATE TABLE {table} AS {_loading(clean, '.')}")
            plain = clean
        self._refuse_long_cells(plain, table)

    def _refuse_long_cells(self, plain: Plain, table: str) -> None:
        named = [column for column in plain.columns if column]
        longest = ", ".join(f"max(length({quoted(column)}))" for column in named)
        lengths = self.connection.execute(f"SELECT {longest} FROM {table}").fetchone() or ()
        problems = Problems()
        for column, length in zip(named, lengths, strict=True):
            if length and length > limits.LONGEST_CELL:
                rows = self.connection.execute(
                    f"SELECT _row FROM {table} WHERE length({quoted(column)}) > {limits.LONGEST_CELL} LIMIT 100"
                ).fetchall()
                sentence = _("this cell holds {length} characters; at most {limit} are read.")
                for (row,) in rows:
                    problems.add(
                        Problem(
                            plain.label,
                            row,
                            column,
                            expected=str(limits.LONGEST_CELL),
                            sentence=sentence.format(length=length, limit=limits.LONGEST_CELL),
                        )
                    )
        problems.refuse()

    def _close_the_door(self) -> None:
        self.connection.execute(
            "CREATE OR REPLACE MACRO read(name) AS TABLE FROM query_table('read_' || md5(name))"
        )
        self.connection.execute("SET enable_external_access = false")
        self.connection.execute("SET lock_configuration = true")


def _own_room() -> Path:
    """A folder that only we can read. What a killed import has left, which may be about people, goes first."""
    mine = f"{ROOM}{os.getuid()}-"
    for left in Path(tempfile.gettempdir()).glob(f"{mine}*"):
        number = left.name.removeprefix(mine).split("-")[0]
        if number.isdigit() and not Path("/proc", number).exists():
            shutil.rmtree(left, ignore_errors=True)
    return Path(tempfile.mkdtemp(prefix=f"{mine}{os.getpid()}-"))


def _loading(plain: Plain, decimal: str) -> str:
    """The SELECT that reads a plain file as rows of text, each with its row number."""
    path = literal(str(plain.path))
    if plain.reader == "json":
        types = ", ".join(f"{quoted(column)}: 'VARCHAR'" for column in plain.columns)
        options = f"columns={{{types}}}, maximum_object_size={LONGEST_RECORD}"
        cells = ", ".join(_empty_as_null(column, f"{quoted(column)}") for column in plain.columns)
        return f"SELECT row_number() OVER () AS _row, {cells} FROM read_json({path}, {options})"
    if plain.reader == "parquet":
        cells = ", ".join(_typed_as_text(column, decimal) for column in plain.columns)
        return f"SELECT row_number() OVER () AS _row, {cells} FROM read_parquet({path})"
    names = [column or f"_unnamed_{index}" for index, column in enumerate(plain.columns)]
    columns = ["_row", *names] if plain.is_numbered else names
    types = ", ".join(f"{literal(name)}: '{'BIGINT' if name == '_row' else 'VARCHAR'}'" for name in columns)
    number = "_row" if plain.is_numbered else f"row_number() OVER () + {plain.first_row - 1} AS _row"
    kept = ", ".join(quoted(column) for column in plain.columns if column)
    return (
        f"SELECT {number}, {kept} FROM read_csv({path}, columns={{{types}}}, auto_detect=false,"
        f" header={str(plain.has_header).lower()}, delim={literal(plain.delimiter)}, quote='\"', escape='\"',"
        f" strict_mode=true, max_line_size={limits.LONGEST_CELL * 8})"
    )


def _typed_as_text(column: str, decimal: str) -> str:
    """A typed column as the recipe's notation writes it."""
    name = quoted(column)
    text = f"CAST({name} AS VARCHAR)"
    if decimal != ".":
        is_number = f"typeof({name}) IN ('DOUBLE', 'FLOAT') OR typeof({name}) LIKE 'DECIMAL%'"
        text = f"CASE WHEN {is_number} THEN replace({text}, '.', '{decimal}') ELSE {text} END"
    return _empty_as_null(column, text)


def _empty_as_null(column: str, text: str) -> str:
    return f"nullif({text}, '') AS {quoted(column)}"


def _reading_name(name: str) -> str:
    return "read_" + hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()


def _checksum(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
