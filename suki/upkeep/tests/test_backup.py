"""A backup holds everything, and comes back as it was."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.conf import settings
from django.db import IntegrityError, ProgrammingError, connection, transaction

from suki.apps.accounts.models import Account
from suki.base.files import open_file, path_of
from suki.base.models import Attachment, User
from suki.base.tests.own_database import database_of_its_own
from suki.kernel.errors import RuleBroken
from suki.upkeep.archive import Manifest, open_backup
from suki.upkeep.backup import back_up
from suki.upkeep.restore import restore
from suki.upkeep.tables import connect, rows_as_text, sequences, sums
from suki.upkeep.tests.sample_house import furnish


def content():
    """Checksums of every table, and what each counter gives next."""
    with connect() as here:
        return sums(here), sequences(here)


class Saved(NamedTuple):
    """A backup of a furnished house, what it holds, and some of what a test looks for in it."""

    path: Path
    manifest: Manifest
    content: tuple
    sha256: str
    account_id: int
    user_id: int


@pytest.fixture(scope="module")
def made_once(django_db_setup, django_db_blocker, tmp_path_factory) -> Saved:
    folder = tmp_path_factory.mktemp("house")
    with django_db_blocker.unblock(), database_of_its_own(folder):
        house = furnish()
        path = folder / "house.suki"
        manifest = back_up(path)
        return Saved(
            path, manifest, content(), house.attachment.file.sha256, house.account.pk, house.ana.user_id
        )


@pytest.fixture
def saved(made_once, tmp_path) -> Saved:
    """A copy of it, for this test to spoil."""
    return made_once._replace(path=Path(shutil.copy(made_once.path, tmp_path / "house.suki")))


@pytest.fixture(scope="module")
def empty(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple]:
    """An empty house, and what it holds: refusals leave it so."""
    with django_db_blocker.unblock(), database_of_its_own(tmp_path_factory.mktemp("empty")):
        yield content()


@pytest.fixture
def full(own, saved):
    """A house into which the backup has gone."""
    restore(saved.path)
    return own


def test_a_backup_goes_into_an_empty_house_and_every_table_is_the_same(saved, full):
    assert content() == saved.content
    assert saved.manifest.rows > 600
    with open_file(Attachment.objects.get().file) as file:
        assert file.read() == b"%PDF \x00\xff"


def test_a_restored_house_is_lived_in_like_the_first(saved, full):
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
    manifest = back_up(full.folder / "b.suki")

    assert User.objects.filter(email="late@habi.example").exists()
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
    User.objects.create(email="new@habi.example")
    before = content()

    def fail(_backup):
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


def test_a_backup_of_a_newer_shape_is_refused(saved, empty):
    change(saved.path, lambda said: said["migrations"].append(["ledger", "0099_from_the_future"]))
    with pytest.raises(RuleBroken, match=r"does not know \(ledger.0099_from_the_future\)"):
        restore(saved.path)

    assert content() == empty


def test_a_newer_format_is_refused(saved, empty):
    change(saved.path, lambda said: said.update(format=2, suki="9.0"))
    with pytest.raises(RuleBroken, match=r"made by Suki 9.0, which is newer"):
        restore(saved.path)


@pytest.mark.parametrize("kept", [0.0001, 0.3, 0.999])
def test_a_backup_cut_short_is_refused(saved, empty, kept):
    whole = saved.path.read_bytes()
    saved.path.write_bytes(whole[: max(1, int(len(whole) * kept))])
    with pytest.raises(RuleBroken, match=r"is incomplete|is not a backup of Suki"):
        restore(saved.path)

    assert content() == empty


@pytest.mark.parametrize("member", ["tables/base_event.tsv", "files/", "manifest.json"])
def test_a_backup_with_a_spoilt_byte_is_refused(saved, empty, member):
    with zipfile.ZipFile(saved.path) as archive:
        place = next(info for info in archive.infolist() if info.filename.startswith(member))
    spoilt = bytearray(saved.path.read_bytes())
    spoilt[place.header_offset + 30 + len(place.filename) + 20 + place.compress_size // 2] ^= 0xFF
    saved.path.write_bytes(spoilt)
    with pytest.raises(RuleBroken, match=r"is damaged|is not a backup"):
        restore(saved.path)

    assert content() == empty


def test_a_table_whose_rows_were_changed_is_refused(saved, empty):
    replace_member(saved.path, "tables/base_user.tsv", lambda text: text.replace(b"ana@", b"eve@"))
    with pytest.raises(RuleBroken, match=r"base_user.tsv is not what was backed up"):
        restore(saved.path)

    assert content() == empty


@pytest.mark.parametrize("bytes_in_it", [b"", b"hello", b"PK\x03\x04 but no more"])
def test_a_file_that_is_no_backup_is_refused(empty, tmp_path, bytes_in_it):
    path = tmp_path / "other.zip"
    path.write_bytes(bytes_in_it)
    with pytest.raises(RuleBroken, match="is not a backup of Suki"):
        restore(path)


def test_another_zip_is_refused_and_never_overwritten(empty, tmp_path):
    path = tmp_path / "other.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("holiday.jpg", b"x")
    before = path.read_bytes()
    with pytest.raises(RuleBroken, match="is not a backup of Suki"):
        restore(path)
    with pytest.raises(RuleBroken, match="exists and is not a backup"):
        back_up(path)

    assert path.read_bytes() == before


def test_an_earlier_backup_is_replaced_at_once_and_nothing_is_left_over(empty, saved, tmp_path):
    (tmp_path / f".{saved.path.name}.999999999.partial").write_bytes(b"left by a killed backup")
    back_up(saved.path)

    with open_backup(saved.path) as backup:
        assert b"".join(backup.table("base_user")) == b""
    assert [item.name for item in tmp_path.iterdir() if "partial" in item.name] == []
    assert saved.path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize(("place", "sentence"), [("", "is a folder"), ("none/b.suki", "does not exist")])
def test_a_place_that_cannot_be_written_is_named(empty, tmp_path, place, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        back_up(tmp_path / place)


def test_a_file_that_is_missing_or_spoilt_does_not_stop_the_backup(full, saved):
    place = path_of(saved.sha256)
    place.write_bytes(b"rotten")
    manifest = back_up(full.folder / "rotten.suki")
    place.unlink()
    again = back_up(full.folder / "gone.suki")
    restore(full.folder / "rotten.suki", replace=True)

    assert (manifest.missing_files, manifest.files) == ([saved.sha256], 0)
    assert (again.missing_files, again.files) == ([saved.sha256], 0)
    assert not place.exists()


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
    assert (own.folder / "secret.key.before-restore").read_text() == "another key"


def test_a_key_that_the_environment_gives_stays_there(saved):
    assert not saved.manifest.has_key


def change(path, alter) -> None:
    """Rewrite the manifest of a backup."""

    def altered(text: bytes) -> bytes:
        said = json.loads(text)
        alter(said)
        return json.dumps(said).encode()

    replace_member(path, "manifest.json", altered)


def replace_member(path, name, alter) -> None:
    with zipfile.ZipFile(path) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    members[name] = alter(members[name])
    with zipfile.ZipFile(path, "w") as archive:
        for member, text in members.items():
            archive.writestr(member, text)
