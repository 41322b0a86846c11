"""What passed with a client: kept once, by those who see the client, with what follows from it."""

from datetime import UTC, date, datetime, timedelta
from threading import Thread

import pytest
from django.core.exceptions import ObjectDoesNotExist
from django.db import connection

from suki.apps.accounts.actions import add_contact
from suki.apps.touchpoints.actions import (
    cancel_touchpoint,
    finish_touchpoint,
    follow_to_account,
    log_talk,
    meet_need,
    note_touchpoint,
    plan_touchpoint,
    say_need,
    take_next_step,
)
from suki.apps.touchpoints.models import Need, Promise, Touchpoint
from suki.base.access import SYSTEM
from suki.base.models import Event
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale
from suki.kernel.ids import uuid7

NOON = datetime(2026, 6, 15, 12, tzinfo=UTC)


def called(actor, account, **facts):
    return note_touchpoint(
        **{
            "actor": actor,
            "kind": "call",
            "at": NOON,
            "person": getattr(actor, "person", None),
            "account": account,
            **facts,
        }
    )


def test_a_call_is_kept_with_whom_they_spoke_and_stands_in_the_journal(ana, sonne):
    contact = add_contact(actor=ana, account=sonne, name="Emil Dizon", since=date(2025, 1, 1))
    call = called(ana, sonne, contacts=[contact], text="Wants the price in writing.", outcome="well")
    assert [str(each) for each in call.contacts.all()] == ["Emil Dizon"]
    assert Event.objects.get(name="touchpoint noted").about_id == call.pk


def test_what_a_phone_sends_twice_is_kept_once_and_as_it_came_first(ana, sonne):
    uid = uuid7()
    first = called(ana, sonne, uid=uid, text="First")
    again = called(ana, sonne, uid=str(uid), text="Second")
    assert (again.pk, again.text) == (first.pk, "First")
    assert Event.objects.filter(name="touchpoint noted").count() == 1


def test_somebody_elses_uid_gives_nothing_away(ana, bayu, sonne, mond):
    uid = uuid7()
    called(ana, sonne, uid=uid)
    with pytest.raises(RuleBroken, match="by somebody else"):
        called(bayu, mond, uid=uid)


def test_a_stranger_to_the_account_is_refused_and_nothing_is_kept(bayu, finn, sonne):
    with pytest.raises(RuleBroken, match="not yours to see"):
        called(bayu, sonne)
    with pytest.raises(NotAllowed):
        called(finn, sonne)
    assert not Touchpoint.objects.exists()


def test_every_problem_is_said_at_once(ana, sonne):
    with pytest.raises(BadInput) as refused:
        called(
            ana, sonne, kind="seance", outcome="splendid", subject="x" * 300,
            next_step="Send it", next_step_on=date(2026, 6, 1),
        )  # fmt: skip
    assert {each.where for each in refused.value.problems} == {"kind", "outcome", "subject", "next_step_on"}
    assert not Touchpoint.objects.exists()


def test_what_is_still_to_come_cannot_have_happened(ana, sonne):
    tomorrow = datetime.now(UTC) + timedelta(days=3)
    with pytest.raises(BadInput, match="still to come"):
        called(ana, sonne, at=tomorrow)
    assert called(ana, sonne, at=tomorrow, state="planned").state == "planned"


def test_contacts_of_others_are_refused(ana, sonne, mond):
    stranger = add_contact(actor=SYSTEM, account=mond, name="Luna", since=date(2025, 1, 1))
    with pytest.raises(RuleBroken, match="Luna is not at Sonnenhof"):
        called(ana, sonne, contacts=[stranger])
    assert not Touchpoint.objects.exists()


def test_what_was_planned_is_done_once_and_a_stale_phone_is_told(ana, sonne):
    plan = plan_touchpoint(actor=ana, kind="visit", at=NOON, person=ana.person, account=sonne)
    finish_touchpoint(actor=ana, touchpoint=plan, revision=plan.revision, outcome="well", text="Agreed")
    with pytest.raises(Stale):
        finish_touchpoint(actor=ana, touchpoint=plan, revision=plan.revision, outcome="badly")
    with pytest.raises(RuleBroken, match="has taken place"):
        cancel_touchpoint(actor=ana, touchpoint=plan)
    plan.refresh_from_db()
    assert (plan.state, plan.outcome) == ("done", "well")


def test_a_next_step_is_taken(ana, sonne):
    call = called(ana, sonne, next_step="Send the price", next_step_on=date(2026, 6, 20))
    assert take_next_step(actor=ana, touchpoint=call, on=date(2026, 6, 18)).next_step_done_on == date(
        2026, 6, 18
    )
    with pytest.raises(RuleBroken, match="No next step"):
        take_next_step(actor=ana, touchpoint=called(ana, sonne))


def test_colleagues_named_in_it_are_asked(ana, bayu, sonne):
    call = called(ana, sonne, text="@Bayu Pratama please look")
    assert list(call.mentions.all()) == [bayu]


def test_a_need_is_said_and_met_once(ana, bayu, sonne):
    need = say_need(actor=ana, text="Pouches that stand", said_on=date(2026, 6, 15), account=sonne)
    with pytest.raises(ObjectDoesNotExist):
        meet_need(actor=bayu, need=need)
    assert meet_need(actor=ana, need=need).state == "met"
    with pytest.raises(RuleBroken, match="met already"):
        meet_need(actor=ana, need=need)
    with pytest.raises(BadInput):
        say_need(actor=ana, text=" ", said_on=date(2026, 6, 15), account=sonne)
    assert Need.objects.count() == 1


def test_what_hung_on_a_lead_follows_to_its_account(entity, ana, sonne):
    from suki.apps.prospecting.models import Lead

    lead = Lead.objects.create(entity=entity, name="Sonnenhof", owner=ana.person)
    need = say_need(actor=SYSTEM, text="Boxes", said_on=date(2026, 6, 1), lead=lead)
    call = called(SYSTEM, None, lead=lead, person=ana.person)
    assert follow_to_account(actor=SYSTEM, leads=[lead], account=sonne) == 2
    need.refresh_from_db()
    call.refresh_from_db()
    assert (need.account, call.account, call.lead) == (sonne, sonne, lead)
    assert follow_to_account(actor=SYSTEM, leads=[lead], account=sonne) == 0


@pytest.mark.django_db(transaction=True)
def test_two_tabs_that_send_the_same_visit_at_once_keep_it_once_with_one_promise(ana, sonne):
    uid, troubles = uuid7(), []

    def send():
        try:
            log_talk(
                actor=ana, uid=uid, kind="visit", at=NOON, person=ana.person, account=sonne, promised="The price",
                promised_by=date(2026, 6, 30),
            )  # fmt: skip
        except Exception as trouble:
            troubles.append(trouble)
        finally:
            connection.close()

    both = [Thread(target=send), Thread(target=send)]
    [each.start() for each in both]
    [each.join() for each in both]
    assert troubles == []
    assert (Touchpoint.objects.count(), Promise.objects.count()) == (1, 1)
