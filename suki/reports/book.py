"""An account manager's book: the accounts they work for on a day, and how each of them stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.company.models import LegalEntity
from suki.apps.people.models import Person
from suki.apps.people.queries import people_of
from suki.base.access import Can, Reach, can, reach_of
from suki.kernel.errors import RuleBroken
from suki.kernel.money import digits
from suki.kernel.periods import Period
from suki.reports.facts import ZERO, Sums, room_to_sort
from suki.reports.holding import Holding, Rhythm, holdings_of, owed_by, rhythms_of, sums_of
from suki.reports.identities import Identity, identities, row_of
from suki.reports.quarterly import HIDDEN, Figures, ratio
from suki.reports.scope import accounts_seen_by

LATE: Final = Decimal("1.5")
"""An order is late after so many times the account's usual gap."""


@dataclass(frozen=True)
class BookRow:
    """An account of the book."""

    key: int
    identity: Identity
    holding: Holding
    figures: Figures
    rhythm: Rhythm
    on: date
    open: Decimal
    overdue: Decimal | None
    share: Decimal | None

    @property
    def days_since_order(self) -> int | None:
        """How long ago the last order was."""
        return (self.on - self.rhythm.last).days if self.rhythm.last else None

    @property
    def is_late(self) -> bool | None:
        """Whether an order is overdue by the account's own rhythm; None where it has none yet."""
        if self.rhythm.gap is None or self.days_since_order is None:
            return None
        return self.days_since_order > self.rhythm.gap * LATE


@dataclass(frozen=True)
class Book:
    """The book of a person on a day."""

    entity: LegalEntity
    person: Person
    identity: Identity
    on: date
    year: Period
    last_year: Period
    rows: Sequence[BookRow]
    total: Figures
    open: Decimal
    overdue: Decimal | None
    sees_cost: bool

    @property
    def late(self) -> int:
        """How many accounts have not ordered for longer than they usually do."""
        return sum(row.is_late is True for row in self.rows)


def book_of(*, actor: Any, person: Person, entity: LegalEntity, on: date | None = None) -> Book:
    """The book of a person on a day, today where none is said."""
    on = on or entity.today
    year, last_year = year_to_date(entity, on)
    with room_to_sort():
        held = holdings_of(person, on)
        sums = sums_of(entity, held, year, last_year)
        rhythms = rhythms_of(entity, held, on)
        owed = owed_by(entity, held, on)
    names, seen, sees_cost = identities("account", held), accounts_seen_by(actor), can(actor, Can.SEE_COST)
    places = digits(entity.currency)
    total = sum(sums.values(), Sums())
    rows = [
        BookRow(
            key=account,
            identity=names[account] if seen is None or account in seen else HIDDEN,
            holding=holding,
            figures=Figures(sums.get(account, Sums()), places, sees_cost=sees_cost),
            rhythm=rhythms.get(account, Rhythm()),
            on=on,
            open=owed[account].open,
            overdue=owed[account].overdue,
            share=ratio(sums.get(account, Sums()).revenue, total.revenue),
        )
        for account, holding in held.items()
    ]
    return Book(
        entity, person, identities("person", [person.pk])[person.pk], on, year, last_year,
        sorted(rows, key=lambda row: (-row.figures.revenue, row.identity.name)),
        Figures(total, places, sees_cost=sees_cost),
        sum((row.open for row in rows), ZERO), _sum_known([row.overdue for row in rows]), sees_cost,
    )  # fmt: skip


def person_named(given: str) -> Person:
    """Whoever goes by an external id, a uid or a mail address."""
    try:
        row = row_of("person", given)
    except LookupError:
        raise RuleBroken(
            _("Several people go by “{given}”; use a mail address.").format(given=given)
        ) from None
    if row is None:
        raise RuleBroken(
            _("Nobody goes by “{given}”: neither an id nor a mail address is that.").format(given=given)
        )
    return Person.objects.get(pk=row)


def may_read_book_of(actor: Any, person: Person) -> bool:
    """Whether somebody's book is the actor's to read: their own, or that of somebody below them."""
    reach = reach_of(actor, Can.SEE_BOOK)
    if reach is Reach.ALL:
        return True
    return reach is not Reach.NOTHING and person.pk in people_of(actor, timezone.localdate(), reach)


def year_to_date(entity: LegalEntity, on: date) -> tuple[Period, Period]:
    """The fiscal year up to and with a day, and the year before up to the same day of it."""
    calendar = entity.fiscal_calendar
    number = calendar.year_of(on)
    year = Period.between(calendar.year(number).start, on)
    if not calendar.runs_by_weeks:
        return year, year.last_year()
    start = calendar.year(number - 1).start
    return year, Period(start, start + timedelta(days=year.days))


def _sum_known(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [amount for amount in amounts if amount is not None]
    return sum(known, ZERO) if known else None
