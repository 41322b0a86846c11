"""What Adventure Works earned, worked out from its raw files alone: no recipe, no model, no rule of Suki's code.

Amounts are whole cents, and costs whole hundredths of a cent, as integers: nothing is rounded on the way except
where a rule says so. An order's sub-total is rounded once, half up, to cents; its lines share those cents in
proportion to their own totals by largest remainder, ties in the order of their numbers.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import duckdb

Key = str | None
Span = tuple[date, date]
"""First day and the day after the last one."""


@dataclass(frozen=True)
class Sum:
    """What one row of a report must say."""

    cents: int
    cost: int
    """In hundredths of a cent."""
    lines: int

    @property
    def revenue(self) -> Decimal:
        return Decimal(self.cents).scaleb(-2)

    @property
    def margin(self) -> Decimal:
        return half_up(Fraction(self.cents * 100 - self.cost, 10_000))


NOTHING = Sum(0, 0, 0)


@dataclass(frozen=True)
class Quota:
    """What a person was to sell from a day on until another."""

    person: str
    span: Span
    amount: int


def half_up(value: Fraction, digits: int = 2) -> Decimal:
    """A fraction rounded once, half away from zero."""
    scaled = abs(value) * 10**digits
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return Decimal(-whole if value < 0 else whole).scaleb(-digits)


def quarter(year: int, number: int) -> Span:
    """A calendar quarter, half-open."""
    start = date(year, 3 * number - 2, 1)
    return start, date(year + (number == 4), 3 * number % 12 + 1, 1)


def both_in(first: str, last: str) -> Span:
    """A range whose last day is in."""
    return date.fromisoformat(first), date.fromisoformat(last) + timedelta(days=1)


GROUPS = {
    "person": "seller",
    "territory": "territory",
    "account": "account",
    "product": "product",
    "category": "category",
    "team": "team",
}


class RawAdventureWorks:
    """The files as facts, one row to a sold line."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.db = duckdb.connect()
        for name, file in (("header", "SalesOrderHeader"), ("detail", "SalesOrderDetail")):
            self._read(name, f"{file}.csv.gz")
        for file in (
            "Customer",
            "Employee",
            "Product",
            "ProductCategory",
            "ProductCostHistory",
            "ProductSubcategory",
            "SalesPerson",
            "SalesPersonQuotaHistory",
            "SalesTerritory",
            "SalesTerritoryHistory",
            "Store",
        ):
            self._read(file, f"{file}.csv")
        self.db.execute(DOCUMENTS)
        self.db.execute(LINES)
        self._team_of_each_seller()

    def _read(self, name: str, file: str) -> None:
        path = str(self.folder / file).replace("'", "''")
        self.db.execute(f"create table {name} as from read_csv('{path}', header = true, all_varchar = true)")

    def _team_of_each_seller(self) -> None:
        """A seller's team goes by the manager one step up the organisation, a manager's by the manager."""
        node = {
            row[0]: row[1]
            for row in self.db.execute("select BusinessEntityID, OrganizationNode from Employee").fetchall()
        }
        at = {place: person for person, place in node.items() if place}
        teams = []
        for (person,) in self.db.execute("select BusinessEntityID from SalesPerson").fetchall():
            steps = node[person].strip("/").split("/")
            manager = at["/" + "/".join(steps[:2]) + "/"]
            teams.append((person, manager))
        self.db.execute("create table team (seller varchar, team varchar)")
        self.db.executemany("insert into team values (?, ?)", teams)

    def by(self, group: str, span: Span) -> dict[Key, Sum]:
        """Revenue, cost and lines of each row of a report over a range of days."""
        found = self.db.execute(
            f"select {GROUPS[group]}, sum(cents), sum(cost), count(*) from line "
            "left join team using (seller) where day >= ? and day < ? group by 1",
            span,
        ).fetchall()
        return {key: Sum(int(cents), int(cost), int(lines)) for key, cents, cost, lines in found}

    def total(self, span: Span) -> Sum:
        """The bottom row."""
        rows = self.by("person", span).values()
        return Sum(sum(r.cents for r in rows), sum(r.cost for r in rows), sum(r.lines for r in rows))

    @property
    def whole(self) -> Span:
        """From the first order to the last."""
        [(first, last)] = self.db.execute("select min(day), max(day) from line").fetchall()
        return first, last + timedelta(days=1)

    @cached_property
    def quotas(self) -> list[Quota]:
        """Each quota runs to the person's next one, the last for three months."""
        dates: dict[str, list[tuple[date, int]]] = defaultdict(list)
        for person, day, amount in self.db.execute(
            "select BusinessEntityID, cast(QuotaDate as date), cast(SalesQuota as integer) from SalesPersonQuotaHistory"
        ).fetchall():
            dates[person].append((day, amount))
        found = []
        for person, own in dates.items():
            own.sort()
            ends = [day for day, _ in own[1:]] + [_three_months_on(own[-1][0])]
            found += [Quota(person, (day, end), amount) for (day, amount), end in zip(own, ends, strict=True)]
        return found

    def quota(self, person: str, span: Span) -> Fraction | None:
        """A person's quota over a range: partly covered ones count by their days; none is none."""
        found, total = False, Fraction(0)
        for quota in self.quotas:
            start, end = max(quota.span[0], span[0]), min(quota.span[1], span[1])
            if quota.person == person and start < end:
                found = True
                total += Fraction(quota.amount * (end - start).days, (quota.span[1] - quota.span[0]).days)
        return total if found else None

    @cached_property
    def _stays(self) -> dict[str, list[tuple[date, date | None, str]]]:
        """Who held which territory from when to when, by territory."""
        stays: dict[str, list[tuple[date, date | None, str]]] = defaultdict(list)
        for territory, *stay in self.db.execute(
            "select TerritoryID, cast(StartDate as date), cast(EndDate as date), BusinessEntityID "
            "from SalesTerritoryHistory order by all"
        ).fetchall():
            stays[territory].append(tuple(stay))
        return stays

    @cached_property
    def _keepers(self) -> dict[str, tuple[str, str, date]]:
        """The person whom each store's row names, that person's territory, and when the row was written."""
        return {
            store: (person, territory, written)
            for store, person, territory, written in self.db.execute(
                "select s.BusinessEntityID, s.SalesPersonID, p.TerritoryID, cast(s.ModifiedDate as date) "
                "from Store s join SalesPerson p on p.BusinessEntityID = s.SalesPersonID"
            ).fetchall()
        }

    def owner(self, store: str, day: date) -> Key:
        """Whose store it is on a day: the one its row names, before that whoever sat in this one's seat."""
        keeper, territory, written = self._keepers[store]
        if day >= written:
            return keeper
        stays = self._stays[territory]
        seat = [stay for stay in stays if stay[2] == keeper] or list(stays)
        while follower := [
            s for s in stays if s not in seat and any(o[1] and s[0] == o[1] + timedelta(days=1) for o in seat)
        ]:
            seat += follower
        holders = {person for first, last, person in seat if first <= day and (last is None or day <= last)}
        assert len(holders) < 2, (store, day, holders)
        return holders.pop() if holders else None

    def by_owner(self, span: Span) -> dict[Key, Sum]:
        """Revenue, cost and lines by the stores' owners on the day, whoever sold."""
        totals: dict[Key, list[int]] = defaultdict(lambda: [0, 0, 0])
        for store, day, *amounts in self.db.execute(
            "select store, day, sum(cents), sum(cost), count(*) from line where day >= ? and day < ? group by all",
            span,
        ).fetchall():
            owner = None if store is None else self.owner(store, day)
            totals[owner] = [int(a + b) for a, b in zip(totals[owner], amounts, strict=True)]
        return {owner: Sum(*amounts) for owner, amounts in totals.items()}

    def customers(self, span: Span) -> set[str]:
        """The accounts with revenue in a range."""
        return {key for key in self.by("account", span) if key is not None}

    def first_bought_in(self, span: Span) -> set[str]:
        """The accounts whose very first order falls in a range."""
        return {
            row[0]
            for row in self.db.execute(
                "select account from line group by 1 having min(day) >= ? and min(day) < ?", span
            ).fetchall()
        }


