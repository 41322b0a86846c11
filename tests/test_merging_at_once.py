"""Two people who merge the same accounts at once, and a merge whose process is killed in the middle."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from suki.apps.accounts.models import Account
from suki.base.tests.own_database import database_of_its_own, kill, next_line, python
from tests.merging import everything

MERGE = """
from django.db import transaction
from suki.apps.accounts.merge import merge_accounts
from suki.apps.accounts.models import Account
from suki.base.access import SYSTEM
from suki.kernel.errors import RuleBroken

survivor, merged = (Account.objects.get(name=name) for name in {names})
print("ready", flush=True)
try:
    with transaction.atomic():
        merge_accounts(actor=SYSTEM, survivor=survivor, merged=merged)
        print("merged", flush=True)
        input()
except RuleBroken as broken:
    print(broken, flush=True)
"""


@pytest.fixture
def own(django_db_setup, django_db_blocker, tmp_path: Path) -> Iterator[SimpleNamespace]:
    from suki.apps.accounts.actions import add_contact, open_account
    from suki.base.access import SYSTEM
    from tests.merging import DAY

    with django_db_blocker.unblock(), database_of_its_own(tmp_path) as conninfo:
        for name in ("Sonne", "Mond"):
            account = open_account(actor=SYSTEM, name=name, since=DAY)
            add_contact(actor=SYSTEM, account=account, name="Rosa", since=DAY)
        yield SimpleNamespace(conninfo=conninfo, folder=tmp_path)


def merging(own, *names):
    return python(own.conninfo, own.folder, MERGE.format(names=names))


def test_of_two_who_merge_at_once_one_merges_and_the_other_is_told(own):
    first = merging(own, "Sonne", "Mond")
    assert [next_line(first), next_line(first)] == ["ready", "merged"]
    second = merging(own, "Mond", "Sonne")
    try:
        assert next_line(second) == "ready"
        first.stdin.write("\n")
        first.stdin.flush()
        assert next_line(second) == "“Mond” has already been merged into “Sonne”."
    finally:
        kill(first)
        kill(second)
    assert list(Account.objects.order_by("name").values_list("name", "merged_into__name")) == [
        ("Mond", "Sonne"), ("Sonne", None),
    ]  # fmt: skip


def test_a_merge_that_is_killed_in_the_middle_has_changed_nothing(own):
    before = everything()
    killed = merging(own, "Sonne", "Mond")
    assert [next_line(killed), next_line(killed)] == ["ready", "merged"]
    kill(killed)
    assert everything() == before
    again = merging(own, "Sonne", "Mond")
    try:
        assert [next_line(again), next_line(again)] == ["ready", "merged"]
    finally:
        kill(again)


ENTER = """
from datetime import date
from suki.apps.accounts.actions import add_contact
from suki.apps.accounts.models import Account
from suki.base.access import SYSTEM
from suki.kernel.errors import RuleBroken

account = Account.objects.get(name="Mond")
print("ready", flush=True)
try:
    add_contact(actor=SYSTEM, account=account, name="Zu spät", since=date(2026, 1, 5))
    print("added", flush=True)
except RuleBroken as broken:
    print(broken, flush=True)
"""


def test_what_is_entered_while_an_account_is_merged_waits_and_is_told_where_to_go(own):
    first = merging(own, "Sonne", "Mond")
    assert [next_line(first), next_line(first)] == ["ready", "merged"]
    second = python(own.conninfo, own.folder, ENTER)
    try:
        assert next_line(second) == "ready"
        first.stdin.write("\n")
        first.stdin.flush()
        assert next_line(second) == "“Mond” lives on in “Sonne”. Go on there."
    finally:
        kill(first)
        kill(second)
