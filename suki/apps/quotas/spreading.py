"""From the top down: a figure for a team or the firm, given to its people by weight, cut by season, with ramp and leave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import Any, Final

from django.db import models, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from psycopg.types.range import DateRange

from suki.apps.people.models import Absence, Person
from suki.apps.quotas.actions import change_amount, set_quota
from suki.apps.quotas.counting import Asking, credited_by_subject
from suki.apps.quotas.models import Measure, Quota
from suki.apps.quotas.potential import potential_of
from suki.apps.quotas.reach import Setter
from suki.apps.quotas.rules import digits_of
from suki.apps.quotas.standing import standings_of
from suki.apps.quotas.years import Year
from suki.base.access import Can, action
from suki.engines.quota import by_days, days_within, seasonal, spread
from suki.kernel.errors import RuleBroken
from suki.kernel.periods import Period


class By(models.TextChoices):
    """What decides who gets how much."""

    EQUAL = "equal", gettext_lazy("the same for everybody")
    LAST_YEAR = "last_year", gettext_lazy("by last year's results")
    POTENTIAL = "potential", gettext_lazy("by the potential of their accounts")
    OWN = "own", gettext_lazy("by weights of your own")


class Season(models.TextChoices):
    """How the year is cut."""

    DAYS = "days", gettext_lazy("by days")
    LAST_YEAR = "last_year", gettext_lazy("as the last full year fell")
    OWN = "own", gettext_lazy("by weights of your own")


@dataclass(frozen=True)
class Wish:
    """A figure for a year and how it is to be given to people.

    `weights` are by person, `seasons` by period. Whoever starts in the year counts by days and, with `with_ramp`, by
    their first months; whoever is away for `leave_days` or more in a row gets less for these days.
    """

    year: Year
    figure: Decimal
    people: Sequence[Person]
    measure: str = Measure.REVENUE
    by: str = By.EQUAL
    over_percent: Decimal = Decimal(0)
    weights: Mapping[int, Decimal] = field(default_factory=dict)
    season: str = Season.DAYS
    seasons: Sequence[Decimal] = ()
    with_ramp: bool = True
    leave_days: int = 30

    @property
    def digits(self) -> int:
        """How many decimals the parts have."""
        return digits_of(self.year.entity.currency, self.measure)


@dataclass(frozen=True)
class Part:
    """What somebody is to reach in a period: in full, and after ramp and leave; `kept` says why it is not set."""

    period: Period
    full: Decimal
    amount: Decimal
    made_of: Mapping[str, Any]
    held: Quota | None = None
    kept: str = ""


@dataclass(frozen=True)
class Share:
    """One person's part of the figure."""

    person: Person
    weight: Decimal
    parts: Sequence[Part]

    @property
    def total(self) -> Decimal:
        """What the person is to reach in the year."""
        return sum((part.amount for part in self.parts), Decimal(0))

    @property
    def full(self) -> Decimal:
        """What it would be without ramp and leave."""
        return sum((part.full for part in self.parts), Decimal(0))

    @property
    def beside(self) -> list[str]:
        """What is to be known of it: what was taken off, and why something stays as it is."""
        off = [_("ramp, leave or days employed take some off")] if self.total != self.full else []
        return [*off, *sorted({part.kept for part in self.parts if part.kept})]


@dataclass(frozen=True)
class Spread:
    """The figure as it would be given out, to look over before it is."""

    wish: Wish
    shares: Sequence[Share]

    @property
    def total(self) -> Decimal:
        """What all are to reach together."""
        return sum((share.total for share in self.shares), Decimal(0))

    @property
    def given_out(self) -> Decimal:
        """What was given out before ramp and leave: the figure and what is over it."""
        return sum((share.full for share in self.shares), Decimal(0))

    @property
    def gap(self) -> Decimal:
        """What is given out beyond the figure; less than nothing where it falls short."""
        return self.total - self.wish.figure


STARTS: Final = 92
"""Whoever started so many days before the year, or later, is still new in it."""


def plan_spread(wish: Wish) -> Spread:
    """Work out what everybody would get; nothing is set."""
    if not wish.people:
        raise RuleBroken(
            _("There is nobody to give it to: choose a team, or set quotas for people below you.")
        )
    weights = _weights(wish)
    whole = spread(wish.figure, weights, wish.digits, over_percent=wish.over_percent)
    periods, seasons = wish.year.periods, _seasons(wish)
    away = _leave(wish)
    held = _held(wish)
    shares = []
    for person, weight, figure in zip(wish.people, weights, whole):
        cut = seasonal(figure, seasons, wish.digits)
        parts = [
            _part(wish, person, period, amount, away.get(person.pk, []), held)
            for period, amount in zip(periods, cut)
        ]
        if not weight:
            parts = [replace(part, kept=_("has nothing to weigh by")) for part in parts]
        shares.append(Share(person, weight, parts))
    return Spread(wish, shares)


@action(Can.SET_QUOTAS)
def spread_quotas(*, actor: Any, wish: Wish) -> tuple[list[Quota], int]:
    """Propose what was looked over. What somebody has acknowledged, or has other days, stays; returns how many did."""
    setter = Setter(actor, wish.year.entity.today)
    for person in wish.people:
        setter.check(person)
    set_, kept = [], 0
    for share in plan_spread(wish).shares:
        for part in share.parts:
            if part.kept:
                kept += 1
                continue
            with transaction.atomic():
                set_.append(_set(actor, wish, share.person, part))
    return set_, kept


