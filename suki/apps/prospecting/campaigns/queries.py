"""What a campaign brought and what it cost."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Count, Q, Sum

from suki.apps.prospecting.models import Campaign, CampaignCost, Lead
from suki.kernel.money import Money, digits, round_half_up

QUALIFIED = (Lead.Status.QUALIFIED, Lead.Status.CONVERTED)


@dataclass(frozen=True)
class CampaignFigures:
    """Leads that name the campaign, how far they came, and what was spent, in the campaign's currency."""

    currency: str
    leads: int
    qualified: int
    converted: int
    spent: Decimal
    budget: Decimal | None

    @property
    def cost_per_lead(self) -> Money | None:
        """What was spent for each lead; None while there is none."""
        return self.cost_per(self.leads)

    @property
    def cost_per_conversion(self) -> Money | None:
        """What was spent for each lead that became a customer."""
        return self.cost_per(self.converted)

    @property
    def budget_used(self) -> Decimal | None:
        """The spent share of the budget."""
        return self.spent / self.budget if self.budget else None

    def cost_per(self, count: int) -> Money | None:
        """What was spent for each of so many; None where there are none or nothing was spent."""
        if not count or not self.spent:
            return None
        return Money(round_half_up(self.spent / count, digits(self.currency)), self.currency)


def figures_of(campaign: Campaign) -> CampaignFigures:
    """The figures of a campaign, over all its leads, whoever may see them."""
    leads = (
        Lead.objects.in_use()
        .filter(campaign=campaign)
        .aggregate(
            leads=Count("pk"),
            qualified=Count("pk", filter=Q(status__in=QUALIFIED)),
            converted=Count("pk", filter=Q(status=Lead.Status.CONVERTED)),
        )
    )
    return CampaignFigures(
        currency=campaign.currency, budget=campaign.budget, spent=spent_on(campaign), **leads
    )


def spent_on(campaign: Campaign) -> Decimal:
    """What was spent on a campaign so far, in its own currency."""
    found = CampaignCost.objects.in_use().filter(campaign=campaign).aggregate(total=Sum("amount"))
    total: Decimal = found["total"] or Decimal(0)
    return total
