"""What happens to a lead: spoken with, qualified, set aside, handed over, referred, converted."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from suki.apps.prospecting.actions import (
    assign_lead,
    assign_leads,
    contacted,
    enter_lead,
    mark_converted,
    qualify,
    refer,
    set_aside,
    tag_leads,
    take_up_again,
)
from suki.apps.prospecting.models import Lead, Referral
from suki.apps.prospecting.queries import is_late, late_leads_for
from suki.base.access import SYSTEM
from suki.base.history import events_about
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken


def now_stands(lead):
    lead.refresh_from_db()
    return lead.status


def test_the_first_contact_stops_the_clock_and_an_earlier_one_counts(rosa, lead):
    later, earlier = timezone.now() - timedelta(minutes=5), timezone.now() - timedelta(hours=2)
    contacted(actor=rosa, lead=lead, at=later)
    contacted(actor=rosa, lead=lead, at=earlier)
    contacted(actor=rosa, lead=lead)

    lead.refresh_from_db()
    assert (lead.status, lead.contacted_at) == ("working", earlier)


def test_nobody_has_spoken_with_a_lead_tomorrow(rosa, lead):
    with pytest.raises(RuleBroken):
        contacted(actor=rosa, lead=lead, at=timezone.now() + timedelta(days=1))
    assert now_stands(lead) == "new"


def test_late_leads_are_told_to_whoever_has_to_act(rosa, timo, lead):
    Lead.objects.filter(pk=lead.pk).update(contact_by=timezone.now() - timedelta(minutes=1))
    assert list(late_leads_for(rosa)) == [lead]
    assert not late_leads_for(timo).exists()

    contacted(actor=rosa, lead=lead)
    lead.refresh_from_db()
    assert not late_leads_for(rosa).exists()
    assert is_late(lead)


def test_a_lead_is_seen_by_its_owner_their_manager_and_who_sees_all(rosa, timo, clara, dung, finn, lead):
    seen = {user.email: Lead.objects.visible_to(user).exists() for user in (rosa, timo, clara, dung, finn)}
    assert [email for email, sees in seen.items() if sees] == [
        "rosa@habi.example", "clara@habi.example", "do@habi.example",
    ]  # fmt: skip


def test_setting_aside_needs_a_reason_and_can_be_taken_back(rosa, lead):
    with pytest.raises(RuleBroken):
        set_aside(actor=rosa, lead=lead, reason="  ")
    assert now_stands(lead) == "new"

    set_aside(actor=rosa, lead=lead, reason="No budget")
    with pytest.raises(RuleBroken):
        qualify(actor=rosa, lead=lead)
    assert now_stands(lead) == "set_aside"

    take_up_again(actor=rosa, lead=lead)
    assert now_stands(lead) == "new"
    assert [event.name for event in events_about(lead)][:2] == ["lead taken up again", "lead set aside"]


def test_a_representative_may_not_hand_leads_out(rosa, timo, lead):
    with pytest.raises(NotAllowed):
        assign_lead(actor=rosa, lead=lead, person=timo.person)
    lead.refresh_from_db()
    assert lead.owner == rosa.person


def test_many_leads_change_hands_all_or_none(dung, rosa, timo, lead):
    other = enter_lead(actor=SYSTEM, name="Another", owner=rosa.person)
    gone = other.pk + 1000
    with pytest.raises(RuleBroken):
        assign_leads(actor=dung, lead_ids=[lead.pk, gone], person=timo.person)
    assert set(Lead.objects.values_list("owner__name", flat=True)) == {"Rosa Ilagan"}

    assert assign_leads(actor=dung, lead_ids=[lead.pk, other.pk], person=timo.person) == 2
    assert assign_leads(actor=dung, lead_ids=[lead.pk, other.pk], person=timo.person) == 0
    assert tag_leads(actor=dung, lead_ids=[lead.pk, other.pk], name="fair") == 2


def test_a_referral_is_recorded_and_the_lead_stays_in_sight(rosa, timo, lead):
    referral = refer(actor=rosa, lead=lead, to=timo.person, note="His field")

    lead.refresh_from_db()
    assert (referral.by, referral.to, lead.owner) == (rosa.person, timo.person, timo.person)
    assert Lead.objects.visible_to(rosa).filter(pk=lead.pk).exists()
    assert "new business referred" in [event.name for event in events_about(lead)]


def test_an_account_is_referred_too_and_nobody_refers_to_themselves(ana, rosa, sonne):
    with pytest.raises(RuleBroken):
        refer(actor=ana, account=sonne, to=ana.person)
    assert not Referral.objects.exists()

    refer(actor=ana, account=sonne, to=rosa.person, note="They open a second plant")
    assert Referral.objects.get().account == sonne


def test_what_one_may_not_see_cannot_be_touched(timo, lead):
    with pytest.raises(Lead.DoesNotExist):
        qualify(actor=timo, lead=lead)
    assert now_stands(lead) == "new"


def test_a_lead_is_converted_once(rosa, lead, sonne):
    mark_converted(actor=rosa, leads=[lead], account=sonne, contact=None)
    with pytest.raises(RuleBroken, match="Sonnenhof"):
        mark_converted(actor=rosa, leads=[lead], account=sonne, contact=None)
    assert now_stands(lead) == "converted"
    assert "lead converted" in [event.name for event in events_about(sonne)]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_convert_at_once_the_second_is_told(rosa, lead, sonne):
    start, refused = Barrier(2), []

    def convert():
        try:
            start.wait()
            mark_converted(actor=SYSTEM, leads=[lead], account=sonne, contact=None)
        except RuleBroken as broken:
            refused.append(str(broken))
        finally:
            connection.close()

    threads = [Thread(target=convert) for _each in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(refused) == 1
    assert events_about(lead).filter(name="lead converted").count() == 1


def test_everything_wrong_with_a_lead_is_said_at_once(rosa):
    with pytest.raises(BadInput) as refused:
        enter_lead(actor=rosa, name=" ", email="nobody", phone="1" * 61)
    assert {problem.where for problem in refused.value.problems} == {"name", "email", "phone"}
    assert not Lead.objects.exists()


def test_a_lead_may_go_by_the_name_of_a_person(rosa):
    assert enter_lead(actor=rosa, contact_name="Elena Sarmiento").name == "Elena Sarmiento"
