"""The grid of quotas: who is to reach what in each period of a year, what they propose, what was reached, and the gaps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from typing import Any

from django.db import models
from django.db.models import Q

from suki.apps.accounts.models import Account
from suki.apps.catalog.models import Product
from suki.apps.people.models import Person, PersonFunction, Team, TeamMember, Territory
from suki.apps.people.queries import people_led_by, people_of
from suki.apps.quotas.counting import Asking, counted_at, credited_by_subject
from suki.apps.quotas.models import Measure, Quota, QuotaProposal, Segment
from suki.apps.quotas.reach import Setter
from suki.apps.quotas.rules import digits_of
from suki.apps.quotas.standing import Standing, least, standings_of
from suki.apps.quotas.years import Year
from suki.base.access import Can, Function, Reach, reach_of
from suki.base.dated import on_day
from suki.engines.quota import attainment, rounded
from suki.kernel.periods import Period

MODELS: dict[str, type[models.Model]] = {
    "person": Person, "team": Team, "territory": Territory, "product": Product, "account": Account, "segment": Segment,
}  # fmt: skip
SELLING = (Function.ACCOUNT_MANAGER, Function.SALES_REPRESENTATIVE)


@dataclass(frozen=True)
class Asked:
    """Which grid: a year cut into periods, whose quotas, of what, of one team's people or of all."""

    year: Year
    by: str = "person"
    measure: str = Measure.REVENUE
    team: Team | None = None

    @property
    def currency(self) -> str:
        """The entity's currency: every amount of the grid is in it, but for units."""
        return "" if self.measure == Measure.UNITS else self.year.entity.currency

    @property
    def digits(self) -> int:
        """How many decimals its amounts have."""
        return digits_of(self.year.entity.currency, self.measure)

    def asking(self, period: Period, people: Iterable[int] | None = None, by: str = "") -> Asking:
        """The same question for one stretch of days."""
        who = None if people is None else list(people)
        return Asking(self.year.entity, period.start, period.end, by or self.by, self.measure, who)


@dataclass
class Cell:
    """One subject in one period: what is to be reached there, and by which quotas."""

    period: Period
    exact: Fraction
    quotas: list[Quota]
    standing: str = ""
    digits: int = 2

    @property
    def amount(self) -> Decimal | None:
        """What is to be reached; none where nobody said."""
        return rounded(self.exact, self.digits) if self.quotas else None

    @property
    def quota(self) -> Quota | None:
        """The one quota that is just this period's, and can be changed here."""
        if len(self.quotas) != 1:
            return None
        valid = self.quotas[0].valid
        is_just = (valid.lower, valid.upper) == (self.period.start, self.period.end)
        return self.quotas[0] if is_just else None

    @property
    def is_cut(self) -> bool:
        """Whether the quota changes inside the period."""
        return any(quota.period is not None for quota in self.quotas)


@dataclass
class GridRow:
    """A person (team, ...) with their quotas of the year, what they propose, and what came of it."""

    key: int
    name: str
    cells: list[Cell]
    may_set: bool = False
    last_year: Decimal | None = None
    reached: Decimal | None = None
    proposed: Decimal | None = None

    @property
    def exact(self) -> Fraction:
        """The year's quota, not rounded."""
        return sum((cell.exact for cell in self.cells), Fraction(0))

    @property
    def total(self) -> Decimal | None:
        """The year's quota."""
        return rounded(self.exact, self.cells[0].digits) if self.has_quota else None

    @property
    def has_quota(self) -> bool:
        """Whether anything was set in the year."""
        return any(cell.quotas for cell in self.cells)

    @property
    def attainment(self) -> Decimal | None:
        """What was reached of the year's quota."""
        if self.reached is None or not self.exact:
            return None
        return self.reached / (Decimal(self.exact.numerator) / Decimal(self.exact.denominator))

    @property
    def standing(self) -> str:
        """How far all quotas of the row have come."""
        return least([Standing(cell.standing) for cell in self.cells if cell.standing])

    @property
    def gap(self) -> Decimal | None:
        """How much more the quota asks than the person proposes."""
        if self.proposed is None or self.total is None:
            return None
        return self.total - self.proposed


@dataclass(frozen=True)
class Line:
    """A line under the grid: an amount for each period and the year."""

    amounts: list[Decimal | None]
    total: Decimal | None


