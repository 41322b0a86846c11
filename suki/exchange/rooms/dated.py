"""Rows that hold from one day to another: found again by both their ends and their first day."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import models
from django.utils.translation import gettext as _

from suki.exchange import keys
from suki.exchange.rooms.applying import Applying, Rule
from suki.exchange.staging import Staged, run
from suki.exchange.upsert import Changes, Value, resolve, write
from suki.exchange.values import quoted

VALID = Value("valid", 'daterange(s."from", s."to" + 1)', ("from", "to"))


def bring_dated(
    applying: Applying,
    target: str,
    model: type[models.Model],
    values: Sequence[Value],
    *,
    key: Sequence[str],
    group: Sequence[str],
    holds: str = "true",
    source: str = "",
) -> Changes:
    """Write dated rows. `key` are the columns that find a row again beside its first day; of the rows with the same
    `group` for which `holds` is true, the house keeps only one a day."""
    stage = applying.stages[target]
    table = f"up_{target}"
    same = " AND ".join(f"t.{quoted(name)} IS NOT DISTINCT FROM v.{quoted(name)}" for name in key)
    resolve(
        table,
        model,
        values,
        source or f"FROM {stage.table} s {keys.joins(stage)} WHERE NOT s.bad",
        match=f"{_hashable(key)} AND {same} AND lower(t.valid) IS NOT DISTINCT FROM lower(v.valid)",
        keep="s.n",
    )
    _refuse_overlaps(applying, stage, table, model, group, holds)
    changes = write_dated(table, model, values, stage.yielded)
    applying.note_created(model, changes.created_ranges)
    return changes


def write_dated(
    table: str, model: type[models.Model], values: Sequence[Value], yielded: frozenset[str]
) -> Changes:
    """Update shortened rows before lengthened ones, and both before new rows, so that none overlap on the way."""
    run(f"CREATE TEMP TABLE {table}_all ON COMMIT DROP AS SELECT * FROM {table}")
    shorter = (
        f"EXISTS (SELECT 1 FROM {model._meta.db_table} t WHERE t.id = v.row_id"
        " AND coalesce(upper(v.valid), 'infinity') < coalesce(upper(t.valid), 'infinity'))"
    )
    run(f"DELETE FROM {table} v WHERE v.is_new OR NOT {shorter}")
    changes = write(table, model, values, yielded)
    run(f"DELETE FROM {table}_all a USING {table} v WHERE a.row_id = v.row_id")
    run(f"DELETE FROM {table}")
    run(f"INSERT INTO {table} SELECT * FROM {table}_all")
    changes_after = write(table, model, values, yielded)
    changes.add(changes_after)
    changes.created_ranges = changes_after.created_ranges
    changes.updated_ids += changes_after.updated_ids
    return changes


def _hashable(key: Sequence[str]) -> str:
    """An equality that lets PostgreSQL find the rows by a hash of the first column."""
    first = quoted(key[0])
    return f"coalesce(t.{first}::text, '') = coalesce(v.{first}::text, '')"


def _refuse_overlaps(
    applying: Applying, stage: Staged, table: str, model: type[models.Model], group: Sequence[str], holds: str
) -> None:
    """Rows that would hold on days on which the house already has another one, which this import does not bring."""
    same = " AND ".join(f"t.{quoted(name)} IS NOT DISTINCT FROM v.{quoted(name)}" for name in group)
    rule = Rule(
        stage.target.name,
        "from" if "from" in stage.yielded else stage.target.key[0],
        _("only one on any day for the same {columns}").format(columns=", ".join(stage.target.key[:-1])),
        _("overlaps with a row that is already there ({other})."),
    )
    refused = applying.refuse_rows(
        rule,
        f"SELECT DISTINCT ON (v.n) v.n, lower(v.valid) AS value, t.valid AS other FROM {table} v"
        f" JOIN {model._meta.db_table} t ON t.valid && v.valid AND {_hashable(group)} AND {same}"
        f" AND ({holds.format(row='t')}) AND ({holds.format(row='v')})"
        f" WHERE t.id IS DISTINCT FROM v.row_id"
        f" AND NOT EXISTS (SELECT 1 FROM {table} o WHERE o.row_id = t.id AND NOT o.valid && v.valid)"
        f" ORDER BY v.n",
    )
    if refused:
        run(f"DELETE FROM {table} v USING {stage.table} s WHERE s.n = v.n AND s.bad")
