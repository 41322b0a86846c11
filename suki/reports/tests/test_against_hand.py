"""Reports on random firms agree with sums over the lines made here, and with the calculators."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from suki.apps.credits.tests.firms import Firm, random_firm
from suki.apps.credits.tests.test_credits import by_hand
from suki.apps.people.models import Territory
from suki.base.access import SYSTEM
from suki.engines.concentration import Revenue, concentration
from suki.kernel.periods import Period
from suki.reports.asking import SUBJECTS, Asked
from suki.reports.quarterly import Results, quarterly_results

pytestmark = pytest.mark.django_db

PERIOD = Period.between(date(2024, 1, 20), date(2024, 3, 9))


def made(firm: Firm, by: str, basis: str) -> Results:
    return quarterly_results(actor=SYSTEM, asked=Asked(firm.entity, PERIOD, by, basis))


def expected(firm: Firm, by: str, basis: str, period: Period) -> dict[int | None, Decimal]:
    sums: dict[int | None, Decimal] = {}
    basis = basis if by in ("person", "team") else "document"
    for (person_or_team, account, product), figures in by_hand(
        firm, period.start, period.end, basis, team=by == "team"
    ).items():
        territory = next(held.territory_id for held in firm.accounts if held.pk == account)
        key = {"account": account, "product": product, "territory": territory}.get(by, person_or_team)
        sums[key] = sums.get(key, Decimal(0)) + figures[0]
    return sums


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("basis", ["document", "team"])
@pytest.mark.parametrize("by", SUBJECTS)
def test_every_grouping_shows_the_sums_of_its_lines(seed, basis, by):
    firm = random_firm(seed + 20)
    firm.accounts[1].territory = firm.accounts[2].territory = Territory.objects.create(name="West")
    for account in firm.accounts:
        account.save()
    report = made(firm, by, basis)
    everybody = [*report.rows, *report.earlier]
    for period, measure in (
        (PERIOD, "revenue"),
        (PERIOD.previous(), "previous"),
        (PERIOD.last_year(), "last_year"),
    ):
        hand = expected(firm, by, basis, period)
        found = {row.key: getattr(row.figures.sums, measure) for row in everybody}
        assert {key: net for key, net in found.items() if net} == {
            key: net for key, net in hand.items() if net
        }
        assert getattr(report.total.sums, measure) == sum(hand.values())
    lines = [line for line in firm.lines if line.kind in ("invoiced", "credited") and line.day in PERIOD]
    assert report.total.lines == len(lines)


@pytest.mark.parametrize("seed", range(4))
def test_concentration_is_that_of_the_calculator(seed):
    firm = random_firm(seed + 40)
    weight = made(firm, "person", "document").weight
    hand = expected(firm, "account", "document", PERIOD)
    engine = concentration(Revenue(str(account), net) for account, net in hand.items())
    assert weight.customers == len(engine.customers)
    assert abs(weight.hhi - engine.hhi) < Decimal("1e-20")
    assert weight.share(weight.top_1) == engine.top(1)
    assert abs(weight.share(weight.top_fifth) - engine.top_20_percent_share) < Decimal("1e-20")
    assert [Decimal(row.figures.revenue) for row in made(firm, "person", "document").ten_percent] == [
        share.amount for share in engine.ten_percent
    ]
