"""Filters that write numbers, amounts, days and times in the reader's language. See `suki.base.formats`."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString

from suki.base import formats
from suki.kernel.money import Money

register = template.Library()


@register.filter
def amount(value: Money | Decimal | int | None, currency: str = "") -> SafeString:
    """`{{ money|amount }}` or `{{ net|amount:"PHP" }}`: with the currency's sign, decimals paler."""
    return formats.amount_marked(value, currency)


@register.filter
def bare(value: Money | Decimal | int | None, currency: str = "") -> SafeString:
    """`{{ net|bare:"PHP" }}`: the digits only, for a column whose head names the currency."""
    return formats.bare_marked(value, currency)


@register.filter
def short_amount(value: Money | Decimal | int | None, currency: str = "") -> SafeString:
    """`{{ net|short_amount:"PHP" }}`: ₱ 48.2 M; for ranking only."""
    return formats.short_marked(value, currency)


@register.filter
def number(value: Decimal | int | None, decimals: int | None = None) -> SafeString:
    """`{{ count|number }}`, `{{ rate|number:4 }}`."""
    return formats.number_marked(value, decimals)


@register.filter
def percent(ratio: Decimal | int | None, decimals: int = 1) -> SafeString:
    """`{{ margin|percent }}`: the ratio 0.274 as 27.4%."""
    return formats.percent_marked(ratio, decimals)


@register.filter
def day(value: date | None, form: str = "medium") -> str:
    """`{{ due|day }}`, `{{ due|day:"near" }}`; forms: short, medium, long, full, weekday, month, heading, near."""
    return formats.day_text(value, form)


@register.filter
def moment(value: datetime | None, form: str = "near") -> str:
    """`{{ event.at|moment }}`: the day and hour in the reader's time zone; forms: near, time, short, medium."""
    return formats.moment_text(value, form)
