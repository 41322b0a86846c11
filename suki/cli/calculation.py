"""What every calculator shares: reading its files and options, and printing its answer."""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from suki.cli.printing import as_table, plainly
from suki.engines.reading.forms import LOCALES, form_of, moment, shortened
from suki.engines.reading.problems import Problems
from suki.engines.reading.source import STANDARD_INPUT
from suki.engines.reading.table import Table, read_table
from suki.kernel.errors import BadInput, Problem, RuleBroken
from suki.kernel.money import is_currency, round_half_up

if TYPE_CHECKING:
    from suki.engines.reading.settings import Settings

CALCULATORS = Path(__file__).parent / "calc"

_RATIO_DECIMALS = 8
_DOCUMENTED = re.compile(r'"""(.*?)(?:"""|$)')


def calculators() -> dict[str, str]:
    """Every calculator by name, and in one line what it works out."""
    return {path.stem: _first_line_of(path) for path in sorted(CALCULATORS.glob("[a-z]*.py"))}


def run_calculator(name: str, arguments: Sequence[str]) -> int:
    """Run one calculator on its command line and print its answer; bad input is raised with all its problems."""
    calculator = import_module(f"suki.cli.calc.{name}")
    options = _parser_of(name, calculator).parse_args(arguments)
    inputs = Inputs(options.locale)
    facts = calculator.read(options, inputs)
    inputs.problems.raise_if_any()
    answer = calculator.answer(facts)
    if options.table:
        text = as_table(answer, inputs.form)
    else:
        text = json.dumps(answer, default=plainly, ensure_ascii=False, indent=2)
    print(text)
    return 0


class Inputs:
    """The files and options of one run, with everything that is wrong with them."""

    def __init__(self, locale: str | None = None) -> None:
        self.form = form_of(locale)
        self.problems = Problems()
        self._uses_standard_input = False

    def table(self, name: str, *, required: Sequence[str], optional: Sequence[str] = ()) -> Table:
        """The table in a CSV file; one that cannot be read is noted and counts as empty."""
        try:
            self._claim(name)
            return read_table(
                name, required=required, optional=optional, problems=self.problems, form=self.form
            )
        except BadInput as bad:
            self._note(bad)
            return Table(name, {}, Problems(), self.form)

    def settings(self, name: str, *, expected: str) -> Settings:
        """The settings in a YAML file; without them nothing else can be read."""
        # Only calculators with settings wait for the YAML reader.
        from suki.engines.reading.settings import read_settings

        try:
            self._claim(name)
            return read_settings(name, expected=expected, problems=self.problems)
        except BadInput as bad:
            self._note(bad)
            self.problems.raise_if_any()
            raise

    def number(self, option: str, text: str) -> Decimal:
        """The number given for an option."""
        try:
            return self.form.number(text)
        except RuleBroken as broken:
            self.problems.add(option, str(broken))
            return Decimal(0)

    def whole(self, option: str, text: str, least: int, most: int) -> int:
        """The whole number given for an option, within bounds."""
        if not re.fullmatch(r"[-+]?[0-9]{1,18}", text) or not least <= int(text) <= most:
            what = f'"{shortened(text)}" does not fit; expected a whole number from {least} to {most}'
            self.problems.add(option, what)
            return least
        return int(text)

    def currency(self, option: str, text: str) -> str:
        """The currency code given for an option."""
        if not is_currency(text):
            what = f'"{shortened(text)}" is not a currency; expected an ISO 4217 code such as EUR, VND or IDR'
            self.problems.add(option, what)
        return text

    def moment(self, option: str, text: str) -> datetime:
        """The moment given for an option."""
        try:
            return moment(text)
        except RuleBroken as broken:
            self.problems.add(option, str(broken))
            return datetime.min

    def _claim(self, name: str) -> None:
        if name == STANDARD_INPUT and self._uses_standard_input:
            what = "standard input is read once; expected a file for the other one"
            raise BadInput([Problem(name, what)])
        self._uses_standard_input |= name == STANDARD_INPUT

    def _note(self, bad: BadInput) -> None:
        for problem in bad.problems:
            self.problems.add(problem.where, problem.what)


def ratio(value: Decimal | None) -> Decimal | None:
    """A ratio as it is printed, or nothing where it is undefined."""
    return None if value is None else round_half_up(value, _RATIO_DECIMALS)


class _Parser(argparse.ArgumentParser):
    """Says in one line what is wrong with the command line; takes -1.234,50 for a number, not for an option."""

    def __init__(self, prog: str, description: str) -> None:
        super().__init__(prog=prog, description=description)
        self._negative_number_matcher = re.compile(r"-[0-9.,]+")

    def error(self, message: str) -> NoReturn:
        print(f"{self.prog}: {message}; see '{self.prog} --help'", file=sys.stderr)
        raise SystemExit(2)


def _parser_of(name: str, calculator: Any) -> argparse.ArgumentParser:
    parser = _Parser(f"suki calc {name}", calculator.__doc__)
    calculator.arguments(parser)
    parser.add_argument("--table", action="store_true", help="print a table to read instead of JSON")
    parser.add_argument("--locale", choices=LOCALES, help="how numbers and dates are written in the input")
    return parser


def _first_line_of(path: Path) -> str:
    with path.open(encoding="utf-8") as file:
        match = _DOCUMENTED.match(file.readline().strip())
    return match[1] if match else ""
