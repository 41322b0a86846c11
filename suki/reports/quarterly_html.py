"""The results of a period as one page that needs no server: for mail and the archive."""

from __future__ import annotations

from django.template.loader import render_to_string

from suki.base.formats import current_language
from suki.reports.quarterly import Results
from suki.reports.quarterly_shown import shown


def as_bytes(results: Results) -> bytes:
    """The page, with its styles in it."""
    return render_to_string(
        "reports/quarterly_file.html", {"report": shown(results), "lang": current_language()}
    ).encode()
