"""What has to agree about deals is said when it does not."""

from decimal import Decimal

from suki.apps.deals.actions import NewLine, set_deal_lines
from suki.apps.deals.invariants import (
    deals_are_the_sum_of_their_lines,
    deals_are_where_they_went,
    pipelines_end,
)
from suki.apps.deals.models import Deal, Stage

CHECKS = (deals_are_the_sum_of_their_lines, deals_are_where_they_went, pipelines_end)


def test_deals_that_were_worked_on_agree_and_tampered_ones_are_named(ana, pumps, stages):
    set_deal_lines(actor=ana, deal=pumps, lines=[NewLine(description="Pump", unit_price=Decimal(5))])
    assert [list(look.look().sentences) for look in CHECKS] == [[], [], []]
    Deal.objects.update(value=7, stage=stages[2])
    Stage.objects.filter(ends="lost").update(ends="")
    said = [" ".join(map(str, look.look().sentences)) for look in CHECKS]
    assert "worth 7.0000, and its lines come to 5.0000" in said[0]
    assert "“Pumps for the spa” is said to be in “Proposal”" in said[1]
    assert "lacks a stage to win in" in said[2]
