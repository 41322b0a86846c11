"""The first big load of a table: its foreign keys and indexes are taken off and put back, checked as sets.

Row by row, PostgreSQL spends more time on checking keys and keeping indexes than on the rows. Where a table holds
little yet, checking and sorting everything once at the end is several times faster, and nobody reads it yet who would
have to wait. All of it happens in the import's own transaction: an import that fails leaves the table as it was.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from suki.apps.ledger.models import LedgerLine, LedgerRollup
from suki.apps.ledger.triggers import rollup_of
from suki.exchange.staging import rows_of, run

BIG = 20_000
"""From this many new rows on it is worth while."""


@dataclass
class Lightened:
    """Tables without their foreign keys, exclusions and secondary indexes, for the time of a load."""

    restoring: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    first: list[str] = field(default_factory=list)
    last: list[str] = field(default_factory=list)

    def lighten(self, table: str, new_rows: int) -> None:
        """Take off what slows a first load down, if this is one."""
        if new_rows < BIG or not _is_nearly_empty(table, new_rows):
            return
        if not self.tables:
            run("SET CONSTRAINTS ALL IMMEDIATE")
            run("SET CONSTRAINTS ALL DEFERRED")
        self.tables.append(table)
        for name, definition in _keys_and_exclusions(table):
            run(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
            self.restoring.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {definition}")
        self._drop_indexes(table)
        if table == LedgerLine._meta.db_table:
            self._put_off_rollup(table)

    def _drop_indexes(self, table: str) -> None:
        for name, definition in _indexes(table):
            run(f"DROP INDEX {name}")
            self.restoring.append(definition)

    def _put_off_rollup(self, table: str) -> None:
        """The roll-up is added up once at the end; nobody else writes lines meanwhile, for the table is locked."""
        (last,) = rows_of(f"SELECT coalesce(max(id), 0) FROM {table}")[0]
        (trigger,) = rows_of(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = %s::regclass AND strpos(tgname, 'keep_rollup') > 0",
            [table],
        )[0]
        run(f"ALTER TABLE {table} DISABLE TRIGGER {trigger}")
        self._drop_indexes(LedgerRollup._meta.db_table)
        self.first = [rollup_of(f"(SELECT * FROM {table} WHERE id > {last})")]
        self.last = [f"ALTER TABLE {table} ENABLE TRIGGER {trigger}"]

    def restore(self) -> None:
        """Put everything back; whatever a key refuses is refused now."""
        if not self.tables:
            return
        run("SET LOCAL maintenance_work_mem = '256MB'")
        keys_last = sorted(self.restoring, key=lambda statement: "FOREIGN KEY" in statement)
        for statement in [*self.first, *keys_last, *self.last]:
            run(statement)


def _is_nearly_empty(table: str, new_rows: int) -> bool:
    (found,) = rows_of(f"SELECT count(*) FROM (SELECT 1 FROM {table} LIMIT {new_rows // 4}) q")[0]
    return int(found) < new_rows // 4


def _keys_and_exclusions(table: str) -> list[tuple[str, str]]:
    return rows_of(  # type: ignore[return-value]
        "SELECT quote_ident(conname), pg_get_constraintdef(oid) FROM pg_constraint"
        " WHERE contype IN ('f', 'x') AND conrelid = %s::regclass ORDER BY conname",
        [table],
    )


def _indexes(table: str) -> list[tuple[str, str]]:
    """Indexes that hold no constraint and are not unique."""
    return rows_of(  # type: ignore[return-value]
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i"
        " WHERE i.indrelid = %s::regclass AND NOT i.indisunique AND NOT i.indisprimary"
        " AND NOT EXISTS (SELECT 1 FROM pg_constraint c WHERE c.conindid = i.indexrelid) ORDER BY 1",
        [table],
    )
