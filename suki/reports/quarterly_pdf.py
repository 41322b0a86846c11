"""The results of a period on paper."""

from __future__ import annotations

from typing import Final

from suki.reports.papers import printed
from suki.reports.quarterly import Results
from suki.reports.quarterly_shown import shown

ROWS: Final = 30
"""More rows are added up in the last one; the workbook and the screen have them all."""


def as_bytes(results: Results) -> bytes:
    """One page, or two where there are many rows."""
    return printed("quarterly", shown(results, most=ROWS))
