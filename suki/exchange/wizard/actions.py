"""What somebody does with a draft: drop files, say what they hold, map columns, mend cells, throw it away."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from django.utils.translation import gettext as _

from suki.base.access import Can, action
from suki.base.files import store
from suki.exchange.known_headers import KNOWN, plain
from suki.exchange.peeking import Peek
from suki.exchange.proposing import for_target
from suki.exchange.sources.finding import kind_of
from suki.exchange.targets import TARGETS
from suki.exchange.wizard.models import ImportDraft
from suki.exchange.wizard.sheets import EVERYWHERE, Part, Sheet, sheets_of
from suki.kernel.errors import RuleBroken

MOST_FILES: Final = 50
MOST_FIXES: Final = 2_000


@action(Can.IMPORT)
def drop_files(*, actor: Any, files: Iterable[Any]) -> ImportDraft:
    """Take files in; nothing of them is imported yet."""
    kept: list[dict[str, Any]] = []
    for file in files:
        name = _free_name(file.name, {each["name"] for each in kept})
        kind_of(Path(name))
        stored = store(file, content_type=(file.content_type or "")[:100])
        kept.append({"name": name, "sha256": stored.sha256, "size": stored.size})
    if not kept:
        raise RuleBroken(_("Choose at least one file."))
    if len(kept) > MOST_FILES:
        raise RuleBroken(_("At most {number} files can be imported at once.").format(number=MOST_FILES))
    return ImportDraft.objects.create(by=actor, files=kept)


@action(Can.IMPORT)
def say_what(*, actor: Any, draft_id: int, holds: Mapping[int, list[str]]) -> ImportDraft:
    """What each table holds; where that is another target than before, its columns are proposed anew."""
    draft = _changeable(actor, draft_id)
    sheets = sheets_of(draft)
    for index, sheet in enumerate(sheets):
        wanted = [name for name in dict.fromkeys(holds.get(index, [])) if name in TARGETS]
        known = {part.target: part for part in sheet.parts}
        sheet.parts = [known.get(name) or _proposed(sheet, name) for name in wanted]
    return _keep(draft, sheets)


@action(Can.IMPORT)
def map_columns(*, actor: Any, draft_id: int, told: Mapping[str, str]) -> ImportDraft:
    """Which header goes to which column; `told` is what the page sends: col-SHEET-PART-HEADER, fix-SHEET-PART-COLUMN."""
    draft = _changeable(actor, draft_id)
    sheets = sheets_of(draft)
    for at, sheet in enumerate(sheets):
        for number, part in enumerate(sheet.parts):
            part.columns = _columns(sheet, part, told, f"col-{at}-{number}-")
            part.fixed = _fixed(part, told, f"fix-{at}-{number}-")
    source = told.get("source", draft.source).strip()
    if not re.fullmatch(r"[\w.-]{1,60}", source):
        raise RuleBroken(_("A source is one word of letters, digits, points, dashes and underscores."))
    draft.source = source
    if told.get("locale") in ("en", "de", "vi", "id", "fil"):
        draft.locale = told["locale"]
    return _keep(draft, sheets)


@action(Can.IMPORT)
def mend(
    *, actor: Any, draft_id: int, at: str, header: str, value: str, everywhere: bool = False
) -> ImportDraft:
    """Give a cell, or all cells of its column that say the same, another value before the run; the file stays as it is."""
    draft = _changeable(actor, draft_id)
    if not any(
        at.rpartition(":")[0] == sheet.label and header in sheet.headers for sheet in sheets_of(draft)
    ):
        raise RuleBroken(_("There is no such cell in these files."))
    if len(draft.fixes) >= MOST_FIXES and at not in draft.fixes:
        raise RuleBroken(
            _("More than {number} rows are better mended in the file itself.").format(number=MOST_FIXES)
        )
    written = _written(draft, at, header)
    if everywhere and written:
        everywhere_else = draft.fixes.setdefault(f"{at.rpartition(':')[0]}:{EVERYWHERE}", {})
        everywhere_else.setdefault(header, {})[written] = value.strip()[:10_000]
    else:
        draft.fixes.setdefault(at, {})[header] = value.strip()[:10_000]
    draft.outcome = {**draft.outcome, "stale": True}
    draft.save()
    return draft


def _written(draft: ImportDraft, at: str, header: str) -> str:
    """What a cell with a problem says in the file."""
    said = (each for each in draft.outcome.get("problems", []) if f"{each['file']}:{each['row']}" == at)
    return next((str(each["value"]) for each in said if each["header"] == header), "")


@action(Can.IMPORT)
def choose_skipping(*, actor: Any, draft_id: int, skip: bool) -> ImportDraft:
    """Whether rows with problems are left out, or stop the import."""
    draft = _changeable(actor, draft_id)
    draft.skip_bad_rows = skip
    draft.save()
    return draft


@action(Can.IMPORT)
def discard(*, actor: Any, draft_id: int) -> None:
    """Throw a draft away; what was imported stays."""
    _changeable(actor, draft_id).delete()


def _changeable(actor: Any, draft_id: int) -> ImportDraft:
    """The draft, held, unless it is being worked on or is imported already."""
    draft = ImportDraft.objects.select_for_update().filter(pk=draft_id, by=actor).first()
    if draft is None:
        raise RuleBroken(_("These files are no longer here. Drop them again."))
    if draft.run_id:
        raise RuleBroken(_("These files are imported already."))
    if draft.doing:
        raise RuleBroken(_("Wait until Suki has finished with these files."))
    return draft


def _keep(draft: ImportDraft, sheets: list[Sheet]) -> ImportDraft:
    draft.sheets = [sheet.as_json() for sheet in sheets]
    draft.outcome, draft.refused = {}, []
    draft.save()
    return draft


def _proposed(sheet: Sheet, target: str) -> Part:
    """The columns of a target that the headers seem to name."""
    if target not in KNOWN:
        names = {plain(header): header for header in sheet.headers}
        known = {column.name: column.name.replace("_", " ") for column in TARGETS[target].columns}
        return Part(target, {name: names[said] for name, said in known.items() if said in names})
    found = Peek(sheet.file, tuple(sheet.headers))
    return Part(target, dict(for_target(found, TARGETS[target]).columns))


def _columns(sheet: Sheet, part: Part, told: Mapping[str, str], prefix: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for place, header in enumerate(sheet.headers):
        column = told.get(f"{prefix}{place}", "")
        if not column:
            continue
        if part.kind.column(column) is None:
            raise RuleBroken(_("“{column}” is no column of these rows.").format(column=column))
        if column in found:
            raise RuleBroken(
                _("“{first}” and “{second}” cannot both go to the same column.").format(
                    first=found[column], second=header
                )
            )
        found[column] = header
    return found


def _fixed(part: Part, told: Mapping[str, str], prefix: str) -> dict[str, str]:
    found = {}
    for column in part.kind.columns:
        value = told.get(f"{prefix}{column.name}", "").strip()
        if value and column.name not in part.columns:
            found[column.name] = value[:200]
    return found


def _free_name(name: str, taken: set[str]) -> str:
    """The name a file came with, once each, and never a path."""
    bare = os.path.basename(name.replace("\\", "/")).strip().lstrip(".")[:200] or "file"
    free, number = bare, 2
    while free in taken:
        stem, dot, ending = bare.partition(".")
        free, number = f"{stem} ({number}){dot}{ending}", number + 1
    return free
