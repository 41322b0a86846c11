"""The sales results of a period for senior management: revenue, growth, margin, quota, attainment, customers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Final

from suki.kernel.money import RATIO, round_half_up
from suki.reports.asking import Asked
from suki.reports.customers import Customers, Named, Weight, results_of
from suki.reports.facts import ZERO, Sums, room_to_sort
from suki.reports.identities import Identity, identities
from suki.reports.quotas import as_decimal, quotas_by_subject, total_quota
from suki.reports.scope import Scope, scope_of

HIDDEN: Final = Identity(None, "…")
"""A customer whose name the reader may not see."""


@dataclass(frozen=True)
class Figures:
    """The figures of a row or of the total. What cannot be said is None: no quota, no known cost, no year before."""

    sums: Sums
    digits: int
    exact_quota: Decimal | None = None
    sees_cost: bool = True

    @property
    def revenue(self) -> Decimal:
        """Invoiced and credited, net of tax."""
        return self.sums.revenue

    @property
    def growth_previous(self) -> Decimal | None:
        """By which part the revenue has grown since the period before."""
        return growth(self.sums.revenue, self.sums.previous)

    @property
    def growth_last_year(self) -> Decimal | None:
        """By which part the revenue has grown since the same period a year ago."""
        return growth(self.sums.revenue, self.sums.last_year)

    @property
    def cost(self) -> Decimal | None:
        """The cost of the goods sold, of the lines whose cost is known."""
        return self.sums.cost if self._knows_cost else None

    @property
    def revenue_with_cost(self) -> Decimal | None:
        """The revenue of the lines whose cost is known."""
        return self.sums.with_cost if self._knows_cost else None

    @property
    def margin(self) -> Decimal | None:
        """What is left of the revenue after the cost of the goods, of the lines whose cost is known."""
        return round_half_up(self.sums.with_cost - self.sums.cost, self.digits) if self._knows_cost else None

    @property
    def margin_share(self) -> Decimal | None:
        """The margin as a part of the revenue that it comes from."""
        return ratio(self.margin, self.revenue_with_cost)

    @property
    def cost_known_share(self) -> Decimal | None:
        """For which part of the revenue the cost is known."""
        return ratio(self.revenue_with_cost, self.revenue) if self._knows_cost else None

    @property
    def quota(self) -> Decimal | None:
        """What was to be reached, rounded once after adding up."""
        return None if self.exact_quota is None else round_half_up(self.exact_quota, self.digits)

    @property
    def attainment(self) -> Decimal | None:
        """Revenue as a part of the quota before that is rounded; of no quota nothing is attained or missed."""
        return ratio(self.revenue, self.exact_quota)

    @property
    def lines(self) -> int:
        """How many lines of the ledger the revenue is made of."""
        return self.sums.lines

    @property
    def _knows_cost(self) -> bool:
        """Of no lines nothing is unknown; of lines the cost of at least one must be known."""
        return self.sees_cost and bool(not self.sums.lines or self.sums.with_cost or self.sums.cost)


@dataclass(frozen=True)
class Row:
    """A subject (a person, a team, ...) and its figures; `key` is its row in the database, None where unassigned."""

    key: int | None
    identity: Identity
    figures: Figures

    @property
    def is_unassigned(self) -> bool:
        """Whether this is the revenue that belongs to none."""
        return self.key is None

    @property
    def name(self) -> str:
        """What the subject is called, in files that programs read."""
        return self.identity.name


@dataclass(frozen=True)
class Results:
    """The results as everything shows them: screen, workbook, paper and JSON.

    `rows` have lines in the period or a quota for it; `earlier` had revenue in a period it is compared with, and now
    neither. Together they add up to the total.
    """

    asked: Asked
    scope: Scope
    rows: Sequence[Row]
    earlier: Sequence[Row]
    total: Figures
    customers: Customers
    top: Sequence[Row]
    ten_percent: Sequence[Row]
    new: Sequence[Row]
    lost: Sequence[Row]

    @property
    def weight(self) -> Weight:
        """How much hangs on how few customers."""
        return self.customers.weight

    @property
    def has_quotas_of_rows(self) -> bool:
        """Whether the total quota is the sum of the rows'; else it is that of the people."""
        return any(row.figures.quota is not None for row in self.rows)

    @property
    def revenue_without_quota(self) -> Decimal:
        """What came from rows that no quota was set for: attainment of the total has it in."""
        return sum((row.figures.revenue for row in self.rows if not row.figures.quota), ZERO)


