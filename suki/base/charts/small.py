"""Small charts for a figure or a cell: bullet, spark, and a whole split into its parts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

Value = Decimal | int


def bullet(
    value: Value | None,
    *,
    label: Any,
    target: Value | None = None,
    last_year: Value | None = None,
    most: Value | None = None,
) -> SafeString:
    """Actual as a bar on last year's, the target a mark across. The label reads the figures out."""
    known = [Decimal(each) for each in (value, target, last_year) if each is not None]
    whole = Decimal(most) if most is not None else max([*known, Decimal(0)]) * Decimal("1.1")
    drawn = '<rect class="bg" y="1" width="100%" height="10"/>'
    if last_year is not None:
        drawn += f'<rect class="ly" y="1" width="{_share(last_year, whole)}%" height="10"/>'
    if value is not None:
        drawn += f'<rect class="val" y="4" width="{_share(value, whole)}%" height="4"/>'
    if target is not None:
        place = _share(target, whole)
        drawn += f'<line class="tg" x1="{place}%" x2="{place}%" y1="0" y2="12"/>'
    return format_html(
        '<svg class="bullet" height="12" role="img" aria-label="{}">{}</svg>', label, mark_safe(drawn)
    )


@dataclass(frozen=True)
class Part:
    """A part of a whole; `is_bad` where it is late or lost."""

    label: Any
    value: Value
    is_bad: bool = False


def split(parts: Sequence[Part], *, label: Any) -> SafeString:
    """A whole as one bar of its parts: not due, soon, overdue."""
    whole = sum(Decimal(part.value) for part in parts)
    drawn, place = [], Decimal(0)
    for order, part in enumerate(parts):
        kind = "part-bad" if part.is_bad else f"part-{min(order + 1, 3)}"
        drawn.append((kind, _share(place, whole), _share(part.value, whole), part.label))
        place += Decimal(part.value)
    return format_html(
        '<svg class="bullet" height="12" role="img" aria-label="{}">{}</svg>',
        label,
        format_html_join(
            "", '<rect class="{}" x="{}%" width="{}%" y="2" height="8"><title>{}</title></rect>', drawn
        ),
    )


def spark(
    values: Sequence[Value | None], *, label: Any = "", is_wide: bool = False, filled: bool = False
) -> SafeString:
    """How a figure went, in the height of a line; the last point is marked. Without a label it is decoration."""
    known = [float(value) for value in values if value is not None]
    wide, high = (200, 24) if is_wide else (72, 18)
    if len(known) < 2:
        return mark_safe("")
    low, span = min(known), (max(known) - min(known)) or 1.0
    step = (wide - 4) / (len(known) - 1)
    points = [
        f"{2 + index * step:.1f} {high - 3 - (value - low) / span * (high - 6):.1f}"
        for index, value in enumerate(known)
    ]
    track = "M" + " ".join(points)
    fill = f'<path class="fill" d="{track} L{wide - 2} {high} L2 {high}Z"/>' if is_wide or filled else ""
    given = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')
    stretch = mark_safe(' preserveAspectRatio="none" data-wide') if is_wide else ""
    return format_html(
        '<svg class="spark" viewBox="0 0 {} {}" {}{}>{}<path d="{}"/><path class="now" d="M{}h.01"/></svg>',
        wide, high, given, stretch, mark_safe(fill), track, points[-1],
    )  # fmt: skip


def _share(value: Value, whole: Value) -> str:
    share = Decimal(value) / Decimal(whole) if whole else Decimal(0)
    return f"{max(Decimal(0), min(Decimal(1), share)) * 100:.1f}"
