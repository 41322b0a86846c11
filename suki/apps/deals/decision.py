"""Who else is after a deal, and who decides it on the client's side."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from suki.apps.accounts.models import Contact
from suki.apps.deals.models import Competitor, Deal, DealCompetitor, DealContact
from suki.base.access import Can, action
from suki.base.history import record
from suki.kernel.errors import RuleBroken


@action(Can.WORK_DEALS)
def name_competitor(
    *, actor: Any, deal: Deal, name: str, standing: str = "", note: str = ""
) -> DealCompetitor:
    """Somebody else is after this deal. Named again, how they stand is put right."""
    deal = Deal.objects.visible_to(actor).locked(deal.pk)
    name = " ".join(name.split())
    if not name:
        raise RuleBroken(_("Say who it is."))
    competitor = Competitor.objects.filter(name__iexact=name).first() or Competitor.objects.create(name=name)
    held, _made = DealCompetitor.objects.select_for_update().update_or_create(
        deal=deal, competitor=competitor,
        defaults={"standing": DealCompetitor.Standing(standing) if standing else "", "note": note.strip(), "archived_at": None},
    )  # fmt: skip
    record("deal competitor named", actor=actor, about=deal, competitor=competitor.name, standing=standing)
    return held


@action(Can.WORK_DEALS)
def drop_competitor(*, actor: Any, held: DealCompetitor) -> None:
    """They are not after this deal, or not any more."""
    deal = Deal.objects.visible_to(actor).locked(held.deal_id)
    record("deal competitor dropped", actor=actor, about=deal, competitor=held.competitor.name)
    DealCompetitor.objects.filter(pk=held.pk, deal=deal).delete()


@action(Can.WORK_DEALS)
def name_decider(
    *, actor: Any, deal: Deal, contact: Contact, role: str = "", stance: str = ""
) -> DealContact:
    """A contact has a say in this deal. Named again, what is said of them is put right."""
    deal = Deal.objects.visible_to(actor).locked(deal.pk)
    contact = Contact.objects.visible_to(actor).filter(pk=contact.pk).distinct().get()
    held, _made = DealContact.objects.select_for_update().update_or_create(
        deal=deal, contact=contact,
        defaults={"role": role.strip(), "stance": DealContact.Stance(stance) if stance else "", "archived_at": None},
    )  # fmt: skip
    record("deal decider named", actor=actor, about=deal, contact=contact.pk, role=role, stance=stance)
    return held


@action(Can.WORK_DEALS)
def drop_decider(*, actor: Any, held: DealContact) -> None:
    """They have no say in this deal, or none any more."""
    deal = Deal.objects.visible_to(actor).locked(held.deal_id)
    record("deal decider dropped", actor=actor, about=deal, contact=held.contact_id)
    DealContact.objects.filter(pk=held.pk, deal=deal).delete()
