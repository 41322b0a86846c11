"""What all charts share: the figure they come in, their scale, and their marks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from math import ceil, floor, log10
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

from suki.base.formats import number_text
from suki.base.markup import attributes, fresh_id

_MOST_LABELS = 14

Value = Decimal | int | None
Say = Callable[[Decimal], str]


@dataclass(frozen=True)
class Series:
    """Figures of one meaning, in the order of the labels; None where there is none."""

    label: Any
    values: Sequence[Value]


@dataclass(frozen=True)
class Key:
    """One line of the key under a chart: its colour (c1 to c4, accent, bad) and shape (block, line, dash)."""

    label: Any
    colour: str = "c1"
    shape: str = "block"


@dataclass(frozen=True)
class Chart:
    """A drawn chart and the table behind it."""

    title: Any
    description: Any
    svg: SafeString
    head: Sequence[Any]
    rows: Sequence[Sequence[Any]]
    keys: Sequence[Key] = ()
    wide: str = ""
    note: Any = ""
    id: str = field(default_factory=lambda: fresh_id("chart"))


@dataclass(frozen=True)
class Scale:
    """From values to heights: `low` at the foot, `high` at the head, and where the lines of the grid are."""

    low: float
    high: float
    height: float
    head: float = 18.0

    def y(self, value: Value | float) -> float:
        """The place of a value, counted from the top."""
        share = (float(value or 0) - self.low) / ((self.high - self.low) or 1)
        return round(self.head + (1 - share) * (self.height - self.head), 1)

    def ticks(self) -> list[Decimal]:
        """Round values to draw a line at, three or four of them."""
        step = nice_step(self.high - self.low, 3)
        first = ceil(self.low / step)
        return [
            Decimal(str(round(step * index, 6))) for index in range(first, floor(self.high / step + 1e-9) + 1)
        ]


def nice_step(span: float, wanted: int) -> float:
    """A step of 1, 2, 2.5 or 5 times a power of ten that divides the span into about so many."""
    rough = (span or 1) / wanted
    power = 10 ** floor(log10(rough))
    return float(next(step * power for step in (1, 2, 2.5, 5, 10) if step * power >= rough * 0.999))


def scale_for(values: Iterable[Value], height: float, *, from_zero: bool = True, head: float = 18.0) -> Scale:
    """A scale that holds all the values, and zero where bars stand on it."""
    known = [float(value) for value in values if value is not None] or [0.0]
    low = min(0.0, *known) if from_zero else min(known)
    high = max(0.0, *known) if from_zero else max(known)
    if low == high:
        high = low + 1
    if not from_zero:
        step = nice_step(high - low, 3)
        low = floor(low / step) * step
    return Scale(low, high, height, head)


def room_for(labels: Sequence[Any], least: int) -> str:
    """How wide a chart must stay before it scrolls, by the room its labels need."""
    longest = max((len(str(label)) for label in labels), default=0)
    needed = min(len(labels), _MOST_LABELS) * max(least, longest * 6 + 8)
    return "xl" if needed > 760 else "l" if needed > 500 else "m" if needed > 340 else ""


def framed(
    name: str, title: Any, description: Any, height: float, wide: str, body: str, gutter: str = ""
) -> SafeString:
    """The SVG around a drawing, which readers who cannot see it hear as title and description.

    The gutter is room at its start for the words of a scale; places across begin after it.
    """
    given = attributes({"data_wide": wide, "data_gutter": gutter})
    return format_html(
        '<svg class="chart" width="100%" height="{0}" role="img" aria-labelledby="{1}-t {1}-d"{2}>'
        '<title id="{1}-t">{3}</title><desc id="{1}-d">{4}</desc>{5}</svg>',
        round(height), name, given, title, description, mark_safe(body),
    )  # fmt: skip


def scaled(scale: Scale, say: Say) -> tuple[str, str]:
    """Hairlines across with their values in the gutter, and how wide that must be: s, m or l."""
    marks = [(scale.y(tick), tick, say(tick)) for tick in scale.ticks()]
    longest = max((len(shown) for _y, tick, shown in marks if tick), default=0)
    drawn = "".join(
        f'<line class="{"grid" if tick else "axis"}" x1="0" x2="100%" y1="{y}" y2="{y}"/>'
        + (f'<text class="tick" x="-8" y="{y + 4}">{escape(shown)}</text>' if tick else "")
        for y, tick, shown in marks
    )
    return drawn, "s" if longest <= 3 else "m" if longest <= 5 else "l"


def foot_labels(
    labels: Sequence[Any], y: float, *, strong: Iterable[int] = (), places: Sequence[float] = ()
) -> str:
    """What stands under each place; of many only every so manieth is written."""
    every = max(1, ceil(len(labels) / _MOST_LABELS))
    standing = set(strong)
    drawn = []
    for index, label in enumerate(labels):
        if index % every and index != len(labels) - 1:
            continue
        x = places[index] if places else centre(index, len(labels))
        anchor = "start" if places and x < 2 else "end" if places and x > 98 else "mid"
        kinds = f"{anchor}{' strong' if index in standing else ''}"
        drawn.append(f'<text class="{kinds}" x="{x:.2f}%" y="{y}">{escape(label)}</text>')
    return "".join(drawn)


def centre(index: int, count: int) -> float:
    """The middle of one of so many equal places, in percent."""
    return (index + 0.5) * 100 / count


def said(value: Value, say: Say) -> str:
    """A value in the table behind a chart."""
    return number_text(None) if value is None else say(Decimal(value))


def plain_say(value: Decimal) -> str:
    """How a number is said where the caller does not care."""
    return number_text(value)
