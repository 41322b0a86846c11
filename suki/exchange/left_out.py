"""Rows that an import refuses: said with their places, and written to a file when they are left out."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

from suki.exchange.checks import Checked, problem_at, reasons
from suki.exchange.problems import Problem, Problems
from suki.exchange.rooms.applying import BAD_TABLE, Applying
from suki.exchange.staging import rows_of
from suki.exchange.values import quoted
from suki.exchange.workbench import Workbench

BATCH = 5_000


def report(applying: Applying, checked: dict[str, Checked], bench: Workbench, problems: Problems) -> None:
    """Say what the house refuses, in the order of targets and rows."""
    (total,) = rows_of(f"SELECT count(*) FROM {BAD_TABLE}")[0]
    if not total:
        return
    order = {name: place for place, name in enumerate(checked)}
    found = rows_of(
        f"SELECT target, n, rule, value, other FROM {BAD_TABLE} ORDER BY array_position(%s, target), n, rule LIMIT %s",
        [list(order), problems.room],
    )
    problems.add_many(_problems(applying, checked, bench, found), total)


def report_warnings(
    applying: Applying, checked: dict[str, Checked], bench: Workbench, warnings: Problems
) -> None:
    """Say what should be looked at though it is brought."""
    places: dict[tuple[str, int], str] = {}
    for target in {rule.target for rule, *_row in applying.warnings}:
        numbers = [n for rule, n, *_said in applying.warnings if rule.target == target]
        places |= {(target, n): at for n, at in _places(checked[target], bench, numbers)}
    said = (
        problem_at(
            places[rule.target, n], column=rule.column, value=value, expected=rule.expected,
            sentence=rule.sentence.format(value=value, other=other),
        )
        for rule, n, value, other in applying.warnings
    )  # fmt: skip
    warnings.add_many(said, applying.warned)


def write(applying: Applying, checked: dict[str, Checked], bench: Workbench, path: Path) -> int:
    """Write every row that is left out with its reasons and its values; how many."""
    count = 0
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["target", "file", "row", "reasons", "values"])
        for name, found in checked.items():
            table = applying.stages[name].table
            numbers = [row[0] for row in rows_of(f"SELECT n FROM {table} WHERE bad ORDER BY n")]
            for start in range(0, len(numbers), BATCH):
                batch = numbers[start : start + BATCH]
                for line in _lines(applying, found, bench, batch):
                    writer.writerow(line)
                    count += 1
    return count


def _lines(applying: Applying, found: Checked, bench: Workbench, numbers: list[int]) -> list[list[Any]]:
    said: dict[int, list[str]] = {number: [] for number in numbers}
    for number, sentence in reasons(bench.connection, found, numbers):
        said[number].append(sentence)
    refused = rows_of(
        f"SELECT target, n, rule, value, other FROM {BAD_TABLE} WHERE target = %s AND n = ANY(%s) ORDER BY n, rule",
        [found.target.name, numbers],
    )
    for target, number, rule, value, other in refused:
        problem = _problem(applying, f"{target}:{number}", rule, value, other)
        said[number].append(f"{problem.column}: {problem.what}")
    names = ", ".join(quoted(name) for name in found.names)
    rows = bench.connection.execute(
        f"SELECT _n, _at, {names} FROM {found.table} WHERE _n IN (SELECT unnest($1::BIGINT[])) ORDER BY _n",
        [numbers],
    ).fetchall()
    lines = []
    for number, at, *values in rows:
        file, _colon, row = at.rpartition(":")
        told = {
            name: str(value) for name, value in zip(found.names, values, strict=True) if value is not None
        }
        lines.append(
            [found.target.name, file, row, " ".join(said[number]), json.dumps(told, ensure_ascii=False)]
        )
    return lines


def _problems(
    applying: Applying, checked: dict[str, Checked], bench: Workbench, found: list[tuple[Any, ...]]
) -> list[Problem]:
    places: dict[tuple[str, int], str] = {}
    for target in {row[0] for row in found}:
        numbers = [row[1] for row in found if row[0] == target]
        places |= {(target, number): at for number, at in _places(checked[target], bench, numbers)}
    return [
        _problem(applying, places[target, number], rule, value, other)
        for target, number, rule, value, other in found
    ]


def _places(found: Checked, bench: Workbench, numbers: list[int]) -> list[tuple[int, str]]:
    """Where rows stand in their files."""
    return bench.connection.execute(
        f"SELECT _n, _at FROM {found.table} WHERE _n IN (SELECT unnest($1::BIGINT[]))", [numbers]
    ).fetchall()


def _problem(applying: Applying, at: str, number: int, value: str | None, other: str | None) -> Problem:
    rule = applying.rules[number]
    sentence = rule.sentence.format(value=value, other=other) if rule.sentence else ""
    found = problem_at(at, column=rule.column, value=value, expected=rule.expected, sentence=sentence)
    return replace(found, proposed=rule.proposed)
