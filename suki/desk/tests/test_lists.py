"""Lists: filters, order, pages by key, exports of what is shown, views, and acting on what is selected."""

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.urls import reverse

from suki.apps.accounts.actions import open_account
from suki.apps.accounts.models import Account
from suki.apps.accounts.queries import owner_of
from suki.apps.ledger.actions import post_lines
from suki.apps.ledger.posting import NewLine
from suki.base.access import SYSTEM
from suki.base.models import CustomField, SavedView, Tagging

LONG_AGO = date(2020, 1, 1)
NAMES = ["Ánh Dương", "anh Minh", "Bäcker 9", "Bäcker 10", "Đông Á", "Zeller"]


@pytest.fixture
def firms(ana):
    return [
        open_account(
            actor=SYSTEM,
            name=name,
            since=LONG_AGO,
            owner=ana.person,
            city="Berlin" if "B" in name else "Huế",
            lifecycle="customer",
        )
        for name in NAMES
    ]


@pytest.fixture(autouse=True)
def nothing_remembered():
    from suki.base.listing import page
    from suki.desk.lists import views

    yield
    page._custom.clear()
    views._entity.clear()


def shown(client, address):
    page = client.get(address).context["page"]
    return [row["name"] for row in page.table.rows], page


def test_names_sort_as_people_sort_them(client, ana, firms):
    client.force_login(ana)
    names, _page = shown(client, "/accounts/")
    assert names == ["Ánh Dương", "anh Minh", "Bäcker 9", "Bäcker 10", "Đông Á", "Zeller"]


@pytest.mark.parametrize("sort", ["name", "-name", "city", "-city", "revenue", "-revenue", "owner", "margin"])
def test_pages_by_key_show_every_row_once_forwards_and_backwards(
    client, ana, firms, monkeypatch, entity, sort
):
    from suki.desk.lists import views
    from suki.desk.lists.accounts import ACCOUNTS

    for number, firm in enumerate(firms[:3]):
        line = NewLine(
            entity_id=entity.pk, kind="invoiced", day=entity.today, sold_to_id=firm.pk, bill_to_id=firm.pk,
            currency="EUR", net=Decimal(100), cost=Decimal(number), room="billing", document_id=number,
        )  # fmt: skip
        post_lines(actor=SYSTEM, lines=[line])
    from dataclasses import replace

    monkeypatch.setattr(views, "ACCOUNTS", replace(ACCOUNTS, page_size=2))
    client.force_login(ana)
    seen, address, pages = [], f"/accounts/?sort={sort}", []
    while address:
        names, page = shown(client, address)
        pages.append(names)
        seen += names
        before, address = page.pages.before, page.pages.after
    assert sorted(seen) == sorted(NAMES)
    names, _page = shown(client, before)
    assert names == pages[-2]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("name=backer", ["Bäcker 9", "Bäcker 10"]),
        ("q=dong", ["Đông Á"]),
        ("city=Berlin", ["Bäcker 9", "Bäcker 10"]),
        ("city.not=Berlin&name=anh", ["Ánh Dương", "anh Minh"]),
        ("lifecycle=former", []),
        ("lifecycle.not=former&name=zel", ["Zeller"]),
        ("owner=me&name=zel", ["Zeller"]),
        ("field=city&relation=&value=Berlin", ["Bäcker 9", "Bäcker 10"]),
        ("nonsense=1&sort=nothing&after=broken", NAMES),
    ],
)
def test_filters_say_what_is_left(client, ana, firms, query, expected):
    client.force_login(ana)
    assert shown(client, f"/accounts/?{query}")[0] == expected


def test_a_filter_that_cannot_be_read_is_named_not_swallowed(client, ana, firms):
    client.force_login(ana)
    _names, page = shown(client, "/accounts/?revenue.from=many")
    assert page.problems == ["“many” does not fit Revenue this year."]


def test_another_managers_accounts_are_not_in_the_list(client, bayu, firms, mond):
    client.force_login(bayu)
    assert shown(client, "/accounts/")[0] == ["Mondschein KG"]


