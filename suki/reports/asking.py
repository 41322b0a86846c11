"""What a report is asked for: whose books, which days, grouped by what, credited how."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.company.models import LegalEntity
from suki.apps.credits.queries import DOCUMENT, TEAM
from suki.kernel.errors import RuleBroken
from suki.kernel.fiscal import FiscalCalendar
from suki.kernel.money import digits
from suki.kernel.periods import Period

SUBJECTS: Final = {
    "person": gettext_lazy("person"),
    "team": gettext_lazy("team"),
    "territory": gettext_lazy("territory"),
    "account": gettext_lazy("account"),
    "product": gettext_lazy("product"),
}
"""What results may be grouped by."""

OF_PEOPLE: Final = ("person", "team")
"""Subjects whose revenue follows from who is credited; that of the others from the lines alone."""

BASES: Final = {
    DOCUMENT.value: gettext_lazy("by the seller named on the document"),
    TEAM.value: gettext_lazy("by the account team on the day"),
}


@dataclass(frozen=True)
class Asked:
    """Results of an entity in a period, by subject, credited on a basis."""

    entity: LegalEntity
    period: Period
    by: str = "person"
    basis: str = DOCUMENT.value

    @property
    def previous(self) -> Period:
        """The period before."""
        return self.period.previous()

    @property
    def last_year(self) -> Period:
        """The same period a year earlier."""
        return self.period.last_year()

    @property
    def currency(self) -> str:
        """The entity's currency: every amount of a report is in it."""
        return self.entity.currency

    @property
    def digits(self) -> int:
        """How many decimals its amounts have."""
        return digits(self.currency)


def asked(
    period: str,
    *,
    by: str = "person",
    basis: str = DOCUMENT.value,
    entity: str = "",
    fiscal_start: int | None = None,
) -> Asked:
    """What somebody has written, understood or refused with a sentence."""
    _one_of(by, SUBJECTS, _("Results are shown by one of {choices}, not by “{given}”."))
    _one_of(basis, BASES, _("Revenue is credited by one of {choices}, not by “{given}”."))
    owner = entity_named(entity)
    return Asked(owner, Period.parse(period, calendar_of(owner, fiscal_start)), by, basis)


def calendar_of(entity: LegalEntity, fiscal_start: int | None = None) -> FiscalCalendar:
    """The entity's fiscal calendar; another first month of the year may be asked for."""
    calendar = entity.fiscal_calendar
    return replace(calendar, start_month=fiscal_start) if fiscal_start is not None else calendar


def entity_named(code: str = "") -> LegalEntity:
    """The legal entity of that code, or the first one; a firm without any has empty books in euro."""
    found = LegalEntity.objects.filter(code=code).first() if code else _default_entity()
    if found is None:
        codes = ", ".join(LegalEntity.objects.order_by("code").values_list("code", flat=True))
        raise RuleBroken(
            _("There is no legal entity “{code}”; there is {codes}.").format(code=code, codes=codes or "–")
        )
    return found


def last_full_quarter(entity: LegalEntity, today: date) -> Period:
    """The newest fiscal quarter that is over: what a results page opens with."""
    calendar = entity.fiscal_calendar
    return Period.fiscal_quarter(calendar, *calendar.quarter_of(today)).previous()


def _default_entity() -> LegalEntity:
    held = LegalEntity.objects.filter(is_default=True).first()
    return held or LegalEntity(pk=0, code="main", name="", currency="EUR")


def _one_of(given: str, choices: object, sentence: str) -> None:
    if given not in choices:  # type: ignore[operator]
        raise RuleBroken(sentence.format(choices=", ".join(choices), given=given))  # type: ignore[arg-type]
