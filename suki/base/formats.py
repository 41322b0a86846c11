"""Numbers, amounts, days and times as the reader's language writes them.

Every function has two forms: plain text for mails, titles and documents, and marked-up text for screens, where decimals
and currency signs are paler than the digits that carry the magnitude. A missing value is an en dash, never a zero.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from functools import cache

from babel import Locale
from babel.dates import format_date
from babel.numbers import format_compact_decimal, get_currency_symbol
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from suki.base.languages import language_of
from suki.kernel.money import Money, digits, display_digits, is_currency, round_half_up

MINUS = "\u2212"
GAP = "\u00a0"
NOTHING = "\u2013"
Number = Decimal | int

# In a language that is not its own, CLDR writes these currencies as codes; our readers know the signs.
_SIGNS = {"IDR": "Rp", "PHP": "₱", "VND": "₫"}
# English dates put the day before the month, as every office outside the United States does.
_DATE_LOCALES = {"en": "en_001"}
_UNITS = {"vi": {"N": "nghìn", "Tr": "tr", "T": "tỷ"}, "en": {"K": "k"}, "fil": {"K": "k"}}
_SKELETONS = {"short": "MMMd", "month": "yMMMM", "weekday": "EEEE", "year": "y", "mon": "LLL"}
_SHORT_MONTHS = {"vi": "'T'L"}
# CLDR writes “31 thg 3, 2027”; in Vietnam a day is written in figures.
_OWN_DAYS = {"vi": {"short": "dd/MM", "medium": "dd/MM/y"}}
_PERCENT_GAP = {"de": GAP, "vi": GAP}


@dataclass(frozen=True, slots=True)
class _Notation:
    """How a language writes numbers: the marks, and on which side a currency sign stands."""

    decimal: str
    group: str
    sign_first: bool
    percent_gap: str


def current_language() -> str:
    """The language this page is written in."""
    return language_of(get_language() or "")


@cache
def notation(language: str) -> _Notation:
    """The marks that a language uses in numbers."""
    locale = Locale.parse(language)
    symbols = locale.number_symbols.get("latn", locale.number_symbols)
    pattern = locale.currency_formats["standard"].pattern
    return _Notation(
        decimal=symbols["decimal"],
        group=symbols["group"],
        sign_first=pattern.index("¤") < pattern.index("0"),
        percent_gap=_PERCENT_GAP.get(language, ""),
    )


@cache
def currency_sign(currency: str, language: str) -> str:
    """The sign people know a currency by, else its code."""
    symbol = str(get_currency_symbol(currency, locale=Locale.parse(language)))
    return _SIGNS.get(currency, symbol) if symbol == currency else symbol


def number_text(value: Number | None, decimals: int | None = None) -> str:
    """A number with the language's own marks; as many decimals as it has where none are asked for."""
    if value is None:
        return NOTHING
    sign, whole, part = _parts(Decimal(value), decimals)
    return f"{sign}{whole}{part}"


def number_marked(value: Number | None, decimals: int | None = None) -> SafeString:
    """A number for a screen, its decimals paler."""
    if value is None:
        return _nothing()
    sign, whole, part = _parts(Decimal(value), decimals)
    return mark_safe(f"{sign}{whole}{_dec(part)}")


def amount_text(value: Money | Number | None, currency: str = "") -> str:
    """An amount with its currency sign where the language puts it, to the cent."""
    if value is None:
        return NOTHING
    amount, code = _amount(value, currency)
    sign, whole, part = _parts(amount, _decimals_of(amount, code))
    if not code:
        return f"{sign}{whole}{part}"
    language = current_language()
    mark = currency_sign(code, language)
    first = notation(language).sign_first
    return f"{sign}{mark}{GAP}{whole}{part}" if first else f"{sign}{whole}{part}{GAP}{mark}"


