"""What has to agree in the base: extensions, migrations, references by kind and id, stored files, jobs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.apps import apps
from django.db import connection, models
from django.db.migrations.executor import MigrationExecutor
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.base.checking import SHOWN, Finding, check, differing, found
from suki.base.files import checksum, contents_on_disk, orphans, path_of
from suki.base.models import Event, StoredFile

EXTENSIONS = ("btree_gist", "pg_trgm", "unaccent")
STALLED_MINUTES = 10


@check("base.extensions", gettext_lazy("PostgreSQL has the extensions that Suki needs"))
def extensions_are_there() -> Finding:
    with connection.cursor() as cursor:
        cursor.execute("SELECT extname FROM pg_extension")
        there = {name for (name,) in cursor.fetchall()}
    return found(
        len(EXTENSIONS),
        (_("The extension {name} is missing.").format(name=name) for name in EXTENSIONS if name not in there),
    )


@check("base.migrations", gettext_lazy("The database has the shape that this version needs"))
def migrations_are_applied() -> Finding:
    executor = MigrationExecutor(connection)
    loader = executor.loader
    missing = [migration for migration, _backwards in executor.migration_plan(loader.graph.leaf_nodes())]
    unknown = sorted(set(loader.applied_migrations) - set(loader.graph.nodes) - set(loader.replacements))
    sentences = [_("{migration} has not been applied.").format(migration=migration) for migration in missing]
    sentences += [
        _("{app}.{name} has been applied, and this version does not know it.").format(app=app, name=name)
        for app, name in unknown
    ]
    return found(len(loader.graph.nodes), sentences)


@check("base.triggers", gettext_lazy("All rules that the database keeps are switched on"))
def triggers_are_on() -> Finding:
    return differing(
        """
        SELECT c.relname AS table, t.tgname AS trigger
        FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid
        WHERE t.tgenabled NOT IN ('O', 'A') AND c.relnamespace = current_schema()::regnamespace
        ORDER BY 1, 2
        """,
        _("The trigger {trigger} of {table} is switched off."),
        out_of="pg_trigger",
    )


@check("base.references", gettext_lazy("Every reference leads to a row that exists"))
def references_lead_to_rows() -> Finding:
    findings = [
        _dangling(model, field)
        for model in _tables().values()
        for field in model._meta.concrete_fields
        if isinstance(field, models.ForeignKey)
    ]
    sentences = [sentence for finding in findings for sentence in finding.sentences]
    return Finding(len(findings), sum(finding.wrong for finding in findings), tuple(sentences[:SHOWN]))


@check("base.external_ids", gettext_lazy("Every external id names a row that exists"))
def external_ids_name_rows() -> Finding:
    return _named_rows(
        "base_externalid", "kind", "row_id", _("{count} external ids name a {kind} {id} that is not there.")
    )


@check("base.attachments", gettext_lazy("Every attachment belongs to a row that exists"))
def attachments_name_rows() -> Finding:
    return _named_rows(
        "base_attachment",
        "about_kind",
        "about_id",
        _("{count} attachments belong to a {kind} {id} that is not there."),
    )


@check(
    "base.events", gettext_lazy("Every event is about a row that exists or whose deletion is in the history")
)
def events_name_rows() -> Finding:
    return _named_rows(
        "base_event",
        "about_kind",
        "about_id",
        _(
            "{count} events are about a {kind} {id} that is not there, and no history says that it was deleted."
        ),
        or_deleted=True,
    )


@check("base.files", gettext_lazy("Every stored file is there with the content it came with"))
def files_are_there() -> Finding:
    return found(StoredFile.objects.count(), _bad_files())


@check("base.orphans", gettext_lazy("No file on the disk is left over"))
def no_file_is_left_over() -> Finding:
    left = (
        _("{path} belongs to nothing; the worker removes it at night.").format(path=path)
        for path in orphans()
    )
    return found(sum(1 for _path in contents_on_disk()), left)


@check("base.jobs", gettext_lazy("No job is lost with its worker"))
def no_job_is_lost() -> Finding:
    return differing(
        f"""
        SELECT job.id, job.task_name
        FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
        WHERE job.status = 'doing'
            AND (worker.id IS NULL OR worker.last_heartbeat < now() - interval '{STALLED_MINUTES} minutes')
        ORDER BY job.id
        """,
        _("The worker of job {id} ({task_name}) is gone; start a worker, and it will do the job again."),
        out_of="procrastinate_jobs",
    )


def _bad_files() -> Iterator[str]:
    for sha256, size in StoredFile.objects.order_by("sha256").values_list("sha256", "size").iterator():
        path = path_of(sha256)
        if not path.is_file():
            yield _("{path} is missing.").format(path=path)
        elif path.stat().st_size != size or checksum(path) != sha256:
            yield _("{path} is not the file that was stored.").format(path=path)


def _dangling(model: type[models.Model], field: models.ForeignKey[Any, Any]) -> Finding:
    """The rows that a column names and that are not there; the ledger's columns have no rule of the database for it."""
    target = field.target_field
    return differing(
        f"""
        SELECT '{model._meta.db_table}' AS table, '{field.column}' AS column, t.{field.column} AS id, count(*) AS count
        FROM {model._meta.db_table} t WHERE t.{field.column} IS NOT NULL AND NOT EXISTS
            (SELECT 1 FROM {target.model._meta.db_table} r WHERE r.{target.column} = t.{field.column})
        GROUP BY t.{field.column} ORDER BY t.{field.column}
        """,
        _("{count} rows of {table} say {column} {id}, which is not there."),
        out_of="(VALUES (1)) one",
    )


