"""What tests of running pay need again and again: plans, lines of the ledger, periods, statements as plain values."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from psycopg.types.range import DateRange

from suki.apps.compensation.models import PayPlan, PlanMember, PlanVersion, Statement
from suki.apps.compensation.running import actions
from suki.apps.compensation.running.queries import lines_of
from suki.apps.ledger.actions import post_lines
from suki.apps.ledger.posting import NewLine
from suki.apps.quotas.models import Quota
from suki.base.access import SYSTEM


def as_json(value: Any) -> Any:
    """Rules as a version keeps them."""
    if isinstance(value, dict):
        return {key: as_json(each) for key, each in value.items()}
    if isinstance(value, list):
        return [as_json(each) for each in value]
    return str(value) if isinstance(value, Decimal | date) else value


@dataclass
class Stage:
    """The firm of a test, and short ways to say what happens in it."""

    entity: Any
    cast: SimpleNamespace
    documents: Iterator[int]
    q1: date
    q2: date
    q3: date

    def plan(self, rules: dict[str, Any], *users: Any, name: str = "Farmers", **member: Any) -> PlanVersion:
        """A published version that pays these people from the first quarter on."""
        from django.utils import timezone

        plan = PayPlan.objects.create(entity=self.entity, name=name)
        version = PlanVersion.objects.create(
            plan=plan,
            number=1,
            valid=DateRange(self.q1, None),
            rules=as_json(rules),
            published_at=timezone.now(),
        )
        for user in users:
            given = {"valid": DateRange(self.q1, None), **member}
            PlanMember.objects.create(plan=plan, person=user.person, **given)
        return version

    def sell(
        self, user: Any, net: str, day: date, *, account: Any = None, kind: str = "invoiced", document: int = 0,
        **more: Any,
    ) -> int:  # fmt: skip
        """A line of the ledger; returns the number of its document."""
        account = account or self.cast.sonne
        number = document or next(self.documents)
        room = {"booked": "orders", "collected": "payments"}.get(kind, "billing")
        line = NewLine(
            entity_id=self.entity.pk, kind=kind, day=day, sold_to_id=account.pk, bill_to_id=account.pk,
            currency=self.entity.currency, net=Decimal(net), room=room, document_id=number,
            seller_id=user.person.pk if user else None, line_key=str(next(self.documents)), **more,
        )  # fmt: skip
        post_lines(actor=SYSTEM, lines=[line])
        return number

    def quota(self, user: Any, amount: str, first: date, end: date, **more: Any) -> Quota:
        """What somebody is to reach."""
        given = {"currency": "EUR", "entity": self.entity, **more}
        made: Quota = Quota.objects.create(
            person=user.person, amount=Decimal(amount), valid=DateRange(first, end), **given
        )
        return made

    def open(self, name: str = "2026-Q1", first: date | None = None, end: date | None = None) -> Any:
        """A period of pay; the first quarter where nothing else is said."""
        return actions.open_period(
            actor=self.cast.finn, entity=self.entity, name=name, first=first or self.q1, end=end or self.q2
        )

    def calculated(self, name: str = "2026-Q1", first: date | None = None, end: date | None = None) -> Any:
        """A period that has been calculated."""
        period = self.open(name, first, end)
        actions.calculate(actor=self.cast.finn, period=period)
        return period

    def closed(self, name: str = "2026-Q1", first: date | None = None, end: date | None = None) -> Any:
        """A period that has been calculated, approved, paid and closed."""
        period = self.calculated(name, first, end)
        self.close(period)
        return period

    def close(self, period: Any) -> None:
        """The rest of a period's way."""
        self.read_plans()
        actions.approve_period(actor=SYSTEM, period=period)
        actions.pay_period(
            actor=self.cast.finn, period=period, paid_on=period.valid.upper, reference="SEPA 1"
        )
        actions.close_pay_period(actor=self.cast.finn, period=period)

    def read_plans(self) -> None:
        """Everybody has acknowledged what pays them."""
        from suki.apps.compensation.models import Acknowledgement

        for member in PlanMember.objects.select_related("person"):
            for version in member.plan.versions.all():
                Acknowledgement.objects.get_or_create(
                    version=version, person=member.person,
                    defaults={"language": "en", "wording": "…", "by_id": member.person.user_id},
                )  # fmt: skip

    def statement(self, period: Any, user: Any) -> Statement:
        """Somebody's statement."""
        found: Statement = Statement.objects.get(period=period, person=user.person)
        return found

    def lines(self, period: Any, user: Any) -> list[tuple[str, str]]:
        """The lines of somebody's statement: kind and amount."""
        rows = lines_of(self.statement(period, user))
        return [(line.kind, f"{line.amount.normalize():f}") for line in rows]
