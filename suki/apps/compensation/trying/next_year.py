"""What next year may cost: years are drawn from how far people came, and paid by the plan that is tried."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from suki.apps.compensation.trying.comparing import Reached, Result
from suki.engines.commission.curve import curve
from suki.engines.commission.plan import Component
from suki.engines.commission.trial import Earner, Trial, trial
from suki.kernel.money import digits

PERIODS = {"month": 12, "quarter": 4, "year": 1, "all": 1}
FAR_ABOVE = 3
POINTS = 160


def next_year(result: Result, currency: str, seed: int = 1) -> Trial | None:
    """The cost of a year by the try; None where too little has happened to draw from, or years of the plan differ."""
    of_component: dict[tuple[int, str], list[Reached]] = {}
    lengths = set()
    for each in result.reached:
        of_component.setdefault((each.person_id, each.attained.component), []).append(each)
        lengths.add(each.piece.plan.period)
    if len(lengths) != 1:
        return None
    earners = [_earner(rows) for rows in of_component.values()]
    periods = PERIODS[lengths.pop()]
    return trial(earners, periods=periods, decimals=digits(currency), seed=seed)


def _earner(rows: list[Reached]) -> Earner:
    rows = sorted(rows, key=lambda each: each.accumulated)
    latest = rows[-1]
    history: dict[str, Decimal] = {}
    for each in rows:
        score = each.attained.attainment if _component(each).input == "score" else None
        amount = each.attained.credited if score is None else score
        history[each.accumulated] = history.get(each.accumulated, Decimal(0)) + amount
    return Earner(str(latest.person_id), history, _pays(rows, history.values()))


def _pays(rows: list[Reached], came: Iterable[Decimal]) -> list[tuple[Decimal, Decimal]]:
    """What so much credit pays: the curve of the component, at the newest quota; what has none, at the rate it had."""
    component = _component(rows[-1])
    most = max([*came, Decimal(0)]) * FAR_ABOVE
    quotas = [each.attained.quota for each in rows if each.attained.quota]
    unit = quotas[-1] if component.input == "attainment" and quotas else Decimal(1)
    is_curve = component.scope == "period" and component.input != "units" and not component.matrix
    if not is_curve or most <= 0 or (component.input == "attainment" and not quotas):
        return _at_its_rate(rows, most)
    wanted = [most / unit * place / POINTS for place in range(POINTS + 1)]
    points = curve(rows[-1].piece.plan, component, unit, wanted)
    return [(point * unit, pay * rows[-1].rate) for point, pay in points] or _at_its_rate(rows, most)


def _at_its_rate(rows: list[Reached], most: Decimal) -> list[tuple[Decimal, Decimal]]:
    credited = sum((abs(each.attained.credited) for each in rows), Decimal(0))
    paid = sum((each.paid for each in rows), Decimal(0))
    rate = paid / credited if credited else Decimal(0)
    return [(Decimal(0), Decimal(0)), (max(most, Decimal(1)), max(most, Decimal(1)) * rate)]


def _component(row: Reached) -> Component:
    return row.piece.plan.component(row.attained.component)