def _named_rows(
    table: str, kind_column: str, id_column: str, sentence: str, or_deleted: bool = False
) -> Finding:
    """Rows that a table names by their kind and id, and that are not there."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        (looked_at,) = cursor.fetchone()
        cursor.execute(f"SELECT DISTINCT {kind_column} FROM {table} WHERE {id_column} IS NOT NULL ORDER BY 1")
        kinds = [kind for (kind,) in cursor.fetchall()]
    known = _tables()
    wrong = 0
    sentences: list[str] = []
    for kind in kinds:
        deleted = ""
        if kind not in known:
            there = "SELECT 1 WHERE false"
        else:
            model = known[kind]
            there = f"SELECT 1 FROM {model._meta.db_table} r WHERE r.id = t.{id_column}"
            deleted = _deleted(model, f"t.{id_column}") if or_deleted else ""
        finding = differing(
            f"""
            SELECT t.{kind_column} AS kind, t.{id_column} AS id, count(*) AS count FROM {table} t
            WHERE t.{kind_column} = %s AND t.{id_column} IS NOT NULL AND NOT EXISTS ({there}) {deleted}
            GROUP BY 1, 2 ORDER BY 2
            """,
            sentence,
            out_of=table,
            parameters=[kind],
        )
        wrong += finding.wrong
        sentences += finding.sentences
    return Finding(looked_at, wrong, tuple(sentences[:10]))


def _tables() -> dict[str, type[models.Model]]:
    """The table of each kind of row; rows are named by kind in the journal, by files and by external ids."""
    return {
        str(model._meta.model_name): model
        for model in apps.get_models()
        if model.__module__.startswith("suki.")
        and not hasattr(model, "pgh_tracked_model")
        and model is not Event
    }


def _deleted(model: type[models.Model], id_sql: str) -> str:
    """Or the history says that it was deleted."""
    images = [other for other in apps.get_models() if getattr(other, "pgh_tracked_model", None) is model]
    return "".join(
        f" AND NOT EXISTS (SELECT 1 FROM {other._meta.db_table} h"
        f" WHERE h.pgh_obj_id = {id_sql} AND h.pgh_label = 'delete')"
        for other in images
    )
