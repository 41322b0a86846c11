"""What the style page shows: a small made-up book of accounts, so that every component holds something believable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.safestring import SafeString

from suki.base import charts, marks
from suki.base.formats import amount_marked, day_text, short_text
from suki.base.lists import Chip, Explanation, Lane, Line, Node, Pages, Reason, Step, Tab, Ticket
from suki.base.tables import Column, Table
from suki.kernel.money import Money

D = Decimal
MONTHS = tuple(date(2026, month, 1) for month in range(1, 13))

TOKENS = (
    ("paper", "side, row numbers"), ("sheet", "the page"), ("raised", "inputs, drawer, dialog"), ("well", "hover, row at hand"),
    ("rule", "hairlines"), ("rule-2", "table heads, buttons"), ("edge", "control borders, 3:1"),
    ("rule-ink", "section heads, totals"), ("ink", "text, primary button"), ("ink-2", "secondary text"),
    ("ink-3", "notes, decimals"), ("accent", "where you are, focus, target"), ("accent-ink", "accent as text"),
    ("accent-wash", "selection"), ("margin-line", "the ledger margin"), ("good", "settled"), ("warn", "soon, unsure"),
    ("bad", "late, loss, refused"), ("info", "in progress"), ("c1", "chart: actual"), ("c2", "chart: gains, parts"),
    ("c3", "chart: last year"), ("c4", "chart: ground"),
)  # fmt: skip
TYPE = (
    ("t6 30/36 serif", "t6 serif", "vi", "Công ty Cổ phần Thực phẩm Sông Hồng"),
    ("t5 22/28 serif", "t5 serif", "de", "Kündigungsfrist und Mindestabnahme"),
    ("t5 22/28 figures", "t5 num", "en", "₱ 41,286,430.50   1.184.200.000 ₫"),
    ("t4 16/24", "t4", "id", "Siapa yang menandatangani di atas Rp 1,4 miliar?"),
    ("t3 14/20 body", "", "fil", "Ang suki ay ang mamimiling laging bumabalik."),
    ("t2 13/20 tables", "t2", "de", "Brandenburger Backwarenvertriebsgesellschaft mbH"),
    ("t1 12/16 labels", "small dim", "vi", "Đã gọi trên cam kết tối thiểu"),
)
BUTTONS_IN_ALL = (
    ("de", "Speichern und weiter zum nächsten Kunden"), ("vi", "Lưu và chuyển sang khách hàng tiếp theo"),
    ("id", "Simpan dan lanjut ke pelanggan berikutnya"), ("fil", "I-save at magpatuloy sa susunod na account"),
)  # fmt: skip
PEOPLE = ("Marisol Reyes", "Joy Tan", "Ramon Aguilar", "Jonas Petersen", "Leo Dimaculangan", "Sari Wulandari")
CHANGES = (D("0.118"), D("-0.064"), D("0.003"), D("1.5"))
SHARES = (D("0.66"), D("0.58"), D("0.92"))


@dataclass(frozen=True)
class Account:
    """One line of the sample list."""

    pk: int
    name: str
    city: str
    tier: str
    is_key: bool
    tone: str
    health: int
    revenue: Decimal
    change: Decimal | None
    margin: Decimal
    open: Decimal | None
    currency: str
    until: date | None
    owner: str
    course: tuple[int, ...]


ACCOUNTS = (
    Account(1, "Bahaghari Foods Corp.", "Manila", "A", True, "good", 81, D("42628230.00"), D("0.118"), D("0.279"), D("9418206.40"), "PHP", date(2027, 1, 22), "Marisol Reyes", (20, 22, 21, 24, 26, 25, 28, 30, 33)),
    Account(2, "Kastanienhof Feinkost GmbH & Co. KG", "Berlin", "A", True, "bad", 48, D("39870115.20"), D("-0.064"), D("0.221"), D("118420.55"), "EUR", date(2027, 6, 30), "Jonas Petersen", (33, 31, 32, 27, 28, 24, 25, 20, 21)),
    Account(3, "Công ty Cổ phần Thực phẩm Sông Hồng", "Hà Nội", "A", True, "good", 77, D("31442900.00"), D("0.182"), D("0.294"), D("2918450000"), "VND", date(2026, 12, 31), "Lê Quang Minh", (14, 15, 17, 18, 18, 20, 22, 24, 26)),
    Account(4, "PT Nusantara Rasa Abadi", "Jakarta", "A", True, "warn", 55, D("28916338.00"), D("0.021"), D("0.248"), D("3214600000"), "IDR", date(2027, 2, 15), "Marisol Reyes", (22, 20, 23, 19, 22, 21, 24, 22, 25)),
    Account(5, "Brandenburger Backwarenvertriebsgesellschaft mbH", "Potsdam", "B", False, "good", 69, D("17840330.10"), D("0.004"), D("0.219"), D("54118.20"), "EUR", date(2027, 3, 31), "Jonas Petersen", (12, 12, 13, 12, 13, 13, 12, 13, 13)),
    Account(6, "Kapeng Barako Roasters", "Batangas", "C", False, "none", 0, D("4016550.00"), None, D("0.299"), None, "PHP", None, "Leo Dimaculangan", (1, 2, 2, 4, 5)),
)  # fmt: skip

COLUMNS = (
    Column("name", "Account", "name", sort="name", is_fixed=True),
    Column("city", "City", is_minor=True, sort="city"),
    Column("tier", "Tier", "markup", value=lambda row: marks.tier(row.tier, key=row.is_key), is_minor=True),
    Column("health", "Health", "markup", value=lambda row: marks.state(row.tone, row.health or "new"), sort="health"),
    Column("revenue", "Revenue 2026", "amount", currency="PHP", sort="revenue", total=D("164714463.30"), opens=lambda row: "/style/figure/"),
    Column("change", "On 2025", "markup", value=lambda row: marks.delta(row.change), is_minor=True),
    Column("course", "9 months", "markup", value=lambda row: charts.spark(row.course), is_minor=True),
    Column("margin", "Margin", "percent", sort="margin", is_minor=True, total=D("0.256")),
    Column("open", "Open receivables", "amount", currency_of=lambda row: row.currency, sort="open", is_minor=True),
    Column("until", "Contract until", "day", sort="until", is_minor=True),
    Column("owner", "Owner", "markup", value=lambda row: marks.face(row.owner), is_minor=True),
    Column("email", "Mail address", value=lambda row: "", is_extra=True),
)  # fmt: skip


def table(asked: Any) -> Table:
    """The sample list, sorted and with columns as asked."""
    return Table(
        name="sample", columns=COLUMNS, rows=ACCOUNTS, asked=asked, address="/style/", sort="-revenue", caption="Accounts",
        can_select=True, row_href=lambda row: f"/style/#account-{row.pk}", row_label=lambda row: row.name, total_label="6 accounts",
    )  # fmt: skip


def pay_table() -> Table:
    """A table that becomes a ledger on phones."""
    lines = [
        {
            "pk": 1,
            "day": date(2026, 10, 2),
            "what": "Bahaghari Foods Corp.",
            "net": D("2843053.57"),
            "pay": D("56861.07"),
        },
        {
            "pk": 2,
            "day": date(2026, 10, 21),
            "what": "Bahaghari Foods Corp., credit note",
            "net": D("-132428.57"),
            "pay": D("-2648.57"),
        },
    ]
    columns = (
        Column("what", "Document and client", "name"), Column("day", "Date", "day"),
        Column("net", "Net amount", "amount", currency="PHP", total=D("2710625.00")),
        Column("pay", "Commission", "amount", currency="PHP", total=D("54212.50")),
    )  # fmt: skip
    return Table(
        name="pay", columns=columns, rows=lines, row_key=lambda row: row["pk"], total_label="2 lines", caption="Pay, line by line",
        is_sticky=False, phone="ledger",
    )  # fmt: skip


def lists() -> dict[str, Any]:
    """Chips, tabs, pages, steps."""
    return {
        "chips": [
            Chip("Owner or deputy", "is", "me", "/style/"), Chip("Revenue this year", "above", short_text(D("2500000"), "PHP"), "/style/"),
            Chip("Vertragsende", "innerhalb von", "90 Tagen", "/style/", "/style/"),
        ],
        "tabs": [
            Tab("My book", "/style/", 48, True), Tab("Key accounts", "/style/", 11), Tab("Gia hạn trong 90 ngày", "/style/", 7),
            Tab("Überfällig über 100.000 ₱", "/style/", 12),
        ],
        "pages": Pages("", "/style/?after=6", "1 to 6 of 48,212", "sorted by revenue 2026, then name"),
        "steps": [Step("File", "/style/"), Step("Columns"), Step("Check"), Step("Done")],
    }  # fmt: skip


def explanation() -> Explanation:
    """Open receivables of one account, line by line."""
    lines = [
        (date(2026, 10, 2), "Cartons, call-off 31", "INV-2026-10412", D("3184220.00")),
        (date(2026, 10, 14), "Labels, shrink sleeves", "INV-2026-10577", D("1246905.60")),
        (date(2026, 10, 21), "Credit: 1,200 cartons misprinted", "CRN-2026-00318", D("-148320.00")),
        (date(2026, 10, 28), "Part payment on 10412", "PAY-2026-07740", D("-1500000.00")),
        (date(2026, 11, 3), "Cartons, call-off 32", "INV-2026-10803", D("6635400.80")),
    ]
    return Explanation(
        title="Open receivables, Bahaghari Foods Corp.",
        figure=amount_marked(Money(D("9418206.40"), "PHP")),
        rule="Everything invoiced to this account and not yet paid, less credit notes, as of now. Payments count on the day the bank booked them.",
        lines=tuple(
            Line(day_text(day, "short"), what, why, amount_marked(net), is_bad=net < 0) for day, what, why, net in lines
        ),
        total_label="5 lines", total_margin="PHP", total=amount_marked(sum(net for *_rest, net in lines)),
        agrees="Agrees with the ledger to the cent.",
        reasons=(Reason("You own the account", "since 1 March 2024"), Reason("You lead the team Luzon", "since 1 July 2025")),
        more="/style/",
    )  # fmt: skip


def tree() -> list[Node]:
    """A group of companies with what each brings, rolled up."""

    def money(text: str) -> SafeString:
        return amount_marked(D(text), "PHP")

    return [
        Node("g", "Bahaghari Holdings", "/style/", money("71544320.50"), "4 units", is_open=True, children=(
            Node("f", "Bahaghari Foods Corp.", "/style/", money("42628230.00"), "Manila", is_open=True, children=(
                Node("f1", "Laguna plant", "/style/", money("30228230.00")), Node("f2", "Cebu plant", "/style/", money("12400000.00")),
            )),
            Node("b", "San Lorenzo Beverage Company", "/style/", money("20312004.75"), "Cebu"),
            Node("l", "Bahaghari Logistics", "/style/", money("8604085.75"), "Batangas"),
        )),
        Node("k", "Kastanienhof Feinkost GmbH & Co. KG", "/style/", money("39870115.20"), "Berlin", more="/style/branch/"),
    ]  # fmt: skip


def board() -> list[Lane]:
    """Renewals by where they stand."""

    def worth(text: str) -> str:
        return short_text(D(text), "PHP")

    return [
        Lane("draft", "To draft", (
            Ticket("1", "Renewal of the supply contract, Bahaghari Foods", "/style/", worth("48200000"), "Notice must reach them by Monday", marks.state("bad", "in 3 days"), "Marisol Reyes"),
            Ticket("2", "Kosmetikkartons, Nordlicht", "/style/", worth("11284900"), "", marks.state("none", "June"), "Jonas Petersen"),
        ), worth("59484900")),
        Lane("sent", "With the client", (
            Ticket("3", "Hộp quà Tết, Sông Hồng", "/style/", worth("9300000"), "40,000 boxes by 12 January", marks.state("warn", "today"), "Lê Quang Minh"),
        ), worth("9300000")),
        Lane("signed", "Signed", (), ""),
        Lane("lost", "Lost", (
            Ticket("4", "Label roll, Luzon Pharma", "/style/", worth("1900000"), "A competitor was 6% below", marks.state("bad", "lost"), "Joy Tan"),
        ), worth("1900000")),
    ]  # fmt: skip
