"""Tags for the page and its controls: brand, buttons, links, menus, the head of a page, panels, notes, states of a page.

Tags with a closing tag take what stands between as their content. Every further keyword becomes an HTML attribute
(`hx_post="…"` is `hx-post`). What they draw is in `templates/ui/` or, where tables need it quickly, in Python.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django import template
from django.conf import settings
from django.contrib.messages.storage.base import Message
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from suki.base import finding, marks, toasts
from suki.base.markup import attributes, drawn, fresh_id
from suki.base.serving import stylesheet_address

register = template.Library()
register.simple_tag(stylesheet_address)


@register.simple_tag
def brand() -> SafeString:
    """The mark of Suki: a tally, struck in the accent."""
    return mark_safe(
        '<svg viewBox="0 0 22 22" width="22" height="22" fill="none" stroke="currentColor" stroke-width="1.9" stroke-linecap="round"'
        ' aria-hidden="true"><path d="M4.5 4v14M9 4v14M13.5 4v14M18 4v14"/>'
        '<path class="struck" d="M1.8 15.5 20.3 6.5"/></svg>'
    )


@register.simple_tag
def button(
    word: str, *, kind: str = "", icon: str = "", key: str = "", href: str = "", size: str = "", bare: bool = False,
    disabled: bool = False, busy: bool = False, pressed: bool | None = None, opens: str = "", type: str = "", chip: bool = False,
    **more: Any,
) -> SafeString:  # fmt: skip
    """A button, or a link that looks like one where `href` is given.

    `kind` primary (once a view), quiet, danger; `bare` shows the icon alone with the word as its label; `key` is the
    single key that presses it; `opens` the id of a dialog it opens (give `href` too, for where scripts do not run).
    """
    opening = {
        "class_": "chip add" if chip else "btn", "data_kind": kind, "data_size": size, "data_key": key, "data_icon": bare,
        "aria_label": word if bare else "", "title": word if bare else "", "aria_busy": "true" if busy else "",
        "aria_pressed": None if pressed is None else str(pressed).lower(), "data_opens": opens, **more,
    }  # fmt: skip
    inner = format_html(
        "{}{}{}",
        marks.icon(icon) if icon else "",
        "" if bare else word,
        marks.key_cap(key) if key and not bare else "",
    )
    if href and not disabled:
        return format_html('<a href="{}"{}>{}</a>', href, attributes(opening), inner)
    kind_of_button = type or ("button" if opens or "popovertarget" in more or "hx_get" in more else "submit")
    opening |= {"type": kind_of_button, "disabled": disabled}
    return format_html("<button{}>{}</button>", attributes(opening), inner)


@register.simple_tag
def link(word: Any, href: Any, **more: Any) -> SafeString:
    """A link in a sentence. `href` may be a row that has an address of its own."""
    return format_html('<a class="link" href="{}"{}>{}</a>', _address(href), attributes(more), word)


@register.simple_tag
def opens(shown: Any, href: str, **more: Any) -> SafeString:
    """A figure that opens what it is made of: beside the page, or as a page of its own where scripts do not run."""
    return format_html('<a class="opens" href="{}" data-drawer{}>{}</a>', href, attributes(more), shown)


@register.simple_block_tag
def group(content: str, label: str) -> SafeString:
    """Buttons that belong together, one of them pressed or current."""
    return format_html('<span class="group" role="group" aria-label="{}">{}</span>', label, content)


@register.simple_block_tag
def menu(
    content: str, word: str, *, icon: str = "", kind: str = "", size: str = "", key: str = "", end: bool = False,
    bare: bool = False, id: str = "", form: bool = False, chip: bool = False,
) -> SafeString:  # fmt: skip
    """A button that opens a list of links and buttons. `end` lines it up with the button's end, `form` pads it for
    fields, `chip` draws it as one more filter."""
    place = id or fresh_id("menu")
    opener = button(
        word,
        icon=icon,
        kind=kind,
        size=size,
        key=key,
        bare=bare,
        popovertarget=place,
        type="button",
        chip=chip,
    )
    return format_html(
        '{}<div class="pop" id="{}" popover{}>{}</div>',
        opener,
        place,
        attributes({"data_end": end, "data_form": form}),
        content,
    )


@register.simple_block_tag
def head(
    content: str,
    title: Any,
    *,
    sub: Any = "",
    crumbs: Any = (),
    primary: Any = "",
    large: bool = False,
    facts: Any = "",
) -> SafeString:
    """The head of a page: its title, one line of context, the one primary button, and between the tags the other acts.

    `crumbs` are (word, href) pairs above the title; `facts` is markup under it (owner, tier, since).
    """
    values = {
        "title": title, "sub": sub, "crumbs": crumbs, "primary": primary, "acts": mark_safe(content.strip()), "large": large,
        "facts": facts, "id": fresh_id("acts"),
    }  # fmt: skip
    return render_to_string("ui/head.html", values)


@register.simple_block_tag
def panel(
    content: str,
    title: Any,
    *,
    count: Any = None,
    hint: Any = "",
    more: Any = "",
    id: str = "",
    level: int = 2,
) -> SafeString:
    """A section of a page under an ink rule. `more` is markup at the right of its heading: a link, a quiet button."""
    place = id or fresh_id("panel")
    return format_html(
        '<section class="panel" id="{0}" aria-labelledby="{0}-title"><header><h{5} id="{0}-title">{1}</h{5}>{2}{3}{4}</header>{6}</section>',
        place,
        title,
        format_html('<span class="count">{}</span>', count) if count is not None else "",
        format_html('<span class="hint">{}</span>', hint) if hint else "",
        format_html('<span class="more">{}</span>', more) if more else "",
        level,
        content,
    )


@register.simple_tag
def lazy_panel(title: Any, url: str, *, hint: Any = "", lines: int = 3, id: str = "") -> SafeString:
    """A panel whose content comes when it is looked at; until then its lines are hinted, and a link leads to it."""
    values = {"title": title, "url": url, "hint": hint, "lines": range(lines), "id": id or fresh_id("panel")}
    return render_to_string("ui/lazy_panel.html", values)


@register.simple_block_tag
def note(content: str, tone: str = "info") -> SafeString:
    """A remark that changes what the reader does next. Tones: info, good, warn, bad."""
    shape = {"info": "info", "good": "check", "warn": "warn", "bad": "warn"}[tone]
    return format_html(
        '<div class="note" data-tone="{}">{}<div>{}</div></div>', tone, marks.icon(shape), content
    )


@register.simple_block_tag
def empty_state(content: str, title: Any, *, icon: str = "", level: int = 2) -> SafeString:
    """Nothing here yet: says what to do and why it pays. Between the tags: a sentence and one or two buttons."""
    return format_html(
        '<div class="empty">{0}<h{1}>{2}</h{1}>{3}</div>',
        marks.icon(icon) if icon else "",
        level,
        title,
        content,
    )


@register.simple_block_tag
def error_state(content: str, title: Any, *, retry: str = "", level: int = 2) -> SafeString:
    """Something could not be shown: one sentence what, between the tags why and what to do; `retry` tries again."""
    again = button(_("Try again"), icon="undo", href=retry) if retry else ""
    return format_html(
        '<div class="empty" role="alert">{0}<h{1}>{2}</h{1}>{3}{4}</div>',
        mark_safe(str(marks.icon("warn")).replace('class="icon"', 'class="icon bad"')), level, title, content, again,
    )  # fmt: skip


@register.simple_tag
def skeleton(lines: int = 3, label: str = "") -> SafeString:
    """Lines to come, where the server does not know them yet."""
    said = label or _("Loading")
    return format_html(
        '<div role="status" aria-label="{}">{}</div>',
        said,
        mark_safe('<span class="skeleton"></span>' * lines),
    )


@register.simple_tag
def found_words(label: Any, text: str) -> SafeString:
    """A found thing's name, what was typed marked in it."""
    return finding.marked(str(label), text)


@register.simple_tag
def constant_part(template_name: str) -> SafeString:
    """A part of every page that differs by language only, drawn once for each."""
    return (_drawn_now if settings.DEBUG else _drawn_once)(template_name, get_language() or "")


@register.simple_tag(takes_context=True)
def toast_message(context: Any, message: Message) -> SafeString:
    """What has just happened, with Undo where it can be undone."""
    text, undo = toasts.parts(message)
    return drawn(context, "ui/toast.html", {"text": text, "undo": undo})


def _drawn_now(template_name: str, language: str) -> SafeString:
    return render_to_string(template_name)


_drawn_once = cache(_drawn_now)


def _address(target: Any) -> str:
    return target.get_absolute_url() if isinstance(target, Model) else str(target)  # type: ignore[attr-defined]
