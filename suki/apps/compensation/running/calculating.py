"""One calculation of a period: gather, freeze, work out, write; all in the one transaction of the action."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from suki.apps.compensation.models import PayPeriod, PayRun
from suki.apps.compensation.running.carried import decisions_due
from suki.apps.compensation.running.gathering import as_kept, checksum_of, gather, read_back
from suki.apps.compensation.running.lines import checksum_of as checksum_of_lines
from suki.apps.compensation.running.looking import to_look_at
from suki.apps.compensation.running.rates import Rates
from suki.apps.compensation.running.settling import settle
from suki.apps.compensation.running.writing import write
from suki.apps.credits.models import CreditBatch


def run_period(period: PayPeriod, actor: Any, engine: str) -> PayRun:
    """Work the whole period out from what is known now."""
    started = timezone.now()
    kept, batch = gather(period)
    run = _new_run(period, actor, engine, started)
    return _finish(run, kept, batch)


def run_person(period: PayPeriod, person_id: int, actor: Any) -> PayRun:
    """Work one person's statement out again from what was frozen, with the disputes decided since."""
    last = whole_run(period)
    assert last is not None and last.credits is not None, "a statement comes of a run"
    run = _new_run(period, actor, last.engine, last.started_at)
    kept = {**last.inputs, "people": [person_id], "decisions": as_kept(decisions_due(period))}
    return _finish(run, kept, last.credits, Rates(last.inputs["rates"]))


def whole_run(period: PayPeriod) -> PayRun | None:
    """The newest calculation of everybody."""
    runs = PayRun.objects.filter(period=period, inputs__people=[]).select_related("credits")
    found: PayRun | None = runs.order_by("-number").first()
    return found


def _new_run(period: PayPeriod, actor: Any, engine: str, started: Any) -> PayRun:
    number = (period.runs.order_by("-number").values_list("number", flat=True).first() or 0) + 1
    return PayRun.objects.create(
        period=period, number=number, engine=engine, started_at=started, by=actor if actor.pk else None
    )


def _finish(run: PayRun, kept: dict[str, Any], batch: CreditBatch, rates: Rates | None = None) -> PayRun:
    """What comes out is written with the checksums of both sides; only then is the run one."""
    rates = rates or Rates()
    statements, worked = settle(read_back(kept, batch), rates, run.engine)
    problems = [*worked.problems, *to_look_at(kept, batch)]
    kept = {**kept, "rates": rates.kept, "problems": [each.as_json for each in problems]}
    run.credits, run.inputs, run.inputs_checksum = batch, kept, checksum_of(kept)
    run.lines_checksum, run.finished_at = checksum_of_lines(statements), timezone.now()
    run.save()
    write(run, statements, worked)
    return run
