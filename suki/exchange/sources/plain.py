"""What every kind of file is turned into: rows of text under checked column names."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from suki.exchange.problems import Problem, Problems

RESERVED = ("_at", "_row")


@dataclass(frozen=True)
class Plain:
    """A file that DuckDB can read as it stands."""

    label: str
    """The file as people name it: “book.xlsx[Orders]”."""
    path: Path
    columns: tuple[str, ...]
    first_row: int = 2
    """The row of the first record, as a spreadsheet counts."""
    reader: str = "csv"
    """csv, json or parquet."""
    delimiter: str = ","
    has_header: bool = True
    is_numbered: bool = False
    """Whether the first column is the row's own number."""
    counts_from_1904: bool = False


def column_letter(index: int) -> str:
    """A column's name in a spreadsheet: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cleaned_header(text: str) -> str:
    """A header without line breaks, double spaces and invisible signs."""
    visible = "".join(
        sign for sign in text if unicodedata.category(sign) not in ("Cc", "Cf") or sign in "\n\t\r"
    )
    return " ".join(unicodedata.normalize("NFC", visible).split())


def checked_columns(
    headers: Sequence[str], *, label: str, row: int, filled: Sequence[bool] | None = None
) -> tuple[str, ...]:
    """The column names, once each. Columns without header must be empty, and are left out as ''."""
    names = [cleaned_header(header) for header in headers]
    problems = Problems()
    seen: dict[str, int] = {}
    for index, name in enumerate(names):
        letter = column_letter(index)
        if not name:
            if filled is None or filled[index]:
                sentence = _("column {letter} has values but no header.").format(letter=letter)
                problems.add(Problem(label, row, letter, sentence=sentence))
            continue
        if name.casefold() in RESERVED:
            problems.add(
                Problem(
                    label,
                    row,
                    name,
                    sentence=_("“{name}” is a name that imports need themselves; rename this column.").format(
                        name=name
                    ),
                )
            )
        first = seen.setdefault(name.casefold(), index)
        if first != index:
            sentence = _("the header “{name}” stands in columns {first} and {second}; rename one.").format(
                name=name, first=column_letter(first), second=letter
            )
            problems.add(Problem(label, row, name, sentence=sentence))
    if not any(names):
        problems = Problems()
        problems.add(Problem(label, row, sentence=_("there is no header in this row.")))
    problems.refuse()
    return tuple(names)
