"""A workbook of quotas that comes back: read, compared with what holds now, looked over, and brought in all or not at all."""

from __future__ import annotations

import zipfile
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal, InvalidOperation
from io import BytesIO
from typing import Any, Final

from django.utils import timezone
from django.utils.translation import gettext as _
from python_calamine import CalamineError, CalamineWorkbook

from suki.apps.company.models import LegalEntity
from suki.apps.quotas.actions import change_amount, set_quota
from suki.apps.quotas.excel import HEAD, MARK, may_change
from suki.apps.quotas.grid import MODELS, Asked, Cell, Grid, GridRow
from suki.apps.quotas.models import Quota, QuotaSheet
from suki.apps.quotas.years import CUTS, Year
from suki.base.access import Can, action
from suki.base.formats import bare_text
from suki.base.history import record
from suki.kernel.errors import BadInput, Problem, RuleBroken
from suki.kernel.money import round_half_up

LARGEST: Final = 5_000_000
LARGEST_UNPACKED: Final = 50_000_000


@dataclass(frozen=True)
class Wanted:
    """A cell whose figure was changed in the file: what it said when it left, and what it says now."""

    subject: int
    name: str
    place: int
    quota: int | None
    revision: int | None
    before: str
    after: str


@dataclass(frozen=True)
class Planned:
    """A change that the file asks for, as it would come out now; `conflict` says why it cannot be made."""

    wanted: Wanted
    row: GridRow | None
    cell: Cell | None
    period: str
    before: Decimal | None
    after: Decimal
    now: Decimal | None
    conflict: str = ""


@action(Can.SET_QUOTAS)
def read_sheet(*, actor: Any, name: str, content: bytes) -> QuotaSheet:
    """Read what a workbook asks to change, and keep that to be looked over. Nothing changes yet."""
    sheets = _sheets(name, content)
    key, rows = sheets["suki"], next(rows for title, rows in sheets.items() if title != "suki")
    head = [str(value) for value in key[0][:6]]
    try:
        wanted = _changed(name, key[1:], rows)
    except (ValueError, IndexError, ArithmeticError):
        raise _not_ours(name) from None
    return QuotaSheet.objects.create(
        by=actor, name=name[:255], content={"grid": head[1:], "wanted": [asdict(each) for each in wanted]}
    )


def plan_of(actor: Any, sheet: QuotaSheet) -> tuple[Grid, list[Planned]]:
    """What the file would change as things stand now, each with what is in its way."""
    grid = grid_of(actor, sheet)
    rows = {row.key: row for row in grid.rows}
    wanted = [Wanted(**each) for each in sheet.content["wanted"]]
    return grid, [_planned(grid, rows.get(each.subject), each) for each in wanted]


def grid_of(actor: Any, sheet: QuotaSheet) -> Grid:
    """The grid that the file was made of."""
    code, number, cut, by, measure = sheet.content["grid"]
    entity = LegalEntity.objects.get(code=code)
    return Grid(actor, Asked(Year(entity, int(number), cut), by, measure))


@action(Can.SET_QUOTAS)
def apply_sheet(*, actor: Any, sheet: QuotaSheet) -> int:
    """Make every change of the file, or none where one cannot be made. Returns how many were made."""
    sheet = QuotaSheet.objects.select_for_update().get(pk=sheet.pk, by=actor)
    if sheet.applied_at is not None:
        raise RuleBroken(_("This file was brought in already."))
    grid, planned = plan_of(actor, sheet)
    problems = [
        Problem(f"{each.wanted.name}, {each.period}", each.conflict) for each in planned if each.conflict
    ]
    if problems:
        raise BadInput(problems)
    for each in planned:
        _make(actor, grid, each)
    sheet.applied_at = timezone.now()
    sheet.save(update_fields=["applied_at"])
    record("quotas brought in", actor=actor, name=sheet.name, count=len(planned))
    return len(planned)


def _make(actor: Any, grid: Grid, planned: Planned) -> None:
    held = planned.cell.quota if planned.cell else None
    if held is not None:
        change_amount(actor=actor, quota=held, amount=planned.after, revision=held.revision)
        return
    period = grid.periods[planned.wanted.place]
    subject = MODELS[grid.asked.by]._default_manager.get(pk=planned.wanted.subject)
    set_quota(
        actor=actor, subject=subject, first=period.start, end=period.end, amount=planned.after,
        currency=grid.year.entity.currency, measure=grid.asked.measure, entity=grid.year.entity,
    )  # fmt: skip


