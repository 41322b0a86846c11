"""The settings of leads: rules of their score, routes to whoever follows them up."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from suki.apps.company.settings.sections import sections_for
from suki.apps.prospecting.models import LeadRoute, ScoreRule
from suki.apps.prospecting.rules import actions
from suki.apps.prospecting.rules.forms import RouteForm, ScoreRuleForm
from suki.apps.prospecting.scoring import CHOICES, FIELDS, Relation, rules_in_use
from suki.base.access import Can, screen
from suki.base.answers import acted, form_answer
from suki.base.toasts import toast

HERE = "settings_lead_rules"


@screen(Can.MANAGE_PIPELINES)
def lead_rules(request: HttpRequest) -> HttpResponse:
    """Every rule and route, in the order in which they count."""
    routes = LeadRoute.objects.in_use().order_by("position", "pk").select_related("campaign", "last_person")
    page = {
        "sections": sections_for(request.user, HERE),
        "rules": [(rule, _in_words(rule)) for rule in rules_in_use()],
        "routes": routes.prefetch_related("people__person"),
    }
    return render(request, "prospecting/rules.html", page)


@require_POST
@screen(Can.MANAGE_PIPELINES)
def usual_rules(request: HttpRequest) -> HttpResponse:
    """Begin with the usual rules and routes."""
    added: list[int] = []
    refused = acted(lambda: added.append(actions.take_usual_rules(actor=request.user)))
    sentence = ngettext("{count} rule or route added.", "{count} rules and routes added.", (added or [0])[0])
    toast(request, refused or sentence.format(count=added[0]))
    return redirect(HERE)


@screen(Can.MANAGE_PIPELINES)
def score_rule_new(request: HttpRequest) -> HttpResponse:
    """One more rule."""
    return _form(request, ScoreRuleForm(request.POST or None), actions.add_score_rule, _("Add a rule"))


@screen(Can.MANAGE_PIPELINES)
def score_rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """A rule says something else."""
    rule = get_object_or_404(ScoreRule.objects.in_use(), pk=rule_id)
    known = {name: getattr(rule, name) for name in ("name", "field", "relation", "value", "points")}
    form = ScoreRuleForm(request.POST or None, initial=known)
    return _form(request, form, partial(actions.change_score_rule, rule=rule), _("Change the rule"))


@require_POST
@screen(Can.MANAGE_PIPELINES)
def score_rule_removal(request: HttpRequest, rule_id: int) -> HttpResponse:
    """A rule counts no more."""
    rule = get_object_or_404(ScoreRule.objects.in_use(), pk=rule_id)
    return _dropped(request, partial(actions.drop_score_rule, rule=rule))


@screen(Can.MANAGE_PIPELINES)
def route_new(request: HttpRequest) -> HttpResponse:
    """One more route."""
    return _form(request, RouteForm(request.POST or None), actions.add_route, _("Add a route"))


@screen(Can.MANAGE_PIPELINES)
def route(request: HttpRequest, route_id: int) -> HttpResponse:
    """A route leads elsewhere."""
    found = get_object_or_404(LeadRoute.objects.in_use(), pk=route_id)
    known = {
        name: getattr(found, name) for name in ("name", "method", "campaign", "country", "hours", "position")
    }
    known["people"] = [row.person_id for row in found.people.order_by("position")]
    form = RouteForm(request.POST or None, initial=known)
    return _form(request, form, partial(actions.change_route, route=found), _("Change the route"))


@require_POST
@screen(Can.MANAGE_PIPELINES)
def route_removal(request: HttpRequest, route_id: int) -> HttpResponse:
    """No lead goes this way any more."""
    found = get_object_or_404(LeadRoute.objects.in_use(), pk=route_id)
    return _dropped(request, partial(actions.drop_route, route=found))


def _form(request: HttpRequest, form: Any, act: Any, title: str) -> HttpResponse:
    page = {"title": title, "word": _("Save"), "template": "settings/form.html"}
    page["sections"] = sections_for(request.user, HERE)
    return form_answer(
        request, form, partial(act, actor=request.user), on=reverse(HERE), said=_("Kept."), **page
    )


def _dropped(request: HttpRequest, act: Any) -> HttpResponse:
    toast(request, acted(partial(act, actor=request.user)) or _("Dropped."))
    return redirect(HERE)


def _in_words(rule: ScoreRule) -> str:
    """What a rule looks for, as a phrase."""
    known = CHOICES.get(rule.field, {})
    values = [str(known.get(each.strip(), each.strip())) for each in rule.value.split(",") if each.strip()]
    relation = Relation(rule.relation).label if rule.relation in Relation.values else rule.relation
    parts = (FIELDS.get(rule.field, rule.field), relation, ", ".join(values))
    return " ".join(str(part) for part in parts if part)