def quarterly_results(*, actor: Any, asked: Asked) -> Results:
    """The results of a period as far as the actor may see them."""
    scope = scope_of(actor, asked)
    with room_to_sort():
        sums, customers = results_of(asked, scope)
        quotas = _quotas_seen(asked, scope)
        every_quota = total_quota(asked, quotas, scope.people) if _sees_total(scope) else None
    rows = _rows(asked, scope, sums, quotas)
    return Results(
        asked=asked,
        scope=scope,
        rows=[row for row in rows if row.figures.lines or row.figures.quota is not None],
        earlier=[row for row in rows if not row.figures.lines and row.figures.quota is None],
        total=_total(asked, scope, list(sums.values()), every_quota),
        customers=customers,
        **_named(asked, scope, customers),
    )


def growth(now: Decimal, before: Decimal) -> Decimal | None:
    """By which part something has grown; from nothing (or less) nothing can be said."""
    return ratio(now - before, before) if before > 0 else None


def ratio(part: Decimal | None, whole: Decimal | None) -> Decimal | None:
    """A part of a whole, exactly enough for any rounding that follows."""
    return RATIO.divide(part, whole) if part is not None and whole else None


def _sees_total(scope: Scope) -> bool:
    return scope.sees_quotas and scope.accounts is None


def _quotas_seen(asked: Asked, scope: Scope) -> dict[int | None, Fraction]:
    """Quotas that may be set against what the actor sees: not those of a market of which only some accounts show."""
    if not scope.sees_quotas or (scope.accounts is not None and asked.by != "account"):
        return {}
    quotas = quotas_by_subject(asked, scope.people)
    if scope.accounts is None:
        return quotas
    return {account: amount for account, amount in quotas.items() if account in scope.accounts}


def _rows(
    asked: Asked, scope: Scope, sums: dict[int | None, Sums], quotas: dict[int | None, Fraction]
) -> list[Row]:
    known = identities(asked.by, [*sums, *quotas])
    rows = [
        Row(key, known[key], _figures(asked, scope, sums.get(key, Sums()), quotas.get(key)))
        for key in dict.fromkeys([*sums, *quotas])
        if sums.get(key, Sums()) != Sums() or key in quotas
    ]
    return sorted(rows, key=lambda row: (-row.figures.revenue, row.name, row.identity.id or ""))


def _figures(asked: Asked, scope: Scope, sums: Sums, quota: Fraction | None) -> Figures:
    exact = None if quota is None else as_decimal(quota)
    return Figures(_in_currency(sums, asked.digits), asked.digits, exact, scope.sees_cost)


def _total(asked: Asked, scope: Scope, parts: Sequence[Sums], quota: Fraction | None) -> Figures:
    """The sum of all, in which a line that several share is one line."""
    total = sum(parts, Sums())
    once = Sums(**{**vars(total), "lines": total.lines_once})
    return _figures(asked, scope, once, quota)


def _in_currency(sums: Sums, digits: int) -> Sums:
    """The amounts with as many decimals as the currency has; cost keeps its own, the margin rounds once."""
    stated = {
        name: round_half_up(getattr(sums, name), digits) for name in ("revenue", "previous", "last_year")
    }
    return Sums(**{**vars(sums), **stated})


def _named(asked: Asked, scope: Scope, customers: Customers) -> dict[str, list[Row]]:
    """The listed customers with their names, where the reader may know them."""
    lists: dict[str, Sequence[Named]] = {
        "top": customers.top,
        "ten_percent": customers.weight.ten_percent,
        "new": customers.new.largest,
        "lost": customers.lost.largest,
    }
    known = identities("account", {account for named in lists.values() for account, _sums in named})
    return {
        name: [
            Row(
                account,
                known[account] if scope.named is None or account in scope.named else HIDDEN,
                _figures(asked, scope, sums, None),
            )
            for account, sums in named
        ]
        for name, named in lists.items()
    }
