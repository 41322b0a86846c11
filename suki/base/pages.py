"""Pages about one row: which kinds of rows have one, who may see and change it, and what each room brings to it.

A room registers its kinds at start-up, and hangs its panels, its slots and its acts on the pages of rooms below it. So
the page of an account is made by all rooms, though none of them knows it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _

from suki.base.access import Can, can, masked_fields
from suki.base.history import kind_of
from suki.base.lists import Tab


@dataclass(frozen=True)
class Kind:
    """A kind of row that has a page: what it is called, who may see and change it, and the address of its page."""

    model: type[models.Model]
    label: Any
    see: Can
    change: Can
    url_name: str
    list_name: str = ""
    list_label: Any = ""

    @property
    def name(self) -> str:
        """The short name, as the journal and addresses use it."""
        return kind_of(self.model)

    def rows(self, actor: Any) -> models.QuerySet[Any]:
        """The rows the actor may see, each once, ready to be locked."""
        manager: Any = self.model._default_manager
        if not can(actor, self.see):
            found: models.QuerySet[Any] = manager.none()
            return found
        seen = manager.visible_to(actor).order_by().values("pk")
        rows: models.QuerySet[Any] = manager.filter(pk__in=seen)
        return rows

    def locked(self, actor: Any, row_id: int, *, revision: int | None = None) -> Any:
        """The row, locked, if the actor may see it; a stale revision is refused."""
        rows: Any = self.rows(actor)
        return rows.locked(row_id, revision=revision)

    def row_for(self, actor: Any, row_id: int, *, with_rows: Sequence[str] = ()) -> Any:
        """The row, or 404 where it does not exist or is not theirs to see; `with_rows` are keys read along with it."""
        rows = self.rows(actor)
        return get_object_or_404(rows.select_related(*with_rows) if with_rows else rows, pk=row_id)

    def address(self, row_id: int) -> str:
        """The page of a row."""
        return reverse(self.url_name, args=[row_id])

    def crumbs(self, row: Any = None) -> list[tuple[Any, str]]:
        """The way to a page below the row's own: the list, the row."""
        way = [(self.list_label, reverse(self.list_name))] if self.list_name else []
        return [*way, (str(row), self.address(row.pk))] if row is not None else way


@dataclass(frozen=True)
class Panel:
    """A part of a page that a room serves at an address that takes the row's id (with `by_kind` the kind before it).

    What `is_internal` is not printed with a document. Its `place` is “main” (the page's matter), “side” (beside it) or “tab” (only behind a tab of its own); `lines` hints
    at its height while it comes.
    """

    name: str
    label: Any
    url_name: str
    capability: Can
    place: str = "main"
    position: int = 100
    hint: Any = ""
    lines: int = 3
    by_kind: bool = False
    is_internal: bool = False


@dataclass(frozen=True)
class Act:
    """Something that can be started from a row's page; its address takes the row's id."""

    name: str
    label: Any
    url_name: str
    icon: str
    capability: Can
    position: int = 100
    key: str = ""
    is_primary: bool = False
    by_kind: bool = False


@dataclass(frozen=True)
class Filled:
    """What a room puts into a slot of the head: the value, a word on how it stands, where it opens, a small chart."""

    value: Any
    against: Any = ""
    href: str = ""
    chart: Any = ""


@dataclass(frozen=True)
class Placed:
    """A panel or an act with its address for one row."""

    label: Any
    href: str
    part: Panel | Act


Filler = Callable[[Any, Any], Filled | None]

_kinds: dict[str, Kind] = {}
_panels: dict[str, dict[str, Panel]] = {}
_acts: dict[str, dict[str, Act]] = {}
_fillers: dict[tuple[str, str], Filler] = {}


def register_kind(kind: Kind) -> None:
    """Called by a room at start-up: rows of this kind have a page."""
    _kinds[kind.name] = kind


def register_panel(kind: str, panel: Panel) -> None:
    """Called by a room at start-up: one more part of the pages of a kind. The same name replaces it."""
    _panels.setdefault(kind, {})[panel.name] = panel


def register_act(kind: str, act: Act) -> None:
    """Called by a room at start-up: one more thing to start from the pages of a kind."""
    _acts.setdefault(kind, {})[act.name] = act


def fill_slot(kind: str, slot: str, filler: Filler) -> None:
    """Called by a room at start-up: what stands in a slot of the head of a kind's page. Nobody else fills it then."""
    _fillers[(kind, slot)] = filler


def filled(kind: str, slot: str, actor: Any, row: Any) -> Filled | None:
    """What stands in a slot; None where no room fills it or the room does not know."""
    filler = _fillers.get((kind, slot))
    return filler(actor, row) if filler else None


def kinds() -> dict[str, Kind]:
    """Every kind of row that has a page."""
    return dict(_kinds)


def kind_named(name: str) -> Kind:
    """A kind by its short name, or 404."""
    if name not in _kinds:
        raise Http404
    return _kinds[name]


def page_of(row_kind: str, row_id: int | None) -> str:
    """The address of a row's page, or nothing where its kind has none."""
    kind = _kinds.get(row_kind)
    if kind is None or row_id is None:
        return ""
    try:
        return kind.address(row_id)
    except NoReverseMatch:
        return ""


def demand(actor: Any, capability: Can) -> None:
    """403 with a sentence for what somebody may see but not do."""
    if not can(actor, capability):
        raise PermissionDenied(_("You may not {what}.").format(what=capability.label))


def masked(actor: Any, kind: str) -> frozenset[str]:
    """The fields of a kind that the actor does not get to see."""
    return masked_fields(actor, kind)


def panels_of(kind: str, actor: Any, row_id: int, *places: str) -> list[Placed]:
    """The panels of a row's page that the actor may open, in their order."""
    found = _placed(kind, _panels.get(kind, {}), actor, row_id)
    return [each for each in found if not places or getattr(each.part, "place", "") in places]


def acts_of(kind: str, actor: Any, row_id: int) -> list[Placed]:
    """What the actor may start from a row's page."""
    return _placed(kind, _acts.get(kind, {}), actor, row_id)


def tabs_of(kind: str, actor: Any, row_id: int, here: str = "") -> list[Tab]:
    """The row's page and each of its panels as a page; `here` is the name of the one that is open."""
    overview = Tab(_("Overview"), _kinds[kind].address(row_id), is_here=not here)
    panels = panels_of(kind, actor, row_id)
    return [overview, *(Tab(each.label, each.href, is_here=each.part.name == here) for each in panels)]


def part_page(kind: str, actor: Any, row: Any, here: str) -> dict[str, Any]:
    """What the page of one panel needs around it: whose it is, the way there, the tabs."""
    held = _kinds[kind]
    panel = _panels.get(kind, {}).get(here)
    return {
        "row": row,
        "kind": kind,
        "panel_title": panel.label if panel else "",
        "crumbs": held.crumbs(row),
        "tabs": tabs_of(kind, actor, row.pk, here),
        "address": held.address(row.pk),
    }


def _placed(kind: str, parts: dict[str, Any], actor: Any, row_id: int) -> list[Placed]:
    placed = []
    for part in sorted(parts.values(), key=lambda each: (each.position, each.name)):
        if not can(actor, part.capability):
            continue
        try:
            address = reverse(part.url_name, args=[kind, row_id] if part.by_kind else [row_id])
        except NoReverseMatch:
            continue
        placed.append(Placed(part.label, address, part))
    return placed
