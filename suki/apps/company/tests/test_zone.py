"""Hours are the firm's: pages work in its zone, and outside of a page nothing is changed."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from suki.apps.company import zone
from suki.apps.company.actions import settle_default_entity
from suki.base.access import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def read_anew(monkeypatch):
    monkeypatch.setattr(zone, "_known", [])


def shown_zone():
    answer = zone.FirmsZoneMiddleware(lambda _request: HttpResponse(timezone.get_current_timezone_name()))
    return answer(RequestFactory().get("/")).content.decode()


def test_a_page_works_in_the_zone_of_the_firm():
    settle_default_entity(actor=SYSTEM, name="Habi", currency="PHP", country="PH", timezone="Asia/Manila")
    assert shown_zone() == "Asia/Manila"
    assert timezone.get_current_timezone_name() == "UTC"


def test_a_firm_that_is_set_up_later_is_not_missed():
    assert shown_zone() == "UTC"
    settle_default_entity(actor=SYSTEM, name="Habi", currency="PHP", country="PH", timezone="Asia/Manila")
    assert shown_zone() == "Asia/Manila"
