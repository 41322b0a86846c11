"""Rows of one import that hold on the same day though only one may, and shares that do not total 100."""

from __future__ import annotations

import re

import duckdb
from django.utils.translation import gettext as _

from suki.exchange.checks import Check, Checked
from suki.exchange.columns import OneAtATime
from suki.exchange.values import quoted


def find_overlaps(connection: duckdb.DuckDBPyConnection, checked: Checked) -> None:
    """Note every row that begins before another one of the same kind has ended."""
    for rule in checked.target.one_at_a_time:
        if not set(rule.columns) & set(checked.names):
            continue
        number = len(checked.checks)
        checked.checks.append(
            Check(
                column=_first_day(checked),
                condition="false",
                value="NULL",
                expected=_("only one on any day for the same {columns}").format(
                    columns=", ".join(name for name in rule.columns if name in checked.names)
                ),
                sentence=_("holds on the same days as the row in {other}, and only one may."),
            )
        )
        connection.execute(f"INSERT INTO {checked.bad} {_overlapping(checked, rule, number)}")
    if checked.target.name == "account_team":
        _find_odd_shares(connection, checked)


def _first_day(checked: Checked) -> str:
    return "from" if "from" in checked.names else checked.target.key[0]


def _overlapping(checked: Checked, rule: OneAtATime, number: int) -> str:
    keys = ", ".join(f"{_filled(name, checked)} AS k{index}" for index, name in enumerate(rule.columns))
    group = ", ".join(f"k{index}" for index in range(len(rule.columns)))
    return f"""
        SELECT _n, {number}, first_day::VARCHAR, arg
        FROM (
            SELECT _n, {group}, first_day, first_value(_at) OVER earlier AS arg,
                max(end_day) OVER (PARTITION BY {group} ORDER BY first_day, _n
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS before_ends
            FROM (SELECT _n, _at, {keys}, {first_day(checked)} AS first_day, {end_day(checked)} AS end_day
                FROM {checked.table} WHERE {_over(rule.where, checked)})
            WINDOW earlier AS (PARTITION BY {group} ORDER BY first_day, _n ROWS BETWEEN 1 PRECEDING AND CURRENT ROW)
        )
        WHERE before_ends > first_day AND NOT EXISTS (SELECT 1 FROM {checked.bad} b WHERE b._n = _n AND b.other = arg)
    """


def first_day(checked: Checked) -> str:
    """SQL for the first day of a row, the beginning of time where it is open."""
    return "coalesce(\"from\", DATE '0001-01-01')" if "from" in checked.names else "DATE '0001-01-01'"


def end_day(checked: Checked) -> str:
    """SQL for the first day on which a row holds no longer."""
    parts = ["until"] if "until" in checked.names else []
    parts += ['("to" + 1)'] if "to" in checked.names else []
    return f"coalesce({', '.join([*parts, repr('9999-12-31') + '::DATE'])})"


def _filled(name: str, checked: Checked) -> str:
    column = checked.target.by_name[name]
    if name not in checked.names:
        return f"'{column.default}'"
    return f"coalesce({quoted(name)}::VARCHAR, '{column.default}')"


def _over(where: str, checked: Checked) -> str:
    """The condition, with NULL for columns that the query does not yield."""
    absent = [name for name in checked.target.by_name if name not in checked.names]
    for name in absent:
        where = re.sub(rf"\b{name}\b", "NULL", where)
    return where


def _find_odd_shares(connection: duckdb.DuckDBPyConnection, checked: Checked) -> None:
    """Shares of a role other than the owner's, where there are any, total 100 on every day."""
    names = set(checked.names)
    if "share" not in names:
        share, role = "NULL", _filled("role", checked)
    else:
        share, role = "share", _filled("role", checked)
    number = len(checked.checks)
    checked.checks += [
        Check("share", "false", "NULL", "100", _("an owner has 100, not {value}.")),
        Check("share", "false", "NULL", _("a share in percent"), _("who shares the revenue needs a share.")),
        Check(
            "share", "false", "NULL", "100", _("on {other} the shares of this role total {value}, not 100.")
        ),
    ]
    table = (
        f"(SELECT _n, account, {role} AS role, {share}::DECIMAL(38, 10) AS share,"
        f" {first_day(checked)} AS first_day, {end_day(checked)} AS end_day FROM {checked.table})"
    )
    bad = f"INSERT INTO {checked.bad} SELECT _n"
    connection.execute(
        f"{bad}, {number}, share::VARCHAR, NULL FROM {table} WHERE role = 'owner' AND share <> 100"
    )
    connection.execute(
        f"{bad}, {number + 1}, NULL, NULL FROM {table} WHERE role = 'seller' AND share IS NULL"
    )
    connection.execute(f"""
        INSERT INTO {checked.bad}
        WITH shared AS (SELECT * FROM {table} WHERE role <> 'owner' AND share IS NOT NULL),
        days AS (SELECT account, role, first_day AS day FROM shared UNION SELECT account, role, end_day FROM shared),
        odd AS (
            SELECT d.account, d.role, d.day, sum(s.share) AS total, min(s._n) AS _n
            FROM days d JOIN shared s ON s.account = d.account AND s.role = d.role
                AND d.day >= s.first_day AND d.day < s.end_day
            GROUP BY ALL HAVING sum(s.share) <> 100
        )
        SELECT _n, {number + 2}, rtrim(rtrim(total::VARCHAR, '0'), '.'), day::VARCHAR FROM odd
        QUALIFY row_number() OVER (PARTITION BY account, role ORDER BY day) = 1
    """)
