"""The charts that the style page shows."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from suki.base.charts import (
    Change,
    HeatCell,
    HeatRow,
    Influence,
    Interval,
    Part,
    Seat,
    Series,
    bar,
    bullet,
    heat,
    line,
    map_of_people,
    spark,
    split,
    stacked,
    waterfall,
)  # fmt: skip
from suki.base.formats import day_text, number_text
from suki.base.style_page.samples import MONTHS

D = Decimal


def millions(value: Decimal) -> str:
    """The charts here speak in millions, with one decimal."""
    return number_text(value, 1)


def drawings() -> dict[str, Any]:
    """One of each kind."""
    months = [day_text(month, "mon") for month in MONTHS]
    actual = [D(value) for value in ("31.2", "36", "29.5", "42.7", "48.1", "39.4")]
    before = [D(value) for value in ("26.5", "30.6", "25", "36.2", "40.8", "33.5")]
    return {
        "bar": bar("Revenue by month", months[4:10], Series("actual", actual), last_year=Series("last year", before), target=Series("target", [D(30), D(34), D(35), D(38), D(42), D(45)]), say=millions, description="Six months; above target in four"),
        "line": line("Revenue added up", ["Q1", "Q2", "Q3", "Q4"], Series("actual", [D(40), D(82), D(135), None]), last_year=Series("last year", [D(35), D(70), D(110), D(160)]), forecast=Series("forecast", [None, None, None, D(186)]), interval=Interval("80% interval", [None, None, D(135), D(170)], [None, None, D(135), D(203)]), say=millions, from_zero=True),
        "stacked": stacked("Open receivables by age", months[6:12], [Series("not due", [D(30), D(28), D(33), D(36), D(31), D(34)]), Series("soon", [D(8), D(9), D(7), D(11), D(9), D(10)]), Series("late", [D(2), D(3), D(3), D(5), D(7), D(4)])], say=millions),
        "waterfall": waterfall("From last year to this", Change("Q3 2025", D("186.4")), [Change("Price", D("5.1")), Change("Volume", D("14.6")), Change("Handed over", D("11.2")), Change("New products", D("4.9")), Change("Lost", D("-9.7")), Change("Credit notes", D("-2.3")), Change("Exchange", D("-1.8"))], "Q3 2026", target=Change("target", D(204)), say=millions),
        "heat": heat("Whitespace, unit by product", ["Carton", "Label", "Pouch", "Stand"], [
            HeatRow("Laguna", [HeatCell(D("21.8"), "21.8"), HeatCell(D("8.1"), "8.1"), HeatCell(D("1.9"), "1.9"), None]),
            HeatRow("Cebu", [HeatCell(D("2.4"), "2.4"), HeatCell(None, "rival"), HeatCell(None, "open", "/style/"), HeatCell(D("12.5"), "12.5")]),
            HeatRow("Batangas", [HeatCell(D("15.2"), "15.2"), HeatCell(D("4.4"), "4.4"), HeatCell(D("17.9"), "17.9"), HeatCell(None, "open", "/style/")]),
        ]),
        "bullet": bullet(D("41.3"), target=D("39.6"), last_year=D("36.9"), most=D(62), label="41.3 of 62.0, target 39.6"),
        "split": split([Part("not due", D("51.1")), Part("due this month", D("8.4")), Part("overdue", D("11.1"), True)], label="overdue 11.1 of 70.6"),
        "spark": spark([21, 17, 21, 14, 10, 14, 7, 30], label="rising"),
        "spark_wide": spark([20, 22, 21, 24, 26, 25, 28, 30, 33], is_wide=True),
        "people": map_of_people("Decision map of Bahaghari Foods Corp.", SEATS, SWAYS),
    }  # fmt: skip


SEATS = (
    Seat(
        "oc",
        "Ferdinand Ocampo",
        "President",
        "approves",
        "warn",
        "neutral",
        5,
        is_old=True,
        age="14 months ago",
    ),
    Seat(
        "vi",
        "Lourdes Villanueva",
        "Chief finance officer",
        "economic buyer",
        "warn",
        "neutral",
        5,
        "oc",
        href="/style/",
    ),
    Seat(
        "gu", "Ramil Guevarra", "Operations director", "champion", "good", "for us", 4, "oc", href="/style/"
    ),
    Seat(
        "ga",
        "Who signs above ₱ 5 M?",
        "board committee",
        "",
        "none",
        "ask Teresita Sy",
        0,
        "oc",
        is_gap=True,
        href="/style/",
    ),
    Seat("sy", "Teresita Sy", "Purchasing manager", "purchasing", "good", "for us", 3, "vi", href="/style/"),
    Seat("ba", "Atty. A. Bautista", "Legal counsel", "can stop it", "none", "unknown", 3, "vi"),
    Seat("di", "Engr. Emil Dizon", "Plant engineer, Laguna", "technical", "good", "for us", 4, "gu"),
    Seat("me", "Gil Mercado", "Logistics head", "user", "bad", "against", 3, "gu"),
    Seat("pa", "Joan Pascual", "Senior buyer, cartons", "purchasing", "good", "for us", 2, "sy"),
    Seat(
        "ab",
        "Rico Abad",
        "Buyer, labels",
        "purchasing",
        "warn",
        "neutral",
        1,
        "sy",
        is_old=True,
        age="11 months ago",
    ),
    Seat(
        "la",
        "Dr. Nina Lazaro",
        "Quality and food safety of all plants",
        "technical",
        "warn",
        "careful",
        4,
        "di",
    ),
)
SWAYS = (
    Influence("gu", "vi", 2), Influence("la", "vi", 2, "food safety vote"), Influence("sy", "vi", 3), Influence("me", "ga", 1),
)  # fmt: skip
