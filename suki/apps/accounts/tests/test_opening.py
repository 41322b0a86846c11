"""Opening an account: whoever is named alike is shown first, and what somebody may not see is only counted."""

from __future__ import annotations

import pytest
from django.urls import reverse

from suki.apps.accounts.actions import add_contact
from suki.apps.accounts.duplicates import accounts_like, contacts_like
from suki.apps.accounts.models import Account, Contact
from suki.base.access import SYSTEM

FORM = {"kind": "company", "lifecycle": "prospect", "since": "2026-01-05"}


def names(likely):
    return [candidate.row.name for candidate in likely.shown]


@pytest.fixture
def as_ana(client, ana):
    client.force_login(ana)
    return client


@pytest.mark.parametrize(
    "typed", ["Sonnenhof", "sonnenhof gmbh & co. kg", "Sonenhof GmbH", "Sonnenhof Holding", "SONNEN-HOF GmbH"]
)
def test_whoever_is_named_alike_is_found(ana, sonne, typed):
    assert names(accounts_like(ana, name=typed)) == ["Sonnenhof GmbH"]


def test_the_reason_is_said(ana, sonne):
    assert accounts_like(ana, name="Sonnenhof").shown[0].reasons == [
        "Same name but for the legal form or the order of words"
    ]
    (candidate,) = accounts_like(ana, name="Sonnenhof AG").shown
    assert candidate.reasons[-1] == "Other legal form: AG, GmbH"
    assert not candidate.is_sure


def test_nobody_is_named_like_a_stranger_or_like_two_letters(ana, sonne):
    assert not accounts_like(ana, name="Bergwerk Süd")
    assert not accounts_like(ana, name="so")


def test_the_same_tax_number_is_enough(ana, sonne):
    Account.objects.filter(pk=sonne.pk).update(tax_number="DE123456789")
    (candidate,) = accounts_like(ana, name="Ganz anders", tax_number=" DE123456789 ").shown
    assert (candidate.row, candidate.reasons) == (sonne, ["Same tax number"])


def test_what_somebody_may_not_see_is_counted_and_not_named(ana, sonne, mond):
    likely = accounts_like(ana, name="Mondschein")
    assert (likely.shown, likely.hidden) == ([], 1)


def test_a_merged_account_is_not_offered(ana, sonne):
    Account.objects.create(name="Sonnenhof", merged_into=sonne)
    assert names(accounts_like(ana, name="Sonnenhof")) == ["Sonnenhof GmbH"]


def test_contacts_are_found_in_either_order_and_by_initials(ana, sonne):
    rosa = add_contact(
        actor=SYSTEM, account=sonne, name="Rosa Klein", since="2026-01-05", email="r@s.example"
    )
    assert names(contacts_like(ana, name="Klein, Rosa")) == ["Rosa Klein"]
    assert contacts_like(ana, name="R. Klein").shown[0].reasons == ["An initial fits"]
    assert contacts_like(ana, name="Jan Weber", email="r@s.example").shown[0].row == rosa
    assert not contacts_like(ana, name="Anton Groß")


def test_a_twin_is_opened_only_by_somebody_who_insists(as_ana, sonne):
    answer = as_ana.post(reverse("new_account"), FORM | {"name": "Sonnenhof"})
    assert answer.status_code == 422
    assert "Perhaps we know them already" in answer.content.decode()
    assert Account.objects.count() == 1
    answer = as_ana.post(reverse("new_account"), FORM | {"name": "Sonnenhof", "insist": "yes"})
    assert answer.status_code == 302
    assert Account.objects.count() == 2


def test_a_new_name_is_opened_at_once_and_led_by_whoever_opens_it(as_ana, ana, sonne):
    answer = as_ana.post(reverse("new_account"), FORM | {"name": "Bergwerk Süd", "owner": ana.person.pk})
    opened = Account.objects.get(name="Bergwerk Süd")
    assert (answer.status_code, opened.team.get().person) == (302, ana.person)


def test_nobody_gives_a_new_account_away_without_the_right(as_ana, bayu):
    answer = as_ana.post(reverse("new_account"), FORM | {"name": "Bergwerk Süd", "owner": bayu.person.pk})
    assert answer.status_code == 422
    assert not Account.objects.exists()


def test_the_part_that_a_form_loads_while_somebody_types(as_ana, mond):
    shown = as_ana.get(reverse("account_duplicates"), {"name": "Mondschein"}).content.decode()
    assert "One more is named alike that you may not see" in shown
    assert "Mondschein" not in shown


@pytest.mark.parametrize("place", ["contact_new", "account_contact_new"])
def test_a_contact_like_another_is_added_only_by_somebody_who_insists(as_ana, sonne, place):
    add_contact(actor=SYSTEM, account=sonne, name="Rosa Klein", since="2026-01-05")
    address = reverse(place, args=[sonne.pk] if place == "account_contact_new" else [])
    typed = {"name": "Klein, Rosa", "since": "2026-01-05", "account": sonne.pk, "account_text": sonne.name}
    answer = as_ana.post(address, typed)
    assert answer.status_code == 422
    assert "Perhaps we know them already" in answer.content.decode()
    assert Contact.objects.count() == 1
    assert as_ana.post(address, typed | {"insist": "yes"}).status_code == 302
    assert Contact.objects.count() == 2
