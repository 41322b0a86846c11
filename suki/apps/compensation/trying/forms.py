"""What somebody wants to try: which days, against what, and up to five versions or changes of quota."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from suki.apps.company.models import LegalEntity
from suki.apps.compensation.models import PlanVersion
from suki.apps.compensation.trying.facts import Days, Try
from suki.apps.compensation.trying.queries import MOST_TRIES
from suki.base.fields import PeriodField
from suki.base.formats import percent_text

IN_FORCE = "now"
LONGEST_DAYS = 366 * 5


class TryForm(forms.Form):
    """Asked by address, so that a comparison can be kept and sent."""

    def __init__(
        self, *args: Any, entity: LegalEntity, versions: Iterable[PlanVersion], **options: Any
    ) -> None:
        super().__init__(*args, **options)
        self.entity = entity
        self.versions = {str(each.pk): each for each in versions}
        named = [(key, label_of(each)) for key, each in self.versions.items()]
        in_force = (IN_FORCE, _("What was in force"))
        self.fields["period"] = PeriodField(fiscal=entity.fiscal_calendar, label=_("On what happened in"))
        self.fields["against"] = forms.ChoiceField(
            choices=[in_force, *named], label=_("Compared with"), required=False
        )
        for place in range(1, MOST_TRIES + 1):
            self.fields[f"version{place}"] = forms.ChoiceField(
                choices=[("", "–"), in_force, *named], label=_("Try"), required=False
            )
            self.fields[f"quota{place}"] = forms.DecimalField(
                label=_("Quotas by %"), required=False, min_value=-99, max_value=900, decimal_places=2
            )

    def clean(self) -> dict[str, Any]:
        """There is something to try, and not for ever."""
        found: dict[str, Any] = super().clean() or {}
        period = found.get("period")
        if period and period.days > LONGEST_DAYS:
            self.add_error("period", _("Five years at most can be tried at once."))
        if not self.errors and not any(found.get(f"version{place}") for place in range(1, MOST_TRIES + 1)):
            self.add_error("version1", _("Choose at least one version to try."))
        return found

    @property
    def days(self) -> Days:
        """The days that were chosen."""
        period = self.cleaned_data["period"]
        return Days(self.entity, period.start, period.end, period.name)

    @property
    def against(self) -> Try:
        """What it is compared with."""
        return Try(self.versions.get(self.cleaned_data["against"]))

    @property
    def tries(self) -> list[Try]:
        """What is tried."""
        found = []
        for place in range(1, MOST_TRIES + 1):
            chosen = self.cleaned_data[f"version{place}"]
            change = (self.cleaned_data[f"quota{place}"] or Decimal(0)) / 100
            if chosen:
                found.append(Try(self.versions.get(chosen), change))
        return found

    @property
    def rows(self) -> Iterator[tuple[Any, Any]]:
        """The version and the change of quota of each try, as they stand beside each other."""
        for place in range(1, MOST_TRIES + 1):
            yield self[f"version{place}"], self[f"quota{place}"]


def label_of(version: PlanVersion) -> str:
    """A version as people choose it."""
    state = _("version {number}") if version.is_published else _("draft {number}")
    return f"{version.plan.name}, {str(state).format(number=version.number)}"


def title_of(tried: Try) -> str:
    """A try in a few words."""
    name = label_of(tried.version) if tried.version else str(_("What was in force"))
    if not tried.quota_change:
        return name
    change = percent_text(tried.quota_change, 0, signed=True)
    return str(_("{name}, quotas {change}")).format(name=name, change=change)
