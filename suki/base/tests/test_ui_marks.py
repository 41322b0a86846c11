"""Small marks: what they say without colour, and that they escape what people wrote."""

from decimal import Decimal

import pytest
from django.utils import translation

from suki.base import marks
from suki.base.markup import attributes

D = Decimal


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.mark.parametrize(
    ("tone", "shape"),
    [("good", "s-full"), ("warn", "s-half"), ("bad", "s-tri"), ("none", "s-ring"), ("info", "s-dia")],
)
def test_every_state_has_a_shape_and_a_word(tone, shape):
    drawn = marks.state(tone, "word")
    assert f"#{shape}" in drawn
    assert "word" in drawn


def test_what_people_wrote_is_escaped():
    for drawn in (marks.state("good", "<b>"), marks.tag("<b>"), marks.face("<b>x"), marks.icon("x", "<b>")):
        assert "<b>" not in drawn


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Marisol Reyes", "MR"),
        ("Lê Quang Minh", "LM"),
        ("Dr. Nina Lazaro", "NL"),
        ("Madonna", "M"),
        ("", "?"),
        ("Đỗ Dung", "ĐD"),
    ],
)
def test_initials_are_those_people_know_each_other_by(name, letters):
    assert marks.initials(name) == letters


def test_a_face_keeps_its_colour():
    assert marks.face("Joy Tan") == marks.face("Joy Tan")


@pytest.mark.parametrize(
    ("change", "arrow", "said", "tone"),
    [
        (D("0.118"), "up-arrow", "+11.8%", "good"),
        (D("-0.064"), "down-arrow", "−6.4%", "bad"),
        (D("0.003"), "flat", "+0.3%", "delta "),
    ],
)
def test_a_change_has_arrow_and_sign(change, arrow, said, tone):
    drawn = marks.delta(change)
    assert f"#{arrow}" in drawn
    assert said in drawn
    assert tone in drawn


def test_less_is_welcome_where_less_is_better():
    assert "good" in marks.delta(D("-0.2"), good="down")


def test_points_are_said_as_points():
    assert "+1.5\u00a0pts" in marks.delta(D("1.5"), unit="points")


def test_a_tally_strikes_every_fifth():
    assert marks.tally(12).count('class="five"') == 2
    assert marks.tally(4).count('class="five"') == 0


def test_attributes_are_spelled_from_keywords_and_escaped():
    assert (
        attributes({"hx_post": "/x/?a=1&b=2", "disabled": True, "title": None, "hidden": False})
        == ' hx-post="/x/?a=1&amp;b=2" disabled'
    )
