"""Leads on Today, and found from anywhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from suki.apps.people.actions import give_sign_in, hire
from suki.apps.prospecting.actions import contacted, enter_lead
from suki.apps.prospecting.models import Lead
from suki.base.access import SYSTEM
from suki.desk.search import leads
from suki.desk.today.needs import Asking, needs_of
from tests.cast import LONG_AGO


@pytest.fixture
def rosa(entity):
    person = hire(actor=SYSTEM, name="Rosa", title="", since=LONG_AGO, functions=["sales_representative"])
    return give_sign_in(actor=SYSTEM, person=person, email="rosa@habi.example", password_hash="!")


def needs(user, entity):
    return needs_of(Asking(user, entity.today, entity))


def test_a_lead_that_is_due_is_on_its_owners_today_until_somebody_has_spoken_with_it(rosa, dung, entity):
    lead = enter_lead(actor=SYSTEM, name="Elbufer", owner=rosa.person)
    Lead.objects.filter(pk=lead.pk).update(contact_by=timezone.now() - timedelta(minutes=5))

    (need,) = needs(rosa, entity)
    assert (need.kind, need.who, need.is_late) == ("lead", "Elbufer", True)
    assert needs(dung, entity) == []

    contacted(actor=rosa, lead=lead)
    assert needs(rosa, entity) == []


def test_leads_of_nobody_are_told_to_those_who_hand_them_out(rosa, dung, entity):
    enter_lead(actor=SYSTEM, name="Elbufer", came_at=timezone.now() - timedelta(hours=2))
    (need,) = needs(dung, entity)
    assert (need.kind, need.why) == ("unclaimed", "One lead waits for somebody.")
    assert needs(rosa, entity) == []


def test_leads_are_found_by_company_person_and_with_a_typo_by_who_may_see_them(rosa, ana, entity):
    enter_lead(actor=SYSTEM, name="Elbufer Tee", contact_name="Henrike Lorenzen", owner=rosa.person)
    assert [hit.label for hit in leads(rosa, "lorenz")] == ["Elbufer Tee"]
    assert [hit.label for hit in leads(rosa, "elbuffer", is_exact=False)] == ["Elbufer Tee"]
    assert leads(ana, "elbufer") == []
