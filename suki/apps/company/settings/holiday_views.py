"""Screens of the days on which the firm does not work."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.company.models import CompanyHoliday, LegalEntity
from suki.apps.company.settings.answering import form_page, pressed, shown
from suki.apps.company.settings.forms import HolidayForm, HolidayNameForm
from suki.apps.company.settings.holidays import (
    enter_holiday,
    free_days_of,
    rename_holiday,
    withdraw_holiday,
)
from suki.base.access import Can, screen
from suki.base.formats import day_text
from suki.base.lists import Tab

YEARS = range(1990, 2061)


@screen(Can.MANAGE_COMPANY)
def holidays(request: HttpRequest) -> HttpResponse:
    """A year of an entity's free days: the public ones of its country, and its own."""
    entities = list(LegalEntity.objects.in_use().order_by("-is_default", "code"))
    entity, year = _asked(request, entities)
    page = {
        "entity": entity,
        "year": str(year),
        "new": f"{reverse('enter_holiday')}?entity={entity.pk}",
        "days": free_days_of(entity, year, get_language() or ""),
        "before": _address(entity, year - 1) if year - 1 in YEARS else "",
        "after": _address(entity, year + 1) if year + 1 in YEARS else "",
        "years": (str(year - 1), str(year + 1)),
        "tabs": [Tab(each.name, _address(each, year), is_here=each == entity) for each in entities],
    }
    return shown(request, "holidays", "settings_holidays", **page)


@screen(Can.MANAGE_COMPANY)
def holiday(request: HttpRequest) -> HttpResponse:
    """One more day on which nobody works."""
    given = request.GET.get("entity", "")
    first = LegalEntity.objects.in_use().order_by("-is_default", "code")[0].pk
    form = HolidayForm(
        request.POST or None, initial={"entity": int(given) if _is_id(given) else first, "day": None}
    )
    page = {"title": _("Enter a holiday of our own"), "word": _("Enter it")}
    return form_page(request, form, enter_holiday, "settings_holidays", **page)


@screen(Can.MANAGE_COMPANY)
def holiday_name(request: HttpRequest, row_id: int) -> HttpResponse:
    """Another name for a free day."""
    known = get_object_or_404(CompanyHoliday, pk=row_id)
    form = HolidayNameForm(request.POST or None, initial={"name": known.name, "revision": known.revision})
    page = {"title": _("Rename the holiday"), "lead": day_text(known.day, "long"), "word": _("Save")}
    act = partial(rename_holiday, holiday=known)
    return form_page(
        request, form, act, "settings_holidays", on=_address(known.entity, known.day.year), **page
    )


@screen(Can.MANAGE_COMPANY)
@require_POST
def holiday_drop(request: HttpRequest, row_id: int) -> HttpResponse:
    """It is a working day after all."""
    known = get_object_or_404(CompanyHoliday.objects.select_related("entity"), pk=row_id)
    on, said = _address(known.entity, known.day.year), _("It is a working day again.")
    return pressed(request, partial(withdraw_holiday, holiday=known), on, said)


def _asked(request: HttpRequest, entities: list[Any]) -> tuple[Any, int]:
    given, year = request.GET.get("entity", ""), request.GET.get("year", "")
    entity = next((each for each in entities if str(each.pk) == given), entities[0])
    known = int(year) if year.isdecimal() and len(year) == 4 else 0
    return entity, known if known in YEARS else entity.today.year


def _address(entity: LegalEntity, year: int) -> str:
    return f"{reverse('settings_holidays')}?entity={entity.pk}&year={year}"


def _is_id(text: str) -> bool:
    return text.isdecimal() and len(text) < 18
