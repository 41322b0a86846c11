from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suki.exchange.tests.folders import Folder
from suki.kernel.money import apportion_amount, round_half_up

pytestmark = pytest.mark.django_db

BASE = {
    "people": "select '1' as id, 'Ana' as name from one",
    "products": "select 'p' as id, 'Pump' as name from one",
    "accounts": "select 'A' as id, 'Acme' as name from one",
}
INVOICES = "select id, 'A' as account, day, currency, kind, net, tax, '1' as seller, _at from invoices"
LINES = "select invoice, line, 'p' as product, quantity, unit_price, discount, net, tax, cost, _at from lines"
TARGETS = {**BASE, "invoices": INVOICES, "invoice_lines": LINES}


@pytest.fixture
def trade(folder: Folder) -> Folder:
    folder.write("one.csv", "one\n1\n")
    folder.write("invoices.csv", "id,day,currency,kind,net,tax\nI1,2024-01-31,EUR,,100.005,19\n")
    folder.write(
        "lines.csv",
        "invoice,line,quantity,unit_price,discount,net,tax,cost\n"
        "I1,1,3,11.115,0,33.335,,20\nI1,2,3,11.115,0,33.335,,20.12345\nI1,10,3,11.115,0,33.335,,\n",
    )
    return folder


def posted() -> list[tuple[str, Decimal, Decimal, Decimal | None]]:
    from suki.apps.ledger.models import LedgerLine

    lines = sorted(LedgerLine.objects.all(), key=lambda line: int(line.line_key or 0))
    return [(line.line_key, line.net, line.tax, line.cost) for line in lines]


def test_the_net_is_rounded_once_and_its_lines_sum_to_it(trade: Folder) -> None:
    from suki.apps.billing.models import Invoice

    trade.bring(TARGETS)
    invoice = Invoice.objects.get()
    assert (invoice.net, invoice.tax, invoice.posting) == (Decimal("100.01"), Decimal("19"), 1)
    assert posted() == [
        ("1", Decimal("33.34"), Decimal("6.34"), Decimal("20")),
        ("2", Decimal("33.34"), Decimal("6.33"), Decimal("20.1235")),
        ("10", Decimal("33.33"), Decimal("6.33"), None),
    ]


def test_without_a_net_the_lines_make_it_from_quantity_price_and_discount(trade: Folder) -> None:
    from suki.apps.billing.models import Invoice

    trade.write("invoices.csv", "id,day,currency,kind,net,tax\nI1,2024-01-31,JPY,,,\n")
    trade.write(
        "lines.csv",
        "invoice,line,quantity,unit_price,discount,net,tax,cost\nI1,1,3,10.5,0.1,,,\nI1,2,1,0.3,,,,\n",
    )
    trade.bring(
        TARGETS | {"rates": "select 'EUR' as base, 'JPY' as quote, '2024-01-01' as day, 160 as rate from one"}
    )
    assert Invoice.objects.get().net == 29
    assert [line[1] for line in posted()] == [29, 0]


def test_a_document_without_lines_posts_one_line(trade: Folder) -> None:
    trade.bring({**BASE, "invoices": INVOICES})
    assert posted() == [("", Decimal("100.01"), Decimal("19"), None)]


def test_a_credit_note_is_negative_however_it_is_stated(trade: Folder) -> None:
    from suki.apps.ledger.models import LedgerLine

    trade.write(
        "invoices.csv",
        "id,day,currency,kind,net,tax\nC1,2024-01-31,EUR,credit_note,10,1.9\nC2,2024-01-31,EUR,credit_note,-10,-1.9\n",
    )
    trade.write(
        "lines.csv",
        "invoice,line,quantity,unit_price,discount,net,tax,cost\nC1,1,2,5,,10,,4\nC2,1,-2,5,,-10,,-4\n",
    )
    trade.bring(TARGETS)
    lines = LedgerLine.objects.values_list("kind", "net", "tax", "quantity", "cost")
    assert set(lines) == {("credited", Decimal(-10), Decimal("-1.9"), Decimal(-2), Decimal(-4))}


