"""What is known about a person over time: functions, managers, reports, teams, departments, territories."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from suki.apps.people.models import DepartmentMember, ReportingLine, TeamMember, TerritoryMember
from suki.base.access import Function

MEMBERSHIPS: dict[str, type[Any]] = {
    "team": TeamMember,
    "department": DepartmentMember,
    "territory": TerritoryMember,
    "manager": ReportingLine,
}

_FACTS = """
    SELECT 'function' AS kind, id, function AS label, NULL::bigint AS other, false AS is_lead, valid
    FROM people_personfunction WHERE person_id = %(person)s
    UNION ALL
    SELECT 'manager', r.id, p.name, p.id, false, r.valid
    FROM people_reportingline r JOIN people_person p ON p.id = r.manager_id WHERE r.person_id = %(person)s
    UNION ALL
    SELECT 'report', r.id, p.name, p.id, false, r.valid
    FROM people_reportingline r JOIN people_person p ON p.id = r.person_id WHERE r.manager_id = %(person)s
    UNION ALL
    SELECT 'team', m.id, t.name, t.id, m.is_lead, m.valid
    FROM people_teammember m JOIN people_team t ON t.id = m.team_id WHERE m.person_id = %(person)s
    UNION ALL
    SELECT 'department', m.id, d.name, d.id, m.is_lead, m.valid
    FROM people_departmentmember m JOIN people_department d ON d.id = m.department_id WHERE m.person_id = %(person)s
    UNION ALL
    SELECT 'territory', m.id, t.name, t.id, false, m.valid
    FROM people_territorymember m JOIN people_territory t ON t.id = m.territory_id WHERE m.person_id = %(person)s
    ORDER BY kind, valid DESC, label
"""


@dataclass(frozen=True)
class Fact:
    """Something that was, is or will be so about a person, from one day to another."""

    kind: str
    id: int
    label: str
    other: int | None
    is_lead: bool
    first: date | None
    end: date | None
    today: date

    @property
    def said(self) -> str:
        """In words: the function by its name, a lead marked as such."""
        if self.kind == "function":
            return str(Function(self.label).label)
        return _("{team} (leads)").format(team=self.label) if self.is_lead else self.label

    @property
    def last(self) -> date | None:
        """The last day on which it holds; None where nobody knows yet."""
        return date.fromordinal(self.end.toordinal() - 1) if self.end else None

    @property
    def is_over(self) -> bool:
        return self.end is not None and self.end <= self.today

    @property
    def is_to_come(self) -> bool:
        return self.first is not None and self.first > self.today

    @property
    def holds(self) -> bool:
        return not self.is_over and not self.is_to_come


def facts_about(person_id: int, today: date) -> dict[str, list[Fact]]:
    """Everything dated about a person by kind, newest first, in one question."""
    found: dict[str, list[Fact]] = {}
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, {"person": person_id})
        for kind, row_id, label, other, is_lead, valid in cursor.fetchall():
            fact = Fact(kind, row_id, label, other, is_lead, valid.lower, valid.upper, today)
            found.setdefault(kind, []).append(fact)
    return found


_PRESENT = """
    SELECT p.id,
        (SELECT array_agg(f.function ORDER BY f.function) FROM people_personfunction f
         WHERE f.person_id = p.id AND f.valid @> %(day)s),
        (SELECT t.name FROM people_teammember m JOIN people_team t ON t.id = m.team_id
         WHERE m.person_id = p.id AND m.valid @> %(day)s ORDER BY m.is_lead DESC LIMIT 1),
        (SELECT b.name FROM people_reportingline r JOIN people_person b ON b.id = r.manager_id
         WHERE r.person_id = p.id AND r.valid @> %(day)s),
        (SELECT upper(a.valid) - 1 FROM people_absence a WHERE a.person_id = p.id AND a.valid @> %(day)s)
    FROM people_person p WHERE p.id = ANY(%(ids)s)
"""


@dataclass(frozen=True)
class Present:
    """Where somebody stands on a day."""

    functions: tuple[str, ...]
    team: str
    manager: str
    away_until: date | None


def present_of(person_ids: list[int], day: date) -> dict[int, Present]:
    """Where each of these people stands on a day."""
    with connection.cursor() as cursor:
        cursor.execute(_PRESENT, {"ids": person_ids, "day": day})
        return {
            row[0]: Present(
                tuple(str(Function(name).label) for name in row[1] or ()), row[2] or "", row[3] or "", row[4]
            )
            for row in cursor.fetchall()
        }
