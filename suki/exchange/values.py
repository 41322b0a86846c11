"""One value in its type: the SQL that reads it, and the words for what is expected of it."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale
from django.utils.translation import gettext as _

from suki.exchange.columns import Column
from suki.exchange.notation import NUMBER, Notation
from suki.kernel import money

YES = ("true", "yes", "y", "1", "ja", "j", "wahr", "có", "đúng", "ya", "benar", "oo", "totoo", "x")
NO = ("false", "no", "n", "0", "nein", "falsch", "không", "sai", "tidak", "salah", "hindi", "mali")

_NUMERIC = (
    "TINYINT",
    "SMALLINT",
    "INTEGER",
    "BIGINT",
    "HUGEINT",
    "UTINYINT",
    "USMALLINT",
    "UINTEGER",
    "UBIGINT",
)


def quoted(name: str) -> str:
    """A name as an identifier in SQL."""
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text as a literal in SQL."""
    return "'" + text.replace("'", "''") + "'"


def listed(values: tuple[str, ...]) -> str:
    """Texts as a list of literals in SQL."""
    return ", ".join(literal(value) for value in values)


def as_text(name: str, type_: str) -> str:
    """SQL for a column of a query's result as trimmed text, NULL where it is empty."""
    if type_.endswith("[]"):
        text = f"array_to_string({name}, ',')"
    else:
        text = name if type_ == "VARCHAR" else f"CAST({name} AS VARCHAR)"
    return f"nullif(trim({text}, ' \t\r\n\u00a0'), '')"


def typed(column: Column, type_: str, notation: Notation) -> str:
    """SQL for the value in its type, NULL where the text does not say one."""
    name = quoted(column.name)
    text = as_text(name, type_)
    written = notation if type_ == "VARCHAR" else Notation(dates="ymd")
    if column.type in ("amount", "number", "integer"):
        is_number = type_ in _NUMERIC or type_.startswith("DECIMAL")
        number = f"try_cast({name} AS {NUMBER})" if is_number else written.number_sql(text)
        return _whole(number) if column.type == "integer" else number
    if column.type == "date":
        is_date = type_ == "DATE" or type_.startswith("TIMESTAMP")
        return f"CAST({name} AS DATE)" if is_date else written.date_sql(text)
    if column.type == "yes_no":
        return name if type_ == "BOOLEAN" else _yes_no(text)
    if column.type in ("currency", "country"):
        return _known(f"upper({text})", currencies() if column.type == "currency" else countries())
    if column.type == "language":
        return _known(f"lower(split_part(replace({text}, '_', '-'), '-', 1))", languages())
    if column.type == "choice":
        return _known(f"replace(replace(lower({text}), ' ', '_'), '-', '_')", column.choices + column.also)
    if column.type == "list":
        return _some_known(text, column.choices)
    return text


def _whole(number: str) -> str:
    return f"CASE WHEN {number} = trunc({number}) THEN try_cast({number} AS BIGINT) END"


def _yes_no(text: str) -> str:
    lower = f"lower({text})"
    return f"CASE WHEN {lower} IN ({listed(YES)}) THEN true WHEN {lower} IN ({listed(NO)}) THEN false END"


def _known(text: str, known: tuple[str, ...]) -> str:
    return f"CASE WHEN {text} IN ({listed(known)}) THEN {text} END"


def _some_known(text: str, known: tuple[str, ...]) -> str:
    trimmed = f"list_transform(string_split({text}, ','), lambda part: replace(lower(trim(part)), ' ', '_'))"
    parts = f"list_filter({trimmed}, lambda part: part <> '')"
    unknown = f"list_filter({parts}, lambda part: part NOT IN ({listed(known)}))"
    return f"CASE WHEN len({unknown}) = 0 THEN array_to_string({parts}, ',') END"


def expectation(column: Column, notation: Notation) -> str:
    """What a column expects, as the end of a sentence."""
    if column.type in ("amount", "number"):
        return _("a number such as {sample}").format(sample=notation.number_sample)
    if column.type == "integer":
        return _("a whole number")
    if column.type == "date":
        if notation.order == "ymd":
            return _("a date such as 2026-11-21")
        return _("a date such as 2026-11-21 or {sample}").format(sample=notation.date_sample)
    if column.type == "yes_no":
        return _("yes or no")
    if column.type == "choice":
        return _("one of {choices}").format(choices=", ".join(column.choices))
    if column.type == "list":
        return _("some of {choices}, with commas").format(choices=", ".join(column.choices))
    if column.type == "currency":
        return _("a currency code such as EUR")
    if column.type == "country":
        return _("a country code of two letters such as DE")
    if column.type == "language":
        return _("a language code such as vi")
    if column.refers_to:
        return _("an id of {target}").format(target=column.refers_to)
    return _("an id") if column.type == "id" else _("a text")


def plain_number(name: str, column: Column) -> str:
    """A number without the zeros of its type."""
    return f"{name}::VARCHAR" if column.type == "integer" else f"rtrim(rtrim({name}::VARCHAR, '0'), '.')"


@lru_cache
def currencies() -> tuple[str, ...]:
    """Every code that amounts may be kept in."""
    return tuple(money.currencies())


@lru_cache
def countries() -> tuple[str, ...]:
    """Every ISO 3166 code of two letters that CLDR knows."""
    unreal = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}
    return tuple(
        sorted(
            code
            for code in Locale("en").territories
            if len(code) == 2 and code.isalpha() and code not in unreal
        )
    )


@lru_cache
def languages() -> tuple[str, ...]:
    """Every language code that CLDR knows."""
    return tuple(sorted(code for code in Locale("en").languages if 2 <= len(code) <= 3 and code.islower()))
