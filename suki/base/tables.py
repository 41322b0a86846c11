"""Tables of rows: which columns there are, which are shown, how they are sorted, and how a cell of each kind is drawn.

A screen describes its columns once; choosing, sorting, totals, exports and the drawing follow from that. Cells are drawn
in Python, not by templates, because a list has hundreds of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal
from urllib.parse import urlencode

from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from suki.base import formats, marks
from suki.kernel.money import Money

Kind = Literal["text", "name", "number", "amount", "percent", "day", "markup"]
_RIGHT = frozenset({"number", "amount", "percent"})


@dataclass(frozen=True)
class Column:
    """One column. `value` takes it from a row (an attribute path, or a function); `markup` columns draw themselves.

    `currency` names the one currency of an amount column; `currency_of` gives each row's where they are mixed.
    `sort` is what the address says when sorted by it. `is_minor` columns leave on phones; `is_extra` ones are shown only
    when chosen. `total` stands under the double rule.
    """

    name: str
    label: Any
    kind: Kind = "text"
    value: str | Callable[[Any], Any] = ""
    sort: str = ""
    currency: str = ""
    currency_of: Callable[[Any], str] | None = None
    decimals: int | None = None
    is_minor: bool = False
    is_extra: bool = False
    is_fixed: bool = False
    total: Any = None
    href: Callable[[Any], str] | None = None
    opens: Callable[[Any], str] | None = None

    @property
    def is_right(self) -> bool:
        """Numbers stand right, so that their units stand under each other."""
        return self.kind in _RIGHT

    @cached_property
    def cell_class(self) -> str:
        """The class of its cells as the tag says it; nothing where there is none."""
        kinds = ["num"] if self.is_right else ["nowrap"] if self.kind == "day" else []
        kinds += ["opt"] if self.is_minor else []
        return f' class="{" ".join(kinds)}"' if kinds else ""

    def of(self, row: Any) -> Any:
        """What the row has in this column."""
        if callable(self.value):
            return self.value(row)
        if isinstance(row, dict) and "." not in self.value:
            return row.get(self.value or self.name)
        found = row
        for step in (self.value or self.name).split("."):
            found = found.get(step) if isinstance(found, Mapping) else getattr(found, step, None)
            if found is None:
                return None
        return found


@dataclass
class Table:
    """Rows under columns, as one request asks for them: `?sort=-revenue&columns=name,city`."""

    name: str
    columns: Sequence[Column]
    rows: Sequence[Any]
    asked: Mapping[str, Any] = field(default_factory=dict)
    address: str = ""
    sort: str = ""
    caption: Any = ""
    count: int | None = None
    can_select: bool = False
    is_sticky: bool = True
    row_href: Callable[[Any], str] | None = None
    row_key: Callable[[Any], Any] = lambda row: row.pk
    row_label: Callable[[Any], str] = str
    total_label: Any = ""
    phone: Literal["table", "ledger"] = "table"

    @property
    def shown(self) -> list[Column]:
        """The columns the reader chose, in the order of the table; without a choice, all but the extra ones."""
        chosen = self._wishes().get("columns", "").split(",")
        chosen = [name for name in chosen if name]
        if not chosen:
            return [column for column in self.columns if not column.is_extra]
        return [column for column in self.columns if column.is_fixed or column.name in chosen]

    @property
    def sorted_by(self) -> str:
        """What the rows are sorted by, a minus in front where descending; unknown wishes are ignored."""
        wish = str(self.asked.get("sort", "")) or self.sort
        known = {column.sort for column in self.columns if column.sort}
        return wish if wish.lstrip("-") in known else self.sort

    def sort_href(self, column: Column) -> str:
        """The same list sorted by this column; by the other way round if it is already. Numbers start from the largest."""
        first = f"-{column.sort}" if column.is_right or column.kind == "day" else column.sort
        other = column.sort if first.startswith("-") else f"-{column.sort}"
        return self.address_with(sort=other if self.sorted_by == first else first, after="", before="")

    def address_with(self, **changes: str) -> str:
        """This list's address with some of its wishes changed; empty ones drop out."""
        wishes = {key: value for key, value in {**self._wishes(), **changes}.items() if value}
        return f"{self.address}?{urlencode(wishes)}" if wishes else self.address or "?"

    def _wishes(self) -> dict[str, str]:
        """What the address asks for; a form sends the same name several times, an address says it once."""
        several = getattr(self.asked, "getlist", None)
        return {key: ",".join(several(key)) if several else str(value) for key, value in self.asked.items()}

    @property
    def has_totals(self) -> bool:
        return any(column.total is not None for column in self.shown)


def draw_head(table: Table) -> SafeString:
    """The heads of the columns; the one sorted by says so."""
    heads = (
        ['<th class="pick"><label><input type="checkbox" class="check" data-all></label></th>']
        if table.can_select
        else []
    )
    if table.can_select:
        heads[0] = str(
            format_html(
                heads[0].replace("data-all", 'data-all aria-label="{}"'), _("Select all on this page")
            )
        )
    heads += [_head(table, column) for column in table.shown]
    return mark_safe("".join(heads))


