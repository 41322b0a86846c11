"""Form fields of the trade: amounts, days, periods, and rows found by typing. Their widgets are in `base.widgets`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from suki.base.typed import read_amount, read_day
from suki.base.widgets import DayInput, LookupInput, MoneyInput, PeriodInput
from suki.kernel.errors import RuleBroken
from suki.kernel.fiscal import FIRST_YEAR, LAST_YEAR, FiscalCalendar
from suki.kernel.money import Money
from suki.kernel.periods import Period


class MoneyField(forms.Field):
    """An amount in one currency, or in one that is chosen beside it. Gives `Money`."""

    def __init__(
        self,
        *,
        currency: str = "",
        currencies: Sequence[str] = (),
        may_be_negative: bool = True,
        **options: Any,
    ) -> None:
        self.currencies = tuple(currencies) or (currency,)
        self.may_be_negative = may_be_negative
        super().__init__(widget=MoneyInput(self.currencies), **options)

    def to_python(self, value: Any) -> Money | None:
        text, currency = value or ("", "")
        if not str(text or "").strip():
            return None
        if currency not in self.currencies:
            raise ValidationError(_("Choose one of {codes}.").format(codes=", ".join(self.currencies)))
        amount = text if isinstance(text, Decimal) else _read(read_amount, str(text), currency)
        if amount < 0 and not self.may_be_negative:
            raise ValidationError(_("This cannot be less than nothing."))
        return Money(amount, currency)


class DayField(forms.Field):
    """A business day, typed or picked. Gives `date`."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("widget", DayInput())
        super().__init__(**options)

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date) or not str(value or "").strip():
            return value or None
        day: date = _read(read_day, str(value), timezone.localdate())
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            said = _("Years run from {first} to {last}, not {year}.")
            raise ValidationError(said.format(first=FIRST_YEAR, last=LAST_YEAR, year=day.year))
        return day


class PeriodField(forms.Field):
    """A period by its name (2026-Q3, FY2026, 2026-05) or as two days. Gives `Period`."""

    def __init__(self, *, fiscal: FiscalCalendar | None = None, **options: Any) -> None:
        self.fiscal = fiscal
        super().__init__(widget=PeriodInput(), **options)

    def to_python(self, value: Any) -> Period | None:
        if isinstance(value, Period) or not str(value or "").strip():
            return value or None
        period: Period = _read(Period.parse, str(value).strip(), self.fiscal)
        return period


class LookupField(forms.Field):
    """A row found by typing some letters of its name. Gives what `resolve` makes of its value.

    `url` answers `?q=…` with options (`ui/options.html`). `resolve(value, text)` turns the chosen value into the row;
    where scripts do not run the value is empty and only the text is known. `label_of` names the row at hand.
    """

    def __init__(
        self,
        *,
        url: str,
        resolve: Callable[[str, str], Any],
        label_of: Callable[[Any], str] = str,
        **options: Any,
    ) -> None:
        self.resolve = resolve
        super().__init__(widget=LookupInput(url, label_of), **options)

    def to_python(self, value: Any) -> Any:
        chosen, text = value or ("", "")
        if not chosen and not text:
            return None
        found = self.resolve(chosen, text)
        if found is None:
            raise ValidationError(
                _("Nothing goes by “{text}”. Type a few letters and choose from the list.").format(text=text)
            )
        return found


def _read(reading: Callable[..., Any], *given: Any) -> Any:
    """The kernel's refusals, as errors of a form."""
    try:
        return reading(*given)
    except RuleBroken as broken:
        raise ValidationError(str(broken)) from None
