"""Who works for an account: the whole team with its dates, and with one voice whom the client hears from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import JSONField, QuerySet
from django.db.models.expressions import RawSQL

from suki.apps.accounts.models import TeamRole

_TEAM = """(
    SELECT jsonb_agg(jsonb_build_object(
        'person_id', m.person_id, 'name', p.name, 'role', m.role, 'share', m.share::text, 'first', lower(m.valid),
        'end', upper(m.valid), 'is_away', EXISTS (
            SELECT 1 FROM people_absence a WHERE a.person_id = m.person_id AND a.valid @> %s::date)) ORDER BY m.valid)
    FROM accounts_accountteammember m JOIN people_person p ON p.id = m.person_id
    WHERE m.account_id = accounts_account.id)"""
ORDER = {role: place for place, role in enumerate(TeamRole.values)}


@dataclass(frozen=True)
class Stint:
    """From when to when somebody had a role for an account; `end` is the first day after."""

    person_id: int
    name: str
    role: str
    share: Decimal | None
    first: date | None
    end: date | None
    is_away: bool

    @property
    def label(self) -> str:
        """The role in words."""
        return str(TeamRole(self.role).label)

    @property
    def last(self) -> date | None:
        """The last day, where it is known."""
        return date.fromordinal(self.end.toordinal() - 1) if self.end else None

    def holds_on(self, day: date) -> bool:
        """Whether they have the role on a day."""
        return (self.first is None or self.first <= day) and (self.end is None or day < self.end)


@dataclass(frozen=True)
class Roster:
    """The team of an account over time, as it stands on a day."""

    stints: Sequence[Stint]
    today: date

    @property
    def now(self) -> list[Stint]:
        """Who works for the account today, the owner first."""
        held = [stint for stint in self.stints if stint.holds_on(self.today)]
        return sorted(held, key=lambda stint: (ORDER[stint.role], -(stint.share or 0), stint.name))

    @property
    def to_come(self) -> list[Stint]:
        """Who begins later."""
        return [stint for stint in self.stints if stint.first is not None and stint.first > self.today]

    @property
    def earlier(self) -> list[Stint]:
        """Whose time is over, the newest first."""
        over = [stint for stint in self.stints if stint.end is not None and stint.end <= self.today]
        return sorted(over, key=lambda stint: stint.end or date.max, reverse=True)

    @property
    def owner(self) -> Stint | None:
        """Who leads the account: the one voice that the client hears."""
        return self._first(TeamRole.OWNER)

    @property
    def deputy(self) -> Stint | None:
        """Who speaks for the owner."""
        return self._first(TeamRole.DEPUTY)

    @property
    def sponsor(self) -> Stint | None:
        """Who stands behind the account in the management."""
        return self._first(TeamRole.SPONSOR)

    @property
    def voice(self) -> Stint | None:
        """Whom the client hears from today: the owner, or the deputy while the owner is away."""
        if self.owner and self.owner.is_away and self.deputy and not self.deputy.is_away:
            return self.deputy
        return self.owner or self.deputy

    def since(self, stint: Stint) -> date | None:
        """From when on somebody has had a role without a break."""
        begun = stint.first
        for other in sorted(self.stints, key=lambda each: each.first or date.min, reverse=True):
            same = (other.person_id, other.role) == (stint.person_id, stint.role)
            if same and begun is not None and other.end == begun:
                begun = other.first
        return begun

    def _first(self, role: str) -> Stint | None:
        return next((stint for stint in self.now if stint.role == role), None)


def with_roster(accounts: QuerySet[Any], today: date) -> QuerySet[Any]:
    """Each account with its team over time, for `roster_of`: no further question is needed."""
    return accounts.annotate(_team=RawSQL(_TEAM, (today,), output_field=JSONField()))


def roster_of(account: Any, today: date) -> Roster:
    """The team of an account that `with_roster` has been asked of."""
    return Roster([_stint(given) for given in account._team or ()], today)


def _stint(given: dict[str, Any]) -> Stint:
    share = given["share"]
    days = {name: date.fromisoformat(given[name]) if given[name] else None for name in ("first", "end")}
    return Stint(**{**given, **days, "share": None if share is None else Decimal(share)})
