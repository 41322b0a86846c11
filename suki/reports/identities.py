"""What the rows of a report are called: the id that another system knows them by, and their name."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from django.db import connection, models

from suki.apps.accounts.models import Account
from suki.apps.catalog.models import Product
from suki.apps.people.models import Person, Team, Territory
from suki.base.history import kind_of

MODELS: Final[dict[str, type[models.Model]]] = {
    "person": Person, "team": Team, "territory": Territory, "account": Account, "product": Product,
}  # fmt: skip

UNASSIGNED: Final = "unassigned"
"""The name of what belongs to nobody, in files that programs read."""


@dataclass(frozen=True)
class Identity:
    """The external id where there is one (of several sources the first by name), else the uid; and the name."""

    id: str | None
    name: str


NOBODY: Final = Identity(None, UNASSIGNED)


def identities(subject: str, ids: Collection[int | None]) -> dict[int | None, Identity]:
    """The identity of each row of a kind; that of none is nobody's."""
    wanted = [row for row in ids if row is not None]
    table = MODELS[subject]._meta.db_table
    found: dict[int | None, Identity] = {None: NOBODY}
    if not wanted:
        return found
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT r.id, r.name, r.uid::text, (
                    SELECT x.key FROM base_externalid x WHERE x.kind = %s AND x.row_id = r.id
                    ORDER BY x.source, x.key LIMIT 1)
                FROM {table} r WHERE r.id = ANY(%s)""",
            [kind_of(MODELS[subject]), wanted],
        )
        found.update((row, Identity(key or uid, name)) for row, name, uid, key in cursor.fetchall())
    return found


def row_of(subject: str, given: str) -> int | None:
    """The row that goes by an external id or a uid (a person also by mail address); None where there is none."""
    table = MODELS[subject]._meta.db_table
    by_mail = (
        f"UNION ALL SELECT id FROM {table} WHERE lower(email) = lower(%(given)s)"
        if subject == "person"
        else ""
    )
    values: dict[str, Any] = {"kind": kind_of(MODELS[subject]), "given": given.strip()}
    with connection.cursor() as cursor:
        cursor.execute(
            f"""SELECT DISTINCT id FROM (
                    SELECT row_id AS id FROM base_externalid WHERE kind = %(kind)s AND key = %(given)s
                    UNION ALL SELECT id FROM {table} WHERE uid::text = lower(%(given)s) {by_mail}) found""",
            values,
        )
        rows = [row for (row,) in cursor.fetchall()]
    if len(rows) > 1:
        raise LookupError(given)
    return rows[0] if rows else None
