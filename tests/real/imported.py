"""A real company brought in by the real command into a database of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psycopg
from psycopg.conninfo import make_conninfo

from tests.database import CHECKOUT, cloned_database

SECONDS = 400
"""What one command may take before it is taken to hang; on a busy machine an import takes long."""


@dataclass(frozen=True)
class ImportedCompany:
    """The database that holds the company, and the command that works on it."""

    recipe: str
    folder: Path
    conninfo: str
    data: Path

    def suki(self, *arguments: str) -> str:
        """What a command prints; its failure fails the test."""
        done = self.run(*arguments)
        assert done.returncode == 0, done.stderr or done.stdout
        return done.stdout

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """A command as a user gives it."""
        surroundings = {**os.environ, "DATABASE_URL": self.conninfo}
        surroundings.pop("SUKI_DSN", None)
        return subprocess.run(
            [sys.executable, "-m", "suki", "--data", str(self.data), *arguments],
            cwd=CHECKOUT,
            env=surroundings,
            capture_output=True,
            text=True,
            timeout=SECONDS,
        )

    def bring_in(self, *options: str) -> str:
        """Import the company's files by its recipe."""
        recipe = str(CHECKOUT / "recipes" / f"{self.recipe}.yaml")
        return self.suki("import", recipe, "--from", str(self.folder), *options)

    def rows(self, sql: str, *parameters: object) -> list[tuple[Any, ...]]:
        """What the database itself holds."""
        with psycopg.connect(self.conninfo) as connection:
            return connection.execute(sql, parameters).fetchall()

    def quarterly(self, *options: str) -> dict[str, Any]:
        """The quarterly report for machines."""
        target = self.data / "report.json"
        self.suki("report", "quarterly", *options, "--format", "json", "-o", str(target))
        return dict(json.loads(target.read_text()))


@contextmanager
def imported(recipe: str, shared_data: Path, data: Path) -> Iterator[ImportedCompany]:
    """The company while the block runs; its database is gone afterwards."""
    server, run = os.environ["SUKI_DSN"], os.environ["SUKI_TEST_RUN"]
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    with cloned_database(server, f"suki_test_{run}_{worker}_{recipe}") as name:
        company = ImportedCompany(recipe, shared_data / recipe, make_conninfo(server, dbname=name), data)
        company.bring_in()
        yield company