def _planned(grid: Grid, row: GridRow | None, wanted: Wanted) -> Planned:
    period = grid.year.named(grid.periods[wanted.place])
    before = Decimal(wanted.before) if wanted.before else None
    after = Decimal(wanted.after) if wanted.after else Decimal(0)
    cell = row.cells[wanted.place] if row else None
    now = cell.amount if cell else None
    conflict = _conflict(grid, row, cell, wanted, after)
    return Planned(wanted, row, cell, period, before, after, now, conflict)


def _conflict(grid: Grid, row: GridRow | None, cell: Cell | None, wanted: Wanted, after: Decimal) -> str:
    """Why a change cannot be made, in one sentence; nothing where it can."""
    if row is None or cell is None:
        return _("There is nobody of this name here any more, or they are not yours to see.")
    if not row.may_set:
        return _("This quota is set by somebody else.")
    if after < 0:
        return _("A quota cannot be negative.")
    if after != round_half_up(after, grid.asked.digits):
        return _("It has more than {digits} decimals.").format(digits=grid.asked.digits)
    held = cell.quota
    if (held.pk if held else None) != wanted.quota or (held is not None and held.revision != wanted.revision):
        now = bare_text(cell.amount, grid.asked.currency)
        return _("Somebody changed it since the file was made: it says {now} now.").format(now=now)
    if not may_change(row, cell, grid):
        return _("It was acknowledged, or it holds for other days. Change it on its own page.")
    if not wanted.after:
        return _("The cell is empty. Write 0 where nothing is asked.")
    return ""


def _sheets(name: str, content: bytes) -> dict[str, list[list[Any]]]:
    """The file's sheets, if it is a workbook of ours."""
    if len(content) > LARGEST or not _fits(content):
        raise RuleBroken(_("“{name}” is no workbook of quotas, or too large for one.").format(name=name))
    try:
        book = CalamineWorkbook.from_filelike(BytesIO(content))
        sheets = {
            title: book.get_sheet_by_name(title).to_python(skip_empty_area=False)
            for title in book.sheet_names
        }
    except (CalamineError, ValueError, OSError):
        raise RuleBroken(_("“{name}” cannot be read as a workbook.").format(name=name)) from None
    key = sheets.get("suki", [])
    known = bool(key) and key[0][0] == MARK and len(sheets) > 1 and _is_ours([str(each) for each in key[0]])
    if not known:
        raise _not_ours(name)
    return sheets


def _not_ours(name: str) -> RuleBroken:
    sentence = _(
        "“{name}” did not come from here: download the quotas first, change them, and bring that file back."
    )
    return RuleBroken(sentence.format(name=name))


def _fits(content: bytes) -> bool:
    """Whether it is a zip that does not unpack to something enormous."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as packed:
            return sum(each.file_size for each in packed.infolist()) <= LARGEST_UNPACKED
    except zipfile.BadZipFile:
        return False


def _is_ours(head: Sequence[str]) -> bool:
    if len(head) < 6 or not head[2].isdecimal():
        return False
    known = LegalEntity.objects.filter(code=head[1]).exists()
    return known and head[3] in CUTS and head[4] in MODELS and head[5] in Quota.Measure.values


def _changed(name: str, key: list[list[Any]], rows: list[list[Any]]) -> list[Wanted]:
    """The cells that say something else than when the file was made. What is no number is told, each with its cell."""
    found, problems, at = [], [], {}
    for line in key:
        subject, who, place, quota, revision, before = (str(value) for value in line[:6])
        row = at.setdefault(subject, HEAD + 1 + len(at))
        value = rows[row][1 + int(place)] if row < len(rows) and 1 + int(place) < len(rows[row]) else ""
        if str(rows[row][0] if row < len(rows) else "") != who:
            problems.append(Problem(f"{name}:{row + 1}", _("this row was “{who}”; keep the rows as they are.").format(who=who)))  # fmt: skip
            break
        after = _figure(value)
        if after is None:
            cell = f"{name}:{row + 1}:{chr(66 + int(place))}"
            problems.append(Problem(cell, _("“{value}” is no figure.").format(value=value)))
        elif (Decimal(after) if after else None) != (Decimal(before) if before else None):
            found.append(
                Wanted(int(subject), who, int(place), int(quota) if quota else None,
                       int(revision) if revision else None, before, after)
            )  # fmt: skip
    if problems:
        raise BadInput(problems)
    return found


def _figure(value: Any) -> str | None:
    """A cell's number in plain notation, nothing where it is empty, none where it is something else."""
    if value in ("", None):
        return ""
    if isinstance(value, bool):
        return None
    if isinstance(value, int | float):
        return f"{round_half_up(Decimal(repr(value)), 4).normalize():f}"
    try:
        exact = Decimal(str(value).strip())
    except InvalidOperation:
        return None
    return f"{exact:f}" if exact.is_finite() else None
