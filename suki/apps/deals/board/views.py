"""The board of deals, and their calendar."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from suki.apps.company.queries import default_entity
from suki.apps.deals.actions import move_to_stage, win_deal
from suki.apps.deals.board.queries import LINES, Column, Worth, columns_of, expected, worth_of
from suki.apps.deals.models import Deal, Pipeline, Stage
from suki.apps.deals.pipelines import usual_pipeline
from suki.apps.deals.queries import deals_for, stale_reason
from suki.base import formats, marks
from suki.base.access import Can, can, screen
from suki.base.answers import acted
from suki.base.lists import Lane, Tab, Ticket
from suki.base.partials import is_partial
from suki.base.toasts import toast

WAYS = (
    ("deals", gettext_lazy("List")), ("deal_board", gettext_lazy("Board")), ("deal_calendar", gettext_lazy("Calendar"))
)  # fmt: skip


@screen(Can.SEE_DEALS)
def board(request: HttpRequest) -> HttpResponse:
    """Open deals by their stage, to be moved by hand or by keys; what was won this month stands at the end."""
    usual = usual_pipeline()
    pipelines = list(Pipeline.objects.in_use().order_by("position", "id"))
    chosen = next((each for each in pipelines if str(each.pk) == request.GET.get("pipeline")), usual)
    today = default_entity().today
    columns = columns_of(request.user, chosen, today, only_own="own" in request.GET)
    page = {
        "lanes": [_lane(column, today) for column in columns],
        "moves": reverse("deal_moves") if can(request.user, Can.WORK_DEALS) else "",
        "ways": ways("deal_board"),
        "pipelines": _pipelines(request, pipelines, chosen),
        "only_own": "own" in request.GET,
        "pipeline": chosen,
        "is_empty": not any(column.count for column in columns),
        "may_work": can(request.user, Can.WORK_DEALS),
    }
    return render(request, "deals/board.html", page)


@require_POST
@screen(Can.WORK_DEALS)
def moves(request: HttpRequest) -> HttpResponse:
    """A card was put into another column: the deal moves there, or is won today."""
    given = request.POST.get("card") or request.GET.get("card", "")
    lane = request.POST.get("lane") or request.GET.get("lane", "")
    deal = get_object_or_404(deals_for(request.user), pk=given[:18] if given.isdecimal() else 0)
    stage = get_object_or_404(Stage, pk=lane[:18] if lane.isdecimal() else 0)
    refused = acted(lambda: _move(request, deal, stage))
    if is_partial(request):
        return HttpResponse(refused, status=422 if refused else 204, content_type="text/plain; charset=utf-8")
    if refused:
        toast(request, refused)
    return redirect("deal_board")


@screen(Can.SEE_DEALS)
def calendar(request: HttpRequest) -> HttpResponse:
    """Open deals by the day they are expected to close, month by month, with what is overdue before them."""
    today = default_entity().today
    year, month = _month(request.GET.get("month", ""), today)
    first = date(year, month, 1)
    last = _last_day(_next_month(_next_month(first)))
    only_own = "own" in request.GET
    late = list(
        expected(request.user, date(1900, 1, 1), today - timedelta(days=1), only_own=only_own)[:LINES]
    )
    page = {
        "months": _months(request, first, today, only_own),
        "late": late,
        "before": (first - timedelta(days=1)).strftime("%Y-%m"),
        "after": (last + timedelta(days=1)).strftime("%Y-%m"),
        "only_own": only_own,
        "ways": ways("deal_calendar"),
        "may_work": can(request.user, Can.WORK_DEALS),
    }
    return render(request, "deals/calendar.html", page)


def ways(here: str) -> list[Tab]:
    """The same deals as a list, a board and a calendar."""
    return [Tab(label, reverse(name), is_here=name == here) for name, label in WAYS]


@dataclass(frozen=True)
class Month:
    """A month: the first deals that are expected to close in it, and what all of them come to."""

    first: date
    deals: list[Deal]
    worth: list[Worth]

    @property
    def count(self) -> int:
        """How many are expected."""
        return sum(each.count for each in self.worth)

    @property
    def hidden(self) -> int:
        """How many are not drawn."""
        return self.count - len(self.deals)

    @property
    def more(self) -> str:
        """Where all of them are."""
        days = {
            "expected_close.from": self.first.isoformat(),
            "expected_close.to": _last_day(self.first).isoformat(),
        }
        return f"{reverse('deals')}?{urlencode({'sort': 'expected_close', 'state': 'open', **days})}"

    @property
    def sums(self) -> str:
        """What they come to, and what is likely of it, each currency by itself."""
        return "; ".join(
            _("{total}, weighted {likely}").format(
                total=formats.short_text(each.total, each.currency),
                likely=formats.short_text(each.likely, each.currency),
            )
            for each in self.worth
        )


def _months(request: HttpRequest, first: date, today: date, only_own: bool) -> list[Month]:
    months = [first, _next_month(first), _next_month(_next_month(first))]
    found = []
    for month in months:
        rows = expected(request.user, max(month, today), _last_day(month), only_own=only_own)
        found.append(Month(month, list(rows[:LINES]), worth_of(rows)))
    return found


def _last_day(first: date) -> date:
    return _next_month(first) - timedelta(days=1)


def _month(text: str, today: date) -> tuple[int, int]:
    year, _dash, month = text.partition("-")
    if (
        len(text) <= 7
        and year.isdecimal()
        and month.isdecimal()
        and 1900 <= int(year) <= 9000
        and 1 <= int(month) <= 12
    ):
        return int(year), int(month)
    return today.year, today.month


def _next_month(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _move(request: HttpRequest, deal: Deal, stage: Stage) -> None:
    if stage.ends == Stage.Ends.WON:
        win_deal(actor=request.user, deal=deal, on=deal.entity.today)
        toast(request, _("“{deal}” is won.").format(deal=deal))
        return
    before = deal.stage_id
    if move_to_stage(actor=request.user, deal=deal, stage=stage) is not None:
        undo = f"{reverse('deal_moves')}?{urlencode({'card': deal.pk, 'lane': before})}"
        toast(request, _("“{deal}” is in “{stage}” now.").format(deal=deal, stage=stage), undo=undo)


def _lane(column: Column, today: date) -> Lane:
    stage = column.stage
    hidden = column.count - len(column.deals)
    more = f"{reverse('deals')}?{urlencode({'stage': stage.name, 'state': 'won' if stage.ends else 'open'})}"
    label = _("{stage} this month").format(stage=stage.name) if stage.ends else stage.name
    total = " + ".join(formats.short_text(total, code) for code, total in column.sums[:2])
    tickets = tuple(_ticket(deal, today) for deal in column.deals)
    return Lane(stage.pk, label, tickets, total, hidden=hidden, more=more)


def _ticket(deal: Deal, today: date) -> Ticket:
    stale = stale_reason(deal, today)
    day = deal.closed_on or deal.expected_close
    about = [deal.account.name if deal.account else "", formats.day_text(day, "short") if day else ""]
    return Ticket(
        deal.pk,
        deal.name,
        href=reverse("deal", args=[deal.pk]),
        worth=formats.short_marked(deal.value, deal.currency) if deal.value is not None else "",
        why=" · ".join(filter(None, about)),
        mark=marks.state("warn", _("stale"), title=stale) if stale else "",
        face=deal.owner.name,
    )


def _pipelines(request: HttpRequest, pipelines: list[Pipeline], chosen: Pipeline) -> list[Tab]:
    own = "&own" if "own" in request.GET else ""
    return [
        Tab(each.name, f"{request.path}?pipeline={each.pk}{own}", is_here=each.pk == chosen.pk)
        for each in pipelines
    ]
