"""What is wrong with what was handed in: one sentence each, naming file, row, column, value and what was expected."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from suki.kernel.errors import BadInput
from suki.kernel.errors import Problem as KernelProblem

SHOWN_BY_DEFAULT = 200
LONGEST_VALUE_SHOWN = 120


@dataclass(frozen=True)
class Problem:
    """One thing that is wrong. `row` counts as a spreadsheet does: the header is row 1."""

    file: str
    row: int | None = None
    column: str | None = None
    value: str | None = None
    expected: str = ""
    sentence: str = ""
    proposed: str = ""
    """What may have been meant, where something like it is known."""

    @property
    def where(self) -> str:
        """Where to look: file:row:column, as far as known."""
        return ":".join(str(part) for part in (self.file, self.row, self.column) if part not in (None, ""))

    @property
    def what(self) -> str:
        """The sentence that says what is wrong."""
        if self.sentence:
            return self.sentence
        if self.value in (None, ""):
            return _("empty; expected {expected}.").format(expected=self.expected)
        return _("“{value}”; expected {expected}.").format(
            value=shortened(self.value), expected=self.expected
        )

    def __str__(self) -> str:
        return f"{self.where}: {self.what}"

    def as_json(self) -> dict[str, Any]:
        """The problem for machines; `sentence` is what a person reads."""
        return {
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "value": shortened(self.value),
            "expected": self.expected,
            "sentence": str(self),
        }


@dataclass
class Problems:
    """Problems up to a stated limit, with the true total."""

    limit: int = SHOWN_BY_DEFAULT
    shown: list[Problem] = field(default_factory=list)
    total: int = 0

    def __bool__(self) -> bool:
        return self.total > 0

    def __iter__(self) -> Iterator[Problem]:
        return iter(self.shown)

    @property
    def room(self) -> int:
        """How many more would be shown."""
        return max(0, self.limit - len(self.shown))

    def add(self, problem: Problem) -> None:
        """Note one problem."""
        self.add_many([problem], 1)

    def add_many(self, problems: Iterable[Problem], total: int) -> None:
        """Note the first of `total` problems of one kind."""
        for problem in problems:
            if not self.room:
                break
            self.shown.append(problem)
        self.total += total

    def refuse(self) -> None:
        """Stop here when anything is wrong."""
        if self:
            raise BadFiles(self)


class BadFiles(BadInput):
    """The files cannot be imported as they are."""

    def __init__(self, problems: Problems) -> None:
        self.found = problems
        super().__init__([KernelProblem(problem.where, problem.what) for problem in problems])


def refuse(file: str, sentence: str, *, row: int | None = None, column: str | None = None) -> BadFiles:
    """The refusal of a whole file, in one sentence."""
    problems = Problems()
    problems.add(Problem(file, row, column, sentence=sentence))
    return BadFiles(problems)


def shortened(value: str | None) -> str | None:
    """A value short enough to print on one line."""
    if value is None:
        return None
    line = " ".join(value.split())
    return line if len(line) <= LONGEST_VALUE_SHOWN else line[:LONGEST_VALUE_SHOWN] + "…"
