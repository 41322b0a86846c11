"""One person's accumulation: all credits of a period, through every component that they count in.

What is known only at the end of it (how far somebody came, for gates and matrices) is taken before the first line.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from suki.engines.commission.earning import Account, Earned, Part, Table
from suki.engines.commission.facts import ZERO, Bounds, Credit, EarnedBefore, Quota, Score, quota_in, score_in
from suki.engines.commission.periods import months_later, whole_months
from suki.engines.commission.plan import RATES, Clawback, Component, Plan
from suki.kernel.errors import RuleBroken, _
from suki.kernel.money import EXACT, RATIO, digits, round_half_up

LATE = "the time to take it back is over"
GATE = "gate"
INSTALMENT = "instalment"
SETTLED = Decimal(1).scaleb(-20)


@dataclass(frozen=True, slots=True)
class Line:
    """One credit in one component: rounded once, half up, to the currency's minor unit.

    `held` of it waits until `vests_on`. A line that takes back names the document in `takes_back`.
    """

    credit: Credit
    component: str
    credited: Decimal
    before: Decimal
    after: Decimal
    parts: Sequence[Part]
    commission: Decimal
    held: Decimal = ZERO
    vests_on: date | None = None
    takes_back: str = ""
    instalments: int = 1

    def instalment(self, share: Decimal, *, is_first: bool = False) -> Line:
        """The same line with only a part of the money: later ones move nothing any more."""
        why = Part(None, None, None, None, share - self.commission if is_first else share, INSTALMENT)
        if is_first:
            return replace(self, commission=share, parts=[*self.parts, why], instalments=1)
        return replace(self, credited=ZERO, before=self.after, parts=[why], commission=share, instalments=1)


@dataclass(frozen=True, slots=True)
class Attained:
    """How far somebody came in a component; None where there is no quota above zero to compare with."""

    component: str
    credited: Decimal
    quota: Decimal | None
    attainment: Decimal | None


@dataclass
class Origin:
    """What a document earned once in a component, and how much of it has been taken back since.

    `counted` is how much of its measure lay within threshold and cap.
    """

    day: date
    measure: Decimal
    commission: Decimal
    gross: Decimal
    account: Account | None = None
    counted: Decimal = ZERO
    returned: Decimal = ZERO

    def share_of(self, amount: Decimal, part: Decimal) -> Decimal:
        """So much of something of the deal as a part is of its measure."""
        return RATIO.divide(amount * part, self.measure)


@dataclass
class Origins:
    """Every document that earned something, also before the credits at hand begin; kept where a return may ask."""

    earned_before: Iterable[EarnedBefore] = ()
    is_asked: bool = True
    found: dict[tuple[str, str], Origin] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for each in self.earned_before:
            self._note(
                each.component,
                each.document,
                Origin(each.day, each.measure, each.commission, each.commission),
            )

    def note(
        self, component: Component, credit: Credit, measure: Decimal, earned: Earned, account: Account | None
    ) -> None:
        """Remember what a credit earned; without an account it stands alone."""
        if not self.is_asked:
            return
        gross = sum((part.commission for part in earned.parts if part.why not in ("cap", "threshold")), ZERO)
        counted = sum((part.basis for part in earned.parts if part.basis and not part.why), ZERO)
        origin = Origin(credit.day, measure, earned.commission, gross, account, counted)
        self._note(component.name, credit.document, origin)

    def of(self, component: Component, credit: Credit) -> Origin | None:
        """The deal that a return names."""
        return self.found.get((component.name, credit.reverses)) if credit.reverses else None

    def _note(self, component: str, document: str, origin: Origin) -> None:
        """All of a document is one deal, dated by its first line; in several accumulations it is none's alone."""
        earlier = self.found.setdefault((component, document), origin)
        if earlier is origin:
            return
        if earlier.account is not origin.account:
            earlier.account = None
        earlier.measure += origin.measure
        earlier.commission += origin.commission
        earlier.gross += origin.gross
        earlier.counted += origin.counted


