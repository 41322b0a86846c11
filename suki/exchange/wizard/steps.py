"""The work behind the wizard: looking, checking, running. Small files at once, large ones and every run as a job."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any, Final

from django.db import connection, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from suki.base.access import Can, action
from suki.base.files import store
from suki.base.history import changing_as
from suki.base.jobs import job
from suki.exchange.importing import Options, import_files
from suki.exchange.problems import BadFiles, Problem, Problems
from suki.exchange.wizard.looking import files_of, look
from suki.exchange.wizard.models import ImportDraft
from suki.exchange.wizard.recipes import recipe_of
from suki.exchange.wizard.remembered import remembered_for
from suki.exchange.wizard.sheets import Sheet, sheets_of
from suki.exchange.wizard.telling import teller
from suki.kernel.errors import RuleBroken

AT_ONCE: Final = 2_000_000
"""Bytes that are looked at and checked while somebody waits for the page."""
MOST_PROBLEMS: Final = 500
MOST_WARNINGS: Final = 50
Doing = ImportDraft.Doing


@action(Can.IMPORT)
def begin(*, actor: Any, draft_id: int, doing: str) -> ImportDraft:
    """Start a step of a draft as a job, unless one is under way."""
    draft = ImportDraft.objects.select_for_update().get(pk=draft_id, by=actor)
    if draft.run_id:
        raise RuleBroken(_("These files are imported already."))
    if draft.doing:
        raise RuleBroken(
            _("Wait until Suki has finished with these files: {what}.").format(what=draft.get_doing_display())
        )
    draft.doing, draft.refused = doing, []
    draft.told = {"since": timezone.now().isoformat()}
    draft.save()
    if doing == Doing.RUN or _size(draft) > AT_ONCE:
        advance.later(draft_id=draft.pk)
    return draft


def step(*, actor: Any, draft_id: int, doing: str) -> ImportDraft:
    """Start a step; what is small is done when this returns."""
    draft = begin(actor=actor, draft_id=draft_id, doing=doing)
    if doing != Doing.RUN and _size(draft) <= AT_ONCE:
        advance(draft_id=draft.pk)
        draft.refresh_from_db()
    return draft


@job
def advance(*, draft_id: int) -> None:
    """Do the step a draft waits for, as its owner and in their language. Done twice, it is done once."""
    draft = ImportDraft.objects.select_related("by").filter(pk=draft_id).first()
    if draft is None or not draft.doing:
        return
    work = {Doing.LOOK: _look, Doing.CHECK: _check, Doing.RUN: _run}[Doing(draft.doing)]
    language = draft.by.language or translation.get_language()
    with translation.override(language), changing_as(draft.by, draft=draft.pk):
        try:
            work(draft)
        except BadFiles as refused:
            _stop(draft, [str(problem) for problem in refused.found])
        except RuleBroken as broken:
            _stop(draft, [str(broken)])
        except Exception:
            _stop(draft, [_("Suki could not finish this. Nothing was imported; try again.")])
            raise


@transaction.atomic
def _look(draft: ImportDraft) -> None:
    found, draft.locale = look(draft)
    draft.sheets = [sheet.as_json() for sheet in remembered_for(found, draft)]
    _rest(draft)


def _check(draft: ImportDraft) -> None:
    """A run that is taken back again: what would happen, and all that is wrong."""
    with tempfile.TemporaryDirectory(prefix="suki-check-") as folder:
        left_out = Path(folder) / "problems.csv"
        options = Options(True, left_out, MOST_PROBLEMS, teller(draft))
        try:
            with files_of(draft) as root:
                outcome = import_files(actor=draft.by, recipe=recipe_of(draft), root=root, options=options)
            draft.outcome = _outcome(draft, outcome.targets, outcome.problems, outcome.warnings)
        except BadFiles as refused:
            draft.outcome = _outcome(draft, {}, refused.found)
        with transaction.atomic():
            draft.problem_file = store(left_out.open("rb")).sha256 if left_out.exists() else ""
            _rest(draft)


def _run(draft: ImportDraft) -> None:
    """The import and the note that it was done: both, or neither."""
    with tempfile.TemporaryDirectory(prefix="suki-run-") as folder, files_of(draft) as root:
        left_out = Path(folder) / "problems.csv"
        options = Options(False, left_out if draft.skip_bad_rows else None, MOST_PROBLEMS, teller(draft))
        recipe = recipe_of(draft)
        with transaction.atomic():
            _alone(draft)
            if not ImportDraft.objects.filter(pk=draft.pk, run=None).exists():
                return
            outcome = import_files(actor=draft.by, recipe=recipe, root=root, options=options)
            draft.run_id = outcome.run
            draft.outcome = _outcome(draft, outcome.targets, outcome.problems, outcome.warnings)
            draft.problem_file = store(left_out.open("rb")).sha256 if outcome.left_out else ""
            _rest(draft)


def _alone(draft: ImportDraft) -> None:
    """One run of a draft at a time; the row itself stays free, so that progress can be written on it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('suki import draft'), %s)", [draft.pk % 2**31])


def _rest(draft: ImportDraft) -> None:
    draft.doing, draft.told = Doing.NOTHING, {}
    draft.save()


def _stop(draft: ImportDraft, sentences: list[str]) -> None:
    ImportDraft.objects.filter(pk=draft.pk).update(doing=Doing.NOTHING, told={}, refused=sentences)


def _size(draft: ImportDraft) -> int:
    return sum(int(file["size"]) for file in draft.files)


def _outcome(
    draft: ImportDraft, targets: dict[str, Any], problems: Problems, warnings: Problems | None = None
) -> dict[str, Any]:
    sheets, looked_at = sheets_of(draft), warnings or Problems()
    return {
        "targets": targets,
        "total": problems.total,
        "problems": [_kept(problem, sheets) for problem in problems],
        "warned": looked_at.total,
        "warnings": [_kept(each, sheets) for each in looked_at.shown[:MOST_WARNINGS]],
    }


def _kept(problem: Problem, sheets: list[Sheet]) -> dict[str, Any]:
    """A problem with the cell of the file in which it stands, as far as one can tell."""
    header = _header_of(problem, sheets)
    return {
        "file": problem.file,
        "row": problem.row,
        "column": problem.column or "",
        "header": header,
        "value": problem.value or "",
        "what": problem.what,
        "proposed": problem.proposed,
    }


def _header_of(problem: Problem, sheets: list[Sheet]) -> str:
    for sheet in sheets:
        if sheet.label != problem.file:
            continue
        for part in sheet.parts:
            if problem.column in part.columns:
                return part.columns[problem.column]
            if problem.column == "id" and part.stands_in:
                return part.columns[part.stands_in[0]]
    return ""
