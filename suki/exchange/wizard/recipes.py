"""The recipe that a draft amounts to: its mapping as queries, with the cells that were mended already in place."""

from __future__ import annotations

from typing import Any

import yaml
from django.utils.translation import gettext as _

from suki.exchange.problems import refuse
from suki.exchange.recipe import Recipe, parse_recipe
from suki.exchange.targets import TARGETS
from suki.exchange.values import literal, quoted
from suki.exchange.wizard.sheets import EVERYWHERE, Part, Sheet, sheets_of

WRITTEN = "written: "
"""Before a header: what the file says under it, mended or not."""


def recipe_of(draft: Any) -> Recipe:
    """The recipe behind a draft."""
    return parse_recipe(recipe_text(draft), "recipe.yaml")


def recipe_text(draft: Any) -> str:
    """The same as YAML, as the command line reads it."""
    queries: dict[str, list[str]] = {}
    used: list[Sheet] = []
    for sheet in sheets_of(draft):
        for part in sheet.parts:
            queries.setdefault(part.target, []).append(_query(sheet, part, draft.fixes))
            used += [] if sheet in used else [sheet]
    if not queries:
        raise refuse(str(draft), _("say for at least one file what it holds."))
    told = {
        "name": _name(draft),
        "source": draft.source,
        "locale": draft.locale,
        "files": {sheet.name: _file(sheet) for sheet in used},
        "targets": {
            name: "\nunion all by name\n".join(f"({query})" for query in queries[name])
            if len(queries[name]) > 1
            else queries[name][0]
            for name in TARGETS
            if name in queries
        },
    }
    return yaml.safe_dump(told, allow_unicode=True, sort_keys=False, width=1000)


def _name(draft: Any) -> str:
    return str(draft)[:190]


def _file(sheet: Sheet) -> dict[str, Any]:
    entry: dict[str, Any] = {"file": sheet.file}
    if sheet.sheet:
        entry["sheet"] = sheet.sheet
    if sheet.encoding:
        entry["encoding"] = sheet.encoding
    if sheet.label != sheet.file:
        entry |= {"merged": "fill", "errors": "empty"}
    return entry


def _query(sheet: Sheet, part: Part, fixes: dict[str, dict[str, str]]) -> str:
    """The rows of one part; an id made of other columns is the same for the same words."""
    cells = [f"{quoted(header)} as {quoted(column)}" for column, header in part.columns.items()]
    cells += [f"{literal(value)} as {quoted(column)}" for column, value in part.fixed.items()]
    if part.stands_in:
        words = ", ".join(quoted(part.columns[name]) for name in part.stands_in)
        cells.append(f"nullif(concat_ws(' ', {words}), '') as id")
    if part.numbers_lines:
        cells.append("row_number() over () as line")
    cells += _as_written(sheet, part, fixes)
    query = f"select {', '.join(cells)}, _at\nfrom {_rows(sheet, fixes)}"
    if part.once:
        key = _key(part)
        query += f"\nwhere {key} is not null\nqualify row_number() over (partition by {key} order by _at) = 1"
    return query


def _key(part: Part) -> str:
    if "id" in part.columns:
        return quoted(part.columns["id"])
    words = ", ".join(quoted(part.columns[name]) for name in part.stands_in)
    return f"nullif(concat_ws(' ', {words}), '')" if words else "_at"


def _rows(sheet: Sheet, fixes: dict[str, dict[str, str]]) -> str:
    """The table with its mended cells."""
    mended: dict[str, list[tuple[str, str]]] = {}
    anew = _anew(sheet, fixes)
    for at, cells in fixes.items():
        if at.rpartition(":")[0] == sheet.label and not at.endswith(f":{EVERYWHERE}"):
            for header, value in cells.items():
                if header in sheet.headers:
                    mended.setdefault(header, []).append((at, value))
    if not mended and not anew:
        return quoted(sheet.name)
    replaced = ", ".join(
        f"{_mended(header, mended.get(header, []), anew.get(header, {}))} as {quoted(header)}"
        for header in dict.fromkeys([*mended, *anew])
    )
    kept = "".join(f", {quoted(header)} as {quoted(WRITTEN + header)}" for header in anew)
    return f"(select * replace ({replaced}){kept} from {quoted(sheet.name)}) as mended"


def _anew(sheet: Sheet, fixes: dict[str, Any]) -> dict[str, dict[str, str]]:
    """The spellings that stand for others in every row, by header."""
    found = fixes.get(f"{sheet.label}:{EVERYWHERE}", {})
    return {header: said for header, said in found.items() if header in sheet.headers}


def _mended(header: str, cells: list[tuple[str, str]], anew: dict[str, str]) -> str:
    """A cell mended by itself, else a spelling that stands for another, else what the file says."""
    said = quoted(header)
    if anew:
        said = f"case {said} {' '.join(f'when {literal(a)} then {_value(b)}' for a, b in anew.items())} else {said} end"
    if not cells:
        return said
    return f"case _at {' '.join(f'when {literal(at)} then {_value(value)}' for at, value in cells)} else {said} end"


def _as_written(sheet: Sheet, part: Part, fixes: dict[str, Any]) -> list[str]:
    """What the file said is kept beside what it was mended to, where the rows have room for it."""
    if not part.kind.takes_extra:
        return []
    anew = _anew(sheet, fixes)
    return [
        f"case when {quoted(WRITTEN + header)} in ({', '.join(map(literal, anew[header]))})"
        f" then {quoted(WRITTEN + header)} end as x_{column}_as_written"
        for column, header in part.columns.items()
        if header in anew
    ]


def _value(value: str) -> str:
    return literal(value) if value else "null"