class Accumulation:
    """The credits of one person and one period, and the accounts that they run through."""

    def __init__(
        self, plan: Plan, person: str, period: str, bounds: Bounds, credits: Sequence[Credit],
        quotas: Sequence[Quota], scores: Sequence[Score], origins: Origins,
    ) -> None:  # fmt: skip
        self.plan, self.person, self.period, self.bounds = plan, person, period, bounds
        self.credits, self.quotas, self.scores, self.origins = credits, quotas, scores, origins
        self.decimals = digits(plan.currency)
        self.cent = Decimal(1).scaleb(-self.decimals)
        self.accounts: dict[str, Account] = {}
        self.tables: dict[str, Table] = {}
        self.taken = [
            (credit, [each for each in plan.components if credit.counts_in(each)]) for credit in credits
        ]
        self._reached: dict[str, Decimal | None] = {}
        self._earned_alone: dict[tuple[str, int, Decimal, Decimal], Earned] = {}
        self._sums: dict[tuple[str, str], Decimal] = {}

    @property
    def quota_measure(self) -> str:
        """What the person's quota is stated in: the measure of the first component that counts towards it."""
        return next((each.measure for each in self.plan.components if _is_towards_quota(each)), "")

    def lines(self) -> Iterator[Line]:
        """By day, then as they came in, then in the plan's order; scores at the end of the period."""
        for credit, components in self.taken:
            for component in components:
                yield self._line(component, credit)
        for component in self.plan.components:
            if component.input == "score":
                yield from self._scored(component)

    def credited(self) -> Decimal:
        """What counts towards the quota: each credit once, in the measure of the first component that it counts in."""
        total = ZERO
        for credit, components in self.taken:
            first = next((each for each in components if _is_towards_quota(each)), None)
            if first and self._moves(first, credit):
                total += credit.of(first.measure)
        return total

    def reached(self) -> list[Attained]:
        """How far the person came in each component."""
        return [self._attained(component) for component in self.plan.components]

    def _line(self, component: Component, credit: Credit) -> Line:
        measure = credit.of(component.measure)
        step = credit.of("units") if component.input == "units" else measure
        origin = self.origins.of(component, credit)
        account = self._account(component, credit)
        if origin and origin.measure > 0 and measure < 0:
            return self._taken_back(component, credit, account, origin, measure, step)
        if component.scope == "transaction":
            earned = self._alone(account, measure, step)
        else:
            earned = account.credit(measure, step)
        is_shut = self._is_shut(component)
        if is_shut:
            earned = earned.withheld(GATE)
        stands_alone = is_shut or component.scope == "transaction"
        self.origins.note(component, credit, measure, earned, None if stands_alone else account)
        return self._finished(component, credit, measure, earned)

    def _alone(self, account: Account, measure: Decimal, step: Decimal) -> Earned:
        """A transaction that stands alone earns what every one of its size earns; a return takes just that back."""
        key = account.component.name, account.column, measure, step
        if key not in self._earned_alone:
            is_return = step < 0
            earned = account.credit(-measure, -step) if is_return else account.credit(measure, step)
            self._earned_alone[key] = earned.mirrored() if is_return else earned
        return self._earned_alone[key]

    def _taken_back(
        self, component: Component, credit: Credit, account: Account, origin: Origin, measure: Decimal, step: Decimal
    ) -> Line:  # fmt: skip
        clawback = component.clawback or Clawback()
        left = _left_of_window(clawback, origin.day, credit.day)
        part = min(-measure, origin.measure - origin.returned)
        origin.returned += part
        step = step if clawback.attainment == "reduce" else ZERO
        if not left or not part:
            account_at = account.take_elsewhere(ZERO, ZERO, ZERO)
            earned = account_at.withheld(LATE if not left else "")
        elif account is origin.account:
            earned = _from_here(component, account, origin, part * left, measure, step, left)
        else:
            lost = step if component.output in RATES else ZERO
            earned = account.take_elsewhere(part, _once(component, origin, part * left), lost)
        line = self._finished(component, credit, measure, earned)
        return replace(line, takes_back=credit.reverses, instalments=clawback.instalments)

    def _scored(self, component: Component) -> Iterator[Line]:
        """What a score earns, on the last day of the period or of the score."""
        score = score_in(self.scores, component.name, self.bounds)
        if score is None:
            return
        ends = [each.end for each in self.scores if each.component == component.name]
        last = (self.bounds[1] if self.bounds else max(ends)) - timedelta(days=1)
        credit = Credit(self.person, last, "", {})
        earned = self._account(component, credit).credit(score, score)
        if self._is_shut(component):
            earned = earned.withheld(GATE)
        yield self._finished(component, credit, score, earned)

    def _finished(self, component: Component, credit: Credit, measure: Decimal, earned: Earned) -> Line:
        # A quotient has no last digit: without this a third of three halves of a cent would be a hair less than a half.
        settled = earned.commission.quantize(SETTLED, ROUND_HALF_UP, EXACT)
        commission = settled.quantize(self.cent, ROUND_HALF_UP, EXACT)
        commission = commission if commission else abs(commission)
        held, vests_on = ZERO, None
        if component.hold:
            held = round_half_up(commission * component.hold.share, self.decimals)
            vests_on = months_later(credit.day, component.hold.months) if held else None
        return Line(
            credit, component.name, measure, earned.before, earned.after, earned.parts, commission, held, vests_on
        )  # fmt: skip

    def _account(self, component: Component, credit: Credit) -> Account:
        account = self.accounts.get(component.name)
        if account is None or component.scope == "transaction":
            account = self.accounts[component.name] = Account(component, self._table(component))
        account.column = self._column(component, credit)
        return account

    def _table(self, component: Component) -> Table:
        table = self.tables.get(component.name)
        if table is None:
            unit = self._quota(component) if component.input == "attainment" else Decimal(1)
            table = self.tables[component.name] = Table(component, unit)
        return table

    def _quota(self, component: Component) -> Decimal:
        quota = quota_in(self.quotas, self.bounds, component.measure)
        if not quota or quota < 0:
            raise RuleBroken(
                _(
                    "“{person}” has no quota above zero in {period}, and “{component}” states its tiers in attainment."
                ),
                person=self.person,
                period=self.period,
                component=component.name,
            )
        return quota

    def _column(self, component: Component, credit: Credit) -> int:
        matrix = component.matrix
        if matrix is None:
            return 0
        if matrix.input == "margin_rate":
            return matrix.column_of(credit.margin_rate(component))
        if matrix.input == "attainment":
            return matrix.column_of(
                RATIO.divide(self._gathered(component, component.measure), self._quota(component))
            )
        score = score_in(self.scores, component.name, self.bounds)
        if score is None:
            raise RuleBroken(
                _("“{person}” has no score in {period}, and “{component}” pays by it."),
                person=self.person,
                period=self.period,
                component=component.name,
            )
        return matrix.column_of(score)

    def _is_shut(self, component: Component) -> bool:
        """Whether a gate of the component is not reached at the end of the accumulation."""
        for gate in component.gates:
            reached = self._reached_in(self.plan.component(gate.component))
            if reached is None or reached < gate.at:
                return True
        return False

    def _reached_in(self, component: Component) -> Decimal | None:
        """The position at the end of the accumulation, in the unit of the input."""
        if component.name not in self._reached:
            self._reached[component.name] = self._end_of(component)
        return self._reached[component.name]

    def _end_of(self, component: Component) -> Decimal | None:
        if component.input == "score":
            return score_in(self.scores, component.name, self.bounds)
        gathered = self._gathered(component, "units" if component.input == "units" else component.measure)
        if component.input != "attainment":
            return gathered
        quota = quota_in(self.quotas, self.bounds, component.measure)
        return RATIO.divide(gathered, quota) if quota and quota > 0 else None

    def _gathered(self, component: Component, measure: str) -> Decimal:
        """What has come together in a component by the end."""
        key = component.name, measure
        if key not in self._sums:
            taken = (
                credit for credit, components in self.taken if any(each is component for each in components)
            )
            moving = (credit for credit in taken if self._moves(component, credit))
            self._sums[key] = sum((credit.of(measure) for credit in moving), ZERO)
        return self._sums[key]

    def _moves(self, component: Component, credit: Credit) -> bool:
        """Whether a credit counts towards the attainment: a return may leave it as it was."""
        clawback = component.clawback
        return not (credit.reverses and clawback and clawback.attainment == "keep")

    def _attained(self, component: Component) -> Attained:
        if component.input == "score":
            score = score_in(self.scores, component.name, self.bounds)
            return Attained(component.name, score or ZERO, None, score)
        credited = self._gathered(component, component.measure)
        is_compared = component.is_quota_relevant or component.input == "attainment"
        quota = quota_in(self.quotas, self.bounds, component.measure) if is_compared else None
        return Attained(component.name, credited, quota, RATIO.divide(credited, quota) if quota else None)


