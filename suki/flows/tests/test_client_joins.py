"""Handing a client over: begun once, drawn from the data, returned with gaps, accepted as a whole or not at all."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from suki.apps.accounts.models import Account
from suki.apps.accounts.queries import owner_of
from suki.apps.company.settings.actions import choose_policy
from suki.apps.deals.actions import open_deal, reopen_deal, win_deal
from suki.apps.orders.actions import enter_order
from suki.apps.orders.documents import Item
from suki.apps.touchpoints.models import Promise, Touchpoint
from suki.base.access import SYSTEM
from suki.base.history import events_about
from suki.base.languages import CODES
from suki.base.models import Event
from suki.flows.actions import (
    accept_handoff,
    answer_gap,
    approve_notice,
    begin_handoff,
    cancel_handoff,
    choose_taker,
    describe,
    draft_notice,
    hand_in,
    notice_sent,
    promise_in_handoff,
    return_handoff,
    settle_handoffs,
    tick_point,
    write_notice,
)
from suki.flows.client_joins.beginning import begin_handoffs
from suki.flows.client_joins.escalating import escalate_overdue
from suki.flows.client_joins.notice import drafted
from suki.flows.client_joins.package import readable
from suki.flows.client_joins.rules import percent_of_giver, policy_for
from suki.flows.models import CreditRule, Handoff, HandoffGap, HandoffItem, HandoffPolicy
from suki.flows.tests.conftest import tick_all
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale


def settle(**given):
    usual = {
        "entity": None, "trigger": "won", "hours_to_submit": 8, "hours_to_answer": 8,
        "checklist": [("Samples handed over", True)], "credit_rule": "date_cut",
    }  # fmt: skip
    return settle_handoffs(actor=SYSTEM, **usual | given)


def order_of(account, day):
    item = Item(quantity=Decimal(1), unit_price=Decimal(10))
    return enter_order(actor=SYSTEM, account=account, day=day, currency="EUR", items=[item])


def as_it_was(handoff, account, promise):
    return (
        Handoff.objects.values_list("state", "revision").get(pk=handoff.pk),
        Account.objects.values_list("lifecycle", "revision").get(pk=account.pk),
        Promise.objects.values_list("owner", "revision").get(pk=promise.pk),
        Event.objects.count(),
    )


# Beginning


def test_a_handoff_begins_with_the_first_order_and_only_once(deal, stern, rosa, today):
    assert begin_handoffs() == 0
    order_of(stern, today)
    assert begin_handoffs() == 1
    assert begin_handoffs() == 0
    begun = Handoff.objects.get()
    assert (begun.account, begun.deal, begun.giver, begun.taker) == (stern, deal, rosa.person, None)
    assert HandoffItem.objects.filter(handoff=begun).count() == len(
        list(policy_for(deal.entity).checklist) or range(6)
    )


def test_a_handoff_begins_when_the_deal_is_won_where_the_firm_says_so(deal):
    settle(trigger="won")
    assert begin_handoffs() == 1
    assert [item.text for item in HandoffItem.objects.all()] == ["Samples handed over"]


def test_a_firm_that_waits_for_the_contract_begins_by_hand(deal, stern, rosa, today):
    settle(trigger="contract")
    order_of(stern, today)
    assert begin_handoffs() == 0
    assert begin_handoff(actor=rosa, account=stern, deal=deal).giver == rosa.person


def test_what_was_won_long_ago_or_by_an_account_manager_begins_nothing(deal, mond, ana, today):
    settle(trigger="won")
    type(deal).objects.filter(pk=deal.pk).update(
        closed_on=today - timedelta(days=400), created_on=today - timedelta(days=500)
    )
    own = open_deal(actor=SYSTEM, name="More for Mond", owner=ana.person, account=mond, value=Decimal(100))
    win_deal(actor=SYSTEM, deal=own, on=today)
    assert begin_handoffs() == 0


def test_an_account_is_handed_over_once_at_a_time(begun, stern, deal):
    with pytest.raises(RuleBroken, match="being handed over already"):
        begin_handoff(actor=SYSTEM, account=stern)
    assert Handoff.objects.count() == 1


def test_a_cancelled_handoff_does_not_begin_again_by_itself(begun, rosa, stern, today):
    settle(trigger="won")
    cancel_handoff(actor=rosa, handoff=begun, reason="They buy once only")
    assert begin_handoffs() == 0


def test_the_clock_counts_working_hours(begun, entity):
    assert begun.due_at > begun.began_at + timedelta(hours=40)


# Preparing and handing in


def test_nothing_incomplete_is_handed_in(begun, ana, rosa):
    with pytest.raises(RuleBroken, match=r"who takes over.*not done"):
        hand_in(actor=rosa, handoff=begun)
    choose_taker(actor=rosa, handoff=begun, person=ana.person)
    tick_all(begun, rosa)
    assert hand_in(actor=rosa, handoff=begun).state == "handed_in"


def test_the_package_is_drawn_from_the_data_and_frozen(handed_in, promise, contact, deal):
    package = readable(Handoff.objects.get(pk=handed_in.pk).package)
    assert [(each["name"], each["stance"], each["title"]) for each in package["people"]] == [
        ("Jutta Stern", "for", "Einkauf")
    ]
    assert [(each["text"], each["to"]) for each in package["promises"]] == [
        ("Samples in blue", "Jutta Stern")
    ]
    sold = package["sold"][0]
    assert (sold["name"], sold["brief"]) == ("Displays for Stern", "Ten displays for the spring fair")
    assert [(line["what"], line["net"]) for line in sold["lines"]] == [("Floor display", "1200.0000")]
    assert "Jutta" not in str(handed_in.package)


def test_what_is_handed_in_is_not_described_any_more(handed_in, rosa):
    with pytest.raises(RuleBroken, match="handed in and waits"):
        describe(actor=rosa, handoff=handed_in, risks="New risk")
    assert Handoff.objects.get(pk=handed_in.pk).risks == ""


def test_a_promise_that_stood_nowhere_is_handed_over_too(begun, rosa, today):
    made = promise_in_handoff(actor=rosa, handoff=begun, text="A party", due=today + timedelta(days=9))
    assert (made.source, made.source_kind, made.owner) == ("handoff", "handoff", rosa.person)


def test_only_the_giver_their_managers_and_coordinators_prepare_it(begun, ana, bayu, clara, dung):
    choose_taker(actor=clara, handoff=begun, person=ana.person)
    describe(actor=dung, handoff=begun, risks="One buyer only")
    with pytest.raises(NotAllowed):
        describe(actor=ana, handoff=begun, risks="None")
    with pytest.raises(Handoff.DoesNotExist):
        describe(actor=bayu, handoff=begun, risks="None")
    assert Handoff.objects.get(pk=begun.pk).risks == "One buyer only"


def test_who_looks_at_an_old_page_is_told_so(begun, rosa):
    describe(actor=rosa, handoff=begun, risks="One buyer")
    with pytest.raises(Stale):
        describe(actor=rosa, handoff=begun, revision=begun.revision, risks="Two buyers")


def test_what_was_sold_must_still_be_sold(begun, deal, ana, rosa):
    choose_taker(actor=rosa, handoff=begun, person=ana.person)
    tick_all(begun, rosa)
    reopen_deal(actor=SYSTEM, deal=deal, reason="They think again")
    with pytest.raises(RuleBroken, match="not won any more"):
        hand_in(actor=rosa, handoff=begun)
    assert Handoff.objects.get(pk=begun.pk).state == "preparing"


# Returning


def test_it_is_returned_with_gaps_and_comes_back_when_each_is_answered(handed_in, ana, rosa):
    return_handoff(actor=ana, handoff=handed_in, gaps=["Who pays?", " ", "Which blue?"])
    assert HandoffGap.objects.filter(closed_at=None).count() == 2
    with pytest.raises(RuleBroken, match="2 gaps have no answer"):
        hand_in(actor=rosa, handoff=handed_in)
    for gap in HandoffGap.objects.all():
        answer_gap(actor=rosa, gap=gap, answer="The mother company; RAL 5015")
    assert hand_in(actor=rosa, handoff=handed_in).state == "handed_in"


@pytest.mark.parametrize("gaps", [[], ["", "  "], ["x" * 401], ["gap"] * 21])
def test_a_return_names_what_is_missing(handed_in, ana, gaps):
    with pytest.raises(RuleBroken):
        return_handoff(actor=ana, handoff=handed_in, gaps=gaps)
    assert Handoff.objects.get(pk=handed_in.pk).state == "handed_in"
    assert not HandoffGap.objects.exists()


def test_nobody_but_the_taker_or_who_leads_them_answers(handed_in, rosa, dung, today):
    for actor in (rosa, dung):
        with pytest.raises(NotAllowed):
            return_handoff(actor=actor, handoff=handed_in, gaps=["More"])
        with pytest.raises(NotAllowed):
            accept_handoff(actor=actor, handoff=handed_in, on=today)
    assert Handoff.objects.get(pk=handed_in.pk).state == "handed_in"


# Accepting


def test_accepting_moves_account_promises_and_credit_from_the_day(
    handed_in, stern, promise, ana, rosa, today
):
    day = today + timedelta(days=3)
    accept_handoff(actor=ana, handoff=handed_in, on=day)
    assert owner_of(stern, day - timedelta(days=1)) == rosa.person
    assert owner_of(stern, day) == ana.person
    assert Account.objects.get(pk=stern.pk).lifecycle == "customer"
    assert Promise.objects.get(pk=promise.pk).owner == ana.person
    assert events_about(promise).first().name == "promise handed"
    found = Handoff.objects.get(pk=handed_in.pk)
    assert (found.state, found.accepted_on, found.credit_from) == ("accepted", day, day)
    assert "account taken over" in [event.name for event in events_about(stern)]


def test_a_strict_firm_hands_over_all_the_same(handed_in, stern, ana, today):
    choose_policy(actor=SYSTEM, key="separation_of_duties", value="strict")
    accept_handoff(actor=ana, handoff=handed_in, on=today)
    assert owner_of(stern, today) == ana.person


def test_it_is_accepted_once(handed_in, ana, clara, today):
    accept_handoff(actor=ana, handoff=handed_in, on=today)
    before = Event.objects.count()
    with pytest.raises(RuleBroken, match="has accepted this handoff already"):
        accept_handoff(actor=clara, handoff=handed_in, on=today)
    with pytest.raises(RuleBroken, match="has accepted"):
        return_handoff(actor=ana, handoff=handed_in, gaps=["Too late"])
    assert Event.objects.count() == before


@pytest.mark.parametrize(("days", "meet"), [(-1, None), (200, None), (0, -1)])
def test_a_day_that_cannot_be_changes_nothing(handed_in, stern, promise, ana, today, days, meet):
    before = as_it_was(handed_in, stern, promise)
    at = timezone.now() + timedelta(days=meet) if meet else None
    with pytest.raises(RuleBroken):
        accept_handoff(actor=ana, handoff=handed_in, on=today + timedelta(days=days), meet_at=at)
    assert as_it_was(handed_in, stern, promise) == before


def test_killed_on_the_way_nothing_is_half_done(handed_in, stern, promise, ana, today):
    """The last thing that acceptance writes is refused by the database: all that came before goes with it."""
    before = as_it_was(handed_in, stern, promise)
    with connection.cursor() as cursor:
        cursor.execute(
            "CREATE FUNCTION pg_temp.killed() RETURNS trigger LANGUAGE plpgsql AS"
            " $$ BEGIN RAISE EXCEPTION 'killed'; END $$"
        )
        cursor.execute(
            "CREATE TRIGGER killed BEFORE INSERT ON base_event FOR EACH ROW"
            " WHEN (NEW.name = 'account taken over') EXECUTE FUNCTION pg_temp.killed()"
        )
    with pytest.raises(Exception, match="killed"):
        accept_handoff(actor=ana, handoff=handed_in, on=today)
    assert as_it_was(handed_in, stern, promise) == before


def test_the_introduction_brings_both_together(handed_in, ana, rosa, contact, today):
    at = timezone.now() + timedelta(days=4)
    accept_handoff(actor=ana, handoff=handed_in, on=today, meet_at=at)
    meeting = Touchpoint.objects.get()
    assert (meeting.state, meeting.person, meeting.at) == ("planned", ana.person, at)
    assert [list(meeting.colleagues.all()), list(meeting.contacts.all())] == [[rosa.person], [contact]]


def test_the_credit_rule_of_the_day_it_began_is_written_on_it(deal, stern, ana, rosa, today):
    settle(credit_rule="taper", taper=[100, 50, 25], checklist=[])
    begun = begin_handoff(actor=rosa, account=stern, deal=deal, taker=ana.person)
    settle(credit_rule="date_cut")
    hand_in(actor=rosa, handoff=begun)
    accept_handoff(actor=ana, handoff=begun, on=today)
    found = Handoff.objects.get(pk=begun.pk)
    assert (found.credit_rule, found.taper, found.credit_from) == ("taper", [100, 50, 25], today)


@pytest.mark.parametrize(
    ("rule", "taper", "days", "is_first", "percent"),
    [
        ("date_cut", [], -1, False, 100), ("date_cut", [], 0, False, 0), ("first_order", [], 40, True, 100),
        ("first_order", [], 0, False, 0), ("taper", [80, 40], 0, False, 80), ("taper", [80, 40], 31, False, 40),
        ("taper", [80, 40], 70, False, 0),
    ],
)  # fmt: skip
def test_the_percent_of_the_giver_follows_the_written_rule(today, rule, taper, days, is_first, percent):
    first = today.replace(day=1)
    handoff = Handoff(credit_rule=CreditRule(rule), taper=taper, credit_from=first)
    day = first + timedelta(days=days)
    assert percent_of_giver(handoff, day, is_first_order=is_first) == percent


# Telling the client


def test_the_notice_is_in_the_clients_language_and_sent_only_when_approved(handed_in, ana, rosa, today):
    accept_handoff(actor=ana, handoff=handed_in, on=today)
    found = Handoff.objects.get(pk=handed_in.pk)
    assert found.notice_language == "de"
    assert "Guten Tag Jutta Stern," in found.notice
    assert "Samples in blue" in found.notice
    with pytest.raises(RuleBroken, match="not approved"):
        notice_sent(actor=ana, handoff=found)
    with pytest.raises(NotAllowed):
        approve_notice(actor=rosa, handoff=found)
    approve_notice(actor=ana, handoff=found)
    assert notice_sent(actor=rosa, handoff=found).notice_sent_by == rosa.person


def test_other_words_need_a_new_approval(handed_in, ana, today):
    accept_handoff(actor=ana, handoff=handed_in, on=today)
    approve_notice(actor=ana, handoff=handed_in)
    assert write_notice(actor=ana, handoff=handed_in, text="Hello").notice_approved_at is None
    approve_notice(actor=ana, handoff=handed_in)
    assert draft_notice(actor=ana, handoff=handed_in, language="vi").notice_approved_at is None


def test_the_notice_is_drafted_in_five_languages(handed_in):
    said = {code: drafted(handed_in, code) for code in CODES}
    begins = {"en": "Dear", "de": "Guten Tag", "vi": "Kính gửi", "id": "Yth.", "fil": "Mahal na"}
    assert [code for code, word in begins.items() if not said[code].startswith(word)] == []
    names = ("Stern AG", "Ana Reyes", "Rosa Lim", "Habi", "Samples in blue")
    assert [
        code for code, text in said.items() if "{" in text or not all(name in text for name in names)
    ] == []


# The clock


def test_a_late_handoff_is_told_on_once(handed_in):
    assert escalate_overdue() == 0
    later = timezone.now() + timedelta(days=30)
    assert escalate_overdue(later) == 1
    assert escalate_overdue(later) == 0
    assert events_about(handed_in).filter(name="handoff escalated").count() == 1


def test_an_answer_begins_a_new_clock(handed_in, ana):
    escalate_overdue(timezone.now() + timedelta(days=30))
    return_handoff(actor=ana, handoff=handed_in, gaps=["Which blue?"])
    found = Handoff.objects.get(pk=handed_in.pk)
    assert found.escalated_at is None
    assert found.due_at > timezone.now()


# The firm's rules


@pytest.mark.parametrize(
    "given",
    [
        {"hours_to_submit": 0}, {"hours_to_answer": 1001}, {"credit_rule": "taper"},
        {"credit_rule": "taper", "taper": [50, 80]}, {"credit_rule": "taper", "taper": [120]},
        {"checklist": [("x" * 256, True)]},
    ],
)  # fmt: skip
def test_rules_that_cannot_be_are_refused(entity, given):
    with pytest.raises(BadInput):
        settle(**given)
    assert not HandoffPolicy.objects.exists()


def test_the_rules_of_an_entity_come_before_those_of_all(entity):
    settle(hours_to_answer=5)
    settle(entity=entity, hours_to_answer=7)
    assert policy_for(entity).hours_to_answer == 7


def test_a_point_can_be_taken_back(begun, rosa):
    item = HandoffItem.objects.filter(handoff=begun).first()
    tick_point(actor=rosa, item=item, is_done=True, note="five people")
    tick_point(actor=rosa, item=item, is_done=False)
    assert not HandoffItem.objects.get(pk=item.pk).is_done
