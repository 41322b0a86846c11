"""A version is read when the person says so, and by nothing else."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import ProgrammingError, transaction
from django.urls import reverse

from suki.apps.compensation.models import Acknowledgement
from suki.apps.compensation.plans.actions import acknowledge, draft_version
from suki.apps.compensation.plans.queries import to_read, unread_by_others
from suki.base.access import SYSTEM
from suki.desk.today.needs import Asking
from suki.desk.today.plans import plans_to_read, plans_unread
from suki.kernel.errors import RuleBroken


def test_the_person_says_it_and_the_exact_words_are_kept(ana, membership, published):
    kept = acknowledge(actor=ana, version=published, language="de")
    assert (kept.person, kept.by, kept.language) == (ana.person, ana, "de")
    assert "Ana Reyes" in kept.wording
    assert "12.000,00" in kept.wording


def test_said_twice_it_is_kept_once(ana, membership, published):
    assert acknowledge(actor=ana, version=published, language="en") == acknowledge(
        actor=ana, version=published, language="vi"
    )


def test_nobody_else_says_it_for_them(clara, finn, bayu, membership, published):
    for actor in (clara, finn, bayu, SYSTEM):
        with pytest.raises(RuleBroken, match="Only those who are paid"):
            acknowledge(actor=actor, version=published, language="en")
    assert not Acknowledgement.objects.exists()


def test_a_draft_cannot_be_acknowledged(finn, ana, membership, published):
    draft = draft_version(actor=finn, plan=published.plan, first=date(2027, 1, 1))
    with pytest.raises(RuleBroken, match="still a draft"):
        acknowledge(actor=ana, version=draft, language="en")
    assert not Acknowledgement.objects.exists()


def test_what_was_acknowledged_is_not_rewritten(ana, membership, published):
    kept = acknowledge(actor=ana, version=published, language="en")
    with pytest.raises(ProgrammingError), transaction.atomic():
        Acknowledgement.objects.filter(pk=kept.pk).update(wording="something else")
    kept.refresh_from_db()
    assert "Ana Reyes" in kept.wording


def test_reading_the_page_is_not_saying_it(client, ana, membership, published):
    client.force_login(ana)
    page = client.get(reverse("plan_version", args=[published.pk]))
    assert "I have read this" in page.text
    assert not Acknowledgement.objects.exists()
    client.post(reverse("plan_reading", args=[published.pk]), {"language": "en"})
    assert Acknowledgement.objects.get().person == ana.person
    assert "I have read this" not in client.get(reverse("plan_version", args=[published.pk])).text


def test_who_has_not_read_it_is_known_to_the_manager_and_to_themselves(
    clara, ana, bayu, entity, membership, published
):
    today = entity.today
    assert to_read(ana.person, today) == [published]
    assert unread_by_others(clara, today) == [(published, [ana.person])]
    assert unread_by_others(bayu, today) == []
    acknowledge(actor=ana, version=published, language="en")
    assert to_read(ana.person, today) == []
    assert unread_by_others(clara, today) == []


def test_today_reminds_the_person_and_whoever_leads_them(clara, ana, bayu, entity, membership, published):
    asked = [need.href for need in plans_to_read(Asking(ana, entity.today, entity))]
    assert asked == [reverse("plan_version", args=[published.pk])]
    [need] = plans_unread(Asking(clara, entity.today, entity))
    assert "Ana Reyes" in need.why
    assert list(plans_to_read(Asking(bayu, entity.today, entity))) == []


def test_the_words_that_somebody_read_are_shown_to_those_who_may_see_their_pay(
    client, clara, bayu, ana, membership, published
):
    acknowledge(actor=ana, version=published, language="en")
    address = reverse("plan_acknowledged", args=[published.pk, ana.person.pk])
    for actor, status in ((ana, 200), (clara, 200), (bayu, 404)):
        client.force_login(actor)
        assert client.get(address).status_code == status
