"""Figures and moments about leads and campaigns that nobody can mean: refused, and the pages stay whole."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from suki.apps.prospecting.models import Campaign, Lead


def test_a_first_contact_before_our_time_is_refused_and_the_lead_stays_readable(
    client: Any, rosa: Any, lead: Any
) -> None:
    client.force_login(rosa)
    answer = client.post(reverse("lead_contact", args=[lead.pk]), {"at": "0001-01-01T00:00"})
    assert answer.status_code == 422
    assert client.get(reverse("leads")).status_code == 200
    assert Lead.objects.get().contacted_at is None


def test_more_employees_than_there_are_people_are_refused(client: Any, rosa: Any) -> None:
    client.force_login(rosa)
    answer = client.post(reverse("new_lead"), {"name": "Elbufer", "employees": "9" * 20})
    assert answer.status_code == 422
    assert "At most 9 characters fit here" in answer.content.decode()
    assert not Lead.objects.exists()


def test_a_budget_that_is_too_long_is_refused(client: Any, marta: Any) -> None:
    client.force_login(marta)
    for amount in ("9" * 17, "9" * 30):
        given = {"name": "Fair", "channel": "fair", "starts": "2026-05-01"}
        answer = client.post(reverse("new_campaign"), given | {"budget": amount, "budget_currency": "EUR"})
        assert answer.status_code == 422
        assert "digits before" in answer.content.decode()
    assert not Campaign.objects.exists()
