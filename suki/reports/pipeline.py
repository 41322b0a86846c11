"""What became of deals: won and lost in a period, how long it took, how stages convert; open deals stand apart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.core.exceptions import EmptyResultSet
from django.db import connection

from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import rate_sql
from suki.apps.deals.models import Deal
from suki.apps.deals.queries import deals_for
from suki.base.access import Can, Reach, reach_of
from suki.kernel.money import digits, round_half_up
from suki.kernel.periods import Period
from suki.reports.asking import calendar_of, entity_named
from suki.reports.identities import Identity, identities

ZERO: Final = Decimal(0)
DAYS: Final = 2
"""Days are told with so many decimals."""


@dataclass(frozen=True)
class Question:
    """Deals of an entity that were closed in a period; what is open now stands beside them."""

    entity: LegalEntity
    period: Period

    @property
    def digits(self) -> int:
        """How many decimals the entity's currency has."""
        return digits(self.entity.currency)


@dataclass(frozen=True)
class Closed:
    """Deals that were closed: won and lost, at their value on the day, and how long the won ones took."""

    won: int = 0
    lost: int = 0
    won_value: Decimal = ZERO
    lost_value: Decimal = ZERO
    mean_days: Decimal | None = None
    median_days: Decimal | None = None

    @property
    def count(self) -> int:
        return self.won + self.lost

    @property
    def win_rate(self) -> Decimal | None:
        """Won of those that were won or lost; nothing where none was closed."""
        return Decimal(self.won) / self.count if self.count else None

    @property
    def mean_value(self) -> Decimal | None:
        """What a won deal was worth on average."""
        return self.won_value / self.won if self.won else None


@dataclass(frozen=True)
class Row:
    """Closed deals of a seller, a manager, a source, a kind or a quarter."""

    identity: Identity
    closed: Closed


@dataclass(frozen=True)
class StageRow:
    """A stage: the deals open in it now, and the ones closed in the period, which it converted or not."""

    pipeline: str
    stage: str
    ends: str
    open_count: int = 0
    open_value: Decimal = ZERO
    weighted: Decimal = ZERO
    closed_count: int = 0
    closed_value: Decimal = ZERO
    entered: int = 0
    went_on: int = 0
    won: int = 0
    mean_days: Decimal | None = None

    @property
    def conversion(self) -> Decimal | None:
        """Of the deals closed in the period that were in this stage, those that went on to a later one."""
        return Decimal(self.went_on) / self.entered if self.entered else None

    @property
    def win_rate(self) -> Decimal | None:
        """Of the deals closed in the period that were in this stage, those that were won."""
        return Decimal(self.won) / self.entered if self.entered else None


@dataclass(frozen=True)
class Open:
    """What is open on a day: how many, worth what, how much of it is likely, and what is not known of them."""

    on: date
    count: int = 0
    value: Decimal = ZERO
    weighted: Decimal = ZERO
    without_account: int = 0
    without_value: int = 0
    categories: dict[str, tuple[int, Decimal]] = field(default_factory=dict)


@dataclass(frozen=True)
class PipelineResults:
    """Everything that the report shows, in whatever format."""

    question: Question
    total: Closed
    open: Open
    stages: Sequence[StageRow]
    sellers: Sequence[Row]
    managers: Sequence[Row]
    sources: Sequence[Row]
    kinds: Sequence[Row]
    quarters: Sequence[Row]
    is_everything: bool
    without_rate: int = 0


def pipeline_question(period: str, *, entity: str = "", fiscal_start: int | None = None) -> Question:
    """What somebody has written, understood or refused with a sentence."""
    owner = entity_named(entity)
    return Question(owner, Period.parse(period, calendar_of(owner, fiscal_start)))


def pipeline_results(*, actor: Any, question: Question) -> PipelineResults:
    """The deals that the actor may see: closed ones by the day they closed, open ones as they are today."""
    books = _Books(actor, question)
    groups = books.closed()
    people = identities("person", {key for name in ("seller", "manager") for key, _closed in groups[name]})
    return PipelineResults(
        question=question,
        total=next((closed for _key, closed in groups["total"]), Closed()),
        open=books.open(),
        stages=books.stages(),
        sellers=_rows([(people[key], closed) for key, closed in groups["seller"]]),
        managers=_rows([(people[key], closed) for key, closed in groups["manager"]]),
        sources=_rows([(Identity(key or None, key or ""), closed) for key, closed in groups["source"]]),
        kinds=_rows([(Identity(key, str(Deal.Kind(key).label)), closed) for key, closed in groups["kind"]]),
        quarters=[Row(Identity(key, key), closed) for key, closed in sorted(groups["quarter"])],
        is_everything=reach_of(actor, Can.SEE_DEALS) is Reach.ALL,
        without_rate=books.without_rate,
    )


