"""The book of an account manager, each figure against one worked out by hand."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from psycopg.types.range import DateRange

from suki.apps.accounts.models import Account, AccountTeamMember
from suki.apps.billing.models import Invoice
from suki.apps.company.queries import default_entity
from suki.base.access import SYSTEM
from suki.kernel.errors import RuleBroken
from suki.reports.book import book_of, may_read_book_of, person_named
from suki.reports.book_json import as_json
from suki.reports.tests.building import known_as, sale

pytestmark = pytest.mark.django_db


def book(person, on, actor=SYSTEM):
    day = date.fromisoformat(on)
    return as_json(book_of(actor=actor, person=person.person, entity=default_entity(), on=day))


def put(account, person, role, start, end=None):
    share = {"owner": 100, "seller": 100}.get(role)
    valid = DateRange(date.fromisoformat(start), end and date.fromisoformat(end))
    AccountTeamMember.objects.create(
        account=account, person=person.person, role=role, share=share, valid=valid
    )


def test_an_account_shows_role_revenue_margin_trend_and_share(sonne, ana, bayu):
    other = Account.objects.create(name="Other")
    put(other, ana, "deputy", "2026-02-01")
    known_as(sonne, "C1")
    for day, net, cost in (
        ("2025-01-10", "100.00", None),
        ("2025-06-30", "100.00", None),
        ("2025-07-01", "999.00", None),
        ("2026-01-02", "300.00", "200.00"),
        ("2026-06-30", "-60.00", None),
        ("2026-07-01", "999.00", None),
    ):
        sale(sonne, day, net, cost=cost)
    sale(other, "2026-03-03", "60.00")
    report = book(ana, "2026-06-30")
    first, second = report["rows"]
    assert {
        name: first[name] for name in ("id", "name", "role", "since", "revenue", "last_year", "trend")
    } == {
        "id": "C1",
        "name": "Sonnenhof GmbH",
        "role": "owner",
        "since": "2020-01-01",
        "revenue": "240.00",
        "last_year": "200.00",
        "trend": "0.200000",
    }
    assert (first["margin"], first["margin_share"], first["share"], first["lines"]) == (
        "100.00",
        "0.333333",
        "0.800000",
        2,
    )
    assert (second["role"], second["since"], second["share"]) == ("deputy", "2026-02-01", "0.200000")
    assert (report["total"]["accounts"], report["total"]["revenue"]) == (2, "300.00")


def test_the_book_is_that_of_the_day(sonne, ana, bayu):
    AccountTeamMember.objects.filter(account=sonne).delete()
    put(sonne, ana, "owner", "2026-01-01", "2026-03-01")
    put(sonne, bayu, "owner", "2026-03-01")
    assert [row["name"] for row in book(ana, "2026-02-28")["rows"]] == ["Sonnenhof GmbH"]
    assert book(ana, "2026-03-01")["rows"] == []
    assert book(bayu, "2026-03-01")["rows"][0]["since"] == "2026-03-01"


def test_a_role_that_was_renewed_without_a_break_counts_from_its_first_day(sonne, ana):
    AccountTeamMember.objects.filter(account=sonne).delete()
    put(sonne, ana, "owner", "2025-01-01", "2025-02-01")
    put(sonne, ana, "owner", "2025-06-01", "2026-01-01")
    put(sonne, ana, "owner", "2026-01-01")
    put(sonne, ana, "sponsor", "2026-02-01")
    (row,) = book(ana, "2026-03-01")["rows"]
    assert row["roles"] == [
        {"role": "owner", "since": "2025-06-01"},
        {"role": "sponsor", "since": "2026-02-01"},
    ]


def test_an_order_is_late_by_the_accounts_own_rhythm(sonne, mond, ana):
    put(mond, ana, "deputy", "2020-01-01")
    for day in ("2026-01-01", "2026-01-11", "2026-01-21", "2026-02-10"):
        sale(sonne, day, "1.00", kind="booked")
    sale(sonne, "2026-02-20", "1.00")
    sale(mond, "2026-02-01", "1.00")
    sale(mond, "2026-02-20", "1.00")
    rows = {row["name"]: row for row in book(ana, "2026-02-26")["rows"]}
    sonnenhof, mondschein = rows["Sonnenhof GmbH"], rows["Mondschein KG"]
    assert (sonnenhof["last_order"], sonnenhof["usual_gap_days"], sonnenhof["days_since_order"]) == (
        "2026-02-10",
        "10",
        16,
    )
    assert sonnenhof["is_late"] is True
    assert (mondschein["last_order"], mondschein["usual_gap_days"], mondschein["is_late"]) == (
        "2026-02-20",
        None,
        None,
    )
    assert book(ana, "2026-02-25")["total"]["late"] == 0


def test_open_and_overdue_are_those_of_the_day(sonne, ana):
    invoices = [
        Invoice.objects.create(
            entity=default_entity(), number=str(number), account=sonne, bill_to=sonne, day=date(2026, 1, 5),
            due=due, currency="EUR", net=Decimal(100), tax=Decimal(19),
        )
        for number, due in enumerate([date(2026, 2, 1), date(2026, 2, 28)])
    ]  # fmt: skip
    for invoice in invoices:
        sale(sonne, "2026-01-05", "100.00", tax=Decimal(19), document=invoice.pk)
    paid = {"kind": "collected", "room": "payments", "settles_room": "billing", "settles_id": invoices[0].pk}
    sale(sonne, "2026-02-10", "19.00", **paid)
    (row,) = book(ana, "2026-02-15")["rows"]
    assert (row["open"], row["overdue"]) == ("219.00", "100.00")
    (row,) = book(ana, "2026-02-09")["rows"]
    assert (row["open"], row["overdue"]) == ("238.00", "119.00")
    sale(sonne, "2026-02-20", "150.00", kind="collected", room="payments")
    (row,) = book(ana, "2026-03-01")["rows"]
    assert (row["open"], row["overdue"]) == ("69.00", "69.00")


def test_nothing_is_said_to_be_overdue_where_no_due_day_is_known(sonne, ana):
    sale(sonne, "2026-01-05", "100.00")
    assert (book(ana, "2026-02-15")["rows"][0]["open"], book(ana, "2026-02-15")["rows"][0]["overdue"]) == (
        "100.00",
        None,
    )


def test_what_was_bought_as_a_merged_account_is_in_the_book(sonne, mond, ana):
    sale(mond, "2026-01-05", "100.00")
    Account.objects.filter(pk=mond.pk).update(merged_into=sonne)
    (row,) = book(ana, "2026-02-15")["rows"]
    assert (row["revenue"], row["open"], row["last_order"]) == ("100.00", "100.00", "2026-01-05")


def test_a_person_goes_by_external_id_uid_or_mail(ana, bayu):
    known_as(ana.person, "274")
    known_as(ana.person, "x")
    known_as(bayu.person, "x", source="other")
    ana.person.email = "ana@habi.example"
    ana.person.save()
    assert {person_named(given) for given in ("274", str(ana.person.uid), "Ana@Habi.example")} == {ana.person}
    with pytest.raises(RuleBroken, match="Several"):
        person_named("x")
    with pytest.raises(RuleBroken, match="999"):
        person_named("999")


def test_a_book_is_read_by_its_owner_and_those_above(ana, bayu, clara, finn, nobody):
    assert may_read_book_of(ana, ana.person)
    assert may_read_book_of(clara, ana.person)
    assert may_read_book_of(finn, ana.person)
    assert not may_read_book_of(bayu, ana.person)
    assert not may_read_book_of(nobody, ana.person)
