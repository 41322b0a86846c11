"""Whatever is killed, whenever: what was acknowledged is there, and nothing is there by half."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection

from suki.apps.ledger.models import LedgerLine, LedgerRollup
from suki.apps.orders.models import Order, OrderLine
from suki.base.jobs import waiting_jobs
from suki.base.models import Event, NumberSeries, StoredFile, User
from suki.base.tests.conftest import Own
from suki.base.tests.own_database import database_of_its_own, kill, next_line, python
from suki.upkeep.archive import open_backup
from suki.upkeep.backup import back_up
from suki.upkeep.doctor import examine
from suki.upkeep.restore import restore
from suki.upkeep.tests.sample_house import furnish
from suki.upkeep.tests.saved_house import content

ORDER = """
import sys
from datetime import date
from decimal import Decimal
from django.db import transaction
from suki.apps.accounts.models import Account
from suki.apps.orders.actions import enter_order
from suki.apps.orders.documents import Item
from suki.base.access import SYSTEM
from suki.base.files import attach
from suki.base.tests import sample_jobs

def write():
    account = Account.objects.get()
    order = enter_order(
        actor=SYSTEM, account=account, day=date(2026, 3, 1), currency="EUR",
        items=[Item(quantity=Decimal(2), unit_price=Decimal("1.25"))],
    )
    attach(order, b"signed", name="order.pdf", actor=SYSTEM)
    sample_jobs.greet.later(user_id=1)
"""
IN_THE_MIDDLE = (
    ORDER
    + """
with transaction.atomic():
    write()
    print("written", flush=True)
    sys.stdin.readline()
"""
)
COMMITTED = (
    ORDER
    + """
with transaction.atomic():
    write()
print("committed", flush=True)
sys.stdin.readline()
"""
)
STOPPING_AT = """
import sys
from pathlib import Path
from suki.upkeep import backup, restore
def stop(*_, **__):
    print("there", flush=True)
    sys.stdin.readline()
"""


def counts() -> dict[str, int]:
    models = (Order, OrderLine, LedgerLine, LedgerRollup, Event, StoredFile)
    return {
        **{model.__name__: model.objects.count() for model in models},
        "jobs": waiting_jobs(),
        "number": NumberSeries.objects.get(name="order").last,
    }


def all_agrees() -> bool:
    return all(answer.finding.agrees for answer in examine())


@pytest.fixture(scope="module")
def house(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[Own]:
    """A furnished house, for all that is killed here."""
    folder = tmp_path_factory.mktemp("house")
    with django_db_blocker.unblock(), database_of_its_own(folder) as conninfo:
        furnish()
        yield Own(conninfo, folder)


def test_a_process_killed_before_it_commits_leaves_nothing(house):
    before = counts()
    writer = python(house.conninfo, house.folder, IN_THE_MIDDLE)
    assert next_line(writer) == "written"
    kill(writer)

    assert counts() == before
    assert all_agrees()


def test_a_process_killed_after_it_committed_leaves_everything(house):
    before = counts()
    writer = python(house.conninfo, house.folder, COMMITTED)
    assert next_line(writer) == "committed"
    kill(writer)

    more = {name: number - before[name] for name, number in counts().items()}
    assert more == {
        "Order": 1, "OrderLine": 1, "LedgerLine": 1, "LedgerRollup": 1, "Event": 2, "StoredFile": 1, "jobs": 1,
        "number": 1,
    }  # fmt: skip
    assert all_agrees()


def test_a_restore_killed_in_the_middle_leaves_the_house_as_it_was(house):
    path = house.folder / "house.suki"
    back_up(path)
    saved = content()
    User.objects.create(email="later@habi.example")
    before = content()
    for moment in ("_fill", "_set_sequences", "_put_key"):
        script = f"restore.{moment} = stop\nrestore.restore(Path({str(path)!r}), replace=True)"
        restoring = python(house.conninfo, house.folder, STOPPING_AT + script)
        assert next_line(restoring) == "there"
        kill(restoring)
        assert content() == before

    restore(path, replace=True)
    assert content() == saved
    assert all_agrees()


def test_a_backup_killed_in_the_middle_leaves_the_earlier_one_whole(house):
    path = house.folder / "house.suki"
    back_up(path)
    User.objects.create(email="later@habi.example")
    script = f"backup._add_files = stop\nbackup.back_up(Path({str(path)!r}))"
    saving = python(house.conninfo, house.folder, STOPPING_AT + script)
    assert next_line(saving) == "there"
    kill(saving)

    assert len(list(house.folder.glob(".*.partial"))) == 1
    with open_backup(path) as backup:
        backup.verify()
        assert b"later@" not in b"".join(backup.table("base_user"))
    back_up(path)
    assert list(house.folder.glob(".*.partial")) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM base_user")
        assert cursor.fetchone() == (2,)
