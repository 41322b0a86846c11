"""A target's rows, typed and checked as sets in DuckDB. What is wrong is kept by row, so that rows can be left out."""

from __future__ import annotations

from dataclasses import dataclass, field

import duckdb
from django.utils.translation import gettext as _

from suki.exchange.columns import Column, Target
from suki.exchange.notation import Notation
from suki.exchange.problems import Problem, Problems
from suki.exchange.spelling import did_you_mean
from suki.exchange.values import as_text, expectation, listed, literal, plain_number, quoted, typed

ERRORS = (
    "#REF!",
    "#N/A",
    "#NAME?",
    "#VALUE!",
    "#DIV/0!",
    "#NUM!",
    "#NULL!",
    "#SPILL!",
    "#CALC!",
    "Err:508",
    "Err:509",
)

EARLIEST, LATEST = "1800-01-01", "2300-12-31"

_MONTH = "(Jan|Feb|Mar|Mär|Mrz|Apr|May|Mai|Mei|Jun|Jul|Aug|Agu|Agt|Sep|Oct|Okt|Nov|Dec|Dez|Des)"
_LOOKS_LIKE_A_DATE = rf"\d{{4}}-\d{{2}}-\d{{2}}( 00:00:00)?|\d{{1,2}}[-.] ?{_MONTH}\.?|{_MONTH}\.?[- ]\d{{2}}"
_LOOKS_SCIENTIFIC = r"\d([.,]\d+)?[eE]\+\d{1,3}"


@dataclass
class Checked:
    """A target's rows after the checks: the table of typed rows, and which columns the query yields."""

    target: Target
    table: str
    columns: tuple[Column, ...]
    bad: str
    """Table of what is wrong: row number, number of the check, value."""
    checks: list[Check] = field(default_factory=list)
    rows: int = 0

    @property
    def names(self) -> list[str]:
        """The names of the columns that the query yields."""
        return [column.name for column in self.columns]


@dataclass(frozen=True)
class Check:
    """A rule that rows must follow: SQL that finds those that do not, and what to say of them."""

    column: str
    condition: str
    value: str
    expected: str
    sentence: str = ""
    """May name {value} and {other}."""
    other: str = "NULL"
    is_normal_when_usual: bool = False
    """Whether values that look so are in order when most of the column looks so."""


def check(
    connection: duckdb.DuckDBPyConnection,
    target: Target,
    raw: str,
    types: dict[str, str],
    notation: Notation,
) -> Checked:
    """Type the rows of a query's result and note everything that is wrong with them."""
    columns = tuple(column for name in types if (column := target.column(name)))
    typed, bad = f"_typed_{target.name}", f"_bad_{target.name}"
    connection.execute(f"CREATE TEMP TABLE {typed} AS {_typing(target, raw, columns, types, notation)}")
    connection.execute(f"DROP TABLE {raw}")
    connection.execute(f"CREATE TEMP TABLE {bad} (_n BIGINT, number INTEGER, value VARCHAR, other VARCHAR)")
    checked = Checked(target, typed, columns, bad)
    (checked.rows,) = connection.execute(f"SELECT count(*) FROM {typed}").fetchone() or (0,)
    checked.checks = _checks(checked, notation)
    _run(connection, checked)
    return checked


def named_columns(target: Target, types: dict[str, str], where: str) -> Problems:
    """What is wrong with the columns that a query yields: unknown ones, missing ones."""
    problems = Problems()
    place = f"targets.{target.name}"
    for name in types:
        if name != "_at" and target.column(name) is None:
            sentence = _("“{name}” is no column of {target}.").format(name=name, target=target.name)
            sentence += did_you_mean(name, target.by_name)
            problems.add(
                Problem(
                    where, column=place, value=name, expected=", ".join(target.by_name), sentence=sentence
                )
            )
    needed = [(column.name,) for column in target.columns if column.required]
    for group in [*needed, *target.one_of, *([target.just_one_of] if target.just_one_of else [])]:
        if not set(group) & set(types):
            sentence = _("the query must yield the column {columns}.").format(columns=_(" or ").join(group))
            problems.add(Problem(where, column=place, expected=group[0], sentence=sentence))
    return problems


def report(connection: duckdb.DuckDBPyConnection, checked: Checked, problems: Problems) -> None:
    """Say what is wrong, in the order of the rows, as far as there is room."""
    (total,) = connection.execute(f"SELECT count(*) FROM {checked.bad}").fetchone() or (0,)
    if not total:
        return
    found = connection.execute(
        f"SELECT t._at, b.number, b.value, b.other FROM {checked.bad} b JOIN {checked.table} t USING (_n)"
        f" ORDER BY b._n, b.number LIMIT {problems.room}"
    ).fetchall()
    problems.add_many(
        (_problem(checked.checks[number], at, value, other) for at, number, value, other in found), total
    )


