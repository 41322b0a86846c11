"""What has to agree in a database, and how a room says so: functions marked `@check` in its file `invariants.py`.

A check reads and changes nothing. It answers with how much it looked at, and a sentence for each thing that is wrong.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any, Final

from django.db import connection
from django.utils.module_loading import autodiscover_modules

SHOWN: Final = 10
"""So many of what is wrong are told one by one; the count is always the true one."""


@dataclass(frozen=True)
class Finding:
    """What a check has found."""

    looked_at: int
    wrong: int = 0
    sentences: tuple[str, ...] = ()

    @property
    def agrees(self) -> bool:
        return self.wrong == 0


@dataclass(frozen=True)
class Check:
    """Something that has to be true; `title` says it as a sentence that is true when all is well."""

    name: str
    title: Any
    look: Callable[[], Finding]


_checks: dict[str, Check] = {}


def check(name: str, title: Any) -> Callable[[Callable[[], Finding]], Check]:
    """Marks a function that looks after something; `name` is room and subject, such as “ledger.rollup”."""

    def mark(look: Callable[[], Finding]) -> Check:
        made = Check(name, title, look)
        _checks[name] = made
        return made

    return mark


def all_checks() -> list[Check]:
    """Every room's checks, the lowest room's first."""
    autodiscover_modules("invariants")
    return list(_checks.values())


def found(looked_at: int, sentences: Iterable[str]) -> Finding:
    """A finding made of sentences, one for each thing that is wrong."""
    told = iter(sentences)
    shown = tuple(islice(told, SHOWN))
    return Finding(looked_at, len(shown) + sum(1 for _ in told), shown)


def differing(sql: str, sentence: Any, *, out_of: str, parameters: Sequence[Any] = ()) -> Finding:
    """A finding made by a query that yields what is wrong; `sentence` names its columns, `out_of` says out of what."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {out_of}")
        (looked_at,) = cursor.fetchone()
        cursor.execute(
            f"SELECT count(*) OVER () AS wrong, it.* FROM ({sql}) it LIMIT {SHOWN}", list(parameters)
        )
        names = [column.name for column in cursor.description or ()]
        rows = [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]
    wrong = rows[0]["wrong"] if rows else 0
    return Finding(looked_at, wrong, tuple(str(sentence).format(**row) for row in rows))


def exists(table: str) -> bool:
    """Whether the database has a table of this name, whatever version of Suki made it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass(%s) IS NOT NULL", [table])
        return bool(cursor.fetchone()[0])
