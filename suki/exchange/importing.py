"""An import from end to end: read, check, stage, apply in one transaction, and tell what changed."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import duckdb
from django.db import DataError, IntegrityError, connection
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg import Error as DatabaseRefusal

from suki.apps.company.models import LegalEntity
from suki.apps.company.queries import default_entity
from suki.base.access import Can, action
from suki.base.history import record
from suki.exchange import left_out
from suki.exchange.checks import Checked, check, named_columns, report
from suki.exchange.first_load import Lightened
from suki.exchange.keys import find_keys
from suki.exchange.models import ImportedRows, ImportRun
from suki.exchange.overlaps import find_overlaps
from suki.exchange.problems import BadFiles, Problem, Problems, refuse
from suki.exchange.recipe import Recipe
from suki.exchange.references import check_references, leave_out_bad_rows
from suki.exchange.rooms import BRINGERS
from suki.exchange.rooms.applying import Applying, make_bad_table
from suki.exchange.rooms.company import settle_company
from suki.exchange.rooms.extra import define_fields
from suki.exchange.staging import rows_of, stage
from suki.exchange.targets import TARGETS
from suki.exchange.tracing import begin_trace, end_trace, prepare_session
from suki.exchange.workbench import Workbench

Tell = Callable[[str, str, int, int], None]
"""Progress: what is being done, with which target, how many rows of how many."""


def _tell_nobody(_doing: str, _target: str, _done: int, _total: int) -> None:
    """Nobody watches."""


@dataclass(frozen=True)
class Options:
    """How an import is to be run."""

    dry_run: bool = False
    skip_bad_rows: Path | None = None
    """The file that takes the rows left out; None refuses the import while a row is bad."""
    max_problems: int = 200
    tell: Tell = _tell_nobody


@dataclass
class Outcome:
    """What an import did, or would do."""

    run: int | None
    targets: dict[str, dict[str, int]]
    problems: Problems
    warnings: Problems = field(default_factory=Problems)
    """What is brought all the same, but should be looked at."""
    is_dry: bool = False
    left_out: Path | None = None
    files: dict[str, str] = field(default_factory=dict)

    @property
    def changed(self) -> int:
        """How many rows were created or updated."""
        return sum(counts["created"] + counts["updated"] for counts in self.targets.values())

    def as_json(self) -> dict[str, Any]:
        """The outcome for machines."""
        return {
            "run": self.run,
            "dry_run": self.is_dry,
            "targets": self.targets,
            "problems": [problem.as_json() for problem in self.problems],
            "problem_total": self.problems.total,
            "warnings": [warning.as_json() for warning in self.warnings],
            "warning_total": self.warnings.total,
            "left_out": str(self.left_out) if self.left_out else None,
        }


class _OnlyTrying(Exception):
    """Takes back everything that a dry run did."""


def import_files(*, actor: Any, recipe: Recipe, root: Path, options: Options | None = None) -> Outcome:
    """Bring a company's files in by a recipe: all of it or nothing."""
    options = options or Options()
    with Workbench(recipe, root) as bench:
        options.tell("read", "", 0, 0)
        bench.load()
        checked, problems = _checked(bench, options)
        outcome = Outcome(None, {}, problems, is_dry=options.dry_run, files=bench.checksums)
        try:
            _apply(actor=actor, bench=bench, checked=checked, outcome=outcome, options=options)
        except _OnlyTrying:
            outcome.run = None
        return outcome


def _checked(bench: Workbench, options: Options) -> tuple[dict[str, Checked], Problems]:
    """Every target's rows, typed and checked; with them, what is wrong so far."""
    problems = Problems(options.max_problems)
    checked: dict[str, Checked] = {}
    for query in bench.recipe.queries:
        options.tell("check", query.target, 0, 0)
        try:
            types = bench.result_of(query, "_result")
        except BadFiles as refused:
            problems.add_many(refused.found, refused.found.total)
            continue
        wrong = named_columns(TARGETS[query.target], types, bench.recipe.at(query))
        if wrong:
            problems.add_many(wrong, wrong.total)
            bench.connection.execute("DROP TABLE _result")
            continue
        try:
            found = check(bench.connection, TARGETS[query.target], "_result", types, bench.notation)
            find_overlaps(bench.connection, found)
        except duckdb.Error as error:
            reason = str(error).split("\n", 1)[0]
            sentence = _("the rows of this query cannot be checked: {reason}").format(reason=reason)
            raise refuse(bench.recipe.at(query), sentence, column=f"targets.{query.target}") from None
        checked[query.target] = found
    problems.refuse()
    bench.forget_files()
    for found in checked.values():
        report(bench.connection, found, problems)
    return checked, problems


