"""Giving an account to the right hands: what it requires, fit and load, separation of duties."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from suki.apps.accounts.actions import assign_owner, open_account
from suki.apps.accounts.assigning.actions import require_skill
from suki.apps.accounts.assigning.queries import candidates_for
from suki.apps.accounts.models import Account, AccountSkill, AccountTeamMember
from suki.apps.accounts.queries import owner_of
from suki.apps.company.settings.actions import choose_policy
from suki.apps.people.actions import be_away
from suki.apps.people.models import Territory
from suki.apps.people.skills.actions import note_skill
from suki.base.access import SYSTEM
from suki.kernel.errors import RuleBroken
from tests.cast import LONG_AGO

TODAY = date(2026, 11, 21)
JUNE = date(2027, 6, 1)


@pytest.fixture
def as_clara(client, clara):
    client.force_login(clara)
    return client


def owner_address(account):
    return reverse("account_owner", args=[account.pk])


def test_who_fits_best_comes_first_with_the_reasons(sonne, ana, bayu):
    require_skill(actor=SYSTEM, account=sonne, kind="industry", name="Hotels", level=2)
    require_skill(actor=SYSTEM, account=sonne, kind="language", name="German", level=2)
    note_skill(actor=SYSTEM, person=bayu.person, kind="industry", name="hotels", level=3)
    be_away(actor=SYSTEM, person=bayu.person, first=TODAY, last=JUNE)
    best, *others = candidates_for(sonne, TODAY)
    assert best.person == bayu.person
    assert best.fit.score == Decimal("0.5")
    assert best.away_until == JUNE
    assert [(each.person.name, each.accounts, each.is_owner) for each in others if each.accounts] == [
        ("Ana Reyes", 1, True)
    ]


def test_the_page_shows_fit_and_load_and_assigns_from_a_day_on(as_clara, sonne, ana, bayu):
    require_skill(actor=SYSTEM, account=sonne, kind="industry", name="Hotels", level=2)
    page = as_clara.get(owner_address(sonne)).content.decode()
    assert "leads it now" in page
    chosen = {"person": bayu.person.pk, "since": "2027-06-01", "reason": "closer to the client"}
    assert as_clara.post(owner_address(sonne), chosen).status_code == 302
    assert owner_of(sonne, date(2027, 5, 31)) == ana.person
    assert owner_of(sonne, JUNE) == bayu.person


@pytest.mark.parametrize("changed", [{"person": ""}, {"person": "999999"}, {"since": "someday"}])
def test_an_assignment_that_says_too_little_is_refused(as_clara, sonne, bayu, changed):
    chosen = {"person": bayu.person.pk, "since": "2027-06-01"} | changed
    assert as_clara.post(owner_address(sonne), chosen).status_code == 422
    assert AccountTeamMember.objects.count() == 1


def test_an_account_manager_assigns_nobody_and_sees_only_their_own(client, ana, sonne, mond):
    client.force_login(ana)
    assert client.get(owner_address(sonne)).status_code == 403
    assert client.get(reverse("required_skills", args=[mond.pk])).status_code == 404
    assert (
        client.post(
            reverse("require_skill", args=[mond.pk]), {"kind": "language", "name": "x", "level": 1}
        ).status_code
        == 404
    )
    assert not AccountSkill.objects.exists()


def test_a_required_skill_is_added_shown_and_dropped(client, ana, sonne):
    client.force_login(ana)
    client.post(reverse("require_skill", args=[sonne.pk]), {"kind": "language", "name": "German", "level": 3})
    page = client.get(
        reverse("required_skills", args=[sonne.pk]), headers={"hx-request": "true"}
    ).content.decode()
    assert "German" in page
    assert "<html" not in page
    client.post(reverse("unrequire_skill", args=[sonne.pk, AccountSkill.objects.get().pk]))
    assert not AccountSkill.objects.exists()


def test_the_panel_and_the_choice_of_an_owner_ask_six_questions_at_most(
    client, clara, sonne, bayu, django_assert_max_num_queries
):
    Account.objects.filter(pk=sonne.pk).update(territory=Territory.objects.create(name="Küste"))
    for name in ("German", "Vietnamese"):
        require_skill(actor=SYSTEM, account=sonne, kind="language", name=name, level=2)
        note_skill(actor=SYSTEM, person=bayu.person, kind="language", name=name, level=2)
    client.force_login(clara)
    for address in (reverse("required_skills", args=[sonne.pk]), owner_address(sonne)):
        client.get(address)
        with django_assert_max_num_queries(6):
            assert client.get(address).status_code == 200


def test_an_account_that_no_longer_belongs_to_somebody_stays_on_their_page_with_its_dates(
    as_clara, sonne, ana, bayu
):
    assign_owner(actor=SYSTEM, account=sonne, person=bayu.person, since=date(2026, 1, 1))
    page = as_clara.get(reverse("person_accounts", args=[ana.person.pk])).content.decode()
    assert "Sonnenhof" in page
    assert "up to" in page


def test_accounts_of_others_are_not_told_to_who_may_not_see_them(client, ana, bayu, sonne):
    client.force_login(bayu)
    assert "Sonnenhof" not in client.get(reverse("person_accounts", args=[ana.person.pk])).content.decode()


def test_a_strict_firm_gives_no_prospect_to_an_account_manager(ana, clara):
    choose_policy(actor=SYSTEM, key="separation_of_duties", value="strict")
    with pytest.raises(RuleBroken, match="new business"):
        open_account(actor=SYSTEM, name="Stern AG", since=LONG_AGO, owner=ana.person)
    assert not Account.objects.exists()
    stern = open_account(actor=SYSTEM, name="Stern AG", since=LONG_AGO, owner=clara.person)
    with pytest.raises(RuleBroken, match="new business"):
        assign_owner(actor=SYSTEM, account=stern, person=ana.person, since=TODAY)
    assert owner_of(stern, TODAY) == clara.person


def test_an_advising_firm_notes_it_and_an_easy_one_does_not(ana):
    stern = open_account(actor=SYSTEM, name="Stern AG", since=LONG_AGO, owner=ana.person)
    notes = {each.person: each.note for each in candidates_for(stern, TODAY)}
    assert "new business" in notes[ana.person]
    choose_policy(actor=SYSTEM, key="separation_of_duties", value="off", function="account_manager")
    assert not any(each.note for each in candidates_for(stern, TODAY))
