"""Which credits count for whom: events, teams, overlays, products, new accounts, accounts that changed hands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from psycopg.types.range import DateRange

from suki.apps.accounts.models import AccountTeamMember
from suki.apps.catalog.models import Product
from suki.apps.credits.models import CreditRule, FrozenCredit, Overlay
from suki.apps.people.models import Person

JAN, FEB, MAR = date(2026, 1, 10), date(2026, 2, 10), date(2026, 3, 10)


def with_(rules, **changes):
    """The same plan with other words in its only component."""
    return {**rules, "components": [{**rules["components"][0], **changes}]}


def test_booked_is_credited_when_it_is_booked(stage, ten_percent):
    stage.plan(with_(ten_percent, counts="booked"), stage.cast.ana)
    stage.sell(stage.cast.ana, "1000", JAN, kind="booked")
    stage.sell(stage.cast.ana, "7", FEB)
    assert stage.lines(stage.calculated(), stage.cast.ana) == [("earned", "100")]


def test_collected_is_credited_as_the_money_comes_in(stage, ten_percent):
    stage.plan(with_(ten_percent, counts="collected"), stage.cast.ana)
    invoice = stage.sell(stage.cast.ana, "100.01", JAN, tax=Decimal("19.00"))
    stage.sell(stage.cast.ana, "200", JAN, document=invoice, tax=Decimal("38"))
    for day, amount in ((FEB, "119.01"), (MAR, "238.00")):
        stage.sell(None, amount, day, kind="collected", settles_room="billing", settles_id=invoice)
    period = stage.calculated()
    credits = FrozenCredit.objects.filter(counted="collected").order_by("day")
    assert [(each.day, each.net) for each in credits] == [(FEB, Decimal("100.01")), (MAR, Decimal("200.00"))]
    assert stage.lines(period, stage.cast.ana) == [("earned", "10"), ("earned", "20")]


def test_a_payment_of_nothing_in_particular_credits_nobody(stage, ten_percent):
    stage.plan(with_(ten_percent, counts="collected"), stage.cast.ana)
    stage.sell(stage.cast.ana, "100", JAN)
    stage.sell(None, "100", FEB, kind="collected")
    assert stage.lines(stage.calculated(), stage.cast.ana) == []


def test_margin_is_net_less_cost_and_what_has_no_cost_is_said(stage, ten_percent):
    stage.plan(with_(ten_percent, measure="margin"), stage.cast.ana)
    stage.sell(stage.cast.ana, "1000", JAN, cost=Decimal(400))
    stage.sell(stage.cast.ana, "1000", FEB)
    period = stage.calculated()
    assert stage.lines(period, stage.cast.ana)[0] == ("earned", "60")
    from suki.apps.compensation.running.queries import unpaid_people

    assert "1 credits of Ana Reyes have no known cost" in " ".join(map(str, unpaid_people(period)))


def test_a_manager_is_paid_for_the_team_and_revenue_counts_once(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    stage.plan(
        with_(ten_percent, credit=["team"], tiers=[{"from": 0, "rate": "0.01"}]),
        stage.cast.clara,
        name="Lead",
    )
    stage.sell(stage.cast.ana, "1000", JAN)
    stage.sell(stage.cast.bayu, "500", FEB)
    stage.sell(stage.cast.clara, "9000", FEB)
    period = stage.calculated()
    assert stage.lines(period, stage.cast.clara) == [("earned", "10"), ("earned", "5")]
    batch = period.runs.get().credits
    assert sum(FrozenCredit.objects.filter(batch=batch, why="own").values_list("net", flat=True)) == 10_500


def test_overlays_and_referrals_stand_beside_the_revenue(stage, ten_percent):
    stage.plan(with_(ten_percent, credit=["overlay", "referral"]), stage.cast.bayu)
    for why, share, account in (("overlay", "25", stage.cast.sonne), ("referral", "150", stage.cast.mond)):
        Overlay.objects.create(
            entity=stage.entity, person=stage.cast.bayu.person, account=account, why=why, share=Decimal(share),
            valid=DateRange(stage.q1, None),
        )  # fmt: skip
    stage.sell(stage.cast.ana, "1000", JAN)
    stage.sell(stage.cast.ana, "10", FEB, account=stage.cast.mond)
    period = stage.calculated()
    assert stage.lines(period, stage.cast.bayu) == [("earned", "25"), ("earned", "1.5")]


def test_an_overlay_of_a_product_group_holds_for_what_lies_below(stage, ten_percent):
    group = Product.objects.create(name="Labels", is_group=True)
    label = Product.objects.create(name="Label", code="LB", parent=group)
    Overlay.objects.create(
        entity=stage.entity,
        person=stage.cast.bayu.person,
        product=group,
        share=10,
        valid=DateRange(stage.q1, None),
    )
    stage.plan(with_(ten_percent, credit=["overlay"]), stage.cast.bayu)
    stage.sell(stage.cast.ana, "1000", JAN, product_id=label.pk)
    stage.sell(stage.cast.ana, "1000", JAN)
    assert stage.lines(stage.calculated(), stage.cast.bayu) == [("earned", "10")]


def test_products_and_new_accounts_choose_what_counts(stage, ten_percent):
    group = Product.objects.create(name="Labels", code="L", is_group=True)
    label = Product.objects.create(name="Label", code="LB", parent=group)
    stage.plan(
        with_(ten_percent, **{"except": {"products": ["L"]}, "only": {"new_accounts_months": 12}}),
        stage.cast.ana,
    )
    stage.sell(stage.cast.ana, "1000", JAN, product_id=label.pk)
    stage.sell(stage.cast.ana, "1000", JAN)
    stage.sell(stage.cast.ana, "1", date(2024, 1, 10), account=stage.cast.mond)
    stage.sell(stage.cast.ana, "5000", FEB, account=stage.cast.mond)
    assert stage.lines(stage.calculated(), stage.cast.ana) == [("earned", "100")]


@pytest.fixture
def handed_over(stage):
    """Sellers are credited by the account team; Ana hands the account to Bayu in February."""
    CreditRule.objects.create(name="team", basis="team", is_default=True)
    feb = date(2026, 2, 1)
    AccountTeamMember.objects.filter(account=stage.cast.sonne, role="owner").update(
        valid=DateRange(None, feb)
    )
    AccountTeamMember.objects.create(
        account=stage.cast.sonne,
        person=stage.cast.bayu.person,
        role="owner",
        share=100,
        valid=DateRange(feb, None),
    )
    return stage


def test_from_the_day_of_the_handoff_the_credit_is_the_takers(handed_over, ten_percent):
    handed_over.plan(ten_percent, handed_over.cast.ana, handed_over.cast.bayu)
    handed_over.sell(None, "100", JAN)
    handed_over.sell(None, "50", MAR)
    period = handed_over.calculated()
    assert handed_over.lines(period, handed_over.cast.ana) == [("earned", "10")]
    assert handed_over.lines(period, handed_over.cast.bayu) == [("earned", "5")]


def test_a_taper_leaves_the_giver_less_and_less(handed_over, ten_percent):
    rules = ten_percent | {
        "handoff": {"rule": "taper", "months": 1, "shares": [Decimal(1), Decimal("0.5"), 0]}
    }
    handed_over.plan(rules, handed_over.cast.ana, handed_over.cast.bayu)
    handed_over.sell(None, "100", FEB)
    handed_over.sell(None, "100.01", MAR)
    period = handed_over.calculated()
    nets = FrozenCredit.objects.order_by("day", "id").values_list("person__name", "net")
    assert sorted(nets) == [
        ("Ana Reyes", Decimal("50.01")), ("Ana Reyes", Decimal(100)), ("Bayu Pratama", Decimal("50.00")),
    ]  # fmt: skip
    assert handed_over.lines(period, handed_over.cast.bayu) == [("earned", "5")]


def test_the_hunter_keeps_the_first_order(handed_over, ten_percent):
    rules = ten_percent | {"handoff": {"rule": "first_order"}}
    handed_over.plan(rules, handed_over.cast.ana, handed_over.cast.bayu)
    handed_over.sell(None, "100", FEB)
    handed_over.sell(None, "70", MAR)
    period = handed_over.calculated()
    assert handed_over.lines(period, handed_over.cast.ana) == [("earned", "10")]
    assert handed_over.lines(period, handed_over.cast.bayu) == [("earned", "7")]


def test_shared_accounts_are_paid_by_their_shares_to_the_cent(stage, ten_percent):
    CreditRule.objects.create(name="team", basis="team", is_default=True)
    third = Person.objects.create(name="Carlo")
    for person, share in (
        (stage.cast.ana.person, "33.3333"),
        (stage.cast.bayu.person, "33.3333"),
        (third, "33.3334"),
    ):
        AccountTeamMember.objects.create(
            account=stage.cast.sonne,
            person=person,
            role="seller",
            share=Decimal(share),
            valid=DateRange(stage.q1, None),
        )
    stage.plan(ten_percent, stage.cast.ana, stage.cast.bayu)
    stage.sell(None, "100", JAN)
    stage.calculated()
    nets = list(FrozenCredit.objects.order_by("person_id").values_list("net", flat=True))
    assert (sum(nets), sorted(nets)) == (100, [Decimal("33.33"), Decimal("33.33"), Decimal("33.34")])
