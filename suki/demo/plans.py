"""The sample company's pay: plans that hold, who is paid by them and has read them, base pay, and a draft to try."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from suki.apps.accounts.models import Account
from suki.apps.compensation.plans.actions import (
    acknowledge,
    change_rules,
    draft_version,
    open_plan,
    publish_version,
)
from suki.apps.compensation.plans.membership import add_member, grant_overlay, set_salary
from suki.apps.compensation.plans.starting import STARTS, rules_from
from suki.apps.people.models import Person
from suki.base.access import SYSTEM

CURRENCY = "PHP"
MEMBERS = {
    "Renewal and growth": {"joy": "480000", "marisol": "420000", "jonas": "520000"},
    "New customers": {"leo": "600000", "minh": "360000", "sari": "360000"},
    "Team leads": {"grace": "540000", "katrin": "620000"},
}
"""Who is paid by which plan, and what 100% is worth to them a year."""

BASE = {
    "joy": "65000", "marisol": "62000", "jonas": "95000", "leo": "52000", "minh": "48000", "sari": "46000", "grace": "98000",
    "katrin": "120000",
}  # fmt: skip
"""Base pay a month."""

NOT_READ = ("sari", "jonas")
"""Who has not said yet that they have read it."""

STARTS_OF = {"Renewal and growth": "farmer", "New customers": "accelerated", "Team leads": "team"}


def load_plans(people: dict[str, Person], start: date, today: date) -> None:
    """Three plans from the first of a year on, and the draft of what one of them might be next year."""
    since = (
        date(max(start.year, today.year - 1), 1, 1)
        if start <= date(today.year - 1, 1, 1)
        else start.replace(day=1)
    )
    versions = {}
    for name, members in MEMBERS.items():
        rules = rules_from(next(each for each in STARTS if each.code == STARTS_OF[name]), CURRENCY)
        version = publish_version(
            actor=SYSTEM, version=open_plan(actor=SYSTEM, name=name, rules=_sized(rules), first=since)
        )
        versions[name] = version
        for key, target in members.items():
            _member(people, version, key, Decimal(target), since)
    _draft(versions["New customers"], date(today.year + 1, 1, 1))
    grant_overlay(
        actor=SYSTEM,
        person=people["jonas"],
        share=Decimal(10),
        since=since,
        account=_shared(),
        note="helps the parent abroad",
    )


def _member(people: dict[str, Person], version: Any, key: str, target: Decimal, since: date) -> None:
    person = people[key]
    add_member(actor=SYSTEM, plan=version.plan, person=person, since=since, target_pay=target)
    set_salary(actor=SYSTEM, person=person, amount=Decimal(BASE[key]), currency=CURRENCY, since=since)
    if key not in NOT_READ and person.user is not None:
        acknowledge(actor=person.user, version=version, language=person.language)


def _shared() -> Account:
    """The customer whose buyers abroad somebody else helps with."""
    return Account.objects.get(name="San Lorenzo Beverage Company")


def _sized(rules: dict[str, Any]) -> dict[str, Any]:
    """Rates of a firm that makes things: small shares of much revenue."""
    for component in rules["components"]:
        if component["output"] == "rate":
            for tier in component["tiers"]:
                tier["rate"] = f"{Decimal(tier['rate']) / 5:f}"
    return rules


def _draft(version: Any, first: date) -> None:
    """More above the quota, and a cap: to be tried on what was sold."""
    draft = draft_version(
        actor=SYSTEM, plan=version.plan, first=first, note="More above the quota, and a cap."
    )
    rules = draft.rules
    tiers = rules["components"][0]["tiers"]
    tiers[2]["rate"] = "0.025"
    rules["components"][0]["cap"] = {"payout": "900000"}
    change_rules(actor=SYSTEM, version=draft, rules=rules)
