"""A figure given to people: by weight, by season, with ramp and leave; last year copied; the view from below."""

from datetime import date
from decimal import Decimal

import pytest

from suki.apps.orders.documents import Item
from suki.apps.people.models import Absence
from suki.apps.quotas.actions import (
    acknowledge_quotas,
    change_quota,
    communicate_quotas,
    name_segment,
    propose_own,
    set_quota,
    withdraw_own,
)
from suki.apps.quotas.copying import copy_year
from suki.apps.quotas.counting import Asking, credited_by_subject, quotas_by_subject
from suki.apps.quotas.fairness import fairness_of
from suki.apps.quotas.grid import Asked, Grid
from suki.apps.quotas.models import Quota, QuotaProposal
from suki.apps.quotas.spreading import Wish, plan_spread, spread_quotas
from suki.apps.quotas.years import Year
from suki.base.access import SYSTEM
from suki.base.dated import from_to
from suki.kernel.errors import NotAllowed, RuleBroken


@pytest.fixture
def year(entity):
    return Year(entity, 2026)


def wish(year, ana, bayu, **said):
    return Wish(**{"year": year, "figure": Decimal(100_000), "people": [ana.person, bayu.person]} | said)


def invoiced(account, seller, day, net):
    from suki.apps.billing.actions import invoice_order
    from suki.apps.orders.actions import enter_order

    items = [Item(quantity=Decimal(2), unit_price=Decimal(net) / 2, description="Pumps")]
    order = enter_order(
        actor=SYSTEM, account=account, day=day, currency="EUR", items=items, seller=seller.person
    )
    return invoice_order(actor=SYSTEM, order=order, day=day)


def test_a_figure_is_given_out_to_the_cent_and_what_is_over_it(year, ana, bayu):
    plan = plan_spread(wish(year, ana, bayu, figure=Decimal("100000.01"), over_percent=Decimal(10)))
    assert plan.total == plan.given_out == Decimal("110000.01")
    assert plan.gap == Decimal("10000.00")
    assert [len(share.parts) for share in plan.shares] == [4, 4]