def test_a_page_takes_at_most_six_queries(client, ana, clara, firms, django_assert_max_num_queries):
    for user in (ana, clara):
        client.force_login(user)
        client.get("/accounts/")
        with django_assert_max_num_queries(6):
            assert client.get("/accounts/?sort=-revenue").status_code == 200


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_an_export_is_exactly_what_is_shown(client, ana, firms, form):
    client.force_login(ana)
    response = client.get(f"/lists/accounts/export.{form}?city=Berlin&columns=name,city&sort=-name")
    if form == "csv":
        text = b"".join(response.streaming_content).decode("utf-8-sig")
        rows = list(csv.reader(io.StringIO(text)))
    else:
        sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert rows == [["Account", "City"], ["Bäcker 10", "Berlin"], ["Bäcker 9", "Berlin"]]


def test_an_exported_text_is_never_a_formula(client, ana):
    open_account(actor=SYSTEM, name="=HYPERLINK(1)", since=LONG_AGO, owner=ana.person)
    client.force_login(ana)
    response = client.get("/lists/accounts/export.csv?columns=name")
    assert "'=HYPERLINK" in b"".join(response.streaming_content).decode()


def test_the_firms_own_fields_are_columns_and_filters(client, ana, firms):
    CustomField.objects.create(kind="account", name="route", label="Route")
    Account.objects.filter(pk=firms[0].pk).update(extra={"route": "North"})
    client.force_login(ana)
    from suki.base.listing import page

    page._custom.clear()
    names, shown_page = shown(client, "/accounts/?x_route=North&columns=name,x_route")
    assert names == ["Ánh Dương"]
    assert shown_page.table.rows[0]["x_route"] == "North"
    page._custom.clear()


def test_a_view_is_saved_and_shared_only_when_asked(client, ana, bayu, firms, mond):
    client.force_login(ana)
    client.post("/lists/accounts/views/", {"name": "Berlin", "query": "city=Berlin"})
    client.post("/lists/accounts/views/", {"name": "All of Huế", "query": "city=Huế", "is_shared": "1"})
    client.force_login(bayu)
    tabs = [str(tab.label) for tab in client.get("/accounts/").context["page"].tabs]
    assert "All of Huế" in tabs
    assert "Berlin" not in tabs
    view = SavedView.objects.get(name="All of Huế")
    client.post(f"/lists/accounts/views/{view.pk}/removal/")
    assert SavedView.objects.filter(pk=view.pk).exists()


def test_selected_accounts_are_handed_over_all_or_none(client, clara, ana, bayu, firms, mond):
    client.force_login(clara)
    given = {
        "row": [firms[0].pk, firms[1].pk],
        "person": bayu.person.pk,
        "since": "2026-03-01",
        "reason": "tour",
    }
    assert client.post(reverse("accounts_assignment"), given).status_code == 302
    assert owner_of(firms[0], date(2026, 3, 1)) == bayu.person
    assert owner_of(firms[0], date(2026, 2, 28)) == ana.person
    answer = client.post(
        reverse("accounts_assignment"), {**given, "row": [firms[2].pk, 987654], "since": "2026-04-01"}
    )
    assert answer.status_code == 422
    assert owner_of(firms[2], date(2026, 4, 1)) == ana.person


def test_an_account_manager_may_not_assign_but_may_tag_their_own(client, ana, firms, mond):
    client.force_login(ana)
    given = {"row": [firms[0].pk], "person": ana.person.pk, "since": "2026-03-01"}
    assert client.post(reverse("accounts_assignment"), given).status_code == 403
    client.post(reverse("accounts_tags"), {"row": [firms[0].pk, mond.pk], "name": "Tết"})
    assert list(Tagging.objects.values_list("about_id", flat=True)) == [firms[0].pk]
    assert shown(client, "/accounts/?tag=Tết")[0] == ["Ánh Dương"]


@pytest.mark.parametrize("address", ["/contacts/", "/products/", "/orders/", "/invoices/"])
def test_the_other_lists_open_and_export(client, dung, sonne, address):
    client.force_login(dung)
    assert client.get(address).status_code == 200
    name = address.strip("/")
    assert client.get(f"/lists/{name}/export.xlsx").status_code == 200
