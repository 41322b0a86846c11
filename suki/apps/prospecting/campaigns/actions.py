"""Planning campaigns and keeping what they cost."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.company.models import Currency, LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.people.models import Person
from suki.apps.prospecting.models import Campaign, CampaignCost, Channel
from suki.base.access import Can, action
from suki.base.formats import bare_text
from suki.base.history import record
from suki.kernel.errors import BadInput, Problem, RuleBroken
from suki.kernel.money import digits, round_half_up


@action(Can.RUN_CAMPAIGNS)
def open_campaign(
    *,
    actor: Any,
    name: str,
    starts: date,
    ends: date | None = None,
    channel: str = Channel.OTHER,
    currency: str = "",
    budget: Decimal | None = None,
    owner: Person | None = None,
    brief: str = "",
    entity: LegalEntity | None = None,
) -> Campaign:
    """Marketing means to be heard, from when to when, for how much."""
    entity = entity or default_entity()
    name, currency = " ".join(name.split()), currency or entity.currency
    problems = [
        *([] if name else [Problem("name", _("A campaign needs a name."))]),
        *_taken(entity, name),
        *(
            [Problem("ends", _("The campaign cannot end before it starts."))]
            if ends and ends < starts
            else []
        ),
        *_unknown_currency(entity, currency),
        *(
            [Problem("budget", _("A budget cannot be less than nothing."))]
            if budget is not None and budget < 0
            else []
        ),
    ]
    if problems:
        raise BadInput(problems)
    campaign = Campaign.objects.create(
        entity=entity, name=name, starts=starts, ends=ends, channel=channel, currency=currency, budget=budget,
        owner=owner, brief=brief.strip(),
    )  # fmt: skip
    record("campaign opened", actor=actor, about=campaign, name=name, starts=starts, ends=ends)
    return campaign


@action(Can.RUN_CAMPAIGNS)
def enter_cost(*, actor: Any, campaign: Campaign, day: date, what: str, amount: Decimal) -> CampaignCost:
    """So much was spent on a campaign; what comes back is entered with a minus."""
    campaign = Campaign.objects.visible_to(actor).locked(campaign.pk)
    what, amount = _checked(campaign, what, amount)
    cost = CampaignCost.objects.create(campaign=campaign, day=day, what=what, amount=amount)
    record(
        "campaign cost entered", actor=actor, about=campaign, what=what, day=day, **_said(campaign, amount)
    )
    return cost


@action(Can.RUN_CAMPAIGNS)
def correct_cost(
    *, actor: Any, cost: CampaignCost, day: date, what: str, amount: Decimal, revision: int | None = None
) -> CampaignCost:
    """A cost was entered wrongly; what it was stays in its history."""
    cost = CampaignCost.objects.in_use().locked(cost.pk, revision=revision)
    before = bare_text(cost.amount, cost.campaign.currency)
    cost.what, cost.amount = _checked(cost.campaign, what, amount)
    cost.day = day
    cost.save()
    facts = _said(cost.campaign, cost.amount)
    record(
        "campaign cost corrected", actor=actor, about=cost.campaign, what=cost.what, before=before, **facts
    )
    return cost


@action(Can.RUN_CAMPAIGNS)
def remove_cost(*, actor: Any, cost: CampaignCost) -> CampaignCost:
    """It was not spent after all."""
    cost = CampaignCost.objects.in_use().locked(cost.pk)
    cost.archived_at = timezone.now()
    cost.save()
    facts = _said(cost.campaign, cost.amount)
    record("campaign cost removed", actor=actor, about=cost.campaign, what=cost.what, **facts)
    return cost


def _said(campaign: Campaign, amount: Decimal) -> dict[str, str]:
    return {"amount": bare_text(amount, campaign.currency), "currency": campaign.currency}


def _checked(campaign: Campaign, what: str, amount: Decimal) -> tuple[str, Decimal]:
    if not what.strip():
        raise RuleBroken(_("Say what the money was spent on."))
    rounded = round_half_up(amount, digits(campaign.currency))
    if not rounded:
        raise RuleBroken(_("A cost of nothing need not be entered."))
    return what.strip(), rounded


def _taken(entity: LegalEntity, name: str) -> list[Problem]:
    if not Campaign.objects.filter(entity=entity, name=name).exists():
        return []
    return [Problem("name", _("There is a campaign “{name}” already.").format(name=name))]


def _unknown_currency(entity: LegalEntity, currency: str) -> list[Problem]:
    if currency == entity.currency or Currency.objects.in_use().filter(code=currency).exists():
        return []
    sentence = _("The firm does not use {code}. Add it to the currencies in the settings first.")
    return [Problem("currency", sentence.format(code=currency))]
