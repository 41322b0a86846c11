"""How numbers and dates are written in text columns, and the SQL that reads them strictly."""

from __future__ import annotations

from dataclasses import dataclass

LOCALES = ("en", "de", "vi", "id", "fil")
DATE_ORDERS = ("ymd", "dmy", "mdy")

_COMMA_LOCALES = {"de", "vi", "id"}
_ORDER = {"en": "mdy", "fil": "mdy", "de": "dmy", "vi": "dmy", "id": "dmy"}
_DATE_SAMPLE = {"ymd": "2026-11-21", "dmy": "21/11/2026", "mdy": "11/21/2026"}

NUMBER = "DECIMAL(38, 10)"

SERIAL_FROM, SERIAL_TO = 20000, 80000
"""Whole numbers between these are read as a spreadsheet's serial dates: 1954 to 2119."""


@dataclass(frozen=True)
class Notation:
    """The notation of one recipe's text columns."""

    locale: str = "en"
    dates: str | None = None
    reads_serials: bool = True
    """Whether a bare number may be a date; not when a workbook counts its days from 1904."""

    @property
    def decimal(self) -> str:
        """The sign before the cents."""
        return "," if self.locale in _COMMA_LOCALES else "."

    @property
    def grouping(self) -> str:
        """The sign between thousands."""
        return "." if self.locale in _COMMA_LOCALES else ","

    @property
    def order(self) -> str:
        """The order of day, month and year in dates written with points, slashes or dashes."""
        return self.dates or _ORDER[self.locale]

    @property
    def number_sample(self) -> str:
        """A number as this notation writes it, for sentences."""
        return "1.234,56" if self.decimal == "," else "1,234.56"

    @property
    def date_sample(self) -> str:
        """A date as this notation writes it, for sentences; a date such as 2026-11-21 always reads."""
        sample = _DATE_SAMPLE[self.order]
        return sample.replace("/", ".") if self.locale == "de" and self.order == "dmy" else sample

    def number_sql(self, text: str) -> str:
        """SQL that reads a text as a number, or NULL where it is not one in this notation."""
        decimal, grouping = (r"\,", r"\.") if self.decimal == "," else (r"\.", r"\,")
        spaces = "\u00a0\u202f "
        bare = f"replace(translate(trim({text}, ' \u00a0\u202f'), '{spaces}', '   '), ' ', '{self.grouping}')"
        pattern = rf"[+-]?(\d{{1,3}}({grouping}\d{{3}})+|\d+)?({decimal}\d+)?([eE][+-]?\d{{1,2}})?"
        plain = f"replace(replace({bare}, '{self.grouping}', ''), '{self.decimal}', '.')"
        return (
            f"CASE WHEN regexp_full_match({bare}, '{pattern}') AND length({bare}) <= 60"
            f" THEN try_cast({plain} AS {NUMBER}) END"
        )

    def date_sql(self, text: str) -> str:
        """SQL that reads a text as a date, or NULL: ISO always, serial numbers of 1900 workbooks, and this order."""
        bare = f"trim({text})"
        iso = (
            f"WHEN regexp_full_match({bare}, '\\d{{4}}-\\d{{1,2}}-\\d{{1,2}}([ T]\\d{{1,2}}:\\d{{2}}.*)?')"
            f" THEN try_strptime(regexp_extract({bare}, '^[0-9-]+'), '%Y-%m-%d')::DATE"
            f" WHEN regexp_full_match({bare}, '\\d{{4}}/\\d{{1,2}}/\\d{{1,2}}')"
            f" THEN try_strptime({bare}, '%Y/%m/%d')::DATE"
            f" WHEN regexp_full_match({bare}, '(19|20)\\d{{6}}') THEN try_strptime({bare}, '%Y%m%d')::DATE"
        )
        serial = (
            f"WHEN regexp_full_match({bare}, '\\d{{5}}([.,]\\d+)?')"
            f" AND substr({bare}, 1, 5)::INT BETWEEN {SERIAL_FROM} AND {SERIAL_TO}"
            f" THEN DATE '1899-12-30' + substr({bare}, 1, 5)::INT"
        )
        local = {"dmy": "%d/%m/%Y", "mdy": "%m/%d/%Y"}.get(self.order)
        written = (
            f"WHEN regexp_full_match({bare}, '\\d{{1,2}}([./-])\\d{{1,2}}([./-])\\d{{4}}( \\d{{1,2}}:\\d{{2}}.*)?')"
            f" THEN try_strptime(translate(split_part({bare}, ' ', 1), '.-', '//'), '{local}')::DATE"
            if local
            else ""
        )
        return f"CASE {iso} {serial if self.reads_serials else ''} {written} END"