def test_own_weights_and_seasons(year, ana, bayu):
    plan = plan_spread(
        wish(
            year, ana, bayu, by="own", weights={ana.person.pk: Decimal(3), bayu.person.pk: Decimal(1)}, season="own",
            seasons=[Decimal(20), Decimal(20), Decimal(20), Decimal(40)],
        )
    )  # fmt: skip
    assert [part.amount for part in plan.shares[0].parts] == [15_000, 15_000, 15_000, 30_000]
    assert plan.shares[1].total == 25_000


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"season": "own", "seasons": [Decimal(1)]}, "4 periods"),
        ({"by": "own"}, "All weights are zero"),
        ({"by": "last_year"}, "anything to weigh by"),
        ({"people": []}, "nobody to give it to"),
    ],
)
def test_a_figure_that_cannot_be_given_out_is_refused(year, ana, bayu, said, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        plan_spread(wish(year, ana, bayu, **said))


def test_last_years_results_and_potential_weigh(year, ana, bayu, sonne, mond):
    invoiced(sonne, ana, date(2025, 6, 2), 3_000)
    invoiced(mond, bayu, date(2025, 12, 2), 1_000)
    plan = plan_spread(wish(year, ana, bayu, by="last_year", season="last_year"))
    assert [share.total for share in plan.shares] == [75_000, 25_000]
    assert [part.amount for part in plan.shares[0].parts] == [0, 56_250, 0, 18_750]
    assert not any(part.kept for share in plan.shares for part in share.parts)
    by_potential = plan_spread(wish(year, ana, bayu, by="potential"))
    assert (by_potential.shares[0].total, by_potential.shares[0].beside) == (0, ["has nothing to weigh by"])


def test_newcomers_ramp_and_long_leave_is_taken_off(year, ana, bayu):
    joined = date(2026, 2, 15)
    bayu.person.employed = from_to(joined, None)
    bayu.person.save()
    Absence.objects.create(person=ana.person, valid=from_to(date(2026, 4, 1), date(2026, 5, 15)))
    Absence.objects.create(person=ana.person, valid=from_to(date(2026, 8, 3), date(2026, 8, 14)))
    plan = plan_spread(wish(year, ana, bayu, figure=Decimal(73_000)))
    assert [part.amount for part in plan.shares[0].parts] == [9_000, 4_600, 9_200, 9_200]
    first, second = plan.shares[1].parts[:2]
    assert first.amount == Decimal(100) * (14 + 31) / 2
    assert second.amount == Decimal(100) * (30 + 31) * 3 / 4 + Decimal(100) * 30
    assert first.made_of["ramp_from"] == "2026-02-15"


def test_what_was_looked_over_is_proposed_and_what_is_acknowledged_stays(
    clara, ana, bayu, year, acknowledged
):
    made, kept = spread_quotas(actor=clara, wish=wish(year, ana, bayu))
    assert (len(made), kept) == (7, 1)
    acknowledged.refresh_from_db()
    assert acknowledged.amount == 90_000
    again, kept = spread_quotas(actor=clara, wish=wish(year, ana, bayu, figure=Decimal(200_000)))
    assert (len(again), kept) == (7, 1)
    assert Quota.objects.count() == 8
    assert sum(quota.amount for quota in Quota.objects.filter(person=bayu.person)) == 100_000


def test_nobody_spreads_over_people_they_do_not_lead(clara, ana, bayu, year):
    with pytest.raises(NotAllowed):
        spread_quotas(actor=clara, wish=wish(year, ana, bayu, people=[ana.person, clara.person]))
    with pytest.raises(NotAllowed):
        spread_quotas(actor=ana, wish=wish(year, ana, bayu))
    assert not Quota.objects.exists()


def test_last_year_is_copied_with_some_percent_more(clara, ana, bayu, year, acknowledged):
    change = change_quota(
        actor=clara, quota=acknowledged, since=date(2026, 2, 1), amount=Decimal(120_000), reason="More"
    )
    set_quota(
        actor=clara,
        subject=bayu.person,
        first=date(2026, 2, 1),
        end=date(2026, 3, 1),
        amount=Decimal("9.99"),
        currency="EUR",
    )
    from suki.apps.quotas.actions import acknowledge_change

    acknowledge_change(actor=ana, change=change)
    copied = copy_year(actor=clara, year=Year(year.entity, 2027), percent=Decimal(5))
    assert {(each.person_id, each.amount, each.valid.lower, each.valid.upper) for each in copied.made} == {
        (ana.person.pk, Decimal(126_000), date(2027, 1, 1), date(2027, 4, 1)),
        (bayu.person.pk, Decimal("10.49"), date(2027, 2, 1), date(2027, 3, 1)),
    }
    again = copy_year(actor=clara, year=Year(year.entity, 2027), percent=Decimal(5))
    assert (again.made, again.left) == ([], 2)


def test_what_people_propose_stands_beside_what_is_asked(
    clara, petra, ana, bayu, north, year, quarter, sonne
):
    propose_own(
        actor=ana, first=date(2026, 1, 1), end=date(2026, 4, 1), amount=Decimal(70_000), account=sonne
    )
    propose_own(
        actor=ana, first=date(2026, 1, 1), end=date(2026, 4, 1), amount=Decimal(60_000), account=sonne
    )
    set_quota(
        actor=petra,
        subject=north,
        first=date(2026, 1, 1),
        end=date(2027, 1, 1),
        amount=Decimal(365_000),
        currency="EUR",
    )
    grid = Grid(clara, Asked(year, team=north))
    (row,) = [each for each in grid.rows if each.key == ana.person.pk]
    assert (row.total, row.proposed, row.gap) == (90_000, 60_000, 30_000)
    assert grid.top_down.amounts == [90_000, 91_000, 92_000, 92_000]
    assert grid.bottom_up.amounts[0] == 60_000
    assert grid.total.amounts[0] == 90_000


def test_one_proposes_only_for_oneself(ana, bayu, mond):
    asked = {"first": date(2026, 1, 1), "end": date(2026, 4, 1), "amount": Decimal(1)}
    with pytest.raises(NotAllowed):
        propose_own(actor=ana, account=mond, **asked)
    with pytest.raises(NotAllowed):
        propose_own(actor=SYSTEM, **asked)
    proposal = propose_own(actor=ana, **asked)
    with pytest.raises(QuotaProposal.DoesNotExist):
        withdraw_own(actor=bayu, proposal=proposal)
    assert QuotaProposal.objects.get() == proposal
    withdraw_own(actor=ana, proposal=proposal)
    assert not QuotaProposal.objects.exists()


def test_attainment_of_the_grid_is_that_of_the_report(clara, ana, sonne, year, quarter):
    from suki.kernel.periods import Period
    from suki.reports.asking import Asked as Question
    from suki.reports.quarterly import quarterly_results

    invoiced(sonne, ana, date(2026, 2, 2), 45_000)
    (row,) = [each for each in Grid(clara, Asked(year)).rows if each.key == ana.person.pk]
    report = quarterly_results(actor=clara, asked=Question(year.entity, Period.year(2026)))
    (reported,) = [each for each in report.rows if each.key == ana.person.pk]
    assert row.attainment == reported.figures.attainment == Decimal("0.5")


def test_margin_units_and_segments_are_counted_too(petra, ana, sonne, year):
    sonne.tier = "A"
    sonne.save()
    invoiced(sonne, ana, date(2026, 2, 2), 45_000)
    segment = name_segment(actor=petra, name="Large", tier="A")
    name_segment(actor=petra, name="Food", industry="Food", tier="A")
    start, end = year.whole.start, year.whole.end
    by_segment = credited_by_subject(Asking(year.entity, start, end, "segment"))
    assert by_segment[segment.pk] == 45_000
    assert sum(by_segment.values()) == 45_000
    assert credited_by_subject(Asking(year.entity, start, end, measure="units"))[ana.person.pk] == 2
    set_quota(actor=petra, subject=segment, first=start, end=end, amount=Decimal(90_000), currency="EUR")
    (row,) = [each for each in Grid(petra, Asked(year, "segment")).rows if each.name == "Large"]
    assert row.attainment == Decimal("0.5")
    assert quotas_by_subject(Asking(year.entity, start, end, "segment")) == {segment.pk: 90_000}


@pytest.mark.parametrize("said", [{"name": " ", "tier": "A"}, {"name": "All"}])
def test_a_segment_says_which_accounts(petra, said):
    with pytest.raises(RuleBroken):
        name_segment(actor=petra, **said)


def test_quotas_are_compared_with_what_they_rest_on(clara, ana, bayu, sonne, mond, year):
    from django.utils import timezone

    lately = timezone.localdate().replace(day=1)
    invoiced(sonne, ana, lately, 10_000)
    invoiced(mond, bayu, lately, 10_000)
    current = Year(year.entity, lately.year)
    for user in (ana, bayu):
        quota = set_quota(
            actor=clara,
            subject=user.person,
            first=current.whole.start,
            end=current.whole.end,
            amount=Decimal(20_000),
            currency="EUR",
        )
        communicate_quotas(actor=clara, quotas=[quota])
        acknowledge_quotas(actor=user, quotas=[quota])
    view = fairness_of(clara, Asked(current))
    assert len(view.rows) == 2
    assert not any(each.found.is_hard for each in view.rows)
