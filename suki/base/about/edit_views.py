"""The one address that edits a value where it stands, and the one that takes the change back."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.base.about.going import back
from suki.base.access import Can, screen
from suki.base.editing import Editable, editable
from suki.base.formats import NOTHING
from suki.base.history import kind_of
from suki.base.pages import demand, kind_named, masked
from suki.base.partials import is_partial, render_part
from suki.base.templatetags.ui_editing import in_place
from suki.base.toasts import toast
from suki.kernel.errors import BadInput, NotAllowed, RuleBroken, Stale


@screen(Can.SIGN_IN)
def edit_field(request: HttpRequest, kind: str, row_id: int, name: str) -> HttpResponse:
    """One value: its small form, and what it is once it is saved."""
    row, held = _asked_for(request, kind, row_id, name)
    if "shown" in request.GET:
        return HttpResponse(in_place(request.user, row, held, focus=True))
    form = _form(request, row, held)
    if request.method == "POST" and form.is_valid():
        before = row.revision
        changed = _saved(request, row, held, form)
        if changed is not None:
            return _done(request, changed, held, before)
    page = {
        "form": form,
        "row": row,
        "title": held.title,
        "address": request.path,
        "crumbs": kind_named(kind).crumbs(row),
        "back": kind_named(kind).address(row_id),
        "more": [form[each] for each in held.more],
    }
    status = 422 if form.errors else 200
    return render_part(request, "editing/page.html", "editing/_form.html", page, status=status)


@screen(Can.SIGN_IN)
@require_POST
def undo_edit(request: HttpRequest, kind: str, row_id: int, name: str, revision: int) -> HttpResponse:
    """Put back what a value was at a revision, unless it has been changed again since."""
    row, held = _asked_for(request, kind, row_id, name)
    image = row.history.filter(revision=revision).order_by("-pgh_id").first()
    if image is None:
        raise Http404
    later = row.history.filter(revision__gt=revision).order_by("revision").first() or row
    on = back(request, kind_named(kind).address(row_id))
    if held.value_of(later) != held.value_of(row):
        toast(request, _("{field} has been changed again since, so it was left.").format(field=held.title))
        return redirect(on)
    try:
        changed = held.change(actor=request.user, row=row, revision=row.revision, value=held.value_of(image))
    except (RuleBroken, BadInput) as refused:
        toast(request, str(refused))
        return redirect(on)
    _say(request, changed, held, row.revision)
    return redirect(on)


def _asked_for(request: HttpRequest, kind: str, row_id: int, name: str) -> tuple[Any, Editable]:
    """The row and the field; 404 for what one may not see, 403 for what one may only see."""
    row = kind_named(kind).row_for(request.user, row_id)
    held = editable(kind, name)
    if held is None or name in masked(request.user, kind):
        raise Http404
    demand(request.user, held.capability)
    return row, held


def _form(request: HttpRequest, row: Any, held: Editable) -> forms.Form:
    """The value, what else its action asks for, and the revision it was opened at."""
    form = forms.Form(
        request.POST or None,
        initial={"value": held.initial_of(row), "revision": row.revision},
        auto_id=f"edit-{kind_of(row)}-{row.pk}-{held.name}-%s",
    )
    form.fields["value"] = held.form_field(row)
    for name, made in held.more.items():
        form.fields[name] = made()
    form.fields["revision"] = forms.IntegerField(widget=forms.HiddenInput)
    form.fields["value"].widget.attrs["autofocus"] = True
    return form


def _saved(request: HttpRequest, row: Any, held: Editable, form: forms.Form) -> Any:
    """The row after the change; None where it was refused, which the form then says."""
    given = dict(form.cleaned_data)
    try:
        return held.change(actor=request.user, row=row, **given)
    except NotAllowed as refused:
        raise PermissionDenied(str(refused)) from None
    except Stale as stale:
        _show_both(form, held, stale.values.get("current", row))
    except RuleBroken as broken:
        form.add_error("value", str(broken))
    except BadInput as bad:
        for problem in bad.problems:
            form.add_error("value", problem.what)
    return None


def _show_both(form: forms.Form, held: Editable, current: Any) -> None:
    """Somebody was quicker: what it says now stands beside what was typed; saving again means it."""
    theirs = held.text_of(current, held.value_of(current))
    sentence = _(
        "Somebody changed this row in the meantime. Now it says: {theirs}. Save again to replace that with yours."
    )
    given: Any = form.data.copy()  # type: ignore[attr-defined]
    given["revision"] = str(current.revision)
    form.data = given
    form.add_error("value", sentence.format(theirs=theirs))


def _done(request: HttpRequest, row: Any, held: Editable, before: int) -> HttpResponse:
    if row.revision != before:
        _say(request, row, held, before)
    if is_partial(request):
        return render(
            request, "editing/_shown.html", {"shown": in_place(request.user, row, held, focus=True)}
        )
    return redirect(kind_named(kind_of(row)).address(row.pk))


def _say(request: HttpRequest, row: Any, held: Editable, before: int) -> None:
    """What it is now, with Undo that goes back to the revision before."""
    text = held.text_of(row, held.value_of(row))
    sentence = _("{field} is empty now.") if text == NOTHING else _("{field} is now {value}.")
    undo = reverse("undo_edit", args=[kind_of(row), row.pk, held.name, before])
    toast(request, sentence.format(field=held.title, value=text), undo=undo)
