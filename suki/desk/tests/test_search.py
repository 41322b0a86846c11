"""Find or do: what is found under Ctrl-K, by whom, and how it forgives."""

from datetime import date
from decimal import Decimal

import pytest

from suki.apps.accounts.actions import add_contact, open_account
from suki.apps.billing.actions import invoice_order
from suki.apps.catalog.actions import add_product
from suki.apps.orders.actions import enter_order
from suki.apps.orders.documents import Item
from suki.base.access import SYSTEM
from suki.base.finding import find
from suki.desk import search


def names(hits):
    return [str(hit.label) for hit in hits]


@pytest.fixture
def song_hong(ana):
    return open_account(
        actor=SYSTEM,
        name="Công ty TNHH Thực phẩm Sông Hồng",
        city="Hà Nội",
        since=date(2020, 1, 1),
        owner=ana.person,
    )


@pytest.fixture
def order(sonne, ana):
    box = add_product(actor=SYSTEM, name="Faltschachtel", code="FS-10")
    return enter_order(
        actor=SYSTEM,
        account=sonne,
        day=date(2026, 3, 2),
        currency="EUR",
        items=[Item(product=box, quantity=Decimal(1), unit_price=Decimal(9))],
        number="SO-004711",
    )


@pytest.mark.parametrize("typed", ["song hong", "SÔNG", "hong thuc", "ha noi"])
def test_an_account_is_found_without_accents_by_parts_of_words(ana, song_hong, sonne, typed):
    assert names(search.accounts(ana, typed)) == ["Công ty TNHH Thực phẩm Sông Hồng"]


@pytest.mark.parametrize("typed", ["sonenhof", "sonnehof", "sonnhof gmbh", "zonnenhof"])
def test_a_typo_is_forgiven_where_nothing_goes_by_the_letters(ana, sonne, typed):
    (accounts,) = find(ana, typed)
    assert names(accounts.hits) == ["Sonnenhof GmbH"]


@pytest.mark.parametrize("typed", ["zzz", "quxbar", "%", "_", "' or 1=1", "\\"])
def test_what_is_like_nothing_finds_nothing(ana, sonne, typed):
    assert find(ana, typed) == []


def test_names_that_begin_with_the_words_come_first(ana, sonne):
    for name in ("Zur Sonnenhof AG", "Personnel KG", "Sonnenhof Nord GmbH"):
        open_account(actor=SYSTEM, name=name, since=date(2020, 1, 1), owner=ana.person)
    assert names(search.accounts(ana, "sonn")) == [
        "Sonnenhof GmbH",
        "Sonnenhof Nord GmbH",
        "Zur Sonnenhof AG",
        "Personnel KG",
    ]


def test_nobody_finds_what_is_not_theirs_to_see(ana, bayu, clara, sonne, order, nobody):
    add_contact(actor=SYSTEM, account=sonne, name="Sabine Keller", since=date(2020, 1, 1))
    for who, sees in ((ana, True), (clara, True), (bayu, False), (nobody, False)):
        assert bool(search.accounts(who, "sonnenhof")) is sees
        assert bool(search.accounts(who, "sonenhof", is_exact=False)) is sees
        assert bool([hit for hit in search.people(who, "keller") if hit.icon == "contacts"]) is sees
        assert bool(search.documents(who, "4711")) is sees


def test_people_of_both_sides_are_found_with_where_they_are(ana, sonne, bayu):
    add_contact(actor=SYSTEM, account=sonne, name="Baya Keller", since=date(2020, 1, 1))
    assert [(str(hit.label), hit.aside) for hit in search.people(ana, "bay")] == [
        ("Baya Keller", "Sonnenhof GmbH"),
        ("Bayu Pratama", "Account Manager"),
    ]


def test_documents_are_found_by_any_part_of_their_number(ana, order):
    invoice = invoice_order(actor=SYSTEM, order=order, day=date(2026, 3, 9))
    assert names(search.documents(ana, "so-0047")) == ["SO-004711"]
    assert names(search.documents(ana, invoice.number.lower())) == [invoice.number]
    assert search.documents(ana, "4") == []


def test_products_are_found_by_name_and_code(ana, order):
    assert names(search.products(ana, "faltsch")) == ["Faltschachtel"]
    assert names(search.products(ana, "fs-10")) == ["Faltschachtel"]


def test_the_page_shows_what_was_found_under_headings(client, ana, sonne, order):
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/find/", {"q": "sonn"}).content.decode()
    assert "<mark>Sonn</mark>enhof GmbH" in page
    assert f"/accounts/{sonne.pk}/" in page


def test_a_look_for_something_asks_few_questions(client, ana, sonne, django_assert_max_num_queries):
    client.force_login(ana, backend="allauth.account.auth_backends.AuthenticationBackend")
    client.get("/find/")
    with django_assert_max_num_queries(11):
        client.get("/find/", {"q": "sonnenhof"}, headers={"HX-Request": "true"})
