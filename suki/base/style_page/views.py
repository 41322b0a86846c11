"""The living style page: every component with all its states, in the reader's language and theme."""

from __future__ import annotations

import re
from decimal import Decimal

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_POST

from suki.base import marks
from suki.base.access import Can, screen
from suki.base.assets import STATIC
from suki.base.formats import short_marked
from suki.base.maintenance import maintenance_page
from suki.base.names import search_form
from suki.base.partials import render_part
from suki.base.style_page import samples
from suki.base.style_page.drawings import drawings
from suki.base.style_page.form import sample_form, wrong_form
from suki.base.toasts import toast
from suki.base.widgets import Option


@screen(Can.SIGN_IN)
def style_page(request: HttpRequest) -> HttpResponse:
    """Every component as the screens use it."""
    form = sample_form(request.POST) if request.method == "POST" else sample_form()
    page = {
        "form": form, "wrong": wrong_form(), "figure": reverse("style_figure"), "table": samples.table(request.GET), "pay": samples.pay_table(), "tree": samples.tree(),
        "board": samples.board(), "it": samples.explanation(), "tokens": samples.TOKENS, "type": samples.TYPE,
        "people": samples.PEOPLE, "changes": samples.CHANGES, "shares": samples.SHARES, "short": short_marked(Decimal("48200000"), "PHP"), "late": marks.state("bad", "in 3 days"),
        "soon": marks.state("warn", "34 days late"), "in_all": samples.BUTTONS_IN_ALL, "icons": _icons(), "draw": drawings(), **samples.lists(),
    }  # fmt: skip
    return render(request, "style/page.html", page, status=422 if form.errors else 200)


@screen(Can.SIGN_IN)
def figure(request: HttpRequest) -> HttpResponse:
    """What a figure is made of, beside the page or as a page of its own."""
    return render_part(request, "style/figure.html", "style/_figure.html", {"it": samples.explanation()})


@screen(Can.SIGN_IN)
def panel(request: HttpRequest) -> HttpResponse:
    """The content of a lazy panel."""
    return render_part(request, "style/panel.html", "style/_panel.html", {"it": samples.explanation()})


@screen(Can.SIGN_IN)
def broken(request: HttpRequest) -> HttpResponse:
    """A part that does not come."""
    return HttpResponse(status=503)


@screen(Can.SIGN_IN)
def branch(request: HttpRequest) -> HttpResponse:
    """The branch of a tree that comes when it is opened."""
    return render(request, "style/_branch.html", {"nodes": samples.tree()[0].children[1:]})


@screen(Can.SIGN_IN)
def options(request: HttpRequest) -> HttpResponse:
    """Accounts whose name holds what was typed."""
    text = request.GET.get("q", "")
    found = [
        Option(str(account.pk), account.name, account.city)
        for account in samples.ACCOUNTS
        if search_form(text) in search_form(account.name)
    ]
    return render(request, "ui/options.html", {"options": found, "text": text})


@screen(Can.SIGN_IN)
@require_POST
def moved(request: HttpRequest) -> HttpResponse:
    """Something was moved on the page; nothing is kept."""
    toast(request, "Moved", undo="/style/moved/")
    return HttpResponse(status=204)


@screen(Can.SIGN_IN)
def trouble(request: HttpRequest, code: int) -> HttpResponse:
    """The pages that nobody wants to see."""
    if code == 503:
        return maintenance_page(request)
    name = code if code in (400, 403, 404, 500) else 404
    return render(request, f"{name}.html", status=200)


def _icons() -> list[str]:
    return re.findall(r'<symbol id="([\w-]+)"', (STATIC / "icons.svg").read_text(encoding="utf-8"))
