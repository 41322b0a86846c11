"""Charts drawn by the server: SVG with a title, a description, and the same figures as a table behind.

Places across are percentages of the room a chart gets, so that it fills any width while its text keeps its size. Actual is
ink, the target an accent line, last year diluted, a loss crimson. Charts take exact numbers and say them by `base.formats`;
only places on the drawing are floats.
"""

from suki.base.charts.bars import bar, stacked
from suki.base.charts.drawing import Chart, Key, Series
from suki.base.charts.heat import HeatCell, HeatRow, heat
from suki.base.charts.lines import Interval, line
from suki.base.charts.people import Influence, Seat, map_of_people
from suki.base.charts.small import Part, bullet, spark, split
from suki.base.charts.waterfall import Change, waterfall

__all__ = [
    "Change",
    "Chart",
    "HeatCell",
    "HeatRow",
    "Influence",
    "Interval",
    "Key",
    "Part",
    "Seat",
    "Series",
    "bar",
    "bullet",
    "heat",
    "line",
    "map_of_people",
    "spark",
    "split",
    "stacked",
    "waterfall",
]
