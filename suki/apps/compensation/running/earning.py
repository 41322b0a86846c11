"""The one place in which the engine is chosen that turns credits into commission."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from suki.apps.compensation.running.by_sets import earned_twice
from suki.engines.commission.plan import Plan
from suki.engines.commission.statements import Credit, EarnedBefore, Quota, Score, Statement, statements_of
from suki.kernel.errors import RuleBroken, _
from suki.kernel.fiscal import FiscalCalendar

Earned = tuple[list[Statement], dict[str, str]]
"""What people earned, and whom the rules refused and why."""

Engine = Callable[
    [Plan, Sequence[Credit], Sequence[Quota], Sequence[Score], FiscalCalendar | None, Sequence[EarnedBefore]],
    Earned,
]

ENGINES: dict[str, Engine] = {"python": statements_of, "postgres": earned_twice}


def earn(
    engine: str,
    plan: Plan,
    credits: Sequence[Credit],
    quotas: Sequence[Quota],
    scores: Sequence[Score],
    calendar: FiscalCalendar | None,
    earned_before: Sequence[EarnedBefore],
) -> Earned:
    """What the people earn whom one plan pays in the same way. All engines agree to the cent."""
    if engine not in ENGINES:
        raise RuleBroken(
            _("There is no engine “{engine}”; there are {known}."), engine=engine, known=", ".join(ENGINES)
        )
    return ENGINES[engine](plan, credits, quotas, scores, calendar, earned_before)
