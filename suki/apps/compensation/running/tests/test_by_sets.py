"""A period worked out a second time by PostgreSQL."""

from __future__ import annotations

from datetime import date

from suki.apps.compensation.models import PayRun
from suki.apps.compensation.running import actions
from suki.apps.compensation.running.replaying import replay


def test_a_run_by_postgres_writes_the_same_lines(stage, ten_percent):
    stage.plan(ten_percent, stage.cast.ana)
    stage.sell(stage.cast.ana, "1000", date(2026, 1, 10))
    stage.sell(stage.cast.ana, "333.33", date(2026, 2, 10))
    period = stage.calculated()
    actions.calculate(actor=stage.cast.finn, period=period, engine="postgres")
    first, second = PayRun.objects.filter(period=period).order_by("number")
    assert (first.engine, second.engine) == ("python", "postgres")
    assert stage.lines(period, stage.cast.ana) == [("earned", "100"), ("earned", "33.33")]
    assert replay(period) == []
