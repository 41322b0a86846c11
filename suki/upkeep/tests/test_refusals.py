"""What is no sound backup is refused in one sentence, and nothing has changed."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Iterator

import pytest

from suki.base.tests.own_database import database_of_its_own
from suki.kernel.errors import RuleBroken
from suki.upkeep.archive import open_backup
from suki.upkeep.backup import back_up
from suki.upkeep.restore import restore
from suki.upkeep.tests.saved_house import content


@pytest.fixture(scope="module")
def empty(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[tuple]:
    """An empty house, and what it holds: refusals leave it so."""
    with django_db_blocker.unblock(), database_of_its_own(tmp_path_factory.mktemp("empty")):
        yield content()


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
