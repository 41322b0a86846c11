"""What a period pays: every statement with how far its person came and why each amount is what it is."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.models import Attainment, PayLine, PayPeriod, PayRun, Statement
from suki.apps.compensation.running.carried import held_due, lines_that_stand
from suki.apps.compensation.running.problems import PayProblem
from suki.apps.compensation.running.queries import payable, state_of, unpaid_people
from suki.apps.credits.models import FrozenCredit
from suki.base.access import Can, require
from suki.kernel.errors import RuleBroken


@dataclass(frozen=True)
class PaidStatement:
    """A statement, how far its person came, its lines, and what of it is paid."""

    row: Statement
    state: str
    payable: Decimal
    attainments: Sequence[Attainment]
    lines: Sequence[PayLine]


@dataclass(frozen=True)
class PayResults:
    """The report: everything that the actor sees of a period's pay."""

    period: PayPeriod
    state: str
    run: PayRun | None
    statements: Sequence[PaidStatement]
    problems: Sequence[PayProblem]
    revenue: Decimal
    held: dict[str, Decimal]
    with_lines: bool

    @property
    def totals(self) -> dict[str, dict[str, Decimal]]:
        """The sums by currency; currencies never meet in one sum."""
        found: dict[str, dict[str, Decimal]] = defaultdict(lambda: defaultdict(Decimal))
        for each in self.statements:
            for name in ("earned", "adjusted", "held", "released", "opening", "drawn", "closing", "payout"):
                found[each.row.currency][name] += getattr(each.row, name)
            found[each.row.currency]["payable"] += each.payable
        return {currency: dict(found[currency]) for currency in sorted(found)}

    @property
    def cost_of_sales(self) -> Decimal | None:
        """What was earned in the entity's currency for each unit of revenue that was credited."""
        earned = self.totals.get(self.period.entity.currency, {}).get("earned")
        return earned / self.revenue if earned is not None and self.revenue > 0 else None


def pay_results(*, actor: Any, period: str, entity: LegalEntity, with_lines: bool = True) -> PayResults:
    """What the actor sees of a period of pay."""
    require(actor, Can.SEE_PAY)
    found = PayPeriod.objects.filter(entity=entity, name=period).select_related("entity").first()
    if found is None:
        raise RuleBroken(_("There is no period of pay called “{name}”.").format(name=period))
    rows = (
        Statement.objects.visible_to(actor)
        .filter(period=found)
        .select_related("person", "run", "period__entity")
    )
    statements = list(rows.order_by("person__sort_key", "person_id", "currency"))
    run = found.runs.filter(inputs__people=[]).order_by("-number").first()
    lines, attainments = _lines(statements, with_lines), _attainments(statements)
    return PayResults(
        found, state_of(found), run,
        [
            PaidStatement(row, _state(row), payable(row), attainments[row.pk], lines[row.pk])
            for row in statements
        ],
        unpaid_people(found), _revenue(run, found), _held(found), with_lines,
    )  # fmt: skip


def _state(row: Statement) -> str:
    step = row.steps.order_by("-id").values_list("step", flat=True).first()
    return str(step or "calculated")


def _lines(statements: Sequence[Statement], is_wanted: bool) -> dict[int, list[PayLine]]:
    found: dict[int, list[PayLine]] = defaultdict(list)
    run_of = {row.pk: row.run_id for row in statements}
    rows = PayLine.objects.filter(statement__in=run_of, run__in=set(run_of.values())) if is_wanted else []
    if is_wanted:
        rows = rows.select_related("account", "credit", "version__plan").order_by("number")
    for line in rows:
        if run_of[line.statement_id] == line.run_id:
            found[line.statement_id].append(line)
    return found


def _attainments(statements: Sequence[Statement]) -> dict[int, list[Attainment]]:
    found: dict[int, list[Attainment]] = defaultdict(list)
    rows = Attainment.objects.filter(run__in={row.run_id for row in statements}).select_related(
        "version__plan"
    )
    by_person: dict[tuple[int, int], list[Attainment]] = defaultdict(list)
    for attained in rows.order_by("accumulated", "id"):
        by_person[attained.run_id, attained.person_id].append(attained)
    for row in statements:
        found[row.pk] = by_person[row.run_id, row.person_id]
    return found


def _revenue(run: PayRun | None, period: PayPeriod) -> Decimal:
    """The own credit of the period that was invoiced: revenue, counted once."""
    if run is None or run.credits_id is None:
        return Decimal(0)
    rows = FrozenCredit.objects.filter(
        batch=run.credits_id,
        why="own",
        counted="invoiced",
        day__gte=period.valid.lower,
        day__lt=period.valid.upper,
    )
    return rows.aggregate(total=Sum("net"))["total"] or Decimal(0)


def _held(period: PayPeriod) -> dict[str, Decimal]:
    """Pay that was earned in settled periods before this one's end and still waits: the accrued liability."""
    found: dict[str, Decimal] = defaultdict(Decimal)
    for each in held_due(period):
        found[each["currency"]] -= each["amount"]
    kinds = (PayLine.Kind.HELD, PayLine.Kind.RELEASED, PayLine.Kind.FORFEITED)
    for line in (
        lines_that_stand().filter(statement__period=period, kind__in=kinds).select_related("statement")
    ):
        found[line.statement.currency] -= line.amount if line.kind == "held" else Decimal(line.why["held"])
    return dict(found)