def _set(actor: Any, wish: Wish, person: Person, part: Part) -> Quota:
    if part.held is not None:
        changed: Quota = change_amount(
            actor=actor, quota=part.held, amount=part.amount, made_of=dict(part.made_of)
        )
        return changed
    quota: Quota = set_quota(
        actor=actor, subject=person, first=part.period.start, end=part.period.end, amount=part.amount,
        currency=wish.year.entity.currency, measure=wish.measure, entity=wish.year.entity, made_of=dict(part.made_of),
    )  # fmt: skip
    return quota


def _weights(wish: Wish) -> list[Decimal]:
    if wish.by == By.EQUAL:
        return [Decimal(1) for _person in wish.people]
    if wish.by == By.OWN:
        return [wish.weights.get(person.pk, Decimal(0)) for person in wish.people]
    ids = [person.pk for person in wish.people]
    if wish.by == By.POTENTIAL:
        found: Mapping[Any, Decimal] = potential_of(wish.year.entity, wish.year.whole, wish.year.entity.today)
    else:
        before = wish.year.before.whole
        found = credited_by_subject(
            Asking(wish.year.entity, before.start, before.end, "person", wish.measure, ids)
        )
    weights = [max(Decimal(0), found.get(pk, Decimal(0))) for pk in ids]
    if not any(weights):
        raise RuleBroken(
            _("Nobody of these has anything to weigh by yet. Give it out equally, or by weights of your own.")
        )
    return weights


def _seasons(wish: Wish) -> list[Decimal]:
    periods = wish.year.periods
    if wish.season == Season.OWN:
        if len(wish.seasons) != len(periods):
            raise RuleBroken(_("There are {count} periods: give as many weights.").format(count=len(periods)))
        return list(wish.seasons)
    days = [Decimal(period.days) for period in periods]
    if wish.season == Season.DAYS:
        return days
    entity, ids = wish.year.entity, [person.pk for person in wish.people]
    over, sums = _last_full(wish.year), []
    for period in over.periods:
        asking = Asking(entity, period.start, period.end, "person", wish.measure, ids)
        sums.append(max(Decimal(0), sum(credited_by_subject(asking).values(), Decimal(0))))
    return sums if any(sums) else days


def _last_full(year: Year) -> Year:
    """The newest year before it that is over: a year that still runs has a weak end."""
    before = year.before
    return before if before.whole.end <= year.entity.today else before.before


def _part(
    wish: Wish,
    person: Person,
    period: Period,
    full: Decimal,
    away: list[tuple[date, date]],
    held: dict[Any, list[Quota]],
) -> Part:
    start, until = _employed(person)
    is_new = wish.with_ramp and start is not None and (wish.year.whole.start - start).days < STARTS
    amount = by_days(
        full, period.start, period.end, since=start, until=until, away=away,
        ramp_from=start if is_new else None, digits=wish.digits,
    )  # fmt: skip
    made_of = {"full": f"{full:f}"}
    if is_new and start is not None:
        made_of["ramp_from"] = start.isoformat()
    if days := days_within((period.start, period.end), away):
        made_of["away_days"] = str(days)
    quota, kept = _in_the_way(held.get(person.pk, []), period)
    return Part(period, full, amount, made_of, quota, kept)


def _employed(person: Person) -> tuple[date | None, date | None]:
    valid = person.employed
    return (valid.lower, valid.upper) if valid else (None, None)


def _in_the_way(held: list[Quota], period: Period) -> tuple[Quota | None, str]:
    """The quota that would be changed, or why what there is stays."""
    here = [each for each in held if each.valid.lower < period.end and each.valid.upper > period.start]
    if not here:
        return None, ""
    if len(here) > 1 or (here[0].valid.lower, here[0].valid.upper) != (period.start, period.end):
        return None, _("has a quota of other days")
    if here[0].is_acknowledged:
        return None, _("has acknowledged another one")
    return here[0], ""


def _held(wish: Wish) -> dict[Any, list[Quota]]:
    whole = wish.year.whole
    rows = Quota.objects.filter(
        entity=wish.year.entity, measure=wish.measure, person__in=[person.pk for person in wish.people],
        valid__overlap=DateRange(whole.start, whole.end), valid__endswith__isnull=False, valid__startswith__isnull=False,
    )  # fmt: skip
    standings = standings_of(rows)
    held: dict[Any, list[Quota]] = {}
    for quota in rows:
        quota.is_acknowledged = standings[quota.pk].is_acknowledged
        held.setdefault(quota.person_id, []).append(quota)
    return held


def _leave(wish: Wish) -> dict[int, list[tuple[date, date]]]:
    """The long absences of the people in the year."""
    whole = wish.year.whole
    rows = Absence.objects.in_use().filter(
        person__in=[person.pk for person in wish.people], valid__overlap=DateRange(whole.start, whole.end)
    )
    away: dict[int, list[tuple[date, date]]] = {}
    for absence in rows:
        first, end = absence.valid.lower or whole.start, absence.valid.upper or whole.end
        if (end - first).days >= wish.leave_days:
            away.setdefault(absence.person_id, []).append((first, end))
    return away
