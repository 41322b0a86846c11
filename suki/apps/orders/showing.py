"""Documents as pages show them: their lines, what they add up to, who may see their cost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from suki.apps.orders.models import Document, DocumentLine
from suki.base.access import Can, can


@dataclass(frozen=True)
class ShownLine:
    """A line of a document; cost and margin are None where unknown or not the reader's to see."""

    row: DocumentLine
    cost: Decimal | None

    @property
    def what(self) -> str:
        """The product, or what the line says instead."""
        return self.row.product.name if self.row.product else self.row.description

    @property
    def beside(self) -> str:
        """What the line says beside the product's name."""
        said = [self.row.product.code, self.row.description] if self.row.product else []
        return " · ".join(each for each in said if each and each != self.what)

    @property
    def margin(self) -> Decimal | None:
        """What is left of the net after the cost of the goods."""
        return None if self.cost is None else self.row.net - self.cost


@dataclass(frozen=True)
class ShownDocument:
    """A document with its lines in order and its totals. The net was rounded once; the lines add up to it."""

    document: Any
    lines: Sequence[ShownLine]
    sees_cost: bool

    @property
    def net(self) -> Decimal:
        """Without tax."""
        return self._net

    @property
    def gross(self) -> Decimal:
        """With tax."""
        return self._net + self.document.tax

    @property
    def margin(self) -> Decimal | None:
        """The margin of the lines whose cost is known; None where none is."""
        known = [line.margin for line in self.lines if line.margin is not None]
        return sum(known, Decimal(0)) if known else None

    @property
    def has_discount(self) -> bool:
        """Whether a line has one."""
        return any(line.row.discount for line in self.lines)

    @property
    def has_tax(self) -> bool:
        """Whether there is tax on the document."""
        return bool(self.document.tax)

    @property
    def _net(self) -> Decimal:
        net: Decimal = self.document.net
        return net


def shown(actor: Any, document: Document) -> ShownDocument:
    """A document with its lines, in one question."""
    sees_cost = can(actor, Can.SEE_COST)
    rows = document.lines.select_related("product").order_by("position", "pk")  # type: ignore[attr-defined]
    lines = [ShownLine(row, row.cost if sees_cost else None) for row in rows]
    return ShownDocument(document, lines, sees_cost)
