"""A statement as it is read: its lines by what they are paid for, with a sum under each and one under all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils.translation import gettext as _

from suki.apps.compensation.models import Attainment, Dispute, PayLine, PlanVersion, Statement
from suki.apps.compensation.running.queries import lines_of, unread_plans
from suki.apps.compensation.statements.paid_by_clients import documents_of, paid_for
from suki.apps.compensation.statements.reasons import net_of, rate_text, reasons_of
from suki.base.charts import Part, split
from suki.base.pages import page_of

ZERO = Decimal(0)
Kind = PayLine.Kind
OF_COMPONENTS = (Kind.EARNED, Kind.CLAWBACK)
"""What stands under the name of its component; everything else under its kind."""


@dataclass(frozen=True)
class Shown:
    """One line with what a reader asks about it."""

    row: PayLine
    reasons: Sequence[str] = ()
    dispute: Dispute | None = None
    received: Decimal | None = None
    received_on: date | None = None
    document_href: str = ""

    @property
    def is_open(self) -> bool:
        """Whether somebody doubts it at this moment, so that it is not paid."""
        return self.dispute is not None and not self.dispute.decision

    @property
    def price(self) -> Decimal | None:
        """What one unit cost the client."""
        credit = self.row.credit
        if credit is None or not credit.quantity or not credit.share:
            return None
        return credit.net / credit.quantity

    @property
    def net(self) -> Decimal | None:
        """The whole net amount, of which a share is credited."""
        return net_of(self.row)

    @property
    def share(self) -> Decimal | None:
        """How much of the line is credited, as a ratio."""
        return self.row.credit.share / 100 if self.row.credit else None

    @property
    def base(self) -> Decimal:
        """What the parts of its rate table count."""
        return sum((Decimal(part["basis"]) for part in self.row.parts if part.get("basis")), ZERO)

    @property
    def slices(self) -> list[dict[str, Any]]:
        """The stretches of the rate table that it fell into: how wide, at which rate."""
        found = [part for part in self.row.parts if part.get("rate") is not None and part.get("basis")]
        whole = sum((abs(Decimal(part["basis"])) for part in found), ZERO)
        return [
            {
                "share": abs(Decimal(part["basis"])) / whole * 100 if whole else ZERO,
                "rate": Decimal(part["rate"]), "basis": Decimal(part["basis"]),
                "commission": Decimal(part["commission"] or 0), "order": min(order + 1, 3),
            }
            for order, part in enumerate(found)
        ]  # fmt: skip

    @property
    def bar(self) -> Any:
        """The same as one bar."""
        parts = [Part(rate_text(each["rate"]), abs(each["basis"])) for each in self.slices]
        return split(parts, label=self.rates) if parts else ""

    @property
    def rates(self) -> str:
        """The rates that it met: “2% + 3.5%”."""
        return " + ".join(dict.fromkeys(rate_text(each["rate"]) for each in self.slices))

    @property
    def is_by_quota(self) -> bool:
        """Whether before and after are parts of a quota."""
        return self.row.attainment is not None and bool(self.row.attainment.quota)


@dataclass(frozen=True)
class Group:
    """Lines that are paid for the same, and their sum."""

    title: str
    lines: Sequence[Shown]

    @property
    def amount(self) -> Decimal:
        """What these lines come to."""
        return sum((each.row.amount for each in self.lines), ZERO)


@dataclass(frozen=True)
class Sheet:
    """All of a statement."""

    statement: Statement
    groups: Sequence[Group]
    versions: Sequence[PlanVersion] = ()
    attainments: Sequence[Attainment] = ()
    unread: Sequence[PlanVersion] = field(default_factory=list)

    @property
    def lines(self) -> list[Shown]:
        """Every line, in the order in which they stand."""
        return [each for group in self.groups for each in group.lines]

    @property
    def total(self) -> Decimal:
        """What all lines come to."""
        return sum((group.amount for group in self.groups), ZERO)

    @property
    def in_doubt(self) -> Decimal:
        """What is kept back until doubts are decided."""
        return sum((each.row.amount for each in self.lines if each.is_open), ZERO)

    @property
    def payable(self) -> Decimal:
        """What is paid now; never less than nothing."""
        return max(ZERO, self.total - self.in_doubt)

    @property
    def adds_up(self) -> bool:
        """Whether the lines make up what the statement says, to the cent."""
        return self.total == self.statement.payout

    @property
    def last_day(self) -> date:
        """The last day of its period."""
        last: date = self.statement.period.valid.upper - timedelta(days=1)
        return last


def sheet_of(statement: Statement) -> Sheet:
    """A statement with everything behind its lines, in a few questions however many lines there are."""
    disputes = Prefetch(
        "disputes", Dispute.objects.select_related("file", "taken_by", "decided_by__person").order_by("pk")
    )
    rows = list(
        lines_of(statement)
        .select_related(
            "credit__line", "credit__product", "credit__person", "account", "version__plan", "attainment",
            "corrects__statement__period",
        )
        .prefetch_related(disputes)
    )  # fmt: skip
    received, documents = paid_for(rows), documents_of(rows)
    shown = [
        Shown(row, reasons_of(row), _last(row), *_money(row, received), document_href=_href(row, documents))
        for row in rows
    ]
    attainments = {row.attainment_id: row.attainment for row in rows if row.attainment}
    versions = {row.version_id: row.version for row in rows if row.version}
    return Sheet(
        statement,
        _groups(shown),
        list(versions.values()),
        list(attainments.values()),
        unread_plans(statement),
    )


def title_of(row: PayLine) -> str:
    """Under which head a line stands."""
    if row.kind in OF_COMPONENTS and row.component:
        return str(row.component)
    return str({Kind.BONUS: _("Bonuses"), Kind.ADJUSTMENT: _("Corrections of earlier periods"),
                Kind.HELD: _("Held back"), Kind.RELEASED: _("Released and forfeited"),
                Kind.FORFEITED: _("Released and forfeited"), Kind.GUARANTEE: _("Guarantee"),
                Kind.DRAW: _("Draw")}.get(Kind(row.kind), row.get_kind_display()))  # fmt: skip


def _groups(shown: Sequence[Shown]) -> list[Group]:
    found: dict[str, list[Shown]] = {}
    for each in shown:
        found.setdefault(title_of(each.row), []).append(each)
    return [Group(title, lines) for title, lines in found.items()]


def _last(row: PayLine) -> Dispute | None:
    disputes = list(row.disputes.all())
    return disputes[-1] if disputes else None


def _money(
    row: PayLine, received: dict[tuple[str, int], tuple[Decimal, date]]
) -> tuple[Decimal | None, date | None]:
    if row.credit is None:
        return None, None
    line = row.credit.line
    return received.get((line.room, line.document_id), (None, None))


def _href(row: PayLine, documents: dict[str, int]) -> str:
    """The page of the document, where it has one."""
    if row.credit is not None:
        kind = {"billing": "invoice", "orders": "order"}.get(row.credit.line.room, "")
        return page_of(kind, row.credit.line.document_id)
    return page_of("invoice", documents.get(row.document))
