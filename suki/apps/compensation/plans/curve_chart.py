"""The payout curve: what is paid for how much, true to scale, with its jumps upright and a mark where one looks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from suki.base.charts.drawing import Chart, Key, Scale, foot_labels, framed, nice_step, scale_for, scaled
from suki.base.markup import fresh_id

Point = tuple[Decimal, Decimal]
HEIGHT, FOOT = 160, 20


def payout_curve(
    points: Sequence[Point], *, label: Callable[[Decimal], str], say: Callable[[Decimal], str], here: Point | None, about: Any
) -> Chart:  # fmt: skip
    """A chart of (how much, what it pays), and the same as a table; `here` is the point at hand."""
    far = max(at for at, _paid in points)
    scale = scale_for([paid for _at, paid in points], HEIGHT)
    lines, gutter = scaled(scale, say)
    step = Decimal(str(nice_step(float(far), 4)))
    marks = [step * place for place in range(int(far / step) + 1)]
    name = fresh_id("curve")
    drawn = [
        lines,
        _path(points, far, scale),
        _touch(points, far, scale, label, say),
        _here(here, far, scale, label, say) if here and here[0] <= far else "",
        foot_labels([label(at) for at in marks], HEIGHT + 15, places=[_across(at, far) for at in marks]),
    ]
    title = _("What it pays")
    return Chart(
        id=name, title=title, description=about, svg=framed(name, title, about, HEIGHT + FOOT, "", "".join(drawn), gutter),
        head=["", _("Pay")], rows=[[label(at), say(paid)] for at, paid in points], keys=[Key(_("Pay"), "c1", "line")],
    )  # fmt: skip


def _path(points: Sequence[Point], far: Decimal, scale: Scale) -> str:
    steps = "L".join(f"{_across(at, far):.3f} {scale.y(paid)}" for at, paid in points)
    return (
        f'<svg viewBox="0 0 100 {HEIGHT}" preserveAspectRatio="none" width="100%" height="{HEIGHT}">'
        f'<path class="line" fill="none" vector-effect="non-scaling-stroke" d="M{steps}"/></svg>'
    )


def _touch(points: Sequence[Point], far: Decimal, scale: Scale, label: Any, say: Any) -> str:
    """Each point says what it pays when it is pointed at."""
    return "".join(
        f'<circle class="touch" cx="{_across(at, far):.2f}%" cy="{scale.y(paid)}" r="6">'
        f"<title>{escape(label(at))}: {escape(say(paid))}</title></circle>"
        for at, paid in points
    )


def _here(here: Point, far: Decimal, scale: Scale, label: Any, say: Any) -> str:
    at, paid = here
    said = f"{label(at)}: {say(paid)}"
    return f'<circle class="here" cx="{_across(at, far):.2f}%" cy="{scale.y(paid)}" r="5"><title>{escape(said)}</title></circle>'


def _across(at: Decimal, far: Decimal) -> float:
    """How far to the right a point lies, in percent of the room."""
    return float(at / far * 100) if far else 0.0