def amount_marked(value: Money | Number | None, currency: str = "") -> SafeString:
    """An amount for a screen: sign and decimals paler than the digits."""
    if value is None:
        return _nothing()
    amount, code = _amount(value, currency)
    sign, whole, part = _parts(amount, _decimals_of(amount, code))
    if not code:
        return mark_safe(f"{sign}{whole}{_dec(part)}")
    language = current_language()
    mark = f'<span class="cur">{currency_sign(code, language)}</span>'
    if notation(language).sign_first:
        return mark_safe(f"{sign}{mark}{GAP}{whole}{_dec(part)}")
    return mark_safe(f"{sign}{whole}{_dec(part)}{GAP}{mark}")


def bare_text(value: Money | Number | None, currency: str = "") -> str:
    """An amount without its sign, as a field shows it."""
    if value is None:
        return NOTHING
    amount, code = _amount(value, currency)
    return "".join(_parts(amount, _decimals_of(amount, code)))


def bare_marked(value: Money | Number | None, currency: str = "", *, mixed: bool = False) -> SafeString:
    """An amount without its sign, for a column whose head names the currency.

    In a column of mixed currencies, whole-unit currencies are padded, so that units stand under units.
    """
    if value is None:
        return _nothing()
    amount, code = _amount(value, currency)
    sign, whole, part = _parts(amount, _decimals_of(amount, code))
    if part or not mixed:
        return mark_safe(f"{sign}{whole}{_dec(part)}")
    mark = notation(current_language()).decimal
    return mark_safe(f'{sign}{whole}<span class="dec pad" aria-hidden="true">{mark}00</span>')


def short_text(value: Money | Number | None, currency: str = "") -> str:
    """An amount in the language's largest fitting unit (48.2 M, 21.553 Tr), for ranking and charts only."""
    if value is None:
        return NOTHING
    amount, code = _amount(value, currency)
    language = current_language()
    text = _compact(amount, language)
    if not code:
        return text
    mark = currency_sign(code, language)
    return f"{mark}{GAP}{text}" if notation(language).sign_first else f"{text}{GAP}{mark}"


def short_marked(value: Money | Number | None, currency: str = "") -> SafeString:
    """A short amount for a screen: sign and unit paler."""
    if value is None:
        return _nothing()
    pale = [
        piece if piece[:1].isdigit() or piece[:1] == MINUS else f'<span class="cur">{piece}</span>'
        for piece in short_text(value, currency).split(GAP)
    ]
    return mark_safe(GAP.join(pale))


def percent_text(ratio: Number | None, decimals: int = 1, *, signed: bool = False) -> str:
    """A ratio as a percentage: 0.274 is 27.4%. `signed` writes the plus too."""
    if ratio is None:
        return NOTHING
    sign, whole, part = _parts(Decimal(ratio) * 100, decimals)
    plus = "+" if signed and not sign and ratio else ""
    return f"{plus}{sign}{whole}{part}{notation(current_language()).percent_gap}%"


def percent_marked(ratio: Number | None, decimals: int = 1) -> SafeString:
    """A percentage for a screen, the sign paler."""
    if ratio is None:
        return _nothing()
    return mark_safe(f'{percent_text(ratio, decimals)[:-1]}<span class="dec">%</span>')


def day_text(day: date | None, form: str = "medium") -> str:
    """A day as the language writes it.

    `short` 2 Oct, `medium` 31 Mar 2027, `long` 31 March 2027, `full` with the weekday, `weekday` Monday,
    `month` October 2026, `mon` Oct, `heading` Friday, 20 November, `near` as people say it (today, in 3 days, Monday).
    """
    if day is None:
        return NOTHING
    if isinstance(day, datetime):
        day = timezone.localtime(day).date() if timezone.is_aware(day) else day.date()
    if form == "near":
        return _near(day, timezone.localdate())
    locale = _date_locale(current_language())
    if form == "mon" and current_language() in _SHORT_MONTHS:
        return str(format_date(day, _SHORT_MONTHS[current_language()], locale))
    if own := _OWN_DAYS.get(current_language(), {}).get(form):
        return str(format_date(day, own, locale))
    if form == "heading":
        return f"{format_date(day, 'EEEE', locale)}, {format_date(day, _pattern('MMMMd', locale), locale)}"
    return str(format_date(day, _pattern(_SKELETONS.get(form, form), locale), locale))


