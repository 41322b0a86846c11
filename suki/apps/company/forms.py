"""Forms about the firm itself, for its first run and for its settings."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.company.models import LegalEntity
from suki.apps.company.proposals import country_choices, currency_choices, zone_choices
from suki.base.formats import day_text
from suki.base.widgets import SearchSelect
from suki.kernel.errors import RuleBroken
from suki.kernel.fiscal import FiscalCalendar

LOGO_TYPES = {"image/png": b"\x89PNG", "image/jpeg": b"\xff\xd8\xff", "image/webp": b"RIFF"}
LOGO_BYTES = 1024 * 1024


class FirmForm(forms.Form):
    """Who the firm is and where it is at home."""

    name = forms.CharField(label=gettext_lazy("Name of the firm"), max_length=200)
    country = forms.ChoiceField(
        label=gettext_lazy("Country"),
        choices=country_choices,
        widget=SearchSelect(),
        help_text=gettext_lazy("Suggests currency, time zone, language and fiscal year."),
    )
    tax_number = forms.CharField(label=gettext_lazy("Tax number"), max_length=40, required=False)


class MoneyAndTimeForm(forms.Form):
    """What the firm counts in, when its day begins, and which language it writes."""

    currency = forms.ChoiceField(
        label=gettext_lazy("Currency"),
        choices=currency_choices,
        widget=SearchSelect(),
        help_text=gettext_lazy(
            "The ledger adds everything up in it. It stays once the first order or invoice is entered; customers may pay in any."
        ),
    )
    timezone = forms.ChoiceField(
        label=gettext_lazy("Time zone"),
        choices=zone_choices,
        widget=SearchSelect(),
        help_text=gettext_lazy("A business day begins and ends by its clock."),
    )
    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=settings.LANGUAGES,
        help_text=gettext_lazy("For documents that name no other. Each person reads Suki in their own."),
    )


def _month_choices() -> list[tuple[int, str]]:
    return [(month, day_text(date(2026, month, 1), "LLLL")) for month in range(1, 13)]


def _weekday_choices() -> list[tuple[str, str]]:
    names = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    return [(name, day_text(date(2026, 1, 5 + place), "weekday")) for place, name in enumerate(names)]


class FiscalYearForm(forms.Form):
    """How the firm cuts its year into periods: by calendar months, or by whole weeks as retailers do."""

    fiscal_pattern = forms.ChoiceField(
        label=gettext_lazy("Periods"),
        choices=LegalEntity.Pattern.choices,
        help_text=gettext_lazy(
            "4-4-5 and its like run in whole weeks, so that every period compares with last year's."
        ),
    )
    fiscal_start = forms.TypedChoiceField(
        label=gettext_lazy("The year starts in"), choices=_month_choices, coerce=int
    )
    fiscal_week_end = forms.ChoiceField(
        label=gettext_lazy("Weeks end on"),
        choices=_weekday_choices,
        help_text=gettext_lazy("For periods of whole weeks."),
    )
    fiscal_rule = forms.ChoiceField(
        label=gettext_lazy("The year ends on"),
        choices=(
            ("last", gettext_lazy("the last such day of the month")),
            ("nearest", gettext_lazy("the such day nearest to the end of the month")),
        ),
        help_text=gettext_lazy("For periods of whole weeks."),
    )
    fiscal_name_by = forms.ChoiceField(
        label=gettext_lazy("The year is named after the calendar year it"),
        choices=(("end", gettext_lazy("ends in")), ("start", gettext_lazy("starts in"))),
    )

    def calendar(self) -> FiscalCalendar:
        """The calendar that the form describes, complete or not."""
        given = {
            name: self.data.get(name) or self.get_initial_for_field(field, name)
            for name, field in self.fields.items()
        }
        return FiscalCalendar(
            pattern=str(given["fiscal_pattern"] or "months"),
            start_month=int(given["fiscal_start"] or 1),
            week_end=str(given["fiscal_week_end"] or "saturday"),
            rule=str(given["fiscal_rule"] or "last"),
            name_by=str(given["fiscal_name_by"] or "end"),
        )

    def preview(self, today: date) -> dict[str, Any]:
        """For `company/_periods.html`: the fiscal year that a day falls in, as the form would cut it, and its last day."""
        try:
            calendar = self.calendar()
            year = calendar.year(calendar.year_of(today))
        except (RuleBroken, ValueError):
            return {"year": None}
        return {"year": year, "last_day": year.end - timedelta(days=1)}


class LogoForm(forms.Form):
    """The mark that stands on documents."""

    logo = forms.FileField(
        label=gettext_lazy("Logo"),
        required=False,
        widget=forms.FileInput({"accept": ",".join(LOGO_TYPES)}),
        help_text=gettext_lazy("PNG, JPEG or WebP, at most 1 MB. It stands on invoices and reports."),
    )

    def clean_logo(self) -> Any:
        logo = self.cleaned_data["logo"]
        if logo is None:
            return None
        if logo.size > LOGO_BYTES:
            raise ValidationError(_("The picture is larger than 1 MB. Make it smaller and try again."))
        start = logo.read(16)
        logo.seek(0)
        kind = next((kind for kind, mark in LOGO_TYPES.items() if start.startswith(mark)), "")
        if not kind:
            raise ValidationError(_("This is no PNG, JPEG or WebP picture. Choose another file."))
        logo.content_type = kind
        return logo
