"""The grid of quotas, what is done there for many at once, and how fair they are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from suki.apps.quotas.actions import communicate_quotas
from suki.apps.quotas.copying import Copied, copy_year
from suki.apps.quotas.excel import may_change, workbook_of
from suki.apps.quotas.fairness import fairness_of
from suki.apps.quotas.forms import CopyForm, GridForm
from suki.apps.quotas.grid import Asked, Grid, GridRow, Line
from suki.apps.quotas.models import Measure, Quota, Step
from suki.apps.quotas.screens.asking import address_of, asked_of, wishes_of
from suki.base.access import Can, Reach, can, reach_of, screen
from suki.base.answers import acted, form_answer
from suki.base.formats import amount_marked, bare_marked, number_marked, percent_marked, percent_text
from suki.base.lists import Tab
from suki.base.navigation import address_of as screen_of
from suki.base.partials import is_partial
from suki.base.toasts import toast

TONES = {Step.PROPOSED: "none", Step.COMMUNICATED: "warn", Step.ACKNOWLEDGED: "good"}


@screen(Can.SEE_QUOTAS)
def quotas(request: HttpRequest) -> HttpResponse:
    """Who is to reach what in the periods of a year, with totals, gaps and what was reached."""
    if reach_of(request.user, Can.SEE_QUOTAS) is Reach.OWN and not request.GET:
        return redirect("my_quota")
    asked = asked_of(request)
    grid = Grid(request.user, asked)
    page = grid_page(request, grid)
    template = "quotas/_sums.html" if is_partial(request) and "sums" in request.GET else "quotas/grid.html"
    return render(request, template, page)


@screen(Can.SET_QUOTAS)
def fairness(request: HttpRequest) -> HttpResponse:
    """Quotas beside what they rest on, and beside those of peers."""
    asked = asked_of(request)
    asked = Asked(asked.year, "person", Measure.REVENUE, asked.team)
    view = fairness_of(request.user, asked)
    page = {
        "title": _("Are the quotas of {year} fair?").format(year=asked.year.title), "asked": asked, "view": view, "currency": asked.currency, "tabs": tabs_for(request.user, asked, "quota_fairness"),
        "form": GridForm(initial=wishes_of(asked)), "out_of_line": [each for each in view.rows if each.found.is_hard or each.found.is_easy],
        "stretch": view.stretch[1] if view.stretch else None, "middle": view.attainment[1] if view.attainment else None,
    }  # fmt: skip
    return render(request, "quotas/fairness.html", page)


@require_POST
@screen(Can.SET_QUOTAS)
def communication(request: HttpRequest) -> HttpResponse:
    """The selected people are told of what was proposed for them in the year."""
    asked = asked_of(request)
    chosen = {int(each) for each in request.POST.getlist("row") if each.isdecimal()}
    grid = Grid(request.user, asked)
    told: list[Quota] = [each for each in grid.proposed_only if getattr(each, f"{asked.by}_id") in chosen]
    refused = acted(lambda: communicate_quotas(actor=request.user, quotas=told))
    said = ngettext("{count} quota is communicated.", "{count} quotas are communicated.", len(told))
    toast(request, refused or said.format(count=len(told)))
    return redirect(address_of("quotas", asked))


@screen(Can.SET_QUOTAS)
def copying(request: HttpRequest) -> HttpResponse:
    """Last year's quotas, so many percent more."""
    asked = asked_of(request)
    done: list[Copied] = []
    subjects = [row.key for row in Grid(request.user, asked).rows] if asked.team else None

    def act(percent: Any) -> None:
        done.append(
            copy_year(
                actor=request.user, year=asked.year, by=asked.by, measure=asked.measure, percent=percent or 0,
                subjects=subjects,
            )
        )  # fmt: skip

    answer = form_answer(
        request, CopyForm(request.POST or None), act, on=address_of("quotas", asked),
        title=_("Copy the quotas of {year}").format(year=asked.year.before.title), word=_("Propose them"),
        lead=_("They are proposed for {year}. Whoever has a quota there already keeps it.").format(year=asked.year.title),
        crumbs=[(_("Quotas"), address_of("quotas", asked))],
    )  # fmt: skip
    for copied in done:
        toast(request, said_of_copies(copied))
    return answer


def said_of_copies(copied: Copied) -> str:
    """What came of copying."""
    said = ngettext("{count} quota is proposed.", "{count} quotas are proposed.", len(copied.made)).format(
        count=len(copied.made)
    )
    if not copied.left:
        return said
    left = ngettext("{count} was there already.", "{count} were there already.", copied.left)
    return f"{said} {left.format(count=copied.left)}"


