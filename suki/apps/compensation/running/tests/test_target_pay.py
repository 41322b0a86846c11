"""Target pay for a part of a period, where the days do not divide evenly."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from psycopg.types.range import DateRange

FEB = date(2026, 2, 1)


def test_whoever_comes_in_the_middle_of_a_quarter_is_paid_their_part_of_target_pay(stage, ten_percent):
    component = {"name": "commission", "input": "attainment", "output": "target", "method": "interpolated",
        "tiers": [{"from": 0, "rate": 1}, {"from": 1, "rate": 0}]}  # fmt: skip
    rules = {**ten_percent, "components": [component]}
    stage.plan(rules, stage.cast.ana, target_pay=Decimal(620000), valid=DateRange(FEB, None))
    stage.quota(stage.cast.ana, "1000", FEB, stage.q2)
    stage.sell(stage.cast.ana, "500", date(2026, 2, 10))
    period = stage.calculated()
    assert stage.lines(period, stage.cast.ana) == [("earned", "50805.56")], "half of 620,000 × 59 of 360 days"
