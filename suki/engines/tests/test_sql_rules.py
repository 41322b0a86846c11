"""What every SQL file must keep to, so that three databases find the same cent."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from suki.engines.commission.sets import CREDITING, EARNING, rule

FILES = sorted(path.stem for path in Path(__file__).parents[1].joinpath("sql").glob("*.sql"))
DIALECTS = ("postgres", "duckdb", "spark")


def parsed(text: str) -> exp.Expression:
    return sqlglot.parse_one(text, read="postgres")


def money_divided(tree: exp.Expression) -> Iterator[str]:
    """A division is allowed of floating point only (both sides times cos(0)): the guess that is then put right."""
    for division in tree.find_all(exp.Div, exp.IntDiv):
        if not all(_is_floating(side) for side in (division.left, division.right)):
            yield division.sql()


def products_not_stated(tree: exp.Expression) -> Iterator[str]:
    """A product has another number of digits in each engine until it is cast (or rounded) to a stated one."""
    for product in tree.find_all(exp.Mul):
        if not _is_floating(product) and not product.find_ancestor(exp.Cast):
            yield product.sql()


def window_sums_not_stated(tree: exp.Expression) -> Iterator[str]:
    for window in tree.find_all(exp.Window):
        if isinstance(window.this, exp.Sum) and not window.find_ancestor(exp.Cast):
            yield window.sql()


def windows_without_order(tree: exp.Expression) -> Iterator[str]:
    """Whatever runs or counts on goes by day (or stretch, or place) and ends in what tells two rows apart."""
    for window in tree.find_all(exp.Window):
        order = window.args.get("order")
        is_whole = isinstance(window.this, (exp.Sum, exp.Max, exp.Count)) and not window.args.get("spec")
        names = [each.find(exp.Column).name for each in order.expressions] if order else []
        if not (is_whole and not order) and (not names or names[-1] not in _TELLING_APART):
            yield window.sql()


def running_sums_by_range(tree: exp.Expression) -> Iterator[str]:
    """Rows that sort alike would count together: every running sum says ROWS."""
    for window in tree.find_all(exp.Window):
        spec, is_running = window.args.get("spec"), isinstance(window.this, (exp.Sum, exp.Max))
        if is_running and window.args.get("order") and (spec is None or spec.args["kind"] != "ROWS"):
            yield window.sql()


def truncated_dates_not_cast(tree: exp.Expression) -> Iterator[str]:
    """PostgreSQL makes a moment of a truncated day, DuckDB a day."""
    for call in tree.find_all(exp.DateTrunc, exp.TimestampTrunc):
        if not isinstance(call.parent, exp.Cast):
            yield call.sql()


def rounds_not_stated(tree: exp.Expression) -> Iterator[str]:
    """Where the branches of a CASE round to different digits, DuckDB takes the fewest for all of them."""
    for call in tree.find_all(exp.Round):
        if not isinstance(call.find_ancestor(exp.Cast, exp.Case), exp.Cast):
            yield call.sql()


def casts_without_scale(tree: exp.Expression) -> Iterator[str]:
    for kind in tree.find_all(exp.DataType):
        if kind.is_type("decimal") and len(kind.expressions) != 2:
            yield kind.sql()
        if kind.is_type("float", "double"):
            yield kind.sql()


_TELLING_APART = {"credit", "day", "person", "place", "component", "span", "edge"}
RULES = {
    check: check.__name__.replace("_", " ")
    for check in (
        money_divided, products_not_stated, window_sums_not_stated, windows_without_order, running_sums_by_range,
        truncated_dates_not_cast, rounds_not_stated, casts_without_scale,
    )
}  # fmt: skip


@pytest.mark.parametrize("check", RULES, ids=RULES.get)
@pytest.mark.parametrize("name", FILES)
def test_a_file_keeps_the_rule(name, check):
    assert list(check(parsed(rule(name)))) == []


@pytest.mark.parametrize(
    ("check", "text"),
    [
        (money_divided, "SELECT amount / 3 AS third FROM t"),
        (money_divided, "SELECT amount / (share * COS(0)) AS part FROM t"),
        (products_not_stated, "SELECT amount * share AS part FROM t"),
        (
            window_sums_not_stated,
            "SELECT SUM(a) OVER (PARTITION BY b ORDER BY day, credit ROWS UNBOUNDED PRECEDING) FROM t",
        ),
        (windows_without_order, "SELECT ROW_NUMBER() OVER (PARTITION BY b ORDER BY amount) FROM t"),
        (windows_without_order, "SELECT LAG(a) OVER (PARTITION BY b) FROM t"),
        (running_sums_by_range, "SELECT CAST(SUM(a) OVER (ORDER BY day) AS DECIMAL(22, 4)) FROM t"),
        (truncated_dates_not_cast, "SELECT DATE_TRUNC('month', day) FROM t"),
        (rounds_not_stated, "SELECT CASE digits WHEN 0 THEN ROUND(a, 0) ELSE ROUND(a, 2) END FROM t"),
        (casts_without_scale, "SELECT CAST(a AS DECIMAL) FROM t"),
        (casts_without_scale, "SELECT CAST(a AS DOUBLE PRECISION) FROM t"),
    ],
)
def test_a_rule_finds_what_breaks_it(check, text):
    assert list(check(parsed(text)))


@pytest.mark.parametrize("dialect", DIALECTS)
@pytest.mark.parametrize("name", FILES)
def test_a_file_is_one_select_in_every_dialect(name, dialect):
    (tree,) = sqlglot.parse(rule(name), read=dialect)
    assert isinstance(tree, exp.Query)


def test_every_file_is_run():
    assert sorted([*CREDITING, *EARNING]) == FILES


def _is_floating(node: exp.Expression) -> bool:
    return isinstance(node.unnest(), (exp.Mul, exp.Cos)) and node.find(exp.Cos) is not None
