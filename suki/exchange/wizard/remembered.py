"""Mappings kept under a name: a file with the same headers is mapped as the last one was."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from suki.base.access import Can, action
from suki.exchange.wizard.models import ImportDraft, SavedMapping
from suki.exchange.wizard.sheets import Sheet, sheet_of
from suki.kernel.errors import RuleBroken


def remembered_for(sheets: list[Sheet], draft: ImportDraft) -> list[Sheet]:
    """The sheets as the newest mapping for their headers says; sets the draft's source and notation with it."""
    for saved in SavedMapping.objects.order_by("saved_at"):
        known = {_kind(kept["headers"]): sheet_of(kept).parts for kept in saved.sheets}
        fitting = [sheet for sheet in sheets if _kind(sheet.headers) in known]
        for sheet in fitting:
            sheet.parts = known[_kind(sheet.headers)]
        if fitting:
            draft.source, draft.locale = saved.source, saved.locale
    return sheets


@action(Can.IMPORT)
def save_mapping(*, actor: Any, draft: ImportDraft, name: str) -> SavedMapping:
    """Keep a draft's mapping under a name; the same name keeps the newer one. No values of the files are kept."""
    name = name.strip()[:120]
    if not name:
        raise RuleBroken(_("A mapping needs a name."))
    kept = [{**sheet, "samples": {}, "copy": "", "rows": 0} for sheet in draft.sheets]
    saved, _made = SavedMapping.objects.update_or_create(
        name=name, defaults={"source": draft.source, "locale": draft.locale, "sheets": kept, "by": actor}
    )
    return saved


def _kind(headers: list[str]) -> tuple[str, ...]:
    return tuple(sorted(headers))
