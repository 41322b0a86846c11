"""What a plan is applied to: credits, quotas, scores, and what deals have earned earlier."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from suki.engines.commission.plan import Component
from suki.kernel.errors import RuleBroken, _
from suki.kernel.money import RATIO, round_half_up

ZERO = Decimal(0)
Bounds = tuple[date, date] | None


@dataclass(frozen=True)
class Credit:
    """So much of a document is somebody's. `share` is a fraction; without a `component` it counts in all of them.

    `components` restricts it to several. `event` (booked, invoiced, collected) and `kind` (own, team, overlay,
    referral), where they are said, count only in components that pay for them. `reverses` is the document whose
    earnings a return or a payment that never came takes back. `key` is whatever the caller knows the credit by.
    """

    person: str
    day: date
    document: str
    measures: Mapping[str, Decimal]
    share: Decimal = Decimal(1)
    component: str = ""
    components: Sequence[str] = ()
    event: str = ""
    kind: str = ""
    reverses: str = ""
    key: object = None

    def of(self, measure: str) -> Decimal:
        """What the person is credited with, unrounded."""
        return self.measures.get(measure, ZERO) * self.share

    def counts_in(self, component: Component) -> bool:
        """Whether the component pays for it."""
        return (
            self.component in ("", component.name)
            and (not self.components or component.name in self.components)
            and (not self.event or self.event == component.counts)
            and (not self.kind or self.kind in component.credit)
            and component.input != "score"
            and component.holds_on(self.day)
        )

    def margin_rate(self, component: Component) -> Decimal:
        """Margin in proportion to the amount; where nothing is sold there is none."""
        amount, margin = self.measures.get("amount", ZERO), self.measures.get("margin")
        if margin is None:
            raise RuleBroken(
                _("the margin of “{document}” is not known, and “{component}” pays by it."),
                document=self.document,
                component=component.name,
            )
        return RATIO.divide(margin, amount) if amount else ZERO


@dataclass(frozen=True, slots=True)
class Quota:
    """What somebody is to reach between two days, the second one not included; of one measure, or of any."""

    person: str
    start: date
    end: date
    amount: Decimal
    measure: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """How far somebody met an agreed aim between two days, the second one not included: a fraction."""

    person: str
    component: str
    start: date
    end: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class EarnedBefore:
    """What a document earned in a component before the credits at hand begin, so that a return can take it back."""

    person: str
    component: str
    document: str
    day: date
    measure: Decimal
    commission: Decimal


def quota_in(quotas: Sequence[Quota], bounds: Bounds, measure: str = "") -> Decimal | None:
    """The quota that falls into a period; None where there is none. One that reaches beyond it counts by its days in it,
    rounded to the cent: a quota is something that people are told.
    """
    total, is_any = ZERO, False
    for quota in quotas:
        if measure and quota.measure not in ("", measure):
            continue
        covered, whole = _days_in(quota.start, quota.end, bounds), (quota.end - quota.start).days
        if covered <= 0:
            continue
        is_any = True
        share = RATIO.divide(quota.amount * covered, Decimal(whole))
        total += quota.amount if covered == whole else round_half_up(share, 2)
    return total if is_any else None


def score_in(scores: Iterable[Score], component: str, bounds: Bounds) -> Decimal | None:
    """The score of a period: where several hold in it, their mean by days; None where nobody has scored."""
    total, days = ZERO, 0
    for score in scores:
        covered = _days_in(score.start, score.end, bounds) if score.component == component else 0
        if covered > 0:
            total, days = total + score.value * covered, days + covered
    return RATIO.divide(total, Decimal(days)) if days else None


def _days_in(start: date, end: date, bounds: Bounds) -> int:
    if bounds is None:
        return (end - start).days
    return (min(end, bounds[1]) - max(start, bounds[0])).days
