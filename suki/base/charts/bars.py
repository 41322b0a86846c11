"""Columns: actual before last year with a target line, or parts that stack to a whole."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from suki.base.charts.drawing import (
    Chart,
    Key,
    Say,
    Scale,
    Series,
    Value,
    centre,
    foot_labels,
    framed,
    plain_say,
    room_for,
    said,
    scale_for,
    scaled,
)  # fmt: skip
from suki.base.markup import fresh_id

_FOOT = 20
_WIDEST = 11.0


def bar(
    title: Any, labels: Sequence[Any], actual: Series, *, last_year: Series | None = None, target: Series | None = None,
    say: Say = plain_say, height: int = 150, description: Any = "", with_values: bool = False,
) -> Chart:  # fmt: skip
    """Columns of the actual figures; last year stands diluted behind, the target is a line across."""
    every = [series for series in (actual, last_year, target) if series]
    scale = scale_for([value for series in every for value in series.values], height)
    slot = 100 / max(1, len(labels))
    wide = min(slot * 0.62, _WIDEST)
    drawn = []
    for index, label in enumerate(labels):
        x = centre(index, len(labels))
        if last_year:
            drawn.append(
                _column("a4", x, wide, 0, last_year.values[index], scale, f"{last_year.label}, {label}", say)
            )
        drawn.append(
            _column("a1", x, wide * 0.66, 0, actual.values[index], scale, f"{actual.label}, {label}", say)
        )
        if target and target.values[index] is not None:
            drawn.append(_across(x, wide * 1.15, scale.y(target.values[index])))
        if with_values and actual.values[index] is not None:
            y = scale.y(max(actual.values[index] or 0, 0)) - 5
            drawn.append(
                f'<text class="mid strong" x="{x:.2f}%" y="{y}">{escape(said(actual.values[index], say))}</text>'
            )
    drawn.append(foot_labels(labels, height + 15))
    keys = [Key(actual.label)]
    keys += [Key(last_year.label, "c4")] if last_year else []
    keys += [Key(target.label, "accent", "line")] if target else []
    return _finished(
        title, description, labels, every, drawn, keys, scale, say, 30 if not with_values else 52
    )


def stacked(
    title: Any, labels: Sequence[Any], parts: Sequence[Series], *, target: Series | None = None, say: Say = plain_say,
    height: int = 150, description: Any = "",
) -> Chart:  # fmt: skip
    """Columns whose parts add up; the first part stands on the axis, in ink, the others on it, diluted."""
    totals = [sum((part.values[index] or 0) for part in parts) for index in range(len(labels))]
    scale = scale_for([*totals, *(target.values if target else ())], height)
    wide = min(100 / max(1, len(labels)) * 0.62, _WIDEST)
    drawn = []
    for index, label in enumerate(labels):
        x, foot = centre(index, len(labels)), 0
        for order, part in enumerate(parts):
            value = part.values[index]
            drawn.append(_column(f"a{order + 1}", x, wide, foot, value, scale, f"{part.label}, {label}", say))
            foot += value or 0  # type: ignore[assignment]
        if target and target.values[index] is not None:
            drawn.append(_across(x, wide * 1.2, scale.y(target.values[index])))
    drawn.append(foot_labels(labels, height + 15))
    keys = [Key(part.label, f"c{order + 1}") for order, part in enumerate(parts)]
    keys += [Key(target.label, "accent", "line")] if target else []
    every = [*parts, Series(_("Total"), totals), *([target] if target else [])]
    return _finished(title, description, labels, every, drawn, keys, scale, say, 30)


def _finished(
    title: Any, description: Any, labels: Sequence[Any], every: Sequence[Series], drawn: Sequence[str], keys: Sequence[Key],
    scale: Scale, say: Say, each: int,
) -> Chart:  # fmt: skip
    name = fresh_id("chart")
    lines, gutter = scaled(scale, say)
    told = description or ", ".join(str(series.label) for series in every)
    wide = room_for(labels, each)
    return Chart(
        id=name, title=title, description=told, svg=framed(name, title, told, scale.height + _FOOT, wide, lines + "".join(drawn), gutter),
        head=["", *(series.label for series in every)],
        rows=[[label, *(said(series.values[index], say) for series in every)] for index, label in enumerate(labels)],
        keys=keys, wide=wide,
    )  # fmt: skip


def _column(
    kind: str, x: float, wide: float, foot: Value, value: Value, scale: Scale, label: str, say: Say
) -> str:
    if value is None:
        return ""
    top, bottom = sorted((scale.y(float(foot or 0) + float(value)), scale.y(foot)))
    return (
        f'<rect class="{kind}" x="{x - wide / 2:.2f}%" width="{wide:.2f}%" y="{top}" height="{max(bottom - top, 0.5):.1f}">'
        f"<title>{escape(label)}: {escape(said(value, say))}</title></rect>"
    )


def _across(x: float, wide: float, y: float) -> str:
    return f'<line class="target" x1="{x - wide / 2:.2f}%" x2="{x + wide / 2:.2f}%" y1="{y}" y2="{y}"/>'
