"""The year that quotas are looked at in: the firm's own, cut into months, quarters, or left whole."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from django.utils.translation import gettext_lazy as _

from suki.apps.company.models import LegalEntity
from suki.base.formats import day_text
from suki.kernel.fiscal import FiscalCalendar
from suki.kernel.periods import Period

CUTS: Final = {"month": _("by month"), "quarter": _("by quarter"), "year": _("by year")}


@dataclass(frozen=True)
class Year:
    """A fiscal year of an entity and the periods it is shown in."""

    entity: LegalEntity
    number: int
    cut: str = "quarter"

    @property
    def calendar(self) -> FiscalCalendar:
        """How the firm cuts its years."""
        return self.entity.fiscal_calendar

    @property
    def whole(self) -> Period:
        """All its days."""
        return Period.fiscal_year(self.calendar, self.number)

    @property
    def before(self) -> Year:
        """The year before it, cut the same way."""
        return Year(self.entity, self.number - 1, self.cut)

    @property
    def periods(self) -> list[Period]:
        """Its parts, in order."""
        if self.cut == "month":
            return [Period.fiscal_period(self.calendar, self.number, place) for place in range(1, 13)]
        if self.cut == "quarter":
            return [Period.fiscal_quarter(self.calendar, self.number, place) for place in range(1, 5)]
        return [self.whole]

    def named(self, period: Period) -> str:
        """What people call one of its periods inside the year."""
        if period.kind == "fiscal period":
            return day_text(period.start, "mon") if not self.calendar.runs_by_weeks else period.name[-3:]
        if period.kind == "fiscal quarter":
            return period.name[-2:]
        return self.title

    @property
    def title(self) -> str:
        """What people call the year: by its number where it is the calendar's."""
        whole = self.whole
        is_calendars = (whole.start.month, whole.start.day) == (1, 1) and not self.calendar.runs_by_weeks
        return f"{self.number}" if is_calendars else f"FY{self.number}"


def this_year(entity: LegalEntity, cut: str = "quarter") -> Year:
    """The firm's year that it is in."""
    return Year(entity, entity.fiscal_calendar.year_of(entity.today), cut)