def test_a_changed_document_is_reversed_and_posted_anew_and_others_are_left_alone(trade: Folder) -> None:
    from suki.apps.billing.models import Invoice
    from suki.apps.ledger.models import LedgerLine, LedgerRollup

    trade.write(
        "invoices.csv", "id,day,currency,kind,net,tax\nI1,2024-01-31,EUR,,100,19\nI2,2024-01-31,EUR,,5,\n"
    )
    trade.bring({**BASE, "invoices": INVOICES})
    trade.write(
        "invoices.csv", "id,day,currency,kind,net,tax\nI1,2024-01-31,EUR,,90,17.1\nI2,2024-01-31,EUR,,5,\n"
    )
    outcome = trade.bring({**BASE, "invoices": INVOICES})
    assert outcome.targets["invoices"] == {
        "rows": 2,
        "created": 0,
        "updated": 1,
        "unchanged": 1,
        "skipped": 0,
    }
    changed = Invoice.objects.get(number="I1")
    lines = LedgerLine.objects.filter(document_id=changed.pk).order_by("id")
    assert [(line.net, line.posting, line.reverses_id is not None) for line in lines] == [
        (100, 1, False),
        (-100, 1, True),
        (90, 2, False),
    ]
    assert sum(LedgerRollup.objects.values_list("net", flat=True)) == 95
    assert LedgerLine.objects.count() == 4


def test_changed_lines_are_changed_removed_and_added(trade: Folder) -> None:
    from suki.apps.billing.models import InvoiceLine

    trade.bring(TARGETS)
    trade.write(
        "lines.csv",
        "invoice,line,quantity,unit_price,discount,net,tax,cost\nI1,1,3,11.115,0,33.335,,20\nI1,2,6,11.115,0,66.67,,\nI1,3,1,0,0,0,,\n",
    )
    outcome = trade.bring(TARGETS)
    assert outcome.targets["invoices"]["updated"] == 1
    keys = InvoiceLine.objects.order_by("position").values_list("line_key", "quantity")
    assert list(keys) == [("1", 3), ("2", 6), ("3", 1)]
    assert sum(line[1] for line in posted()) == Decimal("100.01")
    assert trade.bring(TARGETS).changed == 0


def test_in_a_closed_period_corrections_fall_on_the_first_open_day_and_new_documents_are_refused(
    trade: Folder,
) -> None:
    from datetime import date

    from suki.apps.company.actions import close_period
    from suki.apps.company.queries import default_entity
    from suki.apps.ledger.models import LedgerLine
    from suki.base.access import SYSTEM

    trade.bring({**BASE, "invoices": INVOICES})
    close_period(actor=SYSTEM, entity=default_entity(), through=date(2024, 3, 31))
    header = "id,day,currency,kind,net,tax\n"
    trade.write("invoices.csv", f"{header}I1,2024-01-31,EUR,,90,19\nI2,2024-02-01,EUR,,5,\n")
    told = trade.not_brought({**BASE, "invoices": INVOICES})
    assert told == ["invoices.csv:3:day: 2024-02-01 is closed: the ledger is closed through 2024-03-31."]
    assert LedgerLine.objects.count() == 1
    trade.write("invoices.csv", f"{header}I1,2024-01-31,EUR,,90,19\n")
    trade.bring({**BASE, "invoices": INVOICES})
    lines = LedgerLine.objects.order_by("id").values_list("day", "net")
    assert list(lines) == [
        (date(2024, 1, 31), Decimal("100.01")),
        (date(2024, 4, 1), Decimal("-100.01")),
        (date(2024, 4, 1), Decimal(90)),
    ]


