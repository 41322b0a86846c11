"""Keys that are checked by sets are as strict as foreign keys."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from suki.apps.ledger.actions import post_lines
from suki.apps.ledger.models import LedgerLine
from suki.apps.ledger.posting import NewLine
from suki.base.access import SYSTEM


def line(entity, account, **given):
    facts = {
        "entity_id": entity.pk, "kind": "invoiced", "day": date(2026, 1, 5), "sold_to_id": account.pk,
        "bill_to_id": account.pk, "currency": "EUR", "net": Decimal(1), "room": "billing", "document_id": 1,
    }  # fmt: skip
    return NewLine(**{**facts, **given})


@pytest.mark.parametrize("key", ["sold_to_id", "bill_to_id", "product_id", "seller_id", "site_id"])
def test_a_line_that_names_nobody_is_refused(entity, sonne, key):
    with pytest.raises(IntegrityError, match="no row 987654321"), transaction.atomic():
        post_lines(
            actor=SYSTEM, lines=[line(entity, sonne), line(entity, sonne, line_key="2", **{key: 987654321})]
        )
    assert not LedgerLine.objects.exists()


def test_what_the_ledger_names_cannot_be_deleted(entity, sonne, mond):
    post_lines(actor=SYSTEM, lines=[line(entity, sonne, bill_to_id=mond.pk)])
    for account in (sonne, mond):
        with (
            pytest.raises(IntegrityError, match="still named"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute("DELETE FROM accounts_accountteammember WHERE account_id = %s", [account.pk])
            cursor.execute("DELETE FROM accounts_lifecyclechange WHERE account_id = %s", [account.pk])
            cursor.execute("DELETE FROM accounts_account WHERE id = %s", [account.pk])
    assert LedgerLine.objects.count() == 1
