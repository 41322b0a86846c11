"""How one total became another: what added, what took away, step by step."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from suki.base.charts.drawing import (
    Chart,
    Key,
    Say,
    Scale,
    centre,
    foot_labels,
    framed,
    plain_say,
    said,
    scale_for,
)
from suki.base.formats import MINUS
from suki.base.markup import fresh_id

_FOOT = 22


@dataclass(frozen=True)
class Change:
    """One step between the totals; negative takes away."""

    label: Any
    value: Decimal


def waterfall(
    title: Any, start: Change, changes: Sequence[Change], end_label: Any, *, target: Change | None = None,
    say: Say = plain_say, height: int = 220, description: Any = "",
) -> Chart:  # fmt: skip
    """From the starting total over each change to the end, which is their sum. A short axis says where it starts."""
    steps = _steps(start, changes, end_label)
    tops = [value for _label, foot, value, _is_total in steps for value in (foot, foot + value)]
    tops += [target.value] if target else []
    scale, is_cut = _scale(tops, steps, height)
    wide = min(100 / len(steps) * 0.68, 9.0)
    drawn = [f'<line class="axis" x1="0" x2="100%" y1="{height}" y2="{height}"/>'] if is_cut else []
    drawn += [] if is_cut else [f'<line class="axis" x1="0" x2="100%" y1="{scale.y(0)}" y2="{scale.y(0)}"/>']
    for index in range(len(steps)):
        drawn.append(_column(index, steps, wide, scale, say))
    if target:
        drawn.append(_aim(target, len(steps), wide, scale, say))
    labels = [step[0] for step in steps]
    drawn.append(foot_labels(labels, height + 16, strong=(0, len(steps) - 1)))
    name = fresh_id("chart")
    told = description or _("From {start} to {end}").format(start=say(start.value), end=say(steps[-1][2]))
    room = "xl" if len(steps) > 9 else "l" if len(steps) > 5 else "m"
    note = _("The axis starts at {value}.").format(value=say(Decimal(str(scale.low)))) if is_cut else ""
    keys = [Key(target.label, "accent", "line")] if target else []
    return Chart(
        id=name, title=title, description=told, svg=framed(name, title, told, height + _FOOT, room, "".join(drawn)),
        head=["", _("Amount")], keys=keys, wide=room, note=note,
        rows=[[label, said(value, say) if is_total else _signed(value, say)] for label, _foot, value, is_total in steps],
    )  # fmt: skip


Step = tuple[Any, Decimal, Decimal, bool]


def _steps(start: Change, changes: Sequence[Change], end_label: Any) -> list[Step]:
    """Label, what it stands on, its own value, whether it is a total."""
    steps: list[Step] = [(start.label, Decimal(0), start.value, True)]
    level = start.value
    for change in changes:
        steps.append((change.label, level, change.value, False))
        level += change.value
    return [*steps, (end_label, Decimal(0), level, True)]


def _scale(tops: Sequence[Decimal], steps: Sequence[Step], height: int) -> tuple[Scale, bool]:
    """Where the changes are small beside the totals, the axis is cut, so that they can be seen."""
    levels = [top for top in tops if top]
    low, high = min(levels, default=Decimal(0)), max(levels, default=Decimal(1))
    if low > 0 and (high - low) < high * Decimal("0.4"):
        cut = scale_for([low - (high - low) / 2, high], height, from_zero=False)
        return cut, cut.low > 0
    return scale_for(tops, height), False


def _column(index: int, steps: Sequence[Step], wide: float, scale: Scale, say: Say) -> str:
    label, foot, value, is_total = steps[index]
    x = centre(index, len(steps))
    low = Decimal(str(max(scale.low, 0.0))) if is_total else foot
    top, bottom = sorted((scale.y(foot + value), scale.y(low)))
    kind = "a1" if is_total else "up" if value >= 0 else "down"
    shown = said(value, say) if is_total else _signed(value, say)
    drawn = (
        f'<rect class="{kind}" x="{x - wide / 2:.2f}%" width="{wide:.2f}%" y="{top}" height="{max(bottom - top, 1):.1f}">'
        f"<title>{escape(label)}: {escape(shown)}</title></rect>"
        f'<text class="mid strong" x="{x:.2f}%" y="{top - 6}">{escape(shown)}</text>'
    )
    if index + 1 < len(steps):
        level = scale.y(foot + value)
        begin, end = x + wide / 2, centre(index + 1, len(steps)) - wide / 2
        drawn += f'<line class="link-line" x1="{begin:.2f}%" x2="{end:.2f}%" y1="{level}" y2="{level}"/>'
    return drawn


def _aim(target: Change, count: int, wide: float, scale: Scale, say: Say) -> str:
    x, y = centre(count - 1, count), scale.y(target.value)
    left = x - wide / 2 - 0.8
    return (
        f'<line class="target" x1="{left:.2f}%" x2="{x + wide / 2 + 0.8:.2f}%" y1="{y}" y2="{y}"/>'
        f'<text class="end said" x="{left - 0.4:.2f}%" y="{y + 4}">{escape(target.label)} {escape(say(target.value))}</text>'
    )


def _signed(value: Decimal, say: Say) -> str:
    shown = say(abs(value))
    return f"+{shown}" if value > 0 else f"{MINUS}{shown}" if value < 0 else shown
