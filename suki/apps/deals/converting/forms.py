"""What leads become: which account, which deal."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.accounts.duplicates import Likely
from suki.apps.accounts.pages.forms import account_field
from suki.apps.deals.fields import NumberField, currencies_of_the_firm
from suki.apps.deals.models import Deal
from suki.apps.deals.pages.forms import people_field
from suki.apps.deals.queries import deals_for
from suki.apps.prospecting.models import Lead
from suki.base.fields import DayField

NEW: Final = "new"
OTHER: Final = "other"


class ConversionForm(forms.Form):
    """One account, one deal, for all these leads."""

    account = forms.ChoiceField(label=gettext_lazy("Whose it is"), widget=forms.RadioSelect)
    deal = forms.ChoiceField(label=gettext_lazy("What may be sold"), widget=forms.RadioSelect, initial=NEW)
    name = forms.CharField(label=gettext_lazy("Name of the new deal"), max_length=255, required=False)
    value = NumberField(label=gettext_lazy("Value"), required=False)
    currency = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currencies_of_the_firm)
    expected_close = DayField(label=gettext_lazy("Expected to close"), required=False)

    def __init__(self, *args: Any, actor: Any, leads: list[Lead], likely: Likely, **options: Any) -> None:
        super().__init__(*args, **options)
        found = {str(candidate.row.pk): candidate.row for candidate in likely.shown}
        self.accounts = found
        self.fields["other"] = account_field(actor, label=_("Another account"), required=False)
        self.fields["owner"] = people_field(label=_("Owner"), required=False)
        self.fields["account"].choices = [  # type: ignore[attr-defined]
            *((pk, _said(row)) for pk, row in found.items()),
            (NEW, _("a new account, “{name}”").format(name=leads[0].name)),
            (OTHER, _("another account, named below")),
        ]
        self.fields["account"].initial = next(
            (str(candidate.row.pk) for candidate in likely.shown if candidate.is_sure), NEW
        )
        rows = deals_for(actor).filter(state=Deal.State.OPEN, account__in=found)
        self.deals = {str(deal.pk): deal for deal in rows.select_related("account")[:12]}
        self.fields["deal"].choices = [  # type: ignore[attr-defined]
            (NEW, _("a new deal")), *((pk, f"{deal.name} ({deal.account})") for pk, deal in self.deals.items())
        ]  # fmt: skip
        self.fields["name"].initial = leads[0].name
        self.fields["owner"].initial = leads[0].owner_id
        self.order_fields(
            ("account", "other", "deal", "name", "value", "currency", "expected_close", "owner")
        )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("account") == OTHER and not given.get("other"):
            self.add_error("other", _("Say which account."))
        return given

    def asked(self) -> dict[str, Any]:
        """The account and the deal as the conversion takes them."""
        given = self.cleaned_data
        account = {NEW: {}, OTHER: given["other"]}.get(given["account"], self.accounts.get(given["account"]))
        if given["deal"] != NEW:
            return {"account": account, "deal": self.deals[given["deal"]]}
        facts = {name: given[name] for name in ("name", "value", "currency", "expected_close", "owner")}
        return {"account": account, "deal": {name: value for name, value in facts.items() if value}}


def _said(account: Any) -> str:
    place = ", ".join(filter(None, (account.city, account.country)))
    return f"{account.name} ({place})" if place else str(account.name)
