"""What payroll gets of a period: rows of a CSV file, by a recipe that says which columns."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.compensation.models import PayPeriod, Statement
from suki.apps.compensation.running.paying import payable, unread_plans
from suki.apps.compensation.running.states import SETTLED, require
from suki.base.access import Can, action
from suki.base.history import record
from suki.base.models import ExternalId
from suki.engines.reading.problems import Problems
from suki.engines.reading.settings import Settings, read_settings
from suki.kernel.errors import RuleBroken
from suki.kernel.money import digits, round_half_up

DEFAULT = Path(__file__).with_name("payroll.yaml")
AMOUNTS = ("earned", "adjusted", "held", "released", "opening", "drawn", "closing", "payout")
VALUES = (
    "person",
    "email",
    "period",
    "first",
    "last",
    "currency",
    *AMOUNTS,
    "amount",
    "paid_on",
    "reference",
)


@dataclass(frozen=True)
class Column:
    """A column of the file: a value of the statement, a number of another system, or always the same text."""

    header: str
    value: str = ""
    external: str = ""
    text: str = ""


@dataclass(frozen=True)
class Recipe:
    """How a payroll system wants its file."""

    columns: Sequence[Column]
    separator: str = ","
    decimal: str = "."


@action(Can.RUN_PAY)
def payroll_csv(*, actor: Any, period: PayPeriod, recipe: Path | None = None) -> bytes:
    """The file of a period that has been approved: what was paid, or what is to be paid now. Nobody in doubt is in it."""
    wanted = read_recipe(recipe or DEFAULT)
    require(period, *SETTLED)
    written = io.StringIO()
    writer = csv.writer(written, delimiter=wanted.separator, lineterminator="\r\n")
    writer.writerow(column.header for column in wanted.columns)
    rows = list(_rows(period, wanted))
    writer.writerows(rows)
    record("pay exported", actor=actor, about=period, count=len(rows))
    return ("\ufeff" + written.getvalue()).encode()


def read_recipe(path: Path) -> Recipe:
    """The recipe in a file; everything that is wrong with it at once."""
    problems = Problems()
    settings = read_settings(str(path), expected="a payroll recipe (columns)", problems=problems)
    settings.only("separator", "decimal", "columns")
    columns = [_column(each) for each in settings.parts("columns", "a list of columns with header and value")]
    if not settings.has("columns"):
        settings.problem("columns", "the key is missing; expected a list of columns with header and value")
    separator = settings.text("separator", ",")
    if separator not in (",", ";", "\t", "|"):
        settings.problem("separator", "expected a comma, a semicolon, a tab or a bar")
    decimal = settings.choice("decimal", (".", ","), ".")
    problems.raise_if_any()
    return Recipe(columns, separator, decimal)


def _column(settings: Settings) -> Column:
    settings.only("header", "value", "external", "text")
    header = settings.text("header")
    if sum(settings.has(key) for key in ("value", "external", "text")) != 1:
        settings.problem("header", "each column has one of value, external or text")
    value = settings.choice("value", VALUES) if settings.has("value") else ""
    return Column(header, value, settings.text("external", ""), settings.text("text", ""))


def _rows(period: PayPeriod, recipe: Recipe) -> Iterator[list[str]]:
    statements = Statement.objects.filter(period=period).select_related("person", "paid", "period__entity")
    for statement in statements.order_by("person__sort_key", "currency"):
        paid = getattr(statement, "paid", None)
        if paid is None and unread_plans(statement):
            continue
        amount = paid.amount if paid else payable(statement)
        if amount:
            yield [_cell(statement, column, amount, recipe) for column in recipe.columns]


def _cell(statement: Statement, column: Column, amount: Decimal, recipe: Recipe) -> str:
    if column.text:
        return column.text
    if column.external:
        return _external(statement, column.external)
    paid = getattr(statement, "paid", None)
    if column.value in AMOUNTS or column.value == "amount":
        number = amount if column.value == "amount" else getattr(statement, column.value)
        return f"{round_half_up(number, digits(statement.currency)):f}".replace(".", recipe.decimal)
    told = {
        "person": statement.person.name, "email": statement.person.email, "period": statement.period.name,
        "first": statement.period.valid.lower.isoformat(),
        "last": (statement.period.valid.upper - timedelta(days=1)).isoformat(), "currency": statement.currency,
        "paid_on": paid.paid_on.isoformat() if paid else "", "reference": paid.reference if paid else "",
    }  # fmt: skip
    return _harmless(told[column.value])


def _external(statement: Statement, source: str) -> str:
    found = (
        ExternalId.objects.filter(kind="person", source=source, row_id=statement.person_id)
        .order_by("key")
        .first()
    )
    if found is None:
        raise RuleBroken(
            _("{person} has no number of “{source}”; enter it, or take another column.").format(
                person=statement.person.name, source=source
            )
        )
    return _harmless(str(found.key))


def _harmless(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t") else text
