"""What the screens of importing show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from suki.base.lists import Step
from suki.exchange.models import ImportRun
from suki.exchange.sources.finding import KNOWN
from suki.exchange.targets import TARGETS
from suki.exchange.wizard.models import ImportDraft
from suki.exchange.wizard.preview import neighbours, place_of, preview, unmended
from suki.exchange.wizard.sheets import Part, Sheet, sheets_of
from suki.exchange.wizard.words import DOING, PLACES, TARGET_NAMES, words_of

SHOWN = 50
GROUPED = 12
WARNED = 20
LOCALES = ("en", "de", "vi", "id", "fil")


@dataclass(frozen=True)
class Past:
    """One import of the past."""

    run: ImportRun
    what: str
    """What it brought, in words."""


@dataclass(frozen=True)
class Header:
    """One column of a file on the page that maps it."""

    place: int
    header: str
    samples: list[str]
    column: str
    """Where it goes; empty where it is left out."""


@dataclass(frozen=True)
class MappedPart:
    """What goes to one target, on the page that maps it."""

    sheet: Sheet
    part: Part
    at: str
    name: Any
    headers: list[Header]
    options: list[tuple[Any, list[tuple[str, str]]]]
    """The required columns and the others, each with its words."""
    fixable: list[tuple[Any, str]]
    """Columns that may have the same value for every row, with that value."""


def steps_for(draft: ImportDraft) -> list[Step]:
    """The steps, as far as one can go back."""
    return [
        Step(_("Files"), reverse("import_holds", args=[draft.pk])),
        Step(_("Columns"), reverse("import_columns", args=[draft.pk])),
        Step(_("Check"), reverse("import_check", args=[draft.pk]) if draft.outcome else ""),
        Step(_("Done")),
    ]


def next_address(draft: ImportDraft) -> str:
    """The page at which a draft goes on; nothing where its files were refused."""
    if draft.run_id:
        return reverse("import_result", args=[draft.run_id])
    if not draft.sheets or (draft.refused and not draft.outcome):
        return ""
    name = "import_check" if draft.outcome else "import_holds"
    return reverse(name, args=[draft.pk])


def imports_page(actor: Any) -> dict[str, Any]:
    """Past imports and drafts that wait."""
    runs = ImportRun.objects.select_related("by").order_by("-id")[:SHOWN]
    waiting = ImportDraft.objects.filter(by=actor, run=None).order_by("-id")[:SHOWN]
    return {
        "past": [Past(run, said_of(run.targets)) for run in runs],
        "waiting": list(waiting),
        "accept": ",".join([*KNOWN, ".gz"]),
    }


def said_of(targets: dict[str, dict[str, int]]) -> str:
    """What an import brought, in a few words."""
    parts = [f"{_name(name)} {counts['created'] + counts['updated']}" for name, counts in targets.items()]
    return ", ".join(parts)


def working_page(draft: ImportDraft) -> dict[str, Any]:
    """How far the work on a draft is."""
    told = draft.told
    doing = DOING.get(told.get("doing", ""), _("Waiting for its turn"))
    total = told.get("total") or None
    return {
        "draft": draft,
        "doing": doing,
        "target": _name(told["target"]) if told.get("target") else "",
        "done": told.get("done") if total else None,
        "total": total,
        "since": parse_datetime(told["since"]) if told.get("since") else None,
    }


def holds_page(draft: ImportDraft) -> dict[str, Any]:
    """Each table and what it seems to hold."""
    tables = [
        {
            "index": index,
            "sheet": sheet,
            "first": sheet.parts[0].target if sheet.parts else "",
            "second": sheet.parts[1].target if len(sheet.parts) > 1 else "",
            "understood": len({header for part in sheet.parts for header in part.columns.values()}),
        }
        for index, sheet in enumerate(sheets_of(draft))
    ]
    choices = [("", _("Leave out"))] + [(name, str(_name(name))) for name in TARGETS]
    return {"draft": draft, "tables": tables, "choices": choices, "steps": steps_for(draft)}


def columns_page(draft: ImportDraft) -> dict[str, Any]:
    """Every part with its columns."""
    parts = [
        _mapped(sheet, part, f"{at}-{number}")
        for at, sheet in enumerate(sheets_of(draft))
        for number, part in enumerate(sheet.parts)
    ]
    page = {"draft": draft, "parts": parts, "steps": steps_for(draft), "locales": _locales(draft.locale)}
    return page | {"is_incomplete": any(part.part.missing for part in parts)}


def _mapped(sheet: Sheet, part: Part, at: str) -> MappedPart:
    goes = {header: column for column, header in part.columns.items()}
    needed = [(column.name, words_of(column)) for column in part.kind.columns if column.required]
    others = [(column.name, words_of(column)) for column in part.kind.columns if not column.required]
    others += [(name, name) for name in part.columns if name not in part.kind.by_name]
    options = [(title, them) for title, them in ((_("Required"), needed), (_("Optional"), others)) if them]
    headers = [
        Header(place, header, sheet.samples.get(header, []), goes.get(header, ""))
        for place, header in enumerate(sheet.headers)
    ]
    wanted = {column.name for column in part.missing} | set(part.fixed)
    wanted |= {name for name in ("currency", "country") if name in part.kind.by_name} - set(part.columns)
    fixable = [
        (column, part.fixed.get(column.name, "")) for column in part.kind.columns if column.name in wanted
    ]
    return MappedPart(sheet, part, at, _name(part.target), headers, options, fixable)


def _locales(here: str) -> list[tuple[str, str, bool]]:
    samples = {
        "en": "1,234.50 · 12/31/2026",
        "de": "1.234,50 · 31.12.2026",
        "vi": "1.234,50 · 31/12/2026",
        "id": "1.234,50 · 31/12/2026",
        "fil": "1,234.50 · 12/31/2026",
    }
    names = {
        "en": _("English"),
        "de": _("German"),
        "vi": _("Vietnamese"),
        "id": _("Indonesian"),
        "fil": _("Filipino"),
    }
    return [(code, f"{names[code]}: {samples[code]}", code == here) for code in LOCALES]


def check_page(draft: ImportDraft, asked: Any) -> dict[str, Any]:
    """The rows, the problems by kind, and what would happen."""
    targets = draft.outcome.get("targets", {})
    before, after = neighbours(draft, asked)
    wrong = [each for each in draft.outcome.get("problems", []) if not each["row"]]
    return {
        "draft": draft,
        "steps": steps_for(draft),
        "shown": preview(draft, asked),
        "sheets": [sheet for sheet in sheets_of(draft) if sheet.parts],
        "only": asked.get("show") == "problems",
        "before": before,
        "after": after,
        "left": len(unmended(draft)),
        "groups": _groups(draft),
        "general": wrong,
        "total": draft.outcome.get("total", 0),
        "warned": draft.outcome.get("warned", 0),
        "warnings": draft.outcome.get("warnings", [])[:WARNED],
        "is_stale": bool(draft.outcome.get("stale")),
        "sums": [_sum(name, counts) for name, counts in targets.items()],
        "rows": sum(
            counts["created"] + counts["updated"] + counts["unchanged"] for counts in targets.values()
        ),
    }


def _sum(name: str, counts: dict[str, int]) -> dict[str, Any]:
    return {"name": _name(name), "target": name, **counts}


def _groups(draft: ImportDraft) -> list[dict[str, Any]]:
    """Problems of one column together, with the way to the first."""
    found: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for each in draft.outcome.get("problems", []):
        if each["row"]:
            found.setdefault((each["header"] or each["column"], each["file"]), []).append(each)
    return [
        {
            "name": name,
            "file": file,
            "count": len(them),
            "rows": ", ".join(str(each["row"]) for each in them[:GROUPED])
            + ("…" if len(them) > GROUPED else ""),
            "what": them[0]["what"],
            "href": place_of(draft, them[0]),
        }
        for (name, file), them in found.items()
    ]


def result_page(actor: Any, run: ImportRun) -> dict[str, Any]:
    """What an import did."""
    draft = ImportDraft.objects.filter(run=run, by=actor).first()
    sums = [{**_sum(name, counts), "href": _place(name)} for name, counts in run.targets.items()]
    changed = sum(counts["created"] + counts["updated"] for counts in run.targets.values())
    return {
        "run": run,
        "sums": sums,
        "draft": draft,
        "changed": changed,
        "steps": steps_for(draft) if draft else [],
    }


def _place(target: str) -> str:
    try:
        return reverse(PLACES[target])
    except (KeyError, NoReverseMatch):
        return ""


def _name(target: str) -> Any:
    return TARGET_NAMES.get(target, target)
