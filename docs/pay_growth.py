"""Draws how pay grows with the lines: `python -m bench pay --engine growth > F; python docs/pay_growth.py F docs/pictures/pay-growth.svg`."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

WIDTH, HEIGHT = 640, 320
LEFT, RIGHT, TOP, BOTTOM = 64, 120, 34, 44
ENGINES = (("postgres", "PostgreSQL"), ("duckdb", "DuckDB"))
STYLE = """
    text { font: 13px system-ui, sans-serif; fill: #1f2328 } .axis { stroke: #d0d7de } .soft { fill: #59636e }
    .postgres { stroke: #0b5cad; fill: #0b5cad } .duckdb { stroke: #b35900; fill: #b35900 } path { fill: none !important }
    path { stroke-width: 2 } text.postgres, text.duckdb { stroke: none } .paper { fill: #ffffff }
    @media (prefers-color-scheme: dark) {
      text { fill: #f0f6fc } .axis { stroke: #3d444d } .soft { fill: #9198a1 } .paper { fill: #0d1117 }
      .postgres { stroke: #6cb6ff; fill: #6cb6ff } .duckdb { stroke: #f0a35e; fill: #f0a35e }
    }
"""


def drawn(points: list[dict[str, Any]]) -> str:
    """Processor seconds over millions of lines: load of other work moves the clock, hardly these."""
    most = max(
        point[engine]["processor_seconds"] for point in points for engine, _name in ENGINES if engine in point
    )
    step = next(each for each in (1, 2, 5, 10, 20, 50, 100, 200, 500) if most / each <= 6)
    top, right = step * (int(most / step) + 1), max(point["lines"] for point in points)

    def place(lines: float, seconds: float) -> tuple[float, float]:
        across = LEFT + (WIDTH - LEFT - RIGHT) * lines / right
        return round(across, 1), round(HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * seconds / top, 1)

    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" aria-labelledby="title">',
        '<title id="title">Processor seconds to work out pay, by millions of lines</title>',
        f'<style>{STYLE}</style><rect class="paper" width="{WIDTH}" height="{HEIGHT}"/>',
    ]
    parts.append(f'<text class="soft" x="{LEFT}" y="{TOP - 10}">processor seconds</text>')
    for seconds in range(0, top + 1, step):
        (x, y), (end, _y) = place(0, seconds), place(right, seconds)
        parts.append(f'<line class="axis" x1="{x}" y1="{y}" x2="{end}" y2="{y}"/>')
        parts.append(f'<text class="soft" x="{x - 8}" y="{y + 4}" text-anchor="end">{seconds} s</text>')
    for point in points:
        x, y = place(point["lines"], 0)
        parts.append(
            f'<text class="soft" x="{x}" y="{y + 18}" text-anchor="middle">{point["lines"] // 1_000_000}</text>'
        )
    x, y = place(right / 2, 0)
    parts.append(f'<text class="soft" x="{x}" y="{y + 36}" text-anchor="middle">million lines</text>')
    for engine, name in ENGINES:
        spots = [
            place(point["lines"], point[engine]["processor_seconds"]) for point in points if engine in point
        ]
        if not spots:
            continue
        parts.append(f'<path class="{engine}" d="M{" L".join(f"{x} {y}" for x, y in spots)}"/>')
        parts += [f'<circle class="{engine}" cx="{x}" cy="{y}" r="3.5"/>' for x, y in spots]
        parts.append(f'<text class="{engine}" x="{spots[-1][0] + 10}" y="{spots[-1][1] + 4}">{name}</text>')
    return "\n".join([*parts, "</svg>\n"])


if __name__ == "__main__":
    source, target = Path(sys.argv[1]), Path(sys.argv[2])
    target.write_text(drawn(json.loads(source.read_text())["growth"]), encoding="utf-8")
