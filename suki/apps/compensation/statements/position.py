"""How far somebody is by now, and what one more deal would pay them: worked out as pay is, and nothing of it is kept."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal, localcontext
from typing import Any

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.models import PlanMember, PlanVersion
from suki.apps.compensation.running.facts import Credited, Inputs, day_of
from suki.apps.compensation.running.gathering import accounts_of, as_kept, originals_of
from suki.apps.compensation.running.outcomes import Outcome, Worked, work_out
from suki.apps.compensation.running.problems import PayProblem
from suki.apps.compensation.running.rates import Rates
from suki.apps.compensation.trying.facts import Days, Try, facts_for
from suki.base.access import SYSTEM
from suki.base.dated import on_day
from suki.engines.commission.periods import period_of
from suki.engines.commission.plan import RATES
from suki.kernel.money import EXACT, digits, round_half_up

ZERO = Decimal(0)


@dataclass(frozen=True)
class Standing:
    """How far somebody came in a component: credited against a quota, earned, and how far it is to the next rate."""

    component: str
    plan: str
    version: int
    currency: str
    credited: Decimal
    quota: Decimal | None
    attainment: Decimal | None
    earned: Decimal
    rate: Decimal | None = None
    next_rate: Decimal | None = None
    missing: Decimal | None = None


@dataclass(frozen=True)
class Position:
    """Where somebody stands on a day."""

    on: date
    standings: Sequence[Standing]
    problems: Sequence[PayProblem]

    @property
    def first(self) -> Standing | None:
        """The component that the page shows largest: one with a quota, if there is any."""
        with_quota = [each for each in self.standings if each.attainment is not None]
        return (with_quota or list(self.standings) or [None])[0]

    @property
    def earned(self) -> dict[str, Decimal]:
        """What has been earned by now, by currency."""
        found: dict[str, Decimal] = {}
        for each in self.standings:
            found[each.currency] = found.get(each.currency, ZERO) + each.earned
        return found


@dataclass(frozen=True)
class Estimate:
    """What one more credit would pay somebody: by component, and together; with what was assumed."""

    amount: Decimal
    currency: str
    day: date
    before: Sequence[Standing]
    after: Sequence[Standing]
    pays: Sequence[tuple[str, str, Decimal]]
    problems: Sequence[PayProblem] = ()

    @property
    def total(self) -> dict[str, Decimal]:
        """By the currency of the plan."""
        found: dict[str, Decimal] = {}
        for _name, code, amount in self.pays:
            found[code] = found.get(code, ZERO) + amount
        return found


def is_paid_by_plan(person: Any, day: date) -> bool:
    """Whether any plan pays somebody on a day."""
    return PlanMember.objects.filter(on_day(day), person=person, archived_at__isnull=True).exists()


def position_of(person: Any, entity: LegalEntity, on: date) -> Position | None:
    """Where somebody stands by the plans that pay them on a day; None where none does."""
    inputs = _inputs(person, entity, on)
    if inputs is None:
        return None
    worked = _worked(inputs)
    return Position(on, _standings(worked, inputs, on), _said(worked))


def estimate_for(
    person: Any, entity: LegalEntity, amount: Decimal, on: date, *, account_id: int | None = None
) -> Estimate | None:
    """What so much more (in the firm's currency, as own credit on a day) would pay somebody."""
    inputs = _inputs(person, entity, on)
    if inputs is None:
        return None
    before = _worked(inputs)
    like = None if account_id else _newest(inputs, person)
    account_id = account_id or (like.account_id if like else 0)
    known = as_kept(accounts_of(inputs.kept["plans"], {account_id}))
    kept = inputs.kept | {"accounts": known | inputs.kept["accounts"]}
    credits = _as_credits(person, amount, on, account_id, like.product_id if like else None)
    more = replace(inputs, kept=kept, credits=[*inputs.credits, *credits])
    after = _worked(more)
    earlier, later = _standings(before, inputs, on), _standings(after, inputs, on)
    had = {(each.plan, each.version, each.component): each.earned for each in earlier}
    pays = [
        (
            each.component,
            each.currency,
            each.earned - had.get((each.plan, each.version, each.component), ZERO),
        )
        for each in later
    ]
    return Estimate(amount, entity.currency, on, earlier, later, pays, _said(after))


def _inputs(person: Any, entity: LegalEntity, on: date) -> Inputs | None:
    """The facts of the fiscal year up to a day, for this person alone, line by line as they are paid; it reaches into the
    next year, so that nothing is final, and back to where what never begins anew began."""
    plans = PlanMember.objects.filter(on_day(on), person=person, archived_at__isnull=True).values("plan")
    versions = PlanVersion.objects.in_use().filter(
        plan__in=plans, plan__entity=entity, plan__archived_at__isnull=True, published_at__isnull=False
    )
    if not plans:
        return None
    calendar = entity.fiscal_calendar
    year = calendar.year(calendar.year_of(on))
    start = min([year.start, *(each.valid.lower for each in versions if _never_begins_anew(each))])
    days = Days(entity, start, year.end + timedelta(days=1), f"{on}")
    facts = facts_for(SYSTEM, days, [Try()], of=person.pk)
    facts = replace(
        facts,
        members=[each for each in facts.members if each["person"] == person.pk],
        credits=[each for each in facts.credits if each.day <= on],
    )
    return replace(facts.inputs_for(Try()), originals=originals_of(entity, facts.kept["returns"]))


def _never_begins_anew(version: PlanVersion) -> bool:
    return bool(version.valid.lower) and version.rules.get("period", "all") == "all"


def _worked(inputs: Inputs) -> Worked:
    with localcontext(EXACT):
        return work_out(inputs, Rates(), "python")


def _newest(inputs: Inputs, person: Any) -> Credited | None:
    """The newest sale: what is typed without a client is taken to be like it."""
    own = [each for each in inputs.credits if each.person_id == person.pk and each.why == "own"]
    return max(own, key=lambda each: (each.day, each.id), default=None)


def _as_credits(
    person: Any, amount: Decimal, on: date, account_id: int, product_id: int | None
) -> list[Credited]:
    """The deal as if it were booked, invoiced and paid on the day: whichever of these a plan counts."""
    whole = Decimal(100)
    return [
        Credited(
            -1 - place, -1 - place, person.pk, account_id, product_id, event, "own", on, "?", whole, amount, None,
            Decimal(1),
        )
        for place, event in enumerate(("booked", "invoiced", "collected"))
    ]  # fmt: skip


def _standings(worked: Worked, inputs: Inputs, on: date) -> list[Standing]:
    """For each component what adds up on the day; by what paid earlier in the same stretch after what pays now."""
    earned: dict[tuple[int, str, str], Decimal] = {}
    for outcome in worked.outcomes:
        key = _key(outcome)
        earned[key] = earned.get(key, ZERO) + outcome.line.commission
    newest: dict[tuple[int, str], tuple[Any, str, Any]] = {}
    for piece, accumulated, attained in worked.reached:
        now = period_of(on, piece.plan.period, inputs.calendar)
        if day_of(piece.version["first"]) <= on and accumulated == now:
            newest[piece.version["version"], attained.component] = (piece, accumulated, attained)
    return [
        _standing(
            piece, attained, earned.get((piece.version["version"], attained.component, accumulated), ZERO)
        )
        for piece, accumulated, attained in sorted(
            newest.values(), key=lambda each: each[0].end <= on or day_of(each[0].version["end"]) <= on
        )
    ]


def _said(worked: Worked) -> list[PayProblem]:
    """What keeps pay from being worked out; scores that are given at the end are not missing before it."""
    return [each for each in worked.problems if each.stops and each.code != "score_missing"]


def _standing(piece: Any, attained: Any, earned: Decimal) -> Standing:
    component = piece.plan.component(attained.component)
    code = piece.plan.currency
    rate, next_rate, missing = None, None, None
    at = _at(component, attained)
    if at is not None and component.output in RATES and not component.matrix:
        place = component.tier_of(at)
        rate = component.rate_of(place, 0)
        if place + 1 < len(component.tiers):
            next_rate = component.rate_of(place + 1, 0)
            left = component.tiers[place + 1].start - at
            unit = attained.quota if component.input == "attainment" else Decimal(1)
            missing = round_half_up(left * (unit or ZERO), digits(code))
    return Standing(
        attained.component, piece.version["name"], piece.version["number"], code, attained.credited, attained.quota,
        attained.attainment, round_half_up(earned, digits(code)), rate, next_rate, missing,
    )  # fmt: skip


def _at(component: Any, attained: Any) -> Decimal | None:
    """Where somebody is, in what the tiers are stated in."""
    if component.input == "attainment":
        found: Decimal | None = attained.attainment
        return found
    return attained.credited if component.input == "amount" and component.scope == "period" else None


def _key(outcome: Outcome) -> tuple[int, str, str]:
    return outcome.piece.version["version"], outcome.line.component, outcome.accumulated
