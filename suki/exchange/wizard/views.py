"""Screens of importing: drop files, say what they hold, map columns, mend what is wrong, run, and take back."""

from __future__ import annotations

from functools import partial

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.base.access import Can, screen
from suki.base.answers import acted
from suki.base.files import path_of
from suki.base.partials import is_partial, render_part
from suki.base.toasts import toast
from suki.exchange.models import ImportRun
from suki.exchange.undoing import undo_import
from suki.exchange.wizard import actions, pages
from suki.exchange.wizard.models import ImportDraft
from suki.exchange.wizard.preview import place_of, unmended
from suki.exchange.wizard.recipes import recipe_text
from suki.exchange.wizard.remembered import save_mapping
from suki.exchange.wizard.steps import begin, step
from suki.exchange.wizard.taking_back import plan_of

Doing = ImportDraft.Doing


@screen(Can.IMPORT)
def imports(request: HttpRequest) -> HttpResponse:
    """Drop files; below, what was imported so far and what waits to be."""
    refused = ""
    if request.method == "POST":
        made: list[ImportDraft] = []
        files = request.FILES.getlist("files")
        refused = acted(lambda: made.append(actions.drop_files(actor=request.user, files=files)))
        if made:
            return _stepped(request, made[0].pk, Doing.LOOK, "import_draft")
    page = {**pages.imports_page(request.user), "refused": refused}
    return render(request, "exchange/imports.html", page, status=422 if refused else 200)


