"""A statement as a workbook that works itself out again: each line from its parts, each total from its lines."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import Any

import xlsxwriter
from django.utils.translation import gettext as _
from django.utils.translation import override
from xlsxwriter.utility import xl_rowcol_to_cell as at

from suki.apps.compensation.models import PayLine
from suki.apps.compensation.statements.reasons import currency_of, reasons_of
from suki.apps.compensation.statements.sheet import Sheet, Shown, sheet_of
from suki.base.formats import day_text
from suki.base.languages import language_of
from suki.kernel.money import digits, round_half_up

HEAD = 4
(NUMBER, DAY, KIND, COMPONENT, DOCUMENT, CLIENT, PRICE, NET, SHARE, CREDITED, BEFORE, AFTER, COMMISSION, FX, AMOUNT, DOUBT,
 PLAN, WHY) = range(18)  # fmt: skip
LINE, START, END, BASIS, RATE, PART = range(6)


def workbook_of(sheet: Sheet, language: str) -> bytes:
    """The statement as an .xlsx, its words in a language."""
    with override(language_of(language)):
        return _Book(sheet_of(sheet.statement)).as_bytes()


class _Book:
    """Two sheets: the lines, and below each line's commission the parts it is the sum of."""

    def __init__(self, sheet: Sheet) -> None:
        self.sheet, self.statement, self.out = sheet, sheet.statement, BytesIO()
        self.book = xlsxwriter.Workbook(
            self.out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
        )
        money = "#,##0" + (
            "." + "0" * digits(self.statement.currency) if digits(self.statement.currency) else ""
        )
        self.styles = {
            "title": self.book.add_format({"bold": True, "font_size": 14}),
            "head": self.book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "money": self.book.add_format({"num_format": money}),
            "exact": self.book.add_format({"num_format": "#,##0.00####"}),
            "ratio": self.book.add_format({"num_format": "0.0###%"}),
            "total": self.book.add_format({"num_format": money, "bold": True, "top": 1, "bottom": 6}),
            "words": self.book.add_format({"bold": True, "top": 1, "bottom": 6}),
            "day": self.book.add_format({"num_format": "yyyy-mm-dd"}),
            "plain": self.book.add_format(),
        }
        self.lines = self.book.add_worksheet(_("Lines")[:31])
        self.parts = self.book.add_worksheet(_("Parts")[:31])
        self.next_part = 1

    def as_bytes(self) -> bytes:
        """The file."""
        self._heads()
        shown = self.sheet.lines
        for place, each in enumerate(shown):
            self._line(HEAD + 1 + place, each)
        self._totals(HEAD + 1, HEAD + len(shown))
        self.book.close()
        return self.out.getvalue()

    def _heads(self) -> None:
        found, style = self.statement, self.styles
        title = _("Statement for {period}").format(period=found.period.name)
        self.lines.write_string(0, 0, title, style["title"])
        self.lines.write_string(1, 0, f"{found.person.name} · {found.period.entity.name} · {found.currency}")
        self.lines.write_string(
            2, 0, f"{day_text(found.period.valid.lower)} – {day_text(self.sheet.last_day)}"
        )
        heads = (
            _("Line"), _("Date"), _("Kind"), _("Component"), _("Document"), _("Client"), _("Price"), _("Net amount"),
            _("Credit"), _("Base"), _("Before"), _("After"), _("Commission"), _("Rate of exchange"), _("Amount"),
            _("In doubt"), _("Plan"), _("Why"),
        )  # fmt: skip
        for place, word in enumerate(heads):
            self.lines.write_string(HEAD, place, word, style["head"])
        self.lines.set_column(0, WHY - 1, 14)
        self.lines.set_column(WHY, WHY, 60)
        self.lines.freeze_panes(HEAD + 1, 0)
        for place, word in enumerate((_("Line"), _("From"), _("To"), _("Base"), _("Rate"), _("Comes to"))):
            self.parts.write_string(0, place, word, style["head"])
        self.parts.set_column(0, PART, 16)

    def _line(self, at_row: int, each: Shown) -> None:
        row, code = each.row, currency_of(each.row)
        self.lines.write_number(at_row, NUMBER, row.number)
        self.lines.write_datetime(at_row, DAY, row.day, self.styles["day"])
        texts = {
            KIND: str(row.get_kind_display()), COMPONENT: row.component, DOCUMENT: row.document,
            CLIENT: row.account.name if row.account else "", PLAN: str(row.version or ""),
            WHY: " ".join(reasons_of(row)),
        }  # fmt: skip
        for place, text in texts.items():
            self.lines.write_string(at_row, place, text)
        for place, value, style in (
            (PRICE, each.price, "exact"), (NET, each.net, "money"),
            (SHARE, each.share, "ratio"), (CREDITED, row.credited or None, "exact"), (BEFORE, row.before, "exact"),
            (AFTER, row.after, "exact"), (FX, row.rate, "exact"),
        ):  # fmt: skip
            if value is not None:
                self.lines.write_number(at_row, place, value, self.styles[style])
        self._commission(at_row, row, digits(code))
        places = digits(self.statement.currency)
        if round_half_up(row.commission * row.rate, places) == row.amount:
            amount = f"=ROUND({at(at_row, COMMISSION)}*{at(at_row, FX)},{places})"
            self.lines.write_formula(at_row, AMOUNT, amount, self.styles["money"], _kept(row.amount))
        else:  # granted by a decision in the currency that is paid: no commission comes to just that
            self.lines.write_number(at_row, AMOUNT, row.amount, self.styles["money"])
        if each.is_open:
            self.lines.write_formula(
                at_row, DOUBT, f"={at(at_row, AMOUNT)}", self.styles["money"], _kept(row.amount)
            )

    def _commission(self, at_row: int, row: PayLine, decimals: int) -> None:
        """The line from the parts of its rate table; where there are none, as it was decided."""
        parts = [part for part in row.parts if part.get("commission") is not None]
        style = self.styles["money"]
        whole = sum((Decimal(part["commission"]) for part in parts), Decimal(0))
        if not parts or round_half_up(whole, decimals) != row.commission:
            self.lines.write_number(at_row, COMMISSION, row.commission, style)
            return
        first = self.next_part
        for part in parts:
            self._part(row, part)
        cells = f"{at(first, PART)}:{at(self.next_part - 1, PART)}"
        formula = f"=ROUND(SUM('{self.parts.name}'!{cells}),{decimals})"
        self.lines.write_formula(at_row, COMMISSION, formula, style, _kept(row.commission))

    def _part(self, row: PayLine, part: dict[str, Any]) -> None:
        at_row, self.next_part = self.next_part, self.next_part + 1
        self.parts.write_number(at_row, LINE, row.number)
        for place, key in ((START, "from"), (END, "to"), (BASIS, "basis"), (RATE, "rate")):
            if part.get(key) is not None:
                style = self.styles["ratio" if key == "rate" else "exact"]
                self.parts.write_number(at_row, place, Decimal(part[key]), style)
        commission, exact = Decimal(part["commission"]), self.styles["exact"]
        product = (
            Decimal(part["basis"]) * Decimal(part["rate"]) if part.get("basis") and part.get("rate") else None
        )
        if product is not None and abs(product - commission) < Decimal("0.000001"):
            formula = f"={at(at_row, BASIS)}*{at(at_row, RATE)}"
            self.parts.write_formula(at_row, PART, formula, exact, _kept(commission))
        else:
            self.parts.write_number(at_row, PART, commission, exact)

    def _totals(self, first: int, last: int) -> None:
        """Under all lines: their sums, each of its cells, and what is paid of it."""
        at_row = last + 1
        total = self.sheet.total
        sums = {AMOUNT: total, DOUBT: self.sheet.in_doubt}
        self.lines.write_string(at_row, NUMBER, _("Total"), self.styles["words"])
        for place in range(1, AMOUNT):
            self.lines.write_blank(at_row, place, None, self.styles["words"])
        for place, value in sums.items():
            formula = f"=SUM({at(first, place)}:{at(last, place)})" if last >= first else "=0"
            self.lines.write_formula(at_row, place, formula, self.styles["total"], _kept(value))
        paid = f"=MAX(0,{at(at_row, AMOUNT)}-{at(at_row, DOUBT)})"
        self.lines.write_string(at_row + 1, COMMISSION, _("Paid out"))
        self.lines.write_formula(at_row + 1, AMOUNT, paid, self.styles["total"], _kept(self.sheet.payable))


def _kept(value: Decimal) -> Any:
    """What a formula comes to, written into the file as the number it is."""
    return value
