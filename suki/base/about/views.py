"""Panels that every row with a page has: notes, files, timeline, history. Each is a page of its own too."""

from __future__ import annotations

from functools import partial
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from suki.base import files
from suki.base.about import attachments, notes
from suki.base.about.changes import changes_of
from suki.base.about.details import details_of
from suki.base.about.going import back
from suki.base.about.timeline import timeline_of
from suki.base.access import Can, screen
from suki.base.answers import acted, form_answer
from suki.base.lists import Pages
from suki.base.models import Note
from suki.base.pages import kind_named, part_page
from suki.base.partials import is_partial, render_part
from suki.base.toasts import toast
from suki.base.widgets import Option

SHORT = 6
"""So many lines a panel shows beside others; its own page shows them all."""


class NoteForm(forms.Form):
    """What a note says."""

    text = forms.CharField(label=gettext_lazy("Note"), widget=forms.Textarea({"rows": 6}), required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)


@screen(Can.SIGN_IN)
def details(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """What is known about a row, field by field."""
    row = kind_named(kind).row_for(request.user, row_id)
    return _part(request, "details", row, kind, {"details": details_of(request.user, row)})


@screen(Can.SIGN_IN)
def notes_panel(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """What colleagues wrote about a row; a new note is posted here."""
    row = kind_named(kind).row_for(request.user, row_id)
    trouble = ""
    if request.method == "POST":
        text = request.POST.get("text", "")
        trouble = acted(lambda: notes.write_note(actor=request.user, about=row, text=text))
        if not trouble and not is_partial(request):
            return redirect(back(request, kind_named(kind).address(row_id)))
    shown, older = notes.shown_notes(
        request.user, row, before=_number(request, "before"), count=_count(request)
    )
    page: dict[str, Any] = {"notes": shown, "trouble": trouble, "write": request.path}
    page["pages"] = Pages(after=f"{request.path}?before={older}" if older else "")
    return _part(request, "notes", row, kind, page, status=422 if trouble else 200)


@screen(Can.SIGN_IN)
def mentions(request: HttpRequest) -> HttpResponse:
    """Colleagues whose name holds what was typed after an @."""
    text = request.GET.get("q", "").strip()
    found = [Option(str(each.user_id), each.name, each.aside) for each in notes.colleagues(text)[:8]]
    return render_part(request, "ui/options.html", "ui/options.html", {"options": found, "text": text})


@screen(Can.SIGN_IN)
def note_text(request: HttpRequest, note_id: int) -> HttpResponse:
    """Say a note of one's own otherwise."""
    note = get_object_or_404(Note, pk=note_id, archived_at=None)
    kind = kind_named(note.about_kind)
    row = kind.row_for(request.user, note.about_id)
    if note.written_by_id != request.user.pk:
        raise PermissionDenied(_("Only who wrote a note changes it."))
    form = NoteForm(request.POST or None, initial={"text": note.text, "revision": note.revision})
    page: dict[str, Any] = {
        "title": _("Change the note"),
        "word": _("Save"),
        "crumbs": [(str(row), kind.address(row.pk))],
    }
    act = partial(notes.change_note, actor=request.user, note=note)
    return form_answer(
        request, form, act, on=kind.address(row.pk), said=_("The note says it otherwise now."), **page
    )


@screen(Can.SIGN_IN)
@require_POST
def note_change(request: HttpRequest, note_id: int, change: str) -> HttpResponse:
    """Take a note away, or put it back."""
    note = get_object_or_404(Note, pk=note_id)
    kind = kind_named(note.about_kind)
    kind.row_for(request.user, note.about_id)
    act = notes.remove_note if change == "removal" else notes.put_note_back
    undo = reverse("note_change", args=[note_id, "return" if change == "removal" else "removal"])
    said = _("The note is removed.") if change == "removal" else _("The note is back.")
    trouble = acted(lambda: act(actor=request.user, note=note))
    toast(request, trouble or said, undo="" if trouble else undo)
    return redirect(back(request, kind.address(note.about_id)))


@screen(Can.SIGN_IN)
def files_panel(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """The files on a row; new ones are posted here."""
    row = kind_named(kind).row_for(request.user, row_id)
    trouble = ""
    if request.method == "POST":
        trouble = " ".join(
            filter(None, (_attach(request, row, sent) for sent in request.FILES.getlist("files")))
        )
        if not trouble and not is_partial(request):
            return redirect(back(request, kind_named(kind).address(row_id)))
    found = list(attachments.files_of(row)[: 200 if not is_partial(request) else SHORT + 1])
    shown = [(each, attachments.may_remove(request.user, each)) for each in found]
    page = {"files": shown if not is_partial(request) else shown[:SHORT], "has_more": len(found) > SHORT}
    page |= {"trouble": trouble, "upload": request.path}
    return _part(request, "files", row, kind, page, status=422 if trouble else 200)


@screen(Can.SIGN_IN)
def file(request: HttpRequest, attachment_id: int) -> HttpResponseBase:
    """A file as it was put there. Browsers keep it as a file and never run it as a page of ours."""
    attachment = attachments.file_for(request.user, attachment_id)
    answer = FileResponse(
        files.open_file(attachment.file),
        as_attachment=True,
        filename=attachment.name,
        content_type="application/octet-stream",
    )
    answer["ETag"] = f'"{attachment.file.sha256}"'
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "private, no-cache"
    return answer


@screen(Can.SIGN_IN)
@require_POST
def file_change(request: HttpRequest, attachment_id: int, change: str) -> HttpResponse:
    """Take a file off a row, or put it back."""
    attachment = attachments.file_for(request.user, attachment_id)
    act = attachments.remove_file if change == "removal" else attachments.put_file_back
    undo = reverse("file_change", args=[attachment_id, "return" if change == "removal" else "removal"])
    said = _("“{name}” is removed.") if change == "removal" else _("“{name}” is back.")
    trouble = acted(lambda: act(actor=request.user, attachment=attachment))
    toast(request, trouble or said.format(name=attachment.name), undo="" if trouble else undo)
    return redirect(back(request, kind_named(attachment.about_kind).address(attachment.about_id)))


@screen(Can.SIGN_IN)
def timeline(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """Everything that happened about a row, from every room, newest first."""
    row = kind_named(kind).row_for(request.user, row_id)
    after = request.GET.get("after", "")
    found = timeline_of(request.user, row, after=after, count=SHORT if _is_short(request) else 30)
    pages = Pages(
        before=request.path if after else "",
        after=f"{request.path}?after={_quoted(found.next)}" if found.next else "",
    )
    return _part(request, "timeline", row, kind, {"moments": found.moments, "pages": pages})


@screen(Can.SIGN_IN)
def history(request: HttpRequest, kind: str, row_id: int) -> HttpResponse:
    """What was changed of a row: before and after, when and by whom."""
    row = kind_named(kind).row_for(request.user, row_id)
    before = _number(request, "before")
    found = changes_of(request.user, row, before=before)
    pages = Pages(
        before=request.path if before else "",
        after=f"{request.path}?before={found.next}" if found.next else "",
    )
    return _part(request, "history", row, kind, {"changes": found.shown, "pages": pages})


def _part(
    request: HttpRequest, name: str, row: Any, kind: str, page: dict[str, Any], status: int = 200
) -> HttpResponse:
    """The panel alone, or as a page under the row's name and tabs."""
    around = {"row": row, "kind": kind} if is_partial(request) else part_page(kind, request.user, row, name)
    values = {**around, "part": f"about/_{name}.html", "is_short": _is_short(request), **page}
    return render_part(request, "about/page.html", f"about/_{name}.html", values, status=status)


def _attach(request: HttpRequest, row: Any, sent: Any) -> str:
    """Put one file on a row; what is wrong with it, if anything."""
    return acted(
        lambda: attachments.attach_file(
            actor=request.user, about=row, content=sent, name=sent.name, size=sent.size,
            content_type=sent.content_type or "",
        )
    )  # fmt: skip


def _is_short(request: HttpRequest) -> bool:
    """A panel beside others shows its newest lines; whoever leafs on wants whole pages."""
    return is_partial(request) and not request.GET


def _count(request: HttpRequest) -> int:
    return SHORT if _is_short(request) else notes.PAGE


def _number(request: HttpRequest, name: str) -> int | None:
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() else None


def _quoted(text: str) -> str:
    from urllib.parse import quote

    return quote(text)
