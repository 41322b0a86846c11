"""The view from below: what people say they can reach, with a customer or in all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from suki.apps.accounts.models import Account
from suki.apps.accounts.queries import accounts_for
from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.quotas.models import Measure, QuotaProposal
from suki.apps.quotas.rules import check_amount
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import NotAllowed, RuleBroken


@action(Can.SEE_QUOTAS)
def propose_own(
    *,
    actor: Any,
    first: date,
    end: date,
    amount: Decimal,
    currency: str = "",
    account: Account | None = None,
    measure: str = Measure.REVENUE,
    note: str = "",
    entity: LegalEntity | None = None,
) -> QuotaProposal:
    """Somebody says what they can reach themselves; said again for the same days and customer, it takes its place."""
    person = getattr(actor, "person", None)
    if person is None:
        raise NotAllowed(_("Only people of the firm propose what they can reach."))
    entity = entity or default_entity()
    currency = currency or entity.currency
    check_amount(amount, currency, measure)
    if end <= first:
        raise RuleBroken(_("A quota has to last at least a day."))
    if account is not None and not accounts_for(actor).filter(pk=account.pk).exists():
        raise NotAllowed(_("This account is not yours to see."))
    same = {
        "entity": entity,
        "person": person,
        "account": account,
        "measure": measure,
        "valid": DateRange(first, end),
    }
    proposal, _made = QuotaProposal.objects.update_or_create(
        **same, defaults={"amount": amount, "currency": currency, "note": note}
    )
    record(
        "quota proposed from below",
        actor=actor,
        about=person,
        amount=amount,
        currency=currency,
        first=first,
        end=end,
    )
    return proposal


@action(Can.SEE_QUOTAS)
def withdraw_own(*, actor: Any, proposal: QuotaProposal) -> None:
    """Somebody takes back what they proposed."""
    proposal = QuotaProposal.objects.visible_to(actor).locked(proposal.pk)
    if proposal.person.user_id != actor.pk:
        raise NotAllowed(_("Only {person} takes this back.").format(person=proposal.person))
    record(
        "quota proposal withdrawn",
        actor=actor,
        about=proposal.person,
        amount=proposal.amount,
        currency=proposal.currency,
    )
    proposal.delete()
