"""Foreign keys checked by sets, for tables that take a million rows at a time.

PostgreSQL checks a foreign key row by row: at five keys a ledger line that is three quarters of an import's time. These
triggers ask once per statement instead, and lock the rows referred to as a foreign key does; the rows themselves cannot
be deleted while something refers to them.
"""

from __future__ import annotations

from collections.abc import Mapping

import pgtrigger


def refer_to(
    keys: Mapping[str, str], *, operation: pgtrigger.Operation | None = None
) -> list[pgtrigger.Trigger]:
    """Every `column` of the new rows names an existing row of its `table`, which cannot vanish before the commit.

    `operation` says by what the rows may come to be so (insert and update, where nothing is said).
    """
    operations = [operation] if operation else [pgtrigger.Insert, pgtrigger.Update]
    return [_check(keys, each) for each in operations]


def _check(keys: Mapping[str, str], operation: pgtrigger.Operation) -> pgtrigger.Trigger:
    by_table: dict[str, list[str]] = {}
    for column, table in keys.items():
        by_table.setdefault(table, []).append(column)
    return pgtrigger.Trigger(
        name=f"refer_to_rows_{str(operation).lower()}",
        when=pgtrigger.After,
        operation=operation,
        level=pgtrigger.Statement,
        referencing=pgtrigger.Referencing(new="new_rows"),  # type: ignore[no-untyped-call]
        declare=[("missing", "bigint")],
        func=" ".join(_statement(table, columns) for table, columns in by_table.items()) + " RETURN NULL;",
    )


def _statement(table: str, columns: list[str]) -> str:
    named = " UNION ".join(f"SELECT {name} AS id FROM new_rows WHERE {name} IS NOT NULL" for name in columns)
    return f"""
        WITH named AS MATERIALIZED ({named}),
        held AS MATERIALIZED (
            SELECT r.id FROM {table} r WHERE r.id IN (SELECT id FROM named) ORDER BY r.id FOR KEY SHARE
        )
        SELECT n.id INTO missing FROM named n WHERE NOT EXISTS (SELECT 1 FROM held h WHERE h.id = n.id) LIMIT 1;
        IF FOUND THEN
            RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation', CONSTRAINT = 'refers_to_{table}',
                MESSAGE = format('There is no row %s in {table}, to which this one would refer.', missing);
        END IF;
    """


def stays_while_named(model_table: str, by: Mapping[str, tuple[str, ...]]) -> str:
    """SQL for a migration: rows of a table cannot be deleted while rows of the tables in `by` name them."""
    checks = " ".join(
        f"""
        IF EXISTS (SELECT 1 FROM {table} r WHERE {" OR ".join(f"r.{column} = OLD.id" for column in columns)}) THEN
            RAISE EXCEPTION USING ERRCODE = 'foreign_key_violation', CONSTRAINT = '{table}_names_{model_table}',
                MESSAGE = format('Row %s of {model_table} is still named by {table}.', OLD.id);
        END IF;"""
        for table, columns in by.items()
    )
    room = next(iter(by)).split("_")[0]
    name = f"{model_table}_stays_for_{room}"
    return f"""
        CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {checks} RETURN OLD; END $$;
        CREATE TRIGGER {name} BEFORE DELETE ON {model_table} FOR EACH ROW EXECUTE FUNCTION {name}();
    """
