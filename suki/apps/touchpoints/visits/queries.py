"""Questions about visits: the tour of a day, who is due for a visit, and what the phone takes along."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, F, Max, OuterRef, Q, Subquery
from django.utils import timezone

from suki.apps.accounts.models import Account, AccountTeamMember, Contact, ContactPosition
from suki.apps.people.models import Person
from suki.apps.touchpoints.models import Need, Promise, Touchpoint, VisitRhythm
from suki.apps.touchpoints.offers.queries import Offer, offers_for
from suki.base.dated import on_day
from suki.kernel.ids import uuid7

VISIT, PLANNED, DONE = Touchpoint.Kind.VISIT, Touchpoint.State.PLANNED, Touchpoint.State.DONE
DAYS_SHOWN = 5
SUGGESTED = 12


def tour_of(person: Person, first: date, days: int = 1) -> list[Touchpoint]:
    """The visits of somebody's days in their order, planned and done."""
    begins, ends = midnight(first), midnight(first + timedelta(days=days))
    rows = Touchpoint.objects.in_use().filter(
        person=person, kind=VISIT, at__gte=begins, at__lt=ends, state__in=(PLANNED, DONE)
    )
    rows = rows.select_related("account", "lead").prefetch_related("contacts")
    return list(rows.order_by("at__date", F("stop__position").asc(nulls_last=True), "at", "pk"))


@dataclass(frozen=True)
class Due:
    """An account that is due for a visit: when the last was, and since when it is due."""

    account: Account
    every: int
    last: date | None
    today: date

    @property
    def due(self) -> date | None:
        """The day on which its rhythm asks for the next visit; none where nobody has ever been there."""
        return self.last + timedelta(days=self.every) if self.last else None

    @property
    def over(self) -> int:
        """How many days past that it is."""
        return (self.today - self.due).days if self.due else 0


def due_visits(person: Person, today: date) -> list[Due]:
    """Accounts that somebody leads whose rhythm asks for a visit by the end of the week shown, the longest due first."""
    rhythms = dict(VisitRhythm.objects.in_use().values_list("tier", "every_days"))
    if not rhythms:
        return []
    mine = AccountTeamMember.objects.filter(on_day(today), person=person, role="owner").values("account")
    visits = Touchpoint.objects.in_use().filter(account=OuterRef("pk"), kind=VISIT)
    last = visits.filter(state=DONE).order_by().values("account").annotate(at=Max("at")).values("at")
    to_come = visits.filter(state=PLANNED, at__gte=midnight(today)).order_by().values("account")[:1]
    accounts = (
        Account.objects.in_use()
        .filter(pk__in=mine, merged_into=None)
        .exclude(lifecycle="former")
        .annotate(last_visit=Subquery(last, output_field=DateTimeField()), coming=Subquery(to_come))
        .filter(coming=None)
    )
    found = []
    for account in accounts:
        every = rhythms.get(account.tier, rhythms.get(""))
        visited = account.last_visit
        if every is not None:
            found.append(Due(account, every, timezone.localdate(visited) if visited else None, today))
    soon = today + timedelta(days=DAYS_SHOWN)
    due = [each for each in found if each.due is None or each.due <= soon]
    return sorted(due, key=lambda each: (each.due or date.min, each.account.name))[:SUGGESTED]


@dataclass(frozen=True)
class Brief:
    """What somebody should know at a client's door: who is there, what was promised, what they need."""

    visit: Touchpoint
    contacts: Sequence[Contact]
    promises: Sequence[Promise]
    needs: Sequence[Need]
    offers: Sequence[Offer] = ()
    uid: UUID = field(default_factory=uuid7)


def briefs_for(visits: Sequence[Touchpoint], today: date, *, with_offers: bool) -> list[Brief]:
    """The visits of a day with what belongs to them, in four questions for all of them."""
    accounts = {visit.account_id for visit in visits if visit.account_id}
    there: dict[int, list[Contact]] = {}
    positions = ContactPosition.objects.filter(on_day(today), account__in=accounts).select_related("contact")
    for position in positions.order_by("contact__sort_key"):
        there.setdefault(position.account_id, []).append(position.contact)
    promises = _by_account(Promise, Q(state=Promise.State.OPEN), accounts, "due")
    needs = _by_account(Need, Q(state=Need.State.OPEN), accounts, "-said_on")
    offers = offers_for(accounts, today, count=1) if with_offers else {}
    return [
        Brief(visit, there.get(visit.account_id, ()), promises.get(visit.account_id, ()), needs.get(visit.account_id, ()), offers.get(visit.account_id, ()))
        for visit in visits
    ]  # fmt: skip


def own_accounts(person: Person, today: date) -> Any:
    """The accounts somebody leads, for a visit that was not planned."""
    mine = AccountTeamMember.objects.filter(on_day(today), person=person, role="owner").values("account")
    return Account.objects.in_use().filter(pk__in=mine, merged_into=None).order_by("sort_key", "pk")[:300]


def midnight(day: date) -> datetime:
    """When a day begins where the reader is."""
    return timezone.make_aware(datetime.combine(day, time()))


def _by_account(model: Any, which: Q, accounts: set[int], order: str) -> dict[int, list[Any]]:
    found: dict[int, list[Any]] = {}
    for row in model.objects.in_use().filter(which, account__in=accounts).order_by(order, "pk"):
        found.setdefault(row.account_id, []).append(row)
    return found
