"""Who could lead an account: their fit, their load, whether they are there."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject

from suki.apps.accounts.actions import owned_as
from suki.apps.accounts.models import Account, AccountSkill, AccountTeamMember, Lifecycle, TeamRole
from suki.apps.people.duties import duty_notes
from suki.apps.people.fit import Fit, Need, fit
from suki.apps.people.models import Absence, Person, PersonFunction, PersonSkill, TerritoryMember
from suki.base.access import Function
from suki.base.dated import on_day

LEADING = (Function.ACCOUNT_MANAGER, Function.SALES_REPRESENTATIVE, Function.SALES_MANAGER)


@dataclass(frozen=True)
class Candidate:
    """Somebody who could lead an account, and what speaks for and against it."""

    person: Person
    fit: Fit
    accounts: int
    key_accounts: int
    covers_territory: bool
    away_until: date | None
    note: str
    is_owner: bool


def required_of(account: Account) -> QuerySet[AccountSkill]:
    """What an account requires of whoever leads it, the highest level first."""
    required = AccountSkill.objects.filter(account=account).select_related("skill")
    return required.order_by("-level", "skill__kind", "skill__name")


def needs_of(account: Account, required: Iterable[AccountSkill] | None = None) -> list[Need]:
    """The same as the fit is reckoned with."""
    rows = required_of(account) if required is None else required
    return [Need(row.skill_id, row.skill.name, row.level) for row in rows]


def candidates_for(account: Account, day: date, needs: Sequence[Need] | None = None) -> list[Candidate]:
    """Everybody whose function is to lead accounts: who fits best first, among equals who has the most room."""
    needs = needs_of(account) if needs is None else needs
    able = PersonFunction.objects.filter(on_day(day), function__in=LEADING, person=OuterRef("pk"))
    people = list(_known(Person.objects.in_use().filter(Exists(able)), account, day, needs))
    owned = owned_as(account)
    notes = duty_notes(owned, {person.pk: person.held for person in people}) if owned else {}
    found = [
        Candidate(
            person=person,
            fit=_fit_of(person, needs),
            accounts=(person.load or {}).get("all", 0),
            key_accounts=(person.load or {}).get("key", 0),
            covers_territory=person.covers,
            away_until=last_day_of(person.away),
            note=notes.get(person.pk, ""),
            is_owner=person.leads,
        )
        for person in people
    ]
    return sorted(found, key=_best_first)


def fit_of_owner(account: Account, day: date, needs: Sequence[Need]) -> tuple[Person, Fit] | None:
    """Who leads the account, and how far they bring what it requires."""
    person = _with_levels(Person.objects.filter(Exists(_leading(account, day))), needs).first()
    return (person, _fit_of(person, needs)) if person else None


def accounts_led_by(actor: Any, person: Person) -> list[AccountTeamMember]:
    """Which accounts a person leads, led or will lead, newest first; only those the actor may see."""
    rows = AccountTeamMember.objects.visible_to(actor).filter(person=person, role=TeamRole.OWNER)
    return list(rows.select_related("account").order_by("-valid", "account__sort_key")[:200])


def _best_first(candidate: Candidate) -> tuple[Any, ...]:
    score = candidate.fit.score if candidate.fit.score is not None else 0
    return (-score, not candidate.covers_territory, candidate.accounts, bytes(candidate.person.sort_key))


def last_day_of(valid: Any) -> date | None:
    """The last day of a stretch; None where there is no stretch, or nobody knows its end."""
    return valid.upper - timedelta(days=1) if valid and valid.upper else None


def _known(people: Any, account: Account, day: date, needs: Sequence[Need]) -> Any:
    """The people with all that speaks for and against them, in one question."""
    functions = PersonFunction.objects.filter(on_day(day), person=OuterRef("pk"))
    away = Absence.objects.filter(on_day(day), person=OuterRef("pk")).order_by("-valid")
    covering = TerritoryMember.objects.filter(
        on_day(day), territory=account.territory_id, person=OuterRef("pk")
    )
    return _with_levels(people, needs).annotate(
        held=ArraySubquery(functions.values("function")),
        load=Subquery(_load(day)),
        away=Subquery(away.values("valid")[:1]),
        covers=Exists(covering),
        leads=Exists(_leading(account, day)),
    )


def _with_levels(people: Any, needs: Sequence[Need]) -> Any:
    noted = PersonSkill.objects.filter(person=OuterRef("pk"), skill__in=[need.skill for need in needs])
    return people.annotate(
        levels=ArraySubquery(noted.values(json=JSONObject(skill="skill_id", level="level")))
    )


def _fit_of(person: Any, needs: Sequence[Need]) -> Fit:
    return fit(needs, {each["skill"]: each["level"] for each in person.levels or ()})


def _load(day: date) -> Any:
    """How many accounts somebody leads, and how many of them are key accounts."""
    led = AccountTeamMember.objects.filter(
        on_day(day), role=TeamRole.OWNER, person=OuterRef("pk"), account__archived_at__isnull=True
    ).exclude(account__lifecycle=Lifecycle.FORMER)
    key = Count("pk", filter=Q(account__lifecycle=Lifecycle.KEY_ACCOUNT))
    return led.order_by().values("person").values(json=JSONObject(all=Count("pk"), key=key))


def _leading(account: Account, day: date) -> Any:
    return AccountTeamMember.objects.filter(
        on_day(day), account=account, role=TeamRole.OWNER, person=OuterRef("pk")
    )
