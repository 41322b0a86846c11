"""Any figure opens the lines it is made of, with its rule; any account says why one can see it."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from suki.apps.accounts.actions import assign_owner, join_account_team
from suki.apps.accounts.queries import account_for
from suki.apps.billing.actions import invoice_order
from suki.apps.company.models import ExchangeRate
from suki.apps.company.queries import default_entity
from suki.apps.orders.actions import enter_order
from suki.apps.orders.documents import Item
from suki.base.access import SYSTEM
from suki.base.listing import Context
from suki.desk.account.figures import figures_of as account_figures
from suki.desk.lists.figures import receivable
from suki.desk.why import reasons_of

TODAY = date(2026, 6, 15)


@pytest.fixture
def signed_in(client):
    def as_(user):
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_


@pytest.fixture
def invoiced(sonne, ana):
    day = default_entity().today - timedelta(days=1)
    items = [Item(quantity=Decimal(2), unit_price=Decimal("210.50"))]
    order = enter_order(actor=SYSTEM, account=sonne, day=day, currency="EUR", items=items, seller=ana.person)
    return invoice_order(actor=SYSTEM, order=order, day=day)


def said(reasons):
    return [f"{reason.what} {reason.since}".strip() for reason in reasons]


def test_the_owner_a_manager_and_finance_each_read_their_own_reason(ana, clara, finn, sonne):
    assert said(reasons_of(ana, sonne, TODAY)) == ["You are on the account's team: owner since 1 Jan 2020"]
    assert said(reasons_of(clara, sonne, TODAY)) == [
        "Ana Reyes works below you and is on the account's team: owner since 1 Jan 2020"
    ]
    assert said(reasons_of(finn, sonne, TODAY)) == [
        "Your function, finance, sees every account since 1 Jan 2020"
    ]


def test_every_way_is_told_and_none_that_is_over(ana, bayu, clara, sonne):
    assign_owner(actor=clara, account=sonne, person=bayu.person, since=date(2026, 3, 1))
    join_account_team(actor=clara, account=sonne, person=ana.person, role="deputy", since=date(2026, 4, 1))
    assert said(reasons_of(ana, sonne, TODAY)) == ["You are on the account's team: deputy since 1 Apr 2026"]
    assert len(reasons_of(clara, sonne, TODAY)) == 2


def test_whoever_reads_a_reason_sees_the_account_and_whoever_reads_none_does_not(
    ana, bayu, clara, dung, finn, sonne
):
    for user in (ana, bayu, clara, dung, finn):
        sees = type(sonne).objects.visible_to(user).filter(pk=sonne.pk).exists()
        assert bool(reasons_of(user, sonne, date.today())) is sees


def test_the_page_of_reasons_is_there_for_those_who_see_the_account(signed_in, ana, bayu, sonne):
    address = reverse("account_why", args=[sonne.pk])
    page = signed_in(ana).get(address).content.decode()
    assert "Why can I see this?" in page
    assert "owner" in page
    assert signed_in(bayu).get(address).status_code == 404
    assert account_for(ana, sonne.pk) == sonne


@pytest.mark.parametrize(("name", "figure"), [("open", "421.00"), ("attainment", "421.00")])
def test_the_numbers_of_today_open_their_lines(signed_in, ana, invoiced, name, figure):
    answer = signed_in(ana).get(reverse("today_figure", args=[name]), headers={"HX-Request": "true"})
    shown = (
        answer.content.decode()
        .replace("<small>", "")
        .replace("</small>", "")
        .replace("<i>", "")
        .replace("</i>", "")
    )
    assert answer.status_code == 200
    assert figure.split(".")[0] in shown
    assert 'class="rule-in-words"' in shown


def test_a_number_that_today_does_not_have_is_not_there(signed_in, ana, invoiced, bayu):
    assert signed_in(ana).get(reverse("today_figure", args=["luck"])).status_code == 404
    assert signed_in(bayu).get(reverse("today_figure", args=["open"])).status_code == 404


def test_figures_of_the_list_open_lines_that_make_them_up(signed_in, ana, sonne, invoiced):
    page = signed_in(ana).get(reverse("accounts")).content.decode()
    year = default_entity().today.year
    address = f"/reports/lines/?period={year}&amp;by=account&amp;credit=document&amp;subject={sonne.pk}"
    assert address in page
    drawer = (
        signed_in(ana).get(address.replace("&amp;", "&"), headers={"HX-Request": "true"}).content.decode()
    )
    assert "Revenue is what was invoiced less what was credited" in drawer
    assert "421" in drawer


def test_the_list_and_the_page_of_an_account_say_the_same_is_open(ana, sonne):
    today = default_entity().today
    for rate, day in (("0.90", today - timedelta(days=9)), ("0.95", today - timedelta(days=1))):
        ExchangeRate.objects.create(base="USD", quote="EUR", valid_on=day, rate=Decimal(rate), source="test")
    items = [Item(quantity=Decimal(1), unit_price=Decimal(100))]
    order = enter_order(
        actor=SYSTEM, account=sonne, day=today - timedelta(days=5), currency="USD", items=items
    )
    invoice_order(actor=SYSTEM, order=order, day=today - timedelta(days=5))
    entity = default_entity()
    shown = account_figures([sonne.pk], entity, sees_cost=True).owed.open
    row = type(sonne).objects.annotate(open=receivable(Context(ana, entity.today, "EUR"))).get(pk=sonne.pk)
    assert row.open == shown == Decimal("95.00")
