"""Small marks drawn as markup: icons, states, tiers, faces, tallies, changes. Shape and word first, colour third.

They are plain functions because tables draw them by the hundred; the template tags of the same names call them.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from suki.base.formats import GAP, MINUS, current_language, number_text, percent_text

SHAPES = {"good": "s-full", "warn": "s-half", "bad": "s-tri", "none": "s-ring", "info": "s-dia"}
HUES = 8
_FLAT = Decimal("0.01")


@cache
def _sprite() -> str:
    return static("icons.svg")


def icon(name: str, label: str = "") -> SafeString:
    """An icon from the sprite. Beside a word it is silent; alone it needs a label."""
    if not label:
        return mark_safe(f'<svg class="icon" aria-hidden="true"><use href="{_sprite()}#{name}"/></svg>')
    return format_html(
        '<svg class="icon" role="img" aria-label="{}"><use href="{}#{}"/></svg>', label, _sprite(), name
    )


def state(tone: str, word: Any, *, fill: bool = False, title: str = "") -> SafeString:
    """How something stands: ● good, ◐ warn, ▲ bad, ○ none (unknown), ◇ info (in progress)."""
    extra = format_html(' title="{}"', title) if title else ""
    return mark_safe(
        f'<span class="state" data-tone="{tone}"{" data-fill" if fill else ""}{extra}>'
        f"{icon(SHAPES[tone])}{conditional_escape(word)}</span>"
    )


def tier(letter: str, *, key: bool = False, label: str = "") -> SafeString:
    """The tier of an account; key accounts are filled."""
    said = label or (_("key account, tier {tier}") if key else _("tier {tier}")).format(tier=letter)
    return format_html(
        '<span class="tier"{} role="img" aria-label="{}">{}</span>',
        mark_safe(" data-key" if key else ""),
        said,
        letter,
    )


def tag(word: str, *, icon_name: str = "", href: str = "") -> SafeString:
    """A free label on a row."""
    inner = format_html("{}{}", icon(icon_name) if icon_name else "", word)
    if href:
        return format_html('<a class="tag" href="{}">{}</a>', href, inner)
    return format_html('<span class="tag">{}</span>', inner)


def initials(name: str) -> str:
    """Two letters people know each other by: first and last name, in the order the name is written."""
    words = [
        word for word in name.replace(".", ". ").split() if word[:1].isalpha() and not word.endswith(".")
    ]
    if not words:
        return "?"
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper()


def face(name: str, *, absent: bool = False, silent: bool = False, size: str = "") -> SafeString:
    """A person, by initials in a colour of their own. `silent` where the name stands beside it."""
    hue = zlib.crc32(name.encode()) % HUES
    attributes = f' data-size="{size}"' if size else ""
    if absent:
        attributes += " data-absent"
    said = _("{name}, absent").format(name=name) if absent else name
    if silent:
        return format_html(
            '<span class="face" data-hue="{}"{} aria-hidden="true" title="{}">{}</span>',
            hue, mark_safe(attributes), said, initials(name),
        )  # fmt: skip
    return format_html(
        '<span class="face" data-hue="{}"{} role="img" aria-label="{}" title="{}">{}</span>',
        hue, mark_safe(attributes), said, said, initials(name),
    )  # fmt: skip


def faces(names: Iterable[str], *, most: int = 4) -> SafeString:
    """Several people side by side; beyond a few, how many more."""
    everyone = list(names)
    shown = format_html_join("", "{}", ((face(name),) for name in everyone[:most]))
    more = len(everyone) - most
    rest = format_html('<span class="faint small">+{}</span>', more) if more > 0 else ""
    return format_html('<span class="faces">{}{}</span>', shown, rest)


def tally(count: int, label: str = "") -> SafeString:
    """A number counted the shopkeeper's way, fives struck in the accent: years together, renewals kept."""
    strokes: list[str] = []
    for index in range(count):
        fives, place = divmod(index, 5)
        left = fives * 19
        if place < 4:
            strokes.append(f'<path d="M{left + 1 + place * 4} 1.5v11"/>')
        else:
            strokes.append(f'<path class="five" d="M{left - 1} 10.5 {left + 15} 3.5"/>')
    fives, rest = divmod(count, 5)
    width = max(fives * 19 + (rest * 4 + 1 if rest else -2), 4)
    said = label or number_text(count)
    return format_html(
        '<svg class="tally" viewBox="-1 0 {0} 14" width="{0}" height="14" role="img" aria-label="{1}">{2}</svg>',
        width, said, mark_safe("".join(strokes)),
    )  # fmt: skip


def delta(
    change: Decimal | None, against: str = "", *, unit: str = "percent", good: str = "up", decimals: int = 1
) -> SafeString:
    """A change with arrow, sign and the word it is measured against. Below one percent it is flat.

    `unit` is percent (the change is a ratio) or points (the change is in percentage points). `good` says whether up or
    down is welcome, or `none` where neither is.
    """
    if change is None:
        return format_html('<span class="delta faint">{}</span>', _("new"))
    flat = abs(change) < (_FLAT if unit == "percent" else 1)
    up = change > 0
    tone = "" if flat or good == "none" else ("good" if up == (good == "up") else "bad")
    arrow = "flat" if flat else "up-arrow" if up else "down-arrow"
    said = percent_text(change, decimals, signed=True) if unit == "percent" else _points(change, decimals)
    mark = format_html('<span class="delta {}">{}{}</span>', tone, icon(arrow), said)
    return format_html("<span>{} {}</span>", mark, against) if against else mark


def key_cap(*keys: str) -> SafeString:
    """Keys of the keyboard, as drawn on their caps."""
    return format_html_join("", "<kbd>{}</kbd>", ((_cap(key),) for key in keys))


def _cap(key: str) -> str:
    return _OWN_CAPS.get(current_language(), {}).get(key) or _KEY_NAMES.get(key, key.upper())


_KEY_NAMES = {
    "Enter": "↵", "Escape": "Esc", "Tab": "Tab", "ArrowUp": "↑", "ArrowDown": "↓", "ArrowLeft": "←",
    "ArrowRight": "→", "Ctrl": "Ctrl", "Space": "␣", "Alt": "Alt", "Shift": "⇧",
}  # fmt: skip
_OWN_CAPS = {"de": {"Ctrl": "Strg"}}


def _points(change: Decimal, decimals: int) -> str:
    sign = "+" if change > 0 else MINUS if change < 0 else ""
    shown = ngettext("{points} pt", "{points} pts", 1 if abs(change) == 1 else 2)
    return f"{sign}{shown.format(points=number_text(abs(change), decimals))}".replace(" ", GAP)
