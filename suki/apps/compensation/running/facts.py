"""What goes into a calculation, as plain values: the frozen inputs of a run read back, and the credits beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from functools import cached_property
from typing import Any

from suki.kernel.fiscal import FiscalCalendar

FAR = date(9999, 1, 1)


@dataclass(frozen=True, slots=True)
class Credited:
    """A frozen credit: so much of a line is somebody's."""

    id: int
    line_id: int
    person_id: int
    account_id: int
    product_id: int | None
    counted: str
    why: str
    day: date
    document: str
    share: Decimal
    net: Decimal
    cost: Decimal | None
    quantity: Decimal


Key = tuple[int, int | None, int, str, str, int]
"""What a line of pay is about: ledger line, product, credited person, why, component, person paid."""


def score_key(person_id: int, day: date, component: str) -> Key:
    """What a line is about that no credit has earned but a score."""
    return (0, None, person_id, day.isoformat(), component, person_id)


@dataclass(frozen=True, slots=True)
class EarlierLine:
    """A line of a statement that was settled before, as it stands there."""

    id: int
    kind: str
    person_id: int
    currency: str
    version_id: int | None
    component: str
    day: date
    document: str
    account_id: int | None
    credited: Decimal
    commission: Decimal
    rate: Decimal
    amount: Decimal
    why: Mapping[str, Any]
    corrects_id: int | None
    vests_on: date | None
    line_id: int | None
    product_id: int | None
    credited_person_id: int | None
    credit_why: str | None
    credit_id: int | None

    @property
    def key(self) -> Key | None:
        """What it is about; None where it is about no credit and no score."""
        if self.line_id is None or self.credited_person_id is None:
            if self.kind not in ("earned", "adjustment") or "score" not in self.why:
                return None
            return score_key(self.person_id, self.day, self.component)
        return (
            self.line_id, self.product_id, self.credited_person_id, self.credit_why or "", self.component, self.person_id,
        )  # fmt: skip


@dataclass
class Inputs:
    """The inputs of a run as it keeps them (`kept`), with a name for what is asked of them."""

    kept: dict[str, Any]
    credits: Sequence[Credited] = ()
    earlier: Sequence[EarlierLine] = ()
    originals: Sequence[EarlierLine] = ()
    doubted: Sequence[EarlierLine] = ()

    @property
    def first(self) -> date:
        """The first day of the period."""
        return day_of(self.kept["period"]["first"])

    @property
    def end(self) -> date:
        """The first day after it."""
        return day_of(self.kept["period"]["end"])

    @property
    def last(self) -> date:
        """Its last day: rates of payout are those of this day."""
        return self.end - timedelta(days=1)

    @property
    def currency(self) -> str:
        """The entity's, in which credits are stated."""
        return str(self.kept["entity"]["currency"])

    @cached_property
    def calendar(self) -> FiscalCalendar | None:
        """The firm's own fiscal calendar; none where it follows the common one."""
        return own_calendar(FiscalCalendar(**self.kept["calendar"]))

    @cached_property
    def settled(self) -> list[tuple[date, date]]:
        """The days that earlier periods have settled."""
        return [(day_of(each["first"]), day_of(each["end"])) for each in self.kept["settled"]]

    @cached_property
    def people(self) -> frozenset[int]:
        """The only people to be worked out; nobody named is everybody."""
        return frozenset(self.kept["people"])

    @cached_property
    def skipped(self) -> frozenset[int]:
        """Whose statement was approved already."""
        return frozenset(self.kept["skipped"])

    def is_wanted(self, person_id: int) -> bool:
        """Whether a statement is made for somebody."""
        return person_id not in self.skipped and (not self.people or person_id in self.people)

    def name_of(self, person_id: int) -> str:
        """What somebody was called then."""
        return str(self.kept["names"].get(str(person_id), person_id))

    def is_settled(self, day: date) -> bool:
        """Whether an earlier period has paid what happened on a day."""
        return any(first <= day < end for first, end in self.settled)

    def left_on(self, person_id: int) -> date | None:
        """The first day on which somebody no longer worked here, if known."""
        found = self.kept["left"].get(str(person_id))
        return None if found is None else day_of(found)


def own_calendar(calendar: FiscalCalendar) -> FiscalCalendar | None:
    """A calendar of the firm's own; none where years are those of the wall calendar."""
    return None if calendar == FiscalCalendar() else calendar


def day_of(text: str | None) -> date:
    """A day as JSON keeps it; nothing is far away."""
    return FAR if text is None else date.fromisoformat(text)


def money_of(text: Any) -> Decimal:
    """An amount as JSON keeps it."""
    return Decimal(str(text))
