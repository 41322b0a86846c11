"""Inputs that help to type: amounts, days, periods, long lists, rows by name. Each is a plain input without scripts."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from suki.base import formats, typed
from suki.kernel.money import Money
from suki.kernel.periods import Period


@dataclass(frozen=True)
class Option:
    """One line of a list to choose from; `aside` tells it from others of its name."""

    value: str
    label: str
    aside: str = ""


class _Drawn(forms.Widget):
    """A widget drawn by a template of ours."""

    template = ""

    def values(self, value: Any) -> dict[str, Any]:
        return {"value": value}

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        given = self.build_attrs(self.attrs, attrs)
        given.pop("class", None)
        identity = given.pop("id", f"id_{name}")
        return render_to_string(
            self.template,
            {"name": name, "id": identity, "attrs": given, "is_required": self.is_required}
            | self.values(value),
        )


class MoneyInput(_Drawn):
    """Code or choice of currencies left, the amount right-aligned."""

    template = "ui/widgets/money.html"

    def __init__(self, currencies: Sequence[str]) -> None:
        self.currencies = currencies
        super().__init__()

    def values(self, value: Any) -> dict[str, Any]:
        amount, currency = (
            (value.amount, value.currency) if isinstance(value, Money) else value or ("", self.currencies[0])
        )
        shown = formats.bare_text(amount, currency) if isinstance(amount, Decimal) else amount
        marks = formats.notation(formats.current_language())
        return {"value": shown, "currency": currency, "currencies": self.currencies, "marks": marks}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name), data.get(f"{name}_currency", self.currencies[0])

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data


class DayInput(_Drawn):
    """A day in the language's own order, with a calendar beside it. `today` and the like may be typed too."""

    template = "ui/widgets/day.html"

    def values(self, value: Any) -> dict[str, Any]:
        is_day = isinstance(value, date)
        return {
            "value": typed.day_for_input(value) if is_day else value or "",
            "iso": value.isoformat() if is_day else "",
            "pattern": typed.input_pattern(),
            "said": formats.day_text(value, "full") if is_day else "",
        }


class PeriodInput(_Drawn):
    """A period by its name, with years, quarters and months to press."""

    template = "ui/widgets/period.html"

    def values(self, value: Any) -> dict[str, Any]:
        is_period = isinstance(value, Period)
        months = [(f"{number:02}", formats.day_text(date(2026, number, 1), "mon")) for number in range(1, 13)]
        quarters = [(number, months[number * 3 - 3 : number * 3]) for number in range(1, 5)]
        return {"value": value.name if is_period else value or "", "quarters": quarters}


class SearchSelect(forms.Select):
    """A list long enough to need typing: a plain select that scripts make searchable."""

    def __init__(self, attrs: Any = None, choices: Any = ()) -> None:
        super().__init__({"data-search": True, **(attrs or {})}, choices)


class LookupInput(_Drawn):
    """A row found by typing; the list of options comes from the server."""

    template = "ui/widgets/lookup.html"

    def __init__(self, url: str, label_of: Callable[[Any], str]) -> None:
        self.url = url
        self.label_of = label_of
        super().__init__()

    def values(self, value: Any) -> dict[str, Any]:
        if isinstance(value, tuple):
            chosen, text = value
        else:
            chosen, text = (getattr(value, "pk", value), self.label_of(value)) if value else ("", "")
        return {"value": chosen, "text": text, "url": self.url}

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        return data.get(name, ""), data.get(f"{name}_text", "").strip()
