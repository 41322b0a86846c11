"""What every calculator shares: reading its files and options, printing its answer, refusing bad input."""

from __future__ import annotations

import argparse
import importlib
import json
import pkgutil
import re
import sys
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, NoReturn

from suki.cli import calc
from suki.cli.printing import as_table, plainly
from suki.engines.reading.forms import LOCALES, form_of, moment, shortened
from suki.engines.reading.problems import Problems
from suki.engines.reading.source import STANDARD_INPUT
from suki.engines.reading.table import Table, read_table
from suki.kernel.errors import BadInput, RuleBroken
from suki.kernel.money import is_currency, round_half_up

DONE, BAD_INPUT = 0, 2

_RATIO_DECIMALS = 8


class Inputs:
    """The files and options of one run, with everything that is wrong with them."""

    def __init__(self, locale: str | None) -> None:
        self.form = form_of(locale)
        self.problems = Problems()
        self._uses_standard_input = False

    def table(self, name: str, *, required: Sequence[str], optional: Sequence[str] = ()) -> Table:
        """The table in a CSV file; one that cannot be read is noted and taken as empty, so that the next is read too."""
        try:
            self._take(name)
            return read_table(name, required=required, optional=optional, problems=self.problems, form=self.form)
        except BadInput as bad:
            for problem in bad.problems:
                self.problems.add(problem.where, problem.what)
            return Table(name, {}, Problems(), self.form)

    def settings(self, name: str, *, expected: str) -> Any:
        """The settings in a YAML file."""
        # Only calculators with settings wait for the YAML reader.
        from suki.engines.reading.settings import read_settings

        self._take(name)
        return read_settings(name, expected=expected, problems=self.problems)
