"""Separation of duties: every policy with every function, everything that can be owned, and every entity."""

from datetime import date

import pytest

from suki.apps.accounts.actions import assign_many, assign_owner, change_lifecycle, open_account
from suki.apps.accounts.models import Account
from suki.apps.accounts.queries import owner_of
from suki.apps.company.models import LegalEntity
from suki.apps.company.settings.actions import choose_policy
from suki.apps.people.actions import give_function, hire
from suki.apps.people.duties import DutiesApart, check_duty, duty_note, duty_notes, duty_of
from suki.base.access import SYSTEM, Function, Owned, duty
from suki.base.history import events_about
from tests.cast import LONG_AGO

TODAY = date(2026, 11, 21)
NEW = {Owned.LEAD, Owned.PROSPECT, Owned.NEW_DEAL}
POLICIES = ("strict", "advisory", "off")
CLASHES = {
    **{(Function.ACCOUNT_MANAGER, owned): Function.ACCOUNT_MANAGER for owned in NEW},
    (Function.SALES_REPRESENTATIVE, Owned.KEY_ACCOUNT): Function.SALES_REPRESENTATIVE,
}


@pytest.fixture
def rosa(entity):
    """A sales representative."""
    return hire(
        actor=SYSTEM, name="Rosa Lim", title="", since=LONG_AGO, functions=[Function.SALES_REPRESENTATIVE]
    )


def choose(value, function="", entity=None):
    choose_policy(actor=SYSTEM, key="separation_of_duties", value=value, function=function, entity=entity)


@pytest.mark.parametrize("answer", POLICIES)
@pytest.mark.parametrize("owned", Owned)
@pytest.mark.parametrize("function", Function)
def test_each_function_may_own_each_thing_by_the_policy(function, owned, answer):
    asked = []
    found = duty(owned, [function], lambda whose: asked.append(whose) or answer)
    clash = CLASHES.get((function, owned))
    assert asked == ([clash] if clash else [])
    assert bool(found.note) == bool(clash and answer != "off")
    assert found.is_refused == bool(clash and answer == "strict")


@pytest.mark.parametrize("owned", Owned)
@pytest.mark.parametrize(
    "other",
    [
        Function.SALES_MANAGER,
        Function.SENIOR_MANAGEMENT,
        Function.ADMINISTRATOR,
        Function.SALES_REPRESENTATIVE,
    ],
)
def test_who_has_a_function_of_either_side_may_own_both(owned, other):
    found = duty(owned, [Function.ACCOUNT_MANAGER, other], lambda function: "strict")
    assert not found.note
    assert not found.is_refused


@pytest.mark.parametrize("of_function", POLICIES)
@pytest.mark.parametrize("of_entity", POLICIES)
def test_the_entity_and_the_function_decide_together(ana, entity, of_function, of_entity):
    other = LegalEntity.objects.create(code="AT", name="Habi AT", currency="EUR")
    choose(of_function, Function.ACCOUNT_MANAGER)
    choose(of_entity, Function.ACCOUNT_MANAGER, other)
    for where, answer in ((None, of_function), (entity, of_function), (other, of_entity)):
        for owned in Owned:
            found = duty_of(owned, ana.person, TODAY, entity=where)
            assert found.is_refused == (answer == "strict" and owned in NEW)
            assert bool(found.note) == (answer != "off" and owned in NEW)


def test_an_answer_for_representatives_says_nothing_of_account_managers(ana, rosa):
    choose("strict", Function.SALES_REPRESENTATIVE)
    choose("off", Function.ACCOUNT_MANAGER)
    assert duty_of(Owned.KEY_ACCOUNT, rosa, TODAY).is_refused
    assert not duty_note(Owned.LEAD, ana.person, TODAY)


def test_the_default_entity_answers_where_none_is_named(ana, entity):
    choose("strict", Function.ACCOUNT_MANAGER, entity)
    assert duty_of(Owned.LEAD, ana.person, TODAY).is_refused


def test_the_functions_of_the_day_count(ana):
    choose("strict")
    give_function(
        actor=SYSTEM, person=ana.person, function=Function.SALES_REPRESENTATIVE, since=date(2027, 1, 1)
    )
    assert duty_of(Owned.LEAD, ana.person, date(2026, 12, 31)).is_refused
    assert not duty_of(Owned.LEAD, ana.person, date(2027, 1, 1)).is_refused


def test_advice_is_written_into_the_history_and_a_refusal_leaves_nothing(ana, sonne):
    note = check_duty(actor=SYSTEM, owned=Owned.NEW_DEAL, person=ana.person, on=TODAY, about=sonne)
    assert "new business" in note
    told = events_about(sonne).first()
    assert (told.name, told.facts["owned"]) == ("duties noted", "new_deal")
    choose("strict")
    before = events_about(sonne).count()
    with pytest.raises(DutiesApart, match="Refer it"):
        check_duty(actor=SYSTEM, owned=Owned.NEW_DEAL, person=ana.person, on=TODAY, about=sonne)
    assert events_about(sonne).count() == before


def test_notes_for_many_people_ask_for_the_policy_once(ana, bayu, rosa, django_assert_max_num_queries):
    held = {ana.person.pk: ["account_manager"], bayu.person.pk: ["account_manager"], rosa.pk: []}
    with django_assert_max_num_queries(2):
        notes = duty_notes(Owned.PROSPECT, held)
    assert [bool(notes[pk]) for pk in held] == [True, True, False]


def test_a_strict_firm_gives_no_key_account_to_a_representative(sonne, ana, rosa):
    choose("strict")
    change_lifecycle(actor=SYSTEM, account=sonne, lifecycle="key_account", since=TODAY)
    for give in (
        lambda: assign_owner(actor=SYSTEM, account=sonne, person=rosa, since=TODAY),
        lambda: assign_many(actor=SYSTEM, account_ids=[sonne.pk], person=rosa, since=TODAY),
    ):
        with pytest.raises(DutiesApart, match="key account"):
            give()
    assert owner_of(sonne, TODAY) == ana.person


def test_a_strict_firm_makes_no_key_account_of_a_representatives_customer(rosa):
    stern = open_account(actor=SYSTEM, name="Stern", since=LONG_AGO, lifecycle="customer", owner=rosa)
    choose("strict")
    with pytest.raises(DutiesApart, match="key account"):
        change_lifecycle(actor=SYSTEM, account=stern, lifecycle="key_account", since=TODAY)
    assert Account.objects.get(pk=stern.pk).lifecycle == "customer"
