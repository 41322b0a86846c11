"""How far people came against their quota in a stretch of days, from the one relation of credits."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection
from psycopg.types.range import DateRange

from suki.apps.company.models import LegalEntity
from suki.apps.credits.models import CreditRule
from suki.apps.credits.queries import credited
from suki.apps.quotas.counting import Asking, own_quotas
from suki.apps.quotas.models import Quota
from suki.kernel.money import digits, round_half_up


@dataclass(frozen=True)
class Reached:
    """What somebody was credited with and had as a quota, in the entity's currency. Without a quota above zero how far
    they came is undefined: never 0%, never 100%."""

    person_id: int
    start: date
    end: date
    credited: Decimal
    quota: Decimal | None
    quotas: tuple[int, ...] = ()

    @property
    def attainment(self) -> Decimal | None:
        """Credited against quota; none where it is undefined."""
        return self.credited / self.quota if self.quota else None


def credit_basis() -> str:
    """By which rule the firm credits people."""
    kept = CreditRule.objects.filter(is_default=True, archived_at__isnull=True).values_list(
        "basis", flat=True
    )
    return str(kept.first() or CreditRule.Basis.DOCUMENT)


def reached_by(entity: LegalEntity, start: date, end: date, people: Collection[int]) -> dict[int, Reached]:
    """How far each of these people came in revenue from `start` up to (not including) `end`."""
    if not people:
        return {}
    amounts, sources = _quotas(entity, start, end, people)
    sums = _credits(entity, start, end, people)
    return {
        person: Reached(
            person,
            start,
            end,
            sums.get(person, Decimal(0)),
            amounts.get(person),
            tuple(sources.get(person, ())),
        )
        for person in people
    }


def _quotas(
    entity: LegalEntity, start: date, end: date, people: Collection[int]
) -> tuple[dict[int, Decimal], dict[int, list[int]]]:
    """The quotas of these days, as reports count them, and the rows that they are made of."""
    asked = own_quotas(Asking(entity, start, end, people=people))
    places = digits(entity.currency)
    amounts = {
        person: round_half_up(Decimal(it.numerator) / it.denominator, places)
        for person, it in asked.items()
        if person is not None
    }
    held = Quota.objects.in_use().filter(
        entity=entity, person__in=people, measure=Quota.Measure.REVENUE, valid__overlap=DateRange(start, end)
    )
    sources: dict[int, list[int]] = {}
    for pk, person in held.order_by("pk").values_list("pk", "person"):
        sources.setdefault(person, []).append(pk)
    return amounts, sources


def _credits(entity: LegalEntity, start: date, end: date, people: Collection[int]) -> dict[int, Decimal]:
    relation = credited(entity=entity, start=start, end=end, basis=credit_basis(), people=people)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT c.person_id, sum(c.base_net) FROM ({relation}) c GROUP BY c.person_id")
        return dict(cursor.fetchall())
