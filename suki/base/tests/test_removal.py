"""Rows are archived; a row leaves for good only where nothing refers to it."""

from __future__ import annotations

from datetime import date

import pytest
from django.apps import apps

from suki.base import removal
from suki.base.access import SYSTEM
from suki.base.files import attach
from suki.base.history import events_about
from suki.base.models import CustomField, ExternalId
from suki.base.removal import archive, bring_back, delete_unused, references_to, register_reference
from suki.kernel.errors import RuleBroken

pytestmark = pytest.mark.django_db

Account = apps.get_model("accounts", "account")
LifecycleChange = apps.get_model("accounts", "lifecyclechange")


@pytest.fixture
def account(settings, tmp_path):
    settings.STORED_FILES = tmp_path
    return Account.objects.create(name="Mai Foods")


def test_an_archived_row_leaves_the_lists_and_can_be_brought_back(account):
    archive(account, actor=SYSTEM)
    assert not Account.objects.in_use().exists()
    assert Account.objects.get() == account
    bring_back(account, actor=SYSTEM)

    assert Account.objects.in_use().get() == account
    assert [event.name for event in events_about(account)] == ["account brought back", "account archived"]


def test_archiving_twice_is_archiving_once(account):
    for _ in range(2):
        archive(account, actor=SYSTEM)

    assert events_about(account).count() == 1


def test_a_row_that_nothing_refers_to_is_deleted_with_its_external_ids(account):
    ExternalId.objects.create(kind="account", source="crm", key="7", row_id=account.pk)
    ExternalId.objects.create(kind="person", source="crm", key="7", row_id=account.pk)
    Account.objects.update(city="Huế")
    delete_unused(account, actor=SYSTEM)

    assert not Account.objects.exists()
    assert ExternalId.objects.get().kind == "person"
    assert Account.history.rel.related_model.objects.filter(pgh_label="delete", city="Huế").exists()


def test_a_row_that_a_key_leads_to_is_not_deleted(account):
    LifecycleChange.objects.create(account=account, lifecycle="customer", since=date(2026, 1, 5))
    subsidiary = Account.objects.create(name="Mai Drinks", merged_into=account)
    with pytest.raises(
        RuleBroken, match=r"“Mai Foods” cannot be deleted: Accounts \(1\), Lifecycle changes \(1\)"
    ):
        delete_unused(account, actor=SYSTEM)

    assert set(Account.objects.all()) == {account, subsidiary}
    assert LifecycleChange.objects.exists()
    assert not events_about(account).exists()


def test_its_own_parts_go_with_it_where_they_are_named(account):
    LifecycleChange.objects.create(account=account, lifecycle="customer", since=date(2026, 1, 5))
    delete_unused(account, actor=SYSTEM, parts=[LifecycleChange])

    assert not Account.objects.exists()
    assert not LifecycleChange.objects.exists()


def test_a_row_with_a_file_is_not_deleted(account):
    attach(account, b"x", name="x.txt", actor=SYSTEM)

    assert references_to(account) == [("Attachments", 1)]
    with pytest.raises(RuleBroken):
        delete_unused(account, actor=SYSTEM)


def test_a_room_may_name_rows_in_its_own_way(account, monkeypatch):
    monkeypatch.setattr(removal, "_unnamed", [])
    register_reference(lambda row: ("Ledger lines", 3 if row == account else 0))

    assert references_to(account) == [("Ledger lines", 3)]
    assert references_to(CustomField(pk=1, kind="account")) == []
