"""Beginning a handoff: by itself where the firm's policy says so, or by hand."""

from __future__ import annotations

import logging
from datetime import timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account, AccountTeamMember, TeamRole
from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.deals.models import Deal
from suki.apps.orders.models import Order
from suki.apps.people.models import Person, PersonFunction
from suki.base.access import SYSTEM, Can, Function, action
from suki.base.dated import on_day
from suki.base.history import record
from suki.base.languages import CODES
from suki.flows.client_joins.rules import due_at, policy_for, put_checklist
from suki.flows.models import Handoff, HandoffPolicy
from suki.kernel.errors import RuleBroken

log = logging.getLogger(__name__)

RECENT_DAYS = 90
"""Deals that were won longer ago begin no handoff by themselves: an import brings the past along."""


def begin_handoffs() -> int:
    """Begin what the firm's policies say should have begun; safe to run twice, and by two at once."""
    begun = 0
    for entity in LegalEntity.objects.in_use():
        for deal in deals_to_hand_over(entity):
            try:
                with transaction.atomic():
                    begun += begin_handoff(actor=SYSTEM, account=deal.account, deal=deal) is not None
            except (RuleBroken, IntegrityError) as refused:
                log.info("No handoff for deal %s: %s", deal.pk, refused)
    return begun


def deals_to_hand_over(entity: LegalEntity) -> QuerySet[Deal]:
    """New business that was won lately by somebody who wins customers, and has not been handed over."""
    trigger = policy_for(entity).trigger
    if trigger == HandoffPolicy.Trigger.CONTRACT:
        return Deal.objects.none()
    today = entity.today
    keepers = PersonFunction.objects.filter(
        on_day(today), function=Function.ACCOUNT_MANAGER, person=OuterRef("owner")
    )
    under_way = Handoff.objects.filter(account=OuterRef("account")).exclude(
        state__in=(Handoff.State.ACCEPTED, Handoff.State.CANCELLED)
    )
    found = (
        Deal.objects.in_use()
        .filter(entity=entity, state=Deal.State.WON, kind=Deal.Kind.NEW, account__merged_into__isnull=True)
        .filter(closed_on__gte=today - timedelta(days=RECENT_DAYS))
        .exclude(Exists(keepers))
        .exclude(Exists(under_way))
        .exclude(Exists(Handoff.objects.filter(deal=OuterRef("pk"))))
    )
    if trigger == HandoffPolicy.Trigger.FIRST_ORDER:
        orders = Order.objects.in_use().filter(account=OuterRef("account"), day__gte=OuterRef("closed_on"))
        found = found.filter(Exists(orders))
    return found.select_related("account", "owner").order_by("closed_on", "pk")


@action(Can.HAND_OVER)
def begin_handoff(
    *,
    actor: Any,
    account: Account,
    deal: Deal | None = None,
    giver: Person | None = None,
    taker: Person | None = None,
) -> Handoff:
    """A client is to be handed over: who won it gets the checklist and a clock."""
    account = Account.objects.visible_to(actor).locked(account.pk)
    entity = deal.entity if deal else default_entity()
    giver = giver or (deal.owner if deal else _owner(account, entity))
    if giver is None:
        raise RuleBroken(_("Nobody leads {account}, so nobody can hand it over."), account=account)
    _check_beginning(account, deal, giver, taker)
    policy, now = policy_for(entity), timezone.now()
    handoff = Handoff.objects.create(
        account=account,
        deal=deal,
        entity=entity,
        giver=giver,
        taker=taker or _keeper(account, giver, entity),
        began_at=now,
        due_at=due_at(now, policy.hours_to_submit, giver, entity),
        credit_rule=policy.credit_rule,
        taper=policy.taper,
    )
    with translation.override(_language(giver, entity)):
        put_checklist(handoff, policy)
    record("handoff begun", actor=actor, about=handoff, account=account, giver=giver, deal=deal)
    record("account to be handed over", actor=actor, about=account, handoff=handoff, giver=giver)
    return handoff


def _check_beginning(account: Account, deal: Deal | None, giver: Person, taker: Person | None) -> None:
    if deal is not None and deal.account_id != account.pk:
        raise RuleBroken(_("“{deal}” is not a deal of {account}."), deal=deal, account=account)
    if deal is not None and deal.state != Deal.State.WON:
        raise RuleBroken(_("“{deal}” is not won yet."), deal=deal)
    if taker is not None and taker.pk == giver.pk:
        raise RuleBroken(_("{person} cannot hand over to themselves."), person=giver)
    others = Handoff.objects.filter(account=account).exclude(
        state__in=(Handoff.State.ACCEPTED, Handoff.State.CANCELLED)
    )
    if others.exists():
        raise RuleBroken(_("{account} is being handed over already."), account=account)
    if deal is not None and Handoff.objects.filter(~Q(state=Handoff.State.CANCELLED), deal=deal).exists():
        raise RuleBroken(_("“{deal}” has been handed over already."), deal=deal)


def _owner(account: Account, entity: LegalEntity) -> Person | None:
    owners = AccountTeamMember.objects.filter(on_day(entity.today), account=account, role=TeamRole.OWNER)
    found = owners.select_related("person").first()
    return found.person if found else None


def _keeper(account: Account, giver: Person, entity: LegalEntity) -> Person | None:
    """An account manager who is on the account's team already takes it over."""
    today = entity.today
    keepers = PersonFunction.objects.filter(on_day(today), function=Function.ACCOUNT_MANAGER)
    team = AccountTeamMember.objects.filter(
        on_day(today), account=account, person__in=keepers.values("person")
    ).exclude(person=giver)
    found = team.order_by(F("role").asc(), "pk").select_related("person")
    best = min(found, key=lambda member: member.role != TeamRole.OWNER, default=None)
    return best.person if best else None


def _language(giver: Person, entity: LegalEntity) -> str:
    return next((code for code in (giver.language, entity.language) if code in CODES), "en")