def moment_text(moment: datetime | None, form: str = "medium") -> str:
    """A point in time with its hour, in the reader's own time zone."""
    if moment is None:
        return NOTHING
    local = timezone.localtime(moment)
    if form == "time" or (form == "near" and local.date() == timezone.localdate()):
        return clock_text(local)
    shown = day_text(local.date(), "short" if form == "near" else form)
    return f"{shown}{GAP}{clock_text(local)}"


def clock_text(value: time | datetime | None) -> str:
    """The hour and minute, 24 hours."""
    return NOTHING if value is None else f"{value:%H:%M}"


def within_sentence(label: object) -> str:
    """A label as it stands inside a sentence: small, except where the language writes its nouns large."""
    return str(label) if current_language() == "de" else str(label).lower()


def lateness_text(due: date, today: date) -> str:
    """How far a due day is: “2 days late”, “today”, “in 3 days”."""
    days = (today - due).days
    if days > 0:
        return ngettext("{days} day late", "{days} days late", days).format(days=number_text(days))
    return _near(due, today)


def _near(day: date, today: date) -> str:
    days = (day - today).days
    said = {-1: _("yesterday"), 0: _("today"), 1: _("tomorrow")}.get(days)
    if said is not None:
        return said
    if 1 < days <= 3:
        return ngettext("in {days} day", "in {days} days", days).format(days=days)
    if 3 < days < 7:
        return day_text(day, "weekday")
    return day_text(day, "short" if day.year == today.year else "medium")


def _amount(value: Money | Number, currency: str) -> tuple[Decimal, str]:
    if isinstance(value, Money):
        return value.amount, value.currency
    return Decimal(value), currency


def _decimals_of(amount: Decimal, currency: str) -> int | None:
    """What people usually see of the currency, or all of its digits where the amount uses them."""
    if not is_currency(currency):
        return 2 if not currency else None
    usual = display_digits(currency)
    stored = digits(currency)
    return usual if usual == stored or amount == round_half_up(amount, usual) else stored


def _parts(value: Decimal, decimals: int | None) -> tuple[str, str, str]:
    """The minus, the grouped whole part, and the decimals with their mark."""
    if decimals is not None:
        value = round_half_up(value, decimals)
        text = f"{abs(value):,.{decimals}f}"
    else:
        text = f"{abs(value):,f}"
    marks = notation(current_language())
    whole, dot, fraction = text.partition(".")
    if marks.group != ",":
        whole = whole.replace(",", marks.group)
    return MINUS if value < 0 else "", whole, f"{marks.decimal}{fraction}" if dot else ""


def _compact(amount: Decimal, language: str) -> str:
    """One decimal where the number is short; the unit a space away."""
    if abs(amount) < 1000:
        return number_text(amount, 0)
    text = str(format_compact_decimal(abs(amount), locale=Locale.parse(language), fraction_digits=1))
    figure = text.rstrip("".join({sign for sign in text if not sign.isdigit()}))
    unit = text[len(figure) :].strip()
    if not unit:
        return number_text(amount, 0)
    return f"{MINUS if amount < 0 else ''}{figure}{GAP}{_UNITS.get(language, {}).get(unit, unit)}"


def _date_locale(language: str) -> str:
    return _DATE_LOCALES.get(language, language)


@cache
def _pattern(skeleton: str, locale: str) -> str:
    """The language's own order for these parts of a date; a named form or a plain pattern stays what it is."""
    return str(Locale.parse(locale).datetime_skeletons.get(skeleton, skeleton))


def _dec(part: str) -> str:
    return f'<span class="dec">{part}</span>' if part else ""


def _nothing() -> SafeString:
    return mark_safe(f'<span class="faint">{NOTHING}</span>')
