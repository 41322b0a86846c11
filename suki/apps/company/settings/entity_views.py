"""Screens of the firm's legal entities."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.company.models import LegalEntity
from suki.apps.company.proposals import country_name
from suki.apps.company.queries import default_entity
from suki.apps.company.settings.answering import form_page, pressed, shown
from suki.apps.company.settings.entities import add_entity, change_entity, choose_default_entity
from suki.apps.company.settings.forms import EntityForm
from suki.base.access import Can, screen
from suki.base.partials import is_partial

FACTS = (
    "code", "name", "country", "tax_number", "currency", "timezone", "language", "fiscal_pattern", "fiscal_start",
    "fiscal_week_end", "fiscal_rule", "fiscal_name_by", "revision",
)  # fmt: skip


@screen(Can.MANAGE_COMPANY)
def entities(request: HttpRequest) -> HttpResponse:
    """The companies of the firm."""
    found = LegalEntity.objects.in_use().order_by("-is_default", "code")
    rows = [{"row": row, "country": country_name(row.country) if row.country else "–"} for row in found]
    return shown(request, "entities", "settings_entities", rows=rows)


@screen(Can.MANAGE_COMPANY)
def entity(request: HttpRequest) -> HttpResponse:
    """One more company of the firm, proposed as the first one is."""
    proposed = _facts(default_entity()) | dict.fromkeys(("code", "name", "tax_number", "revision"), "")
    return _entity(request, proposed, _add, _("Add a legal entity"), _("Add it"))


@screen(Can.MANAGE_COMPANY)
def entity_change(request: HttpRequest, entity_id: int) -> HttpResponse:
    """A company of the firm, as far as its ledger leaves it open."""
    known = get_object_or_404(LegalEntity.objects.in_use(), pk=entity_id)
    act = partial(change_entity, entity=known)
    return _entity(request, _facts(known), act, known.name, _("Save"), entity=known)


@screen(Can.MANAGE_COMPANY)
@require_POST
def entity_default(request: HttpRequest, entity_id: int) -> HttpResponse:
    """It counts where none is named."""
    known = get_object_or_404(LegalEntity, pk=entity_id)
    said = _("{entity} counts where none is named.").format(entity=known)
    return pressed(request, partial(choose_default_entity, entity=known), "settings_entities", said)


def _entity(
    request: HttpRequest, facts: dict[str, Any], act: Any, title: str, word: str, **page: Any
) -> HttpResponse:
    form = EntityForm(request.POST or None, initial=facts)
    page |= {"title": title, "word": word, "preview": request.path}
    if is_partial(request):
        asked = EntityForm(request.GET, initial=facts)
        return render(request, "company/_periods.html", asked.preview(timezone.localdate()))
    page |= form.preview(timezone.localdate())
    crumbs = [(_("Legal entities"), reverse("settings_entities"))]
    return form_page(
        request, form, act, "settings_entities", template="settings/entity.html", crumbs=crumbs, **page
    )


def _add(actor: Any, revision: int | None = None, **facts: Any) -> LegalEntity:
    return add_entity(actor=actor, **facts)


def _facts(entity: LegalEntity) -> dict[str, Any]:
    return {name: getattr(entity, name) for name in FACTS}
