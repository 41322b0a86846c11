"""Lines over time: actual, last year, target, and a forecast with its interval."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
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
    foot_labels,
    framed,
    plain_say,
    room_for,
    said,
    scale_for,
    scaled,
)  # fmt: skip
from suki.base.formats import NOTHING
from suki.base.markup import fresh_id

_FOOT = 20


@dataclass(frozen=True)
class Interval:
    """Between which values the future is expected, per label; None where it is past."""

    label: Any
    low: Sequence[Value]
    high: Sequence[Value]


def line(
    title: Any, labels: Sequence[Any], actual: Series, *, last_year: Series | None = None, target: Series | None = None,
    forecast: Series | None = None, interval: Interval | None = None, say: Say = plain_say, height: int = 150,
    from_zero: bool = False, description: Any = "",
) -> Chart:  # fmt: skip
    """Figures over time. The last actual point is marked: here is where we are."""
    every = [series for series in (actual, forecast, target, last_year) if series]
    values = [value for series in every for value in series.values]
    values += [*interval.low, *interval.high] if interval else []
    scale = scale_for(values, height, from_zero=from_zero)
    places = [index * 100 / max(1, len(labels) - 1) for index in range(len(labels))]
    paths = [_area(interval, places, scale)] if interval else []
    paths += [_path("line line-2", last_year, places, scale)] if last_year else []
    paths += [_path("target", target, places, scale)] if target else []
    paths += [_path("line line-3", _joined(actual, forecast), places, scale)] if forecast else []
    paths.append(_path("line", actual, places, scale))
    inner = f'<svg viewBox="0 0 100 {height}" preserveAspectRatio="none" width="100%" height="{height}">{"".join(paths)}</svg>'
    drawn = [
        inner,
        _points(actual, labels, places, scale, say),
        foot_labels(labels, height + 15, places=places),
    ]
    return _finished(title, description, labels, every, interval, drawn, scale, say)


def _finished(
    title: Any, description: Any, labels: Sequence[Any], every: Sequence[Series], interval: Interval | None,
    drawn: Sequence[str], scale: Scale, say: Say,
) -> Chart:  # fmt: skip
    name = fresh_id("chart")
    lines, gutter = scaled(scale, say)
    told = description or ", ".join(str(series.label) for series in every)
    wide = room_for(labels, 24)
    rows = [
        [label, *(said(series.values[index], say) for series in every)] for index, label in enumerate(labels)
    ]
    head = ["", *(series.label for series in every)]
    if interval:
        head.append(interval.label)
        for index, row in enumerate(rows):
            row.append(_between(interval, index, say))
    return Chart(
        id=name, title=title, description=told, svg=framed(name, title, told, scale.height + _FOOT, wide, lines + "".join(drawn), gutter),
        head=head, rows=rows, keys=_keys(every, interval), wide=wide,
    )  # fmt: skip


def _keys(every: Sequence[Series], interval: Interval | None) -> list[Key]:
    looks = {0: ("c1", "line")}
    keys = []
    for order, series in enumerate(every):
        colour, shape = looks.get(order, ("c3", "dash"))
        keys.append(Key(series.label, colour, shape))
    return keys + ([Key(interval.label, "c4")] if interval else [])


def _between(interval: Interval, index: int, say: Say) -> str:
    low, high = interval.low[index], interval.high[index]
    if low is None or high is None:
        return NOTHING
    return _("{low} to {high}").format(low=said(low, say), high=said(high, say))


def _joined(actual: Series, forecast: Series) -> Series:
    """The forecast starts where the actual line ends."""
    last = max((index for index, value in enumerate(actual.values) if value is not None), default=-1)
    values = [actual.values[index] if index == last else value for index, value in enumerate(forecast.values)]
    return Series(forecast.label, values)


def _path(kind: str, series: Series, places: Sequence[float], scale: Scale) -> str:
    steps, pen_up = [], True
    for x, value in zip(places, series.values):
        if value is None:
            pen_up = True
            continue
        steps.append(f"{'M' if pen_up else 'L'}{x:.2f} {scale.y(value)}")
        pen_up = False
    return (
        f'<path class="{kind}" fill="none" vector-effect="non-scaling-stroke" d="{"".join(steps)}"/>'
        if steps
        else ""
    )


def _area(interval: Interval, places: Sequence[float], scale: Scale) -> str:
    spread = [
        (x, scale.y(low), scale.y(high))
        for x, low, high in zip(places, interval.low, interval.high)
        if low is not None and high is not None
    ]
    if len(spread) < 2:
        return ""
    above = " ".join(f"{x:.2f} {high}" for x, _low, high in spread)
    below = " ".join(f"{x:.2f} {low}" for x, low, _high in reversed(spread))
    return f'<path class="area" d="M{above} L{below}Z"/>'


def _points(actual: Series, labels: Sequence[Any], places: Sequence[float], scale: Scale, say: Say) -> str:
    """Each point says its value when pointed at; the last one is marked."""
    known = [index for index, value in enumerate(actual.values) if value is not None]
    drawn = [
        f'<circle class="touch" cx="{places[index]:.2f}%" cy="{scale.y(actual.values[index])}" r="8">'
        f"<title>{escape(labels[index])}: {escape(said(actual.values[index], say))}</title></circle>"
        for index in known
    ]
    if known:
        last = known[-1]
        drawn.append(
            f'<circle class="here" cx="{places[last]:.2f}%" cy="{scale.y(actual.values[last])}" r="5"/>'
        )
    return "".join(drawn)
