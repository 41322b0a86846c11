"""The pages of the reports: what they show, to whom, and that every figure opens lines that make it up."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape

import pytest
from django.urls import reverse
from psycopg.types.range import DateRange

from suki.apps.accounts.models import AccountTeamMember
from suki.reports.lines import PAGE
from suki.reports.tests.building import quota, sale

pytestmark = pytest.mark.django_db


@pytest.fixture
def sold(sonne, mond, ana, bayu):
    quota("1000", "2026-07-01", "2026-10-01", person=ana.person)
    quota("500", "2026-07-01", "2026-10-01", person=bayu.person)
    sale(sonne, "2026-07-01", "700.10", seller=ana.person, cost="300")
    sale(sonne, "2026-08-01", "0.23", seller=ana.person)
    sale(mond, "2026-07-02", "55.55", seller=bayu.person, cost="20")
    sale(mond, "2026-07-03", "44.44")


def page(client, user, address, **wishes):
    client.force_login(user)
    return client.get(address, wishes)


def results(client, user, **wishes):
    return page(client, user, "/reports/quarterly/", period="2026-Q3", **wishes)


def opening(response):
    return [unescape(href) for href in re.findall(r'class="opens" href="([^"]+)"', response.content.decode())]


def test_senior_readers_see_every_row_and_the_total(client, finn, sold):
    text = results(client, finn).content.decode()
    for said in ("Ana Reyes", "Bayu Pratama", "unassigned", "Sonnenhof GmbH"):
        assert said in text
    assert "€800.32" in text.replace("\xa0", "").replace('<span class="cur">', "").replace("</span>", "")


def test_an_account_manager_sees_only_what_is_theirs(client, ana, sold):
    text = results(client, ana).content.decode()
    assert "Ana Reyes" in text
    assert "Bayu Pratama" not in text
    assert "Mondschein" not in text
    assert "unassigned" not in text
    text = results(client, ana, by="account").content.decode()
    assert "Sonnenhof" in text
    assert "Mondschein" not in text


def test_a_manager_sees_those_below(client, clara, ana, bayu, sold):
    text = results(client, clara).content.decode()
    assert "Ana Reyes" in text
    assert "Bayu Pratama" in text


def test_a_customer_who_is_no_longer_theirs_keeps_the_figure_and_loses_the_name(
    client, ana, bayu, mond, sold
):
    sale(mond, "2026-09-01", "10.00", seller=ana.person)
    response = results(client, ana)
    assert response.context["results"].total.revenue == Decimal("710.33")
    assert "Mondschein" not in response.content.decode()
    lines = page(client, ana, opening(response)[0])
    assert lines.context["page"].net == Decimal("710.33")
    assert "Mondschein" not in lines.content.decode()


def test_whoever_may_not_see_results_is_refused_and_strangers_sign_in(client, nobody, sold):
    assert client.get("/reports/quarterly/").status_code == 302
    for address in (
        "/reports/quarterly/",
        "/reports/quarterly/xlsx/",
        "/reports/lines/",
        "/book/",
        "/book/xlsx/",
    ):
        assert page(client, nobody, address).status_code == 403


def test_cost_is_masked_for_those_who_may_not_see_it(client, dung, sold):
    response = results(client, dung)
    assert response.context["results"].total.margin is None
    assert "Margin %" not in response.content.decode()
    report = page(client, dung, "/reports/quarterly/json/", period="2026-Q3").json()
    assert report["total"]["margin"] is None
    assert "margin" in report["masked"]
    lines = page(client, dung, "/reports/lines/", period="2026-Q3")
    assert {line.cost for line in lines.context["page"].lines} == {None}


def test_a_bad_period_is_refused_with_a_sentence(client, finn, sold):
    response = page(client, finn, "/reports/quarterly/", period="2026-Q7")
    assert response.status_code == 422
    assert "quarters 1 to 4" in response.content.decode()
    assert page(client, finn, "/reports/quarterly/xlsx/", period="moon").status_code == 404


def test_without_a_wish_the_last_full_quarter_is_shown(client, finn, sold):
    assert page(client, finn, "/reports/quarterly/").status_code == 200


@pytest.mark.parametrize("credit", ["document", "team"])
@pytest.mark.parametrize("by", ["person", "team", "territory", "account", "product"])
def test_every_figure_opens_lines_that_add_up_to_it(client, finn, sonne, bayu, ana, sold, by, credit):
    for person, share in ((ana, "33.3333"), (bayu, "66.6667")):
        AccountTeamMember.objects.create(
            account=sonne,
            person=person.person,
            role="seller",
            share=share,
            valid=DateRange(date(2026, 7, 1), None),
        )
    response = results(client, finn, by=by, credit=credit)
    found = response.context["results"]
    addresses = [href for href in opening(response) if "subject=" in href and "period=2026-Q3" in href]
    shown = {}
    for address in addresses:
        lines = page(client, finn, address).context["page"]
        assert sum(line.net for line in lines.lines) == lines.net
        assert len(lines.lines) == lines.count
        shown[address.rpartition("subject=")[2]] = (lines.net, lines.count)
    expected = {
        str(row.key or "none"): (row.figures.revenue, row.figures.lines)
        for row in found.rows
        if row.figures.lines
    }
    assert shown == expected


def test_a_long_list_of_lines_goes_on_where_it_stopped(client, finn, ana, sonne):
    for number in range(PAGE + 5):
        sale(sonne, "2026-07-01" if number % 2 else "2026-07-02", "1.01", seller=ana.person)
    address, seen = f"/reports/lines/?period=2026-Q3&subject={ana.person.pk}", []
    while address:
        response = page(client, finn, address)
        seen += [line.id for line in response.context["page"].lines]
        assert response.context["page"].count == PAGE + 5
        address = response.context["pages"].after
    assert len(set(seen)) == len(seen) == PAGE + 5


def test_lines_come_as_a_part_when_asked_for_beside_the_page(client, finn, sold):
    client.force_login(finn)
    part = client.get("/reports/lines/?period=2026-Q3", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in part
    assert "Sonnenhof" in part


@pytest.mark.parametrize("format", ["json", "xlsx", "pdf", "html"])
def test_the_results_can_be_taken_away_as_files(client, ana, sold, format):
    response = page(client, ana, f"/reports/quarterly/{format}/", period="2026-Q3")
    assert response.status_code == 200
    assert f'filename="suki-results-2026-Q3-person.{format}"' in response["Content-Disposition"]


def test_an_account_manager_opens_their_own_book_and_nobody_elses(client, ana, bayu, clara, sonne, sold):
    assert "Sonnenhof" in page(client, ana, "/book/", on="2026-09-30").content.decode()
    assert page(client, ana, "/book/", person=bayu.person.pk).status_code == 404
    assert page(client, ana, "/book/xlsx/", person=bayu.person.pk).status_code == 404
    assert page(client, clara, "/book/", person=bayu.person.pk, on="2026-09-30").status_code == 200
    assert page(client, ana, "/book/", on="yesterday").status_code == 404


def test_a_figure_of_the_book_opens_its_lines(client, ana, sold):
    response = page(client, ana, "/book/", on="2026-09-30")
    lines = page(client, ana, opening(response)[0])
    assert lines.context["page"].net == response.context["book"].rows[0].figures.revenue == Decimal("700.33")


def test_pages_have_addresses_by_name():
    assert reverse("quarterly") == "/reports/quarterly/"
    assert reverse("book") == "/book/"
