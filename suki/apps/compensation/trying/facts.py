"""What plans are tried on: the same facts that pay is worked out from, gathered for any days and never kept."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.db import connection
from psycopg.types.range import DateRange

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.models import PayPlan, PlanMember, PlanVersion
from suki.apps.compensation.running import gathering
from suki.apps.compensation.running.facts import FAR, Credited, Inputs
from suki.apps.compensation.running.handing_on import handovers
from suki.apps.credits.gathered import gathered_credits
from suki.apps.people.models import Person
from suki.base.access import Can, Reach, reach_of

WHOLE = Decimal(100)


@dataclass(frozen=True)
class Try:
    """One thing to try: a version in the place of what its plan paid by, and quotas changed by so much (a fraction).

    Without a version it is what was in force on each day.
    """

    version: PlanVersion | None = None
    quota_change: Decimal = Decimal(0)

    @property
    def plan_id(self) -> int | None:
        """The plan whose place it takes."""
        return self.version.plan_id if self.version else None


@dataclass(frozen=True)
class Days:
    """The days that plans are tried on, as the gathering of pay asks for them."""

    entity: LegalEntity
    first: date
    end: date
    name: str = ""

    @property
    def entity_id(self) -> int:
        """Whose books they are."""
        return int(self.entity.pk)

    @property
    def last(self) -> date:
        """The last day that is in."""
        return self.end - timedelta(days=1)

    @property
    def valid(self) -> DateRange:  # type: ignore[type-arg]
        """As a range."""
        return DateRange(self.first, self.end)


@dataclass
class Facts:
    """Everything that happened on the days, once for all tries; `inputs_for` gives each try its own plans and quotas."""

    days: Days
    kept: dict[str, Any]
    credits: Sequence[Credited]
    in_force: list[dict[str, Any]]
    members: list[dict[str, Any]]
    as_if: Mapping[int, list[dict[str, Any]]] = field(default_factory=dict)

    def inputs_for(self, tried: Try) -> Inputs:
        """The facts as if the try had been in force all along, for the people of its plan."""
        plans = [each for each in self.in_force if each["plan"] != tried.plan_id]
        members = [each for each in self.members if each["plan"] != tried.plan_id]
        if tried.version is not None:
            plans.append(_entry(tried.version, self.days.first, self.days.end))
            members += self.as_if[tried.version.plan_id]
        kept = self.kept | {"plans": _written(plans), "members": _written(members)}
        kept["quotas"] = _changed(self.kept["quotas"], tried.quota_change)
        return Inputs(kept, self.credits)

    @property
    def names(self) -> Mapping[str, str]:
        """What people are called."""
        found: Mapping[str, str] = self.kept["names"]
        return found

    @cached_property
    def revenue(self) -> Decimal:
        """What the firm invoiced on these days as far as it is somebody's own credit, each line once."""
        own = (each.net for each in self.credits if each.why == "own" and each.counted == "invoiced")
        return sum(own, Decimal(0))


def facts_for(actor: Any, days: Days, tries: Iterable[Try], of: int | None = None) -> Facts:
    """Gather once what all tries are worked out from; people whose pay the actor does not see are left out.

    `of` one person: line by line, as pay is rounded, and without the credits of people who do not matter to them.
    """
    versions = [each.version for each in tries if each.version]
    in_force = _in_force(days)
    entries = in_force + [_entry(each, days.first, days.end) for each in versions]
    credits = _credits(days, entries, of)
    seen = PlanMember.objects.visible_to(actor).filter(plan__entity=days.entity, archived_at__isnull=True)
    members = _real_members(seen, days)
    as_if = {each.plan_id: _as_if(actor, seen, each.plan, days, credits) for each in versions}
    everybody = members + [row for rows in as_if.values() for row in rows]
    people = {row["person"] for row in everybody}
    kept = {
        "period": {"first": days.first, "end": days.end, "name": days.name, "start": days.first},
        "entity": {"id": days.entity.pk, "currency": days.entity.currency},
        "calendar": gathering.calendar_told(days.entity.fiscal_calendar),
        "quotas": gathering.quotas_told(days, people, days.first),
        "scores": gathering.scores_told(days, days.first),
        "below": gathering.people_below(entries, everybody, days.first, days.end),
        "products": gathering.products_below(entries),
        "accounts": gathering.accounts_of(entries, {each.account_id for each in credits}),
        "returns": _returns(credits),
        "settled": [], "left": {}, "skipped": [], "people": [],
        "names": _names(people),
    }  # fmt: skip
    return Facts(days, _written(kept), credits, in_force, members, as_if)


def _in_force(days: Days) -> list[dict[str, Any]]:
    """The published versions that held on some of the days, each for its own."""
    published = PlanVersion.objects.filter(
        plan__entity=days.entity, plan__archived_at__isnull=True, archived_at__isnull=True,
        published_at__isnull=False, valid__overlap=days.valid,
    ).select_related("plan")  # fmt: skip
    return [
        _entry(each, max(each.valid.lower or days.first, days.first), min(each.valid.upper or FAR, days.end))
        for each in published.order_by("plan_id", "number")
    ]


