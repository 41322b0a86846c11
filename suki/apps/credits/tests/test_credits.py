"""Credits make up the lines they come from, whichever way they are worked out."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection

from suki.apps.credits.queries import DOCUMENT, TEAM, credited
from suki.apps.credits.tests.firms import Firm, random_firm
from suki.apps.ledger.posting import NewLine
from suki.kernel.money import digits, split_amount

pytestmark = pytest.mark.django_db

PERIODS = [
    (date(2024, 1, 1), date(2024, 4, 1)),
    (date(2024, 1, 29), date(2024, 2, 26)),
    (date(2023, 12, 20), date(2024, 3, 7)),
    (date(2024, 2, 3), date(2024, 2, 20)),
    (date(2023, 11, 1), date(2024, 7, 1)),
]
MEASURES = ("base_net", "base_cost", "net_with_cost", "quantity")


def summed(relation: str, *keys: str) -> dict[tuple[Any, ...], list[Decimal]]:
    names = ", ".join(keys)
    measures = ", ".join(f"sum({measure})" for measure in (*MEASURES, "lines", "lines_once"))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {names}, {measures} FROM ({relation}) c GROUP BY {names}")
        return {row[: len(keys)]: list(row[len(keys) :]) for row in cursor.fetchall()}


def holds(row: Any, day: date) -> bool:
    starts = row.valid.lower is None or row.valid.lower <= day
    return starts and (row.valid.upper is None or day < row.valid.upper)


def shares_on(firm: Firm, line: NewLine) -> list[tuple[int | None, Decimal]]:
    """Worked out here a second time, by hand: who is credited with a line by the account team."""
    account = next(account for account in firm.accounts if account.pk == line.sold_to_id)
    rows = [row for row in firm.account_teams if row.account_id == account.pk]
    if not rows and account.merged_into_id:
        rows = [row for row in firm.account_teams if row.account_id == account.merged_into_id]
    rows = [row for row in rows if holds(row, line.day)]
    sellers = sorted((row.person_id, row.share) for row in rows if row.role == "seller")
    owners = [(row.person_id, Decimal(100)) for row in rows if row.role == "owner"]
    return sellers or owners or [(None, Decimal(100))]


def team_on(firm: Firm, person_id: int | None, day: date) -> int | None:
    rows = [row for row in firm.memberships if row.person_id == person_id and holds(row, day)]
    return min(((row.is_lead, row.team_id) for row in rows), default=(None, None))[1]


def by_hand(
    firm: Firm, start: date, end: date, basis: str, *, team: bool = False
) -> dict[Any, list[Decimal]]:
    sums: dict[Any, list[Decimal]] = defaultdict(lambda: [Decimal(0)] * 5)
    merged = {account.pk: account.merged_into_id or account.pk for account in firm.accounts}
    for line in firm.lines:
        if line.kind not in ("invoiced", "credited") or not start <= line.day < end:
            continue
        people = shares_on(firm, line) if basis == TEAM else [(line.seller_id, Decimal(100))]
        weights = [share for _person, share in people]
        nets = split_amount(line.net, weights, digits(firm.entity.currency))
        costs = split_amount(line.cost or Decimal(0), weights, 4)
        quantities = split_amount(line.quantity, weights, 6)
        for (person, _share), net, cost, quantity in zip(people, nets, costs, quantities):
            who = team_on(firm, person, line.day) if team else person
            known = net if line.cost is not None else Decimal(0)
            key = (who, merged[line.sold_to_id], line.product_id)
            sums[key] = [old + new for old, new in zip(sums[key], (net, cost, known, quantity, Decimal(1)))]
    return dict(sums)


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("basis", [DOCUMENT, TEAM])
def test_credits_are_those_worked_out_by_hand_for_any_range_of_days(seed, basis):
    firm = random_firm(seed)
    for start, end in PERIODS:
        asked = {"entity": firm.entity, "start": start, "end": end, "basis": basis}
        expected = by_hand(firm, start, end, basis)
        for by_line in (False, True):
            found = summed(credited(**asked, by_line=by_line), "person_id", "account_id", "product_id")
            assert {key: sums[:5] for key, sums in found.items()} == expected


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("basis", [DOCUMENT, TEAM])
def test_revenue_counts_in_the_team_of_the_day(seed, basis):
    firm = random_firm(seed)
    for start, end in PERIODS:
        relation = credited(entity=firm.entity, start=start, end=end, basis=basis, with_team=True)
        found = summed(relation, "team_id", "account_id", "product_id")
        assert {key: sums[:5] for key, sums in found.items()} == by_hand(firm, start, end, basis, team=True)


@pytest.mark.parametrize("currency", ["EUR", "VND"])
@pytest.mark.parametrize("seed", range(4))
def test_credits_and_what_is_nobodys_make_up_the_lines_to_the_cent(seed, currency):
    firm = random_firm(seed + 50, currency=currency)
    start, end = date(2023, 12, 20), date(2024, 3, 7)
    counted = [
        line for line in firm.lines if line.kind in ("invoiced", "credited") and start <= line.day < end
    ]
    for basis in (DOCUMENT, TEAM):
        relation = credited(entity=firm.entity, start=start, end=end, basis=basis)
        (sums,) = summed(f"SELECT 1 AS whole, * FROM ({relation}) c", "whole").values()
        assert sums[0] == sum(line.net for line in counted)
        assert sums[1] == sum(line.cost or 0 for line in counted)
        assert sums[5] == len(counted)


@pytest.mark.parametrize("basis", [DOCUMENT, TEAM])
def test_credits_of_some_people_and_accounts_are_the_same_credits(basis):
    firm = random_firm(7)
    asked = {"entity": firm.entity, "start": date(2023, 12, 20), "end": date(2024, 3, 7), "basis": basis}
    people = {person.pk for person in firm.people[:2]}
    accounts = {account.pk for account in firm.accounts[:3]}
    everything = summed(credited(**asked), "person_id", "sold_to_id", "product_id")
    some = summed(
        credited(**asked, people=people, accounts=accounts), "person_id", "sold_to_id", "product_id"
    )
    wanted = {key: row for key, row in everything.items() if key[0] in people and key[1] in accounts}
    assert {key: row[:5] for key, row in some.items()} == {key: row[:5] for key, row in wanted.items()}
    assert not summed(credited(**asked, people=[]), "person_id")


def test_every_line_of_a_shared_account_is_counted_once_in_all():
    firm = random_firm(3)
    asked = {"entity": firm.entity, "start": date(2023, 11, 1), "end": date(2024, 7, 1), "basis": TEAM}
    counted = sum(line.kind in ("invoiced", "credited") for line in firm.lines)
    everybody = summed(f"SELECT 1 AS whole, * FROM ({credited(**asked)}) c", "whole")
    assert everybody[(1,)][5] == counted
    assert everybody[(1,)][4] >= counted
