"""Merging two accounts or contacts moves all that belongs to them, and undoing it puts all of it back."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db.models import F, Sum
from django.db.models.functions import Coalesce
from django.utils import timezone
from psycopg.types.range import DateRange

from suki.apps.accounts.actions import add_contact, place_under
from suki.apps.accounts.merge import merge_accounts, merge_contacts, undo_merge
from suki.apps.accounts.models import (
    Account,
    AccountParent,
    AccountTeamMember,
    Contact,
    ContactPosition,
    Merge,
    PartnerRole,
)
from suki.apps.accounts.moving import keys_to
from suki.apps.billing.actions import record_payment
from suki.apps.billing.models import Invoice
from suki.apps.ledger.models import LedgerLine, LedgerRollup
from suki.apps.orders.models import Order
from suki.base.access import SYSTEM
from suki.base.checking import all_checks
from suki.base.models import Event, ExternalId, Note, Tagging
from suki.kernel.errors import NotAllowed, RuleBroken
from tests.merging import DAY, everything, furnish

LONG_AGO = date(2020, 1, 1)


@pytest.fixture
def furnished(sonne, mond, ana, bayu):
    furnish(sonne, ana, number="S-1")
    furnish(mond, bayu, number="M-1")
    return sonne, mond


@pytest.fixture
def merge(furnished, dung):
    sonne, mond = furnished
    return merge_accounts(actor=dung, survivor=sonne, merged=mond)


def test_everything_that_belonged_to_the_merged_account_belongs_to_the_survivor(merge, sonne, mond):
    assert set(Order.objects.values_list("account", "bill_to")) == {(sonne.pk, sonne.pk)}
    assert set(Invoice.objects.values_list("account", flat=True)) == {sonne.pk}
    assert set(ContactPosition.objects.values_list("account", flat=True)) == {sonne.pk}
    assert set(Note.objects.values_list("about_id", flat=True)) == {sonne.pk}
    assert set(ExternalId.objects.values_list("row_id", flat=True)) == {sonne.pk}
    assert sorted(Tagging.objects.values_list("tag__name", "about_id")) == [
        ("M-1", sonne.pk), ("S-1", sonne.pk), ("VIP", sonne.pk),
    ]  # fmt: skip
    mond.refresh_from_db()
    assert mond.merged_into == sonne


def test_only_what_says_so_stays_with_the_merged_account(merge, mond):
    staying = set()
    for model, key in keys_to(Account):
        if model._base_manager.filter(**{key.attname: mond.pk}).exists():
            staying.add(model.__name__)
    assert staying == {"LedgerLine", "LedgerRollup", "LifecycleChange", "AccountTeamMember"}
    team = AccountTeamMember.objects.filter(account=mond)
    assert list(team.values_list("role", "share")) == [("owner", 100)]


def test_ledger_lines_stay_and_sums_by_survivor_hold_all_of_them(furnished, dung):
    sonne, mond = furnished
    before = LedgerLine.objects.aggregate(Sum("net"))["net__sum"]
    merge_accounts(actor=dung, survivor=sonne, merged=mond)
    assert LedgerLine.objects.filter(sold_to=mond).exists()
    for model in (LedgerLine, LedgerRollup):
        by_survivor = model.objects.values(who=Coalesce(F("sold_to__merged_into"), F("sold_to"))).annotate(
            Sum("net")
        )
        assert [(row["who"], row["net__sum"]) for row in by_survivor] == [(sonne.pk, before)]


def test_the_doctor_finds_nothing_before_a_merge_after_it_and_after_its_undo(furnished, dung):
    def complaints():
        return [said for one in all_checks() for said in one.look().sentences]

    sonne, mond = furnished
    assert complaints() == []
    merge = merge_accounts(actor=dung, survivor=sonne, merged=mond)
    assert complaints() == []
    undo_merge(actor=dung, merge=merge)
    assert complaints() == []


def test_undoing_a_merge_restores_every_table(furnished, dung):
    sonne, mond = furnished
    mond.phone, mond.street, mond.city, mond.since = "030 1", "Gasse 1", "Bonn", LONG_AGO
    mond.extra, sonne.extra = {"rank": 1, "colour": "red"}, {"colour": None}
    mond.save()
    sonne.save()
    AccountParent.objects.create(account=mond, parent=sonne, valid=DateRange(LONG_AGO, DAY))
    before = everything()
    choices = {"name": "merged", "lifecycle": "merged", "x_colour": "merged"}
    merge = merge_accounts(actor=dung, survivor=sonne, merged=mond, choices=choices)
    assert everything() != before
    undo_merge(actor=dung, merge=merge)
    after = everything()
    assert {table: rows for table, rows in after.items() if rows != before[table]} == {}


def test_chosen_values_are_taken_over_and_blanks_are_filled(furnished, dung):
    sonne, mond = furnished
    Account.objects.filter(pk=mond.pk).update(
        phone="030 1", city="Bonn", street="Gasse 1", email="m@mond.example"
    )
    Account.objects.filter(pk=sonne.pk).update(city="Köln", email="s@sonne.example", lifecycle="customer")
    Account.objects.filter(pk=mond.pk).update(lifecycle="key_account")
    merge_accounts(actor=dung, survivor=sonne, merged=mond, choices={"name": "merged", "lifecycle": "merged"})
    sonne.refresh_from_db()
    assert (sonne.name, sonne.phone, sonne.email) == ("Mondschein KG", "030 1", "s@sonne.example")
    assert (sonne.street, sonne.city) == ("", "Köln"), "an address is taken as a whole"
    assert sonne.lifecycle_changes.order_by("-pk")[0].lifecycle == sonne.lifecycle == "key_account"


def test_what_was_changed_since_is_kept_when_a_merge_is_undone(furnished, dung):
    sonne, mond = furnished
    Account.objects.filter(pk=mond.pk).update(phone="030 1")
    merge = merge_accounts(actor=dung, survivor=sonne, merged=mond)
    Account.objects.filter(pk=sonne.pk).update(phone="040 2")
    note = Note.objects.get(text="M-1")
    Note.objects.filter(pk=note.pk).update(text="M-1, called")
    undo_merge(actor=dung, merge=merge)
    sonne.refresh_from_db()
    note.refresh_from_db()
    assert (sonne.phone, note.text, note.about_id) == ("040 2", "M-1, called", mond.pk)


def test_a_payment_for_a_moved_invoice_makes_a_merge_final(merge, mond, dung):
    invoice = Invoice.objects.get(order__po_number="M-1")
    record_payment(
        actor=SYSTEM, account=invoice.account, day=DAY, amount=Decimal(5), currency="EUR", invoice=invoice
    )
    before = everything()
    with pytest.raises(RuleBroken, match="credited or paid since"):
        undo_merge(actor=dung, merge=merge)
    assert everything() == before


def test_a_merge_is_undone_for_thirty_days_and_once(merge, dung):
    Merge.objects.update(merged_at=timezone.now() - timedelta(days=31))
    with pytest.raises(RuleBroken, match="30 days"):
        undo_merge(actor=dung, merge=merge)
    Merge.objects.update(merged_at=timezone.now() - timedelta(days=29))
    undo_merge(actor=dung, merge=merge)
    with pytest.raises(RuleBroken, match="already"):
        undo_merge(actor=dung, merge=merge)


def test_a_dated_row_that_collides_gives_way_and_its_other_days_go_on(sonne, mond, dung):
    PartnerRole.objects.create(
        account=sonne, role="sponsor", valid=DateRange(date(2024, 1, 1), date(2025, 1, 1))
    )
    PartnerRole.objects.create(account=mond, role="sponsor", valid=DateRange(date(2023, 1, 1), None))
    before = everything()
    merge = merge_accounts(actor=dung, survivor=sonne, merged=mond)
    held = sorted((row.valid.lower, row.valid.upper) for row in PartnerRole.objects.filter(account=sonne)[:2])
    assert held[0] == (date(2023, 1, 1), date(2024, 1, 1))
    assert PartnerRole.objects.filter(account=sonne, valid__startswith=date(2025, 1, 1)).exists()
    undo_merge(actor=dung, merge=merge)
    assert everything() == before


def test_a_piece_that_was_changed_since_names_itself_and_stops_the_undo(sonne, mond, dung):
    PartnerRole.objects.create(account=sonne, role="sponsor", valid=DateRange(date(2024, 1, 1), None))
    PartnerRole.objects.create(account=mond, role="sponsor", valid=DateRange(date(2023, 1, 1), None))
    merge = merge_accounts(actor=dung, survivor=sonne, merged=mond)
    piece = PartnerRole.objects.get(valid__startswith=date(2023, 1, 1))
    piece.valid = DateRange(date(2023, 2, 1), date(2024, 1, 1))
    piece.save()
    with pytest.raises(RuleBroken, match=r"sponsor.*changed since"):
        undo_merge(actor=dung, merge=merge)


def test_trees_that_would_make_a_circle_are_untied_and_tied_again(sonne, mond, dung, ana):
    between = Account.objects.create(name="Zwischen AG")
    place_under(actor=SYSTEM, account=sonne, parent=between, since=DAY)
    place_under(actor=SYSTEM, account=between, parent=mond, since=DAY)
    before = everything()
    merge = merge_accounts(actor=dung, survivor=sonne, merged=mond)
    assert list(AccountParent.objects.values_list("account", "parent")) == [(sonne.pk, between.pk)]
    undo_merge(actor=dung, merge=merge)
    assert everything() == before


def test_a_group_merged_into_its_member_keeps_its_other_members(sonne, mond, dung):
    sister = Account.objects.create(name="Schwester AG")
    for account in (sonne, sister):
        place_under(actor=SYSTEM, account=account, parent=mond, since=DAY)
    merge = merge_accounts(actor=dung, survivor=sonne, merged=mond)
    assert list(AccountParent.objects.values_list("account", "parent")) == [(sister.pk, sonne.pk)]
    undo_merge(actor=dung, merge=merge)
    assert sorted(AccountParent.objects.values_list("account", "parent")) == sorted(
        [(sonne.pk, mond.pk), (sister.pk, mond.pk)]
    )


def test_an_earlier_merge_follows_to_the_last_survivor_and_is_undone_in_turn(furnished, dung):
    sonne, mond = furnished
    stern = Account.objects.create(name="Sternwarte AG")
    before = everything()
    first = merge_accounts(actor=dung, survivor=mond, merged=stern)
    between = everything()
    second = merge_accounts(actor=dung, survivor=sonne, merged=mond)
    stern.refresh_from_db()
    assert stern.merged_into == sonne
    with pytest.raises(RuleBroken, match="since been merged into “Sonnenhof GmbH”"):
        undo_merge(actor=dung, merge=first)
    undo_merge(actor=dung, merge=second)
    assert everything() == between
    undo_merge(actor=dung, merge=first)
    assert everything() == before


def test_a_later_choice_of_the_same_value_is_undone_first(sonne, mond, dung):
    stern = Account.objects.create(name="Sternwarte AG", lifecycle="customer", country="DE")
    first = merge_accounts(actor=dung, survivor=sonne, merged=mond, choices={"name": "merged"})
    second = merge_accounts(actor=dung, survivor=sonne, merged=stern, choices={"name": "merged"})
    with pytest.raises(RuleBroken, match="Sternwarte AG"):
        undo_merge(actor=dung, merge=first)
    undo_merge(actor=dung, merge=second)
    undo_merge(actor=dung, merge=first)
    sonne.refresh_from_db()
    assert sonne.name == "Sonnenhof GmbH"


@pytest.mark.parametrize("who", ["ana", "finn", "nobody"])
def test_only_those_who_may_merge_do(furnished, who, request):
    sonne, mond = furnished
    somebody = request.getfixturevalue(who)
    before = everything()
    with pytest.raises(NotAllowed):
        merge_accounts(actor=somebody, survivor=sonne, merged=mond)
    assert everything() == before


def test_a_sales_manager_merges_what_the_team_leads_and_nothing_else(sonne, mond, clara):
    strange = Account.objects.create(name="Fremd GmbH")
    with pytest.raises(NotAllowed):
        merge_accounts(actor=clara, survivor=sonne, merged=strange)
    merge = merge_accounts(actor=clara, survivor=sonne, merged=mond)
    assert (merge.merged_by, Event.objects.filter(name="account merged").count()) == (clara, 2)


def test_an_account_is_not_merged_into_itself_nor_twice(sonne, mond, dung):
    with pytest.raises(RuleBroken, match="same entry"):
        merge_accounts(actor=dung, survivor=sonne, merged=sonne)
    merge_accounts(actor=dung, survivor=sonne, merged=mond)
    with pytest.raises(RuleBroken, match="already been merged"):
        merge_accounts(actor=dung, survivor=sonne, merged=mond)
    with pytest.raises(RuleBroken, match="already been merged"):
        merge_accounts(actor=dung, survivor=mond, merged=sonne)


def test_a_company_and_a_person_are_not_one(sonne, dung):
    person = Account.objects.create(name="Sonja Hof", kind="person")
    with pytest.raises(RuleBroken, match="company and the other a person"):
        merge_accounts(actor=dung, survivor=sonne, merged=person)
    person.refresh_from_db()
    assert person.merged_into is None


def test_two_entries_of_one_contact_become_one_and_two_again(sonne, mond, dung):
    rosa = add_contact(
        actor=SYSTEM, account=sonne, name="Rosa Klein", since=DAY, title="Einkauf", email="r@s.example"
    )
    other = add_contact(
        actor=SYSTEM, account=sonne, name="R. Klein", since=LONG_AGO, title="Lager", phone="030 1"
    )
    ContactPosition.objects.create(contact=other, account=mond, title="Beirat", valid=DateRange(DAY, None))
    before = everything()
    merge = merge_contacts(actor=dung, survivor=rosa, merged=other)
    rosa.refresh_from_db()
    assert (rosa.name, rosa.phone) == ("Rosa Klein", "030 1")
    held = {(row.account_id, row.title, row.valid.lower) for row in rosa.positions.all()}
    assert held == {
        (sonne.pk, "Einkauf", DAY), (sonne.pk, "Lager", LONG_AGO), (mond.pk, "Beirat", DAY),
    }  # fmt: skip
    assert not Contact.objects.get(pk=other.pk).positions.exists()
    undo_merge(actor=dung, merge=merge)
    assert everything() == before


def test_nothing_new_is_entered_for_an_account_that_lives_on_in_another(merge, mond, dung):
    before = everything()
    with pytest.raises(RuleBroken, match="“Mondschein KG” lives on in “Sonnenhof GmbH”"):
        add_contact(actor=dung, account=mond, name="Zu spät", since=DAY)
    assert everything() == before
