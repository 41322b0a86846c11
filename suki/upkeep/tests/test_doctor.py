"""The doctor finds what does not agree, names it, and is content with a house that is well."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.db import connection, transaction

from suki.apps.ledger.models import LedgerRollup
from suki.base.files import path_of
from suki.base.models import Event
from suki.base.tests.own_database import database_of_its_own
from suki.kernel.errors import RuleBroken
from suki.upkeep.doctor import examine, repair
from suki.upkeep.tests.sample_house import furnish


@pytest.fixture(scope="module")
def furnished(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[SimpleNamespace]:
    with django_db_blocker.unblock(), database_of_its_own(tmp_path_factory.mktemp("house")):
        yield furnish()


@pytest.fixture
def house(furnished) -> Iterator[SimpleNamespace]:
    """The furnished house, for one test to spoil: what it does is taken back."""
    with transaction.atomic():
        yield furnished
        transaction.set_rollback(True)


def spoil(*statements: str) -> None:
    """Change what no action would, with the rules of the database switched off."""
    with connection.cursor() as cursor:
        for statement in statements:
            words = statement.split()
            table = words[2] if words[0] in ("DELETE", "INSERT") else words[1]
            if words[0] != "ALTER":
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(statement)


def wrong() -> dict[str, tuple[str, ...]]:
    """What the doctor says is wrong, switched-off rules aside."""
    return {
        answer.check.name: answer.finding.sentences
        for answer in examine()
        if not answer.finding.agrees and answer.check.name != "base.triggers"
    }


def test_a_house_that_is_well_agrees_in_everything(house):
    answers = list(examine())

    assert [str(answer) for answer in answers if not answer.finding.agrees] == []
    looked_at = {answer.check.name: answer.finding.looked_at for answer in answers}
    assert looked_at["ledger.rollup"] == 8
    assert looked_at["orders.ledger"] == looked_at["orders.numbers"] == 2
    assert looked_at["base.files"] == 1
    assert len({answer.check.name for answer in answers}) == len(answers) > 20


SPOILT = {
    "base.external_ids": (
        "UPDATE base_externalid SET row_id = 77",
        "1 external ids name a account 77 that is not there",
    ),
    "base.references": (
        "UPDATE ledger_ledgerline SET bill_to_id = 77 WHERE id = 1",
        "1 rows of ledger_ledgerline say bill_to_id 77, which is not there",
    ),
    "base.attachments": (
        "UPDATE base_attachment SET about_kind = 'ghost'",
        "1 attachments belong to a ghost 1 that is not there",
    ),
    "base.events": (
        "UPDATE base_event SET about_id = 77 WHERE name = 'invoice issued'",
        "1 events are about a invoice 77 that is not there",
    ),
    "ledger.rollup": (
        "UPDATE ledger_ledgerrollup SET net = net + 1 WHERE kind = 'invoiced'",
        "product 1, seller 1, USD, 2026-01-01 to 2026-02-01: the roll-up says 31 net in 1 lines, its lines say 30 in 1",
    ),
    "ledger.reversals": (
        "UPDATE ledger_ledgerline SET reverses_id = 1 WHERE id = 3",
        "Line 3 does not mirror line 1",
    ),
    "ledger.rooms": (
        "UPDATE ledger_ledgerline SET room = 'attic' WHERE room = 'payments'",
        "1 lines come from “attic”, which no part of Suki looks after",
    ),
    "ledger.closed_days": (
        "UPDATE company_periodclosing SET through = '2026-01-05', closed_at = closed_at - interval '1 day'",
        "Line 1 was posted to 2026-01-05 after the ledger had been closed through 2026-01-05",
    ),
    "orders.lines": (
        "UPDATE orders_orderline SET net = net - 1 WHERE order_id = 1 AND line_key = '1'",
        "SO-000001: 30.03 + 5.71 USD (net + tax), but its lines sum to 29.03 + 5.71",
    ),
    "orders.ledger": (
        "UPDATE orders_order SET tax = 5 WHERE id = 1",
        "SO-000001: the document says 30.03 + 5 USD (net + tax), the ledger says 30.03 + 5.71",
    ),
    "billing.lines": ("UPDATE billing_invoice SET net = 31 WHERE id = 1", "IN-000001: 31 + "),
    "billing.ledger": (
        "UPDATE billing_invoice SET currency = 'EUR' WHERE kind = 'credit_note'",
        "CN-000001: the document says -10 + -1.9 EUR (net + tax), the ledger says -10 + -1.9; 1 of its lines differ",
    ),
    "billing.payments": (
        "UPDATE billing_payment SET amount = 24",
        "payment 1: the document says 24 + 0 USD (net + tax), the ledger says 23.8 + 0",
    ),
    "billing.settled": ("UPDATE ledger_ledgerline SET settles_id = 77 WHERE settles_id = 1", "settles invoice 77"),
    "billing.invoice_numbers": (
        "UPDATE base_numberseries SET last = 3 WHERE name = 'invoice'",
        "invoice main: number 2 was given and is on no document",
    ),
    "billing.credit_note_numbers": (
        "UPDATE base_numberseries SET last = 0 WHERE name = 'credit note'",
        "credit note main: number 1 is on a document and has not been given yet",
    ),
    "orders.numbers": ("UPDATE orders_order SET number = 'X' WHERE id = 2", "order main: number 2 was given"),
    "accounts.shares": (
        "UPDATE accounts_accountteammember SET share = 30 WHERE role = 'seller' AND person_id = 1",
        "on 2020-01-01 the shares of the role seller total 96.6667%",
    ),
    "accounts.lifecycle": ("UPDATE accounts_account SET lifecycle = 'former'", "stands as former; its last change says customer"),
    "accounts.merged": ("UPDATE accounts_account SET merged_into_id = id", "has been merged in a circle"),
    "base.jobs": ("UPDATE procrastinate_jobs SET status = 'doing'", "The worker of job 1"),
    "base.migrations": ("DELETE FROM django_migrations WHERE app = 'quotas'", "quotas.0001_initial has not been applied"),
}  # fmt: skip


@pytest.mark.parametrize("name", SPOILT)
def test_what_does_not_agree_is_named(house, name):
    statement, sentence = SPOILT[name]
    before = () if name != "accounts.merged" else (
        "ALTER TABLE accounts_account DROP CONSTRAINT account_not_merged_into_itself",
    )  # fmt: skip
    spoil(*before, statement)
    found = wrong()

    assert name in found
    assert sentence in found[name][0]


def test_a_number_that_stands_twice_is_named(house):
    spoil(
        "ALTER TABLE orders_order DROP CONSTRAINT order_number_once",
        "UPDATE orders_order SET number = 'SO-000001'",
    )

    assert "SO-000001 is the number of 2 documents" in wrong()["orders.numbers"][0]


def test_an_imported_number_ahead_of_the_counter_is_well(house):
    spoil(
        "UPDATE orders_order SET number = 'SO-000009' WHERE id = 2",
        "UPDATE base_numberseries SET last = 1 WHERE name = 'order'",
    )
    assert "number 9 is on a document and has not been given" in wrong()["orders.numbers"][0]
    spoil("INSERT INTO base_externalid (kind, source, key, row_id) VALUES ('order', 'old', '9', 2)")

    assert "orders.numbers" not in wrong()


def test_numbers_without_their_counter_are_named(house):
    spoil("DELETE FROM base_numberseries WHERE name = 'order'")

    assert (
        "documents of our own have numbers that no counter of order main gave" in wrong()["orders.numbers"][0]
    )


def test_two_owners_on_one_day_are_named(house):
    spoil(
        "ALTER TABLE accounts_accountteammember DROP CONSTRAINT one_owner_a_day",
        "UPDATE accounts_accountteammember SET valid = '[2025-12-31,)' WHERE role = 'owner' AND person_id = 2",
    )

    assert "has two owners on 2025-12-31" in wrong()["accounts.owner"][0]


def test_an_account_above_itself_is_named(house):
    spoil(
        "INSERT INTO accounts_account (name, kind, lifecycle, sort_key, search_form, tier, legal_name, tax_number,"
        " industry, email, phone, website, street, city, region, postal_code, country, currency, language)"
        " VALUES ('Tochter', 'company', 'customer', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '')",
        "INSERT INTO accounts_accountparent (account_id, parent_id, valid)"
        " VALUES (1, 2, '[2026-01-01,)'), (2, 1, '[2026-03-01,2026-04-01)')",
    )

    assert "belongs to itself from 2026-03-01 on" in wrong()["accounts.parents"][0]


def test_a_rule_that_is_switched_off_is_named(house):
    spoil("UPDATE orders_order SET po_number = po_number")
    found = {answer.check.name: answer.finding.sentences for answer in examine()}

    assert "of orders_order is switched off" in found["base.triggers"][0]


def test_files_that_are_missing_spoilt_or_left_over_are_named(house):
    place = path_of(house.attachment.file.sha256)
    left = settings.STORED_FILES / "ab" / "left"
    left.parent.mkdir()
    left.write_bytes(b"x")
    os.utime(left, (time.time() - 90_000,) * 2)
    content = place.read_bytes()
    place.write_bytes(b"rotten")
    spoilt = wrong()
    place.unlink()
    missing = wrong()
    place.write_bytes(content)
    left.unlink()

    assert "is not the file that was stored" in spoilt["base.files"][0]
    assert "is missing" in missing["base.files"][0]
    assert f"{left} belongs to nothing" in spoilt["base.orphans"][0]


def test_the_doctor_repairs_roll_ups_and_nothing_else(house):
    spoil("UPDATE ledger_ledgerrollup SET net = 0, lines = 9", "UPDATE orders_order SET tax = 5 WHERE id = 1")
    assert {"ledger.rollup", "orders.ledger"} <= set(wrong())
    repair()

    assert "ledger.rollup" not in wrong()
    assert "orders.ledger" in wrong()


def test_a_roll_up_without_lines_and_lines_without_a_roll_up_are_named(house):
    LedgerRollup.objects.filter(kind="collected").delete()
    LedgerRollup.objects.filter(kind="credited").update(kind="cost")

    assert len(wrong()["ledger.rollup"]) == 3


def test_many_troubles_are_counted_and_the_first_are_told(house):
    for number in range(30):
        Event.objects.create(name="x", about_kind="account", about_id=1000 + number)
    answer = next(answer for answer in examine() if answer.check.name == "base.events")

    assert answer.finding.wrong == 30
    assert len(answer.finding.sentences) == 10
    assert str(answer).endswith("and 20 more")


def test_what_cannot_be_looked_at_is_named_and_the_rest_goes_on(house):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE billing_payment RENAME TO elsewhere")
    found = wrong()

    assert "This could not be looked at" in found["billing.payments"][0]
    assert "orders.ledger" not in found


def test_an_empty_database_is_refused_in_one_sentence(house):
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_migrations RENAME TO elsewhere")

    with pytest.raises(RuleBroken, match="nothing to examine"):
        list(examine())


def test_an_event_about_a_row_that_was_deleted_by_rule_is_well(house):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM base_customfield")

    assert wrong() == {}
