"""What a campaign was worth: the deals it won, what for, and what each of them cost."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.company.queries import rate_on
from suki.apps.deals.models import Deal
from suki.apps.deals.queries import deals_for
from suki.apps.prospecting.campaigns.queries import spent_on
from suki.apps.prospecting.models import Campaign
from suki.base.access import Can, can
from suki.base.formats import amount_marked, number_text
from suki.base.pages import Filled, fill_slot
from suki.kernel.errors import RuleBroken
from suki.kernel.money import digits, round_half_up


def register() -> None:
    """Called at start-up: the figures of a campaign that only deals know."""
    fill_slot("campaign", "wins", wins)
    fill_slot("campaign", "won", won)
    fill_slot("campaign", "cost_per_win", cost_per_win)


def wins(actor: Any, campaign: Campaign) -> Filled | None:
    """How many deals it won, of those that the reader may see."""
    found = _won(actor, campaign)
    if found is None:
        return None
    return Filled(
        number_text(len(found.deals)), against=_("of those that you may see") if found.hidden else ""
    )


def won(actor: Any, campaign: Campaign) -> Filled | None:
    """What these are worth, in the campaign's currency at the rate of the day on which each was won."""
    found = _won(actor, campaign)
    if found is None:
        return None
    total, unknown = Decimal(0), 0
    for currency, day, value in found.deals:
        try:
            total += value * rate_on(day, of=currency, into=campaign.currency)
        except RuleBroken:
            unknown += 1
    left_out = (
        _("without {count} in a currency whose rate is not known").format(count=unknown) if unknown else ""
    )
    return Filled(
        amount_marked(round_half_up(total, digits(campaign.currency)), campaign.currency), against=left_out
    )


def cost_per_win(actor: Any, campaign: Campaign) -> Filled | None:
    """What was spent for each deal won; not for readers who see only some of them."""
    found = _won(actor, campaign)
    if found is None or found.hidden or not found.deals:
        return None
    cost = round_half_up(spent_on(campaign) / len(found.deals), digits(campaign.currency))
    return Filled(amount_marked(cost, campaign.currency)) if cost else None


@dataclass(frozen=True)
class _Won:
    """The won deals that a reader sees (currency, day, value), and how many more there are."""

    deals: list[tuple[str, date, Decimal]]
    hidden: int


def _won(actor: Any, campaign: Campaign) -> _Won | None:
    """Asked once for a page; None for whom deals are closed."""
    if not can(actor, Can.SEE_DEALS):
        return None
    kept: dict[Any, _Won] = campaign.__dict__.setdefault("_won_deals", {})
    if actor.pk not in kept:
        of_it = {"campaign": campaign, "state": Deal.State.WON}
        deals = list(deals_for(actor).filter(**of_it).values_list("currency", "closed_on", "value"))
        kept[actor.pk] = _Won(deals, Deal.objects.in_use().filter(**of_it).count() - len(deals))
    return kept[actor.pk]
