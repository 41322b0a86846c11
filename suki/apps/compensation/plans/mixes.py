"""The pay mix: base pay a year beside target pay, and what each is of both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from suki.apps.company.queries import rate_on
from suki.apps.compensation.models import PlanMember, Salary
from suki.base.dated import on_day
from suki.kernel.errors import RuleBroken

MONTHS = 12


@dataclass(frozen=True)
class Mix:
    """Somebody's pay at 100%: base and target a year in the currency of the base, and the share of the base."""

    person: Any
    salary: Salary | None
    base: Decimal | None
    target: Decimal | None
    currency: str

    @property
    def share(self) -> Decimal | None:
        """What base pay is of both; None where one of them is not known."""
        if self.base is None or self.target is None or not self.base + self.target:
            return None
        return self.base / (self.base + self.target)

    @property
    def words(self) -> str:
        """The mix as people say it: 70 : 30."""
        if self.share is None:
            return ""
        base = round(self.share * 100)
        return f"{base} : {100 - base}"


def pay_mixes(actor: Any, today: date) -> list[Mix]:
    """Everybody whose pay the actor sees and who has base pay or target pay today."""
    salaries = {
        each.person_id: each
        for each in Salary.objects.visible_to(actor).filter(on_day(today)).select_related("person")
    }
    members: dict[int, list[PlanMember]] = {}
    rows = PlanMember.objects.visible_to(actor).filter(on_day(today)).select_related("person", "plan__entity")
    for row in rows:
        members.setdefault(row.person_id, []).append(row)
    people = {each.person_id: each.person for each in salaries.values()}
    people |= {key: rows[0].person for key, rows in members.items()}
    mixes = [_mix(person, salaries.get(key), members.get(key, []), today) for key, person in people.items()]
    return sorted(mixes, key=lambda mix: (mix.person.sort_key, mix.person.pk))


def _mix(person: Any, salary: Salary | None, members: Iterable[PlanMember], today: date) -> Mix:
    known = [each for each in members if each.target_pay is not None]
    currency = salary.currency if salary else (known[0].plan.entity.currency if known else "")
    target = _sum(known, currency, today)
    return Mix(person, salary, salary.amount * MONTHS if salary else None, target, currency)


def _sum(members: Iterable[PlanMember], currency: str, today: date) -> Decimal | None:
    """Target pay of all plans in one currency; None where there is none, or no rate is known."""
    amounts = []
    for each in members:
        try:
            rate = rate_on(today, of=each.plan.entity.currency, into=currency)
        except RuleBroken:
            return None
        amounts.append((each.target_pay or Decimal(0)) * rate)
    return sum(amounts, Decimal(0)) if amounts else None
