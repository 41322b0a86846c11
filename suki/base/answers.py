"""How a screen with one form answers: parse, do one thing, go on; or show the form again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from suki.base.toasts import toast
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken


def form_answer(
    request: HttpRequest,
    form: BaseForm,
    act: Callable[..., Any],
    *,
    on: str,
    said: Any = "",
    template: str = "base/form.html",
    **page: Any,
) -> HttpResponse:
    """`act` gets the form's values; `on` is the address afterwards, `said` the toast there.

    The template `base/form.html` needs `title` and `word` (the verb on the button); `lead`, `crumbs` and `cancel` as it
    likes.
    """
    if request.method == "POST" and form.is_valid() and was_done(form, act):
        if said:
            toast(request, said)
        return redirect(on)
    values = {"form": form, "cancel": on, **page}
    return render(request, template, values, status=422 if form.errors else 200)


def was_done(form: BaseForm, act: Callable[..., Any]) -> bool:
    """Do it with the form's values; a refusal becomes an error of the form."""
    try:
        act(**form.cleaned_data)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except RuleBroken as broken:
        form.add_error(None, str(broken))
    except BadInput as bad:
        for problem in bad.problems:
            form.add_error(problem.where if problem.where in form.fields else None, problem.what)
    return not form.errors


def acted(act: Callable[[], Any]) -> str:
    """Do it; what was refused comes back as a sentence, and nothing where it was done."""
    try:
        act()
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except (RuleBroken, BadInput) as broken:
        return str(broken)
    return ""
