"""Where a figure leads: the address of the lines that it is made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from suki.kernel.periods import Period
from suki.reports.asking import Asked
from suki.reports.lines import Wanted


def question_of(asked: Asked, period: Period | None = None) -> dict[str, str]:
    """The question as an address holds it."""
    period = period or asked.period
    given = {"period": period.name, "by": asked.by, "credit": str(asked.basis)}
    if not asked.entity.is_default and asked.entity.pk:
        given["entity"] = asked.entity.code
    if period.fiscal and period.fiscal.start_month != asked.entity.fiscal_start:
        given["fiscal_start"] = str(period.fiscal.start_month)
    return given


def file_addresses(name: str, formats: Sequence[str], question: Mapping[str, Any]) -> list[tuple[str, str]]:
    """The same report as files: what each is called and where it is."""
    return [(format.upper(), f"{reverse(name, args=[format])}?{urlencode(question)}") for format in formats]


def lines_address(
    asked: Asked,
    *,
    period: Period | None = None,
    subject: int | str = "",
    account: int | None = None,
    after: str = "",
) -> str:
    """The lines of a subject (its row, `none` for what is unassigned, nothing for all), or of an account within."""
    given = question_of(asked, period) | {
        "subject": str(subject),
        "account": str(account or ""),
        "after": after,
    }
    return f"{reverse('report_lines')}?{urlencode({name: value for name, value in given.items() if value})}"


def subject_of(key: int | None) -> int | str:
    """A row as an address names it."""
    return "none" if key is None else key


def wanted_of(asked: Asked, subject: str, account: str) -> Wanted:
    """The lines that an address names."""
    number = int(subject) if subject.isdigit() else None
    return Wanted(asked, number, subject == "none", int(account) if account.isdigit() else None)
