"""What taking an import back would do, told before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from suki.exchange.later_work import later_work, list_mine, models_by_table
from suki.exchange.models import ImportedRows, ImportRun
from suki.exchange.staging import rows_of


@dataclass(frozen=True)
class Plan:
    """Rows that would go, documents that would be reversed, rows that would be as before; or what stands against it."""

    created: list[tuple[Any, int]]
    posted: int
    changed: int
    against: list[str]


def plan_of(run: ImportRun) -> Plan:
    """Worked out in a transaction that is taken back: the tables it needs are gone again."""
    created, posted = [], 0
    for rows in run.rows.all():
        count = sum(high - low for low, high in rows.ranges)
        if rows.change == ImportedRows.Change.POSTED:
            posted += count
        elif (model := models_by_table().get(rows.table)) is not None:
            created.append((model._meta.verbose_name_plural, count))
    with transaction.atomic():
        list_mine(run)
        (changed,) = rows_of(
            "SELECT count(*) FROM touched t WHERE NOT EXISTS (SELECT 1 FROM mine m WHERE m.tab = t.tab AND m.id = t.id)"
        )[0]
        against = later_work(run)
        transaction.set_rollback(True)
    return Plan(created, posted, changed, against)
