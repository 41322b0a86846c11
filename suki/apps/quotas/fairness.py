"""Whether quotas are fair: each beside the potential it rests on, what was reached before, and what peers carry."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from suki.apps.people.models import Territory, TerritoryMember
from suki.apps.quotas.grid import Asked, Grid, GridRow
from suki.apps.quotas.potential import potential_of
from suki.base.dated import on_day
from suki.engines.quota import Carried, Fairness, fairness, spread_of


@dataclass(frozen=True)
class FairRow:
    """Somebody's quota of the year beside what it rests on and what peers in like territories carry."""

    row: GridRow
    territory: str
    potential: Decimal
    found: Fairness

    @property
    def name(self) -> str:
        """Whose it is."""
        return self.row.name


@dataclass(frozen=True)
class FairnessView:
    """All quotas of a year beside each other, and how far they lie apart."""

    rows: list[FairRow]
    stretch: tuple[Decimal, Decimal, Decimal] | None
    attainment: tuple[Decimal, Decimal, Decimal] | None


def fairness_of(actor: Any, asked: Asked) -> FairnessView:
    """The people of the grid who have a quota in the year."""
    grid = Grid(actor, asked)
    rows = [row for row in grid.rows if row.has_quota]
    potential = potential_of(asked.year.entity, asked.year.whole, grid.today)
    markets = _markets([row.key for row in rows], grid)
    groups = {
        market: place for place, market in enumerate(sorted({_like(each) for each in markets.values()}))
    }
    carried = [
        Carried(
            row.key, _decimal(row.exact), potential.get(row.key, Decimal(0)), row.last_year or Decimal(0),
            groups[_like(markets[row.key])] if row.key in markets else None,
        )
        for row in rows
    ]  # fmt: skip
    found = fairness(carried)
    fair = [
        FairRow(
            row, markets[row.key].name if row.key in markets else "", potential.get(row.key, Decimal(0)), found[row.key]
        )
        for row in rows
    ]  # fmt: skip
    stretches = [each.found.stretch for each in fair if each.found.stretch is not None]
    reached = [each.row.attainment for each in fair if each.row.attainment is not None]
    return FairnessView(fair, spread_of(stretches), spread_of(reached))


def _markets(people: list[int], grid: Grid) -> dict[int, Territory]:
    """The market of each person on the day."""
    members = TerritoryMember.objects.filter(on_day(grid.today), person__in=people)
    return {each.person_id: each.territory for each in members.select_related("territory").order_by("-pk")}


def _like(territory: Territory) -> str:
    """Markets are alike that lie in one larger market, or else in one country."""
    if territory.parent_id:
        return f"in {territory.parent_id}"
    return territory.country or f"is {territory.pk}"


def _decimal(exact: Fraction) -> Decimal:
    return Decimal(exact.numerator) / Decimal(exact.denominator)