@action(Can.IMPORT)
def _apply(
    *, actor: Any, bench: Workbench, checked: dict[str, Checked], outcome: Outcome, options: Options
) -> None:
    """Stage the checked rows and write them into their rooms, in one transaction."""
    prepare_session()
    context = begin_trace(actor)
    run = ImportRun.objects.create(
        recipe=bench.recipe.name,
        source=bench.recipe.source,
        checksum=_fingerprint(bench),
        files=bench.checksums,
        context=context,
        by_id=actor.pk,
    )
    _settle_company(actor, bench, "entities" in checked)
    applying = _staged(actor, bench, checked, options)
    check_references(applying)
    if options.skip_bad_rows:
        applying.leaves_bad_rows = True
        leave_out_bad_rows(applying)
    else:
        _refuse(applying, checked, bench, outcome.problems)
    light = Lightened()
    try:
        _lighten(light, applying)
        _bring(applying, options)
        if applying.rules and not options.skip_bad_rows:
            _refuse(applying, checked, bench, outcome.problems)
        options.tell("settle", "", 0, 0)
        _settle_constraints()
        light.restore()
        _look_again(applying)
    except (IntegrityError, DataError) as error:
        raise _explained(error, bench.recipe) from error
    _report_left_out(applying, checked, bench, outcome, options)
    left_out.report_warnings(applying, checked, bench, outcome.warnings)
    outcome.targets = {name: _counts(applying, checked[name]) for name in checked}
    _finish(run, applying, outcome)
    end_trace()
    if options.dry_run:
        raise _OnlyTrying
    outcome.run = run.pk


def _settle_company(actor: Any, bench: Workbench, brings_entities: bool) -> None:
    """The recipe's company names the first entity, until the ledger speaks for it or the files tell entities."""
    default = LegalEntity.objects.filter(is_default=True)
    if bench.recipe.company and not _has_lines() and not (brings_entities and default.exists()):
        settle_company(actor, bench.recipe.company)
    if not default.exists():
        sentence = _("the house has no legal entity yet; give “company” with its name and currency.")
        raise refuse(bench.recipe.path, sentence, column="company")


def _staged(actor: Any, bench: Workbench, checked: dict[str, Checked], options: Options) -> Applying:
    stages = {}
    for name, found in checked.items():
        poured = 0

        def tell(rows: int, name: str = name, total: int = found.rows) -> None:
            nonlocal poured
            poured += rows
            options.tell("stage", name, poured, total)

        stages[name] = stage(bench.connection, found, tell)
    make_bad_table()
    find_keys(stages, bench.recipe.source)
    entity = default_entity()
    undone = ImportRun.objects.filter(undone_at__isnull=False).values_list("undone_at", flat=True)
    return Applying(
        actor=actor,
        source=bench.recipe.source,
        stages=stages,
        entity=entity,
        today=entity.today,
        undone=list(undone),
        language=bench.notation.locale,
    )


def _bring(applying: Applying, options: Options) -> None:
    define_fields(applying)
    for name, bring in BRINGERS.items():
        if name in applying.stages:
            options.tell("apply", name, 0, applying.stages[name].rows)
            bring(applying)


