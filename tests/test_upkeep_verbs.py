"""`suki doctor`, `suki backup` and `suki restore` as people call them."""

from __future__ import annotations

import json
from argparse import Namespace

import pytest

from suki.base.checking import all_checks
from suki.base.tests.own_database import database_of_its_own
from suki.cli.verbs import doctor
from suki.upkeep.backup import back_up
from suki.upkeep.restore import restore
from suki.upkeep.tables import connect, sums
from suki.upkeep.tests.sample_house import furnish


@pytest.fixture
def house(db, settings, tmp_path):
    settings.STORED_FILES = tmp_path / "files"
    return furnish()


def test_the_doctor_answers_in_sentences_and_with_zero_when_all_agrees(house, capsys):
    assert doctor.run(Namespace(json=False, repair=False)) == 0
    assert "ok     Every roll-up equals the sum of its lines (8)." in capsys.readouterr().out


def test_the_doctor_answers_in_json_and_with_one_when_something_does_not(house, capsys):
    type(house.order).objects.update(tax=5)
    assert doctor.run(Namespace(json=True, repair=False)) == 1

    said = json.loads(capsys.readouterr().out)
    assert said["agrees"] is False
    assert {check["name"] for check in said["checks"]} == {check.name for check in all_checks()}
    assert [check["wrong"] for check in said["checks"] if check["name"] == "orders.ledger"] == [2]


def test_a_backup_of_an_older_shape_is_brought_forward(django_db_setup, django_db_blocker, tmp_path):
    from django.core.management import call_command

    older = tmp_path / "older.suki"
    with django_db_blocker.unblock():
        with database_of_its_own(tmp_path / "old"):
            furnish()
            call_command("migrate", "desk", "zero", verbosity=0)
            with connect() as here:
                before = sums(here)
            back_up(older)
        with database_of_its_own(tmp_path / "new"):
            restore(older)
            with connect() as here:
                assert sums(here) == before
            call_command("migrate", verbosity=0)
            with connect() as here:
                held = {*sums(here)}
                assert held - {*before} == {name for name in held if name.startswith("desk_")} != set()
