"""How a line of influence finds its way between the people of a map: along the gaps, never through a person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Any

from suki.base.charts.seating import HEIGHT, LEVEL, STACK, WIDTH, Place

_BEND = 8
_ASIDE = 8
_OFFSET = 5

Point = tuple[float, float]


def route(places: Mapping[Any, Place], source: Any, target: Any, order: int = 0) -> tuple[str, Point]:
    """A path from one person to another, and where a word on it stands. `order` keeps several lines apart."""
    ax, ay = places[source]
    bx, by = places[target]
    shift = order % 3 * _OFFSET
    if ay == by:
        points = _in_row(places, ax, bx, ay, shift)
    else:
        points = _between_rows(places, (ax, ay), (bx, by), shift)
    longest = max(pairwise(points), key=lambda pair: abs(pair[0][0] - pair[1][0]))
    return _rounded(points), ((longest[0][0] + longest[1][0]) / 2, longest[1][1])


def _in_row(places: Mapping[Any, Place], ax: float, bx: float, y: float, shift: float) -> list[Point]:
    """Straight to whoever sits beside; over the heads of those between."""
    to_right = bx > ax
    low, high = min(ax, bx), max(ax, bx)
    if not any(low < x < high for x, row in places.values() if row == y):
        start, end = (ax + WIDTH, bx - 2) if to_right else (ax, bx + WIDTH + 2)
        return [(start, y + 24 + shift), (end, y + 24 + shift)]
    above = y - LEVEL / 4 - shift / 2
    start = ax + (WIDTH - 30 if to_right else 30)
    end = bx + (30 if to_right else WIDTH - 30)
    return [(start, y), (start, above), (end, above), (end, y - 2)]


def _between_rows(places: Mapping[Any, Place], source: Place, target: Place, shift: float) -> list[Point]:
    """Out into the gap beside the row, along a free lane, and in at the side that faces."""
    (ax, ay), (bx, by) = source, target
    if ay > by and _has_somebody_on_top(places, source):
        return _out_of_stack(source, target, shift)
    from_right = ax > bx
    upwards = ay > by
    edge = ay if upwards else ay + HEIGHT
    gap = ay - LEVEL / 4 - shift / 2 if upwards else ay + HEIGHT + LEVEL / 4 + shift / 2
    start = ax + (WIDTH * 0.2 if from_right else WIDTH * 0.8)
    level = by + HEIGHT * 0.4 + shift
    side = bx + WIDTH + 2 if from_right else bx - 2
    lane = _free_lane(
        places,
        min(level, gap),
        max(level, gap),
        side + (_ASIDE if from_right else -_ASIDE),
        start,
        from_right,
    )
    if ax + _ASIDE <= lane <= ax + WIDTH - _ASIDE:
        return [(lane, edge), (lane, level), (side, level)]
    return [(start, edge), (start, gap), (lane, gap), (lane, level), (side, level)]


def _has_somebody_on_top(places: Mapping[Any, Place], source: Place) -> bool:
    """Whether the way straight up is shut, because one stands directly under another."""
    ax, ay = source
    return any(abs(x - ax) < WIDTH / 2 and 0 < ay - (y + HEIGHT) <= STACK for x, y in places.values())


def _out_of_stack(source: Place, target: Place, shift: float) -> list[Point]:
    """Out at the right, up beside the stack, across in the gap under the target's row, and in at the side that faces."""
    (ax, ay), (bx, by) = source, target
    out = ax + WIDTH + _ASIDE
    across = by + HEIGHT + LEVEL / 4 + shift / 2
    from_right = out > bx + WIDTH / 2
    side = bx + WIDTH + 2 if from_right else bx - 2
    lane = side + (_ASIDE if from_right else -_ASIDE)
    level, start = by + HEIGHT * 0.4 + shift, ay + HEIGHT * 0.4
    if abs(lane - out) < WIDTH / 4:
        return [(ax + WIDTH, start), (max(out, lane), start), (max(out, lane), level), (side, level)]
    return [(ax + WIDTH, start), (out, start), (out, across), (lane, across), (lane, level), (side, level)]


def _free_lane(
    places: Mapping[Any, Place], top: float, bottom: float, wanted: float, start: float, from_right: bool
) -> float:
    """The lane nearest to the wanted one that no card stands in, on the same side of the target."""
    standing = [
        (x - _ASIDE, x + WIDTH + _ASIDE) for x, y in places.values() if y < bottom and y + HEIGHT > top
    ]
    edges = [wanted, start, *(edge for pair in standing for edge in pair)]
    fitting = [
        x
        for x in edges
        if (x >= wanted if from_right else x <= wanted)
        and not any(left < x < right for left, right in standing)
    ]
    return min(fitting, key=lambda x: abs(x - wanted), default=wanted)


def _rounded(points: Sequence[Point]) -> str:
    """Straight stretches with soft corners."""
    path = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for before, corner, after in zip(points, points[1:], points[2:]):
        begin, end = _towards(corner, before), _towards(corner, after)
        path.append(
            f"L{begin[0]:.1f} {begin[1]:.1f}Q{corner[0]:.1f} {corner[1]:.1f} {end[0]:.1f} {end[1]:.1f}"
        )
    path.append(f"L{points[-1][0]:.1f} {points[-1][1]:.1f}")
    return "".join(path)


def _towards(corner: Point, other: Point) -> Point:
    """A little way from the corner towards the other point."""
    across, down = other[0] - corner[0], other[1] - corner[1]
    length = max(abs(across), abs(down)) or 1
    share = min(_BEND, length / 2) / length
    return corner[0] + across * share, corner[1] + down * share
