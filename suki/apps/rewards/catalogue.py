"""The catalogue of what can be won, and the rules by which it is won."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.people.models import Team
from suki.apps.rewards.models import Reward, RewardRule
from suki.base.access import Can, action
from suki.base.dated import end_before
from suki.base.files import store
from suki.base.formats import day_text
from suki.base.history import record
from suki.kernel.errors import BadInput, Problem, RuleBroken
from suki.kernel.money import is_currency

PICTURES = ("image/png", "image/jpeg", "image/webp")
LARGEST = 2_000_000


@action(Can.MANAGE_REWARDS)
def add_reward(
    *, actor: Any, name: str, value: Decimal, currency: str, about: str = "", points: int | None = None,
    stock: int | None = None, is_taxable: bool = True, taxable_value: Decimal | None = None, picture: Any = None,
) -> Reward:  # fmt: skip
    """One more thing that can be won."""
    made = Reward(
        name=name.strip(), about=about.strip(), value=value, currency=currency, points=points, stock=stock,
        is_taxable=is_taxable, taxable_value=taxable_value if is_taxable else None,
    )  # fmt: skip
    _checked(made)
    made.picture = _picture(picture)
    made.save()
    record("reward added", actor=actor, about=made, value=value, currency=currency)
    return made


@action(Can.MANAGE_REWARDS)
def change_reward(
    *, actor: Any, reward: Reward, revision: int | None = None, picture: Any = None, **values: Any
) -> Reward:
    """What it is called, costs in points, how many there are. What somebody chose already keeps its value."""
    found: Reward = Reward.objects.in_use().locked(reward.pk, revision=revision)
    before = found.stock
    for name in ("name", "about", "value", "currency", "points", "stock", "is_taxable", "taxable_value"):
        if name in values:
            setattr(found, name, values[name])
    if not found.is_taxable:
        found.taxable_value = None
    _checked(found)
    found.picture = _picture(picture) or found.picture
    found.save()
    record("reward changed", actor=actor, about=found, before=before, stock=found.stock)
    return found


@action(Can.MANAGE_REWARDS)
def withdraw_reward(*, actor: Any, reward: Reward) -> Reward:
    """It can no longer be chosen; what was chosen is still delivered."""
    from django.utils import timezone

    found: Reward = Reward.objects.in_use().locked(reward.pk)
    found.archived_at = timezone.now()
    found.save()
    record("reward withdrawn", actor=actor, about=found)
    return found


@action(Can.MANAGE_REWARDS)
def set_rule(
    *, actor: Any, name: str, reached: Decimal, since: date, method: str = RewardRule.Method.THRESHOLD,
    last: date | None = None, entity: LegalEntity | None = None, component: str = "", function: str = "",
    team: Team | None = None, points: int | None = None, amount: Decimal | None = None, currency: str = "",
    rewards: Sequence[Reward] = (), days_to_choose: int = 60,
) -> RewardRule:  # fmt: skip
    """From which attainment on people win what. What was won by a rule stays, when the rule ends."""
    _check_rule(name, reached, since, last, method, points, amount, currency, rewards)
    from suki.base.dated import from_to

    rule = RewardRule.objects.create(
        entity=entity or default_entity(), name=name.strip(), method=method, reached=reached, component=component.strip(),
        function=function, team=team, points=points or None, amount=amount or None, currency=currency if amount else "",
        days_to_choose=days_to_choose, valid=from_to(since, last),
    )  # fmt: skip
    rule.rewards.set(rewards)
    record("reward rule set", actor=actor, about=rule, reached=reached)
    return rule


@action(Can.MANAGE_REWARDS)
def end_rule(*, actor: Any, rule: RewardRule, on: date) -> RewardRule:
    """From this day on nobody wins by the rule."""
    found: RewardRule = RewardRule.objects.locked(rule.pk)
    if on <= found.valid.lower:
        found.valid = DateRange(found.valid.lower, found.valid.lower, "[)")
        raise RuleBroken(
            _("The rule holds from {day} on; end it on a later day.").format(day=day_text(rule.valid.lower))
        )
    end_before(found, on)
    record("reward rule ended", actor=actor, about=found, on=on)
    return found


def _checked(reward: Reward) -> None:
    problems = []
    if not reward.name:
        problems.append(Problem("name", _("Say what it is called.")))
    if reward.value < 0:
        problems.append(Problem("value", _("A value cannot be less than nothing.")))
    if not is_currency(reward.currency):
        problems.append(Problem("currency", _("“{code}” is not a currency.").format(code=reward.currency)))
    if reward.points is not None and reward.points <= 0:
        problems.append(Problem("points", _("It costs at least one point, or no points at all.")))
    if reward.stock is not None and reward.stock < 0:
        problems.append(Problem("stock", _("A stock cannot be less than nothing.")))
    if reward.taxable_value is not None and reward.taxable_value < 0:
        problems.append(Problem("taxable_value", _("A value cannot be less than nothing.")))
    same = Reward.objects.in_use().filter(name=reward.name).exclude(pk=reward.pk)
    if reward.name and same.exists():
        problems.append(Problem("name", _("“{name}” is in the catalogue already.").format(name=reward.name)))
    if problems:
        raise BadInput(problems)


def _picture(picture: Any) -> Any:
    """The picture as a stored file; other files than pictures are refused."""
    if picture is None or picture == "":
        return None
    if picture.content_type not in PICTURES:
        raise BadInput([Problem("picture", _("Use a PNG, JPEG or WebP picture."))])
    if picture.size > LARGEST:
        raise BadInput([Problem("picture", _("The picture is larger than 2 MB."))])
    return store(picture, content_type=picture.content_type)


def _check_rule(
    name: str, reached: Decimal, since: date, last: date | None, method: str, points: int | None,
    amount: Decimal | None, currency: str, rewards: Sequence[Reward],
) -> None:  # fmt: skip
    problems = []
    if not name.strip():
        problems.append(Problem("name", _("Say what the rule is called.")))
    if reached <= 0:
        problems.append(Problem("reached", _("The attainment is above 0%.")))
    if last is not None and last < since:
        problems.append(Problem("last", _("The rule ends before it begins.")))
    if not points and not amount and not rewards:
        problems.append(Problem("points", _("Say what is won: points, money, or a reward to choose.")))
    if method == RewardRule.Method.PER_POINT and (not points or amount or rewards):
        problems.append(Problem("method", _("For each percentage point only points are given.")))
    if amount is not None and amount < 0:
        problems.append(Problem("amount", _("This cannot be less than nothing.")))
    if amount and not is_currency(currency):
        problems.append(Problem("currency", _("“{code}” is not a currency.").format(code=currency)))
    if problems:
        raise BadInput(problems)
