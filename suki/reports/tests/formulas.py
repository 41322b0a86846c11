"""Working out the formulas of a workbook a second time, as a spreadsheet program would on opening it."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from openpyxl.utils import range_boundaries

_TOKEN = re.compile(
    r"""\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<text>"[^"]*")|(?P<name>[A-Z]+)\(|
    (?P<cell>(?:'[^']+'!)?\$?[A-Z]+(?:\$?\d+)?(?::\$?[A-Z]+(?:\$?\d+)?)?)|(?P<sign>[-+*/(),=>]))""",
    re.VERBOSE,
)


class Sums:
    """The value of any cell, formulas worked out by their own text."""

    def __init__(self, workbook: Any) -> None:
        self.workbook = workbook
        self.known: dict[tuple[str, str], Any] = {}

    def value(self, sheet: str, cell: str) -> Any:
        key = (sheet, cell.replace("$", ""))
        if key not in self.known:
            found = self.workbook[sheet][key[1]].value
            if isinstance(found, str) and found.startswith("="):
                found = _Reader(self, sheet, found[1:]).expression()
            elif isinstance(found, int | float) and not isinstance(found, bool):
                found = Decimal(repr(found))
            self.known[key] = found
        return self.known[key]

    def area(self, sheet: str, area: str) -> list[Any]:
        left, top, right, bottom = range_boundaries(area.replace("$", ""))
        rows = self.workbook[sheet].iter_rows(top, bottom, left, right)
        return [self.value(sheet, cell.coordinate) for row in rows for cell in row]


class _Reader:
    def __init__(self, sums: Sums, sheet: str, text: str) -> None:
        self.sums, self.sheet = sums, sheet
        self.tokens = [(match.lastgroup, match[match.lastgroup]) for match in _TOKEN.finditer(text)]
        self.place = 0

    def peek(self) -> Any:
        return self.tokens[self.place][1] if self.place < len(self.tokens) else None

    def take(self) -> tuple[str, str]:
        self.place += 1
        return self.tokens[self.place - 1]

    def expression(self) -> Any:
        left = self.sum()
        while self.peek() in ("=", ">"):
            sign, right = self.take()[1], self.sum()
            empty = {None, ""}
            same = left == right or (left in empty and right in empty)
            left = same if sign == "=" else _number(left) > _number(right)
        return left

    def sum(self) -> Any:
        left = self.product()
        while self.peek() in ("+", "-"):
            sign, right = self.take()[1], self.product()
            left = _number(left) + _number(right) if sign == "+" else _number(left) - _number(right)
        return left

    def product(self) -> Any:
        left = self.atom()
        while self.peek() in ("*", "/"):
            sign, right = self.take()[1], self.atom()
            left = _number(left) * _number(right) if sign == "*" else _number(left) / _number(right)
        return left

    def atom(self) -> Any:
        kind, text = self.take()
        if kind == "number":
            return Decimal(text)
        if kind == "text":
            return text[1:-1]
        if kind == "name":
            return self.function(text)
        if kind == "cell":
            return self.cells(text)
        if text == "-":
            return -_number(self.atom())
        inner = self.expression()
        self.take()
        return inner

    def cells(self, text: str) -> Any:
        sheet, _mark, cell = text.rpartition("!")
        sheet = sheet.strip("'") or self.sheet
        return self.sums.area(sheet, cell) if ":" in cell else self.sums.value(sheet, cell)

    def function(self, name: str) -> Any:
        if name == "IF":
            return self.when()
        given = [self.expression()]
        while self.take()[1] == ",":
            given.append(self.expression())
        return _FUNCTIONS[name](*given)

    def when(self) -> Any:
        """Only the branch that holds is worked out."""
        branches: list[list[Any]] = [[]]
        depth = 0
        while True:
            kind, text = self.take()
            if depth == 0 and text in (",", ")") and kind == "sign":
                if text == ")":
                    break
                branches.append([])
                continue
            depth += (kind == "name" or text == "(") - (text == ")" and kind == "sign")
            branches[-1].append((kind, text))
        condition, *rest = (self.part(tokens) for tokens in branches)
        return rest[0].expression() if condition.expression() else rest[1].expression()

    def part(self, tokens: list[Any]) -> _Reader:
        reader = _Reader(self.sums, self.sheet, "")
        reader.tokens = tokens
        return reader


def _number(value: Any) -> Decimal:
    if value in (None, ""):
        return Decimal(0)
    assert isinstance(value, Decimal), f"{value!r} is no number"
    return value


def _flat(values: Any) -> list[Decimal]:
    every = [item for value in values for item in (value if isinstance(value, list) else [value])]
    return [item for item in every if isinstance(item, Decimal)]


def _sum_if(keys: list[Any], wanted: Any, amounts: list[Any]) -> Decimal:
    return sum((_number(amount) for key, amount in zip(keys, amounts) if key == wanted), Decimal(0))


_FUNCTIONS = {
    "SUM": lambda *values: sum(_flat(values), Decimal(0)),
    "COUNT": lambda *values: Decimal(len(_flat(values))),
    "MAX": lambda *values: max(_flat(values)),
    "N": lambda value: value if isinstance(value, Decimal) else Decimal(0),
    "ROUND": lambda value, digits: round_up(_number(value), int(digits)),
    "SUMIF": _sum_if,
}


def round_up(value: Decimal, digits: int) -> Decimal:
    # A spreadsheet keeps fifteen digits of a number.
    return Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
