"""Until when a new lead is to be contacted: so many working hours of whoever follows it up."""

from __future__ import annotations

from datetime import datetime

from suki.apps.company.models import LegalEntity
from suki.apps.company.worktime import holidays_of
from suki.apps.people.models import Person
from suki.kernel.errors import RuleBroken
from suki.kernel.worktime import WorkCalendar

USUAL_HOURS = 8
USUAL_WEEK = dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), ("09:00-17:00",))
"""When nobody has said anything else."""


def calendar_of(person: Person | None, entity: LegalEntity) -> WorkCalendar:
    """When somebody is at work: their own week, the holidays of the firm's country and the firm's own."""
    week = (person.working_hours if person else None) or USUAL_WEEK
    return WorkCalendar(entity.timezone, week, holidays_of(entity))


def contact_by(came_at: datetime, hours: int, person: Person | None, entity: LegalEntity) -> datetime:
    """The moment by which somebody has to have spoken with a lead that came at `came_at`."""
    try:
        return calendar_of(person, entity).add_minutes(came_at, hours * 60)
    except RuleBroken:
        return calendar_of(None, entity).add_minutes(came_at, hours * 60)