def draw_rows(table: Table) -> SafeString:
    """The rows; each can be walked to with J and K, and opened with Enter where it has an address."""
    shown = table.shown
    return mark_safe("".join(_row(table, row, shown) for row in table.rows))


def _row(table: Table, row: Any, shown: list[Column]) -> str:
    cells = [cell(column, row, table.row_href) for column in shown]
    if table.can_select:
        cells.insert(0, _pick(table, row))
    return f'<tr data-row id="{table.name}-{table.row_key(row)}">{"".join(cells)}</tr>'


def draw_totals(table: Table) -> SafeString:
    """The line under the single rule and above the double one."""
    cells = ["<td></td>"] if table.can_select else []
    for index, column in enumerate(table.shown):
        if index == 0:
            cells.append(str(format_html('<th scope="row">{}</th>', table.total_label or _("Total"))))
        else:
            cells.append(_cell(column, "" if column.total is None else _drawn(column, column.total, None)))
            if column.currency_of:
                cells.insert(-1, f'<td class="code{" opt" if column.is_minor else ""}"></td>')
    return mark_safe(f"<tr>{''.join(cells)}</tr>")


def cell(column: Column, row: Any, row_href: Callable[[Any], str] | None = None) -> str:
    """One cell, drawn as its column says."""
    value = column.of(row)
    if column.kind == "name":
        return _name(column, value, row, row_href)
    drawn = _drawn(column, value, row)
    if column.opens and value is not None:
        drawn = format_html('<a class="opens" href="{}" data-drawer>{}</a>', column.opens(row), drawn)
    elif column.href and value is not None:
        drawn = format_html('<a class="link" href="{}">{}</a>', column.href(row), drawn)
    if column.currency_of:
        code = column.currency_of(row) if value is not None else ""
        return f'<td class="code{" opt" if column.is_minor else ""}">{conditional_escape(code)}</td>{_cell(column, drawn)}'
    return _cell(column, drawn)


def plain(column: Column, row: Any) -> Any:
    """What an export writes for the cell: the value itself, texts as texts."""
    value = column.of(row)
    if isinstance(value, Money):
        return value.amount
    return value if value is None or isinstance(value, Decimal | int | date) else str(value)


def _drawn(column: Column, value: Any, row: Any) -> Any:
    if value is None:
        return formats.number_marked(None) if column.is_right or column.kind == "day" else ""
    if column.kind == "amount":
        mixed = column.currency_of is not None
        code = column.currency_of(row) if column.currency_of and row is not None else column.currency
        return formats.bare_marked(value, code, mixed=mixed)
    if column.kind == "number":
        return formats.number_marked(value, column.decimals)
    if column.kind == "percent":
        return formats.percent_marked(value, 1 if column.decimals is None else column.decimals)
    if column.kind == "day":
        return formats.day_text(value) if isinstance(value, date) else value
    return value


def _cell(column: Column, drawn: Any) -> str:
    return (
        f"<td{column.cell_class}>{drawn if isinstance(drawn, SafeString) else conditional_escape(drawn)}</td>"
    )


def _name(column: Column, value: Any, row: Any, row_href: Callable[[Any], str] | None) -> str:
    href = (column.href or row_href) and (column.href or row_href)(row)  # type: ignore[misc]
    said = conditional_escape(value)
    shown = f'<a href="{conditional_escape(href)}" data-open>{said}</a>' if href else said
    return f'<th scope="row" class="name cut" title="{said}">{shown}</th>'


def _pick(table: Table, row: Any) -> str:
    said = conditional_escape(_("Select {name}").format(name=table.row_label(row)))
    key = conditional_escape(table.row_key(row))
    return (
        f'<td class="pick"><label><input type="checkbox" class="check" name="row" value="{key}" aria-label="{said}"'
        ' data-key="x"></label></td>'
    )


def _head(table: Table, column: Column) -> str:
    kinds = ("num " if column.is_right else "") + ("opt" if column.is_minor else "")
    by = table.sorted_by
    turned = column.sort and by.lstrip("-") == column.sort
    arrow = marks.icon("down-arrow" if by.startswith("-") else "up-arrow") if turned else ""
    word: Any = (
        format_html('<a href="{}">{}{}</a>', table.sort_href(column), column.label, arrow)
        if column.sort
        else column.label
    )
    given = f' class="{kinds.strip()}"' if kinds.strip() else ""
    given += f' aria-sort="{"descending" if by.startswith("-") else "ascending"}"' if turned else ""
    code = (
        f'<th class="code{" opt" if column.is_minor else ""}"><span class="sr">{_("Currency")}</span></th>'
        if column.currency_of
        else ""
    )
    return f'{code}<th scope="col"{given}>{conditional_escape(word)}</th>'


def by_key(rows: Iterable[Any], table: Table) -> dict[str, Any]:
    """Rows by the key their checkbox sends, for the action that acts on the selected ones."""
    return {str(table.row_key(row)): row for row in rows}