_FILLS = {
    "accounts": ("accounts_account", "accounts_lifecyclechange", "base_externalid"),
    "contacts": ("accounts_contact", "accounts_contactposition", "base_externalid"),
    "leads": ("prospecting_lead", "base_externalid"),
    "deals": ("deals_deal", "deals_stagechange", "base_externalid"),
    "deal_lines": ("deals_dealline",),
    "deal_moves": ("deals_stagechange",),
    "orders": ("orders_order", "base_externalid"),
    "order_lines": ("orders_orderline", "ledger_ledgerline"),
    "invoices": ("billing_invoice", "base_externalid"),
    "invoice_lines": ("billing_invoiceline", "ledger_ledgerline"),
    "payments": ("billing_payment", "ledger_ledgerline"),
}
"""Tables that a target fills by the hundred thousand."""


_BESIDE = (
    "base_externalid",
    "orders_orderline",
    "billing_invoiceline",
    "ledger_ledgerline",
    "ledger_ledgerrollup",
)
"""Tables that grow along with others."""


def _lighten(light: Lightened, applying: Applying) -> None:
    rows: dict[str, int] = {}
    for target, tables in _FILLS.items():
        for table in tables if target in applying.stages else ():
            rows[table] = rows.get(table, 0) + applying.stages[target].rows
    for table, new_rows in rows.items():
        light.lighten(table, new_rows)


def _refuse(applying: Applying, checked: dict[str, Checked], bench: Workbench, problems: Problems) -> None:
    left_out.report(applying, checked, bench, problems)
    problems.refuse()


def _report_left_out(
    applying: Applying, checked: dict[str, Checked], bench: Workbench, outcome: Outcome, options: Options
) -> None:
    if options.skip_bad_rows is None:
        return
    left_out.report(applying, checked, bench, outcome.problems)
    if outcome.problems:
        left_out.write(applying, checked, bench, options.skip_bad_rows)
        outcome.left_out = options.skip_bad_rows


def _counts(applying: Applying, found: Checked) -> dict[str, int]:
    name = found.target.name
    changes = applying.changes.get(name)
    (skipped,) = rows_of(f"SELECT count(*) FROM {applying.stages[name].table} WHERE bad")[0]
    return {
        "rows": found.rows,
        "created": changes.created if changes else 0,
        "updated": changes.updated if changes else 0,
        "unchanged": changes.unchanged if changes else 0,
        "skipped": skipped,
    }


def _finish(run: ImportRun, applying: Applying, outcome: Outcome) -> None:
    """Keep what was done, so that it can be said again and taken back."""
    run.targets = outcome.targets
    run.finished_at = timezone.now()
    run.save()
    kept = [(ImportedRows.Change.CREATED, applying.created), (ImportedRows.Change.POSTED, applying.posted)]
    ImportedRows.objects.bulk_create(
        ImportedRows(run=run, table=table, change=change, ranges=ranges)
        for change, tables in kept
        for table, ranges in tables.items()
        if ranges
    )
    record(
        "files imported",
        actor=applying.actor,
        about=run,
        recipe=run.recipe,
        source=run.source,
        checksum=run.checksum,
        targets=outcome.targets,
    )


def _look_again(applying: Applying) -> None:
    """New statistics of every table that has grown, so that the first page after an import is as fast as any."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL default_statistics_target = 40")
        for table in sorted({*applying.created, *_BESIDE}):
            cursor.execute(f"ANALYZE {table}")


def _settle_constraints() -> None:
    """What the database checks at the end of a transaction, checked now, so that it can be said in a sentence."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def _explained(error: IntegrityError | DataError, recipe: Recipe) -> BadFiles:
    """The database's own refusal as a sentence."""
    cause = error.__cause__
    told = str(error)
    if isinstance(cause, DatabaseRefusal) and cause.diag.message_primary:
        told = " ".join(part for part in (cause.diag.message_primary, cause.diag.message_detail) if part)
    problems = Problems()
    sentence = _("the house refuses what these files say: {reason}").format(reason=told)
    problems.add(Problem(recipe.path, sentence=sentence))
    return BadFiles(problems)


def _fingerprint(bench: Workbench) -> str:
    told = json.dumps(
        [[query.target, query.sql] for query in bench.recipe.queries] + sorted(bench.checksums.items())
    )
    return hashlib.sha256(told.encode()).hexdigest()


def _has_lines() -> bool:
    return bool(rows_of("SELECT EXISTS (SELECT 1 FROM ledger_ledgerline)")[0][0])
