"""Leads become a deal: the account, the people and the deal in one step, and what hung on the leads with them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.accounts.actions import add_contact, open_account
from suki.apps.accounts.duplicates import accounts_like, contacts_like
from suki.apps.accounts.models import Account, Contact
from suki.apps.deals.models import Deal, DealLead
from suki.apps.deals.opening import open_deal
from suki.apps.deals.rules import account_seen, check_open
from suki.apps.people.models import Person
from suki.apps.prospecting.actions import mark_converted
from suki.apps.prospecting.models import Lead, Referral
from suki.apps.touchpoints.actions import follow_to_account
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken


@dataclass(frozen=True)
class Conversion:
    """What leads became: whose they are, who of them we spoke with first, and what may be sold."""

    account: Account
    contact: Contact | None
    deal: Deal


@action(Can.WORK_DEALS)
def convert_leads(
    *,
    actor: Any,
    leads: Iterable[Lead],
    deal: Deal | Mapping[str, Any] | None = None,
    account: Account | Mapping[str, Any] | None = None,
) -> Conversion:
    """One or several leads become one deal. An account or a contact that is surely the same is taken, not doubled.

    `account` and `deal` are rows to join, or what is known of new ones beside what the leads said.
    """
    found = _leads(actor, leads)
    owner = _owner(actor, found, deal)
    whose = _account(actor, found, account, deal, owner)
    contacts = [_contact(actor, lead, whose) for lead in found]
    made = _deal(actor, found, deal, whose, next(filter(None, contacts), None), owner)
    for lead, contact in zip(found, contacts):
        DealLead.objects.create(deal=made, lead=lead)
        mark_converted(actor=actor, leads=[lead], account=whose, contact=contact)
    follow_to_account(actor=actor, leads=found, account=whose)
    record("leads converted", actor=actor, about=made, leads=[lead.name for lead in found], account=whose.pk)
    return Conversion(whose, next(filter(None, contacts), None), made)


def same_account(actor: Any, lead: Lead) -> Account | None:
    """The one account that is surely the lead's company, if there is one and only one."""
    likely = accounts_like(actor, name=lead.name, country=lead.country)
    sure = [candidate.row for candidate in likely.shown if candidate.is_sure]
    return sure[0] if len(sure) == 1 else None


def same_contact(actor: Any, lead: Lead, account: Account) -> Contact | None:
    """The one contact at the account that is surely the lead's person."""
    likely = contacts_like(actor, name=lead.contact_name, email=lead.email, phone=lead.phone)
    sure = [
        candidate.row
        for candidate in likely.shown
        if candidate.is_sure and candidate.row.positions.filter(account=account).exists()
    ]
    return sure[0] if len(sure) == 1 else None


def _leads(actor: Any, leads: Iterable[Lead]) -> list[Lead]:
    """The leads, locked in one order; what was converted before is refused by name."""
    order = [lead.pk for lead in leads]
    rows = Lead.objects.visible_to(actor).filter(pk__in=order).order_by("pk")
    found = {lead.pk: lead for lead in rows.select_for_update(of=("self",))}
    if not order or len(found) != len(set(order)):
        raise RuleBroken(
            _("Some of these leads are not there any more, or not yours to see. Select them again.")
        )
    for lead in found.values():
        if lead.status == Lead.Status.CONVERTED:
            raise RuleBroken(
                _("“{lead}” is already converted, to {account}."), lead=lead, account=lead.account
            )
        if lead.status == Lead.Status.SET_ASIDE:
            raise RuleBroken(_("“{lead}” is set aside. Take it up again first."), lead=lead)
    return [found[pk] for pk in dict.fromkeys(order)]


def _owner(actor: Any, leads: list[Lead], deal: Any) -> Person:
    """Who goes on with it: whoever is named, whoever had the leads, or whoever converts them."""
    if isinstance(deal, Deal):
        return deal.owner
    named = (deal or {}).get("owner")
    held = next((lead.owner for lead in leads if lead.owner), None)
    owner = named or held or getattr(actor, "person", None)
    if owner is None:
        raise RuleBroken(_("Say who owns the deal."))
    found: Person = owner
    return found


def _account(actor: Any, leads: list[Lead], account: Any, deal: Any, owner: Person) -> Account:
    if account is None and isinstance(deal, Deal):
        account = deal.account
    if isinstance(account, Account):
        return account_seen(actor, account)
    lead = leads[0]
    if account is None and (same := same_account(actor, lead)):
        return same
    said = {
        name: getattr(lead, name) for name in ("name", "country", "city", "industry", "website", "language")
    }
    facts = {
        **said,
        "territory": lead.territory,
        "owner": owner,
        "since": lead.entity.today,
        **(account or {}),
    }
    opened: Account = open_account(actor=actor, **facts)
    return opened


def _contact(actor: Any, lead: Lead, account: Account) -> Contact | None:
    if not lead.contact_name.strip():
        return None
    same = same_contact(actor, lead, account)
    if same is not None:
        return same
    facts = {"email": lead.email, "phone": lead.phone, "language": lead.language}
    made: Contact = add_contact(
        actor=actor, account=account, name=lead.contact_name.strip(), since=lead.entity.today, title=lead.title,
        **facts,
    )  # fmt: skip
    return made


def _deal(
    actor: Any, leads: list[Lead], deal: Any, account: Account, contact: Contact | None, owner: Person
) -> Deal:
    if isinstance(deal, Deal):
        return _joined(actor, deal, account)
    lead = leads[0]
    messages = "\n\n".join(each.message.strip() for each in leads if each.message.strip())
    facts = {
        "name": account.name, "account": account, "contact": contact, "entity": lead.entity, "brief": messages,
        "source": lead.source, "campaign": next((each.campaign for each in leads if each.campaign), None),
        "referral": Referral.objects.in_use().filter(lead__in=leads).order_by("-day", "-id").first(),
        **(deal or {}), "owner": owner,
    }  # fmt: skip
    opened: Deal = open_deal(actor=actor, **facts)
    return opened


def _joined(actor: Any, deal: Deal, account: Account) -> Deal:
    """A deal that is there already; it must be of the same account, or of none yet."""
    found: Deal = Deal.objects.visible_to(actor).locked(deal.pk)
    check_open(found)
    if found.account_id not in (None, account.pk):
        raise RuleBroken(
            _("“{deal}” is with {account}. Choose a deal of the same account."),
            deal=found,
            account=found.account,
        )
    if found.account_id is None:
        found.account = account
        found.save()
    return found
