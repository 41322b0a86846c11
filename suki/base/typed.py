"""What people type: numbers, amounts and days in the reader's own notation, read strictly.

Whatever could mean two things is refused with a sentence that shows how to write it.
"""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import cache

from babel import Locale
from django.core.validators import DecimalValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.base.formats import MINUS, current_language, notation
from suki.base.names import search_form
from suki.kernel.errors import RuleBroken
from suki.kernel.money import digits

_SPACES = re.compile(r"[\s\u00a0\u202f']")
_WHOLE = re.compile(r"\d+")
_STEP = re.compile(r"\+\s*(\d{1,4})\s*(\w*)")
_NUMERIC = re.compile(r"(\d{1,4})[./-](\d{1,2})(?:[./-](\d{1,4}))?\.?")
_WITH_MONTH = re.compile(r"(\w+)[\s.,-]+(\w+)(?:[\s.,-]+(\d{4}))?", re.UNICODE)

LONGEST_AMOUNT = 15
"""So many figures before the decimals can be kept."""

INPUT_PATTERNS = {"de": "dd.MM.yyyy", "vi": "dd/MM/yyyy", "id": "dd/MM/yyyy"}
ISO_PATTERN = "yyyy-MM-dd"
_WORDS = {
    "today": gettext_lazy("today"),
    "tomorrow": gettext_lazy("tomorrow"),
    "yesterday": gettext_lazy("yesterday"),
}
_STEPS_OF_WORDS = {"today": 0, "tomorrow": 1, "yesterday": -1}


def read_number(text: str) -> Decimal:
    """A number in the reader's notation, strictly grouped: in German 1.234,50, in English 1,234.50."""
    marks = notation(current_language())
    plain = _SPACES.sub("", text).replace(MINUS, "-")
    sign = "-" if plain.startswith("-") else ""
    whole, mark, fraction = plain.lstrip("+-").partition(marks.decimal)
    pieces = whole.split(marks.group)
    grouped = len(pieces) == 1 or (1 <= len(pieces[0]) <= 3 and all(len(piece) == 3 for piece in pieces[1:]))
    figures = "".join(pieces) + fraction
    if (
        not figures
        or not _WHOLE.fullmatch(figures)
        or not figures.isascii()
        or not grouped
        or (mark and not fraction)
    ):
        example = f"1{marks.group}234{marks.decimal}50"
        raise RuleBroken(
            _("“{text}” is not a number as it is written here; write it like {example}."),
            text=text,
            example=example,
        )
    try:
        return (
            Decimal(f"{sign}{''.join(pieces) or '0'}.{fraction or '0'}")
            if mark
            else Decimal(sign + "".join(pieces))
        )
    except InvalidOperation:
        raise RuleBroken(_("“{text}” is not a number."), text=text) from None


def read_amount(text: str, currency: str) -> Decimal:
    """An amount with no more decimals than its currency has."""
    amount = read_number(text)
    allowed = digits(currency)
    if amount.adjusted() >= LONGEST_AMOUNT:
        raise RuleBroken(str(DecimalValidator.messages["max_whole_digits"] % {"max": LONGEST_AMOUNT}))
    if amount != round(amount, allowed):
        raise RuleBroken(
            _("{currency} has {digits} decimals, “{text}” has more."),
            currency=currency,
            digits=allowed,
            text=text,
        )
    return amount


def input_pattern() -> str:
    """How a day is written into a field: the usual order of the language, or ISO where two orders are about."""
    return INPUT_PATTERNS.get(current_language(), ISO_PATTERN)


def day_for_input(day: date) -> str:
    """A day as its field shows it."""
    pattern = input_pattern()
    return (
        pattern.replace("dd", f"{day.day:02}")
        .replace("MM", f"{day.month:02}")
        .replace("yyyy", f"{day.year:04}")
    )


def read_day(text: str, today: date) -> date:
    """A day as people type it: ISO, the language's own order, “31 Mar”, today, tomorrow, +14 (days), +2w, +1m."""
    said = text.strip()
    for reading in (_by_word, _by_step, _by_numbers, _by_month_name):
        found = reading(said, today)
        if found is not None:
            return found
    raise RuleBroken(
        _("“{text}” is not a day; write it like {example}."), text=text, example=day_for_input(today)
    )


def _by_word(said: str, today: date) -> date | None:
    for word, shown in _WORDS.items():
        if search_form(said) in (word, search_form(str(shown))):
            return today + timedelta(days=_STEPS_OF_WORDS[word])
    return None


def _by_step(said: str, today: date) -> date | None:
    step = _STEP.fullmatch(said)
    if not step:
        return None
    count, unit = int(step[1]), step[2][:1].casefold()
    if unit in ("w",):
        return today + timedelta(weeks=count)
    if unit in ("m", "y"):
        return _months_on(today, count * (12 if unit == "y" else 1))
    return today + timedelta(days=count)


def _by_numbers(said: str, today: date) -> date | None:
    numbers = _NUMERIC.fullmatch(said)
    if not numbers:
        return None
    first, second, third = numbers[1], numbers[2], numbers[3]
    if len(first) == 4:
        return _made(said, int(first), int(second), int(third or 0))
    year = _year(third, today)
    if current_language() in INPUT_PATTERNS:
        return _made(said, year, int(second), int(first))
    day, month = int(first), int(second)
    if day <= 12 and month <= 12 and day != month:
        raise RuleBroken(
            _("“{text}” could be two days; write {one} or {other}."),
            text=said,
            one=f"{year:04}-{month:02}-{day:02}",
            other=f"{year:04}-{day:02}-{month:02}",
        )
    return _made(said, year, min(month, day) if max(month, day) > 12 else month, max(month, day))


def _by_month_name(said: str, today: date) -> date | None:
    parts = _WITH_MONTH.fullmatch(said)
    if not parts:
        return None
    one, other = parts[1], parts[2]
    if other.isdigit():
        one, other = other, one
    month = _months(current_language()).get(search_form(other)) or _months("en").get(search_form(other))
    if not one.isdigit() or month is None:
        return None
    return _made(said, _year(parts[3], today), month, int(one))


@cache
def _months(language: str) -> dict[str, int]:
    """The names of the months, long and short, unaccented."""
    names: dict[str, int] = {}
    for form in ("wide", "abbreviated"):
        for number, name in Locale.parse(language).months["format"][form].items():
            names[search_form(name).rstrip(".")] = number
    return names


def _year(written: str | None, today: date) -> int:
    if not written:
        return today.year
    return int(written) if len(written) == 4 else 2000 + int(written)


def _made(said: str, year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError:
        raise RuleBroken(_("There is no day “{text}”."), text=said) from None


def _months_on(day: date, months: int) -> date:
    """The same day so many months later, or the last of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    first_after = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return date(year, month + 1, min(day.day, (first_after - timedelta(days=1)).day))
