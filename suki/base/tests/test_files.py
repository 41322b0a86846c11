"""Files are kept once by their content, attached to any row, and never lost or left behind."""

from __future__ import annotations

import io
import os
import time
from datetime import timedelta

import pytest
from django.db import transaction

from suki.base.access import SYSTEM
from suki.base.files import attach, attachments_of, forget_orphans, open_file, orphans, path_of, store
from suki.base.history import events_about
from suki.base.models import Attachment, CustomField, StoredFile
from suki.base.tests.own_database import kill, next_line, python
from suki.kernel.errors import RuleBroken

STORE_AND_HOLD = """
import sys
from django.db import transaction
from suki.base.files import store
with transaction.atomic():
    store(b"never committed")
    print("stored", flush=True)
    sys.stdin.readline()
"""


@pytest.fixture
def folder(settings, tmp_path):
    settings.STORED_FILES = tmp_path / "files"
    return settings.STORED_FILES


@pytest.fixture
def row(db, folder) -> CustomField:
    return CustomField.objects.create(kind="account", name="size", label="Size")


def age(folder) -> None:
    for path in folder.rglob("*"):
        os.utime(path, (time.time() - 90_000, time.time() - 90_000))


def test_a_file_attached_to_a_row_is_read_back(row):
    attach(row, b"%PDF", name="C:\\Users\\Ana\\Offer.pdf", actor=SYSTEM, content_type="application/pdf")
    attachment = attachments_of(row).get()

    assert (attachment.name, attachment.file.size, attachment.file.content_type) == (
        "Offer.pdf",
        4,
        "application/pdf",
    )
    with open_file(attachment.file) as file:
        assert file.read() == b"%PDF"
    assert events_about(row)[0].facts["name"] == "Offer.pdf"


def test_the_same_content_is_kept_once(row, folder):
    first = attach(row, b"same", name="a.txt", actor=SYSTEM)
    second = attach(row, io.BytesIO(b"same"), name="b.txt", actor=SYSTEM)

    assert first.file == second.file
    assert [path for path in folder.rglob("*") if path.is_file()] == [path_of(first.file.sha256)]
    assert path_of(first.file.sha256).read_bytes() == b"same"


def test_a_file_larger_than_memory_allows_is_stored_block_by_block(row):
    class Endless(io.RawIOBase):
        left = 5

        def read(self, size=-1):
            self.left -= 1
            assert 0 < size <= 1 << 20
            return b"x" * size if self.left >= 0 else b""

    assert store(Endless()).size == 5 << 20


def test_a_file_without_a_name_is_refused(row):
    with pytest.raises(RuleBroken, match="needs a name"):
        attach(row, b"x", name="folder/", actor=SYSTEM)

    assert not Attachment.objects.exists()


def test_a_file_that_is_missing_says_so(row):
    file = store(b"gone")
    path_of(file.sha256).unlink()
    with pytest.raises(RuleBroken, match="missing from the data folder"):
        open_file(file)


def test_storing_it_again_brings_a_missing_content_back(row):
    file = store(b"gone")
    path_of(file.sha256).unlink()

    assert store(b"gone") == file
    assert path_of(file.sha256).read_bytes() == b"gone"


def test_what_a_rolled_back_transaction_left_is_removed_after_a_grace(row, folder):
    kept = store(b"kept")
    with pytest.raises(ValueError), transaction.atomic():
        attach(row, b"given up", name="x", actor=SYSTEM)
        raise ValueError
    assert StoredFile.objects.get() == kept
    assert forget_orphans() == 0
    age(folder)

    assert forget_orphans() == 1
    assert [path for path in folder.rglob("*") if path.is_file()] == [path_of(kept.sha256)]


def test_a_content_that_arrives_again_is_young_again(row, folder):
    with pytest.raises(ValueError), transaction.atomic():
        store(b"twice")
        raise ValueError
    age(folder)
    assert len(list(orphans())) == 1
    with pytest.raises(ValueError), transaction.atomic():
        store(b"twice")
        raise ValueError

    assert not list(orphans())


def test_nothing_is_removed_while_somebody_stores_a_file(own):
    holder = python(own.conninfo, own.folder, STORE_AND_HOLD)
    assert next_line(holder) == "stored"
    assert len(list(orphans(timedelta(0)))) == 1
    assert forget_orphans(timedelta(0)) == 0
    kill(holder)
    while not forget_orphans(timedelta(0)):
        pass  # until the database has noticed that the process is gone

    assert not list(orphans(timedelta(0)))
    assert not StoredFile.objects.exists()
