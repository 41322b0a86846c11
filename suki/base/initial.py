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
        rendered = project_state.__dict__.pop("apps", None)
        for operation in self.operations:
            operation.state_forwards(self.app_label, project_state)
        made = self._made()
        if rendered is not None and all(_is_about(operation, made) for operation in self.operations):
            rendered.render_multiple([project_state.models[self.app_label, name] for name in made])
            project_state.__dict__["apps"] = rendered
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
        made = self._made()
        return [each for each in self.operations if not (isinstance(each, _ADDS) and _is_about(each, made))]

    def _made(self) -> list[str]:
        return [each.name_lower for each in self.operations if isinstance(each, CreateModel)]


_ADDS = (AddField, AddIndex, AddConstraint)


def _is_about(operation: Operation, made: list[str]) -> bool:
    """Whether an operation leaves the models of other migrations as they are."""
    return not isinstance(operation, _ADDS) or operation.model_name_lower in made
