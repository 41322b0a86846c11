"""The map of a client's people: solid lines report, dashed lines influence, old evidence pales, a gap keeps its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from suki.base.charts.drawing import Chart, Key
from suki.base.charts.routing import route
from suki.base.charts.seating import HEIGHT, WIDTH, Place, Plan, seated
from suki.base.markup import attributes, fresh_id

_NAME_ROOM = 152
_ARROW = (
    '<defs><marker id="{name}-tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path class="tip" d="M0 1l7 3-7 3z"/></marker></defs>'
)
_WIDE = frozenset("mwMWĐ@")
_THIN = frozenset("iljtfrI.,'’ -")


@dataclass(frozen=True)
class Seat:
    """One person of the client, or a post whose holder is not known yet (`is_gap`).

    `tone` and `stance` say whether they are for us; `influence` counts 1 to 5; `is_old` pales what was last heard long
    ago, `age` says how long.
    """

    key: Any
    name: str
    title: str = ""
    role: str = ""
    tone: str = "none"
    stance: str = ""
    influence: int = 0
    reports_to: Any = None
    is_old: bool = False
    age: str = ""
    is_gap: bool = False
    href: str = ""


@dataclass(frozen=True)
class Influence:
    """Who sways whom, how strongly (1 to 3), and in what."""

    source: Any
    target: Any
    weight: int = 1
    label: str = ""


def map_of_people(
    title: Any, seats: Sequence[Seat], influences: Sequence[Influence] = (), description: Any = ""
) -> Chart:
    """The map, laid out by who reports to whom; whoever has no place yet stands in a row below."""
    name = fresh_id("map")
    by_key = {seat.key: seat for seat in seats}
    known = [each for each in influences if each.source in by_key and each.target in by_key]
    plan = seated([(seat.key, seat.reports_to) for seat in seats])
    drawn = "".join(
        [
            _ARROW.format(name=name),
            *(f'<path class="reports" d="{path}"/>' for path in plan.lines),
            *(_influence(each, order, plan, name) for order, each in enumerate(known)),
            _unplaced_word(plan),
            *(_person(by_key[key], place) for key, place in plan.places.items()),
        ]
    )
    size = "m" if plan.width <= 820 else "l" if plan.width <= 1240 else "xl"
    svg = format_html(
        '<svg class="map" viewBox="0 0 {0} {1}" width="{0}" height="{1}" role="group" aria-label="{2}" data-size="{3}" data-map>{4}</svg>',
        plan.width, plan.height, title, size, mark_safe(drawn),
    )  # fmt: skip
    keys = [Key(_("reports to"), "rule", "line")] + (
        [Key(_("influences, thicker is stronger"), "accent", "dash")] if influences else []
    )
    return Chart(
        id=name, title=title, description=description or title, svg=svg, keys=keys, wide="map",
        head=["", _("Title"), _("Role"), _("Stance"), _("Influence"), _("Reports to"), _("Influences"), _("Last heard")],
        rows=[_row(seat, by_key, influences) for seat in seats],
    )  # fmt: skip


def fitted(text: str, room: float, size: float) -> str:
    """The text cut to the room it has, by the usual widths of letters."""
    used = 0.0
    for index, letter in enumerate(text):
        used += size * (
            0.86 if letter in _WIDE else 0.31 if letter in _THIN else 0.66 if letter.isupper() else 0.55
        )
        if used > room:
            return text[: max(1, index - 1)].rstrip() + "…"
    return text


def _person(seat: Seat, place: Place) -> str:
    kind = "person gap" if seat.is_gap else "person old" if seat.is_old else "person"
    x, y = place
    told = ", ".join(part for part in (seat.name, seat.title, seat.role, seat.stance, seat.age) if part)
    inner = [
        f'<title>{escape(told)}</title><rect class="card" x="{x}" y="{y}" width="{WIDTH}" height="{HEIGHT}" rx="4"/>',
        f'<rect class="stance" x="{x}" y="{y + 4}" width="3" height="{HEIGHT - 8}"/>',
        _text("nm", x + 12, y + 20, fitted(seat.name, _NAME_ROOM, 13)),
        _text("ti", x + 12, y + 35, fitted(seat.title, _NAME_ROOM, 11)),
        _text("ti", x + 12, y + 49, fitted(seat.role, _NAME_ROOM - (64 if seat.age else 0), 11)),
        f'<text class="ti" text-anchor="end" x="{x + WIDTH - 10}" y="{y + 49}">{escape(seat.age)}</text>'
        if seat.age
        else "",
        _shape(seat.tone, x + 17, y + 62),
        _text("st", x + 27, y + 66, fitted(seat.stance, 92, 11)),
        "" if seat.is_gap else _pips(seat.influence, x + WIDTH - 44, y + 58),
    ]
    given = attributes({"class_": kind, "data_tone": seat.tone, "data_person": seat.key, "aria_label": told})
    body = "".join(inner)
    return (
        f'<a href="{escape(seat.href)}"{given}>{body}</a>'
        if seat.href
        else f'<g role="img" tabindex="0"{given}>{body}</g>'
    )


def _text(kind: str, x: float, y: float, text: str) -> str:
    return f'<text class="{kind}" x="{x}" y="{y}">{escape(text)}</text>' if text else ""


def _shape(tone: str, x: float, y: float) -> str:
    """The shape of a state: full for us, half unsure, triangle against, ring unknown."""
    if tone == "bad":
        return f'<path class="shape full" d="M{x} {y - 4.6}l5 8.8h-10z"/>'
    full = " full" if tone == "good" else ""
    half = f'<path class="shape full" d="M{x} {y - 4.2}a4.2 4.2 0 0 1 0 8.4z"/>' if tone == "warn" else ""
    return f'<circle class="shape{full}" cx="{x}" cy="{y}" r="4.2"/>{half}'


def _pips(influence: int, x: float, y: float) -> str:
    return "".join(
        f'<rect class="pip{" on" if index < influence else ""}" x="{x + index * 7}" y="{y}" width="5" height="8"/>'
        for index in range(5)
    )


def _influence(influence: Influence, order: int, plan: Plan, name: str) -> str:
    path, (x, y) = route(plan.places, influence.source, influence.target, order)
    word = ""
    if influence.label:
        said = escape(fitted(influence.label, 150, 11))
        word = f'<text class="said" x="{x:.0f}" y="{y + 13:.0f}" text-anchor="middle">{said}</text>'
    return (
        f'<g class="sway" data-weight="{max(1, min(3, influence.weight))}" data-from="{conditional_escape(influence.source)}"'
        f' data-to="{conditional_escape(influence.target)}"><path class="influence" d="{path}" marker-end="url(#{name}-tip)"/>{word}</g>'
    )


def _unplaced_word(plan: Plan) -> str:
    if plan.unplaced_y is None:
        return ""
    return f'<text class="band" x="0" y="{plan.unplaced_y}">{escape(_("place not known yet"))}</text>'


def _row(seat: Seat, by_key: dict[Any, Seat], influences: Iterable[Influence]) -> list[Any]:
    above = by_key.get(seat.reports_to)
    sways = [
        by_key[each.target].name for each in influences if each.source == seat.key and each.target in by_key
    ]
    influence: Any = seat.influence or SafeString("")
    return [
        seat.name,
        seat.title,
        seat.role,
        seat.stance,
        influence,
        above.name if above else "",
        ", ".join(sways),
        seat.age,
    ]
