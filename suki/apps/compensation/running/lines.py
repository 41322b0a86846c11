"""Lines of statements before they are rows, and the statements that they make up."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from suki.apps.compensation.models import PayLine
from suki.apps.compensation.running.facts import Key
from suki.engines.commission.earning import Part
from suki.kernel.money import round_half_up

Kind = PayLine.Kind
ZERO = Decimal(0)
ORDER = {
    Kind.ADJUSTMENT: 0, Kind.EARNED: 1, Kind.CLAWBACK: 1, Kind.BONUS: 2, Kind.HELD: 3, Kind.RELEASED: 4,
    Kind.FORFEITED: 4, Kind.GUARANTEE: 5, Kind.DRAW: 6,
}  # fmt: skip
"""How the lines of a statement follow each other."""
AttainmentKey = tuple[int, int, str, str]
"""Person, version, component, accumulation."""


@dataclass
class NewLine:
    """A line that a calculation makes. `follows` is the line of the same statement that it holds back or takes back."""

    kind: str
    day: date
    amount: Decimal
    commission: Decimal
    rate: Decimal = Decimal(1)
    version_id: int | None = None
    component: str = ""
    credit_id: int | None = None
    attained: AttainmentKey | None = None
    account_id: int | None = None
    document: str = ""
    credited: Decimal = ZERO
    before: Decimal | None = None
    after: Decimal | None = None
    parts: list[dict[str, Any]] = field(default_factory=list)
    corrects_id: int | None = None
    follows: NewLine | None = None
    vests_on: date | None = None
    why: dict[str, Any] = field(default_factory=dict)
    key: Key | None = None
    number: int = 0

    def __post_init__(self) -> None:
        self.credited = round_half_up(self.credited, 4)
        self.before = None if self.before is None else round_half_up(self.before, 10)
        self.after = None if self.after is None else round_half_up(self.after, 10)

    @property
    def print_of_it(self) -> list[Any]:
        """All that it says, in a form in which two lines that say the same are the same."""
        told = [
            self.number, self.kind, self.day, self.amount, self.commission, self.rate, self.version_id, self.component,
            self.credit_id, self.account_id, self.document, self.credited, self.before, self.after, self.parts,
            self.corrects_id if self.follows is None else f"line {self.follows.number}", self.vests_on, self.why,
        ]  # fmt: skip
        return [plain(value) for value in told]


@dataclass
class NewStatement:
    """What somebody is paid for a period in a currency."""

    person_id: int
    currency: str
    opening: Decimal = ZERO
    closing: Decimal = ZERO
    lines: list[NewLine] = field(default_factory=list)

    def total(self, *kinds: str) -> Decimal:
        """What the lines of these kinds come to; without kinds all of them."""
        return sum((line.amount for line in self.lines if not kinds or line.kind in kinds), ZERO)

    def put_in_order(self) -> None:
        """Number the lines: corrections first, then what was earned, in the end what balances."""
        self.lines.sort(key=lambda line: (ORDER[Kind(line.kind)], line.day))
        for number, line in enumerate(self.lines, start=1):
            line.number = number

    @property
    def totals(self) -> dict[str, Decimal]:
        """The sums that a statement says; each is what its lines come to."""
        return {
            "earned": self.total(Kind.EARNED, Kind.CLAWBACK, Kind.BONUS, Kind.GUARANTEE),
            "adjusted": self.total(Kind.ADJUSTMENT),
            "held": self.total(Kind.HELD),
            "released": self.total(Kind.RELEASED, Kind.FORFEITED),
            "opening": self.opening,
            "drawn": self.total(Kind.DRAW),
            "closing": self.closing,
            "payout": self.total(),
        }


def checksum_of(statements: Iterable[NewStatement]) -> str:
    """One number for everything that came out."""
    told = hashlib.sha256()
    for statement in statements:
        head = [statement.person_id, statement.currency, *map(plain, statement.totals.values())]
        told.update(json.dumps([head, [line.print_of_it for line in statement.lines]]).encode())
    return told.hexdigest()


def plain(value: Any) -> Any:
    """A value so written that equal ones are written equally."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value else "0"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        return {key: plain(value[key]) for key in sorted(value)}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return str(value) if value is not None and not isinstance(value, int | bool) else value


def part_as_json(part: Part) -> dict[str, Any]:
    """A stretch of the rate table as a line keeps it."""
    told = {
        "from": part.start, "to": part.end, "basis": part.basis, "rate": part.rate, "commission": part.commission,
    }  # fmt: skip
    kept: dict[str, Any] = {
        key: None if value is None else plain(round_half_up(value, 12)) for key, value in told.items()
    }
    return kept | ({"why": part.why} if part.why else {})