def reasons(
    connection: duckdb.DuckDBPyConnection, checked: Checked, numbers: list[int]
) -> list[tuple[int, str]]:
    """What is wrong with some rows, by their numbers."""
    found = connection.execute(
        f"SELECT b._n, t._at, b.number, b.value, b.other FROM {checked.bad} b JOIN {checked.table} t USING (_n)"
        " WHERE b._n IN (SELECT unnest($1::BIGINT[])) ORDER BY b._n, b.number",
        [numbers],
    ).fetchall()
    said = []
    for row, at, number, value, other in found:
        problem = _problem(checked.checks[number], at, value, other)
        said.append((row, f"{problem.column}: {problem.what}"))
    return said


def problem_at(at: str, *, column: str, value: str | None, expected: str, sentence: str = "") -> Problem:
    """A problem where `_at` says: “file:row”."""
    file, _colon, row = at.rpartition(":")
    return Problem(file or at, int(row) if row.isdigit() else None, column, value, expected, sentence)


def _problem(rule: Check, at: str, value: str | None, other: str | None) -> Problem:
    sentence = rule.sentence.format(value=value, other=other) if rule.sentence else ""
    return problem_at(at, column=rule.column, value=value, expected=rule.expected, sentence=sentence)


def _run(connection: duckdb.DuckDBPyConnection, checked: Checked) -> None:
    """One pass counts what every check finds; only those that find something look again for the rows."""
    if not checked.rows:
        return
    counts = ", ".join(f"count(*) FILTER (WHERE {rule.condition})" for rule in checked.checks)
    found = connection.execute(f"SELECT {counts} FROM {checked.table}").fetchone() or ()
    for number, (rule, count) in enumerate(zip(checked.checks, found, strict=True)):
        if count and not (rule.is_normal_when_usual and _is_usual(connection, checked, rule, count)):
            connection.execute(
                f"INSERT INTO {checked.bad} SELECT _n, {number}, {rule.value}, {rule.other}"
                f" FROM {checked.table} WHERE {rule.condition}"
            )
    _find_doubles(connection, checked)


def _is_usual(connection: duckdb.DuckDBPyConnection, checked: Checked, rule: Check, count: int) -> bool:
    (filled,) = connection.execute(
        f"SELECT count({quoted(rule.column)}) FROM {checked.table}"
    ).fetchone() or (0,)
    return bool(count * 2 > filled)


def _find_doubles(connection: duckdb.DuckDBPyConnection, checked: Checked) -> None:
    """Rows with the key of an earlier row. The earlier one stands."""
    key = [name for name in checked.target.key if name in checked.names]
    if not key or (checked.target.has_id and "id" not in key):
        return
    names = ", ".join(quoted(name) for name in key)
    value = " || ' / ' || ".join(f"coalesce({quoted(name)}::VARCHAR, '')" for name in key)
    complete = f"{quoted(key[0])} IS NOT NULL" if len(key) == 1 else "true"
    (distinct,) = connection.execute(
        f"SELECT count(*) FROM (SELECT DISTINCT {names} FROM {checked.table} WHERE {complete})"
    ).fetchone() or (0,)
    (rows,) = connection.execute(f"SELECT count(*) FROM {checked.table} WHERE {complete}").fetchone() or (0,)
    if distinct == rows:
        return
    number = len(checked.checks)
    checked.checks.append(
        Check(
            column=key[0] if len(key) == 1 else ", ".join(key),
            condition="false",
            value="NULL",
            expected=_("each only once"),
            sentence=_("“{value}” stands twice, here and in {other}."),
        )
    )
    connection.execute(
        f"INSERT INTO {checked.bad} SELECT _n, {number}, {value}, first FROM ("
        f" SELECT *, first_value(_at) OVER same AS first, row_number() OVER same AS occurrence"
        f" FROM {checked.table} WHERE {complete} WINDOW same AS (PARTITION BY {names} ORDER BY _n)"
        f") WHERE occurrence > 1"
    )


def _typing(
    target: Target, raw: str, columns: tuple[Column, ...], types: dict[str, str], notation: Notation
) -> str:
    """The SELECT that turns a result into typed columns, each with the text that could not be read beside it."""
    at = "_at" if "_at" in types else "NULL"
    inner = ["_n", f"coalesce(CAST({at} AS VARCHAR), {literal(target.name + ':')} || _n) AS _at"]
    outer = ["_n", "_at"]
    for column in columns:
        name, told = quoted(column.name), quoted("text " + column.name)
        inner.append(f"{typed(column, types[column.name], notation)} AS {name}")
        outer.append(name)
        if column.type not in ("id", "text"):
            inner.append(f"{as_text(name, types[column.name])} AS {told}")
            outer.append(f"CASE WHEN {name} IS NULL THEN {told} END AS {quoted('unread ' + column.name)}")
    return f"SELECT {', '.join(outer)} FROM (SELECT {', '.join(inner)} FROM {raw}) ORDER BY _n"


