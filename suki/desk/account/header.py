"""What heads the page of an account, read in one question: the account, its team, its group, the firm's own calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Q, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone

from suki.apps.accounts.models import Account, AccountParent, Lifecycle, LifecycleChange
from suki.apps.accounts.pages.roster import Roster, roster_of, with_roster
from suki.apps.company.models import FiscalCut, LegalEntity
from suki.base.dated import on_day
from suki.base.pages import kind_named

_OF_ENTITY = (
    "id", "code", "name", "currency", "country", "timezone", "fiscal_pattern", "fiscal_start", "fiscal_week_end",
    "fiscal_rule", "fiscal_name_by", "is_default",
)  # fmt: skip


@dataclass(frozen=True)
class Header:
    """An account with what stands around its name."""

    account: Account
    roster: Roster
    entity: LegalEntity
    parent: tuple[int, str] | None
    is_group: bool
    merged: Sequence[int]

    @property
    def today(self) -> date:
        """The business day it is at the firm."""
        return self.entity.today

    @property
    def since(self) -> date | None:
        """From when on the account has been a customer."""
        return self.account.since or self.account._customer_since  # type: ignore[attr-defined]

    @property
    def years(self) -> int | None:
        """Whole years together."""
        if self.since is None or self.since > self.today:
            return None
        return self.today.year - self.since.year - (self.today.timetuple()[1:3] < self.since.timetuple()[1:3])

    @property
    def own_ids(self) -> list[int]:
        """The account and those that live on in it."""
        return [self.account.pk, *self.merged]


def header_for(actor: Any, account_id: int) -> Header:
    """The account, or 404 where it does not exist or is not theirs to see."""
    today = timezone.localdate()
    seen = kind_named("account").rows(actor)
    placed = AccountParent.objects.filter(on_day(today))
    above = placed.filter(account=OuterRef("pk"), parent__in=kind_named("account").rows(actor).values("pk"))
    entity = LegalEntity.objects.filter(is_default=True)
    found = (
        with_roster(seen, today)
        .filter(pk=account_id)
        .select_related("territory")
        .annotate(
            _customer_since=Subquery(
                LifecycleChange.objects.filter(account=OuterRef("pk"))
                .exclude(lifecycle=Lifecycle.PROSPECT)
                .order_by("since")
                .values("since")[:1]
            ),
            _parent=Subquery(above.values(json=JSONObject(id="parent_id", name="parent__name"))[:1]),
            _below=ArraySubquery(placed.filter(parent=OuterRef("pk")).order_by().values("account_id")[:1]),
            _merged=ArraySubquery(Account.objects.filter(merged_into=OuterRef("pk")).order_by().values("pk")),
            _entity=Subquery(entity.values(json=JSONObject(**{name: name for name in _OF_ENTITY}))[:1]),
            _cut_days=ArraySubquery(
                FiscalCut.objects.filter(Q(entity__is_default=True)).order_by("day").values("day")
            ),
        )
        .first()
    )
    if found is None:
        raise Http404
    parent = (found._parent["id"], found._parent["name"]) if found._parent else None
    firm = _entity(found)
    return Header(
        found,
        roster_of(found, firm.today),
        firm,
        parent,
        bool(found._below) or parent is not None,
        found._merged,
    )


def _entity(found: Any) -> LegalEntity:
    """The firm's first entity, with the days its calendar cuts months at, so that nobody has to ask for them again."""
    entity = LegalEntity(**(found._entity or {"code": "main", "currency": "EUR", "id": 0}))
    entity.__dict__["_cuts"] = list(found._cut_days)
    return entity
