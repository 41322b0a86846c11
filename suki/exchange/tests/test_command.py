from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

import pytest

from suki.cli.main import verb_names
from suki.cli.verbs import import_
from suki.exchange.tests.folders import Folder

RECIPE = """
name: shop
source: shop
company: {name: Shop, currency: EUR}
targets:
  accounts: select id, name, _at from accounts
"""


def suki(*arguments: str) -> int:
    parser = argparse.ArgumentParser()
    import_.arguments(parser)
    return import_.run(parser.parse_args(list(arguments)))


@pytest.fixture
def shop(folder: Folder) -> Folder:
    folder.write("shop.yaml", RECIPE)
    folder.write("accounts.csv", "id,name\n1,Anh\n2,Bình\n")
    return folder


def bring(shop: Folder, *options: str) -> int:
    return suki(str(shop.path / "shop.yaml"), "--from", str(shop.path), *options)


def test_the_verb_is_called_import() -> None:
    assert "import" in verb_names()


@pytest.mark.django_db
def test_an_import_tells_what_it_did_and_how_to_take_it_back(
    shop: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bring(shop) == 0
    told = capsys.readouterr().out
    assert "accounts" in told and "suki import undo" in told
    assert bring(shop) == 0
    assert "everything was there already; nothing changed" in capsys.readouterr().out


@pytest.mark.django_db
def test_machines_get_json_and_jobs_get_progress(shop: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    assert bring(shop, "--json", "--progress", "json") == 0
    told = capsys.readouterr()
    outcome = json.loads(told.out)
    assert outcome["targets"] == {
        "accounts": {"rows": 2, "created": 2, "updated": 0, "unchanged": 0, "skipped": 0}
    }
    assert (outcome["problems"], outcome["problem_total"], outcome["dry_run"]) == ([], 0, False)
    steps = [json.loads(line) for line in told.err.splitlines()]
    assert {"read", "check", "stage", "apply", "settle", "end"} == {step["doing"] for step in steps}


@pytest.mark.django_db
def test_bad_input_is_said_on_standard_error_with_status_2(
    shop: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.write("accounts.csv", "id,name\n1,\n2,\n3,\n")
    assert bring(shop, "--max-problems", "2", "--json") == 2
    told = capsys.readouterr()
    assert told.err.splitlines() == [
        "accounts.csv:2:name: empty; expected a text.",
        "accounts.csv:3:name: empty; expected a text.",
        "… and 1 more; 3 problems in all.",
        "Nothing was imported.",
    ]
    outcome = json.loads(told.out)
    assert outcome["problem_total"] == 3
    assert outcome["problems"][0] == {
        "file": "accounts.csv", "row": 2, "column": "name", "value": None, "expected": "a text",
        "sentence": "accounts.csv:2:name: empty; expected a text.",
    }  # fmt: skip


@pytest.mark.django_db
def test_rows_left_out_are_in_the_file_that_is_named(
    shop: Folder, capsys: pytest.CaptureFixture[str]
) -> None:
    shop.write("accounts.csv", "id,name\n1,\n2,Bình\n")
    assert bring(shop, "--skip-bad-rows", str(shop.path / "left.csv")) == 0
    assert f"The rows left out are in {shop.path / 'left.csv'}" in capsys.readouterr().err
    assert (shop.path / "left.csv").read_text().startswith("target,file,row,reasons,values\n")


@pytest.mark.django_db
def test_imports_are_listed_and_taken_back(shop: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    bring(shop, "--json")
    run = json.loads(capsys.readouterr().out)["run"]
    assert suki("list", "--json") == 0
    assert json.loads(capsys.readouterr().out)[0]["recipe"] == "shop"
    assert suki("undo", str(run)) == 0
    assert "is taken back: 4 deleted" in capsys.readouterr().out
    assert suki("list") == 0
    assert "undone" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ((), "Say which recipe and which directory"),
        (("undo",), "Say which import"),
        (("undo", "x"), "Say which import"),
        (("propose",), "Say which files"),
        (("--columns", "acounts"), "Did you mean “accounts”?"),
    ],
)
def test_what_is_missing_is_said(
    arguments: tuple[str, ...], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert suki(*arguments) == 2
    assert said in capsys.readouterr().err


def test_columns_are_printed_for_people_and_machines(capsys: pytest.CaptureFixture[str]) -> None:
    assert suki("--columns") == 0
    assert "accounts: customers and prospects" in capsys.readouterr().out
    assert suki("--columns", "invoices", "--json") == 0
    told = json.loads(capsys.readouterr().out)
    assert {
        "name": "account",
        "type": "id",
        "required": True,
        "meaning": "customer (sold to)",
        "refers_to": "accounts",
    } in told["columns"]


def test_another_package_may_bring_a_recipe(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from suki.exchange.shipped import recipe_path

    (tmp_path / "bakery.py").write_text(
        "from pathlib import Path\nrecipe = Path(__file__).with_name('bakery.yaml')\n"
    )
    (tmp_path / "bakery.yaml").write_text(RECIPE)
    about = tmp_path / "bakery-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: bakery\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[suki.recipes]\nbakery = bakery:recipe\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert recipe_path("bakery") == tmp_path / "bakery.yaml"
    sys.modules.pop("bakery", None)


@pytest.mark.django_db
def test_a_number_too_large_for_the_house_is_named(shop: Folder, capsys: pytest.CaptureFixture[str]) -> None:
    shop.write("shop.yaml", RECIPE.replace("name, _at", "name, 1e15 as credit_limit, _at"))
    assert bring(shop) == 2
    assert "at most 14 digits" in capsys.readouterr().err