def _is_towards_quota(component: Component) -> bool:
    return component.is_quota_relevant and component.input != "score"


def _left_of_window(clawback: Clawback, sold: date, returned: date) -> Decimal:
    """How much of what was earned is taken back: all of it, the part of the window that is left, or nothing."""
    window, gone = Decimal(1), 0
    if clawback.within_days is not None:
        window, gone = Decimal(clawback.within_days), (returned - sold).days
    elif clawback.within_months is not None:
        window, gone = Decimal(clawback.within_months), whole_months(sold, returned)
        if returned > months_later(sold, clawback.within_months):
            return ZERO
    gone = max(gone, 0)
    if gone > window:
        return ZERO
    return RATIO.divide(window - gone, window) if clawback.by == "time" else Decimal(1)


def _from_here(
    component: Component, account: Account, origin: Origin, part: Decimal, measure: Decimal, step: Decimal, left: Decimal
) -> Earned:  # fmt: skip
    """A return in the accumulation in which its deal was credited."""
    if component.output not in RATES and step:
        return account.credit(measure * left, step * left)
    counted = origin.share_of(origin.counted, part)
    if component.method == "slab":
        return account.take_back(counted, counted * account.rate_now(), step)
    return account.take_back(counted, origin.share_of(origin.gross, part), step)


def _once(component: Component, origin: Origin, part: Decimal) -> Decimal:
    """What so much of a deal had earned in the end, where its accumulation is another one."""
    account = origin.account
    if account and account.gross and component.output in RATES:
        if component.method == "slab":
            earned = origin.share_of(origin.counted, part) * account.rate_now()
            return RATIO.divide(earned * account.paid, account.gross)
        if component.threshold and component.threshold.pays == "from_zero":
            return RATIO.divide(origin.share_of(origin.gross, part) * account.paid, account.gross)
    return origin.share_of(origin.commission, part)
