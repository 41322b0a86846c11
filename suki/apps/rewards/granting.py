"""Who wins what: by the rules and the attainment, or by somebody's word with its reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.compensation.bonuses import give_bonus
from suki.apps.people.models import Person
from suki.apps.rewards.eligible import Won, winners
from suki.apps.rewards.models import Contest, Grant, PointEntry, Reward, RewardRule
from suki.apps.rewards.purses import balance_of, by, person_of, purse_of, refuse_oneself
from suki.base.access import SYSTEM, Can, action
from suki.base.dated import on_day
from suki.base.formats import day_text
from suki.base.history import record
from suki.kernel.errors import RuleBroken
from suki.kernel.periods import Period

DAYS_TO_CHOOSE = 60


@action(Can.MANAGE_REWARDS)
def grant_by_rules(*, actor: Any, period: Period, entity: LegalEntity | None = None) -> list[Grant]:
    """Everybody who has won by a rule in a period that is over gets it. Asked again, nobody gets anything twice.

    Whoever presses the button is left out: somebody else gives them what they have won.
    """
    entity = entity or default_entity()
    if period.end > entity.today:
        raise RuleBroken(_("The period ends on {day} only.").format(day=day_text(period.last)))
    rules = RewardRule.objects.in_use().filter(on_day(period.last), entity=entity).order_by("pk")
    made = []
    for rule in rules:
        for won in winners(actor, rule, period):
            if actor is not SYSTEM and won.person == person_of(actor):
                continue
            grant = _grant_won(actor, rule, won, period)
            made += [grant] if grant else []
    return made


@action(Can.MANAGE_REWARDS)
def grant_reward(
    *, actor: Any, person: Person, what_for: str, points: int = 0, amount: Decimal | None = None, currency: str = "",
    rewards: Sequence[Reward] = (), choose_by: date | None = None,
) -> Grant:  # fmt: skip
    """Somebody wins by a word, with the reason that everybody concerned can read."""
    refuse_oneself(actor, person)
    if not what_for.strip():
        raise RuleBroken(_("Say what it is for."))
    if points <= 0 and not amount and not rewards:
        raise RuleBroken(_("Say what is won: points, money, or a reward to choose."))
    if amount is not None and amount < 0:
        raise RuleBroken(_("This cannot be less than nothing."))
    today = default_entity().today
    if choose_by is not None and choose_by < today:
        raise RuleBroken(_("{day} is over already.").format(day=day_text(choose_by)))
    return give(
        actor, person=person, what_for=what_for.strip(), points=points, amount=amount, currency=currency,
        rewards=rewards, choose_by=choose_by or today + timedelta(days=DAYS_TO_CHOOSE), entity=default_entity(),
        facts={"source": "word"},
    )  # fmt: skip


@action(Can.MANAGE_REWARDS)
def extend_choice(*, actor: Any, grant: Grant, choose_by: date) -> Grant:
    """The winner gets more time to choose."""
    found: Grant = Grant.objects.visible_to(actor).locked(grant.pk)
    refuse_oneself(actor, found.purse.person)
    if not found.offered.exists() or found.choices.filter(is_returned=False).exists():
        raise RuleBroken(_("There is nothing left to choose."))
    if found.choose_by is not None and choose_by <= found.choose_by:
        raise RuleBroken(_("They have time until {day} already.").format(day=day_text(found.choose_by)))
    found.choose_by = choose_by
    found.save()
    record("time to choose extended", actor=actor, about=found, on=choose_by)
    return found


@action(Can.MANAGE_REWARDS)
def correct_points(*, actor: Any, person: Person, points: int, reason: str) -> PointEntry:
    """Put an account of points right by a line of its own. It never falls below nothing."""
    refuse_oneself(actor, person)
    if points == 0:
        raise RuleBroken(_("A correction of nothing corrects nothing."))
    if not reason.strip():
        raise RuleBroken(_("Say why the points are corrected."))
    purse = purse_of(person)
    balance = balance_of(purse)
    if balance + points < 0:
        said = ngettext("{name} has only {points} point.", "{name} has only {points} points.", balance)
        raise RuleBroken(said.format(name=person, points=balance))
    entry = PointEntry.objects.create(
        purse=purse, points=points, why=PointEntry.Why.CORRECTED, note=reason.strip()[:200], by_id=by(actor)
    )
    record("points corrected", actor=actor, about=purse, person=person, points=points, reason=reason.strip())
    return entry


def give(
    actor: Any, *, person: Person, what_for: str, entity: LegalEntity, facts: dict[str, Any], points: int = 0,
    amount: Decimal | None = None, currency: str = "", rewards: Sequence[Reward] = (), choose_by: date | None = None,
    rule: RewardRule | None = None, contest: Contest | None = None, period: str = "", attainment: Any = None,
) -> Grant:  # fmt: skip
    """Write down that somebody has won, and give what is given at once: points, and money with the next pay."""
    purse = purse_of(person)
    grant = Grant.objects.create(
        purse=purse, rule=rule, contest=contest, what_for=what_for[:200], period=period, attainment=attainment,
        facts=facts, points=points, choose_by=choose_by if rewards else None, granted_on=entity.today,
        granted_by_id=by(actor),
    )  # fmt: skip
    grant.offered.set(rewards)
    if points:
        PointEntry.objects.create(
            purse=purse,
            points=points,
            why=PointEntry.Why.WON,
            grant=grant,
            note=what_for[:200],
            by_id=by(actor),
        )
    if amount:
        grant.bonus = give_bonus(
            actor=actor, entity=entity, person=person, amount=amount, currency=currency, day=entity.today,
            reason=what_for, won_by=grant,
        )  # fmt: skip
        grant.save()
    record("reward granted", actor=actor, about=grant, person=person, points=points)
    return grant


def _grant_won(actor: Any, rule: RewardRule, won: Won, period: Period) -> Grant | None:
    """What one has won by a rule; none where they have it already, or it comes to nothing."""
    purse = purse_of(won.person)
    if Grant.objects.filter(purse=purse, rule=rule, period=period.name).exists():
        return None
    points = rule.points or 0
    if rule.method == RewardRule.Method.PER_POINT:
        above = ((won.attainment - rule.reached) * 100).to_integral_value(rounding=ROUND_FLOOR)
        points *= int(above)
        if not points:
            return None
    today = rule.entity.today
    return give(
        actor, person=won.person, what_for=rule.name, entity=rule.entity, points=points, amount=rule.amount,
        currency=rule.currency, rewards=list(rule.rewards.in_use()), rule=rule, period=period.name,
        choose_by=today + timedelta(days=rule.days_to_choose), attainment=won.of_run,
        facts={
            "source": won.source, "attainment": str(won.attainment), "credited": str(won.credited),
            "quota": str(won.quota), "currency": won.currency, "reached": str(rule.reached),
            "start": period.start.isoformat(), "end": period.end.isoformat(),
        },
    )  # fmt: skip
