"""The sales results of a period, each figure against one worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from psycopg.types.range import DateRange

from suki.apps.accounts.models import Account, AccountParent
from suki.apps.catalog.models import Product
from suki.apps.people.models import Team, TeamMember, Territory
from suki.kernel.errors import RuleBroken
from suki.reports.tests.building import by_name, known_as, quota, sale, shown

pytestmark = pytest.mark.django_db


def test_a_row_says_revenue_growth_margin_quota_and_attainment(sonne, ana):
    known_as(ana.person, "274")
    quota("1000", "2026-07-01", "2026-10-01", person=ana.person)
    sale(sonne, "2025-08-01", "500.00", seller=ana.person)
    sale(sonne, "2026-05-10", "400.00", seller=ana.person)
    sale(sonne, "2026-07-01", "700.10", seller=ana.person, cost="300.0333")
    sale(sonne, "2026-09-30", "99.90", seller=ana.person)
    sale(sonne, "2026-09-30", "-50.00", seller=ana.person, kind="credited")
    sale(sonne, "2026-09-01", "9999.00", seller=ana.person, kind="booked")
    (row,) = shown("2026-Q3")["rows"]
    assert row == {
        "id": "274",
        "name": "Ana Reyes",
        "revenue": "750.00",
        "previous": "400.00",
        "growth_previous": "0.875000",
        "last_year": "500.00",
        "growth_last_year": "0.500000",
        "margin": "400.07",
        "margin_share": "0.571447",
        "revenue_with_cost": "700.10",
        "cost_known_share": "0.933467",
        "quota": "1000.00",
        "attainment": "0.750000",
        "lines": 3,
    }


def test_the_total_adds_up_and_rounds_the_margin_once(sonne, mond, ana, bayu):
    sale(sonne, "2026-07-01", "10.00", seller=ana.person, cost="3.3349")
    sale(mond, "2026-07-02", "20.00", seller=bayu.person, cost="3.3349")
    report = shown("2026-Q3")
    assert [row["margin"] for row in report["rows"]] == ["16.67", "6.67"]
    assert report["total"]["margin"] == "23.33"
    assert (report["total"]["revenue"], report["total"]["lines"]) == ("30.00", 2)


def test_margin_is_unknown_where_no_cost_is_known(sonne, ana):
    sale(sonne, "2026-07-01", "10.00", seller=ana.person)
    (row,) = shown("2026-Q3")["rows"]
    assert (row["margin"], row["margin_share"], row["revenue_with_cost"]) == (None, None, None)


def test_a_period_without_lines_has_no_rows_and_zero_totals(sonne, ana):
    sale(sonne, "2026-07-01", "10.00", seller=ana.person)
    report = shown("2031")
    assert report["rows"] == []
    assert (report["total"]["revenue"], report["total"]["lines"], report["total"]["margin"]) == (
        "0.00",
        0,
        "0.00",
    )
    assert (report["total"]["quota"], report["total"]["attainment"]) == (None, None)
    assert report["concentration"]["hhi"] is None


def test_a_firm_without_an_entity_has_an_empty_report(db):
    assert shown("2026-Q3")["rows"] == []


def test_lines_without_a_seller_are_unassigned_and_rows_go_by_revenue_then_name(sonne, mond, ana, bayu):
    sale(sonne, "2026-07-01", "10.00")
    sale(sonne, "2026-07-01", "30.00", seller=bayu.person)
    sale(mond, "2026-07-01", "30.00", seller=ana.person)
    rows = shown("2026-Q3")["rows"]
    assert [(row["name"], row["revenue"]) for row in rows] == [
        ("Ana Reyes", "30.00"),
        ("Bayu Pratama", "30.00"),
        ("unassigned", "10.00"),
    ]
    assert rows[2]["id"] is None


def test_of_several_external_ids_the_first_source_by_name_counts_and_without_one_the_uid(
    sonne, mond, ana, bayu
):
    known_as(ana.person, "77", source="crm")
    known_as(ana.person, "88", source="accounting")
    sale(sonne, "2026-07-01", "20.00", seller=ana.person)
    sale(mond, "2026-07-01", "10.00", seller=bayu.person)
    assert [row["id"] for row in shown("2026-Q3")["rows"]] == ["88", str(bayu.person.uid)]


def test_whoever_has_a_quota_and_no_revenue_still_has_a_row(sonne, ana, bayu):
    quota("100", "2026-07-01", "2026-10-01", person=bayu.person)
    sale(sonne, "2026-07-01", "20.00", seller=ana.person)
    rows = by_name(shown("2026-Q3"))
    assert (rows["Bayu Pratama"]["revenue"], rows["Bayu Pratama"]["attainment"]) == ("0.00", "0.000000")


def test_whoever_sold_only_earlier_stands_apart_and_still_adds_up(sonne, mond, ana, bayu):
    sale(sonne, "2026-07-01", "20.00", seller=ana.person)
    sale(mond, "2026-06-01", "5.00", seller=bayu.person)
    report = shown("2026-Q3")
    assert [row["name"] for row in report["rows"]] == ["Ana Reyes"]
    assert [(row["name"], row["previous"]) for row in report["earlier_only"]] == [("Bayu Pratama", "5.00")]
    assert report["total"]["previous"] == "5.00"


def test_a_quota_covered_in_part_counts_by_its_days_and_is_rounded_once(sonne, ana):
    quota("1000", "2026-06-01", "2026-07-11", person=ana.person)
    quota("1000", "2026-09-28", "2026-10-05", person=ana.person)
    sale(sonne, "2026-07-01", "20.00", seller=ana.person)
    (row,) = shown("2026-Q3")["rows"]
    assert row["quota"] == "678.57"  # 1000 x 10/40 + 1000 x 3/7


def test_a_quota_of_nothing_has_no_attainment(sonne, ana):
    quota("0", "2026-07-01", "2026-10-01", person=ana.person)
    sale(sonne, "2026-07-01", "20.00", seller=ana.person)
    (row,) = shown("2026-Q3")["rows"]
    assert (row["quota"], row["attainment"]) == ("0.00", None)


def test_a_range_has_both_days_in(sonne, ana):
    for day in ("2026-05-29", "2026-05-30", "2026-06-14", "2026-07-02", "2026-07-03"):
        sale(sonne, day, "1.00", seller=ana.person)
    report = shown("2026-05-30..2026-07-02")
    assert (report["period"], report["from"], report["to"]) == (
        "2026-05-30..2026-07-02",
        "2026-05-30",
        "2026-07-02",
    )
    assert report["total"]["revenue"] == "3.00"


def test_another_fiscal_start_moves_the_fiscal_quarter(sonne, ana):
    sale(sonne, "2025-08-01", "7.00", seller=ana.person)
    assert shown("FY2026-Q1", fiscal_start=7)["total"]["revenue"] == "7.00"
    assert shown("FY2026-Q1")["total"]["revenue"] == "0.00"


@pytest.mark.parametrize(
    ("options", "word"),
    [({"by": "moon"}, "moon"), ({"basis": "luck"}, "luck"), ({"entity": "none"}, "none")],
)
def test_what_cannot_be_asked_is_refused_with_a_sentence(entity, options, word):
    with pytest.raises(RuleBroken, match=word):
        shown("2026-Q3", **options)


def test_teams_have_the_revenue_and_the_quotas_of_their_days(sonne, ana, bayu):
    north, south = Team.objects.create(name="North"), Team.objects.create(name="South")
    for team, days in ((north, ("2026-01-01", "2026-08-01")), (south, ("2026-08-01", None))):
        valid = DateRange(*(day and date.fromisoformat(day) for day in days))
        TeamMember.objects.create(person=ana.person, team=team, valid=valid)
    TeamMember.objects.create(person=bayu.person, team=north, valid=DateRange(date(2026, 1, 1), None))
    quota("920", "2026-07-01", "2026-10-01", person=ana.person)
    quota("92", "2026-07-01", "2026-10-01", person=bayu.person)
    quota("500", "2026-07-01", "2026-10-01", team=south)
    for day, net in (("2026-07-31", "10.00"), ("2026-08-01", "20.00")):
        sale(sonne, day, net, seller=ana.person)
    report = shown("2026-Q3", by="team")
    rows = by_name(report)
    assert (rows["North"]["revenue"], rows["South"]["revenue"]) == ("10.00", "20.00")
    assert (rows["North"]["quota"], rows["South"]["quota"]) == ("402.00", "500.00")
    assert report["total"]["quota"] == "902.00"


def test_a_member_without_a_team_keeps_the_quota_in_the_total(sonne, ana):
    quota("92", "2026-07-01", "2026-10-01", person=ana.person)
    sale(sonne, "2026-07-01", "20.00", seller=ana.person)
    report = shown("2026-Q3", by="team")
    assert [(row["name"], row["quota"]) for row in report["rows"]] == [("unassigned", "92.00")]
    assert report["total"]["quota"] == "92.00"


def test_the_total_by_product_is_measured_by_the_quotas_of_people(sonne, ana):
    soap = Product.objects.create(name="Soap")
    quota("200", "2026-07-01", "2026-10-01", person=ana.person)
    sale(sonne, "2026-07-01", "20.00", product_id=soap.pk)
    sale(sonne, "2026-07-01", "5.00")
    report = shown("2026-Q3", by="product")
    assert [(row["name"], row["revenue"], row["quota"]) for row in report["rows"]] == [
        ("Soap", "20.00", None),
        ("unassigned", "5.00", None),
    ]
    assert (report["total"]["quota"], report["total"]["attainment"]) == ("200.00", "0.125000")


def test_a_territory_has_the_revenue_of_its_accounts(sonne, mond):
    west = Territory.objects.create(name="West")
    Account.objects.filter(pk=sonne.pk).update(territory=west)
    sale(sonne, "2026-07-01", "20.00")
    sale(mond, "2026-07-01", "5.00")
    rows = by_name(shown("2026-Q3", by="territory"))
    assert (rows["West"]["revenue"], rows["unassigned"]["revenue"]) == ("20.00", "5.00")


def test_a_merged_account_counts_in_the_one_it_lives_on_in(sonne, mond):
    sale(sonne, "2026-07-01", "20.00")
    sale(mond, "2026-07-01", "5.00")
    Account.objects.filter(pk=mond.pk).update(merged_into=sonne)
    report = shown("2026-Q3", by="account")
    assert [(row["name"], row["revenue"], row["lines"]) for row in report["rows"]] == [
        ("Sonnenhof GmbH", "25.00", 2)
    ]
    assert report["concentration"]["customers"] == 1


def test_a_quota_in_another_currency_counts_at_the_plan_rate(sonne, ana):
    from suki.apps.company.models import ExchangeRate

    ExchangeRate.objects.create(base="USD", quote="EUR", kind="plan", valid_on=date(2026, 1, 1), rate="0.9")
    ExchangeRate.objects.create(base="USD", quote="EUR", kind="spot", valid_on=date(2026, 6, 1), rate="0.5")
    quota("100", "2026-07-01", "2026-10-01", person=ana.person, currency="USD")
    sale(sonne, "2026-07-01", "45.00", seller=ana.person)
    assert shown("2026-Q3")["rows"][0]["attainment"] == "0.500000"


def test_new_customers_never_bought_before_and_lost_ones_bought_a_year_ago(sonne, mond):
    fresh, back = Account.objects.create(name="Fresh"), Account.objects.create(name="Back")
    sale(fresh, "2026-09-30", "3.00")
    sale(back, "2021-01-15", "3.00")
    sale(back, "2026-08-15", "4.00")
    sale(sonne, "2025-07-01", "8.00")
    sale(sonne, "2026-08-01", "8.00")
    sale(mond, "2025-09-30", "9.00")
    sale(mond, "2026-08-01", "-1.00", kind="credited")
    report = shown("2026-Q3")
    assert report["new_customers"]["count"] == 1
    assert report["new_customers"]["largest"] == [
        {"id": str(fresh.uid), "name": "Fresh", "revenue": "3.00", "lines": 1}
    ]
    assert (report["lost_customers"]["count"], report["lost_customers"]["last_year"]) == (1, "9.00")
    assert report["lost_customers"]["largest"][0]["name"] == "Mondschein KG"


def test_what_was_bought_as_another_account_or_earlier_in_the_same_month_is_not_new(sonne, mond):
    sale(mond, "2021-01-15", "3.00")
    Account.objects.filter(pk=mond.pk).update(merged_into=sonne)
    sale(sonne, "2026-08-15", "4.00")
    assert shown("2026-Q3")["new_customers"]["count"] == 0
    later = Account.objects.create(name="Later")
    sale(later, "2026-08-03", "4.00")
    sale(later, "2026-08-20", "4.00")
    assert shown("2026-08-10..2026-09-30")["new_customers"]["count"] == 0
    assert shown("2026-08-02..2026-09-30")["new_customers"]["count"] == 1


def test_companies_of_one_group_are_one_customer_by_the_tree_of_the_last_day(sonne, mond):
    small = Account.objects.create(name="Small")
    holding = Account.objects.create(name="Holding")
    AccountParent.objects.create(account=sonne, parent=holding, valid=DateRange(date(2026, 9, 1), None))
    AccountParent.objects.create(account=mond, parent=holding, valid=DateRange(date(2026, 1, 1), None))
    AccountParent.objects.create(account=small, parent=holding, valid=DateRange(date(2026, 10, 1), None))
    for account, net in ((sonne, "6.00"), (mond, "5.00"), (small, "89.00")):
        sale(account, "2026-07-01", net)
    report = shown("2026-Q3")["concentration"]
    assert [(row["name"], row["share"]) for row in report["ten_percent"]] == [
        ("Small", "0.890000"),
        ("Holding", "0.110000"),
    ]
    assert (report["hhi"], report["group_hhi"], report["groups"]) == ("7982.000000", "8042.000000", 2)
