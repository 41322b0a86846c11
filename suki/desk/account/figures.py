"""The figures that head the page of an account, read in one question by the same rules as every report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.db import connection

from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import rate_sql
from suki.apps.credits.queries import credited
from suki.apps.ledger.queries import of_kinds, order_days, receivables, sql_day, sql_ids
from suki.kernel.money import digits, round_half_up
from suki.kernel.periods import Period
from suki.reports.book import LATE
from suki.reports.facts import ZERO, Sums
from suki.reports.holding import GAPS, Owed, Rhythm, past_due
from suki.reports.quarterly import Figures

MONTHS: Final = 12


@dataclass(frozen=True)
class AccountFigures:
    """An account in twelve months against the twelve before, what it owes, and whether it orders as it used to."""

    entity: LegalEntity
    period: Period
    before: Period
    now: Figures
    then: Figures
    revenue_by_month: Sequence[Decimal]
    margin_by_month: Sequence[Decimal | None]
    owed: Owed
    rhythm: Rhythm
    on: date

    @property
    def growth(self) -> Decimal | None:
        """By which part the revenue has grown on the twelve months before."""
        if not self.then.revenue or self.then.revenue < 0:
            return None
        return (self.now.revenue - self.then.revenue) / self.then.revenue

    @property
    def margin_points(self) -> Decimal | None:
        """By how many points the margin share has changed on the twelve months before."""
        if self.now.margin_share is None or self.then.margin_share is None:
            return None
        return (self.now.margin_share - self.then.margin_share) * 100

    @property
    def days_since_order(self) -> int | None:
        """How long ago the last order was."""
        return (self.on - self.rhythm.last).days if self.rhythm.last else None

    @property
    def is_late(self) -> bool | None:
        """Whether an order is overdue by the account's own rhythm; None where it has none yet."""
        if self.rhythm.gap is None or self.days_since_order is None:
            return None
        return self.days_since_order > self.rhythm.gap * LATE

    @property
    def not_overdue(self) -> Decimal:
        """What is open and not past due."""
        return max(self.owed.open - (self.owed.overdue or ZERO), ZERO)


def figures_of(own_ids: Sequence[int], entity: LegalEntity, *, sees_cost: bool) -> AccountFigures:
    """The figures of an account and those that live on in it. One question."""
    on = entity.today
    period = Period(_year_before(on) + timedelta(days=1), on + timedelta(days=1))
    before = Period(_year_before(period.start), period.start)
    first_month = _months_back(on, MONTHS - 1)
    rows = _read(own_ids, entity, period, before, first_month)
    places = digits(entity.currency)

    def summed(part: str) -> Figures:
        revenue, cost, known, lines = rows[part][0][1:]
        return Figures(
            Sums(round_half_up(revenue or ZERO, places), cost=cost or ZERO, with_cost=known or ZERO, lines=int(lines or 0)),
            places,
            sees_cost=sees_cost,
        )  # fmt: skip

    months = {key: (net, cost, known) for key, net, cost, known, _n in rows["month"]}
    keys = [_months_back(on, back).isoformat()[:7] for back in reversed(range(MONTHS))]
    in_order = [months.get(key, (ZERO, ZERO, ZERO)) for key in keys]
    return AccountFigures(
        entity=entity, period=period, before=before, now=summed("now"), then=summed("then"),
        revenue_by_month=[net for net, _cost, _known in in_order],
        margin_by_month=[known - cost if known else None for _net, cost, known in in_order],
        owed=_owed(rows, places), rhythm=_rhythm(rows), on=on,
    )  # fmt: skip


def _read(
    ids: Sequence[int], entity: LegalEntity, period: Period, before: Period, first_month: date
) -> dict[str, list[Any]]:
    on = period.last
    now = credited(entity=entity, start=period.start, end=period.end, accounts=ids)
    then = credited(entity=entity, start=before.start, end=before.end, accounts=ids)
    rate = rate_sql("o.currency", entity.currency, on)
    sums = "sum(base_net), sum(base_cost), sum(net_with_cost), sum(lines)::numeric"
    query = f"""
        SELECT 'now', '', {sums} FROM ({now}) n
        UNION ALL SELECT 'then', '', {sums} FROM ({then}) t
        UNION ALL SELECT 'month', to_char(r.cell_start, 'YYYY-MM'), sum(r.base_net), sum(r.base_cost),
            sum(r.net_with_cost), NULL
            FROM ledger_ledgerrollup r
            WHERE r.sold_to_id = ANY({sql_ids(ids)}) AND {of_kinds(entity, "r")}
                AND r.cell_start >= {sql_day(first_month)} AND r.cell_start <= {sql_day(on)}
            GROUP BY 2
        UNION ALL SELECT 'open', o.currency, o.gross, o.base, {rate}, NULL
            FROM ({receivables(entity, on, ids)}) o
        UNION ALL SELECT 'late', o.currency, o.gross, o.base, {rate}, NULL
            FROM ({past_due(entity, on, ids)}) o
        UNION ALL SELECT 'order', max(day)::text,
            (percentile_cont(0.5) WITHIN GROUP (ORDER BY gap) FILTER (WHERE place <= {GAPS}))::text::numeric,
            count(gap)::numeric, NULL, NULL
            FROM (SELECT day, day - lag(day) OVER (ORDER BY day) AS gap, row_number() OVER (ORDER BY day DESC) AS place
                  FROM ({order_days(entity, on, ids)}) d) gaps"""
    rows: dict[str, list[Any]] = {part: [] for part in ("now", "then", "month", "open", "late", "order")}
    with connection.cursor() as cursor:
        cursor.execute(query)
        for part, *row in cursor.fetchall():
            rows[part].append(row)
    return rows


def _owed(rows: dict[str, list[Any]], places: int) -> Owed:
    open_now = round_half_up(_converted(rows["open"]), places)
    if not rows["late"]:
        return Owed(open_now, None)
    return Owed(open_now, min(round_half_up(_converted(rows["late"]), places), max(open_now, ZERO)))


def _converted(rows: Sequence[Any]) -> Decimal:
    """Amounts of several currencies in the firm's; where no rate is known, as they were posted."""
    total = ZERO
    for _currency, gross, base, rate, _n in rows:
        if rate is not None:
            total += gross * rate
        else:
            total += gross if base is None else base
    return total


def _rhythm(rows: dict[str, list[Any]]) -> Rhythm:
    last, gap, gaps = rows["order"][0][:3]
    known = gap is not None and (gaps or 0) >= 2
    return Rhythm(date.fromisoformat(last) if last else None, Decimal(gap) if known else None)


def _year_before(day: date) -> date:
    """The same day a year earlier; the last of February for a leap day."""
    try:
        return day.replace(year=day.year - 1)
    except ValueError:
        return day.replace(year=day.year - 1, day=28)


def _months_back(day: date, months: int) -> date:
    index = day.year * 12 + day.month - 1 - months
    return date(index // 12, index % 12 + 1, 1)
