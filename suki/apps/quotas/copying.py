"""Last year's quotas, so many percent more, as a proposal for this year."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from psycopg.types.range import DateRange

from suki.apps.quotas.actions import set_quota
from suki.apps.quotas.models import Measure, Quota
from suki.apps.quotas.reach import Setter
from suki.apps.quotas.rules import digits_of
from suki.apps.quotas.years import Year
from suki.base.access import Can, action
from suki.engines.quota import raised
from suki.kernel.periods import Period


@dataclass(frozen=True)
class Copied:
    """How many quotas came over, and how many were left because there is one in these days already."""

    made: list[Quota]
    left: int = 0


@action(Can.SET_QUOTAS)
def copy_year(
    *, actor: Any, year: Year, by: str = "person", measure: str = Measure.REVENUE, percent: Decimal = Decimal(0),
    subjects: Collection[int] | None = None,
) -> Copied:  # fmt: skip
    """Propose last year's quotas anew, so many percent more. Where there is one already, it is left as it is."""
    made, left = [], 0
    setter = Setter(actor, year.entity.today)
    for quota, figure, span in _of_last_year(actor, year, by, measure, subjects):
        if not setter.may(quota.subject):
            continue
        first, end = _moved(span, year)
        held = Quota.objects.filter(
            **{by: quota.subject}, entity=year.entity, measure=measure, valid__overlap=DateRange(first, end)
        )
        if held.exists():
            left += 1
            continue
        amount = raised(figure, percent, digits_of(quota.currency, measure))
        made.append(
            set_quota(
                actor=actor, subject=quota.subject, first=first, end=end, amount=amount, currency=quota.currency,
                measure=measure, entity=year.entity, made_of={"copied": f"{figure:f}", "percent": f"{percent:f}"},
            )
        )  # fmt: skip
    return Copied(made, left)


def _of_last_year(
    actor: Any, year: Year, by: str, measure: str, subjects: Collection[int] | None
) -> list[tuple[Quota, Decimal, DateRange]]:
    """Each quota of the year before with its figure and its days; of one that changed inside its period the last version."""
    before = year.before.whole
    rows = Quota.objects.visible_to(actor).in_use().filter(
        entity=year.entity, measure=measure, valid__contained_by=DateRange(before.start, before.end),
        **{f"{by}__isnull": False},
    )  # fmt: skip
    if subjects is not None:
        rows = rows.filter(**{f"{by}__in": list(subjects)})
    last: dict[tuple[int, date, date], tuple[Quota, Decimal, DateRange]] = {}
    for quota in rows.select_related(by).order_by("valid"):
        span = quota.period or quota.valid
        figure = quota.amount if quota.figure is None else quota.figure
        last[getattr(quota, f"{by}_id"), span.lower, span.upper] = (quota, figure, span)
    return list(last.values())


def _moved(span: DateRange, year: Year) -> tuple[date, date]:
    """The same period of the year: the same quarter or month; other days by their date."""
    for cut in ("month", "quarter", "year"):
        old, new = (
            Year(year.entity, year.number - 1, cut).periods,
            Year(year.entity, year.number, cut).periods,
        )
        for place, period in enumerate(old):
            if (period.start, period.end) == (span.lower, span.upper):
                return new[place].start, new[place].end
    later = [_a_year_on(day) for day in (span.lower, span.upper)]
    moved = Period(later[0], later[1])
    return moved.start, moved.end


def _a_year_on(day: date) -> date:
    return date(day.year + 1, 2, 28) if (day.month, day.day) == (2, 29) else day.replace(year=day.year + 1)
