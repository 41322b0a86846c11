"""The shape of a database: which migrations made it, and bringing an empty one to the shape of a backup."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection as django_connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from psycopg.sql import SQL, Identifier

from suki import __version__
from suki.kernel.errors import RuleBroken
from suki.upkeep.archive import Manifest

Shape = list[tuple[str, str]]


def refuse_newer(manifest: Manifest) -> None:
    """A backup whose migrations this version does not know was made by a newer one."""
    loader = MigrationLoader(None)
    known = set(loader.disk_migrations)
    if unknown := [f"{app}.{name}" for app, name in manifest.migrations if (app, name) not in known]:
        raise RuleBroken(
            _(
                "The backup was made by Suki {theirs}, whose database has a shape that Suki {ours} does not know"
                " ({migration}); restore it with the version that made it, or a newer one."
            ).format(theirs=manifest.suki, ours=__version__, migration=unknown[0])
        )


def shape_like(shape: Shape) -> None:
    """Give an empty database exactly the shape that these migrations make."""
    wanted = set(shape)
    executor = MigrationExecutor(django_connection)
    graph = executor.loader.graph
    ends = [
        node for node in sorted(wanted) if not wanted & {child.key for child in graph.node_map[node].children}
    ]
    executor.migrate(ends)
    executor.loader.build_graph()
    if set(executor.loader.applied_migrations) != wanted:
        raise RuleBroken(_("The shape that the backup names cannot be made with this version of Suki."))
    django_connection.close()


def clear(connection: psycopg.Connection[Any]) -> None:
    """Drop every table, function and type of ours; extensions and what belongs to them stay."""
    with connection.transaction():
        connection.execute("SET LOCAL lock_timeout = '10s'")
        for (table,) in connection.execute(_OUR_TABLES).fetchall():
            connection.execute(SQL("DROP TABLE IF EXISTS {} CASCADE").format(Identifier(table)))
        for (routine,) in connection.execute(_OUR_ROUTINES).fetchall():
            connection.execute(SQL("DROP ROUTINE IF EXISTS {} CASCADE").format(SQL(routine)))
        for (kind,) in connection.execute(_OUR_TYPES).fetchall():
            connection.execute(SQL("DROP TYPE IF EXISTS {} CASCADE").format(SQL(kind)))


_NO_EXTENSIONS = """
    NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = o.oid AND d.classid = '{}'::regclass AND d.deptype = 'e')
"""
_OUR_TABLES = f"""
    SELECT relname FROM pg_class o
    WHERE relnamespace = current_schema()::regnamespace AND relkind IN ('r', 'p') AND NOT relispartition
        AND {_NO_EXTENSIONS.format("pg_class")}
"""
_OUR_ROUTINES = f"""
    SELECT oid::regprocedure::text FROM pg_proc o
    WHERE pronamespace = current_schema()::regnamespace AND prokind IN ('f', 'p') AND {_NO_EXTENSIONS.format("pg_proc")}
"""
_OUR_TYPES = f"""
    SELECT oid::regtype::text FROM pg_type o
    WHERE typnamespace = current_schema()::regnamespace AND {_NO_EXTENSIONS.format("pg_type")}
        AND (typtype IN ('e', 'd')
            OR typtype = 'c' AND EXISTS (SELECT 1 FROM pg_class c WHERE c.oid = o.typrelid AND c.relkind = 'c'))
"""
