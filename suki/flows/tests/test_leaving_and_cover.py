"""Somebody leaves: all of their work moves, or none. Somebody is away: their cover works on what is theirs, for so long."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse

from suki.apps.accounts.actions import assign_owner, join_account_team, open_account, share_revenue
from suki.apps.accounts.models import Account, AccountTeamMember
from suki.apps.accounts.queries import owner_of
from suki.apps.company.settings.actions import choose_policy
from suki.apps.deals.actions import open_deal
from suki.apps.deals.models import Deal
from suki.apps.people.actions import be_away, give_sign_in, hire
from suki.apps.prospecting.actions import enter_lead
from suki.apps.prospecting.models import Lead
from suki.apps.touchpoints.actions import plan_touchpoint
from suki.apps.touchpoints.models import Promise, Touchpoint
from suki.apps.touchpoints.promises.actions import keep_promise, make_promise
from suki.base.access import SYSTEM, functions_of, reasons
from suki.base.history import events_about
from suki.base.models import Event, User
from suki.desk.why import reasons_of
from suki.flows.actions import plan_departure, withdraw_departure
from suki.flows.manager_leaves.actions import carry_out_departures
from suki.flows.manager_leaves.work import work_of
from suki.flows.models import Departure, Handoff
from suki.kernel.errors import NotAllowed, RuleBroken
from tests.cast import LONG_AGO


@pytest.fixture
def busy(ana, bayu, sonne, mond, today):
    """Ana leads Sonne and is deputy at Mond; has a deal, a promise and a plan with Sonne, and a lead."""
    join_account_team(actor=SYSTEM, account=mond, person=ana.person, role="deputy", since=LONG_AGO)
    open_deal(actor=SYSTEM, name="More", kind="upsell", owner=ana.person, account=sonne, value=Decimal(10))
    make_promise(actor=SYSTEM, text="A call", due=today + timedelta(days=2), owner=ana.person, account=sonne)
    from django.utils import timezone

    at = timezone.now() + timedelta(days=2)
    plan_touchpoint(actor=SYSTEM, kind="visit", at=at, person=ana.person, account=sonne)
    enter_lead(actor=SYSTEM, name="Nova GmbH", owner=ana.person)
    return ana


@pytest.fixture(autouse=True)
def administrator(entity):
    """Somebody who can sign in stays."""
    person = hire(actor=SYSTEM, name="Amihan", title="", since=LONG_AGO, functions=["administrator"])
    return give_sign_in(actor=SYSTEM, person=person, email="amihan@habi.example", password_hash="!")


@pytest.fixture
def erik(clara):
    """Leads Clara."""
    from suki.apps.people.actions import report_to
    from tests.cast import _somebody

    user = _somebody("Erik Lund", "CEO", "senior_management")
    report_to(actor=SYSTEM, person=clara.person, manager=user.person, since=LONG_AGO)
    return user


@pytest.fixture
def asked(busy, clara, erik):
    """A proposal of Ana's that waits for Clara's word."""
    from suki.apps.proposals.actions import draft_proposal, set_lines
    from suki.apps.proposals.approving import ask_approval
    from suki.apps.proposals.models import ApprovalRule
    from suki.apps.proposals.pricing import Offered

    ApprovalRule.objects.create(approver=clara.person)
    proposal = draft_proposal(actor=SYSTEM, deal=Deal.objects.get())
    line = Offered(description="Presse", quantity=Decimal(1), unit_price=Decimal(10))
    set_lines(actor=SYSTEM, proposal=proposal, lines=[line])
    (found,) = ask_approval(actor=SYSTEM, proposal=proposal)
    return found


def leave(busy, bayu, last_day, **more):
    return plan_departure(actor=SYSTEM, person=busy.person, last_day=last_day, successor=bayu.person, **more)


def test_everything_moves_the_day_after_the_last_and_nothing_is_left(busy, bayu, sonne, mond, today):
    yesterday = today - timedelta(days=1)
    assert work_of(busy.person, today).counts() == {
        "accounts": 1, "roles": 1, "deals": 1, "proposals": 0, "approvals": 0, "leads": 1, "promises": 1, "plans": 1, "handoffs": 0,
    }  # fmt: skip
    leave(busy, bayu, yesterday)
    assert set(work_of(busy.person, today).counts().values()) == {0}
    assert (owner_of(sonne, yesterday), owner_of(sonne, today)) == (busy.person, bayu.person)
    for model in (Deal, Promise, Lead):
        assert set(model.objects.values_list("owner", flat=True)) == {bayu.person.pk}
    assert Touchpoint.objects.get().person == bayu.person
    assert events_about(busy.person).filter(name="work moved").count() == 1
    user = User.objects.get(pk=busy.pk)
    assert not user.is_active
    assert not functions_of(User.objects.get(pk=busy.pk))


def test_single_accounts_may_go_to_somebody_else_with_what_hangs_on_them(busy, bayu, clara, sonne, today):
    leave(busy, bayu, today - timedelta(days=1), others={sonne.pk: clara.person})
    assert owner_of(sonne, today) == clara.person
    assert Promise.objects.get().owner == clara.person
    assert Lead.objects.get().owner == bayu.person


def test_one_refusal_moves_nothing(busy, bayu, sonne, today):
    choose_policy(actor=SYSTEM, key="separation_of_duties", value="strict")
    before = Event.objects.count()
    with pytest.raises(RuleBroken, match="Nova GmbH"):
        leave(busy, bayu, today - timedelta(days=1))
    assert owner_of(sonne, today) == busy.person
    assert not Departure.objects.exists()
    assert Event.objects.count() == before
    assert functions_of(User.objects.get(pk=busy.pk))


def test_a_refusal_of_a_day_to_come_comes_at_once(busy, bayu, today):
    choose_policy(actor=SYSTEM, key="separation_of_duties", value="strict")
    with pytest.raises(RuleBroken, match="Nova GmbH"):
        leave(busy, bayu, today + timedelta(days=10))
    assert not Departure.objects.exists()


def test_a_day_to_come_moves_nothing_yet_and_everything_once_it_is_there(busy, bayu, sonne, today):
    planned = leave(busy, bayu, today + timedelta(days=10))
    assert owner_of(sonne, today + timedelta(days=30)) == busy.person
    assert carry_out_departures() == 0
    Departure.objects.filter(pk=planned.pk).update(last_day=today - timedelta(days=1))
    assert carry_out_departures() == 1
    assert carry_out_departures() == 0
    assert owner_of(sonne, today) == bayu.person


def test_what_cannot_move_on_the_day_says_why_and_moves_when_it_can(busy, bayu, sonne, today):
    planned = leave(busy, bayu, today + timedelta(days=10))
    Departure.objects.filter(pk=planned.pk).update(last_day=today - timedelta(days=1))
    choose_policy(actor=SYSTEM, key="separation_of_duties", value="strict")
    assert carry_out_departures() == 0
    assert "Nova GmbH" in Departure.objects.get().problem
    assert owner_of(sonne, today) == busy.person
    choose_policy(actor=SYSTEM, key="separation_of_duties", value="advisory")
    assert carry_out_departures() == 1


def test_a_plan_is_taken_back(busy, bayu, today):
    planned = leave(busy, bayu, today + timedelta(days=10))
    with pytest.raises(RuleBroken, match="planned already"):
        leave(busy, bayu, today + timedelta(days=10))
    withdraw_departure(actor=SYSTEM, departure=planned)
    Departure.objects.update(last_day=today - timedelta(days=1))
    assert carry_out_departures() == 0


def test_shares_of_the_revenue_go_along_and_still_total_100(busy, bayu, sonne, today):
    share_revenue(
        actor=SYSTEM, account=sonne, since=LONG_AGO,
        shares={busy.person: Decimal(60), bayu.person: Decimal(40)},
    )  # fmt: skip
    leave(busy, bayu, today - timedelta(days=1))
    held = AccountTeamMember.objects.filter(account=sonne, role="seller", valid__contains=today)
    assert [(row.person, row.share) for row in held] == [(bayu.person, Decimal(100))]


def test_nobody_hands_over_to_themselves_because_somebody_left(handed_in, rosa, ana, today):
    with pytest.raises(RuleBroken, match="over to themselves"):
        plan_departure(
            actor=SYSTEM, person=rosa.person, last_day=today - timedelta(days=1), successor=ana.person
        )
    assert Handoff.objects.get().giver == rosa.person


def test_only_who_leads_somebody_says_that_they_leave(client, busy, bayu, clara, dung, today):
    with pytest.raises(NotAllowed):
        plan_departure(actor=dung, person=busy.person, last_day=today, successor=bayu.person)
    client.force_login(clara)
    address = reverse("person_leaving", args=[busy.person.pk])
    page = client.get(address).content.decode()
    assert "Sonnenhof GmbH" in page
    given = {"last_day": (today + timedelta(days=4)).isoformat(), "successor": str(bayu.person.pk)}
    assert client.post(address, given).status_code == 302
    assert "goes to Bayu Pratama" in client.get(address).content.decode()
    client.post(address)
    assert not Departure.objects.in_use().exists()
    assert client.get(reverse("person_leaving", args=[clara.person.pk])).status_code == 404


# Cover


def test_a_cover_sees_and_works_while_it_lasts_and_no_longer(busy, bayu, sonne, today):
    promise = Promise.objects.get()
    assert not Account.objects.visible_to(bayu).filter(pk=sonne.pk).exists()
    absence = be_away(
        actor=busy, person=busy.person, first=today, last=today + timedelta(days=3), cover=bayu.person
    )
    assert Account.objects.visible_to(bayu).filter(pk=sonne.pk).exists()
    assert Deal.objects.visible_to(bayu).exists()
    assert Lead.objects.visible_to(bayu).exists()
    keep_promise(actor=bayu, promise=promise, on=today)
    until = absence.last_day
    assert reasons(bayu, "account", sonne.pk)[0].startswith("cover for Ana Reyes until")
    assert "You cover for Ana Reyes until" in str([each.what for each in reasons_of(bayu, sonne, today)])
    type(absence).objects.update(valid=(until - timedelta(days=60), today))
    assert not Account.objects.visible_to(bayu).filter(pk=sonne.pk).exists()
    assert not Deal.objects.visible_to(bayu).exists()


def test_a_cover_of_the_taker_may_accept(handed_in, ana, bayu, stern, today):
    from suki.flows.actions import accept_handoff

    be_away(actor=ana, person=ana.person, first=today, last=today, cover=bayu.person)
    accept_handoff(actor=bayu, handoff=handed_in, on=today)
    assert owner_of(stern, today) == ana.person


def test_an_account_that_is_the_leavers_only_later_goes_from_that_day(busy, bayu, today):
    later = today + timedelta(days=20)
    new = open_account(actor=SYSTEM, name="Later", since=date(2021, 1, 1), lifecycle="customer")
    assign_owner(actor=SYSTEM, account=new, person=busy.person, since=later)
    leave(busy, bayu, today - timedelta(days=1))
    assert owner_of(new, later) == bayu.person


def test_proposals_go_along_and_nobody_is_asked_for_a_word_on_what_is_their_own_now(
    busy, bayu, clara, erik, asked, today
):
    from suki.apps.proposals.approving import approve

    proposal = asked.version.proposal
    leave(busy, clara, today - timedelta(days=1))
    proposal.refresh_from_db()
    asked.refresh_from_db()
    assert (proposal.owner, asked.approver) == (clara.person, erik.person)
    approve(actor=erik, approval=asked)


def test_a_word_asked_of_the_leaver_is_asked_of_who_leads_where_the_successor_may_not_give_it(
    clara, bayu, erik, asked, today
):
    leave(clara, bayu, today - timedelta(days=1))
    asked.refresh_from_db()
    assert asked.approver == erik.person


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Pago_Pago"])
def test_a_cover_ends_at_midnight_where_the_firm_is(client, busy, bayu, sonne, entity, zone):
    from suki.apps.company import zone as zones

    type(entity).objects.update(timezone=zone)
    zones._known.clear()
    entity.refresh_from_db()
    today = entity.today
    absence = be_away(actor=SYSTEM, person=busy.person, first=today, last=today, cover=bayu.person)
    client.force_login(bayu)
    address = reverse("account", args=[sonne.pk])
    assert client.get(address).status_code == 200
    type(absence).objects.update(valid=(today - timedelta(days=3), today))
    assert client.get(address).status_code == 404
    zones._known.clear()
