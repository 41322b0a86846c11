"""The grid, the page of a quota, one's own quota, giving out a figure: who sees and does what there."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from suki.apps.quotas.actions import change_quota, communicate_quotas, propose_own, set_quota
from suki.apps.quotas.models import Quota, QuotaChange, QuotaProposal, Segment
from suki.apps.quotas.standing import standing_of
from suki.desk.today.needs import Asking, needs_of

YEAR = {"year": "2026"}


@pytest.fixture
def as_clara(client, clara):
    client.force_login(clara)
    return client


@pytest.fixture
def as_ana(client, ana):
    client.force_login(ana)
    return client


def kinds(actor, entity):
    return {need.kind for need in needs_of(Asking(actor, entity.today, entity))}


def test_the_grid_shows_people_and_totals_in_few_questions(
    as_clara, ana, bayu, quarter, django_assert_max_num_queries
):
    as_clara.get(reverse("quotas"), YEAR)
    with django_assert_max_num_queries(24):
        page = as_clara.get(reverse("quotas"), YEAR).content.decode()
    for said in ("Ana Reyes", "Bayu Pratama", "90,000", "1 quota is not communicated yet", "proposed"):
        assert said in page


@pytest.mark.parametrize("by", ["team", "territory", "product", "account", "segment"])
@pytest.mark.parametrize("cut", ["month", "year"])
def test_the_grid_shows_other_subjects_and_cuts(client, petra, clara, north, sonne, by, cut):
    client.force_login(petra)
    subject = {"team": north, "account": sonne}.get(by)
    if subject:
        set_quota(
            actor=petra,
            subject=subject,
            first=date(2026, 1, 1),
            end=date(2027, 1, 1),
            amount=Decimal(77_000),
            currency="EUR",
        )
    page = client.get(reverse("quotas"), YEAR | {"by": by, "cut": cut, "measure": "revenue"}).content.decode()
    assert ("77,000" in page) is bool(subject)


def test_the_sums_come_alone_after_a_change(as_clara, quarter):
    page = as_clara.get(reverse("quotas"), YEAR | {"sums": "1"}, HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in page
    assert 'id="sum-total-1" hx-swap-oob="true"' in page


def test_an_amount_is_changed_in_the_grid_and_put_back(as_clara, quarter):
    address = reverse("edit_field", args=["quota", quarter.pk, "amount"])
    as_clara.post(address, {"value": "95,000", "revision": quarter.revision})
    quarter.refresh_from_db()
    assert quarter.amount == 95_000
    as_clara.post(reverse("undo_edit", args=["quota", quarter.pk, "amount", quarter.revision - 1]))
    quarter.refresh_from_db()
    assert quarter.amount == 90_000


@pytest.mark.parametrize("value", ["-5", "much", "1.999"])
def test_a_wrong_amount_changes_nothing(as_clara, quarter, value):
    address = reverse("edit_field", args=["quota", quarter.pk, "amount"])
    assert as_clara.post(address, {"value": value, "revision": quarter.revision}).status_code == 422
    quarter.refresh_from_db()
    assert quarter.amount == 90_000


def test_an_account_manager_changes_no_quota_and_sees_none_of_others(client, ana, bayu, clara, quarter):
    communicate_quotas(actor=clara, quotas=[quarter])
    client.force_login(ana)
    address = reverse("edit_field", args=["quota", quarter.pk, "amount"])
    assert client.post(address, {"value": "1", "revision": quarter.revision}).status_code == 403
    for name in ("quota_communication", "quota_removal", "quota_change"):
        assert client.post(reverse(name, args=[quarter.pk])).status_code == 403
    client.force_login(bayu)
    for name in ("quota", "quota_acknowledgement"):
        assert client.post(reverse(name, args=[quarter.pk])).status_code == 404
    quarter.refresh_from_db()
    assert (quarter.amount, standing_of(quarter).step) == (90_000, "communicated")


def test_a_proposed_quota_is_not_told_to_whom_it_is_for(as_ana, ana, clara, quarter):
    assert as_ana.get(reverse("quota", args=[quarter.pk])).status_code == 404
    assert "90,000" not in as_ana.get(reverse("quotas"), YEAR).content.decode()
    communicate_quotas(actor=clara, quotas=[quarter])
    assert as_ana.get(reverse("quota", args=[quarter.pk])).status_code == 200


def test_selected_people_are_told_and_acknowledge_on_their_page(client, clara, ana, bayu, quarter, entity):
    client.force_login(clara)
    client.post(reverse("quota_communications"), YEAR | {"row": [str(bayu.person.pk)]})
    assert standing_of(quarter).step == "proposed"
    client.post(reverse("quota_communications"), YEAR | {"row": [str(ana.person.pk)]})
    assert standing_of(quarter).step == "communicated"
    client.force_login(ana)
    assert client.get(reverse("quotas"))["Location"] == reverse("my_quota")
    assert "1 quota waits" in client.get(reverse("my_quota"), YEAR).content.decode()
    client.post(reverse("my_acknowledgement"), {"year": "2026"})
    assert standing_of(quarter).is_acknowledged
    assert "1 quota waits" not in client.get(reverse("my_quota"), YEAR).content.decode()


def test_the_page_of_a_quota_shows_what_happened_and_the_change_that_waits(client, clara, ana, acknowledged):
    client.force_login(clara)
    address = reverse("quota_change", args=[acknowledged.pk])
    sent = {"since": "2026-02-15", "amount": "180,000", "reason": "Two more accounts"}
    assert client.get(address).status_code == 200
    assert client.post(address, sent | {"reason": ""}).status_code == 422
    assert client.post(address, sent).status_code == 302
    change = QuotaChange.objects.get()
    assert "waits to be acknowledged" in client.get(reverse("quota", args=[acknowledged.pk])).content.decode()
    where = reverse("quota_change_acknowledgement", args=[acknowledged.pk, change.pk])
    assert client.post(where).status_code == 403
    client.force_login(ana)
    assert client.post(where).status_code == 302
    acknowledged.refresh_from_db()
    assert acknowledged.amount == 45_000
    follower = Quota.objects.exclude(pk=acknowledged.pk).get()
    page = client.get(reverse("quota", args=[follower.pk])).content.decode()
    assert "The quota before" in page


def test_a_waiting_change_and_a_proposed_quota_are_taken_back(as_clara, clara, ana, acknowledged):
    change = change_quota(
        actor=clara, quota=acknowledged, since=date(2026, 2, 1), amount=Decimal(1), reason="Typo"
    )
    as_clara.post(reverse("quota_change_removal", args=[acknowledged.pk, change.pk]))
    change.refresh_from_db()
    assert change.withdrawn_at is not None
    as_clara.post(reverse("quota_removal", args=[acknowledged.pk]))
    assert Quota.objects.filter(pk=acknowledged.pk).exists()


def test_a_quota_is_set_from_an_empty_cell(as_clara, ana, bayu, petra):
    address = f"{reverse('quota_new')}?year=2026&by=person&subject={ana.person.pk}&period=FY2026-Q2"
    assert "Ana Reyes" in as_clara.get(address).content.decode()
    assert (
        as_clara.post(address, {"period": "2026-Q2", "amount": "5,000", "measure": "revenue"}).status_code
        == 302
    )
    again = as_clara.post(address, {"period": "2026-05", "amount": "5,000", "measure": "revenue"})
    assert "already has a quota" in again.content.decode()
    assert Quota.objects.get().valid.lower == date(2026, 4, 1)
    foreign = f"{reverse('quota_new')}?by=person&subject={petra.person.pk}"
    assert as_clara.get(foreign).status_code == 404
    assert as_clara.get(reverse("quota_new")).status_code == 200


def test_last_year_is_copied_on_its_page(as_clara, ana, quarter):
    address = f"{reverse('quota_copying')}?year=2027"
    assert as_clara.get(address).status_code == 200
    assert as_clara.post(address, {"percent": "10"}).status_code == 302
    assert Quota.objects.get(valid__startswith=date(2027, 1, 1)).amount == 99_000


def test_a_figure_is_looked_over_before_it_is_proposed(as_clara, ana, bayu):
    address = f"{reverse('quota_spread')}?year=2026"
    sent = {
        "figure": "100,000", "measure": "revenue", "by": "own", "cut": "quarter", "season": "own", "seasons": "20 20 20 40",
        "leave_days": "30", f"weight_{ana.person.pk}": "3", f"weight_{bayu.person.pk}": "1",
    }  # fmt: skip
    assert as_clara.get(address).status_code == 200
    seen = as_clara.post(address, sent)
    assert "75,000" in seen.content.decode()
    assert not Quota.objects.exists()
    assert as_clara.post(address, sent | {"seasons": "20 20"}).status_code == 422
    assert as_clara.post(address, sent | {"seasons": "a b"}).status_code == 422
    assert as_clara.post(address, sent | {"propose": "1"}).status_code == 302
    assert Quota.objects.count() == 8


def test_a_segment_is_named_by_who_sets_quotas(as_clara, clara):
    assert as_clara.post(reverse("segment_new"), {"name": "Large", "tier": "A"}).status_code == 302
    assert as_clara.post(reverse("segment_new"), {"name": "large", "tier": "A"}).status_code == 422
    assert Segment.objects.count() == 1


def test_one_proposes_and_takes_back_on_the_own_page(client, ana, bayu, clara, sonne):
    client.force_login(ana)
    assert client.get(reverse("own_proposal_new")).status_code == 200
    sent = {"period": "2026-Q4", "amount": "7,000", "measure": "revenue"}
    assert client.post(reverse("own_proposal_new"), sent).status_code == 302
    proposal = QuotaProposal.objects.get()
    assert "7,000" in client.get(reverse("my_quota"), YEAR).content.decode()
    client.force_login(bayu)
    address = reverse("own_proposal_removal", args=[proposal.pk])
    assert client.post(address).status_code == 404
    client.force_login(clara)
    assert client.post(address).status_code == 403
    assert QuotaProposal.objects.exists()
    client.force_login(ana)
    client.post(address)
    assert not QuotaProposal.objects.exists()


def test_fairness_is_for_who_sets_quotas(client, clara, ana, quarter):
    client.force_login(clara)
    assert "Ana Reyes" in client.get(reverse("quota_fairness"), YEAR).content.decode()
    client.force_login(ana)
    assert client.get(reverse("quota_fairness"), YEAR).status_code == 403


def test_today_says_what_waits(clara, ana, entity):
    start = entity.today.replace(day=1, month=1)
    end = start.replace(year=start.year + 1)
    quota = set_quota(
        actor=clara, subject=ana.person, first=start, end=end, amount=Decimal(1), currency="EUR"
    )
    assert ("quota" in kinds(ana, entity), "quota_untold" in kinds(clara, entity)) == (False, True)
    communicate_quotas(actor=clara, quotas=[quota])
    assert ("quota" in kinds(ana, entity), "quota_untold" in kinds(clara, entity)) == (True, False)
    from suki.apps.quotas.actions import acknowledge_quotas

    acknowledge_quotas(actor=ana, quotas=[quota])
    assert "quota" not in kinds(ana, entity)
    change_quota(actor=clara, quota=quota, since=entity.today, amount=Decimal(2), reason="More")
    assert "quota_change" in kinds(ana, entity)


def test_finance_reads_all_and_sets_none(client, finn, clara, ana, quarter):
    client.force_login(finn)
    assert "Ana Reyes" in client.get(reverse("quotas"), YEAR).content.decode()
    assert client.get(reverse("quota_workbook"), YEAR).status_code == 200
    for name in ("quota_spread", "quota_copying", "quota_new", "quota_sheet_new", "segment_new"):
        assert client.get(reverse(name)).status_code == 403


def test_what_somebody_proposes_is_not_for_colleagues(client, bayu, ana, clara):
    propose_own(actor=ana, first=date(2026, 1, 1), end=date(2026, 4, 1), amount=Decimal(4_321))
    client.force_login(bayu)
    assert "4,321" not in client.get(reverse("quotas"), YEAR).content.decode()