def test_an_invoice_in_another_currency_takes_the_newest_rate_up_to_its_day(trade: Folder) -> None:
    from suki.apps.ledger.models import LedgerLine

    trade.write("invoices.csv", "id,day,currency,kind,net,tax\nI1,2024-01-31,USD,,100,\n")
    told = trade.not_brought({**BASE, "invoices": INVOICES})
    assert told == [
        "invoices.csv:2:currency: there is no rate of USD up to 2024-01-31; bring it by the target “rates”."
    ]
    rates = "select 'EUR' as base, 'USD' as quote, '2024-01-15' as day, 1.25 as rate from one"
    trade.bring({**BASE, "invoices": INVOICES, "rates": rates})
    line = LedgerLine.objects.get()
    assert (line.rate, line.base_net) == (Decimal("0.8"), Decimal("80"))


@pytest.mark.parametrize(
    ("invoices", "lines", "said"),
    [
        ("I1,2024-01-31,EUR,,,", "", "neither a net nor lines"),
        ("I1,2024-01-31,EUR,,5,", "I1,1,1,,,0,,", "its lines are all zero"),
        ("I1,2024-01-31,EUR,,5,", "I1,1,1,,,,,", "neither a net nor a unit price"),
        ("I1,2024-01-31,EUR,,5,", "I9,1,1,,,5,,", "expected an id of invoices"),
        ("I1,2024-01-31,EUR,,5,", "I1,1,1,,,5,,\nI1,1,1,,,5,,", "stands twice"),
    ],
)
def test_documents_that_cannot_be_settled_are_named(
    trade: Folder, invoices: str, lines: str, said: str
) -> None:
    trade.write("invoices.csv", f"id,day,currency,kind,net,tax\n{invoices}\n")
    trade.write("lines.csv", f"invoice,line,quantity,unit_price,discount,net,tax,cost\n{lines}\n")
    assert said in trade.not_brought(TARGETS)[0]


def test_a_document_is_left_out_as_a_whole_when_a_line_is_bad(trade: Folder, tmp_path: object) -> None:
    from pathlib import Path

    from suki.apps.billing.models import Invoice
    from suki.exchange.importing import Options

    trade.write(
        "invoices.csv", "id,day,currency,kind,net,tax\nI1,2024-01-31,EUR,,5,\nI2,2024-01-31,EUR,,5,\n"
    )
    trade.write(
        "lines.csv",
        "invoice,line,quantity,unit_price,discount,net,tax,cost\nI1,1,x,,,5,,\nI1,2,1,,,1,,\nI2,1,1,,,5,,\n",
    )
    outcome = trade.bring(TARGETS, options=Options(skip_bad_rows=Path(str(tmp_path)) / "left.csv"))
    assert [invoice.number for invoice in Invoice.objects.all()] == ["I2"]
    assert (outcome.targets["invoices"]["skipped"], outcome.targets["invoice_lines"]["skipped"]) == (1, 2)
    assert sum(line[1] for line in posted()) == 5


def test_what_bills_and_settles_a_document_with_a_taken_number_is_left_out_too(
    trade: Folder, tmp_path: object
) -> None:
    from pathlib import Path

    from suki.apps.billing.models import Invoice, Payment
    from suki.base.models import ExternalId
    from suki.exchange.importing import Options

    trade.write("one.csv", "one\n1\n")
    day = "'A' as account, '2024-01-31' as day, 'EUR' as currency"
    orders = f"select 'O' || n as id, {day}, '5' as net, n as number from (values ('7'), ('8')) v(n)"
    trade.bring({**BASE, "orders": f"select 'old' as id, {day}, '5' as net, '7' as number from one"})
    lines = "'1' as line, '1' as quantity, '5' as net from (values ('7'), ('8')) v(n)"
    targets = {
        **BASE,
        "orders": orders,
        "order_lines": f"select 'O' || n as \"order\", {lines}",
        "invoice_lines": f"select 'I' || n as invoice, {lines}",
        "invoices": f"select 'I' || n as id, 'O' || n as \"order\", {day}, '5' as net from (values ('7'), ('8')) v(n)",
        "payments": f"select 'P' || n as id, 'I' || n as invoice, {day}, '5' as amount from (values ('7'), ('8')) v(n)",
    }
    left = Path(str(tmp_path)) / "left.csv"
    outcome = trade.bring(targets, options=Options(skip_bad_rows=left))

    assert {name: outcome.targets[name]["skipped"] for name in targets if name not in BASE} == {
        "orders": 1, "order_lines": 1, "invoices": 1, "invoice_lines": 1, "payments": 1,
    }  # fmt: skip
    told = [line.partition(",")[0] for line in left.read_text().splitlines()[1:]]
    assert sorted(told) == ["invoice_lines", "invoices", "order_lines", "orders", "payments"]
    assert [invoice.number for invoice in Invoice.objects.all()] == ["I8"]
    assert [payment.invoice.number for payment in Payment.objects.all()] == ["I8"]
    kept = ExternalId.objects.filter(kind__in=["order", "invoice", "payment"]).order_by("key")
    assert list(kept.values_list("key", flat=True)) == ["I8", "O8", "P8", "old"]


