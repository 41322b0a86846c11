"""Tags for forms: a field with its help and error, sections of long forms, what is wrong at the top, the save bar."""

from __future__ import annotations

from typing import Any

from django import forms, template
from django.forms import BaseForm, BoundField
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from suki.base import marks
from suki.base.markup import attributes, drawn, fresh_id

register = template.Library()


@register.simple_tag
def field(
    bound: BoundField, *, label: Any = "", help: Any = "", wide: bool = False, **more: Any
) -> SafeString:
    """A field of a form: label above, input, help or one error sentence below. `wide` takes the whole row."""
    widget = bound.field.widget
    if bound.is_hidden:
        return bound.as_widget()
    said = help or bound.help_text
    error = bound.errors[0] if bound.errors else ""
    described = " ".join(
        f"{bound.auto_id}_{kind}" for kind, text in (("error", error), ("help", said)) if text
    )
    given = {key.replace("_", "-"): value for key, value in more.items()}
    given |= {"class": _class_of(widget)}
    if described:
        given["aria-describedby"] = described
    if error:
        given["aria-invalid"] = "true"
    if isinstance(widget, forms.Textarea) and widget.attrs.get("rows") == "10":
        given["rows"] = "3"
    values = {
        "bound": bound, "label": label or bound.label, "help": said, "error": error, "wide": wide, "mark": _mark(bound),
        "kind": _kind_of(widget), "drawn": "" if _is_choice(widget) else bound.as_widget(attrs=given), "parts": _choices(bound, given),
    }  # fmt: skip
    return render_to_string("ui/field.html", values)


@register.simple_tag
def problems(form: BaseForm) -> SafeString:
    """What is wrong with a form, at its top, each line leading to its field; nothing where nothing is wrong."""
    if not form.errors:
        return SafeString("")
    lines = [(bound, bound.errors[0]) for bound in form if bound.errors]
    general = form.non_field_errors()
    many = len(lines) + len(general)
    return render_to_string("ui/problems.html", {"lines": lines, "general": general, "many": many})


@register.simple_block_tag
def form_section(content: str, title: Any, *, help: Any = "", id: str = "") -> SafeString:
    """A part of a long form: what it is about left, its fields right."""
    return format_html(
        '<section class="form-section"{}><header><h2>{}</h2>{}</header><div class="fields">{}</div></section>',
        attributes({"id": id}),
        title,
        format_html("<p>{}</p>", help) if help else "",
        content,
    )


@register.simple_block_tag
def save_bar(content: str, word: Any = "", *, cancel: str = "") -> SafeString:
    """The foot of a long form, always in sight: save, leave, and whether something is unsaved."""
    values = {"word": word or _("Save"), "cancel": cancel, "more": mark_safe(content.strip())}
    return render_to_string("ui/save_bar.html", values)


@register.simple_tag
def upload(
    name: str, *, label: Any, help: Any = "", accept: str = "", multiple: bool = False, id: str = ""
) -> SafeString:
    """A place to drop files on, or to choose them from."""
    values = {
        "name": name,
        "label": label,
        "help": help,
        "accept": accept,
        "multiple": multiple,
        "id": id or fresh_id("upload"),
    }
    return render_to_string("ui/upload.html", values)


@register.simple_tag(takes_context=True)
def comment_box(
    context: Any,
    url: str,
    *,
    me: str,
    name: str = "text",
    placeholder: Any = "",
    mentions: str = "",
    id: str = "",
) -> SafeString:
    """A line to write a comment in; @ asks somebody, who is offered from `mentions` (an address that answers ?q=)."""
    values = {
        "url": url, "me": me, "name": name, "placeholder": placeholder or _("Comment, @ to ask someone"),
        "mentions": mentions, "id": id or fresh_id("comment"),
    }  # fmt: skip
    return drawn(context, "ui/comment_box.html", values)


@register.simple_block_tag
def remark(content: str, by: str, *, at: Any = "", about: Any = "") -> SafeString:
    """What somebody said, when, and about which figure or row."""
    return format_html(
        '<article class="comment">{}<span class="by"><b>{}</b>{}</span>{}<p>{}</p></article>',
        marks.face(by, silent=True), by, at, format_html('<span class="about">{}</span>', about) if about else "", content,
    )  # fmt: skip


@register.simple_tag
def inplace(shown: Any, url: str, label: Any, *, focus: bool = False) -> SafeString:
    """A value that turns into its field where it stands; `url` answers with the small form, or is a page of its own."""
    return format_html(
        '<span data-inplace><a class="inplace" href="{0}" hx-get="{0}" hx-target="closest [data-inplace]" hx-swap="innerHTML"'
        ' title="{1}"{4}>{2}{3}<span class="sr">{1}</span></a></span>',
        url, label, shown, marks.icon("edit"), mark_safe(" autofocus" if focus else ""),
    )  # fmt: skip


def _class_of(widget: forms.Widget) -> str:
    return "check" if isinstance(widget, forms.CheckboxInput) or _is_choice(widget) else "input"


def _kind_of(widget: forms.Widget) -> str:
    if isinstance(widget, forms.CheckboxInput):
        return "check"
    return "choices" if _is_choice(widget) else "plain"


def _choices(bound: BoundField, given: dict[str, Any]) -> list[Any]:
    """The choices of a field that shows them all, each to be drawn as a mark before its words."""
    if not _is_choice(bound.field.widget):
        return []
    choices = list(bound)
    for choice in choices:
        choice.data["attrs"] |= {"class": "check"} | {k: v for k, v in given.items() if k == "aria-invalid"}
    return choices


def _is_choice(widget: forms.Widget) -> bool:
    return isinstance(widget, forms.RadioSelect | forms.CheckboxSelectMultiple)


def _mark(bound: BoundField) -> str:
    """Only the rarer kind is marked: the needed fields of a free form, the optional ones of a strict form."""
    needed = [each.required for each in bound.form.fields.values()]
    if len(set(needed)) == 1:
        return ""
    mostly = sum(needed) * 2 >= len(needed)
    if bound.field.required == mostly:
        return ""
    return _("optional") if mostly else _("needed")
