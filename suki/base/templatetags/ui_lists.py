"""Tags for lists: tables, what filters them, tabs and saved views, ledgers, figures, trees, boards, drawers, dialogs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import template
from django.template.loader import render_to_string
from django.utils.html import escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from suki.base import lists, marks, tables
from suki.base.markup import attributes, drawn, fresh_id

register = template.Library()


@register.simple_tag
def table(data: tables.Table, **more: Any) -> SafeString:
    """A table as its `Table` describes it: sorted heads, rows, totals under the double rule."""
    values = {
        "table": data, "head": tables.draw_head(data), "rows": tables.draw_rows(data), "attributes": attributes(more),
        "totals": tables.draw_totals(data) if data.has_totals and data.rows else "",
    }  # fmt: skip
    return render_to_string("ui/table.html", values)


@register.simple_tag
def column_choice(data: tables.Table) -> SafeString:
    """The button that chooses the columns of a table; the choice is in the address, so it can be saved and shared."""
    kept = [(key, value) for key, value in data.asked.items() if key != "columns" and value]
    shown = {column.name for column in data.shown}
    return render_to_string(
        "ui/column_choice.html", {"table": data, "kept": kept, "shown": shown, "id": fresh_id("columns")}
    )


@register.simple_block_tag
def bulk(content: str, *, table: str = "") -> SafeString:
    """What can be done with all selected rows at once: buttons with `formaction`, shown when something is selected."""
    return render_to_string("ui/bulk.html", {"content": content, "table": table})


@register.simple_block_tag
def filters(
    content: str, chips: Iterable[lists.Chip], *, clear: str = "", hint: Any = "", end: Any = ""
) -> SafeString:
    """What the list holds, as chips; between the tags how to add a filter, at the `end` the choice of columns."""
    values = {"chips": chips, "clear": clear, "hint": hint, "content": content, "end": end}
    return render_to_string("ui/filters.html", values)


@register.simple_tag
def chip(field: Any, relation: Any, value: Any, *, without: str = "", href: str = "") -> SafeString:
    """One filter: field, relation, **value**; × is the list without it."""
    return render_to_string("ui/chip.html", {"chip": lists.Chip(field, relation, value, without, href)})


@register.simple_tag
def tabs(items: Iterable[lists.Tab], *, label: Any = "", save: str = "") -> SafeString:
    """Views of the same thing, each with an address of its own. `save` adds the button that saves the present view."""
    return render_to_string("ui/tabs.html", {"tabs": items, "label": label or _("Views"), "save": save})


@register.simple_block_tag
def tabset(content: str, label: Any) -> SafeString:
    """Parts of one page of which one is shown; without scripts they stand under each other. Holds `tabpanel`s."""
    return format_html('<div class="tabset" data-tabset aria-label="{}">{}</div>', label, content)


@register.simple_block_tag
def tabpanel(content: str, label: Any, *, count: Any = None, id: str = "") -> SafeString:
    """One part of a `tabset`."""
    place = id or fresh_id("part")
    return format_html(
        '<section id="{0}" data-tab="{1}"{2} aria-label="{1}"><h3>{1}</h3>{3}</section>',
        place, label, attributes({"data_count": count}), content,
    )  # fmt: skip


@register.simple_tag
def pager(pages: lists.Pages) -> SafeString:
    """Back and on through a long list by keys, and what is shown of how much."""
    return render_to_string("ui/pager.html", {"pages": pages})


@register.simple_tag
def steps(items: Sequence[lists.Step], at: int) -> SafeString:
    """Where somebody is among several steps; `at` counts from 0."""
    return render_to_string("ui/steps.html", {"steps": list(enumerate(items)), "at": at})


@register.simple_block_tag
def ledger(
    content: str, *, dates: bool = False, margin: str = "", work: bool = False, label: Any = ""
) -> SafeString:
    """Money or a date in the margin, the red line, then the matter. `margin` s, m or l is its width; `work` lists can be
    walked with J and K and answered with one key."""
    given = {
        "class_": f"ledger{' work' if work else ''}", "data_dates": dates, "data_margin": margin, "data_list": work,
        "aria_label": label,
    }  # fmt: skip
    return format_html("<ol{}>{}</ol>", attributes(given), content)


@register.simple_tag
def line(
    margin: Any,
    what: Any,
    *,
    why: Any = "",
    tail: Any = "",
    href: str = "",
    bad: bool = False,
    total: bool = False,
) -> SafeString:
    """One line of a ledger; `total` closes it under the double rule."""
    said = format_html('<a href="{}">{}</a>', href, what) if href else what
    return format_html(
        '<li{}><span class="in-margin">{}</span><div class="what">{}{}</div><span class="tail{}">{}</span></li>',
        mark_safe(' class="total"' if total else ""), margin, said,
        format_html('<p class="why">{}</p>', why) if why else "", mark_safe(" bad" if bad else ""), tail,
    )  # fmt: skip


@register.simple_tag
def lines(items: Iterable[lists.Line]) -> SafeString:
    """Lines of a ledger, one after the other."""
    return format_html_join(
        "",
        "{}",
        ((line(i.margin, i.what, why=i.why, tail=i.tail, href=i.href, bad=i.is_bad),) for i in items),
    )


@register.simple_block_tag
def work_line(
    content: str, margin: Any, what: Any, *, who: Any = "", who_href: str = "", why: Any = "", by: Any = "", tail: Any = "",
    margin_href: str = "", at: bool = False, id: str = "",
) -> SafeString:  # fmt: skip
    """One thing that needs somebody: money at stake, what to do, for whom, why and who set it; between the tags its
    buttons with their keys."""
    values = {
        "margin": margin, "margin_href": margin_href, "what": what, "who": who, "who_href": who_href, "why": why, "by": by,
        "tail": tail, "acts": content, "at": at, "id": id,
    }  # fmt: skip
    return render_to_string("ui/work_line.html", values)


@register.simple_block_tag
def figures(content: str, label: Any = "") -> SafeString:
    """Three to five numbers that head a page."""
    scrolls_by_itself = "<a " not in content and "<button" not in content
    given = {"aria_label": label, "tabindex": "0" if scrolls_by_itself else ""}
    return format_html('<dl class="figures"{}>{}</dl>', attributes(given), content)


@register.simple_block_tag
def figure(
    content: str, label: Any, value: Any = None, *, href: str = "", chart: Any = "", masked: Any = "", why_none: Any = "",
    loading: bool = False,
) -> SafeString:  # fmt: skip
    """A number with what it is measured against between the tags. `masked` says who may see it; `why_none` why there is
    no number; `loading` hints at one to come; `chart` is a small chart under it."""
    values = {
        "label": label, "value": value, "href": href, "chart": chart, "masked": masked, "why_none": why_none,
        "loading": loading, "against": mark_safe(content.strip()),
    }  # fmt: skip
    return render_to_string("ui/figure.html", values)


@register.simple_tag
def progress(value: Any = None, most: Any = 100, *, label: Any, said: Any = "", tone: str = "") -> SafeString:
    """How far a long job is; without a value, that it runs."""
    values = {
        "value": value,
        "most": most,
        "label": label,
        "said": said,
        "tone": tone,
        "id": fresh_id("progress"),
    }
    return render_to_string("ui/progress.html", values)


@register.simple_tag
def meter(share: Decimal, *, label: Any, target: Decimal | None = None, tone: str = "") -> SafeString:
    """How much of a whole, as a bar; `share` and `target` are ratios. The label reads the figure out."""
    shown = format_html('<rect class="val" y="3" width="{}%" height="6"/>', f"{_within(share) * 100:.1f}")
    place = f"{_within(target) * 100:.1f}" if target is not None else ""
    aim = format_html('<line class="tg" x1="{0}%" x2="{0}%" y1="0" y2="12"/>', place) if place else ""
    return format_html(
        '<svg class="meter" height="12" role="img" aria-label="{}" data-tone="{}"><rect class="bg" y="3" width="100%" height="6"/>{}{}</svg>',
        label, tone, shown, aim,
    )  # fmt: skip


@register.simple_tag
def tree(nodes: Iterable[lists.Node], *, label: Any, move: str = "") -> SafeString:
    """A tree to walk with the arrow keys. With `move`, nodes are dragged, or cut with M and put down with Enter; the
    move is posted there as `node` and `parent`."""
    return render_to_string("ui/tree.html", {"nodes": nodes, "label": label, "move": move})


@register.simple_tag(takes_context=True)
def board(context: Any, lanes: Sequence[lists.Lane], *, label: Any, move: str) -> SafeString:
    """Cards in columns, moved by hand, by keys (M, arrows, Enter) or by a form; posted as `card`, `lane`, `place`. Without
    an address to post to they stay where they are.

    The menu that moves a card is the same for all of a column but for the card: it is drawn once.
    """
    filled = []
    for lane in lanes:
        values = {"lanes": lanes, "lane": lane, "move": move, "card": _CARD}
        menu = drawn(context, "ui/board_move.html", values) if move else ""
        tickets = [
            (ticket, mark_safe(menu.replace(_CARD, str(escape(ticket.key))))) for ticket in lane.tickets
        ]
        filled.append((lane, tickets))
    return render_to_string("ui/board.html", {"lanes": filled, "label": label, "move": move})


_CARD = "\N{REPLACEMENT CHARACTER}card"
"""What stands for a card while the menu of its column is drawn."""


@register.simple_tag
def explanation(of: lists.Explanation) -> SafeString:
    """What a figure is made of, for the drawer and for the page of its own."""
    return render_to_string("ui/explanation.html", {"it": of})


@register.simple_tag
def why_visible(reasons: Iterable[lists.Reason], *, more: str = "") -> SafeString:
    """Why the reader can see this: function, relation, since when; `more` leads to who else can."""
    return render_to_string("ui/why_visible.html", {"reasons": reasons, "more": more})


@register.simple_block_tag
def drawer(content: str, title: Any, *, figure: Any = "", foot: Any = "") -> SafeString:
    """The inside of the drawer: a title, a figure if it is about one, the content, what to do at its foot."""
    values = {"title": title, "figure": figure, "foot": foot, "content": content}
    return render_to_string("ui/drawer.html", values)


@register.simple_block_tag(takes_context=True)
def dialog(
    context: Any,
    content: str,
    id: str,
    title: Any,
    *,
    act: str = "",
    word: Any = "",
    danger: bool = False,
    large: bool = False,
) -> SafeString:
    """Asks before what is hard to undo. `act` is where its form posts, `word` the verb on the button."""
    values = {
        "id": id,
        "title": title,
        "act": act,
        "word": word,
        "danger": danger,
        "large": large,
        "content": content,
    }
    return drawn(context, "ui/dialog.html", values)


@register.simple_tag
def key_hint(word: Any, *keys: str) -> SafeString:
    """A key and what it does, for the foot of a page: `{% key_hint _("up or down") "j" "k" %}`."""
    return format_html("<span>{}{}</span>", marks.key_cap(*keys), word)


def _within(share: Decimal) -> Decimal:
    return max(Decimal(0), min(Decimal(1), Decimal(share)))
