"""Questions that screens of pay ask: whose statements, what is held, how much was paid when, what waits for whom."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, Sum
from django.shortcuts import get_object_or_404

from suki.apps.compensation.models import (
    Attainment,
    Dispute,
    PayLine,
    PayPeriod,
    PayStep,
    Statement,
    StatementStep,
)
from suki.apps.ledger.models import Kind, LedgerLine
from suki.base.access import Can, can

ZERO = Decimal(0)
TO_REVIEW = (PayStep.Step.CALCULATED, PayStep.Step.IN_REVIEW)


def statements_for(actor: Any) -> QuerySet[Statement]:
    """The statements that somebody sees, with where each stands; the newest period first."""
    newest = StatementStep.objects.filter(statement=OuterRef("pk")).order_by("-pk")
    of_period = PayStep.objects.filter(period=OuterRef("period")).order_by("-pk")
    seen = Statement.objects.visible_to(actor).order_by().values("pk")
    doubts = Dispute.objects.filter(line__statement=OuterRef("pk"), decision="")
    return (
        Statement.objects.filter(pk__in=seen)
        .select_related("person", "period__entity", "paid", "run")
        .annotate(
            step=Subquery(newest.values("step")[:1]), period_step=Subquery(of_period.values("step")[:1]),
            is_doubted=Exists(doubts),
        )
        .order_by("-period__valid", "person__sort_key", "currency")
    )  # fmt: skip


def statement_for(actor: Any, statement_id: int) -> Statement:
    """The statement, or 404 where it does not exist or is not theirs to see."""
    return get_object_or_404(statements_for(actor), pk=statement_id)


def line_for(actor: Any, line_id: int) -> PayLine:
    """A line of a statement that the actor sees, or 404."""
    seen = PayLine.objects.visible_to(actor).order_by().values("pk")
    rows = PayLine.objects.filter(pk__in=seen).select_related(
        "statement__period__entity", "statement__person", "credit__line", "credit__product", "credit__person",
        "account", "version__plan", "attainment", "corrects__statement__period",
    )  # fmt: skip
    return get_object_or_404(rows, pk=line_id)


def own_statements(actor: Any) -> QuerySet[Statement]:
    """What the actor themselves was and is paid."""
    return statements_for(actor).filter(person__user=actor)


def disputes_for(actor: Any) -> QuerySet[Dispute]:
    """Doubts that the actor may see, the undecided first."""
    seen = Dispute.objects.visible_to(actor).order_by().values("pk")
    return (
        Dispute.objects.filter(pk__in=seen)
        .select_related(
            "line__statement__person", "line__statement__period", "line__account", "taken_by", "file",
            "decided_by__person", "line__version", "line__credit",
        )
        .order_by(F("decided_at").desc(nulls_first=True), "-raised_at")
    )  # fmt: skip


def to_decide(actor: Any) -> QuerySet[Dispute]:
    """Doubts that wait for the actor's word."""
    if not can(actor, Can.APPROVE_PAY):
        return Dispute.objects.none()
    return disputes_for(actor).filter(decision="").exclude(line__statement__person__user=actor)


def to_approve(actor: Any) -> QuerySet[Statement]:
    """Statements in review that wait for the actor's word."""
    if not can(actor, Can.APPROVE_PAY):
        return Statement.objects.none()
    waiting = statements_for(actor).filter(period_step=PayStep.Step.IN_REVIEW)
    open_ones = Q(step__isnull=True) | ~Q(step=StatementStep.Step.APPROVED)
    return waiting.filter(open_ones).exclude(person__user=actor)


@dataclass(frozen=True)
class Waiting:
    """Money that was held back and comes later."""

    line: PayLine
    amount: Decimal


def held_for(actor: Any, person: Any) -> list[Waiting]:
    """What of somebody's pay is held back and has neither been paid nor forfeited yet."""
    ended = PayLine.objects.filter(
        corrects=OuterRef("pk"), kind__in=(PayLine.Kind.RELEASED, PayLine.Kind.FORFEITED),
        run=F("statement__run"),
    )  # fmt: skip
    rows = PayLine.objects.visible_to(actor).filter(
        statement__person=person, kind=PayLine.Kind.HELD, run=F("statement__run")
    )
    rows = (
        rows.filter(~Exists(ended)).select_related("statement__period", "account").order_by("vests_on", "pk")
    )
    return [Waiting(row, -row.amount) for row in rows]


