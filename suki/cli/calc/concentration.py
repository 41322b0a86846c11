"""Shows how much revenue hangs on how few customers: shares, HHI, ten-percent customers, the top fifth."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from suki.cli.calculation import Inputs, ratio
from suki.engines.concentration import Revenue, Share, concentration
from suki.engines.reading.stated import Stated, stated_in
from suki.engines.reading.table import Table


@dataclass(frozen=True)
class Facts:
    """What each row brought in, and how its amounts are stated."""

    revenues: Sequence[Revenue]
    stated: Stated
    has_groups: bool


def arguments(parser: ArgumentParser) -> None:
    """A file of revenue by customer."""
    parser.add_argument(
        "revenue", metavar="REVENUE.csv", help="customer, amount, and if wanted group, currency"
    )


def read(options: Namespace, inputs: Inputs) -> Facts:
    """Revenue row by row; the rows of one customer add up."""
    table = inputs.table(options.revenue, required=("customer", "amount"), optional=("group", "currency"))
    table.needs_rows("customer")
    revenues = [
        Revenue(row.text("customer"), row.amount("amount"), row.optional_text("group")) for row in table
    ]
    _refuse_second_groups(table)
    return Facts(revenues, stated_in([table], [revenue.amount for revenue in revenues]), table.has("group"))


def answer(facts: Facts) -> Mapping[str, object]:
    """The shares, largest first, and the figures that sum them up."""
    found = concentration(facts.revenues)
    figures = {
        **({"currency": facts.stated.currency} if facts.stated.currency else {}),
        "total": facts.stated.amount(found.total),
        "hhi": ratio(found.hhi),
        "top_20_percent_share": ratio(found.top_20_percent_share),
        "top_1_share": ratio(found.top(1)),
        "top_5_share": ratio(found.top(5)),
        "top_10_share": ratio(found.top(10)),
        "ten_percent": [share.customer for share in found.ten_percent],
        "shares": _printed(found.customers, facts.stated),
    }
    if facts.has_groups:
        figures |= {"group_hhi": ratio(found.group_hhi), "groups": _printed(found.groups, facts.stated)}
    return figures


def _refuse_second_groups(table: Table) -> None:
    group_of: dict[str, str] = {}
    for row in table if table.has("group") else ():
        customer, group = row.optional_text("customer"), row.optional_text("group")
        known = group_of.setdefault(customer, group) or group
        group_of[customer] = known
        if group and group != known:
            row.problem(
                "group", f'"{customer}" is in group "{known}" above; expected one group for each customer'
            )


def _printed(shares: Sequence[Share], stated: Stated) -> list[Mapping[str, object]]:
    return [
        {
            "customer": share.customer,
            "amount": stated.amount(share.amount),
            "share": ratio(share.share),
            "cumulative": ratio(share.cumulative),
        }
        for share in shares
    ]
