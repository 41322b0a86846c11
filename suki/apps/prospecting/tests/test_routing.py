"""Routes: whoever has the territory, or people in turn; no turn is skipped or taken twice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import connection
from django.utils import timezone

from suki.apps.company.models import CompanyHoliday
from suki.apps.company.settings.actions import choose_policy
from suki.apps.people.actions import be_away, cover_territory, draw_territory, set_working_hours
from suki.apps.prospecting.actions import enter_lead, route_leads
from suki.apps.prospecting.clock import contact_by
from suki.apps.prospecting.models import Lead, LeadRoute
from suki.apps.prospecting.rules.actions import add_route, change_route
from suki.base.access import SYSTEM
from suki.kernel.errors import RuleBroken
from tests.cast import LONG_AGO


def names(*leads):
    return [lead.owner.name if lead.owner else None for lead in leads]


def entered(count, **facts):
    return [enter_lead(actor=SYSTEM, name=f"Lead {number}", **facts) for number in range(count)]


def test_turns_go_one_after_the_other(rosa, timo):
    add_route(actor=SYSTEM, name="In turn", method="round_robin", people=[rosa.person, timo.person])
    assert names(*entered(3)) == ["Rosa Ilagan", "Timo Brandt", "Rosa Ilagan"]


def test_the_first_route_that_fits_and_finds_somebody_decides(rosa, timo, ana, entity):
    germany = draw_territory(actor=SYSTEM, name="Germany", country="DE")
    add_route(actor=SYSTEM, name="Of Viet Nam", method="round_robin", people=[timo.person], country="VN")
    add_route(actor=SYSTEM, name="By territory", method="territory")
    add_route(actor=SYSTEM, name="In turn", method="round_robin", people=[rosa.person])

    nobody_there = enter_lead(actor=SYSTEM, name="A", country="DE")
    cover_territory(actor=SYSTEM, person=ana.person, territory=germany, since=LONG_AGO)
    somebody_there = enter_lead(actor=SYSTEM, name="B", country="DE")
    vietnamese = enter_lead(actor=SYSTEM, name="C", country="VN")

    assert names(nobody_there, somebody_there, vietnamese) == ["Rosa Ilagan", "Ana Reyes", "Timo Brandt"]
    assert somebody_there.territory == germany


def test_who_is_away_today_is_passed_over_unless_everybody_is(rosa, timo, entity):
    add_route(actor=SYSTEM, name="In turn", method="round_robin", people=[rosa.person, timo.person])
    be_away(actor=SYSTEM, person=rosa.person, first=entity.today, last=entity.today)
    assert names(*entered(2)) == ["Timo Brandt", "Timo Brandt"]

    be_away(actor=SYSTEM, person=timo.person, first=entity.today, last=entity.today)
    assert names(*entered(1)) == ["Rosa Ilagan"]


def test_a_strict_firm_gives_no_lead_to_an_account_manager(ana, rosa):
    choose_policy(actor=SYSTEM, key="separation_of_duties", value="strict")
    add_route(actor=SYSTEM, name="In turn", method="round_robin", people=[ana.person, rosa.person])

    assert names(*entered(2)) == ["Rosa Ilagan", "Rosa Ilagan"]
    with pytest.raises(RuleBroken):
        enter_lead(actor=ana, name="Mine", owner=ana.person)
    assert not Lead.objects.filter(name="Mine").exists()


def test_without_a_route_nobody_gets_it_until_it_is_handed_out(clara, rosa, dung):
    leads = entered(2)
    assert names(*leads) == [None, None]
    add_route(actor=SYSTEM, name="In turn", method="round_robin", people=[rosa.person])

    assert route_leads(actor=dung, lead_ids=[lead.pk for lead in leads]) == 2
    assert route_leads(actor=dung, lead_ids=[lead.pk for lead in leads]) == 0
    assert set(Lead.objects.values_list("owner__name", flat=True)) == {"Rosa Ilagan"}


def test_a_route_in_turn_needs_people(clara):
    with pytest.raises(RuleBroken):
        add_route(actor=clara, name="In turn", method="round_robin")
    assert not LeadRoute.objects.exists()


def test_a_changed_route_keeps_whose_turn_it_was(rosa, timo, clara):
    route = add_route(actor=SYSTEM, name="In turn", method="round_robin", people=[rosa.person, timo.person])
    entered(1)
    people = [rosa.person, timo.person, clara.person]
    change_route(actor=SYSTEM, route=route, name="In turn", method="round_robin", people=people)
    assert names(*entered(1)) == ["Timo Brandt"]


def test_the_clock_runs_in_the_working_hours_of_whoever_has_it(rosa, entity):
    friday_noon = datetime(2026, 11, 20, 13, 0, tzinfo=UTC)
    assert contact_by(friday_noon, 8, None, entity) == datetime(2026, 11, 23, 13, 0, tzinfo=UTC)

    CompanyHoliday.objects.create(entity=entity, day="2026-11-23", name="Inventory")
    assert contact_by(friday_noon, 8, None, entity) == datetime(2026, 11, 24, 13, 0, tzinfo=UTC)

    set_working_hours(actor=SYSTEM, person=rosa.person, week={"sat": ["10:00-14:00"]})
    rosa.person.refresh_from_db()
    assert contact_by(friday_noon, 2, rosa.person, entity) == datetime(2026, 11, 21, 11, 0, tzinfo=UTC)


@pytest.mark.django_db(transaction=True)
def test_two_at_once_never_take_the_same_turn(rosa, timo, clara):
    people = [rosa.person, timo.person, clara.person]
    add_route(actor=SYSTEM, name="In turn", method="round_robin", people=people)
    start = Barrier(6)

    def enter(number):
        try:
            start.wait()
            enter_lead(actor=SYSTEM, name=f"Lead {number}")
        finally:
            connection.close()

    threads = [Thread(target=enter, args=[number]) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    owners = list(Lead.objects.values_list("owner__name", flat=True))
    assert sorted(owners) == sorted([person.name for person in people] * 2)


def test_a_lead_cannot_come_from_the_future(rosa):
    with pytest.raises(RuleBroken):
        enter_lead(actor=rosa, name="Later", came_at=timezone.now() + timedelta(hours=1))
    assert not Lead.objects.exists()
