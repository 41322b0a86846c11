"""The first look at what was dropped: every table, what it seems to hold, and a copy of its rows to show."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from suki.base.files import path_of, store
from suki.exchange.known_headers import cut
from suki.exchange.peeking import Peek, peek
from suki.exchange.problems import BadFiles, Problems
from suki.exchange.proposing import Proposal, notation_of, proposals_of
from suki.exchange.recipe import Recipe, SourceFile
from suki.exchange.sources.finding import WORKBOOKS, kind_of
from suki.exchange.values import literal, quoted
from suki.exchange.wizard.sheets import Part, Sheet
from suki.exchange.workbench import Workbench

SAMPLES = 3
LONGEST_SAMPLE = 60


@contextmanager
def files_of(draft: Any) -> Iterator[Path]:
    """The draft's files under the names they came with, for as long as they are read."""
    with tempfile.TemporaryDirectory(prefix="suki-draft-") as folder:
        for file in draft.files:
            _lay(path_of(file["sha256"]), Path(folder) / file["name"])
        yield Path(folder)


def _lay(content: Path, at: Path) -> None:
    try:
        os.link(content, at)
    except OSError:
        shutil.copyfile(content, at)


def look(draft: Any) -> tuple[list[Sheet], str]:
    """Every table of the draft's files with what it seems to hold, and the notation of their numbers."""
    with files_of(draft) as root:
        peeks, problems = [], Problems()
        for file in draft.files:
            try:
                peeks += peek(root / file["name"])
            except BadFiles as refused:
                problems.add_many(refused.found, refused.found.total)
        problems.refuse()
        locale = notation_of(peeks).locale
        with _Desk(_reading(peeks), root) as desk:
            sheets = [desk.sheet(name, found) for name, found in _named(peeks).items()]
    for sheet, found in zip(sheets, peeks, strict=True):
        sheet.parts = [_part(proposal) for proposal in proposals_of([found])]
    return sheets, locale


class _Desk(Workbench):
    """A workbench to look at files on; no query of anybody's runs here."""

    def sheet(self, name: str, found: Peek) -> Sheet:
        """One table: its rows counted and kept as a copy."""
        self._offer(name, self.recipe.files[name])
        headers = list(found.headers)
        (rows,) = self.connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone() or (0,)
        first = self.connection.execute(f"SELECT _at FROM {quoted(name)} LIMIT 1").fetchone()
        return Sheet(
            name=name,
            file=found.name,
            label=first[0].rpartition(":")[0] if first else found.name,
            headers=headers,
            rows=rows,
            samples={header: self._samples(name, header) for header in headers},
            copy=self._copy(name),
            sheet=found.sheet,
            encoding=found.encoding,
        )

    def _samples(self, name: str, header: str) -> list[str]:
        column = quoted(header)
        found = self.connection.execute(
            f"SELECT left({column}, {LONGEST_SAMPLE}) FROM (SELECT {column} FROM {quoted(name)} LIMIT 500)"
            f" WHERE {column} IS NOT NULL GROUP BY ALL LIMIT {SAMPLES}"
        )
        return [row[0] for row in found.fetchall()]

    def _copy(self, name: str) -> str:
        path = self.room / "copy.parquet"
        self.connection.execute(
            f"COPY (SELECT * FROM {quoted(name)}) TO {literal(str(path))} (FORMAT parquet)"
        )
        with path.open("rb") as file:
            return store(file, content_type="application/vnd.apache.parquet").sha256


def _named(peeks: list[Peek]) -> dict[str, Peek]:
    """Each table under a name of its own."""
    names: dict[str, Peek] = {}
    for found in peeks:
        stem = cut(found.sheet or Path(found.name).name.split(".", 1)[0]).replace(" ", "_") or "file"
        name, number = stem, 2
        while name in names:
            name, number = f"{stem}_{number}", number + 1
        names[name] = found
    return names


def _reading(peeks: list[Peek]) -> Recipe:
    files = {
        name: SourceFile(
            file=found.name,
            sheet=found.sheet,
            encoding=found.encoding,
            fill_merged=kind_of(Path(found.name)) in WORKBOOKS,
            errors_are_empty=kind_of(Path(found.name)) in WORKBOOKS,
        )
        for name, found in _named(peeks).items()
    }
    return Recipe(name="look", source="look", queries=(), files=files)


def _part(proposal: Proposal) -> Part:
    columns = dict(proposal.columns)
    if proposal.one_per == "id" and columns.get("id") == columns.get("name"):
        del columns["id"]
    return Part(proposal.target.name, columns, once=bool(proposal.one_per))
