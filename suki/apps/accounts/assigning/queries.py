"""Who could lead an account: their fit, their load, whether they are there."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Q

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


def needs_of(account: Account) -> list[Need]:
    """What an account requires of whoever leads it."""
    required = AccountSkill.objects.filter(account=account).select_related("skill")
    rows = required.order_by("-level", "skill__kind", "skill__name")
    return [Need(row.skill_id, row.skill.name, row.level) for row in rows]


def candidates_for(account: Account, day: date) -> list[Candidate]:
    """Everybody whose function is to lead accounts: who fits best first, among equals who has the most room."""
    functions: dict[int, set[str]] = defaultdict(set)
    held = PersonFunction.objects.filter(on_day(day), person__archived_at__isnull=True)
    for person_id, function in held.values_list("person_id", "function"):
        functions[person_id].add(function)
    able = [person_id for person_id, names in functions.items() if names & set(LEADING)]
    needs, people = needs_of(account), Person.objects.in_bulk(able)
    skills, loads = _skills_of(able, needs), _loads(able, day)
    away, covering, owner = _away(able, day), _covering(account, day), _owner_id(account, day)
    owned = owned_as(account)
    notes = duty_notes(owned, functions) if owned else {}
    found = [
        Candidate(
            person=people[person_id],
            fit=fit(needs, skills[person_id]),
            accounts=loads.get(person_id, (0, 0))[0],
            key_accounts=loads.get(person_id, (0, 0))[1],
            covers_territory=person_id in covering,
            away_until=away.get(person_id),
            note=notes.get(person_id, ""),
            is_owner=person_id == owner,
        )
        for person_id in able
    ]
    return sorted(found, key=_best_first)


def accounts_led_by(actor: Any, person: Person) -> list[AccountTeamMember]:
    """Which accounts a person leads, led or will lead, newest first; only those the actor may see."""
    rows = AccountTeamMember.objects.visible_to(actor).filter(person=person, role=TeamRole.OWNER)
    return list(rows.select_related("account").order_by("-valid", "account__sort_key")[:200])


def _best_first(candidate: Candidate) -> tuple[Any, ...]:
    score = candidate.fit.score if candidate.fit.score is not None else 0
    return (-score, not candidate.covers_territory, candidate.accounts, bytes(candidate.person.sort_key))


def _skills_of(people: list[int], needs: list[Need]) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = defaultdict(dict)
    asked = [need.skill for need in needs]
    for person_id, skill_id, level in PersonSkill.objects.filter(
        person__in=people, skill__in=asked
    ).values_list("person_id", "skill_id", "level"):
        found[person_id][skill_id] = level
    return found


def _loads(people: list[int], day: date) -> dict[int, tuple[int, int]]:
    owned = AccountTeamMember.objects.filter(
        on_day(day), role=TeamRole.OWNER, person__in=people, account__archived_at__isnull=True
    ).exclude(account__lifecycle=Lifecycle.FORMER)
    key = Count("pk", filter=Q(account__lifecycle=Lifecycle.KEY_ACCOUNT))
    rows = owned.values("person_id").annotate(count=Count("pk"), key=key)
    return {row["person_id"]: (row["count"], row["key"]) for row in rows}


def _away(people: list[int], day: date) -> dict[int, date]:
    rows = Absence.objects.filter(on_day(day), person__in=people)
    return {row.person_id: row.last_day for row in rows}


def _covering(account: Account, day: date) -> set[int]:
    if account.territory_id is None:
        return set()
    rows = TerritoryMember.objects.filter(on_day(day), territory_id=account.territory_id)
    return set(rows.values_list("person_id", flat=True))


def _owner_id(account: Account, day: date) -> int | None:
    owners = AccountTeamMember.objects.filter(on_day(day), account=account, role=TeamRole.OWNER)
    return owners.values_list("person_id", flat=True).first()
