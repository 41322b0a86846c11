"""Settings of proposals: templates by language, and the rules of approval."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings as installation
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.company.queries import default_entity
from suki.apps.company.settings.sections import sections_for
from suki.apps.proposals import rules_and_templates as acts
from suki.apps.proposals.models import ApprovalRule, ProposalTemplate
from suki.apps.proposals.screens import forms
from suki.apps.proposals.wording import DEFAULTS, LAYOUT
from suki.base.access import Can, Function, screen
from suki.base.answers import acted, form_answer
from suki.base.toasts import toast

HERE = "settings_proposals"


@screen(Can.MANAGE_PIPELINES)
def settings(request: HttpRequest) -> HttpResponse:
    """Texts and look of documents, and whose word they need."""
    rules = ApprovalRule.objects.in_use().select_related("approver", "substitute").order_by("step", "pk")
    names = dict(installation.LANGUAGES)
    page = {
        "sections": sections_for(request.user, HERE),
        "templates": [
            (row, names.get(row.language, row.language))
            for row in ProposalTemplate.objects.in_use().order_by("language", "-is_default", "name")
        ],
        "rules": [(rule, Function(rule.function).label if rule.function else "") for rule in rules],
        "currency": default_entity().currency,
    }
    return render(request, "proposals/settings.html", page)


@require_POST
@screen(Can.MANAGE_PIPELINES)
def default_templates(request: HttpRequest) -> HttpResponse:
    """Write our texts down in every language, to be changed."""
    said = acted(partial(acts.put_default_templates, actor=request.user))
    toast(request, said or _("There is a template in every language."))
    return redirect(HERE)


@screen(Can.MANAGE_PIPELINES)
def template(request: HttpRequest, row_id: int = 0) -> HttpResponse:
    """One template: a new one, or one that changes."""
    found = get_object_or_404(ProposalTemplate, pk=row_id) if row_id else None
    language = request.GET.get("language", "en")
    known: dict[str, Any] = {"language": language, **DEFAULTS.get(language, DEFAULTS["en"]), **LAYOUT}
    if found:
        known = {**LAYOUT, **found.layout, **{name: getattr(found, name) for name in acts.TEXTS}}
    form = forms.TemplateForm(request.POST or None, initial=known)
    act = partial(acts.write_template, actor=request.user, template=found)
    lead = _(
        "In the texts, {places} stand for what they say; a paragraph whose word is not known is left out."
    ).format(
        places=", ".join(
            f"{{{name}}}" for name in ("contact", "client", "deal", "brief", "valid_until", "owner", "firm")
        )
    )
    title = found.name if found else _("New template")
    return _form(request, form, act, title, _("Keep the template"), lead)


@screen(Can.MANAGE_PIPELINES)
def rule(request: HttpRequest, row_id: int = 0) -> HttpResponse:
    """One rule of approval: a new one, or one that changes."""
    found = get_object_or_404(ApprovalRule, pk=row_id) if row_id else None
    known = {name: getattr(found, name) for name in forms.RuleForm.base_fields} if found else {}
    form = forms.RuleForm(request.POST or None, initial=known)
    act = partial(acts.set_rule, actor=request.user, rule=found)
    lead = _(
        "The word is asked where any of the bounds is reached; without a bound it is asked for every proposal. Nobody approves their own."
    )
    return _form(request, form, act, _("Approval rule"), _("Keep the rule"), lead)


@require_POST
@screen(Can.MANAGE_PIPELINES)
def rule_drop(request: HttpRequest, row_id: int) -> HttpResponse:
    """The rule holds no more."""
    found = get_object_or_404(ApprovalRule, pk=row_id)
    said = acted(partial(acts.drop_rule, actor=request.user, rule=found))
    toast(request, said or _("The rule holds no more."))
    return redirect(HERE)


def _form(request: HttpRequest, form: Any, act: Any, title: str, word: str, lead: str) -> HttpResponse:
    page = {
        "title": title, "word": word, "lead": lead, "said": _("Kept."), "template": "settings/form.html",
        "sections": sections_for(request.user, HERE), "crumbs": [(_("Proposals"), reverse(HERE))],
    }  # fmt: skip
    return form_answer(request, form, act, on=reverse(HERE), **page)
