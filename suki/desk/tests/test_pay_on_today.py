"""Pay on Today: the manager is asked for their word, the person to look; nobody sees what is not theirs."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.utils import timezone

from suki.desk.today import pay


@pytest.fixture
def reviewed(entity: Any, finn: Any, clara: Any, ana: Any, bayu: Any, sonne: Any, mond: Any) -> Any:
    """Ana's statement, in review, with one line that she doubts."""
    from datetime import date
    from decimal import Decimal
    from itertools import count

    from suki.apps.compensation.running import actions
    from suki.apps.compensation.running.queries import lines_of
    from suki.apps.compensation.running.tests.stage import Stage

    cast = SimpleNamespace(finn=finn, clara=clara, ana=ana, bayu=bayu, sonne=sonne, mond=mond)
    stage = Stage(entity, cast, count(1000), date(2026, 1, 1), date(2026, 4, 1), date(2026, 7, 1))
    rules = {"currency": "EUR", "period": "quarter",
             "components": [{"name": "commission", "tiers": [{"from": 0, "rate": Decimal("0.1")}]}]}  # fmt: skip
    stage.plan(rules, ana)
    stage.sell(ana, "1000", date(2026, 1, 10))
    period = stage.calculated()
    actions.send_to_review(actor=finn, period=period)
    line = lines_of(stage.statement(period, ana))[0]
    actions.raise_dispute(actor=ana, line=line, justification="One pallet more.")
    return stage


def asking(stage: Any, actor: Any) -> Any:
    return SimpleNamespace(actor=actor, entity=stage.entity, today=timezone.localdate())


def test_each_is_told_what_waits_for_them(reviewed):
    cast = reviewed.cast
    for actor, wanted in (
        (cast.clara, (1, 1, 0)),
        (cast.ana, (0, 0, 1)),
        (cast.bayu, (0, 0, 0)),
        (cast.finn, (0, 0, 0)),
    ):
        told = [
            list(kind(asking(reviewed, actor))) for kind in (pay.to_approve, pay.to_decide, pay.to_look_at)
        ]
        assert tuple(map(len, told)) == wanted
