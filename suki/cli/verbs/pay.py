"""`suki pay`: calculate a period, work it out again, take it a step on, export it for payroll."""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import Any

help = "pay for results: run, state, replay, export, step on, close a period"
needs_database = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Each of the things that are done with a period."""
    acts = parser.add_subparsers(dest="act", required=True, metavar="ACT")
    for name, told in (
        ("run", "calculate a period, opening it where it is named by its days"),
        ("state", "say where periods stand and what stands in the way"),
        ("replay", "work a period out again from its frozen inputs and compare every line"),
        ("export", "write what is paid as CSV, by a recipe of columns"),
        ("review", "send a calculated period to review"),
        ("approve", "approve a period as the command line"),
        ("pay", "note that a period was paid"),
        ("close", "close a paid period"),
    ):
        one = acts.add_parser(name, help=told, description=told)
        given = {"nargs": "?"} if name == "state" else {}
        one.add_argument("period", metavar="PERIOD", help="its name, such as 2026-Q1 or FY2026-P03", **given)  # type: ignore[arg-type]
        one.add_argument(
            "--entity", default="", metavar="CODE", help="the legal entity, where there are several"
        )
        one.add_argument("--json", action="store_true", help="answer in JSON")
        if name == "run":
            one.add_argument(
                "--engine", default=None, help="python (default) or another one that is installed"
            )
        if name == "export":
            one.add_argument(
                "--recipe", metavar="FILE", help="the recipe of columns; else the one that Suki brings"
            )
            one.add_argument(
                "-o", "--output", metavar="FILE", help="where to write it; else to standard output"
            )
        if name == "pay":
            one.add_argument(
                "--on", required=True, metavar="DAY", type=date.fromisoformat, help="the day of payment"
            )
            one.add_argument("--reference", default="", help="under which the money left")


def run(options: argparse.Namespace) -> int:
    """One of them."""
    return int(ACTS[options.act](options))


def _run(options: argparse.Namespace) -> int:
    from suki.apps.compensation.running.actions import calculate
    from suki.apps.compensation.running.queries import unpaid_people
    from suki.base.access import SYSTEM

    period = _period(options, or_open=True)
    done = calculate(actor=SYSTEM, period=period, engine=options.engine)
    problems = unpaid_people(period)
    told = {**_run_facts(done), "problems": [str(each) for each in problems]}
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        print(f"{period.name}, run {done.number}: {told['statements']} statements, {told['lines']} lines.")
        print(f"Inputs {done.inputs_checksum[:16]}, lines {done.lines_checksum[:16]}.")
    for each in problems:
        print(f"{'stops' if each.stops else 'to look at'}: {each}", file=sys.stderr)
    return 1 if any(each.stops for each in problems) else 0


def _state(options: argparse.Namespace) -> int:
    from suki.apps.compensation.models import PayPeriod
    from suki.apps.compensation.running.queries import state_of, unpaid_people

    periods = [_period(options)] if options.period else list(PayPeriod.objects.order_by("valid"))
    told = [
        {
            "period": period.name, "from": period.valid.lower.isoformat(), "end": period.valid.upper.isoformat(),
            "state": state_of(period), "problems": [str(each) for each in unpaid_people(period)],
        }
        for period in periods
    ]  # fmt: skip
    if options.json:
        print(json.dumps(told, ensure_ascii=False, indent=2))
        return 0
    for each in told:
        print(f"{each['period']:16} {each['from']} .. {each['end']}  {each['state']}")
        for sentence in each["problems"]:
            print(f"    {sentence}")
    if not told:
        print("There is no period of pay yet: suki pay run 2026-Q1 opens one.")
    return 0


def _replay(options: argparse.Namespace) -> int:
    from suki.apps.compensation.models import PayLine
    from suki.apps.compensation.running.replaying import replay

    period = _period(options)
    differences = replay(period)
    lines = PayLine.objects.filter(statement__period=period).count()
    if options.json:
        told = {
            "period": period.name,
            "identical": not differences,
            "differences": [d.as_json for d in differences],
        }
        print(json.dumps(told, ensure_ascii=False, indent=2))
    else:
        for each in differences:
            print(each)
        if not differences:
            print(f"{period.name}: identical, all {lines} lines.")
    return 1 if differences else 0


def _export(options: argparse.Namespace) -> int:
    from suki.apps.compensation.running.payroll import payroll_csv
    from suki.base.access import SYSTEM

    period = _period(options)
    content = payroll_csv(
        actor=SYSTEM, period=period, recipe=Path(options.recipe) if options.recipe else None
    )
    if options.output:
        Path(options.output).write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
    return 0


def _step(options: argparse.Namespace) -> int:
    from suki.apps.compensation.running import actions
    from suki.apps.compensation.running.queries import state_of
    from suki.base.access import SYSTEM

    period = _period(options)
    more: dict[str, Any] = {}
    if options.act == "pay":
        more = {"paid_on": options.on, "reference": options.reference}
    act = {
        "review": actions.send_to_review, "approve": actions.approve_period, "pay": actions.pay_period,
        "close": actions.close_pay_period,
    }[options.act]  # fmt: skip
    act(actor=SYSTEM, period=period, **more)
    if options.json:
        print(json.dumps({"period": period.name, "state": state_of(period)}))
    else:
        print(f"{period.name} is {state_of(period)}.")
    return 0


ACTS = {
    "run": _run, "state": _state, "replay": _replay, "export": _export,
    "review": _step, "approve": _step, "pay": _step, "close": _step,
}  # fmt: skip


def _period(options: argparse.Namespace, or_open: bool = False) -> Any:
    """The period of that name; one that is named by its days is opened where that is asked for."""
    from suki.apps.company.models import LegalEntity
    from suki.apps.company.queries import default_entity
    from suki.apps.compensation.models import PayPeriod
    from suki.apps.compensation.running.actions import open_period
    from suki.base.access import SYSTEM
    from suki.kernel.errors import RuleBroken
    from suki.kernel.periods import Period

    entities = LegalEntity.objects.filter(code=options.entity) if options.entity else None
    entity = (entities.first() if entities is not None else None) or default_entity()
    if entities is not None and entity.code != options.entity:
        raise RuleBroken("There is no legal entity “{code}”.", code=options.entity)
    found = PayPeriod.objects.filter(entity=entity, name=options.period).first()
    if found is None and or_open:
        days = Period.parse(options.period, entity.fiscal_calendar)
        return open_period(actor=SYSTEM, entity=entity, name=options.period, first=days.start, end=days.end)
    if found is None:
        names = ", ".join(
            PayPeriod.objects.filter(entity=entity).order_by("valid").values_list("name", flat=True)
        )
        raise RuleBroken(
            "There is no period of pay “{name}”; there are: {names}.",
            name=options.period,
            names=names or "none",
        )
    return found


def _run_facts(done: Any) -> dict[str, Any]:
    return {
        "period": done.period.name,
        "run": done.number,
        "engine": done.engine,
        "statements": done.period.statements.filter(run=done).count(),
        "lines": done.lines.count(),
        "inputs_checksum": done.inputs_checksum,
        "lines_checksum": done.lines_checksum,
    }
