"""A grid of cells, darker where there is more: whitespace, coverage, days since."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe

LEVELS = 10


@dataclass(frozen=True)
class HeatCell:
    """One cell: how much (for its darkness), what it says, and where it leads. Without a value it is a framed gap."""

    value: Decimal | int | None
    text: Any = ""
    href: str = ""
    title: Any = ""


@dataclass(frozen=True)
class HeatRow:
    """One row of the grid; None is an empty place."""

    label: Any
    cells: Sequence[HeatCell | None]


def heat(
    title: Any, columns: Sequence[Any], rows: Sequence[HeatRow], *, most: Decimal | int | None = None
) -> SafeString:
    """The grid as a table, so that it reads as one; every cell says its figure, darkness comes second."""
    known = [Decimal(cell.value) for row in rows for cell in row.cells if cell and cell.value is not None]
    whole = Decimal(most) if most is not None else max(known, default=Decimal(1))
    heads = "".join(f'<th scope="col">{conditional_escape(column)}</th>' for column in columns)
    body = "".join(
        f'<tr><th scope="row">{conditional_escape(row.label)}</th>{"".join(_cell(cell, whole) for cell in row.cells)}</tr>'
        for row in rows
    )
    return format_html(
        '<div class="scroll" tabindex="0" role="group" aria-label="{0}"><table class="heat"><caption class="sr">{0}</caption>'
        "<thead><tr><td></td>{1}</tr></thead><tbody>{2}</tbody></table></div>",
        title, mark_safe(heads), mark_safe(body),
    )  # fmt: skip


def _cell(cell: HeatCell | None, whole: Decimal) -> str:
    if cell is None:
        return "<td></td>"
    if cell.value is None:
        mark = "data-none"
    else:
        share = Decimal(cell.value) / whole if whole else Decimal(0)
        mark = f'data-heat="{max(0, min(LEVELS, round(share * LEVELS)))}"'
    said = format_html(' title="{}"', cell.title) if cell.title else ""
    if cell.href:
        return format_html('<td><a href="{}" {}{}>{}</a></td>', cell.href, mark_safe(mark), said, cell.text)
    return format_html("<td><i {}{}>{}</i></td>", mark_safe(mark), said, cell.text)