def _entry(version: PlanVersion, first: date, end: date) -> dict[str, Any]:
    """A version as the calculation of pay reads it."""
    return {
        "version": version.pk, "number": version.number, "plan": version.plan_id, "name": version.plan.name,
        "rules": version.rules, "first": first, "end": end, "reaches": first, "acknowledged": [],
    }  # fmt: skip


def _credits(days: Days, entries: list[dict[str, Any]], of: int | None = None) -> list[Credited]:
    """Whole documents at once, unless a plan looks at single lines or at products, or the cents of one person count."""
    components = [part for each in entries for part in gathering.components_of(each)]
    events = {str(part.get("counts") or "invoiced") for part in components} | {"invoiced"}
    if any(part.get("clawback") for part in components):
        events.add("written_off")
    people = (
        None if of is None or any("team" in gathering.credit_kinds(part) for part in components) else [of]
    )
    by_line = of is not None or any(
        part.get("per") == "transaction" or (part.get("matrix") or {}).get("input") == "margin_rate"
        for part in components
    )
    by_product = any("products" in (part.get(key) or {}) for part in components for key in ("only", "except"))
    rows = gathered_credits(
        entity=days.entity, start=days.first, end=days.end, events=events, by_line=by_line, by_product=by_product,
        handovers=handovers(days.entity, days.first, days.end), people=people,
    )  # fmt: skip
    return [
        Credited(
            place, row.line_id, row.person_id, row.account_id, row.product_id, row.counted, row.why, row.day,
            row.document, WHOLE, row.net, row.cost, row.quantity,
        )
        for place, row in enumerate(rows, 1)
    ]  # fmt: skip


def _returns(credits: Sequence[Credited]) -> dict[str, str]:
    """For each credit that takes something back, the document whose earnings it takes back."""
    back = {each.line_id: each for each in credits if each.net < 0}
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT l.id, i.number, l.reverses_id IS NOT NULL FROM ledger_ledgerline l
                LEFT JOIN billing_invoice note
                    ON l.room = 'billing' AND note.id = l.document_id AND note.kind = 'credit_note'
                LEFT JOIN billing_invoice i ON i.entity_id = note.entity_id AND i.number = note.extra->>'credits'
                WHERE l.id = ANY(%s)""",
            [sorted(back)],
        )
        rows = cursor.fetchall()
    return {
        str(line): number or back[line].document
        for line, number, is_reversal in rows
        if number or is_reversal or back[line].counted == "written_off"
    }


def _real_members(seen: Any, days: Days) -> list[dict[str, Any]]:
    rows = seen.filter(valid__overlap=days.valid).order_by("person_id", "plan_id", "valid")
    return [_member(row, row.valid.lower or days.first, row.valid.upper or FAR) for row in rows]


def _as_if(
    actor: Any, seen: Any, plan: PayPlan, days: Days, credits: Sequence[Credited]
) -> list[dict[str, Any]]:
    """Who a plan is tried on: its people, for as long as they were employed; while it has none, whoever sold."""
    rows = list(seen.filter(plan=plan).select_related("person").order_by("person_id", "valid"))
    newest = {row.person_id: row for row in rows}
    people: Iterable[Person] = [row.person for row in newest.values()]
    if not newest and reach_of(actor, Can.SEE_PAY) >= Reach.ALL:
        sold = {each.person_id for each in credits if each.why == "own"}
        people = Person.objects.visible_to(actor).filter(pk__in=sold).order_by("pk")
    found = []
    for person in people:
        first, end = _employed(person, days)
        if first < end:
            row = newest.get(person.pk) or PlanMember(plan=plan, person=person, paid_in="")
            found.append(_member(row, first, end))
    return found


def _employed(person: Person, days: Days) -> tuple[date, date]:
    employed = getattr(person, "employed", None)
    first = employed.lower if employed and employed.lower else days.first
    end = employed.upper if employed and employed.upper else days.end
    return max(first, days.first), min(end, days.end)


def _member(row: PlanMember, first: date, end: date) -> dict[str, Any]:
    return {
        "id": row.pk, "plan": row.plan_id, "person": row.person_id, "target_pay": row.target_pay,
        "paid_in": row.paid_in, "first": first, "end": end,
    }  # fmt: skip


def _changed(quotas: list[dict[str, Any]], change: Decimal) -> list[dict[str, Any]]:
    if not change:
        return quotas
    return [each | {"amount": str(Decimal(str(each["amount"])) * (1 + change))} for each in quotas]


def _names(people: set[int]) -> dict[str, str]:
    return {str(pk): name for pk, name in Person.objects.filter(pk__in=people).values_list("pk", "name")}


def _written(value: Any) -> Any:
    """As the inputs of a calculation are kept: words and numbers only."""
    return json.loads(
        json.dumps(value, default=lambda each: each.isoformat() if isinstance(each, date) else str(each))
    )