def _three_months_on(day: date) -> date:
    return date(day.year + (day.month > 9), (day.month + 2) % 12 + 1, day.day)


DOCUMENTS = """
create table document as
select h.SalesOrderID as id, cast(h.OrderDate as date) as day, h.CustomerID as account,
       h.SalesPersonID as seller, h.TerritoryID as territory, c.StoreID as store,
       cast(round(cast(h.SubTotal as decimal(18, 4)), 2) * 100 as bigint) as cents
from header h join Customer c on c.CustomerID = h.CustomerID
"""

LINES = """
create table line as
with weighed as (
  select d.SalesOrderID as id, cast(d.SalesOrderDetailID as integer) as number, d.ProductID as product,
         cast(d.OrderQty as integer) as quantity,
         cast(cast(d.LineTotal as decimal(18, 6)) * 1000000 as hugeint) as weight
  from detail d
),
shared as (
  select w.*, o.day, o.account, o.seller, o.territory, o.store, o.cents as document_cents,
         o.cents::hugeint * w.weight as product_of, sum(w.weight) over (partition by w.id)::hugeint as whole
  from weighed w join document o using (id)
),
floored as (
  select *, product_of // whole as low, product_of % whole as remainder from shared
),
ranked as (
  select *,
         document_cents - sum(low) over (partition by id) as missing,
         row_number() over (partition by id order by remainder desc, number) as turn
  from floored
)
select r.id, r.number, r.day, r.account, r.seller, r.territory, r.store, r.product, k.Name as category,
       cast(r.low + case when r.turn <= r.missing then 1 else 0 end as bigint) as cents,
       cast(r.quantity * c.cost as bigint) as cost, c.is_late
from ranked r
join Product p on p.ProductID = r.product
join ProductSubcategory s on s.ProductSubcategoryID = p.ProductSubcategoryID
join ProductCategory k on k.ProductCategoryID = s.ProductCategoryID
join lateral (
  select cast(cast(h.StandardCost as decimal(18, 4)) * 10000 as bigint) as cost,
         h.EndDate is not null and cast(h.EndDate as date) < r.day as is_late
  from ProductCostHistory h
  where h.ProductID = r.product and cast(h.StartDate as date) <= r.day
  order by h.StartDate desc limit 1
) c on true
"""
