"""How numbers and dates are written: plainly, or as a language writes them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cached_property

from suki.kernel.errors import RuleBroken, _
from suki.kernel.fiscal import FIRST_YEAR, LAST_YEAR

LOCALES = ("en", "de", "vi", "id", "fil")

# Enough for any amount, and few enough that sums of a hundred million of them are still exact.
_MOST_DIGITS = 20
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:?\d\d)?", re.ASCII)


@dataclass(frozen=True)
class WrittenForm:
    """The marks of one way to write numbers and dates; the default is 1234.56 and 2026-11-21."""

    decimal: str = "."
    group: str = ""
    day_order: str = ""
    day_mark: str = "-"
    locale: str = ""

    def number(self, text: str) -> Decimal:
        """The number that was written, exactly; grouping must stand where it belongs, and no exponent is read."""
        written = text.strip().replace("\N{MINUS SIGN}", "-")
        match = self._number_pattern.fullmatch(written)
        if not match:
            raise RuleBroken(
                _('"{text}" is not a number; expected a number such as {example}'),
                text=shortened(text),
                example=self.example_number,
            )
        whole, fraction = match["whole"], match["fraction"] or ""
        if self.group:
            whole = whole.replace(self.group, "")
        if len(whole) + len(fraction) > _MOST_DIGITS:
            raise RuleBroken(
                _('"{text}" has too many digits; expected at most {most}'),
                text=shortened(text),
                most=_MOST_DIGITS,
            )
        number = Decimal(
            f"{match['sign']}{whole or '0'}.{fraction}" if fraction else f"{match['sign']}{whole}"
        )
        return number if number else abs(number)

    def day(self, text: str) -> date:
        """The day that was written: ISO 8601 always, and the language's own order where one is set."""
        written = text.strip()
        parts = self._day_parts(written)
        try:
            day = date(*parts) if parts else None
        except ValueError:
            day = None
        if day is None or not FIRST_YEAR <= day.year <= LAST_YEAR:
            raise RuleBroken(
                _('"{text}" is not a date; expected a date such as {example}'),
                text=shortened(text),
                example=self.example_day,
            )
        return day

    def write_number(self, number: Decimal) -> str:
        """The number in this form, with all its decimals."""
        whole, _point, fraction = f"{number:{',' if self.group else ''}f}".partition(".")
        whole = whole.replace(",", self.group)
        return f"{whole}{self.decimal}{fraction}" if fraction else whole

    def write_day(self, day: date) -> str:
        """The day in this form."""
        parts = {"y": f"{day:%Y}", "m": f"{day:%m}", "d": f"{day:%d}"}
        return self.day_mark.join(parts[part] for part in self.day_order or "ymd")

    @property
    def example_number(self) -> str:
        """A number as it would be written in this form."""
        return self.write_number(Decimal("1234.56"))

    @property
    def example_day(self) -> str:
        """A day as it would be written in this form."""
        return self.write_day(date(2026, 11, 21))

    @cached_property
    def _number_pattern(self) -> re.Pattern[str]:
        decimal, group = re.escape(self.decimal), re.escape(self.group)
        grouped = rf"|\d{{1,3}}(?:{group}\d{{3}})+" if self.group else ""
        pattern = rf"(?P<sign>[-+]?)(?=[\d{decimal}])(?P<whole>\d+{grouped}|)(?:{decimal}(?P<fraction>\d+))?"
        return re.compile(pattern, re.ASCII)

    def _day_parts(self, written: str) -> tuple[int, int, int] | None:
        if _ISO_DAY.fullmatch(written):
            year, month, day = written.split("-")
            return int(year), int(month), int(day)
        pattern = re.escape(self.day_mark).join(
            {"y": r"(\d{4})"}.get(part, r"(\d\d?)") for part in self.day_order
        )
        match = re.fullmatch(pattern, written, re.ASCII) if pattern else None
        if not match:
            return None
        found = dict(zip(self.day_order, map(int, match.groups()), strict=True))
        return found["y"], found["m"], found["d"]


PLAIN = WrittenForm()


def form_of(locale: str | None) -> WrittenForm:
    """The marks that this language uses, from CLDR; the plain ones where no language is named."""
    if not locale:
        return PLAIN
    if locale not in LOCALES:
        raise RuleBroken(
            _('"{locale}" is not a language that is read here; expected one of {choices}'),
            locale=locale,
            choices=", ".join(LOCALES),
        )
    # CLDR's data of a language takes a tenth of a second to read; whoever names no language need not wait for it.
    from babel import Locale

    data = Locale(locale)
    symbols = data.number_symbols["latn"]
    short_day = data.date_formats["short"].pattern
    order = re.sub(r"[^dmy]", "", short_day.lower())
    order = "".join(dict.fromkeys(order))
    mark = re.sub(r"[\w\s]", "", short_day)[0]
    return WrittenForm(symbols["decimal"], symbols["group"], order, mark, locale)


def moment(text: str) -> datetime:
    """The moment that was written, as 2026-11-20T16:00, with an offset if it names one."""
    try:
        if not _MOMENT.fullmatch(text.strip()):
            raise ValueError(text)
        found = datetime.fromisoformat(text.strip())
        if not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise ValueError(text)
    except ValueError:
        raise RuleBroken(
            _('"{text}" is not a moment; expected a date and a time such as 2026-11-20T16:00'),
            text=shortened(text),
        ) from None
    return found


def shortened(text: str, most: int = 60) -> str:
    """What was written, cut where it is too long to be shown, without line breaks."""
    line = " ".join(text.split())
    return line if len(line) <= most else f"{line[:most]}..."
