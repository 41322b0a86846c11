"""Holidays of the firm's own: entered, renamed, withdrawn, per legal entity; working time is counted without them."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from django.urls import reverse
from django.utils.html import strip_tags

from suki.apps.company.models import CompanyHoliday
from suki.apps.company.settings.entities import add_entity
from suki.apps.company.settings.holidays import enter_holiday, rename_holiday, withdraw_holiday
from suki.apps.company.worktime import holidays_of
from suki.base.access import SYSTEM
from suki.base.models import Event
from suki.kernel.errors import NotAllowed, RuleBroken
from suki.kernel.worktime import WEEKDAYS, WorkCalendar

FRIDAY, MONDAY = date(2026, 6, 12), date(2026, 6, 15)


def calendar_of(entity):
    return WorkCalendar(entity.timezone, dict.fromkeys(WEEKDAYS[:5], ("09:00-17:00",)), holidays_of(entity))


@pytest.fixture
def stocktaking(entity):
    return enter_holiday(actor=SYSTEM, entity=entity, name="Inventur", day=MONDAY)[0]


def test_a_closure_of_several_days_is_entered_and_shown_beside_the_public_holidays(as_ada, entity):
    given = {"entity": entity.pk, "name": "Zwischen den Jahren", "day": "2026-12-28", "last": "2026-12-30"}
    assert as_ada.post(reverse("enter_holiday"), given).status_code == 302
    assert [row.day.day for row in CompanyHoliday.objects.order_by("day")] == [28, 29, 30]
    page = strip_tags(as_ada.get(reverse("settings_holidays"), {"year": "2026"}).content.decode())
    assert page.count("Zwischen den Jahren") >= 3
    assert "25 Dec 2026" in page
    assert "Zwischen" not in as_ada.get(reverse("settings_holidays"), {"year": "2027"}).content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "required"),
        ({"day": "someday"}, "someday"),
        ({"day": "2026-02-30"}, "There is no day"),
        ({"last": "2026-06-12"}, "first day or later"),
        ({"last": "2026-12-31"}, "two months at most"),
        ({"entity": "999999"}, "valid choice"),
        ({"day": "2026-06-14", "last": "2026-06-16"}, "is free already: Inventur"),
    ],
)
def test_what_no_holiday_can_be_is_refused_whole(as_ada, entity, stocktaking, changed, sentence):
    given = {"entity": entity.pk, "name": "Werksferien", "day": "2026-06-20", "last": ""} | changed
    answer = as_ada.post(reverse("enter_holiday"), given)
    assert answer.status_code == 422
    assert sentence in strip_tags(answer.content.decode())
    assert list(CompanyHoliday.objects.values_list("name", flat=True)) == ["Inventur"]


def test_working_time_is_counted_without_the_entitys_own_days(entity, stocktaking):
    vietnam = add_entity(actor=SYSTEM, code="VN", name="Habi VN", currency="VND", timezone="Europe/Berlin")
    late = datetime(2026, 6, 12, 14, 0, tzinfo=UTC)
    assert calendar_of(entity).add_working_days(FRIDAY, 1) == date(2026, 6, 16)
    assert calendar_of(entity).add_minutes(late, 120).date() == date(2026, 6, 16)
    assert calendar_of(vietnam).add_working_days(FRIDAY, 1) == MONDAY


def test_a_country_whose_holidays_nobody_knows_still_has_the_firms_own(entity):
    entity.country = "AQ"
    enter_holiday(actor=SYSTEM, entity=entity, name="Midwinter", day=MONDAY)
    assert MONDAY in holidays_of(entity)


def test_a_holiday_is_renamed_and_withdrawn_and_the_journal_tells_it(as_ada, stocktaking):
    address = reverse("rename_holiday", args=[stocktaking.pk])
    given = {"name": "Betriebsausflug", "revision": stocktaking.revision}
    assert as_ada.post(address, given).status_code == 302
    assert as_ada.post(address, given | {"name": "Umzug"}).status_code == 422
    assert CompanyHoliday.objects.get().name == "Betriebsausflug"
    as_ada.post(reverse("withdraw_holiday", args=[stocktaking.pk]))
    assert not CompanyHoliday.objects.exists()
    told = (
        Event.objects.filter(name__startswith="company holiday").order_by("pk").values_list("name", flat=True)
    )
    assert [name.split()[-1] for name in told] == ["entered", "renamed", "withdrawn"]


def test_nobody_but_an_administrator_gives_the_firm_a_day_off(client, clara, entity, stocktaking):
    client.force_login(clara)
    for address in (
        reverse("enter_holiday"),
        reverse("rename_holiday", args=[stocktaking.pk]),
        reverse("withdraw_holiday", args=[stocktaking.pk]),
    ):
        assert client.post(address, {"name": "x"}).status_code == 403
    for act in (
        lambda: enter_holiday(actor=clara, entity=entity, name="x", day=FRIDAY),
        lambda: rename_holiday(actor=clara, holiday=stocktaking, name="x"),
        lambda: withdraw_holiday(actor=clara, holiday=stocktaking),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert CompanyHoliday.objects.get().name == "Inventur"


def test_a_closure_that_ends_before_it_begins_is_refused(entity):
    with pytest.raises(RuleBroken, match="first day or later"):
        enter_holiday(actor=SYSTEM, entity=entity, name="x", day=MONDAY, last=FRIDAY)
