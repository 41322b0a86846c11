"""Small companies for the import's tests: files in a folder, a recipe over them, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from suki.base.access import SYSTEM
from suki.exchange.importing import Options, Outcome, import_files
from suki.exchange.problems import BadFiles, Problem
from suki.exchange.recipe import Recipe, parse_recipe
from suki.exchange.workbench import Workbench


@dataclass(frozen=True)
class Folder:
    """A directory of source files."""

    path: Path

    def write(self, name: str, content: str | bytes) -> Path:
        """Put a file in."""
        file = self.path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def recipe(self, targets: dict[str, str], **keys: Any) -> Recipe:
        """A recipe with these queries."""
        lines = ["name: small", "source: small"]
        lines += [] if "company" in keys else ["company: {name: Small, currency: EUR, country: DE}"]
        lines += [f"{key}: {value}" for key, value in keys.items()]
        lines.append("targets:")
        for name, query in targets.items():
            lines += [f"  {name}: |", *(f"    {line}" for line in query.strip().splitlines())]
        return parse_recipe("\n".join(lines) + "\n", "small.yaml")

    def rows(self, query: str, **keys: Any) -> list[tuple[Any, ...]]:
        """What a query over the files yields."""
        with Workbench(self.recipe({"accounts": query}, **keys), self.path) as bench:
            bench.load()
            bench.result_of(bench.recipe.queries[0], "result")
            return bench.connection.execute("SELECT * EXCLUDE (_n) FROM result ORDER BY _n").fetchall()

    def refused(self, query: str, **keys: Any) -> list[Problem]:
        """What is said of a file that cannot be read."""
        with pytest.raises(BadFiles) as refusal:
            self.rows(query, **keys)
        return refusal.value.found.shown

    def bring(self, targets: dict[str, str], *, options: Options | None = None, **keys: Any) -> Outcome:
        """Import by these queries."""
        return import_files(
            actor=SYSTEM, recipe=self.recipe(targets, **keys), root=self.path, options=options
        )

    def not_brought(self, targets: dict[str, str], **keys: Any) -> list[str]:
        """What is said of an import that is refused."""
        with pytest.raises(BadFiles) as refusal:
            self.bring(targets, **keys)
        return [str(problem) for problem in refusal.value.found]
