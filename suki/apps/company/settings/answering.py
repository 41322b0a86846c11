"""How the screens of the settings answer: a page beside the list of sections, a form, a button."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from suki.apps.company.settings.sections import sections_for
from suki.base.answers import form_answer
from suki.base.toasts import toast
from suki.kernel.errors import RuleBroken


def shown(request: HttpRequest, template: str, here: str, **page: Any) -> HttpResponse:
    """A page of the settings, with the list of sections beside it."""
    return render(
        request, f"settings/{template}.html", {"sections": sections_for(request.user, here), **page}
    )


def form_page(request: HttpRequest, form: Any, act: Any, here: str, **page: Any) -> HttpResponse:
    """One form that does one thing, and leads back to the page of its section (or to `on`)."""
    on = page.pop("on", reverse(here))
    page = {
        "said": _("Kept."),
        "template": "settings/form.html",
        "sections": sections_for(request.user, here),
    } | page
    page.setdefault("word", page["title"])
    return form_answer(request, form, partial(act, actor=request.user), on=on, **page)


def pressed(request: HttpRequest, act: Any, here: str, said: str) -> HttpResponse:
    """One button, one act; back to the page at this name or address."""
    try:
        act(actor=request.user)
        toast(request, said)
    except RuleBroken as broken:
        toast(request, str(broken))
    return redirect(here)
