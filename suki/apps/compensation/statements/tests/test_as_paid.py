"""My pay says on a day what a calculation of the same days says."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZipFile

from psycopg.types.range import DateRange

from suki.apps.billing.models import Invoice
from suki.apps.company.models import ExchangeRate
from suki.apps.compensation.models import Attainment, PayLine
from suki.apps.compensation.running.queries import lines_of
from suki.apps.compensation.statements.explaining import explained_line
from suki.apps.compensation.statements.position import estimate_for, position_of
from suki.apps.compensation.statements.sheet import sheet_of
from suki.apps.compensation.statements.workbook import workbook_of

JAN, FEB, APR, MAY = date(2026, 1, 10), date(2026, 2, 10), date(2026, 4, 10), date(2026, 5, 31)
RATES = [{"from": 0, "rate": Decimal("0.05")}, {"from": 1000, "rate": Decimal("0.08")}]


def agrees(stage, day, name="2026-Q2", first=None, end=None):
    """Earned and attained, by component, as the page says it and as it is paid."""
    found = position_of(stage.cast.ana.person, stage.entity, day)
    period = stage.calculated(name, first or stage.q2, end or stage.q3)
    lines = PayLine.objects.filter(run__period=period, statement__person=stage.cast.ana.person)
    for each in found.standings:
        paid = sum(
            line.commission
            for line in lines
            if line.component == each.component and line.kind in ("earned", "clawback")
        )
        attained = (
            Attainment.objects.filter(run__period=period, component=each.component)
            .order_by("-accumulated")
            .first()
        )
        assert (each.earned, each.credited, each.quota) == (paid, attained.credited, attained.quota)
    return found


def test_tiers_stated_in_money(stage, ten_percent):
    stage.plan({**ten_percent, "components": [{"name": "commission", "tiers": RATES}]}, stage.cast.ana)
    stage.sell(stage.cast.ana, "600", APR)
    found = agrees(stage, MAY)
    assert (found.first.rate, found.first.next_rate, found.first.missing) == (
        Decimal("0.05"),
        Decimal("0.08"),
        400,
    )


def test_every_line_of_a_document_is_rounded(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    for _line in range(3):
        stage.sell(stage.cast.ana, "0.05", APR, document=77)
    assert agrees(stage, MAY).first.earned == Decimal("0.03")


def test_a_years_quota_and_target_pay_in_the_second_quarter(stage, ten_percent):
    component = {"name": "commission", "input": "attainment", "output": "target", "method": "interpolated",
        "tiers": [{"from": 0, "rate": 1}, {"from": 1, "rate": 0}]}  # fmt: skip
    stage.plan({**ten_percent, "components": [component]}, stage.cast.ana, target_pay=Decimal(40000))
    stage.quota(stage.cast.ana, "40000", stage.q1, date(2027, 1, 1))
    stage.sell(stage.cast.ana, "5000", JAN)
    stage.sell(stage.cast.ana, "3000", APR)
    stage.closed()
    agrees(stage, MAY)


def test_what_adds_up_from_the_first_day_on(stage, ten_percent):
    stage.plan(
        {**ten_percent, "period": "all", "components": [{"name": "commission", "tiers": RATES}]},
        stage.cast.ana,
    )
    stage.sell(stage.cast.ana, "800", FEB)
    stage.sell(stage.cast.ana, "800", date(2027, 1, 10))
    found = position_of(stage.cast.ana.person, stage.entity, date(2027, 2, 1)).first
    assert (found.credited, found.earned) == (1600, 98)


def test_a_return_of_last_years_sale_costs_what_it_once_earned(stage, ten_percent):
    stage.plan({**ten_percent, "components": [{"name": "commission", "tiers": RATES}]}, stage.cast.ana)
    given = {
        "entity": stage.entity,
        "account": stage.cast.sonne,
        "bill_to": stage.cast.sonne,
        "currency": "EUR",
    }
    invoice = Invoice.objects.create(number="IN-1", day=FEB, net=2000, tax=0, **given)
    stage.sell(stage.cast.ana, "2000", FEB, document=invoice.pk)
    stage.closed("2026", stage.q1, date(2027, 1, 1))
    day = date(2027, 2, 10)
    note = Invoice.objects.create(
        number="CN-1", kind="credit_note", day=day, net=-500, tax=0, extra={"credits": "IN-1"}, **given
    )
    stage.sell(stage.cast.ana, "-500", day, kind="credited", document=note.pk)
    found = agrees(stage, date(2027, 2, 20), "2027-Q1", date(2027, 1, 1), date(2027, 4, 1))
    assert found.first.earned == Decimal("-32.50")


def test_a_line_in_a_currency_without_cents_is_worked_out_in_the_workbook(stage, ten_percent):
    stage.plan({**ten_percent, "currency": "VND"}, stage.cast.ana, paid_in="VND")
    ExchangeRate.objects.create(
        base="EUR", quote="VND", kind="plan", rate=Decimal("27013.37"), valid_on=stage.q1, source="ECB"
    )
    stage.sell(stage.cast.ana, "0.07", JAN)
    statement = stage.statement(stage.calculated(), stage.cast.ana)
    row = lines_of(statement).get()
    assert (row.commission, explained_line(row).differs) == (189, "")
    with ZipFile(BytesIO(workbook_of(sheet_of(statement), "en"))) as book:
        assert "ROUND(SUM(" in book.read("xl/worksheets/sheet1.xml").decode()


def test_what_an_earlier_version_paid_in_the_same_quarter_is_earned_too(stage, ten_percent):
    first = stage.plan(ten_percent, stage.cast.ana)
    type(first).objects.filter(pk=first.pk).update(valid=DateRange(stage.q1, date(2026, 5, 1)))
    component = {"name": "commission", "tiers": [{"from": 0, "rate": "0.2"}]}
    rules = {**first.rules, "components": [component]}
    type(first).objects.create(
        plan=first.plan,
        number=2,
        valid=DateRange(date(2026, 5, 1), None),
        rules=rules,
        published_at=first.published_at,
    )
    stage.sell(stage.cast.ana, "1000", APR)
    stage.sell(stage.cast.ana, "1000", date(2026, 5, 10))
    found = position_of(stage.cast.ana.person, stage.entity, MAY)
    assert (found.earned, found.first.version, found.first.earned) == ({"EUR": 300}, 2, 200)
    assert stage.statement(stage.calculated("2026-Q2", stage.q2, stage.q3), stage.cast.ana).earned == 300
    assert estimate_for(stage.cast.ana.person, stage.entity, Decimal(100), MAY).total == {"EUR": 20}
