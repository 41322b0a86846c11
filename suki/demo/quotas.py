"""The sample company's quotas: communicated, most of them acknowledged, one changed inside its quarter, one in the ramp,
figures for the teams from above and what people propose from below."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from psycopg.types.range import DateRange

from suki.apps.company.queries import default_entity
from suki.apps.people.actions import cover_territory, hire, join_team, report_to
from suki.apps.people.models import Person, Team, TeamMember, Territory
from suki.apps.quotas.actions import (
    acknowledge_change,
    acknowledge_quotas,
    change_quota,
    communicate_quotas,
    name_segment,
    propose_own,
    set_quota,
)
from suki.apps.quotas.models import Quota, QuotaChange
from suki.base.access import SYSTEM, Function
from suki.engines.quota import RAMP, by_days, raised
from suki.kernel.periods import Period

READS_LATE = "minh"
CHANGES = "sari"


def load_quotas(people: dict[str, Person], today: date) -> None:
    """What the sales manager has told everybody, who has read it, and what is still open."""
    quarter = Period.quarter(today.year, (today.month + 2) // 3)
    _newcomer(people["grace"], quarter, today)
    known = Quota.objects.filter(valid__startswith__lte=quarter.start)
    communicate_quotas(actor=SYSTEM, quotas=known)
    for key in ("marisol", "joy", "jonas", "minh", "sari", "leo"):
        read = known.filter(person=people[key])
        if key == READS_LATE:
            read = read.filter(valid__startswith__lt=quarter.start)
        acknowledge_quotas(actor=people[key].user, quotas=read)
    _change(people, quarter)
    _teams(today.year)
    _from_below(people, quarter)
    segment = name_segment(actor=SYSTEM, name="Key accounts", lifecycle="key_account")
    year = Period.year(today.year)
    set_quota(
        actor=SYSTEM,
        subject=segment,
        first=year.start,
        end=year.end,
        amount=Decimal(60_000_000),
        currency="PHP",
    )


def _newcomer(manager: Person, quarter: Period, today: date) -> None:
    """Somebody who started lately carries half a quota in the first months."""
    start = quarter.start + timedelta(days=14)
    bianca = hire(
        actor=SYSTEM, name="Bianca Ferrer", title="Junior Account Manager", since=start,
        functions=[Function.ACCOUNT_MANAGER], language="en",
    )  # fmt: skip
    report_to(actor=SYSTEM, person=bianca, manager=manager, since=start)
    join_team(actor=SYSTEM, person=bianca, team=Team.objects.get(name="Home market"), since=start)
    cover_territory(actor=SYSTEM, person=bianca, territory=Territory.objects.get(name="Luzon"), since=start)
    full = Decimal(960_000)
    amount = by_days(full, quarter.start, quarter.end, since=start, ramp_from=start, ramp=RAMP, digits=2)
    set_quota(
        actor=SYSTEM, subject=bianca, first=quarter.start, end=quarter.end, amount=amount, currency="PHP",
        made_of={"full": f"{full:f}", "ramp_from": start.isoformat()},
    )  # fmt: skip


def _change(people: dict[str, Person], quarter: Period) -> None:
    """A quota that was acknowledged is to rise from the middle of the quarter; it waits for the new word."""
    held = Quota.objects.filter(person=people[CHANGES], valid=DateRange(quarter.start, quarter.end)).first()
    if held is not None:
        change_quota(
            actor=SYSTEM, quota=held, since=quarter.start + timedelta(days=46), amount=raised(held.amount, Decimal(20), 2),
            reason="Two accounts in Surabaya come over from Lê Quang Minh.",
        )  # fmt: skip
    earlier = quarter.previous()
    settled = Quota.objects.filter(person=people["joy"], valid=DateRange(earlier.start, earlier.end)).first()
    if settled is not None:
        change_quota(
            actor=SYSTEM, quota=settled, since=earlier.start + timedelta(days=31), amount=raised(settled.amount, Decimal(-10), 2),
            reason="A customer in Cebu closed its second plant.",
        )  # fmt: skip
        _acknowledge_changes(people["joy"])


def _acknowledge_changes(person: Person) -> None:
    for change in QuotaChange.objects.filter(quota__person=person, applied_at__isnull=True):
        acknowledge_change(actor=person.user, change=change)


def _teams(year: int) -> None:
    """What the president asks of each team: a little less than their people carry together."""
    whole = Period.year(year)
    for team in Team.objects.order_by("pk"):
        members = Quota.objects.filter(
            person__in=TeamMember.objects.filter(team=team, is_lead=False).values("person"),
            valid__contained_by=DateRange(whole.start, whole.end),
        )
        carried = sum(members.values_list("amount", flat=True), Decimal(0))
        set_quota(
            actor=SYSTEM,
            subject=team,
            first=whole.start,
            end=whole.end,
            amount=raised(carried, Decimal(-5), 0),
            currency="PHP",
        )


def _from_below(people: dict[str, Person], quarter: Period) -> None:
    """What some of them think they can reach this quarter."""
    entity = default_entity()
    for key, share, note in (
        ("marisol", "1.06", "The December season is booked already."),
        ("jonas", "0.85", "Rahmenvertrag kommt wohl erst im Januar."),
        ("minh", "0.92", "Đơn Tết còn chờ duyệt mẫu."),
    ):
        held = Quota.objects.filter(person=people[key], valid=DateRange(quarter.start, quarter.end)).first()
        if held is not None:
            amount = raised(held.amount * Decimal(share), Decimal(0), 2)
            propose_own(
                actor=people[key].user,
                first=quarter.start,
                end=quarter.end,
                amount=amount,
                note=note,
                entity=entity,
            )
