"""A quick first migration: a room's tables are described at once and rendered once, not again for every table."""

from __future__ import annotations

from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations import Migration
from django.db.migrations.operations import AddConstraint, AddField, AddIndex, CreateModel
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ProjectState


class InitialMigration(Migration):
    """For migrations that only create: tables, then triggers and SQL.

    A table is made with everything that the migration adds to it later on; keys are set once all tables are there.
    """

    initial = True

    def apply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        for operation in self._steps():
            operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state

    def unapply(
        self, project_state: ProjectState, schema_editor: BaseDatabaseSchemaEditor, collect_sql: bool = False
    ) -> ProjectState:
        whole = project_state.clone()
        whole.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, whole)
        for operation in reversed(self._steps()):
            operation.database_backwards(self.app_label, schema_editor, whole, whole)
        return project_state

    def _steps(self) -> list[Operation]:
        """What the database is told: without what comes with a new table anyway."""
        made = {each.name_lower for each in self.operations if isinstance(each, CreateModel)}
        return [each for each in self.operations if not _comes_with_a_table(each, made)]


def _comes_with_a_table(operation: Operation, made: set[str]) -> bool:
    adds = isinstance(operation, (AddField, AddIndex, AddConstraint))
    return adds and operation.model_name_lower in made  # type: ignore[attr-defined]
