"""Tells how much of the starting revenue was kept, lost and grown: gross, net and by customer."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from suki.cli.calculation import Inputs, ratio
from suki.engines.reading.stated import Stated, stated_in
from suki.engines.reading.table import Table
from suki.engines.retention import retention


@dataclass(frozen=True)
class Facts:
    """What each customer brings in at the start and at the end, and how amounts are stated."""

    start: Mapping[str, Decimal]
    end: Mapping[str, Decimal]
    stated: Stated


def arguments(parser: ArgumentParser) -> None:
    """Two files of recurring revenue by customer."""
    parser.add_argument("start", metavar="START.csv", help="customer, amount at the start of the period")
    parser.add_argument(
        "end", metavar="END.csv", help="customer, amount at its end; new customers do not count"
    )


def read(options: Namespace, inputs: Inputs) -> Facts:
    """Revenue by customer in both files; a file with a header alone means nobody."""
    tables = [
        inputs.table(name, required=("customer", "amount"), optional=("currency",))
        for name in (options.start, options.end)
    ]
    start, end = (_by_customer(table) for table in tables)
    return Facts(start, end, stated_in(tables, [*start.values(), *end.values()]))


def answer(facts: Facts) -> Mapping[str, object]:
    """The movements as amounts, and what they are of the start; nothing where the start is zero."""
    found, amount = retention(facts.start, facts.end), facts.stated.amount
    return {
        **({"currency": facts.stated.currency} if facts.stated.currency else {}),
        "start": amount(found.start),
        "end_same_customers": amount(found.end_same_customers),
        "expansion": amount(found.expansion),
        "contraction": amount(found.contraction),
        "churn": amount(found.churn),
        "grr": ratio(found.grr),
        "nrr": ratio(found.nrr),
        "logo_churn": ratio(found.logo_churn),
        "customers": found.customers,
        "customers_lost": found.customers_lost,
    }


def _by_customer(table: Table) -> dict[str, Decimal]:
    revenue: dict[str, Decimal] = {}
    for row in table:
        customer, amount = row.text("customer"), row.amount("amount", least=Decimal(0))
        revenue[customer] = revenue.get(customer, Decimal(0)) + amount
    return revenue
