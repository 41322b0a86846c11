"""Adventure Works pays its sellers as its own files say: a rate of what they sold, and money for exceeding the quota."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from suki.base.tests.own_database import django_on
from tests.real.imported import ImportedCompany
from tests.real.raw_adventureworks import RawAdventureWorks, Span, half_up

YEAR = 2013
SPAN: Span = (date(YEAR, 1, 1), date(YEAR + 1, 1, 1))


def sellers(raw: RawAdventureWorks) -> list[tuple[str, Decimal, Decimal]]:
    """Whom the files promise a commission: person, rate, bonus."""
    return [
        (person, Decimal(rate), Decimal(bonus))
        for person, rate, bonus in raw.db.execute(
            "select BusinessEntityID, CommissionPct, Bonus from SalesPerson"
            " where cast(CommissionPct as decimal(9, 4)) > 0 order by 1"
        ).fetchall()
    ]


def promised(raw: RawAdventureWorks) -> dict[str, tuple[Decimal, Decimal]]:
    """What each seller earned in the year by the raw files alone: commission line by line, and the bonus."""
    found = {}
    for person, rate, bonus in sellers(raw):
        cents = [
            row[0]
            for row in raw.db.execute(
                "select cents from line where seller = ? and day >= ? and day < ?", [person, *SPAN]
            ).fetchall()
        ]
        if not cents:
            continue
        commission = sum((half_up(Fraction(line, 100) * Fraction(rate)) for line in cents), Decimal(0))
        quota = raw.quota(person, SPAN)
        assert quota is not None, person
        found[person] = (commission, bonus if Fraction(sum(cents), 100) > quota else Decimal(0))
    return found


def pay_the_year(
    company: ImportedCompany, raw: RawAdventureWorks, data: Path
) -> dict[str, tuple[Decimal, Decimal]]:
    """Plans as the files promise, and the year calculated, approved and paid by the command; then what each one has."""
    with django_on(company.conninfo, data):
        for person, rate, bonus in sellers(raw):
            _plan(person, rate, bonus)
    for command in (("run",), ("approve",), ("pay", "--on", "2014-01-15"), ("close",)):
        company.suki("pay", command[0], str(YEAR), *command[1:])
    rows = company.rows(
        "select e.key, coalesce(sum(l.amount) filter (where l.component = 'commission'), 0),"
        " coalesce(sum(l.amount) filter (where l.component = 'bonus'), 0)"
        " from compensation_statement s join compensation_payline l on l.statement_id = s.id and l.run_id = s.run_id"
        " join base_externalid e on e.kind = 'person' and e.row_id = s.person_id group by 1"
    )
    return {person: (commission, bonus) for person, commission, bonus in rows}


def _plan(person: str, rate: Decimal, bonus: Decimal) -> None:
    from django.utils import timezone
    from psycopg.types.range import DateRange

    from suki.apps.company.models import Policy
    from suki.apps.company.queries import default_entity
    from suki.apps.compensation.models import PayPlan, PlanMember, PlanVersion
    from suki.base.models import ExternalId

    rules: dict[str, Any] = {
        "currency": "USD",
        "period": "all",
        "components": [
            {"name": "commission", "method": "flat", "tiers": [{"from": "0", "rate": f"{rate}"}]},
            {
                "name": "bonus", "input": "attainment", "output": "fixed", "method": "slab",
                "tiers": [{"from": "0", "amount": "0"}, {"from": "1", "amount": f"{bonus}"}],
            },
        ],
    }  # fmt: skip
    days = DateRange(*SPAN)
    Policy.objects.get_or_create(key="pay_needs_acknowledgement", value="no")
    plan = PayPlan.objects.create(entity=default_entity(), name=f"Seller {person}")
    PlanVersion.objects.create(plan=plan, number=1, valid=days, rules=rules, published_at=timezone.now())
    row = ExternalId.objects.get(kind="person", key=person)
    PlanMember.objects.create(plan=plan, person_id=row.row_id, valid=days)
