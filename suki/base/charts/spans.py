"""A stretch of days as a bar on a common scale: who had a role when."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe


def span(
    first: date | None, end: date | None, *, whole: tuple[date, date], today: date, label: Any
) -> SafeString:
    """The days from `first` up to `end` within the whole; open ends reach its edge. Today is a line across."""
    left = _place(first or whole[0], whole)
    right = _place(end or whole[1], whole)
    now = _place(today, whole)
    kind = "val" if (first is None or first <= today) and (end is None or end > today) else "ly"
    drawn = (
        '<rect class="bg" y="5" width="100%" height="2"/>'
        f'<rect class="{kind}" x="{left:.1f}%" width="{max(right - left, 1):.1f}%" y="3" height="6"/>'
        f'<line class="tg" x1="{now:.1f}%" x2="{now:.1f}%" y1="0" y2="12"/>'
    )
    return format_html(
        '<svg class="bullet" height="12" role="img" aria-label="{}">{}</svg>', label, mark_safe(drawn)
    )


def _place(day: date, whole: tuple[date, date]) -> float:
    days = (whole[1] - whole[0]).days or 1
    return max(0.0, min(100.0, (day - whole[0]).days * 100 / days))