@dataclass(frozen=True)
class TeamRow:
    """Somebody's statement as whoever approves it looks at it."""

    statement: Any
    before: Decimal | None
    attainment: Decimal | None
    flags: Sequence[Any]

    @property
    def change(self) -> Decimal | None:
        """How much more or less than the period before, as a ratio."""
        if not self.before:
            return None
        return (self.statement.earned - self.before) / abs(self.before)


def team_rows(actor: Any, period: PayPeriod, problems: Iterable[Any] = ()) -> list[TeamRow]:
    """Everybody's statement of a period that the actor may see, beside the one before."""
    statements = list(statements_for(actor).filter(period=period))
    earlier = (
        PayPeriod.objects.filter(entity=period.entity_id, valid__fully_lt=period.valid)
        .order_by("-valid")
        .first()
    )
    before = {
        (each.person_id, each.currency): each.earned
        for each in Statement.objects.visible_to(actor).filter(period=earlier)
    } if earlier else {}  # fmt: skip
    reached: dict[int, Decimal] = {}
    runs = {each.run_id for each in statements}
    for each in Attainment.objects.filter(run__in=runs, attainment__isnull=False).order_by(
        "-accumulated", "pk"
    ):
        reached.setdefault(each.person_id, each.attainment)
    flags: dict[int, list[Any]] = {}
    for problem in problems:
        if problem.person_id is not None:
            flags.setdefault(problem.person_id, []).append(problem)
    return [
        TeamRow(
            each, before.get((each.person_id, each.currency)), reached.get(each.person_id),
            flags.get(each.person_id, ()),
        )
        for each in statements
    ]  # fmt: skip


@dataclass(frozen=True)
class Cost:
    """What a period costs, by the currency it is paid in, and what was sold for it."""

    currency: str
    people: int
    earned: Decimal
    payout: Decimal
    held: Decimal
    released: Decimal
    closing: Decimal

    def of_sales(self, revenue: Decimal) -> Decimal | None:
        """Pay of revenue; unknown where nothing was sold."""
        return self.earned / revenue if revenue else None


def costs_of(actor: Any, period: PayPeriod) -> list[Cost]:
    """The sums of a period's statements that the actor sees, one for each currency."""
    found: dict[str, list[Statement]] = {}
    for each in statements_for(actor).filter(period=period):
        found.setdefault(each.currency, []).append(each)

    def total(rows: list[Statement], name: str) -> Decimal:
        return sum((getattr(row, name) for row in rows), ZERO)

    return [
        Cost(
            code, len(rows), total(rows, "earned") + total(rows, "adjusted"), total(rows, "payout"),
            total(rows, "held"), total(rows, "released"), total(rows, "closing"),
        )
        for code, rows in sorted(found.items())
    ]  # fmt: skip


def accrued(actor: Any, entity: Any) -> list[tuple[str, Decimal]]:
    """What the firm owes its people later: held back and not yet paid, by currency."""
    ended = PayLine.objects.filter(
        corrects=OuterRef("pk"), kind__in=(PayLine.Kind.RELEASED, PayLine.Kind.FORFEITED),
        run=F("statement__run"),
    )  # fmt: skip
    rows = PayLine.objects.visible_to(actor).filter(
        statement__period__entity=entity, kind=PayLine.Kind.HELD, run=F("statement__run")
    )
    sums = rows.filter(~Exists(ended)).order_by().values("statement__currency").annotate(sum=Sum("amount"))
    return [(each["statement__currency"], -each["sum"]) for each in sums.order_by("statement__currency")]


def revenue_of(period: PayPeriod) -> Decimal:
    """What the firm invoiced in a period, less credit notes, in its currency."""
    rows = LedgerLine.objects.filter(
        entity=period.entity_id, kind__in=(Kind.INVOICED, Kind.CREDITED),
        day__gte=period.valid.lower, day__lt=period.valid.upper,
    )  # fmt: skip
    return rows.aggregate(sum=Sum("base_net"))["sum"] or ZERO


def present_period(entity: Any, today: date) -> PayPeriod | None:
    """The period of pay of a day, or the newest one before."""
    held = PayPeriod.objects.filter(entity=entity, valid__startswith__lte=today)
    found: PayPeriod | None = held.select_related("entity").order_by("-valid").first()
    return found