@screen(Can.IMPORT)
def draft(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Where a draft stands: at work, refused, or at its next step."""
    it = _mine(request, draft_id)
    if it.doing:
        page = pages.working_page(it)
        return render_part(request, "exchange/working.html", "exchange/_working.html", page)
    target = pages.next_address(it)
    if is_partial(request):
        return HttpResponse(headers={"HX-Redirect": target or request.path})
    return redirect(target) if target else render(request, "exchange/refused.html", {"draft": it}, status=422)


@screen(Can.IMPORT)
def holds(request: HttpRequest, draft_id: int) -> HttpResponse:
    """What was recognised: each table, how many rows, and what they are."""
    it, refused = _mine(request, draft_id), ""
    if request.method == "POST":
        told = {index: request.POST.getlist(f"holds-{index}") for index in range(len(it.sheets))}
        refused = acted(partial(actions.say_what, actor=request.user, draft_id=it.pk, holds=told))
        if not refused:
            return redirect("import_columns", it.pk)
    if it.doing or not it.sheets:
        return redirect("import_draft", it.pk)
    page = {**pages.holds_page(it), "refused": refused}
    return render(request, "exchange/holds.html", page, status=409 if refused else 200)


@screen(Can.IMPORT)
def columns(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Which column of the file goes where, with samples; can be kept under a name."""
    it, refused = _mine(request, draft_id), ""
    if request.method == "POST":
        told = request.POST.dict()
        refused = acted(partial(actions.map_columns, actor=request.user, draft_id=it.pk, told=told))
        if not refused and told.get("keep"):
            it.refresh_from_db()
            refused = acted(partial(save_mapping, actor=request.user, draft=it, name=told["keep"]))
        if not refused:
            return _stepped(request, it.pk, Doing.CHECK, "import_check")
    if it.doing or not it.sheets:
        return redirect("import_draft", it.pk)
    page = {**pages.columns_page(it), "refused": refused}
    return render(request, "exchange/columns.html", page, status=422 if refused else 200)


@screen(Can.IMPORT)
def check(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The rows with what is wrong in its cell, and what would happen. Posted to, everything is checked again."""
    it = _mine(request, draft_id)
    if request.method == "POST":
        return _stepped(request, it.pk, Doing.CHECK, "import_check")
    if it.doing or it.run_id or not it.sheets or not it.outcome:
        return redirect(
            pages.next_address(it) or "import_draft", *([] if pages.next_address(it) else [it.pk])
        )
    return render(request, "exchange/check.html", pages.check_page(it, request.GET))


@screen(Can.IMPORT)
@require_POST
def cell(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Mend a cell; then the next one, or, when none is left, everything is checked again."""
    it, told = _mine(request, draft_id), request.POST
    given = {"at": told.get("at", ""), "header": told.get("column", ""), "value": told.get("value", "")}
    act = partial(actions.mend, actor=request.user, draft_id=it.pk, everywhere="everywhere" in told, **given)
    refused = acted(act)
    if refused:
        page = {**pages.check_page(it, told), "refused": refused}
        return render(request, "exchange/check.html", page, status=422)
    it.refresh_from_db()
    left = unmended(it)
    if left:
        return redirect(place_of(it, left[0]))
    return _stepped(request, it.pk, Doing.CHECK, "import_check")


@screen(Can.IMPORT)
def problems(request: HttpRequest, draft_id: int) -> HttpResponseBase:
    """Every row with problems as a CSV file, each with its reasons and values."""
    it = _mine(request, draft_id)
    if not it.problem_file:
        raise Http404
    content = path_of(it.problem_file).open("rb")
    return FileResponse(
        content, as_attachment=True, filename="problems.csv", content_type="text/csv; charset=utf-8"
    )


@screen(Can.IMPORT)
def recipe(request: HttpRequest, draft_id: int) -> HttpResponse:
    """The mapping as a recipe for the command line."""
    text = recipe_text(_mine(request, draft_id))
    headers = {"Content-Disposition": 'attachment; filename="recipe.yaml"'}
    return HttpResponse(text, content_type="application/yaml; charset=utf-8", headers=headers)


@screen(Can.IMPORT)
@require_POST
def run(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Import it all, as a job."""
    it, skip = _mine(request, draft_id), request.POST.get("skip") == "yes"
    refused = acted(partial(actions.choose_skipping, actor=request.user, draft_id=it.pk, skip=skip)) or acted(
        partial(begin, actor=request.user, draft_id=it.pk, doing=Doing.RUN)
    )
    if refused:
        toast(request, refused)
    return redirect("import_draft", it.pk)


@screen(Can.IMPORT)
@require_POST
def discard(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Throw the files away; nothing of them was imported."""
    it = _mine(request, draft_id)
    refused = acted(partial(actions.discard, actor=request.user, draft_id=it.pk))
    toast(request, refused or _("The files are gone. Nothing was imported."))
    return redirect("imports")


@screen(Can.IMPORT)
def result(request: HttpRequest, run_id: int) -> HttpResponse:
    """What an import did, with the way to the rows and the way back."""
    done = get_object_or_404(ImportRun.objects.select_related("by", "undone_by"), pk=run_id)
    return render(request, "exchange/result.html", pages.result_page(request.user, done))


@screen(Can.IMPORT)
def undo(request: HttpRequest, run_id: int) -> HttpResponse:
    """What taking an import back would do, and doing it."""
    done, refused = get_object_or_404(ImportRun, pk=run_id), ""
    if request.method == "POST":
        refused = acted(partial(undo_import, actor=request.user, run_id=done.pk))
        if not refused:
            toast(request, _("The import is taken back."))
            return redirect("import_result", done.pk)
    if done.undone_at and not refused:
        return redirect("import_result", done.pk)
    page = {"run": done, "plan": plan_of(done), "refused": refused}
    return render(request, "exchange/undo.html", page, status=409 if refused else 200)


def _mine(request: HttpRequest, draft_id: int) -> ImportDraft:
    """Only who dropped the files sees them."""
    return get_object_or_404(ImportDraft, pk=draft_id, by=request.user)


def _stepped(request: HttpRequest, draft_id: int, doing: str, on: str) -> HttpResponse:
    refused = acted(partial(step, actor=request.user, draft_id=draft_id, doing=doing))
    if refused:
        toast(request, refused)
        return redirect("import_draft", draft_id)
    return redirect(on, draft_id)
