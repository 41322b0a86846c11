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
        made = {each.name_lower for each in self.operations if isinstance(each, CreateModel)}
        for operation in self.operations:
            if not _came_with_its_table(operation, made):
                operation.database_forwards(self.app_label, schema_editor, project_state, project_state)
        return project_state


def _came_with_its_table(operation: Operation, made: set[str]) -> bool:
    adds = isinstance(operation, (AddField, AddIndex, AddConstraint))
    return adds and operation.model_name_lower in made  # type: ignore[attr-defined]
