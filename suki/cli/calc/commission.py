"""Works out what people earn by a commission plan: line by line, tier by tier, with draws and attainment."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from suki.cli.calculation import Inputs, ratio
from suki.engines.commission.component import EVENTS, KINDS, MEASURES
from suki.engines.commission.plan import Plan
from suki.engines.commission.statements import Credit, Line, Quota, Score, Statement, statements
from suki.engines.commission.written import read_plan
from suki.engines.reading.table import Row, Table
from suki.kernel.errors import BadInput, Problem, RuleBroken
from suki.kernel.money import digits, round_half_up


@dataclass(frozen=True)
class Facts:
    """A plan, and whose credits and quotas it is for."""

    plan: Plan
    credits: Sequence[Credit]
    quotas: Sequence[Quota]
    scores: Sequence[Score]
    source: str


def arguments(parser: ArgumentParser) -> None:
    """A plan, the credits, and where the plan speaks of attainment the quotas."""
    parser.add_argument("plan", metavar="PLAN.yaml", help="currency, period, components, draw")
    parser.add_argument(
        "credits",
        metavar="CREDITS.csv",
        help="person, date, document, amount, margin, units, share, component, event, kind, reverses",
    )
    parser.add_argument(
        "--quotas", metavar="QUOTAS.csv", help="person, start, end (first day after), amount, measure"
    )
    parser.add_argument(
        "--scores", metavar="SCORES.csv", help="person, component, start, end (first day after), score"
    )


def read(options: Namespace, inputs: Inputs) -> Facts:
    """The plan first: what it credits says which columns are needed."""
    settings = inputs.settings(options.plan, expected="a commission plan (currency, components)")
    plan = read_plan(settings)
    needed = _columns(plan) if plan else {"amount"}
    required = ("person", "date", "document", *(name for name in MEASURES if name in needed))
    optional = (*MEASURES, "share", "component", "event", "kind", "reverses")
    table = inputs.table(options.credits, required=required, optional=optional)
    names = {component.name for component in plan.components} if plan else set()
    credits = [_credit(row, table, names) for row in table]
    quotas = _quotas(inputs, options.quotas) if options.quotas else []
    scores = _scores(inputs, options.scores, names) if options.scores else []
    inputs.problems.raise_if_any()
    assert plan is not None, "a plan without problems is a plan"
    return Facts(plan, credits, quotas, scores, options.credits)


def answer(facts: Facts) -> Mapping[str, object]:
    """The statements by person, then period."""
    try:
        found = statements(facts.plan, facts.credits, facts.quotas, facts.scores)
    except RuleBroken as broken:
        raise BadInput([Problem(facts.source, str(broken))]) from None
    decimals = digits(facts.plan.currency)
    return {
        "currency": facts.plan.currency,
        "statements": [_printed(facts.plan, each, decimals) for each in found],
        "total": round_half_up(sum((each.earned for each in found), Decimal(0)), decimals),
    }


def _columns(plan: Plan) -> set[str]:
    """Which columns the plan needs."""
    paid = [component for component in plan.components if component.input != "score"]
    needed = {component.measure for component in paid}
    needed |= {"units" for component in paid if component.input == "units"}
    by_margin = any(each.matrix and each.matrix.input == "margin_rate" for each in paid)
    return needed | ({"amount", "margin"} if by_margin else set())


def _credit(row: Row, table: Table, names: set[str]) -> Credit:
    component = row.optional_text("component")
    if component and names and component not in names:
        row.problem(
            "component",
            f'the plan has no component "{component}"; expected one of {", ".join(sorted(names))}',
        )
    measures = {name: row.amount(name) for name in MEASURES if table.has(name) and row.has(name)}
    for name in MEASURES:
        if name in table.positions and not row.has(name):
            row.problem(name, f"the cell is empty; expected a number of {name}")
    return Credit(
        row.text("person"), row.day("date"), row.text("document"), measures, _share(row), component,
        event=_one_of(row, "event", EVENTS), kind=_one_of(row, "kind", KINDS), reverses=row.optional_text("reverses"),
    )  # fmt: skip


def _one_of(row: Row, column: str, choices: Sequence[str]) -> str:
    written = row.optional_text(column)
    if written and written not in choices:
        row.problem(column, f'"{written}" is not known here; expected one of {", ".join(choices)}')
    return written


def _share(row: Row) -> Decimal:
    """A fraction, or a percentage with its sign; nothing is the whole."""
    if not row.has("share"):
        return Decimal(1)
    written = row.optional_text("share")
    try:
        if written.endswith("%"):
            return row.table.form.number(written[:-1].strip()) / 100
        share = row.table.form.number(written)
    except RuleBroken as broken:
        row.problem("share", str(broken))
        return Decimal(1)
    if not 0 <= share <= 1:
        row.problem("share", f"{share:f} is no share; expected a fraction such as 0.7, or 70%")
    return share


def _quotas(inputs: Inputs, name: str) -> list[Quota]:
    quotas = []
    for row in inputs.table(name, required=("person", "start", "end", "amount"), optional=("measure",)):
        quota = Quota(
            row.text("person"), row.day("start"), row.day("end"), row.amount("amount", least=Decimal(0)),
            _one_of(row, "measure", MEASURES),
        )  # fmt: skip
        if quota.end <= quota.start:
            row.problem(
                "end", "the end is not after the start; expected the first day after the quota's last"
            )
        quotas.append(quota)
    return quotas


def _scores(inputs: Inputs, name: str, names: set[str]) -> list[Score]:
    scores = []
    for row in inputs.table(name, required=("person", "component", "start", "end", "score")):
        score = Score(
            row.text("person"), row.text("component"), row.day("start"), row.day("end"),
            row.amount("score", least=Decimal(0)),
        )  # fmt: skip
        if names and score.component not in names:
            row.problem(
                "component",
                f'the plan has no component "{score.component}"; expected one of {", ".join(sorted(names))}',
            )
        if score.end <= score.start:
            row.problem(
                "end", "the end is not after the start; expected the first day after the score's last"
            )
        scores.append(score)
    return scores


def _printed(plan: Plan, each: Statement, decimals: int) -> Mapping[str, object]:
    return {
        "person": each.person,
        "period": each.period,
        "credited": round_half_up(each.credited, decimals),
        "quota": None if each.quota is None else round_half_up(each.quota, decimals),
        "attainment": ratio(each.attainment),
        "earned": round_half_up(each.earned, decimals),
        "draw": None
        if each.draw_paid is None or each.balance is None
        else {
            "paid": round_half_up(each.draw_paid, decimals),
            "balance": round_half_up(each.balance, decimals),
        },
        **_only_where_said(plan, each, decimals),
        "paid": round_half_up(each.paid, decimals),
        "lines": [_line(line, decimals) for line in each.lines],
    }


def _only_where_said(plan: Plan, each: Statement, decimals: int) -> Mapping[str, object]:
    """What a statement says only by a plan that speaks of it."""
    found: dict[str, Decimal] = {}
    if any(component.hold for component in plan.components):
        found |= {"held": each.held, "released": each.released}
    if any(component.clawback and component.clawback.instalments > 1 for component in plan.components):
        found["owed_later"] = each.owed_later
    if plan.guarantee:
        found["guaranteed"] = each.guaranteed
    return {key: round_half_up(amount, decimals) for key, amount in found.items()}


def _line(line: Line, decimals: int) -> Mapping[str, object]:
    return {
        "document": line.credit.document,
        "date": line.credit.day,
        "component": line.component,
        "credited": round_half_up(line.credited, decimals),
        "before": _plain(line.before),
        "after": _plain(line.after),
        "parts": [
            {
                "from": part.start,
                "to": part.end,
                "basis": None if part.basis is None else _plain(part.basis),
                "rate": part.rate,
                "commission": _plain(part.commission),
                **({"why": part.why} if part.why else {}),
            }
            for part in line.parts
        ],
        "commission": round_half_up(line.commission, decimals),
        **({"held": line.held, "vests_on": line.vests_on} if line.vests_on else {}),
        **({"takes_back": line.takes_back} if line.takes_back else {}),
    }


def _plain(value: Decimal) -> Decimal:
    """As exact as it is, to twelve decimals, without trailing zeros."""
    rounded = round_half_up(value, 12)
    return rounded.quantize(Decimal(1)) if rounded == rounded.to_integral_value() else rounded.normalize()