def _checks(checked: Checked, notation: Notation) -> list[Check]:
    """Every rule for this target and these columns."""
    target, names = checked.target, set(checked.names)
    rules = [rule for column in checked.columns for rule in _column_checks(column, notation)]
    for group in target.one_of:
        empty = " AND ".join(f"{quoted(name)} IS NULL" for name in group if name in names)
        rules.append(Check(group[0], empty, "NULL", _(" or ").join(group)))
    if target.just_one_of:
        filled = " + ".join(
            f"({quoted(name)} IS NOT NULL)::INT" for name in target.just_one_of if name in names
        )
        expected = _("exactly one of {columns}").format(columns=", ".join(target.just_one_of))
        rules.append(Check(target.just_one_of[0], f"({filled}) <> 1", "NULL", expected))
    for first, last in target.spans:
        if first in names and last in names:
            rules.append(_span_check(first, last))
    return rules


def _span_check(first: str, last: str) -> Check:
    early, late = quoted(first), quoted(last)
    wrong = f"{late} <= {early}" if last == "until" else f"{late} < {early}"
    return Check(
        last,
        wrong,
        f"{late}::VARCHAR",
        _("a day not before “{column}”").format(column=first),
        _("“{last}” ({{value}}) lies before “{first}” ({{other}}).").format(first=first, last=last),
        f"{early}::VARCHAR",
    )


def _column_checks(column: Column, notation: Notation) -> list[Check]:
    name, unread = quoted(column.name), quoted("unread " + column.name)
    rules = []
    if column.type in ("id", "text"):
        rules.append(
            Check(
                column.name,
                f"{name} IN ({listed(ERRORS)})",
                name,
                _("a value"),
                _("“{value}” is an error of the spreadsheet; mend its formula."),
            )
        )
        longest = _("at most {number} characters").format(number=column.length)
        rules.append(
            Check(
                column.name,
                f"length({name}) > {column.length}",
                name,
                longest,
                _("holds {{other}} characters; at most {number} fit.").format(number=column.length),
                f"length({name})::VARCHAR",
            )
        )
        if column.name == "email":
            rules.append(
                Check(
                    "email", f"NOT regexp_full_match({name}, '[^@\\s]+@[^@\\s]+')", name, _("a mail address")
                )
            )
        if column.type == "id":
            rules += _id_checks(column)
    else:
        rules.append(Check(column.name, f"{unread} IS NOT NULL", unread, expectation(column, notation)))
    if column.required:
        missing = (
            f"{name} IS NULL" if column.type in ("id", "text") else f"{name} IS NULL AND {unread} IS NULL"
        )
        rules.append(Check(column.name, missing, "NULL", expectation(column, notation)))
    return rules + _range_checks(column)


def _id_checks(column: Column) -> list[Check]:
    """Ids that a spreadsheet has turned into dates or into powers of ten are lost; a few among others give it away."""
    name = quoted(column.name)
    mend = _("format the column as text and enter it again.")
    return [
        Check(
            column.name,
            f"regexp_full_match({name}, '{_LOOKS_LIKE_A_DATE}')",
            name,
            _("an id"),
            _("“{value}” looks like an id that a spreadsheet turned into a date;") + " " + mend,
            is_normal_when_usual=True,
        ),
        Check(
            column.name,
            f"regexp_full_match({name}, '{_LOOKS_SCIENTIFIC}')",
            name,
            _("an id"),
            _("“{value}” is a long number that a spreadsheet shortened;") + " " + mend,
        ),
    ]


def _range_checks(column: Column) -> list[Check]:
    name = quoted(column.name)
    rules = []
    if column.type == "date":
        expected = _("a day between {first} and {last}").format(first=EARLIEST, last=LATEST)
        outside = f"{name} NOT BETWEEN DATE '{EARLIEST}' AND DATE '{LATEST}'"
        rules.append(Check(column.name, outside, f"{name}::VARCHAR", expected))
    if column.type in ("amount", "number"):
        digits = 14 if column.type == "amount" else 11
        expected = _("a number with at most {digits} digits before the decimal sign").format(digits=digits)
        rules.append(Check(column.name, f"abs({name}) >= 1e{digits}", plain_number(name, column), expected))
    if column.minimum:
        sign, bound = ("<=", column.minimum[1:]) if column.minimum.startswith(">") else ("<", column.minimum)
        words = _("more than {bound}") if sign == "<=" else _("{bound} or more")
        rules.append(
            Check(
                column.name, f"{name} {sign} {bound}", plain_number(name, column), words.format(bound=bound)
            )
        )
    if column.maximum:
        expected = _("at most {bound}").format(bound=column.maximum)
        rules.append(Check(column.name, f"{name} > {column.maximum}", plain_number(name, column), expected))
    return rules