class Grid:
    """Everything the page of quotas shows."""

    def __init__(self, actor: Any, asked: Asked) -> None:
        self.actor, self.asked = actor, asked
        self.year, self.periods = asked.year, asked.year.periods
        self.today = asked.year.entity.today

    @cached_property
    def quotas(self) -> list[Quota]:
        """The quotas of the year that the actor may see."""
        whole = self.year.whole
        column = f"{self.asked.by}_id"
        rows = Quota.objects.visible_to(self.actor).in_use().filter(
            entity=self.year.entity, measure=self.asked.measure, valid__overlap=(whole.start, whole.end),
            **{f"{column}__isnull": False},
        )  # fmt: skip
        if self.asked.by == "person" and self.asked.team:
            rows = rows.filter(person__in=self._members)
        found = rows.select_related(self.asked.by, "entity").order_by("valid")
        return [quota for quota in found if quota.valid.lower and quota.valid.upper]

    @cached_property
    def standings(self) -> dict[int, Standing]:
        """How far each quota has come."""
        return standings_of(self.quotas)

    @cached_property
    def rows(self) -> list[GridRow]:
        """The subjects, by name."""
        own: dict[int, list[Quota]] = defaultdict(list)
        for quota in self.quotas:
            own[getattr(quota, f"{self.asked.by}_id")].append(quota)
        setter = Setter(self.actor, self.today)
        rows = []
        for subject in self._subjects(own):
            cells = [self._cell(period, own.get(subject.pk, [])) for period in self.periods]
            rows.append(
                GridRow(
                    subject.pk, str(subject), cells, setter.may(subject), self._before.get(subject.pk),
                    self._reached.get(subject.pk), self._proposed.get(subject.pk),
                )
            )  # fmt: skip
        return rows

    @property
    def total(self) -> Line:
        """What all rows are to reach together."""
        return self._line([row.cells for row in self.rows])

    @cached_property
    def top_down(self) -> Line | None:
        """What was set for the team, or for all teams the actor sees; none where nothing was."""
        if self.asked.by != "person":
            return None
        whole = self.year.whole
        rows = Quota.objects.visible_to(self.actor).in_use().filter(
            entity=self.year.entity, measure=self.asked.measure, team__isnull=False,
            valid__overlap=(whole.start, whole.end), valid__startswith__isnull=False, valid__endswith__isnull=False,
        )  # fmt: skip
        found = list(rows.filter(team=self.asked.team) if self.asked.team else rows)
        return self._line_of(found) if found else None

    @cached_property
    def bottom_up(self) -> Line | None:
        """What people propose together; none where nobody has proposed anything."""
        if self.asked.by != "person":
            return None
        shown = {row.key for row in self.rows}
        found = [each for each in self._proposals if each.person_id in shown]
        return self._line_of(found) if found else None

    def _line_of(self, rows: Sequence[Quota | QuotaProposal]) -> Line:
        """What rows come to in each period, where there are any, and in the year."""
        amounts: list[Decimal | None] = []
        for period in self.periods:
            here = [each for each in rows if self._days(each, period)]
            exact = sum((self._part(each, period) for each in here), Fraction(0))
            amounts.append(rounded(exact, self.asked.digits) if here else None)
        total = sum((self._part(each, self.year.whole) for each in rows), Fraction(0))
        return Line(amounts, rounded(total, self.asked.digits))

    @property
    def reached(self) -> Decimal | None:
        """What all rows have reached together."""
        known = [row.reached for row in self.rows if row.reached is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def attainment(self) -> Decimal | None:
        """What they have reached of what they are to reach, those without a quota left out."""
        with_quota = [row for row in self.rows if row.exact]
        reached = sum((row.reached or Decimal(0) for row in with_quota), Decimal(0))
        exact = sum((row.exact for row in with_quota), Fraction(0))
        return attainment(reached, Decimal(exact.numerator) / Decimal(exact.denominator)) if exact else None

    @property
    def proposed_only(self) -> list[Quota]:
        """Quotas that whoever is to reach them does not know of yet."""
        return [quota for quota in self.quotas if not self.standings[quota.pk].binds]

    @cached_property
    def _members(self) -> list[int]:
        team = self.asked.team
        return list(
            TeamMember.objects.filter(on_day(self.today), team=team).values_list("person_id", flat=True)
        )

    def _subjects(self, own: dict[int, list[Quota]]) -> list[Any]:
        model: Any = MODELS[self.asked.by]
        wanted = Q(pk__in=list(own))
        if self.asked.by == "person":
            wanted |= Q(pk__in=self._sellers())
        elif self.asked.by in ("team", "territory", "segment"):
            wanted |= (
                Q(archived_at__isnull=True)
                if reach_of(self.actor, Can.SEE_QUOTAS) is Reach.ALL
                else Q(pk__in=())
            )
        order = "sort_key" if self.asked.by in ("person", "account") else "name"
        return list(model.objects.filter(wanted).order_by(order, "pk"))

    def _sellers(self) -> list[int]:
        """Who sells and can be given a quota, as far as the actor sees."""
        selling = PersonFunction.objects.filter(on_day(self.today), function__in=SELLING)
        reach = reach_of(self.actor, Can.SEE_QUOTAS)
        if reach is not Reach.ALL:
            led = people_led_by if reach is Reach.TEAM else _only_oneself
            selling = selling.filter(person__in=led(self.actor, self.today))
        if self.asked.team:
            selling = selling.filter(person__in=self._members)
        return list(selling.filter(person__archived_at__isnull=True).values_list("person_id", flat=True))

    def _cell(self, period: Period, quotas: list[Quota]) -> Cell:
        here = [quota for quota in quotas if self._days(quota, period)]
        exact = sum((self._part(quota, period) for quota in here), Fraction(0))
        standing = least([self.standings[quota.pk] for quota in here])
        return Cell(period, exact, here, standing, self.asked.digits)

    def _part(self, row: Quota | QuotaProposal, period: Period) -> Fraction:
        """What of a quota falls into a period, in the entity's currency."""
        rate = counted_at(self.asked.asking(period), row.currency, row.valid.lower)
        whole = (row.valid.upper - row.valid.lower).days
        return Fraction(row.amount) * rate * self._days(row, period) / whole

    def _days(self, row: Quota | QuotaProposal, period: Period) -> int:
        return max(0, (min(row.valid.upper, period.end) - max(row.valid.lower, period.start)).days)

    def _line(self, cells: list[list[Cell]]) -> Line:
        sums: list[Decimal | None] = []
        for place in range(len(self.periods)):
            held = [row[place] for row in cells if row[place].quotas]
            exact = sum((cell.exact for cell in held), Fraction(0))
            sums.append(rounded(exact, self.asked.digits) if held else None)
        exact_total = sum((cell.exact for row in cells for cell in row), Fraction(0))
        return Line(sums, rounded(exact_total, self.asked.digits))

    @cached_property
    def _people(self) -> list[int] | None:
        """Whose credits the results are made of; none is everybody's."""
        if reach_of(self.actor, Can.SEE_QUOTAS) is Reach.ALL:
            return None
        return people_of(self.actor, self.today, reach_of(self.actor, Can.SEE_QUOTAS))

    @cached_property
    def _reached(self) -> dict[int | None, Decimal]:
        return self._credited(self.year)

    @cached_property
    def _before(self) -> dict[int | None, Decimal]:
        return self._credited(self.year.before)

    def _credited(self, year: Year) -> dict[int | None, Decimal]:
        if not sees_results(self.actor, self.asked.by, self.asked.measure):
            return {}
        return credited_by_subject(self.asked.asking(year.whole, self._people))

    @cached_property
    def _proposals(self) -> list[QuotaProposal]:
        whole = self.year.whole
        rows = QuotaProposal.objects.visible_to(self.actor).in_use().filter(
            entity=self.year.entity, measure=self.asked.measure, valid__overlap=(whole.start, whole.end)
        )  # fmt: skip
        return list(rows.select_related("entity"))

    @cached_property
    def _proposed(self) -> dict[int, Decimal]:
        if self.asked.by != "person":
            return {}
        sums: dict[int, Fraction] = defaultdict(Fraction)
        for each in self._proposals:
            sums[each.person_id] += self._part(each, self.year.whole)
        return {person: rounded(exact, self.asked.digits) for person, exact in sums.items()}


def sees_results(actor: Any, by: str, measure: str) -> bool:
    """Whether the actor is told what was reached: margins only who sees cost, and of the whole house who sees all."""
    if measure == Measure.MARGIN and reach_of(actor, Can.SEE_COST) is Reach.NOTHING:
        return False
    return by not in ("product", "segment") or reach_of(actor, Can.SEE_RESULTS) is Reach.ALL


def _only_oneself(actor: Any, on: Any) -> list[int]:
    return people_of(actor, on, Reach.OWN)
