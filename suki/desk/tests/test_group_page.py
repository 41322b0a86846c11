"""The group of an account: every node counts all below it, by the tree of each line's own day."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from suki.apps.accounts.actions import open_account, place_under
from suki.apps.accounts.models import Account, AccountParent
from suki.apps.accounts.pages.actions import leave_group
from suki.apps.ledger.groups import group_sums
from suki.base.access import SYSTEM
from suki.kernel.errors import NotAllowed, RuleBroken
from suki.reports.tests.building import sale
from tests.cast import LONG_AGO

pytestmark = pytest.mark.django_db
YEAR = (date(2026, 1, 1), date(2027, 1, 1))
ON = date(2026, 11, 21)


def account(name, owner):
    return open_account(actor=SYSTEM, name=name, since=LONG_AGO, owner=owner.person)


@pytest.fixture
def group(ana):
    """Holding over Works over Mill; Shop belonged to the Works until the middle of May."""
    held = {name: account(name, ana) for name in ("Holding", "Works", "Mill", "Shop")}
    place_under(actor=SYSTEM, account=held["Works"], parent=held["Holding"], since=LONG_AGO)
    place_under(actor=SYSTEM, account=held["Mill"], parent=held["Works"], since=LONG_AGO)
    place_under(actor=SYSTEM, account=held["Shop"], parent=held["Works"], since=LONG_AGO)
    leave_group(actor=SYSTEM, account=held["Shop"], last_day=date(2026, 5, 15))
    sale(held["Holding"], "2026-02-01", "1")
    sale(held["Works"], "2026-02-02", "20", cost="5")
    sale(held["Mill"], "2026-02-03", "300")
    sale(held["Shop"], "2026-05-15", "4000")
    sale(held["Shop"], "2026-05-16", "50000")
    sale(held["Mill"], "2025-12-31", "600000")
    return held


def sums(entity, held, **options):
    found = group_sums(entity, held["Mill"].pk, *YEAR, on=ON, **options)
    everyone = {row.pk for row in held.values()}
    return {name: found.of(row.pk, everyone).net for name, row in held.items()}, found


def test_each_node_counts_all_below_it_while_it_was_below_it(entity, group):
    nets, found = sums(entity, group)
    assert found.head == group["Holding"].pk
    assert nets == {
        "Holding": Decimal("4321"), "Works": Decimal("4320"), "Mill": Decimal("300"), "Shop": Decimal("54000"),
    }  # fmt: skip
    assert group["Shop"].pk not in found.above


def test_restated_the_tree_of_today_counts_for_all_days(entity, group):
    nets, _found = sums(entity, group, restated=True)
    assert nets["Holding"] == Decimal("321")
    assert nets["Works"] == Decimal("320")


def test_a_company_that_joined_counts_from_then_on(entity, group, ana):
    group["Late"] = account("Late", ana)
    sale(group["Late"], "2026-03-09", "7")
    sale(group["Late"], "2026-03-10", "8")
    place_under(actor=SYSTEM, account=group["Late"], parent=group["Holding"], since=date(2026, 3, 10))
    nets, _found = sums(entity, group)
    assert nets["Holding"] == Decimal("4329")
    assert sums(entity, group, restated=True)[0]["Holding"] == Decimal("336")


def test_accounts_that_live_on_in_another_count_there(entity, group, ana):
    old = account("Old mill", ana)
    sale(old, "2026-04-01", "9")
    Account.objects.filter(pk=old.pk).update(merged_into=group["Mill"])
    assert sums(entity, group)[0]["Holding"] == Decimal("4330")


def test_the_roll_up_is_the_sum_of_the_lines_for_any_history_of_parents(entity, ana):
    """Against the plain definition: a line counts for every ancestor of its account on its own day."""
    import random

    dice = random.Random(7)
    firms = [account(f"Firm {number}", ana) for number in range(7)]
    for child in range(1, 7):
        for since in sorted(dice.sample(range(330), 2)):
            day = date(2026, 1, 1) + timedelta(days=since)
            place_under(actor=SYSTEM, account=firms[child], parent=firms[dice.randrange(child)], since=day)
    for firm in firms:
        for _line in range(12):
            day = date(2026, 1, 1) + timedelta(days=dice.randrange(360))
            sale(firm, day.isoformat(), str(dice.randrange(1, 999)))
    from suki.apps.ledger.models import LedgerLine

    expected: dict[int, Decimal] = {}
    for line in LedgerLine.objects.all():
        at = line.sold_to_id
        while at is not None:
            expected[at] = expected.get(at, Decimal(0)) + line.base_net
            at = (
                AccountParent.objects.filter(account=at, valid__contains=line.day)
                .values_list("parent_id", flat=True)
                .first()
            )
    found = group_sums(entity, firms[3].pk, *YEAR, on=ON)
    everyone = {firm.pk for firm in firms}
    for node in found.above:
        assert found.of(node, everyone).net == expected.get(node, Decimal(0))


def test_the_page_shows_the_tree_and_what_has_left_it(client, ana, group):
    client.force_login(ana)
    page = client.get(reverse("account_group", args=[group["Mill"].pk]))
    text = page.content.decode()
    assert page.status_code == 200
    for name in ("Holding", "Works", "Mill", "Shop"):
        assert name in text
    assert [line.what for line in page.context["left"]] == ["Shop"]
    assert "Only companies that you may see" in text


def test_a_node_opens_its_members_which_add_up(client, ana, group):
    client.force_login(ana)
    address = reverse("account_group_lines", args=[group["Mill"].pk])
    it = client.get(address, {"node": group["Works"].pk}).context["it"]
    assert len(it.lines) == 3
    assert "4,320" in str(it.figure).replace("</span>", "")
    assert client.get(address, {"node": "x"}).status_code == 404


def test_companies_one_may_not_see_neither_stand_nor_count(client, bayu, group, entity):
    from suki.apps.accounts.actions import join_account_team

    for name in ("Holding", "Mill"):
        join_account_team(
            actor=SYSTEM, account=group[name], person=bayu.person, role="specialist", since=LONG_AGO
        )
    client.force_login(bayu)
    page = client.get(reverse("account_group", args=[group["Mill"].pk]))
    text = page.content.decode()
    assert "Works" not in text
    assert "Shop" not in text
    (holding,) = page.context["nodes"]
    assert [child.label for child in holding.children] == ["Mill"]
    assert "301" in str(holding.tail)
    assert client.get(reverse("account_group", args=[group["Works"].pk])).status_code == 404
    lines = reverse("account_group_lines", args=[group["Mill"].pk])
    assert client.get(lines, {"node": group["Works"].pk}).status_code == 404


def test_an_account_is_placed_and_taken_out_on_its_page(client, ana, group):
    client.force_login(ana)
    shop, mill = group["Shop"], group["Mill"]
    given = {"parent": str(mill.pk), "parent_text": mill.name, "since": "2026-06-01"}
    assert client.post(reverse("account_parent", args=[shop.pk]), given).status_code == 302
    assert AccountParent.objects.get(account=shop, valid__contains=ON).parent == mill
    given = {"parent": str(shop.pk), "parent_text": shop.name, "since": "2026-06-01"}
    assert client.post(reverse("account_parent", args=[mill.pk]), given).status_code == 422
    assert (
        client.post(reverse("account_parent_end", args=[shop.pk]), {"last_day": "2026-07-01"}).status_code
        == 302
    )
    assert not AccountParent.objects.filter(account=shop, valid__contains=ON).exists()
    with pytest.raises(RuleBroken, match="belonged to no other company"):
        leave_group(actor=ana, account=shop, last_day=ON)


def test_who_may_not_change_accounts_moves_none(client, finn, group):
    client.force_login(finn)
    shop, mill = group["Shop"], group["Mill"]
    given = {"parent": str(mill.pk), "parent_text": mill.name, "since": "2026-06-01"}
    assert client.post(reverse("account_parent", args=[shop.pk]), given).status_code == 403
    with pytest.raises(NotAllowed):
        leave_group(actor=finn, account=mill, last_day=ON)
    assert AccountParent.objects.count() == 3


def test_the_page_asks_six_questions_at_most(client, ana, group, django_assert_max_num_queries):
    client.force_login(ana)
    address = reverse("account_group", args=[group["Mill"].pk])
    client.get(address)
    with django_assert_max_num_queries(6):
        client.get(address)