_GROUPS: Final = ("total", "seller", "manager", "source", "kind", "quarter")

_CLOSED: Final = """
    closed AS (
        SELECT d.id, d.owner_id AS seller, d.source, d.kind, d.state, d.closed_on, d.stage_id,
            d.closed_on - d.created_on AS days, q.name AS quarter,
            (SELECT r.manager_id FROM people_reportingline r
             WHERE r.person_id = d.owner_id AND r.valid @> d.closed_on LIMIT 1) AS manager,
            d.value * {rate} AS base, d.value IS NOT NULL AND {rate} IS NULL AS has_no_rate
        FROM deals_deal d LEFT JOIN (VALUES {quarters}) q(name, first, behind)
            ON d.closed_on >= q.first::date AND d.closed_on < q.behind::date
        WHERE d.id IN (SELECT id FROM seen) AND d.state <> 'open'
            AND d.closed_on >= %(start)s AND d.closed_on < %(end)s
    )"""

_SUMS: Final = """
    SELECT grouping(seller, manager, source, kind, quarter), seller, manager, source, kind, quarter,
        count(*) FILTER (WHERE state = 'won'), count(*) FILTER (WHERE state = 'lost'),
        coalesce(sum(base) FILTER (WHERE state = 'won'), 0), coalesce(sum(base) FILTER (WHERE state = 'lost'), 0),
        avg(days) FILTER (WHERE state = 'won'),
        percentile_cont(0.5) WITHIN GROUP (ORDER BY days) FILTER (WHERE state = 'won'),
        count(*) FILTER (WHERE has_no_rate)
    FROM closed GROUP BY GROUPING SETS ((), (seller), (manager), (source), (kind), (quarter))"""

_STAGES: Final = """
    , changes AS (
        SELECT h.deal_id, h.stage_id, s.position, s.ends, h.at, c.state,
            lead(h.at) OVER (PARTITION BY h.deal_id ORDER BY h.at, h.id) AS next_at
        FROM deals_stagechange h JOIN closed c ON c.id = h.deal_id JOIN deals_stage s ON s.id = h.stage_id
    ), ways AS (
        SELECT deal_id, stage_id, position, ends, state, sum(extract(epoch FROM next_at - at)) / 86400 AS days
        FROM changes GROUP BY deal_id, stage_id, position, ends, state
    ), converted AS (
        SELECT w.stage_id, count(*) AS entered, count(*) FILTER (WHERE w.state = 'won') AS won, avg(w.days) AS days,
            count(*) FILTER (WHERE w.furthest > w.position) AS went_on
        FROM (SELECT *, max(position) FILTER (WHERE ends <> 'lost') OVER (PARTITION BY deal_id) AS furthest FROM ways) w
        WHERE w.ends = '' GROUP BY w.stage_id
    ), opened AS (
        SELECT d.stage_id, count(*) AS deals, coalesce(sum(d.value * {rate_now}), 0) AS value,
            coalesce(sum(d.value * {rate_now} * d.probability / 100), 0) AS weighted
        FROM deals_deal d WHERE d.id IN (SELECT id FROM seen) AND d.state = 'open' GROUP BY d.stage_id
    ), ended AS (
        SELECT stage_id, count(*) AS deals, coalesce(sum(base), 0) AS value FROM closed GROUP BY stage_id
    )
    SELECT p.name, s.name, s.ends, coalesce(o.deals, 0), coalesce(o.value, 0), coalesce(o.weighted, 0),
        coalesce(e.deals, 0), coalesce(e.value, 0), coalesce(c.entered, 0), coalesce(c.went_on, 0),
        coalesce(c.won, 0), c.days
    FROM deals_stage s JOIN deals_pipeline p ON p.id = s.pipeline_id
    LEFT JOIN opened o ON o.stage_id = s.id LEFT JOIN ended e ON e.stage_id = s.id
    LEFT JOIN converted c ON c.stage_id = s.id
    WHERE s.archived_at IS NULL OR o.deals > 0 OR e.deals > 0 OR c.entered > 0
    ORDER BY p.position, p.id, s.position, s.id"""

_OPEN: Final = """
    SELECT d.category, count(*), coalesce(sum(d.value * {rate_now}), 0),
        coalesce(sum(d.value * {rate_now} * d.probability / 100), 0),
        count(*) FILTER (WHERE d.account_id IS NULL), count(*) FILTER (WHERE d.value IS NULL)
    FROM deals_deal d WHERE d.id IN (SELECT id FROM seen) AND d.state = 'open' GROUP BY d.category ORDER BY 1"""


