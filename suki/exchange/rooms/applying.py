"""What every room needs to know while an import is applied, and what it tells of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from suki.apps.company.models import LegalEntity
from suki.exchange import keys
from suki.exchange.staging import Staged, rows_of, run
from suki.exchange.upsert import Changes, Value, resolve, write

BAD_TABLE = "import_bad"
MOST_WARNINGS = 200


@dataclass(frozen=True)
class Rule:
    """What is wrong with staged rows that the house refuses. The sentence may name {value} and {other}."""

    target: str
    column: str
    expected: str
    sentence: str = ""
    proposed: str = ""


@dataclass
class Applying:
    """One import on its way into the house."""

    actor: Any
    source: str
    stages: dict[str, Staged]
    entity: LegalEntity
    today: date
    undone: Sequence[datetime] = ()
    language: str = "en"
    changes: dict[str, Changes] = field(default_factory=dict)
    created: dict[str, list[list[int]]] = field(default_factory=dict)
    posted: dict[str, list[list[int]]] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    warnings: list[tuple[Rule, int, str | None, str | None]] = field(default_factory=list)
    """Rows that are brought all the same: the rule, the row's number, its value and what it was compared with."""
    warned: int = 0
    leaves_bad_rows: bool = False
    tell: Callable[[str, int], None] = lambda _target, _rows: None

    def stage(self, target: str) -> Staged | None:
        """The rows of a target, where the import brings any."""
        return self.stages.get(target)

    def count(self, target: str, changes: Changes) -> None:
        """Add to what is told about a target."""
        self.changes.setdefault(target, Changes()).add(changes)

    def note_created(self, model: type[models.Model], ranges: list[list[int]]) -> None:
        """Remember rows of a table as created by this import."""
        self.created.setdefault(model._meta.db_table, []).extend(ranges)

    def refuse_rows(self, rule: Rule, rows: str, parameters: Sequence[Any] = ()) -> int:
        """Note staged rows as refused: a query yields their `n`, `value` and `other`. They are not applied."""
        self.rules.append(rule)
        number = len(self.rules) - 1
        stage = self.stages[rule.target]
        refused = run(
            f"INSERT INTO {BAD_TABLE} (rule, target, n, value, other)"
            f" SELECT {number}, '{rule.target}', q.n, q.value::text, q.other::text FROM ({rows}) q",
            list(parameters) or None,
        )
        if refused:
            run(
                f"UPDATE {stage.table} s SET bad = true FROM {BAD_TABLE} b"
                f" WHERE b.rule = {number} AND b.n = s.n AND NOT s.bad"
            )
        return refused

    def leave_out_with(self, target: str, column: str, *, also_known: bool = False) -> None:
        """Where bad rows may be left out: leave out the rows that name a new row which the house has refused.

        A row that the house has known before may still be named, unless its rows stand or fall with it (`also_known`).
        """
        stage = self.stages[target]
        named = self.stages.get(stage.target.references.get(column, ""))
        if not self.leaves_bad_rows or named is None or column not in stage.yielded:
            return
        other = named.target.name
        sentence = _("“{value}” of {target} is left out, so this row is left out too.").replace(
            "{target}", other
        )
        self.refuse_rows(
            Rule(target, column, _("an id of {target}").format(target=other), sentence),
            f"""
            SELECT s.n, s."{column}" AS value, NULL AS other FROM {stage.table} s
            JOIN {named.table} o ON o.id = s."{column}"
            WHERE o.bad AND NOT s.bad AND ({also_known}
                OR NOT EXISTS (SELECT 1 FROM {keys.key_table(other)} k WHERE k.key = o.id))
            """,
        )

    def keep_ids(self, target: str) -> None:
        """Keep the external ids of the rows that were written, and of no row that was left out."""
        if self.leaves_bad_rows:
            keys.drop_left_out(self.stages[target])
        keys.register(target, self.source)

    def warn(self, rule: Rule, rows: str) -> None:
        """Note staged rows that somebody should look at; a query yields their `n`, `value` and `other`."""
        found = rows_of(
            f"SELECT q.n, q.value::text, q.other::text, count(*) OVER () FROM ({rows}) q ORDER BY q.n LIMIT {MOST_WARNINGS}"
        )
        self.warnings += [(rule, n, value, other) for n, value, other, _count in found]
        self.warned += found[0][3] if found else 0

    def bring(
        self,
        target: str,
        model: type[models.Model],
        values: Sequence[Value],
        *,
        derived: Sequence[str] = (),
        one_per_id: bool = False,
    ) -> Changes:
        """Write the rows of a target that have external ids, and keep the ids of the new ones."""
        stage = self.stages[target]
        table = f"up_{target}"
        rows = (
            f"(SELECT DISTINCT ON (id) * FROM {stage.table} WHERE NOT bad ORDER BY id, n)"
            if one_per_id
            else stage.table
        )
        resolve(
            table,
            model,
            values,
            f"FROM {rows} s JOIN {keys.key_table(target)} k ON k.key = s.id {keys.joins(stage)} WHERE NOT s.bad",
            match="key",
            keep=", ".join(f"s.{name}" for name in derived),
        )
        changes = write(table, model, values, stage.yielded, derived=derived, undone=self.undone)
        self.keep_ids(target)
        self.note_created(model, changes.created_ranges)
        return changes


def make_bad_table() -> None:
    """Where refused rows are noted while an import is applied."""
    run(
        f"CREATE TEMP TABLE {BAD_TABLE} (rule integer, target text, n bigint, value text, other text) ON COMMIT DROP"
    )
