from __future__ import annotations

import pytest

from suki.base.access import SYSTEM
from suki.exchange.models import ImportRun
from suki.exchange.tests.folders import Folder
from suki.exchange.undoing import undo_import
from suki.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db

ACCOUNTS = "select id, name, city, _at from accounts"
CONTACTS = "select id || 'c' as id, 'Contact ' || id as name, id as account from accounts"
INVOICES = "select id || 'i' as id, id as account, '2024-01-31' as day, 'EUR' as currency, net from accounts"
EVERYTHING = {"accounts": ACCOUNTS, "contacts": CONTACTS, "invoices": INVOICES}


@pytest.fixture
def firm(folder: Folder) -> Folder:
    folder.write("accounts.csv", "id,name,city,net\nA,Acme,Huế,10\nB,Beta,Köln,20\n")
    return folder


def undo(run: int | None) -> dict[str, int]:
    return undo_import(actor=SYSTEM, run_id=run or 0)["rows"]


def names() -> list[str]:
    from suki.apps.accounts.models import Account

    return list(Account.objects.in_use().order_by("name").values_list("name", flat=True))


def test_what_was_created_goes_and_may_come_again(firm: Folder) -> None:
    from suki.apps.accounts.models import Account, Contact
    from suki.base.models import ExternalId

    outcome = firm.bring({"accounts": ACCOUNTS, "contacts": CONTACTS})
    assert undo(outcome.run)["archived"] == 0
    assert not Account.objects.exists() and not Contact.objects.exists() and not ExternalId.objects.exists()
    again = firm.bring({"accounts": ACCOUNTS, "contacts": CONTACTS})
    assert again.targets["accounts"]["created"] == 2


def test_what_was_updated_is_as_before(firm: Folder) -> None:
    from suki.apps.accounts.models import Account

    firm.bring({"accounts": ACCOUNTS})
    before = Account.objects.order_by("pk").values("name", "city", "search_form", "sort_key", "extra")
    images = list(before)
    firm.write("accounts.csv", "id,name,city,net\nA,Apex,Hanoi,10\nB,Beta,Köln,20\nC,Cast,,30\n")
    outcome = firm.bring({"accounts": ACCOUNTS})
    assert names() == ["Apex", "Beta", "Cast"]
    assert undo(outcome.run) == {"reversed": 0, "deleted": 2, "archived": 0, "restored": 1}
    assert list(before.all()) == images


def test_ledger_lines_are_reversed_and_what_they_name_is_archived(firm: Folder) -> None:
    from suki.apps.billing.models import Invoice
    from suki.apps.ledger.models import LedgerLine, LedgerRollup

    outcome = firm.bring(EVERYTHING)
    done = undo(outcome.run)
    assert (done["reversed"], done["archived"]) == (2, 4)
    assert LedgerLine.objects.count() == 4
    assert sum(LedgerLine.objects.values_list("net", flat=True)) == 0
    assert set(LedgerRollup.objects.values_list("net", flat=True)) == {0}
    assert names() == [] and not Invoice.objects.in_use().exists()


def test_an_import_taken_back_can_be_brought_again_without_doubles(firm: Folder) -> None:
    from suki.apps.accounts.models import Account
    from suki.apps.billing.models import Invoice
    from suki.apps.ledger.models import LedgerLine

    undo(firm.bring(EVERYTHING).run)
    firm.bring(EVERYTHING)
    assert (Account.objects.count(), Invoice.objects.count(), names()) == (2, 2, ["Acme", "Beta"])
    assert sum(LedgerLine.objects.values_list("net", flat=True)) == 30
    assert firm.bring(EVERYTHING).changed == 0
    undo(ImportRun.objects.order_by("pk")[1].pk)
    assert names() == []
    assert sum(LedgerLine.objects.values_list("net", flat=True)) == 0


def test_a_changed_document_says_again_what_it_said_before(firm: Folder) -> None:
    from suki.apps.billing.models import Invoice
    from suki.apps.ledger.models import LedgerLine

    firm.bring(EVERYTHING)
    firm.write("accounts.csv", "id,name,city,net\nA,Acme,Huế,15\nB,Beta,Köln,20\n")
    undo(firm.bring(EVERYTHING).run)
    assert Invoice.objects.get(number="Ai").net == 10
    lines = LedgerLine.objects.filter(document_id=Invoice.objects.get(number="Ai").pk).order_by("id")
    assert [line.net for line in lines] == [10, -10, 15, -15, 10]


def test_later_changes_stand_in_the_way_and_are_named(firm: Folder) -> None:
    from suki.apps.accounts.models import Account

    outcome = firm.bring({"accounts": ACCOUNTS})
    Account.objects.filter(name="Acme").update(city="Hội An")
    with pytest.raises(RuleBroken, match=r"1 accounts changed since \(Acme\)"):
        undo(outcome.run)
    assert names() == ["Acme", "Beta"]
    assert ImportRun.objects.get().undone_at is None


def test_later_rows_that_refer_to_it_stand_in_the_way(firm: Folder) -> None:
    first = firm.bring({"accounts": ACCOUNTS})
    second = firm.bring({"contacts": CONTACTS, "invoices": INVOICES})
    with pytest.raises(RuleBroken) as refusal:
        undo(first.run)
    assert "2 contact positions refer to accounts of this import" in str(refusal.value)
    assert "2 invoices refer to accounts of this import (Ai, Bi)" in str(refusal.value)
    undo(second.run)
    assert undo(first.run)["archived"] == 2


def test_a_later_import_that_was_taken_back_stands_in_nobodys_way(firm: Folder) -> None:
    first = firm.bring({"accounts": ACCOUNTS})
    firm.write("accounts.csv", "id,name,city,net\nA,Apex,Huế,10\nB,Beta,Köln,20\n")
    second = firm.bring({"accounts": ACCOUNTS})
    undo(second.run)
    undo(first.run)
    assert names() == []


def test_twice_is_said_and_so_is_an_unknown_import(firm: Folder) -> None:
    outcome = firm.bring({"accounts": ACCOUNTS})
    undo(outcome.run)
    with pytest.raises(RuleBroken, match=r"was taken back on .* already"):
        undo(outcome.run)
    with pytest.raises(RuleBroken, match="There is no import 999999"):
        undo(999999)


def test_dated_rows_come_back_in_an_order_that_the_house_accepts(firm: Folder) -> None:
    from suki.apps.accounts.models import AccountTeamMember

    people = "select '1' as id, 'Ana' as name union all select '2', 'Bayu'"
    first = "select 'A' as account, '1' as person, '2024-01-01' as \"from\""
    later = (
        "select 'A' as account, '1' as person, '2024-01-01' as \"from\", '2024-05-31' as \"to\""
        " union all select 'A', '2', '2024-06-01', null"
    )
    firm.bring({"people": people, "accounts": ACCOUNTS, "account_team": first})
    outcome = firm.bring({"people": people, "accounts": ACCOUNTS, "account_team": later})
    assert AccountTeamMember.objects.count() == 2
    undo(outcome.run)
    assert AccountTeamMember.objects.get().valid.upper is None
