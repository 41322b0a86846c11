"""Charts: their places, their words, and the table behind each."""

import re
from decimal import Decimal

import pytest
from django.utils import translation

from suki.base import charts
from suki.base.charts.drawing import nice_step, scale_for
from suki.base.charts.routing import route
from suki.base.charts.seating import HEIGHT, WIDTH, seated
from suki.base.formats import number_text
from suki.base.templatetags.ui_charts import chart as draw

D = Decimal


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def sample_bar():
    return charts.bar(
        "Revenue", ["Jan", "Feb", "<Mar>"], charts.Series("actual", [D(10), D(-5), None]),
        last_year=charts.Series("last year", [D(8), D(9), D(7)]), target=charts.Series("target", [D(9), None, D(9)]),
    )  # fmt: skip


def test_every_chart_is_told_to_those_who_do_not_see_it():
    drawn = draw(sample_bar())
    assert re.search(
        r'role="img" aria-labelledby="(\S+)-t \1-d"[^>]*><title id="\1-t">Revenue</title><desc id="\1-d">',
        drawn,
    )
    assert "As a table" in drawn


def test_the_table_behind_holds_every_figure():
    chart = sample_bar()
    assert [list(row) for row in chart.rows] == [
        ["Jan", "10", "8", "9"],
        ["Feb", "−5", "9", "–"],
        ["<Mar>", "–", "7", "9"],
    ]


def test_labels_are_escaped():
    assert "<Mar>" not in draw(sample_bar())


def test_no_style_is_written_into_a_drawing():
    drawn = (
        draw(sample_bar())
        + charts.bullet(1, label="x")
        + charts.heat("h", ["a"], [charts.HeatRow("r", [charts.HeatCell(1, "1")])])
    )
    assert "style=" not in drawn


@pytest.mark.parametrize(("span", "step"), [(10, 5), (100, 50), (62, 25), (0.7, 0.25), (1, 0.5)])
def test_scales_step_by_round_numbers(span, step):
    assert nice_step(span, 3) == step


def test_a_scale_of_bars_holds_zero():
    scale = scale_for([D(80), D(90)], 100)
    assert scale.low == 0
    assert scale.y(90) < scale.y(80) < scale.y(0)


def test_stacked_parts_come_with_their_total():
    chart = charts.stacked("Open", ["Jan"], [charts.Series("a", [D(2)]), charts.Series("b", [D(3)])])
    assert list(chart.rows[0]) == ["Jan", "2", "3", "5"]


def test_a_waterfall_ends_at_the_sum_of_its_steps():
    chart = charts.waterfall(
        "Bridge", charts.Change("2025", D("186.4")), [charts.Change("Price", D("5.1")), charts.Change("Lost", D("-9.7"))], "2026",
        say=lambda value: number_text(value, 1),
    )  # fmt: skip
    assert list(chart.rows[-1]) == ["2026", "181.8"]
    assert list(chart.rows[2]) == ["Lost", "−9.7"]
    assert "The axis starts at" in chart.note


def test_a_waterfall_that_crosses_zero_stands_on_zero():
    chart = charts.waterfall("Bridge", charts.Change("a", D(5)), [charts.Change("b", D(-9))], "c")
    assert chart.note == ""


def test_a_line_says_where_the_present_is_and_what_is_expected():
    chart = charts.line(
        "Revenue", ["Q1", "Q2", "Q3"], charts.Series("actual", [D(1), D(2), None]), forecast=charts.Series("forecast", [None, None, D(3)]),
        interval=charts.Interval("80%", [None, D(2), D(2)], [None, D(2), D(4)]),
    )  # fmt: skip
    assert chart.svg.count('class="here"') == 1
    assert list(chart.rows[2]) == ["Q3", "–", "3", "2 to 4"]


def test_the_darkest_cell_is_the_largest_and_a_gap_is_framed():
    drawn = charts.heat(
        "x",
        ["a", "b", "c"],
        [charts.HeatRow("r", [charts.HeatCell(D(10), "10"), charts.HeatCell(None, "open"), None])],
    )
    assert 'data-heat="10"' in drawn
    assert "data-none" in drawn
    assert "<td></td></tr></tbody>" in drawn


def test_a_spark_of_one_value_is_nothing():
    assert charts.spark([D(1)]) == ""


def test_bosses_sit_over_the_middle_of_their_people():
    plan = seated([("boss", None), ("a", "boss"), ("b", "boss")])
    (boss_x, boss_y), (a_x, a_y), (b_x, _b_y) = plan.places["boss"], plan.places["a"], plan.places["b"]
    assert boss_x == (a_x + b_x) / 2
    assert a_y > boss_y


def test_thirty_people_do_not_overlap_and_stay_narrow():
    people = [
        ("top", None),
        *((f"head{n}", "top") for n in range(4)),
        *((f"p{n}", f"head{n % 4}") for n in range(25)),
    ]
    plan = seated(people)
    places = list(plan.places.values())
    assert len(places) == 30
    assert plan.width < 5 * (WIDTH + 40)
    for index, (x, y) in enumerate(places):
        for other_x, other_y in places[index + 1 :]:
            assert abs(x - other_x) >= WIDTH or abs(y - other_y) >= HEIGHT


def test_people_without_a_place_and_people_in_a_circle_are_seated_too():
    plan = seated([("a", "b"), ("b", "a"), ("boss", None), ("c", "boss"), ("alone", "gone")])
    assert set(plan.places) == {"a", "b", "boss", "c", "alone"}
    assert plan.unplaced_y is not None


def test_lines_of_influence_walk_in_the_gaps():
    plan = seated([("boss", None), ("a", "boss"), ("b", "boss"), ("c", "boss"), ("under_c", "c")])
    path, _word = route(plan.places, "under_c", "a")
    numbers = [float(number) for number in re.findall(r"-?\d+\.\d", path)]
    crossings = [x for x in numbers[::2] if plan.places["b"][0] < x < plan.places["b"][0] + WIDTH]
    assert path.startswith("M")
    assert crossings == [] or plan.places["b"][1] == plan.places["a"][1]


def test_the_map_lists_its_people_behind():
    chart = charts.map_of_people(
        "Map",
        [charts.Seat("a", "Ana <b>", influence=3), charts.Seat("b", "Bo", reports_to="a")],
        [charts.Influence("b", "a")],
    )
    assert "<b>" not in chart.svg
    assert [row[0] for row in chart.rows] == ["Ana <b>", "Bo"]
    assert chart.rows[1][5:7] == ["Ana <b>", "Ana <b>"]


def test_a_line_out_of_a_stack_walks_beside_it():
    people = [("top", None), ("a", "top"), ("b", "top"), *((f"p{n}", "b") for n in range(5))]
    plan = seated(people)
    path, _word = route(plan.places, "p3", "a")
    stack_x = plan.places["p3"][0]
    first = [float(number) for number in re.findall(r"-?\d+\.\d", path)[:2]]
    assert first[0] == stack_x + WIDTH
    assert plan.width > stack_x + WIDTH
