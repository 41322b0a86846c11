"""The ledger: what enters stays, what is wrong is reversed, and the roll-up always agrees."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, ProgrammingError, connection, transaction
from django.db.models import Sum
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suki.apps.company.actions import close_period, reopen_period
from suki.apps.ledger.actions import post_lines, rebuild_rollup, reverse_documents
from suki.apps.ledger.models import LedgerLine, LedgerRollup
from suki.apps.ledger.posting import NewLine
from suki.base.access import SYSTEM
from suki.kernel.errors import NotAllowed, RuleBroken


@pytest.fixture
def line(entity, sonne):
    def make(**given):
        facts = {
            "entity_id": entity.pk, "kind": "invoiced", "day": date(2026, 1, 5), "sold_to_id": sonne.pk,
            "bill_to_id": sonne.pk, "currency": "EUR", "net": Decimal("10.00"), "room": "billing", "document_id": 1,
        }  # fmt: skip
        return NewLine(**{**facts, **given})

    return make


def rollup_from_lines():
    names = ("entity", "sold_to", "product", "seller", "kind", "currency")
    rows = LedgerLine.objects.values(*names, "day").annotate(net_sum=Sum("net"), base_sum=Sum("base_net"))
    cells = {}
    for row in rows:
        key = (*(row[name] for name in names), row["day"].replace(day=1))
        net, base = cells.get(key, (0, 0))
        cells[key] = (net + row["net_sum"], base + row["base_sum"])
    return cells


def rollup_as_kept():
    names = ("entity", "sold_to", "product", "seller", "kind", "currency", "cell_start")
    return {tuple(row[:-2]): row[-2:] for row in LedgerRollup.objects.values_list(*names, "net", "base_net")}


@pytest.mark.parametrize(
    "statement", ["UPDATE ledger_ledgerline SET net = 0", "DELETE FROM ledger_ledgerline"]
)
def test_the_database_refuses_to_change_or_delete_a_line(line, statement):
    post_lines(actor=SYSTEM, lines=[line()])
    with pytest.raises(ProgrammingError, match="Cannot"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert LedgerLine.objects.get().net == 10


def test_a_document_posts_a_line_only_once(line):
    post_lines(actor=SYSTEM, lines=[line()])
    with pytest.raises(IntegrityError, match="posted_once"), transaction.atomic():
        post_lines(actor=SYSTEM, lines=[line()])
    assert LedgerLine.objects.count() == 1


def test_a_reversal_leaves_nothing_standing_and_happens_once(line):
    post_lines(actor=SYSTEM, lines=[line(), line(line_key="2", net=Decimal("5.55"), cost=Decimal("3"))])
    assert reverse_documents(actor=SYSTEM, room="billing", document_ids=[1]) == 2
    assert reverse_documents(actor=SYSTEM, room="billing", document_ids=[1]) == 0
    assert LedgerLine.objects.aggregate(Sum("net"), Sum("cost")) == {"net__sum": 0, "cost__sum": 0}
    assert set(LedgerLine.objects.values_list("day", flat=True)) == {date(2026, 1, 5)}
    assert LedgerRollup.objects.aggregate(Sum("net"), Sum("base_cost")) == {
        "net__sum": 0,
        "base_cost__sum": 0,
    }


def test_a_closed_day_takes_no_line_and_its_reversal_falls_on_the_first_open_day(line, entity):
    post_lines(actor=SYSTEM, lines=[line()])
    close_period(actor=SYSTEM, entity=entity, through=date(2026, 1, 31))
    with pytest.raises(RuleBroken, match="closed"), transaction.atomic():
        post_lines(actor=SYSTEM, lines=[line(document_id=2)])
    reverse_documents(actor=SYSTEM, room="billing", document_ids=[1])
    assert list(LedgerLine.objects.order_by("id").values_list("day", "net")) == [
        (date(2026, 1, 5), Decimal(10)),
        (date(2026, 2, 1), Decimal(-10)),
    ]


def test_a_reopened_period_takes_lines_again(line, entity):
    close_period(actor=SYSTEM, entity=entity, through=date(2026, 1, 31))
    with pytest.raises(RuleBroken, match="reason"):
        reopen_period(actor=SYSTEM, entity=entity, reason=" ")
    reopen_period(actor=SYSTEM, entity=entity, reason="a forgotten invoice")
    assert post_lines(actor=SYSTEM, lines=[line()]) == 1


def test_an_account_manager_may_not_post_to_the_ledger(ana, line):
    with pytest.raises(NotAllowed):
        post_lines(actor=ana, lines=[line()])
    assert not LedgerLine.objects.exists()


def test_a_foreign_document_is_converted_once_and_its_lines_sum_to_it(line):
    cents = [Decimal("0.05")] * 3
    post_lines(
        actor=SYSTEM,
        lines=[
            line(line_key=str(place), net=net, currency="USD", rate=Decimal("0.9"))
            for place, net in enumerate(cents)
        ],
    )
    bases = list(LedgerLine.objects.order_by("line_key").values_list("base_net", flat=True))
    assert bases == [Decimal("0.05"), Decimal("0.05"), Decimal("0.04")]
    assert sum(bases) == Decimal("0.14")


def test_a_foreign_credit_note_mirrors_its_invoice_to_the_cent(line):
    for document, sign in ((1, 1), (2, -1)):
        nets = [sign * net for net in (Decimal("0.05"), Decimal("1.37"), Decimal("0.05"), Decimal("0.05"))]
        given = [
            line(document_id=document, line_key=str(place), net=net, currency="USD", rate=Decimal("0.9"))
            for place, net in enumerate(nets)
        ]
        post_lines(actor=SYSTEM, lines=given)
    bases = LedgerLine.objects.order_by("document_id", "line_key").values_list("base_net", flat=True)
    assert list(bases[4:]) == [-base for base in bases[:4]]


def test_rollups_are_cut_where_a_fiscal_period_starts_inside_a_month(entity, line):
    from suki.apps.company.actions import settle_default_entity

    settle_default_entity(actor=SYSTEM, fiscal_pattern="445", fiscal_start=2, fiscal_rule="last")
    entity.refresh_from_db()
    cut = next(day for day in entity.fiscal_calendar.cuts_between(date(2026, 3, 1), date(2026, 4, 1)))
    days = [cut.replace(day=1), cut]
    post_lines(
        actor=SYSTEM, lines=[line(day=day, document_id=place) for place, day in enumerate(days, start=1)]
    )
    cells = LedgerRollup.objects.order_by("cell_start").values_list("cell_start", "cell_end")
    assert cells[0] == (cut.replace(day=1), cut)
    assert cells[1][0] == cut


LINES = st.lists(
    st.tuples(
        st.dates(date(2025, 11, 1), date(2026, 3, 31)),
        st.decimals(-1000, 1000, places=2),
        st.sampled_from(["invoiced", "booked", "credited"]),
        st.sampled_from(["EUR", "USD"]),
        st.booleans(),
    ),
    max_size=30,
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(given_lines=LINES)
def test_the_rollup_agrees_with_the_lines_whatever_is_posted_and_reversed(line, entity, given_lines):
    with transaction.atomic():
        for number, (day, net, kind, currency, reversed_) in enumerate(given_lines):
            rate = Decimal(1) if currency == "EUR" else Decimal("0.9137")
            post_lines(
                actor=SYSTEM,
                lines=[line(document_id=number, day=day, net=net, kind=kind, currency=currency, rate=rate)],
            )
            if reversed_:
                reverse_documents(actor=SYSTEM, room="billing", document_ids=[number])
        assert rollup_as_kept() == rollup_from_lines()
        kept = rollup_as_kept()
        rebuild_rollup(entity)
        assert rollup_as_kept() == kept
        transaction.set_rollback(True)
