from __future__ import annotations

import pytest

from suki.exchange.problems import BadFiles
from suki.exchange.recipe import parse_recipe, read_recipe
from suki.exchange.shipped import recipe_path, shipped

GOOD = "name: n\nsource: s\ntargets:\n  accounts: select 1 as id\n"


def said(text: str) -> list[str]:
    with pytest.raises(BadFiles) as refusal:
        parse_recipe(text, "r.yaml")
    return [str(problem) for problem in refusal.value.found]


def test_a_recipe_is_read_in_the_order_of_the_house() -> None:
    recipe = parse_recipe("source: s\ntargets:\n  orders: select 1\n  accounts: select 2\n", "shop.yaml")
    assert [query.target for query in recipe.queries] == ["accounts", "orders"]
    assert (recipe.name, recipe.queries[0].line) == ("shop", 4)


def test_every_mistake_is_one_sentence_with_its_line() -> None:
    told = said(
        "nam: x\nsource: a b\nlocale: fr\ntargets:\n  acounts: select 1\n  orders: [1]\n"
        "files:\n  k: {fil: a.csv}\n  m: {file: a.csv, header_row: 0, merged: maybe, delimiter: ';;'}\n"
    )
    assert told == [
        "r.yaml:1:nam: “nam” is no key that is known here. Did you mean “name”?",
        "r.yaml:2:source: a source is a name of at most 60 letters, digits, points, dashes and underscores.",
        "r.yaml:5:acounts: “acounts” is no target that is known here. Did you mean “accounts”?",
        "r.yaml:6:orders: a target holds a query.",
        "r.yaml:3:locale: “fr” is not one of en, de, vi, id, fil.",
        "r.yaml:8:k: expected a file name, or keys with at least “file”.",
        "r.yaml:9:header_row: expected the number of the header's row (0 only with “columns”).",
        "r.yaml:9:delimiter: expected one character, or “tab”.",
        "r.yaml:9:merged: “maybe” is not one of refuse, fill.",
    ]


def test_a_key_that_stands_twice_is_named() -> None:
    assert said(GOOD + "  accounts: select 2\n") == ["r.yaml:5: “accounts” stands twice."]


@pytest.mark.parametrize(
    "text", ["", "- a\n- b\n", "just text", "a: [1\n", "a: !!python/object:os.system x\n"]
)
def test_what_is_no_recipe_is_said(text: str) -> None:
    assert len(said(text)) == 1


def test_a_missing_recipe_is_said(tmp_path: object) -> None:
    from pathlib import Path

    with pytest.raises(BadFiles, match="there is no such recipe"):
        read_recipe(Path(str(tmp_path)) / "none.yaml")


def test_recipes_are_found_by_name() -> None:
    names = dict(shipped())
    assert {"adventureworks", "classicmodels", "northwind"} <= set(names)
    assert recipe_path("northwind") == names["northwind"]
    with pytest.raises(BadFiles, match="Did you mean “northwind”"):
        recipe_path("northwnd")


def test_every_shipped_recipe_can_be_read() -> None:
    for name, path in shipped():
        assert read_recipe(path).name == name
