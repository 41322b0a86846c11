"""Forms of the settings."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from suki.apps.company.forms import FirmForm, FiscalYearForm, MoneyAndTimeForm
from suki.apps.company.models import ExchangeRate, LegalEntity
from suki.apps.company.policies import POLICIES
from suki.apps.company.proposals import currency_choices
from suki.base.access import Function, maskable_fields
from suki.base.custom_fields import kinds
from suki.base.fields import DayField
from suki.base.models import CustomField
from suki.base.typed import read_number
from suki.base.widgets import SearchSelect
from suki.kernel.errors import RuleBroken


class CompanyForm(MoneyAndTimeForm, FirmForm):
    """Who the firm is, what it counts in, when its day begins."""

    field_order = ("name", "country", "tax_number", "currency", "timezone", "language")


class EntityForm(FiscalYearForm, CompanyForm):
    """A company of the firm: who it is, what it counts in, how it cuts its year."""

    code = forms.CharField(
        label=gettext_lazy("Code"),
        max_length=20,
        help_text=gettext_lazy("Short: it stands in lists, files and document numbers."),
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    field_order = ("code", *CompanyForm.field_order)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = _("Name")
        self.fields["country"].help_text = _("Its public holidays are days on which nobody works.")


class HolidayForm(forms.Form):
    """A day, or a stretch of days, on which an entity does not work."""

    entity = forms.ModelChoiceField(
        LegalEntity.objects.in_use().order_by("code"), label=gettext_lazy("Legal entity"), empty_label=None
    )
    name = forms.CharField(
        label=gettext_lazy("Name"),
        max_length=120,
        help_text=gettext_lazy("As people will read it: stocktaking."),
    )
    day = DayField(label=gettext_lazy("Day"))
    last = DayField(
        label=gettext_lazy("Last day"), required=False, help_text=gettext_lazy("For several days in a row.")
    )


class HolidayNameForm(forms.Form):
    """What a free day is called."""

    name = forms.CharField(label=gettext_lazy("Name"), max_length=120)
    revision = forms.IntegerField(widget=forms.HiddenInput)


class NumberField(forms.CharField):
    """A number in the reader's own notation."""

    def to_python(self, value: Any) -> Any:
        text = super().to_python(value)
        if not text:
            return None
        try:
            return read_number(text)
        except RuleBroken as broken:
            raise ValidationError(str(broken)) from None


class RateForm(forms.Form):
    """What one unit of a currency is worth on a day."""

    base = forms.ChoiceField(
        label=gettext_lazy("One unit of"), choices=currency_choices, widget=SearchSelect()
    )
    rate = NumberField(label=gettext_lazy("is worth"))
    quote = forms.ChoiceField(label=gettext_lazy("of"), choices=currency_choices, widget=SearchSelect())
    valid_on = DayField(label=gettext_lazy("Day"), initial=timezone.localdate)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=ExchangeRate.Kind.choices)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=60, required=False)

    def clean_rate(self) -> Decimal:
        rate: Decimal = self.cleaned_data["rate"]
        if rate <= 0 or rate >= Decimal("1e14"):
            raise ValidationError(_("A rate is more than nothing."))
        return round(rate, 10)


class CurrencyForm(forms.Form):
    """A currency, and how much of it is shown."""

    code = forms.ChoiceField(label=gettext_lazy("Currency"), choices=currency_choices, widget=SearchSelect())
    shown_digits = forms.TypedChoiceField(
        label=gettext_lazy("Decimals shown"),
        choices=[("", gettext_lazy("as is usual")), *((number, str(number)) for number in range(4))],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Amounts are always kept with all decimals of their currency."),
    )


class PolicyForm(forms.Form):
    """The firm's answer to a policy, where it differs."""

    entity = forms.ModelChoiceField(
        LegalEntity.objects.in_use().order_by("code"),
        label=gettext_lazy("Legal entity"),
        required=False,
        empty_label=gettext_lazy("all"),
    )
    function = forms.ChoiceField(
        label=gettext_lazy("Function"), choices=[("", gettext_lazy("all")), *Function.choices], required=False
    )
    value = forms.ChoiceField(label=gettext_lazy("Answer"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, key: str, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["value"].choices = list(POLICIES[key].answers.items())  # type: ignore[attr-defined]


class MaskForm(forms.Form):
    """Which field is hidden from which function."""

    function = forms.ChoiceField(
        label=gettext_lazy("Hidden from"),
        choices=[pair for pair in Function.choices if pair[0] != Function.ADMINISTRATOR],
    )
    field = forms.ChoiceField(label=gettext_lazy("Field"))

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["field"].choices = [  # type: ignore[attr-defined]
            (kind_label(kind), [(f"{kind}.{name}", label) for name, label in fields.items()])
            for kind, fields in maskable_fields().items()
        ]

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        kind, _dot, name = given.pop("field", "").partition(".")
        return given | {"kind": kind, "field": name} if name else given


def kind_label(kind: str) -> str:
    """The word for a kind of row."""
    words = {
        "account": _("Accounts"), "contact": _("Contacts"), "person": _("People"), "product": _("Products"),
        "order": _("Orders"), "invoice": _("Invoices"), "payment": _("Payments"),
    }  # fmt: skip
    return words.get(kind, kind)


def _kind_choices() -> list[tuple[str, str]]:
    return [(kind, kind_label(kind)) for kind in kinds()]


class TagForm(forms.Form):
    """A tag and what it is for."""

    kind = forms.ChoiceField(label=gettext_lazy("For"), choices=_kind_choices)
    name = forms.CharField(label=gettext_lazy("Tag"), max_length=60)


class NameForm(forms.Form):
    """Another name."""

    name = forms.CharField(label=gettext_lazy("Tag"), max_length=60)


class NewFieldForm(forms.Form):
    """Something of the firm's own that it keeps about a kind of row."""

    kind = forms.ChoiceField(label=gettext_lazy("For"), choices=_kind_choices)
    label = forms.CharField(label=gettext_lazy("Label"), max_length=120)
    name = forms.CharField(
        label=gettext_lazy("Name in files"),
        max_length=40,
        help_text=gettext_lazy(
            "Small letters and digits; imports and exports call it x_name. It stays as it is."
        ),
    )
    type = forms.ChoiceField(label=gettext_lazy("Type"), choices=CustomField.Type.choices)
    choices = forms.CharField(
        label=gettext_lazy("Choices"),
        required=False,
        widget=forms.Textarea({"rows": 4}),
        help_text=gettext_lazy("One a line, for “one of a list”."),
    )
    is_personal = forms.BooleanField(
        label=gettext_lazy("is about a human being"),
        required=False,
        help_text=gettext_lazy("It is erased with the person's other data when they ask for it."),
    )

    def clean_choices(self) -> list[str]:
        return str(self.cleaned_data["choices"]).splitlines()


class ChangeFieldForm(forms.Form):
    """Another label or list of choices."""

    label = forms.CharField(label=gettext_lazy("Label"), max_length=120)
    choices = forms.CharField(
        label=gettext_lazy("Choices"), required=False, widget=forms.Textarea({"rows": 4})
    )
    position = forms.IntegerField(label=gettext_lazy("Place"), min_value=0, max_value=999, required=False)
    revision = forms.IntegerField(widget=forms.HiddenInput)

    def clean_choices(self) -> list[str]:
        return str(self.cleaned_data["choices"]).splitlines()

    def clean_position(self) -> int:
        return self.cleaned_data["position"] or 0
