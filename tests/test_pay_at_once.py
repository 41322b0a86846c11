"""Two who calculate the same period at once, a run whose process is killed, and a replay in a restored house."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace

import pytest

from suki.base.tests.own_database import database_of_its_own, kill, next_line, python

CALCULATE = """
from django.db import transaction
from suki.apps.compensation.models import PayPeriod
from suki.apps.compensation.running.actions import calculate
from suki.base.access import SYSTEM
from suki.kernel.errors import RuleBroken

period = PayPeriod.objects.get()
print("ready", flush=True)
try:
    with transaction.atomic():
        calculate(actor=SYSTEM, period=period)
        print("calculated", flush=True)
        input()
except RuleBroken as broken:
    print(broken, flush=True)
"""


@pytest.fixture
def own(django_db_setup, django_db_blocker, tmp_path: Path) -> Iterator[SimpleNamespace]:
    """A house with a seller, a plan, two lines and an open period."""
    with django_db_blocker.unblock(), database_of_its_own(tmp_path) as conninfo:
        yield SimpleNamespace(conninfo=conninfo, folder=tmp_path, period=furnished())


def furnished():
    from django.utils import timezone
    from psycopg.types.range import DateRange

    from suki.apps.accounts.actions import open_account
    from suki.apps.company.actions import settle_default_entity
    from suki.apps.compensation.models import PayPlan, PlanMember, PlanVersion
    from suki.apps.compensation.running.actions import open_period
    from suki.apps.ledger.actions import post_lines
    from suki.apps.ledger.posting import NewLine
    from suki.apps.people.actions import hire
    from suki.base.access import SYSTEM

    first = date(2026, 1, 1)
    entity = settle_default_entity(actor=SYSTEM, name="Habi", currency="EUR", country="DE")
    ana = hire(actor=SYSTEM, name="Ana", title="", since=first, functions=["account_manager"])
    account = open_account(actor=SYSTEM, name="Sonne", since=first, owner=ana)
    plan = PayPlan.objects.create(entity=entity, name="Farmers")
    rules = {"currency": "EUR", "components": [{"name": "all", "tiers": [{"from": "0", "rate": "0.1"}]}]}
    days = DateRange(first, None)
    PlanVersion.objects.create(plan=plan, number=1, valid=days, rules=rules, published_at=timezone.now())
    PlanMember.objects.create(plan=plan, person=ana, valid=days)
    post_lines(
        actor=SYSTEM,
        lines=[
            NewLine(
                entity_id=entity.pk, kind="invoiced", day=date(2026, 1, day), sold_to_id=account.pk,
                bill_to_id=account.pk, currency="EUR", net=Decimal("333.33"), room="billing", document_id=day,
                seller_id=ana.pk,
            )
            for day in (5, 6)
        ],
    )  # fmt: skip
    return open_period(actor=SYSTEM, entity=entity, name="2026-Q1", first=first, end=date(2026, 4, 1))


def held():
    """How many runs, lines and frozen credits there are, and where the period stands."""
    from suki.apps.compensation.models import PayLine, PayPeriod, PayRun
    from suki.apps.compensation.running.queries import state_of
    from suki.apps.credits.models import FrozenCredit

    return (
        PayRun.objects.count(),
        PayLine.objects.count(),
        FrozenCredit.objects.count(),
        state_of(PayPeriod.objects.get()),
    )


def test_who_calculates_while_somebody_else_does_is_told_so(own):
    first = python(own.conninfo, own.folder, CALCULATE)
    assert [next_line(first), next_line(first)] == ["ready", "calculated"]
    second = python(own.conninfo, own.folder, CALCULATE)
    try:
        assert next_line(second) == "ready"
        assert next_line(second) == "2026-Q1 is being worked on at this moment. Try again when that is done."
        first.stdin.write("\n")
        first.stdin.flush()
        first.wait(60)
    finally:
        kill(first)
        kill(second)
    assert held() == (1, 2, 2, "calculated")


def test_a_run_that_is_killed_in_the_middle_has_changed_nothing_and_can_be_started_again(own):
    from suki.apps.compensation.running.actions import calculate, replay
    from suki.base.access import SYSTEM

    killed = python(own.conninfo, own.folder, CALCULATE)
    assert [next_line(killed), next_line(killed)] == ["ready", "calculated"]
    kill(killed)
    assert held() == (0, 0, 0, "open")
    for _again in range(20):
        try:
            calculate(actor=SYSTEM, period=own.period)
            break
        except Exception as refused:
            assert "being worked on" in str(refused)
    assert held() == (1, 2, 2, "calculated")
    assert replay(own.period) == []


def test_a_replay_is_identical_in_a_house_that_was_restored_from_a_backup(
    django_db_setup, django_db_blocker, tmp_path
):
    from suki.apps.compensation.models import PayPeriod
    from suki.apps.compensation.running.actions import approve_period, calculate, replay
    from suki.base.access import SYSTEM
    from suki.base.checking import all_checks
    from suki.upkeep.backup import back_up
    from suki.upkeep.restore import restore

    with django_db_blocker.unblock():
        with database_of_its_own(tmp_path / "first"):
            period = furnished()
            run = calculate(actor=SYSTEM, period=period)
            approve_period(actor=SYSTEM, period=period)
            back_up(tmp_path / "house.suki")
        with database_of_its_own(tmp_path / "second"):
            restore(tmp_path / "house.suki")
            period = PayPeriod.objects.get()
            assert replay(period) == []
            assert period.runs.get().lines_checksum == run.lines_checksum
            pay = [check for check in all_checks() if check.name.startswith("compensation.")]
            assert [check.name for check in pay if not check.look().agrees] == []
