"""What heads the page of an account, read in one question: the account, its team, its group, the firm's own calendar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import JSONField, OuterRef, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.http import Http404
from django.utils import timezone

from suki.apps.accounts.models import Account, AccountParent
from suki.apps.accounts.pages.roster import Roster, roster_of, with_roster
from suki.apps.company.models import LegalEntity
from suki.base.dated import on_day
from suki.base.pages import kind_named

_AROUND = """(
    SELECT jsonb_build_object(
        'customer_since', (SELECT min(c.since) FROM accounts_lifecyclechange c
                           WHERE c.account_id = accounts_account.id AND c.lifecycle <> 'prospect'),
        'merged', coalesce((SELECT jsonb_agg(a.id) FROM accounts_account a WHERE a.merged_into_id = accounts_account.id),
                           '[]'::jsonb),
        'entity', (SELECT jsonb_build_object(
                        'id', e.id, 'code', e.code, 'name', e.name, 'currency', e.currency, 'country', e.country,
                        'timezone', e.timezone, 'fiscal_pattern', e.fiscal_pattern, 'fiscal_start', e.fiscal_start,
                        'fiscal_week_end', e.fiscal_week_end, 'fiscal_rule', e.fiscal_rule,
                        'fiscal_name_by', e.fiscal_name_by, 'is_default', e.is_default)
                   FROM company_legalentity e WHERE e.is_default),
        'cuts', coalesce((SELECT jsonb_agg(f.day ORDER BY f.day) FROM company_fiscalcut f
                          JOIN company_legalentity e ON e.id = f.entity_id WHERE e.is_default), '[]'::jsonb)))"""


@dataclass(frozen=True)
class Header:
    """An account with what stands around its name."""

    account: Account
    roster: Roster
    entity: LegalEntity
    parent: tuple[int, str] | None
    merged: Sequence[int]

    @property
    def today(self) -> date:
        """The business day it is at the firm."""
        return self.entity.today

    @property
    def since(self) -> date | None:
        """From when on the account has been a customer."""
        first = self.account._around["customer_since"]  # type: ignore[attr-defined]
        return self.account.since or (date.fromisoformat(first) if first else None)

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
    above = AccountParent.objects.filter(on_day(today), account=OuterRef("pk"), parent__in=seen.values("pk"))
    parent = Subquery(above.values(json=JSONObject(id="parent_id", name="parent__name"))[:1])
    around = RawSQL(_AROUND, (), output_field=JSONField())
    found = with_roster(seen, today).filter(pk=account_id).annotate(_parent=parent, _around=around).first()
    if found is None:
        raise Http404
    firm = _entity(found._around)
    return Header(
        account=found,
        roster=roster_of(found, firm.today),
        entity=firm,
        parent=(found._parent["id"], found._parent["name"]) if found._parent else None,
        merged=found._around["merged"],
    )


def _entity(around: dict[str, Any]) -> LegalEntity:
    """The firm's first entity, with the days its calendar cuts months at, so that nobody has to ask for them again."""
    entity = LegalEntity(**(around["entity"] or {"code": "main", "currency": "EUR", "id": 0}))
    entity.__dict__["_cuts"] = [date.fromisoformat(day) for day in around["cuts"]]
    return entity
