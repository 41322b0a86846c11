"""The page of the pipeline, and its files."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.base.access import Can, screen
from suki.kernel.errors import RuleBroken
from suki.reports import pipeline_page
from suki.reports.addresses import file_addresses
from suki.reports.asking import calendar_of, entity_named
from suki.reports.pipeline import Question, pipeline_question, pipeline_results
from suki.reports.writing import CONTENT_TYPES, written


class PipelineForm(forms.Form):
    """The question of the page, as its address holds it."""

    period = forms.CharField(
        label=gettext_lazy("period"), widget=forms.TextInput({"placeholder": "2026-Q3", "size": 24})
    )
    question: Question | None = None

    def clean(self) -> dict[str, Any]:
        """The question understood, or the sentence why not."""
        given = super().clean() or {}
        if "period" in given:
            try:
                self.question = pipeline_question(given["period"])
            except RuleBroken as broken:
                self.add_error("period", str(broken))
        return given


@screen(Can.SEE_DEALS)
def pipeline(request: HttpRequest) -> HttpResponse:
    """What became of deals in a period, and what is open."""
    form = _form(request.GET)
    if not form.is_valid() or form.question is None:
        return render(request, "reports/pipeline.html", {"form": form}, status=422)
    results = pipeline_results(actor=request.user, question=form.question)
    files = file_addresses("pipeline_file", ("html", "json"), {"period": form.question.period.name})
    page = {"form": form, "files": files, **pipeline_page.page_of(results)}
    return render(request, "reports/pipeline.html", page)


@screen(Can.SEE_DEALS)
def pipeline_file(request: HttpRequest, format: str) -> HttpResponse:
    """The same as a file."""
    form = _form(request.GET)
    if not form.is_valid() or form.question is None:
        raise Http404(_("There are no such results."))
    results = pipeline_results(actor=request.user, question=form.question)
    response = HttpResponse(written("pipeline", format, results), content_type=CONTENT_TYPES[format])
    name = f"suki-pipeline-{form.question.period.name}.{format}"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _form(wishes: QueryDict) -> PipelineForm:
    """What was asked; else the fiscal year so far."""
    entity = entity_named()
    year = calendar_of(entity).year_of(entity.today)
    return PipelineForm({"period": wishes.get("period") or f"FY{year}"})
