"""What one is to reach oneself, quota by quota, and what one proposes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Q
from psycopg.types.range import DateRange

from suki.apps.people.models import TeamMember
from suki.apps.quotas.models import Quota, QuotaChange, QuotaProposal
from suki.apps.quotas.page import Result, days_of, result_of
from suki.apps.quotas.standing import Standing, standings_of
from suki.apps.quotas.years import Year
from suki.base.dated import on_day
from suki.engines.quota import attainment


@dataclass(frozen=True)
class Own:
    """One quota of one's own, or of the team one leads."""

    quota: Quota
    standing: Standing
    result: Result | None = None
    change: QuotaChange | None = None

    @property
    def waits(self) -> bool:
        """Whether it is known and waits for one's word."""
        return self.standing.binds and not self.standing.is_acknowledged

    @property
    def days(self) -> str:
        """Its first and last day."""
        return days_of(self.quota.valid)


@dataclass(frozen=True)
class OwnYear:
    """One's quotas of a year with what was reached of them; those only proposed are not shown to whoever they are for."""

    quotas: list[Own]
    proposals: list[QuotaProposal]
    currency: str

    @property
    def waiting(self) -> list[Own]:
        """Those that wait for one's word."""
        return [each for each in self.quotas if each.waits]

    @property
    def revenue(self) -> list[Own]:
        """One's own quotas of revenue, in the firm's currency: those that add up."""
        return [
            each
            for each in self.quotas
            if each.quota.person_id
            and each.quota.measure == "revenue"
            and each.quota.currency == self.currency
        ]

    @property
    def total(self) -> Decimal | None:
        """What is to be reached in the year."""
        return sum((each.quota.amount for each in self.revenue), Decimal(0)) if self.revenue else None

    @property
    def reached(self) -> Decimal | None:
        """What was reached in the days of these quotas."""
        known = [
            each.result.reached for each in self.revenue if each.result and each.result.reached is not None
        ]
        return sum(known, Decimal(0)) if known else None

    @property
    def attainment(self) -> Decimal | None:
        """As a part of the quota."""
        return attainment(self.reached, self.total) if self.reached is not None else None


def own_year(actor: Any, year: Year) -> OwnYear:
    """The actor's own quotas of a year."""
    whole = DateRange(year.whole.start, year.whole.end)
    own = [
        Own(each.quota, each.standing, result_of(actor, each.quota), each.change)
        for each in own_quotas(actor)
        if each.standing.binds and _touches(each.quota, year)
    ]
    person = getattr(actor, "person", None)
    proposals = QuotaProposal.objects.in_use().filter(person=person, entity=year.entity, valid__overlap=whole)
    return OwnYear(
        own, list(proposals.select_related("account").order_by("valid", "pk")), year.entity.currency
    )


def own_quotas(actor: Any, since: date | None = None) -> list[Own]:
    """Quotas that wait for the actor's word or have it: their own, and those of teams they lead."""
    person = getattr(actor, "person", None)
    if person is None:
        return []
    rows = Quota.objects.in_use().filter(Q(person=person) | Q(team__in=_led_by(person, actor)))
    if since is not None:
        rows = rows.filter(valid__endswith__gt=since)
    found = list(rows.select_related("entity", "person", "team").order_by("valid", "pk"))
    found = [each for each in found if each.valid.lower and each.valid.upper]
    standings = standings_of(found)
    open_ = QuotaChange.objects.filter(
        quota__in=found, applied_at__isnull=True, withdrawn_at__isnull=True
    ).select_related("proposed_by__person")
    changes = {change.quota_id: change for change in open_}
    return [Own(quota, standings[quota.pk], None, changes.get(quota.pk)) for quota in found]


def _led_by(person: Any, actor: Any) -> Any:
    from django.utils import timezone

    return TeamMember.objects.filter(on_day(timezone.localdate()), person=person, is_lead=True).values("team")


def _touches(quota: Quota, year: Year) -> bool:
    return bool(quota.valid.lower < year.whole.end and quota.valid.upper > year.whole.start)
