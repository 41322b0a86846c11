"""The question of the page: up to five tries on some days, against what was in force or another version."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.plans.figures import with_target
from suki.apps.compensation.running.problems import PayProblem
from suki.apps.compensation.trying.comparing import Compared, Result, compared, problems_of, tried_out
from suki.apps.compensation.trying.facts import Days, Try, facts_for
from suki.apps.compensation.trying.next_year import next_year
from suki.base.access import Can, require
from suki.engines.commission.trial import Trial
from suki.engines.commission.written import plan_of
from suki.kernel.errors import BadInput, RuleBroken, _
from suki.kernel.money import RATIO

MOST_TRIES = 5


@dataclass(frozen=True)
class Tried:
    """Everything that the page says. `forecasts` has what next year may cost, for what they are compared with first."""

    days: Days
    before: Result
    compared: Sequence[Compared]
    forecasts: Sequence[Trial | None]
    problems: Sequence[PayProblem]
    people: int
    credits: int
    revenue: Decimal

    @property
    def before_share(self) -> Decimal | None:
        """What they are compared with, of what was sold; none where nothing was."""
        return RATIO.divide(self.before.cost, self.revenue) if self.revenue else None


def tried(*, actor: Any, entity: LegalEntity, days: Days, against: Try, tries: Sequence[Try]) -> Tried:
    """Run the tries on what happened on the days. Nothing of it is kept."""
    require(actor, Can.MANAGE_PLANS)
    tries = tries[:MOST_TRIES]
    for each in (against, *tries):
        _refuse_unfinished(each)
    facts = facts_for(actor, days, [against, *tries])
    before = tried_out(facts, against)
    results = [tried_out(facts, each) for each in tries]
    everybody = {person for result in [before, *results] for person in result.of_person}
    return Tried(
        days,
        before,
        [compared(facts, before, each) for each in results],
        [next_year(each, entity.currency) for each in [before, *results]],
        problems_of([before, *results]),
        len(everybody),
        len(facts.credits),
        facts.revenue,
    )


def _refuse_unfinished(tried: Try) -> None:
    """A draft may lie there half written; then it says what is missing."""
    if tried.version is None:
        return
    try:
        plan_of(with_target(tried.version.rules))
    except BadInput as wrong:
        raise RuleBroken(
            _("“{plan}” cannot be tried yet: {said}"), plan=str(tried.version), said=str(wrong.problems[0])
        ) from None
