"""Columns of dated rows with amounts: one currency stands in the head, several stand beside each amount; what no row has,
no column takes room for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from suki.base.tables import Column


def money(
    name: str,
    label: Any,
    rows: Sequence[Any],
    *,
    value: str | Callable[[Any], Any] = "",
    is_minor: bool = False,
) -> Column:
    """Amounts in the currency of their rows."""
    codes = {row.currency for row in rows}
    if len(codes) == 1:
        code = codes.pop()
        return Column(name, f"{label}, {code}", "amount", value, currency=code, is_minor=is_minor)
    return Column(name, label, "amount", value, currency_of=lambda row: row.currency, is_minor=is_minor)


def said(columns: Sequence[Column], rows: Sequence[Any], *kept: str) -> list[Column]:
    """The columns of which some row says something; those named are kept in any case."""
    return [
        column
        for column in columns
        if column.name in kept or any(column.of(row) not in (None, "") for row in rows)
    ]
