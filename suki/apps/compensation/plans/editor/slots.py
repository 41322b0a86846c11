"""The gaps of a sentence: small fields that stand in the flow of the words, each with a name for screen readers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from suki.apps.compensation.plans.editor.posted import Raw, at
from suki.base.markup import attributes

UNITS = {"percent": "%"}


def sentence(text: Any, **gaps: SafeString) -> SafeString:
    """A translated sentence with its gaps in the order of the language."""
    return mark_safe(str(conditional_escape(str(text))).format(**gaps))


class Slots:
    """Draws gaps with what was typed, and marks those that have a problem."""

    def __init__(self, raw: Raw, problems: Mapping[str, str]) -> None:
        self.raw, self.problems = raw, problems

    def select(self, path: str, choices: Mapping[str, Any], label: Any, *, blank: Any = None) -> SafeString:
        """One of the codes, by its words."""
        chosen = str(at(self.raw, path) or "")
        known = dict(choices) if blank is None else {"": blank, **choices}
        if chosen and chosen not in known:
            known[chosen] = chosen
        options = format_html_join(
            "",
            '<option value="{}"{}>{}</option>',
            ((code, mark_safe(" selected") if code == chosen else "", word) for code, word in known.items()),
        )
        return format_html('<select class="input gap"{}>{}</select>', self._marks(path, label), options)

    def text(
        self, path: str, label: Any, *, size: str = "s", unit: str = "", currency: str = ""
    ) -> SafeString:
        """A number or a word; its unit stands behind it."""
        numeric = {"inputmode": "decimal", "autocomplete": "off"} if size == "s" else {}
        given = attributes({"data_size": size, "value": str(at(self.raw, path) or ""), **numeric})
        field = format_html('<input class="input gap"{}{}>', self._marks(path, label), given)
        behind = UNITS.get(unit, currency if unit == "money" else "")
        return format_html('<span class="gap-unit">{} {}</span>', field, behind) if behind else field

    def checks(self, path: str, choices: Mapping[str, Any], label: Any) -> SafeString:
        """Any of the codes."""
        chosen = at(self.raw, path) or []
        boxes = format_html_join(
            " ",
            '<label class="gap-check"><input type="checkbox" class="check" name="{}" value="{}"{}> {}</label>',
            (
                (path, code, mark_safe(" checked") if code in chosen else "", word)
                for code, word in choices.items()
            ),
        )
        return format_html(
            '<span role="group" class="gap-checks"{}>{}</span>', attributes({"aria_label": label}), boxes
        )

    def _marks(self, path: str, label: Any) -> SafeString:
        wrong = path in self.problems
        return attributes({
            "name": path, "id": path, "aria_label": label, "aria_invalid": "true" if wrong else "",
            "aria_describedby": f"{path}-problem" if wrong else "",
        })  # fmt: skip
