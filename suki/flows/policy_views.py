"""Screens of the rules by which clients are handed over."""

from __future__ import annotations

from functools import partial

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from suki.apps.company.models import LegalEntity
from suki.apps.company.settings.sections import sections_for
from suki.base.access import Can, screen
from suki.base.answers import form_answer
from suki.flows import actions, forms
from suki.flows.client_joins.rules import points_of, policy_for
from suki.flows.models import HandoffPolicy

ALL = "all"
"""Stands in the address for the rules of all legal entities."""


@screen(Can.MANAGE_PIPELINES)
def policies(request: HttpRequest) -> HttpResponse:
    """The rules of all, and of legal entities that have their own."""
    own = {each.entity_id: each for each in HandoffPolicy.objects.in_use()}
    rows = [
        {
            "code": ALL,
            "name": _("All legal entities"),
            "policy": own.get(None) or HandoffPolicy(),
            "is_own": None in own,
        }
    ]
    rows += [
        {"code": each.code, "name": each.name, "policy": policy_for(each), "is_own": each.pk in own}
        for each in LegalEntity.objects.in_use().order_by("code")
    ]
    page = {"rows": rows, "title": _("Handoffs"), "sections": sections_for(request.user, "settings_handoffs")}
    return render(request, "flows/policies.html", page)


@screen(Can.MANAGE_PIPELINES)
def policy(request: HttpRequest, code: str) -> HttpResponse:
    """The rules of one legal entity, or of all."""
    entity = None if code == ALL else LegalEntity.objects.filter(code=code).first()
    if entity is None and code != ALL:
        raise Http404
    kept = policy_for(entity) if entity else _of_all()
    begin = {
        name: getattr(kept, name) for name in ("trigger", "hours_to_submit", "hours_to_answer", "credit_rule")
    }
    begin |= {"checklist": forms.written_points(points_of(kept)), "taper": " ".join(map(str, kept.taper))}
    form = forms.PolicyForm(request.POST or None, initial=begin)
    page = {
        "title": _("How clients are handed over"),
        "sub": entity.name if entity else _("All legal entities"),
        "word": _("Keep the rules"),
        "said": _("Kept. Handoffs that have begun keep the rules they began with."),
        "template": "settings/form.html",
        "sections": sections_for(request.user, "settings_handoffs"),
        "crumbs": [(_("Handoffs"), reverse("settings_handoffs"))],
    }
    act = partial(actions.settle_handoffs, actor=request.user, entity=entity)
    return form_answer(request, form, act, on=reverse("settings_handoffs"), **page)


def _of_all() -> HandoffPolicy:
    return HandoffPolicy.objects.in_use().filter(entity__isnull=True).first() or HandoffPolicy()
