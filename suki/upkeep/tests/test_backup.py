"""A backup holds everything, and comes back as it was."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, connection, transaction

from suki.apps.accounts.models import Account
from suki.base.files import open_file, path_of
from suki.base.models import Attachment, User
from suki.base.tests.own_database import database_of_its_own
from suki.kernel.errors import RuleBroken
from suki.upkeep.backup import back_up
from suki.upkeep.restore import restore
from suki.upkeep.tables import connect, rows_as_text
from suki.upkeep.tests.saved_house import content


@pytest.fixture(scope="module")
def full(made_once, django_db_blocker, tmp_path_factory) -> Iterator[Path]:
    """A house into which the backup has gone, and its folder; each test leaves it as it found it."""
    folder = tmp_path_factory.mktemp("full")
    with django_db_blocker.unblock(), database_of_its_own(folder):
        restore(made_once.path)
        yield folder


def test_a_backup_goes_into_an_empty_house_and_every_table_is_the_same(saved, full):
    assert content() == saved.content
    assert saved.manifest.rows > 600
    with open_file(Attachment.objects.get().file) as file:
        assert file.read() == b"%PDF \x00\xff"


def test_a_restored_house_is_lived_in_like_the_first(saved, own):
    restore(saved.path)
    user = User.objects.create(email="neu@habi.example")
    assert user.pk == saved.user_id + 1
    for error, statement in [
        (ProgrammingError, "UPDATE ledger_ledgerline SET net = 0"),
        (ProgrammingError, "DELETE FROM ledger_ledgerline"),
        (IntegrityError, "UPDATE accounts_accountteammember SET share = 40 WHERE role = 'seller'"),
        (IntegrityError, "UPDATE base_attachment SET file_id = 999"),
        (
            IntegrityError,
            "UPDATE accounts_accountteammember SET valid = '[2019-01-01,)' WHERE role = 'owner'",
        ),
    ]:
        with pytest.raises(error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(statement)
    Account.objects.filter(pk=saved.account_id).update(city="Đà Nẵng")
    assert Account.objects.get(pk=saved.account_id).history.latest("pgh_id").city == "Huế"


def test_many_rows_come_back_with_all_their_indexes_and_keys(saved, own, monkeypatch):
    monkeypatch.setattr("suki.upkeep.restore.MANY_ROWS", 0)
    shape = "SELECT indexdef FROM pg_indexes UNION ALL SELECT pg_get_constraintdef(oid) FROM pg_constraint ORDER BY 1"
    with connect() as here:
        before = here.execute(shape).fetchall()
    restore(saved.path)

    with connect() as here:
        assert here.execute(shape).fetchall() == before
    assert content() == saved.content


def test_a_backup_takes_one_moment_while_people_go_on_working(full, saved, monkeypatch):
    def slowly(connection, table):
        if table.name == "base_event":
            User.objects.create(email="late@habi.example")
        return rows_as_text(connection, table)

    monkeypatch.setattr("suki.upkeep.backup.rows_as_text", slowly)
    manifest = back_up(full / "b.suki")

    assert User.objects.filter(email="late@habi.example").delete()[0] == 1
    assert {table.name: table.sum for table in manifest.tables} == saved.content[0]


def test_a_full_house_is_not_overwritten_unless_that_is_said(full, saved):
    User.objects.create(email="new@habi.example")
    with pytest.raises(RuleBroken, match=r"is not empty .* --replace"):
        restore(saved.path)
    assert User.objects.filter(email="new@habi.example").exists()

    path_of(saved.sha256).write_bytes(b"rotten")
    restore(saved.path, replace=True)
    assert content() == saved.content
    assert path_of(saved.sha256).read_bytes() == b"%PDF \x00\xff"


def test_a_failure_in_the_middle_leaves_everything_as_it_was(full, saved, monkeypatch):
    before = content()

    def fail(_backup, keeping):
        raise KeyboardInterrupt

    monkeypatch.setattr("suki.upkeep.restore._put_key", fail)
    with pytest.raises(KeyboardInterrupt):
        restore(saved.path, replace=True)

    assert content() == before


def test_a_table_locked_by_somebody_is_waited_for_and_then_refused(full, saved, monkeypatch):
    monkeypatch.setattr("suki.upkeep.restore.PATIENCE", "50ms")
    with connect() as somebody:
        somebody.execute("SELECT 1 FROM base_user")
        with pytest.raises(RuleBroken, match="Somebody is using the database"):
            restore(saved.path, replace=True)

    assert content() == saved.content


def test_a_file_that_is_missing_or_spoilt_does_not_stop_the_backup(full, saved):
    place = path_of(saved.sha256)
    content = place.read_bytes()
    place.write_bytes(b"rotten")
    manifest = back_up(full / "rotten.suki")
    place.unlink()
    again = back_up(full / "gone.suki")
    restore(full / "rotten.suki", replace=True)

    assert (manifest.missing_files, manifest.files) == ([saved.sha256], 0)
    assert (again.missing_files, again.files) == ([saved.sha256], 0)
    assert not place.exists()
    place.write_bytes(content)


def test_the_key_of_the_data_folder_comes_along(own, monkeypatch):
    monkeypatch.delenv("SUKI_SECRET_KEY")
    monkeypatch.setattr(settings, "DATA", own.folder)
    key = own.folder / "secret.key"
    key.write_text("the first key")
    path = own.folder / "b.suki"
    assert back_up(path).has_key
    key.write_text("another key")
    restore(path)
    assert key.read_text() == "the first key"
    assert not (own.folder / "secret.key.before-restore").exists()

    key.write_text("another key")
    restore(path, replace=True)
    assert key.read_text() == "the first key"
    assert (own.folder / "secret.key.before-restore").read_text() == "another key"


def test_a_key_that_the_environment_gives_stays_there(saved):
    assert not saved.manifest.has_key