class _Books:
    """The questions to the database, all about the same deals."""

    def __init__(self, actor: Any, question: Question) -> None:
        self.question = question
        self.without_rate = 0
        seen = deals_for(actor).filter(entity=question.entity.pk or 0).order_by().values("pk")
        try:
            sql, values = seen.query.sql_with_params()
        except EmptyResultSet:
            sql, values = "SELECT NULL::bigint WHERE false", ()
        self.today = question.entity.today
        self.parameters = [*values]
        now = rate_sql("d.currency", question.entity.currency, self.today)
        own = f"'{question.entity.currency}'"
        self.rate_now = f"CASE WHEN d.currency = {own} THEN 1 ELSE {now} END"
        self.seen = f"WITH seen(id) AS MATERIALIZED ({sql})"

    def closed(self) -> dict[str, list[tuple[Any, Closed]]]:
        """Won and lost, together and by everything they are grouped by."""
        found: dict[str, list[tuple[Any, Closed]]] = {name: [] for name in _GROUPS}
        for grouped, *keys, won, lost, value, lost_value, mean, median, without_rate in self._ask(_SUMS):
            place = next((at for at in range(5) if not grouped >> (4 - at) & 1), None)
            name, key = ("total", None) if place is None else (_GROUPS[place + 1], keys[place])
            closed = Closed(
                won, lost, self._money(value), self._money(lost_value), _days(mean), _days(median)
            )
            found[name].append((key, closed))
            self.without_rate = max(self.without_rate, without_rate)
        return found

    def stages(self) -> list[StageRow]:
        """Every stage, with what is open in it, what ended in it, and what it converted."""
        return [
            StageRow(
                pipeline, stage, ends, deals, self._money(value), self._money(weighted), ended, self._money(worth),
                entered, went_on, won, _days(days),
            )
            for pipeline, stage, ends, deals, value, weighted, ended, worth, entered, went_on, won, days in self._ask(
                _STAGES.format(rate_now=self.rate_now)
            )
        ]  # fmt: skip

    def open(self) -> Open:
        """What is open today, by forecast category."""
        rows = self._ask(_OPEN.format(rate_now=self.rate_now))
        return Open(
            on=self.today,
            count=sum(row[1] for row in rows),
            value=self._money(sum((row[2] for row in rows), ZERO)),
            weighted=self._money(sum((row[3] for row in rows), ZERO)),
            without_account=sum(row[4] for row in rows),
            without_value=sum(row[5] for row in rows),
            categories={row[0]: (row[1], self._money(row[2])) for row in rows},
        )

    def _ask(self, sql: str) -> list[Any]:
        """A question about the closed deals; each at the rate of the day on which it closed."""
        asked = self.question
        rate = f"""CASE WHEN d.currency = '{asked.entity.currency}' THEN 1 ELSE {_rate_on_close(asked.entity.currency)} END"""
        closed = _CLOSED.format(rate=rate, quarters=self._quarters())
        closed = closed.replace("%(start)s", f"DATE '{asked.period.start}'")
        closed = closed.replace("%(end)s", f"DATE '{asked.period.end}'")
        with connection.cursor() as cursor:
            cursor.execute(f"{self.seen}, {closed.lstrip()} {sql}", self.parameters)
            found: list[Any] = cursor.fetchall()
            return found

    def _quarters(self) -> str:
        """The quarters of the entity's own calendar that the period touches."""
        calendar, period = calendar_of(self.question.entity), self.question.period
        quarters = []
        for year in range(calendar.year_of(period.start), calendar.year_of(period.last) + 1):
            for number in (1, 2, 3, 4):
                quarter = calendar.quarter(year, number)
                if quarter.start < period.end and quarter.end > period.start:
                    is_plain = calendar.start_month == 1 and not calendar.runs_by_weeks
                    plain = Period.quarter(year, number) if is_plain else None
                    name = (plain or Period.fiscal_quarter(calendar, year, number)).name
                    quarters.append(f"('{name}', '{quarter.start}', '{quarter.end}')")
        return ", ".join(quarters)

    def _money(self, amount: Decimal) -> Decimal:
        return round_half_up(Decimal(amount), self.question.digits)


def _rate_on_close(into: str) -> str:
    """The newest rate up to the day on which a deal closed."""
    return rate_sql("d.currency", into, date(2000, 1, 1)).replace("DATE '2000-01-01'", "d.closed_on")


def _days(days: Any) -> Decimal | None:
    return None if days is None else round_half_up(Decimal(str(days)), DAYS)


def _rows(found: list[tuple[Identity, Closed]]) -> list[Row]:
    """The largest first."""
    ordered = sorted(found, key=lambda each: (-each[1].won_value, -each[1].won, each[0].name))
    return [Row(identity, closed) for identity, closed in ordered]