@screen(Can.SEE_QUOTAS)
def workbook(request: HttpRequest) -> HttpResponse:
    """The grid as a workbook that can be changed and brought back."""
    asked = asked_of(request)
    content = workbook_of(Grid(request.user, asked))
    answer = HttpResponse(
        content, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    answer["Content-Disposition"] = f'attachment; filename="quotas-{asked.year.title}-{asked.by}.xlsx"'
    return answer


def grid_page(request: HttpRequest, grid: Grid) -> dict[str, Any]:
    """What the page shows."""
    asked = grid.asked
    return {
        "title": _("Quotas {year}").format(year=asked.year.title), "asked": asked, "grid": grid, "currency": asked.currency, "form": GridForm(initial=wishes_of(asked)),
        "rows": [_drawn(grid, row) for row in grid.rows],
        "columns": [(period, asked.year.named(period)) for period in grid.periods],
        "lines": _lines(grid), "figures": _figures(grid),
        "may_set": can(request.user, Can.SET_QUOTAS), "wishes": wishes_of(asked),
        "tabs": tabs_for(request.user, asked, "quotas"),
        "addresses": {name: address_of(name, asked) for name in
                      ("quotas", "quota_copying", "quota_spread", "quota_workbook", "quota_sheet_new", "quota_communications", "quota_new")},
        "before": address_of("quotas", asked, year=asked.year.number - 1),
        "after": address_of("quotas", asked, year=asked.year.number + 1),
    }  # fmt: skip


def tabs_for(actor: Any, asked: Asked, here: str) -> list[Tab]:
    """The screens about quotas."""
    found = [Tab(_("Quotas"), address_of("quotas", asked), is_here=here == "quotas")]
    if can(actor, Can.SET_QUOTAS):
        found.append(
            Tab(_("Fairness"), address_of("quota_fairness", asked), is_here=here == "quota_fairness")
        )
    if getattr(actor, "person", None) is not None:
        found.append(Tab(_("My quota"), address_of("my_quota", asked), is_here=here == "my_quota"))
    return found


def _drawn(grid: Grid, row: GridRow) -> dict[str, Any]:
    cells = [
        {
            "cell": cell, "quota": cell.quota, "may_change": may_change(row, cell, grid),
            "shown": format_html("<span>{}</span>", bare_marked(cell.amount, grid.asked.currency)),
            "tone": TONES.get(cell.standing, ""), "word": Step(cell.standing).label if cell.standing else "",
            "new": address_of("quota_new", grid.asked, subject=row.key, period=cell.period.name),
            "opens": cell.quotas[-1].pk if cell.quotas else None,
        }
        for cell in row.cells
    ]  # fmt: skip
    return {
        "row": row,
        "cells": cells,
        "attained": percent_text(row.attainment) if row.attainment is not None else "",
    }


def _figures(grid: Grid) -> list[tuple[Any, Any, Any]]:
    """What heads the page: each figure with what it is measured against."""
    waiting = len(grid.proposed_only)
    told = (
        ngettext(
            "{count} quota is not communicated yet", "{count} quotas are not communicated yet", waiting
        ).format(count=waiting)
        if waiting
        else _("all communicated")
    )
    figures = [
        (_("Quota"), _amount(grid, grid.total.total), told),
        (_("Reached so far"), _opening(grid, _amount(grid, grid.reached)), _("credited in the year")),
        (_("Attainment"), percent_marked(grid.attainment), _("of the year’s quota")),
    ]
    if grid.top_down:
        figures.append((_("From above"), _amount(grid, grid.top_down.total), _("set for the teams")))
    if grid.bottom_up:
        figures.append((_("From below"), _amount(grid, grid.bottom_up.total), _("what people propose")))
    return figures


def _opening(grid: Grid, shown: Any) -> Any:
    """A figure that opens the sales results of the year, where there are any for the actor and the subject."""
    results = screen_of("quarterly")
    asked = grid.asked
    if (
        not results
        or asked.measure != Measure.REVENUE
        or asked.by == "segment"
        or not can(grid.actor, Can.SEE_RESULTS)
    ):
        return shown
    return format_html(
        '<a class="opens" href="{}?period={}&amp;by={}">{}</a>',
        results,
        asked.year.whole.name,
        asked.by,
        shown,
    )


def _amount(grid: Grid, amount: Any) -> Any:
    return amount_marked(amount, grid.asked.currency) if grid.asked.currency else number_marked(amount, 0)


def _lines(grid: Grid) -> list[dict[str, Any]]:
    """The total, and below it what was set from above and proposed from below, each with the gap."""
    total = grid.total
    lines: list[dict[str, Any]] = [{"key": "total", "label": _("Total"), "line": total, "is_total": True}]
    above, below = grid.top_down, grid.bottom_up
    if above:
        name = str(grid.asked.team) if grid.asked.team else _("all teams")
        lines += [
            {"key": "above", "label": _("From above: {name}").format(name=name), "line": above},
            {"key": "over", "label": _("Given out beyond it"), "line": _less(total, above), "is_gap": True},
        ]
    if below:
        lines += [
            {"key": "below", "label": _("From below: what people propose"), "line": below},
            {
                "key": "gap",
                "label": _("Asked beyond what is proposed"),
                "line": _less(total, below),
                "is_gap": True,
            },
        ]
    return lines


def _less(one: Line, other: Line) -> Line:
    """How much more the one says than the other, where the other says anything."""
    amounts = [(a or 0) - b if b else None for a, b in zip(one.amounts, other.amounts)]
    known = [amount for amount in amounts if amount is not None]
    if len(known) == len(amounts):
        return Line(amounts, (one.total or 0) - (other.total or 0))
    return Line(amounts, sum(known, Decimal(0)) if known else None)