def test_payments_post_what_they_settle(trade: Folder) -> None:
    from suki.apps.billing.models import Invoice
    from suki.apps.ledger.models import LedgerLine

    trade.write("payments.csv", "id,day,amount,invoice\nP1,2024-02-10,50.005,I1\nP2,2024-02-11,7,\n")
    payments = "select id, 'A' as account, day, amount, 'EUR' as currency, invoice, _at from payments"
    targets = {**BASE, "invoices": INVOICES, "payments": payments}
    trade.bring(targets)
    settled, loose = LedgerLine.objects.filter(kind="collected").order_by("net").reverse()
    assert (settled.net, settled.settles_room, settled.settles_id) == (
        Decimal("50.01"),
        "billing",
        Invoice.objects.get().pk,
    )
    assert (loose.settles_room, loose.settles_id) == ("", None)
    assert trade.bring(targets).changed == 0


def test_what_another_account_pays_is_collected_from_whose_invoice_it_settles(trade: Folder) -> None:
    from suki.apps.ledger.models import LedgerLine

    trade.write("payments.csv", "id,account,day,amount,invoice\nP1,B,2024-02-10,50,I1\n")
    payments = "select id, account, day, amount, 'EUR' as currency, invoice, _at from payments"
    accounts = "select 'A' as id, 'Acme' as name from one union all select 'B', 'Acme Holding' from one"
    trade.bring({**BASE, "accounts": accounts, "invoices": INVOICES, "payments": payments})
    line = LedgerLine.objects.get(kind="collected")
    assert (line.sold_to.name, line.bill_to.name) == ("Acme", "Acme Holding")


PARTS = st.lists(st.decimals(min_value=-500, max_value=500, places=3), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(documents=st.lists(PARTS, min_size=1, max_size=4))
def test_shares_in_sql_are_those_of_the_kernel(documents: list[list[Decimal]]) -> None:
    from django.db import transaction

    from suki.exchange.rooms.apportioning import add_up, apportion
    from suki.exchange.staging import rows_of, run

    documents = [parts for parts in documents if any(parts)]
    expected = []
    with transaction.atomic():
        run(
            "CREATE TEMP TABLE l (n bigint, document_id bigint, position bigint, part numeric) ON COMMIT DROP"
        )
        run("CREATE TEMP TABLE d (document_id bigint, digits int, total numeric) ON COMMIT DROP")
        number = 0
        for document, parts in enumerate(documents):
            total = round_half_up(sum(parts, Decimal(0)), 2)
            run("INSERT INTO d VALUES (%s, 2, %s)", [document, total])
            expected += apportion_amount(total, parts, 2)
            for position, part in enumerate(parts, 1):
                number += 1
                run("INSERT INTO l VALUES (%s, %s, %s, %s)", [number, document, position, part])
        add_up("sums", lines="l", documents="d", part="part", total="total")
        apportion("shared", lines="l", sums="sums", part="part", into="amount")
        found = [
            row[0]
            for row in rows_of(
                "SELECT coalesce(s.amount, l.part) FROM l LEFT JOIN shared s USING (n) ORDER BY n"
            )
        ]
        for table in ("shared", "sums", "l", "d"):
            run(f"DROP TABLE {table}")
    assert found == expected
