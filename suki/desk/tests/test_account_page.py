"""The page of an account: who leads it, figures that open, parts from every room, and what one may not see."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone
from psycopg.types.range import DateRange

from suki.apps.accounts.actions import assign_owner, join_account_team, open_account, place_under
from suki.apps.accounts.models import Account
from suki.apps.company.settings.actions import mask_field
from suki.apps.people.models import Absence
from suki.base import pages
from suki.base.access import SYSTEM, Can
from suki.desk.account.figures import figures_of
from suki.desk.account.header import header_for
from suki.reports.book import book_of
from suki.reports.holding import owed_by, rhythms_of
from suki.reports.tests.building import sale
from tests.cast import LONG_AGO

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def days_ago(days: int) -> str:
    return (TODAY - timedelta(days=days)).isoformat()


def text_of(client, user, address, **given):
    client.force_login(user)
    answer = client.get(address, given)
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", answer.content.decode()))).replace(
        "\xa0", " "
    )


def page_of(account):
    return reverse("account", args=[account.pk])


@pytest.fixture
def sold(sonne, ana):
    sale(sonne, days_ago(20), "700.10", seller=ana.person, cost="300")
    sale(sonne, days_ago(40), "99.90", cost="50")
    sale(sonne, days_ago(60), "100.00")
    sale(sonne, days_ago(400), "400.00", cost="200")
    sale(sonne, days_ago(45), "50", kind="collected", room="payments")


def test_it_says_who_leads_speaks_for_and_backs_the_account(client, clara, ana, bayu, dung, sonne):
    join_account_team(actor=SYSTEM, account=sonne, person=bayu.person, role="deputy", since=LONG_AGO)
    join_account_team(actor=SYSTEM, account=sonne, person=clara.person, role="sponsor", since=LONG_AGO)
    text = text_of(client, ana, page_of(sonne))
    assert "Ana Reyes owner since 1 Jan 2020" in text
    assert "deputy Bayu Pratama" in text
    assert "sponsor Clara Sandoval" in text
    assert "Customer" in text


def test_the_owner_is_said_to_lead_since_the_last_change_of_hands_not_since_a_correction(
    client, ana, bayu, sonne
):
    assign_owner(actor=SYSTEM, account=sonne, person=bayu.person, since=date(2022, 1, 1))
    assign_owner(actor=SYSTEM, account=sonne, person=ana.person, since=date(2023, 1, 1))
    assign_owner(actor=SYSTEM, account=sonne, person=ana.person, since=date(2024, 1, 1))
    assert "Ana Reyes owner since 1 Jan 2023" in text_of(client, ana, page_of(sonne))


def test_what_no_room_knows_yet_is_unknown_and_no_made_up_figure(client, ana, sonne):
    text = text_of(client, ana, page_of(sonne))
    assert "unknown: nobody has judged it yet" in text
    assert "next promise none" in text
    assert "no deputy" in text


def test_a_room_fills_its_slot(client, ana, sonne, monkeypatch):
    monkeypatch.setattr(pages, "_fillers", dict(pages._fillers))
    pages.fill_slot("account", "health", lambda actor, row: pages.Filled("81", against="steady"))
    text = text_of(client, ana, page_of(sonne))
    assert "81" in text
    assert "steady" in text


def test_the_figures_are_those_of_the_book_and_of_the_reports(ana, entity, sonne, sold):
    figures = figures_of([sonne.pk], entity, sees_cost=True)
    assert figures.now.revenue == Decimal("900.00")
    assert figures.then.revenue == Decimal("400.00")
    assert figures.now.margin == Decimal("450.00")
    assert figures.growth == Decimal("1.25")
    owed, rhythm = owed_by(entity, [sonne.pk], entity.today), rhythms_of(entity, [sonne.pk], entity.today)
    assert (figures.owed, figures.rhythm) == (owed[sonne.pk], rhythm[sonne.pk])
    row = book_of(actor=ana, person=ana.person, entity=entity).rows[0]
    assert (row.open, row.is_late) == (figures.owed.open, figures.is_late)


def test_the_months_of_the_spark_add_up_to_the_months_shown(entity, sonne, sold):
    figures = figures_of([sonne.pk], entity, sees_cost=True)
    assert len(figures.revenue_by_month) == 12
    assert sum(figures.revenue_by_month) == Decimal("900.00")


def test_the_revenue_opens_lines_that_make_it_up(client, ana, sonne, sold):
    client.force_login(ana)
    page = client.get(page_of(sonne)).content.decode()
    address = unescape(re.search(r'href="([^"]*reports/lines[^"]*)"', page)[1])
    lines = client.get(address)
    assert lines.status_code == 200
    assert lines.context["page"].net == Decimal("900.00")


def test_what_is_owed_in_another_currency_counts_at_the_rate_of_the_day(entity, sonne, ana):
    from suki.apps.company.models import ExchangeRate

    ExchangeRate.objects.create(base="EUR", quote="USD", valid_on=date(2020, 1, 1), rate=Decimal("2"))
    sale(sonne, days_ago(5), "10", rate=Decimal("0.4"))
    from suki.apps.ledger.actions import post_lines
    from suki.apps.ledger.posting import NewLine

    post_lines(
        actor=SYSTEM,
        lines=[
            NewLine(
                entity_id=entity.pk, kind="invoiced", day=TODAY, sold_to_id=sonne.pk, bill_to_id=sonne.pk,
                currency="USD", net=Decimal("100"), rate=Decimal("0.4"), room="billing", document_id=99_001,
            )
        ],
    )  # fmt: skip
    figures = figures_of([sonne.pk], entity, sees_cost=True)
    assert figures.owed == owed_by(entity, [sonne.pk], entity.today)[sonne.pk]
    assert figures.owed.open == Decimal("60.00")


def test_margin_is_masked_for_those_who_see_no_cost(client, entity, sonne, sold, dung):
    text = text_of(client, dung, page_of(sonne))
    assert "for those who see cost" in text
    assert "450.00" not in text


def test_figures_are_closed_to_those_who_see_no_ledger(client, entity, sonne, sold):
    from tests.cast import _somebody

    ines = _somebody("Ines Navarro", "Marketing", "marketing")
    text = text_of(client, ines, page_of(sonne))
    assert "for those who see the ledger" in text
    assert "900.00" not in text
    assert "Receivables" not in text


def test_the_page_and_its_figures_ask_six_questions_at_most(
    client, ana, sonne, sold, django_assert_max_num_queries
):
    client.force_login(ana)
    client.get(page_of(sonne))
    with django_assert_max_num_queries(6):
        client.get(page_of(sonne))


def test_a_firm_with_a_calendar_by_weeks_asks_no_more(
    client, ana, entity, sonne, django_assert_max_num_queries
):
    from suki.apps.company.actions import settle_default_entity

    settle_default_entity(actor=SYSTEM, fiscal_pattern="445")
    sale(sonne, days_ago(20), "700.10")
    client.force_login(ana)
    client.get(page_of(sonne))
    with django_assert_max_num_queries(6):
        assert client.get(page_of(sonne)).status_code == 200


PARTS = (
    "account_people", "account_team", "account_orders", "account_invoices", "account_receivables",
    "receivables_explained", "account_ledger", "account_group",
)  # fmt: skip
ABOUT = ("details", "notes", "files", "timeline", "history")


def addresses_of(account):
    return [reverse(name, args=[account.pk]) for name in PARTS] + [
        reverse(name, args=["account", account.pk]) for name in ABOUT
    ]


def test_every_part_is_a_page_of_its_own_and_asks_six_questions_at_most(
    client, ana, sonne, sold, django_assert_max_num_queries
):
    client.force_login(ana)
    client.get(page_of(sonne))
    for address in addresses_of(sonne):
        for headers in ({}, {"HX-Request": "true"}):
            with django_assert_max_num_queries(6):
                assert client.get(address, headers=headers).status_code == 200


def test_what_one_may_not_see_does_not_exist(client, bayu, sonne):
    client.force_login(bayu)
    for address in [page_of(sonne), *addresses_of(sonne)]:
        assert client.get(address).status_code == 404, address


def test_a_merged_account_leads_to_the_one_it_lives_on_in(client, clara, sonne, mond):
    Account.objects.filter(pk=mond.pk).update(merged_into=sonne)
    client.force_login(clara)
    assert client.get(page_of(mond)).headers["Location"] == page_of(sonne)


def test_the_business_of_a_merged_account_counts_with_the_one_that_lives_on(
    client, clara, entity, sonne, mond
):
    sale(mond, days_ago(3), "55.00")
    Account.objects.filter(pk=mond.pk).update(merged_into=sonne)
    header = header_for(clara, sonne.pk)
    assert figures_of(header.own_ids, header.entity, sees_cost=True).now.revenue == Decimal("55.00")


def test_a_parent_that_is_not_theirs_to_see_is_not_named(client, ana, bayu, sonne, mond):
    place_under(actor=SYSTEM, account=sonne, parent=mond, since=LONG_AGO)
    assert "Mondschein" not in text_of(client, ana, page_of(sonne))
    join_account_team(actor=SYSTEM, account=mond, person=ana.person, role="specialist", since=LONG_AGO)
    assert "Mondschein" in text_of(client, ana, page_of(sonne))


def test_who_is_away_is_shown_so_and_the_deputy_speaks(ana, bayu, sonne):
    join_account_team(actor=SYSTEM, account=sonne, person=bayu.person, role="deputy", since=LONG_AGO)
    assert header_for(ana, sonne.pk).roster.voice.name == "Ana Reyes"
    Absence.objects.create(person=ana.person, valid=DateRange(TODAY, TODAY + timedelta(days=3)))
    assert header_for(ana, sonne.pk).roster.voice.name == "Bayu Pratama"


def test_the_team_shows_past_owners_with_their_days(client, ana, bayu, sonne):
    assign_owner(actor=SYSTEM, account=sonne, person=bayu.person, since=date(2020, 1, 1))
    assign_owner(actor=SYSTEM, account=sonne, person=ana.person, since=date(2022, 7, 1))
    text = text_of(client, ana, reverse("account_team", args=[sonne.pk]))
    assert "1 Jan 2020 to 30 Jun 2022" in text
    assert "since 1 Jul 2022" in text


def test_a_field_hidden_from_a_function_is_nowhere_on_the_page(client, ana, sonne):
    Account.objects.filter(pk=sonne.pk).update(phone="+49 30 1234567", credit_limit=Decimal("77000"))
    assert "+49 30 1234567" in client_page(client, ana, sonne)
    for field in ("phone", "credit_limit"):
        mask_field(actor=SYSTEM, function="account_manager", kind="account", field=field)
    shown = client_page(client, ana, sonne) + client_page(client, ana, sonne, "details")
    assert "1234567" not in shown
    assert "77" not in re.sub(r"\D77\.\d", "", shown) or "77,000" not in shown


def client_page(client, user, account, part=""):
    client.force_login(user)
    address = reverse(part, args=["account", account.pk]) if part else page_of(account)
    return client.get(address).content.decode()


def test_only_who_may_start_something_is_offered_it(client, ana, finn, sonne):
    assert reverse("account_contact_new", args=[sonne.pk]) in client_page(client, ana, sonne)
    assert reverse("account_contact_new", args=[sonne.pk]) not in client_page(client, finn, sonne)


def test_a_panel_needs_its_own_capability(ana, finn, sonne):
    names = {each.part.name for each in pages.panels_of("account", finn, sonne.pk)}
    assert {"receivables", "orders", "ledger", "notes"} <= names
    assert all(isinstance(each.part.capability, Can) for each in pages.panels_of("account", ana, sonne.pk))


def test_a_prospect_without_any_business_has_a_page_too(client, ana, entity):
    fresh = open_account(actor=SYSTEM, name="Neu & Frisch", since=TODAY, owner=ana.person)
    text = text_of(client, ana, page_of(fresh))
    assert "nothing ordered yet" in text
    assert "Neu & Frisch" in text
