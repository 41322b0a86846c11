"""What was found in a workbook before anything reads it."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass
class Findings:
    """What was found in passing."""

    counts_from_1904: bool = False
    errors: dict[str, list[tuple[int, int, str]]] = field(default_factory=dict)

    def errors_in(self, sheet: str) -> list[tuple[int, int, str]]:
        """The cells of a sheet that show an error: row and column from 0, and the error."""
        return self.errors.get(sheet, [])

    def all_errors(self, sheet: str | None) -> list[tuple[int, int, str]]:
        """The errors of the sheet that will be read: the named one, or the only one."""
        return (
            self.errors_in(sheet)
            if sheet is not None
            else [cell for cells in self.errors.values() for cell in cells]
        )
