"""What taking an import back would do, told before it is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from suki.exchange.keys import MODELS, model_of
from suki.exchange.later_work import later_work, list_mine
from suki.exchange.models import ImportedRows, ImportRun
from suki.exchange.staging import rows_of
from suki.exchange.wizard.words import TARGET_NAMES


@dataclass(frozen=True)
class Plan:
    """Rows that would go, documents that would be reversed, rows that would be as before; or what stands against it."""

    created: list[tuple[Any, int]]
    posted: int
    changed: int
    against: list[str]


def plan_of(run: ImportRun) -> Plan:
    """Worked out in a transaction that is taken back: the tables it needs are gone again."""
    created: dict[str, int] = {}
    posted = 0
    targets = {model_of(name)._meta.db_table: name for name in MODELS}
    for rows in run.rows.all():
        count = sum(high - low for low, high in rows.ranges)
        if rows.change == ImportedRows.Change.POSTED:
            posted += count
        else:
            name = targets.get(rows.table, "")
            created[name] = created.get(name, 0) + count
    with transaction.atomic():
        list_mine(run)
        (changed,) = rows_of(
            "SELECT count(*) FROM touched t WHERE NOT EXISTS (SELECT 1 FROM mine m WHERE m.tab = t.tab AND m.id = t.id)"
        )[0]
        against = later_work(run)
        transaction.set_rollback(True)
    listed = [
        (TARGET_NAMES.get(name, _("What belongs to them")), created[name])
        for name in sorted(created, reverse=True)
    ]
    return Plan(listed, posted, changed, against)
