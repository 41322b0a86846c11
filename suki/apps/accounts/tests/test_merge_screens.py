"""The screens of merging: side by side, choices, undo from the list, and the doors."""

from __future__ import annotations

import pytest
from django.urls import reverse

from suki.apps.accounts.merge import merge_accounts
from suki.apps.accounts.models import Account, Contact, Merge, Site
from suki.apps.people.models import Territory


@pytest.fixture
def as_dung(client, dung):
    client.force_login(dung)
    return client


@pytest.fixture
def page(sonne, mond):
    Account.objects.filter(pk=mond.pk).update(phone="030 1", extra={"colour": "red"})
    return f"{reverse('account_merge')}?a={sonne.pk}&b={mond.pk}"


def test_two_accounts_stand_side_by_side_with_what_differs_and_what_moves(as_dung, page, mond):
    Site.objects.create(account=mond, name="Lager")
    shown = as_dung.get(page).content.decode()
    for words in (
        "Sonnenhof GmbH",
        "Mondschein KG",
        "030 1",
        "red",
        "Bayu Pratama leads Mondschein KG today",
    ):
        assert words in shown


def test_the_merge_page_asks_six_questions_at_most(
    client, clara, dung, page, sonne, mond, django_assert_max_num_queries
):
    Account.objects.filter(pk=mond.pk).update(territory=Territory.objects.create(name="Küste"))
    Contact.objects.create(name="Ines Falk")
    Contact.objects.create(name="Ines Falck")
    contacts = Contact.objects.values_list("pk", flat=True)
    for reader, address in (
        (dung, page),
        (clara, page),
        (dung, f"{reverse('contact_merge')}?a={contacts[0]}&b={contacts[1]}"),
    ):
        client.force_login(reader)
        client.get(address)
        with django_assert_max_num_queries(6):
            assert client.get(address).status_code == 200


def test_the_chosen_values_stay_and_the_merge_is_undone_from_the_list(as_dung, page, sonne, mond):
    assert as_dung.post(page, {"name": "merged", "phone": "survivor"}).status_code == 302
    sonne.refresh_from_db()
    assert (sonne.name, sonne.phone, sonne.extra) == ("Mondschein KG", "", {"colour": "red"})
    merge = Merge.objects.get()
    assert reverse("merge_undo", args=[merge.pk]) in as_dung.get(reverse("merges")).content.decode()
    assert as_dung.post(reverse("merge_undo", args=[merge.pk])).status_code == 302
    sonne.refresh_from_db()
    assert (sonne.name, sonne.extra) == ("Sonnenhof GmbH", {})
    assert as_dung.post(reverse("merge_undo", args=[merge.pk])).status_code == 409


def test_merging_twice_says_why_not(as_dung, page):
    as_dung.post(page)
    answer = as_dung.post(page)
    assert answer.status_code == 409
    assert "already been merged" in answer.content.decode()


def test_the_other_one_is_searched_for(as_dung, sonne, mond):
    Account.objects.create(name="Sonnenhof Bau GmbH")
    shown = as_dung.get(reverse("account_merge"), {"a": sonne.pk}).content.decode()
    assert "Sonnenhof Bau GmbH" in shown
    shown = as_dung.get(reverse("account_merge"), {"a": sonne.pk, "q": "mondschein"}).content.decode()
    assert f"?a={sonne.pk}&amp;b={mond.pk}" in shown


def test_who_may_not_merge_is_refused_and_what_is_not_seen_is_not_found(client, ana, clara, page, sonne):
    client.force_login(ana)
    assert client.get(page).status_code == 403
    assert client.post(page).status_code == 403
    client.force_login(clara)
    stranger = Account.objects.create(name="Fremd GmbH")
    address = f"{reverse('account_merge')}?a={sonne.pk}&b={stranger.pk}"
    assert [client.get(address).status_code, client.post(address).status_code] == [404, 404]
    assert client.get(f"{reverse('account_merge')}?a=x&b=1").status_code == 404
    assert not Merge.objects.exists()


def test_the_list_shows_only_merges_whose_survivor_is_seen(client, clara, dung, sonne, mond):
    strangers = [Account.objects.create(name=name) for name in ("Fremd GmbH", "Fern GmbH")]
    merge_accounts(actor=dung, survivor=strangers[0], merged=strangers[1])
    merge_accounts(actor=dung, survivor=sonne, merged=mond)
    client.force_login(clara)
    shown = client.get(reverse("merges")).content.decode()
    assert "Mondschein KG lives on in Sonnenhof GmbH" in shown
    assert "Fremd" not in shown
