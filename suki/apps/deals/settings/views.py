"""The settings of pipelines: stages with what they ask and propose, and why deals are lost."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.company.settings.sections import sections_for
from suki.apps.deals import pipelines as acts
from suki.apps.deals.models import LossReason, Pipeline, Stage
from suki.apps.deals.rules import NEEDABLE
from suki.apps.deals.settings.forms import NameForm, StageForm
from suki.base.access import Can, screen
from suki.base.answers import acted, form_answer
from suki.base.toasts import toast

HERE = "settings_pipelines"


@screen(Can.MANAGE_PIPELINES)
def pipelines(request: HttpRequest) -> HttpResponse:
    """Every pipeline with its stages, and the reasons for which deals are lost."""
    acts.usual_pipeline()
    found = Pipeline.objects.in_use().order_by("position", "id")
    page = {
        "sections": sections_for(request.user, HERE),
        "pipelines": [(each, [_shown(stage) for stage in acts.stages_of(each)]) for each in found],
        "reasons": LossReason.objects.in_use().order_by("position", "id"),
    }
    return render(request, "deals/pipelines.html", page)


@screen(Can.MANAGE_PIPELINES)
def pipeline_new(request: HttpRequest) -> HttpResponse:
    """One more way for deals to go."""
    return _form(request, NameForm(request.POST or None), acts.add_pipeline, _("New pipeline"))


@screen(Can.MANAGE_PIPELINES)
def pipeline_name(request: HttpRequest, pipeline_id: int) -> HttpResponse:
    """What a pipeline is called."""
    found = _pipeline(pipeline_id)
    form = NameForm(request.POST or None, initial={"name": found.name})
    return _form(request, form, partial(acts.rename_pipeline, pipeline=found), _("Rename the pipeline"))


@screen(Can.MANAGE_PIPELINES)
def stage_new(request: HttpRequest, pipeline_id: int) -> HttpResponse:
    """One more step."""
    found, form = _pipeline(pipeline_id), StageForm(request.POST or None)

    def act(*, actor: Any, **_given: Any) -> Any:
        return acts.add_stage(actor=actor, pipeline=found, stage=form.described())

    return _form(request, form, act, _("New stage"), sub=found.name)


@screen(Can.MANAGE_PIPELINES)
def stage(request: HttpRequest, stage_id: int) -> HttpResponse:
    """What a stage asks and proposes."""
    found = _stage(stage_id)
    known = {name: getattr(found, name) for name in StageForm.base_fields}
    form = StageForm(request.POST or None, stage=found, initial=known)

    def act(*, actor: Any, **_given: Any) -> Any:
        return acts.change_stage(actor=actor, stage=found, described=form.described(found))

    return _form(request, form, act, _("Change the stage"), sub=found.name)


@require_POST
@screen(Can.MANAGE_PIPELINES)
def stage_place(request: HttpRequest, stage_id: int) -> HttpResponse:
    """A stage moves one place on or back."""
    found = _stage(stage_id)
    step = -1 if request.POST.get("step") == "-1" else 1
    acts.order_stages(actor=request.user, pipeline=found.pipeline, stage=found, step=step)
    return redirect(HERE)


@require_POST
@screen(Can.MANAGE_PIPELINES)
def stage_removal(request: HttpRequest, stage_id: int) -> HttpResponse:
    """No deal enters this stage any more."""
    found = _stage(stage_id)
    refused = acted(lambda: acts.drop_stage(actor=request.user, stage=found))
    toast(request, refused or _("The stage is taken out."))
    return redirect(HERE)


@screen(Can.MANAGE_PIPELINES)
def reason_new(request: HttpRequest) -> HttpResponse:
    """One more reason for which deals are lost."""
    return _form(request, NameForm(request.POST or None), acts.add_loss_reason, _("New loss reason"))


@require_POST
@screen(Can.MANAGE_PIPELINES)
def reason_removal(request: HttpRequest, reason_id: int) -> HttpResponse:
    """Nobody chooses this reason any more."""
    reason = get_object_or_404(LossReason.objects.in_use(), pk=reason_id)
    acts.drop_loss_reason(actor=request.user, reason=reason)
    return redirect(HERE)


def _form(request: HttpRequest, form: Any, act: Any, title: str, **page: Any) -> HttpResponse:
    page |= {
        "title": title, "word": _("Save"), "said": _("Kept."), "template": "settings/form.html",
        "sections": sections_for(request.user, HERE),
    }  # fmt: skip
    return form_answer(request, form, partial(act, actor=request.user), on=reverse(HERE), **page)


def _pipeline(pipeline_id: int) -> Pipeline:
    return get_object_or_404(Pipeline.objects.in_use(), pk=pipeline_id)


def _stage(stage_id: int) -> Stage:
    return get_object_or_404(Stage.objects.in_use().select_related("pipeline"), pk=stage_id)


def _shown(stage: Stage) -> dict[str, Any]:
    return {"row": stage, "needs": ", ".join(str(NEEDABLE.get(name, name)) for name in stage.needs)}
