"""Forms about proposals."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from suki.apps.catalog.models import Product
from suki.apps.deals.fields import NumberField, PercentField, contacts_of, product_field
from suki.apps.deals.models import Deal
from suki.apps.people.models import Department, Person
from suki.apps.proposals.facts import tax_rates
from suki.apps.proposals.models import Customisation, Proposal, ProposalTemplate
from suki.apps.proposals.pricing import Offered
from suki.base.access import GRANTS, Can, Function
from suki.base.fields import DayField
from suki.base.formats import percent_text
from suki.base.widgets import SearchSelect

_LONG = {"rows": 4}
_LANGUAGES = [(code, name) for code, name in settings.LANGUAGES]


class LineForm(forms.Form):
    """One line of a proposal; an emptied one is left out."""

    key = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0, max_value=30_000)
    customisation = forms.IntegerField(widget=forms.HiddenInput, required=False)
    product = product_field(label=_("Product"), required=False)
    description = forms.CharField(label=_("Description"), required=False, max_length=400)
    quantity = NumberField(label=_("Quantity"), required=False)
    unit_price = NumberField(label=_("Unit price"), required=False)
    discount = PercentField(label=_("Discount in percent"), required=False, as_fraction=True)
    tax_percent = forms.ChoiceField(label=_("Tax"), required=False)
    is_optional = forms.BooleanField(label=_("Option: counts when the client chooses it"), required=False)

    def __init__(self, *args: Any, rates: list[tuple[str, str]], **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["tax_percent"].choices = rates  # type: ignore[attr-defined]

    @property
    def is_empty(self) -> bool:
        """Whether nothing was written that makes a line."""
        said = self.cleaned_data
        return not (said.get("product") or said.get("description") or said.get("customisation"))


LineForms = forms.formset_factory(LineForm, extra=3, max_num=200)


def rates_of(deal: Deal, extra: set[Any]) -> list[tuple[str, str]]:
    """The taxes to choose from: those of the firm's country, none, and what stands on lines already."""
    known = {f"{rate.percent.normalize():f}": rate.name for rate in tax_rates(deal, deal.entity.today)}
    written = {f"{each.normalize():f}" for each in extra} | {"0"} | set(known)
    places = {text: len(text.partition(".")[2]) for text in written}
    return [
        (text, " ".join(filter(None, [percent_text(Decimal(text) / 100, places[text]), known.get(text, "")])))
        for text in sorted(written, key=Decimal, reverse=True)
    ]


class TextsForm(forms.Form):
    """What stands around the lines."""

    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(label=pgettext_lazy("of a document", "Title"), max_length=255)
    valid_until = DayField(label=_("Valid until"), required=False)
    greeting = forms.CharField(label=_("Opening"), required=False, widget=forms.Textarea({"rows": 8}))
    terms = forms.CharField(label=_("Terms"), required=False, widget=forms.Textarea({"rows": 6}))
    closing = forms.CharField(label=_("Closing"), required=False, widget=forms.Textarea({"rows": 6}))


class AddressForm(forms.Form):
    """For whom, in which language, by which template."""

    contact = forms.ModelChoiceField(
        Person.objects.none(), label=_("For"), required=False, widget=SearchSelect()
    )
    language = forms.ChoiceField(label=_("Language of the document"), choices=_LANGUAGES)
    template = forms.ModelChoiceField(
        ProposalTemplate.objects.none(), label=_("Template"), required=False, empty_label=_("the usual one")
    )

    def __init__(self, *args: Any, deal: Deal, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"].queryset = contacts_of(deal.account, actor)  # type: ignore[attr-defined]
        self.fields["template"].queryset = ProposalTemplate.objects.in_use().order_by("language", "name")  # type: ignore[attr-defined]


class ChangeAddressForm(AddressForm):
    """The same for a draft that has its texts."""

    rewrite = forms.BooleanField(label=_("Write the texts anew from the template"), required=False)


class SendForm(forms.Form):
    """Who gets the link, and how long it holds."""

    contact = forms.ModelChoiceField(
        Person.objects.none(), label=_("For"), required=False, widget=SearchSelect()
    )
    days = forms.IntegerField(
        label=_("Days that the link holds"), required=False, min_value=1, max_value=180,
        help_text=_("Empty: as long as the offer does."),
    )  # fmt: skip

    def __init__(self, *args: Any, proposal: Proposal, actor: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["contact"].queryset = contacts_of(proposal.deal.account, actor)  # type: ignore[attr-defined]
        self.fields["contact"].initial = proposal.contact_id


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(label=_("Why"), max_length=400)


class ReviewAskForm(forms.Form):
    """A product as the client wants it."""

    requirement = forms.CharField(label=_("What it must be"), widget=forms.Textarea(_LONG))
    department = forms.ModelChoiceField(
        Department.objects.none(), label=_("Who must say whether it can be made")
    )
    product = product_field(label=_("Made from the product"), required=False)
    answer_by = DayField(label=_("Answer wanted by"), required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["department"].queryset = Department.objects.in_use().order_by("name")  # type: ignore[attr-defined]


class ReviewAgainForm(forms.Form):
    """The requirement as it is now."""

    requirement = forms.CharField(label=_("What it must be"), widget=forms.Textarea(_LONG))
    answer_by = DayField(label=_("Answer wanted by"), required=False)


class ReviewForm(forms.Form):
    """What the department says."""

    state = forms.ChoiceField(
        label=_("Can it be made?"), widget=forms.RadioSelect,
        choices=[
            (Customisation.State.ACCEPTED, _("Yes")),
            (Customisation.State.CONDITION, _("Yes, on a condition")),
            (Customisation.State.REFUSED, _("No")),
        ],
    )  # fmt: skip
    answer = forms.CharField(
        label=_("Reason or condition"), required=False, widget=forms.Textarea(_LONG),
        help_text=_("A condition and a no need it."),
    )  # fmt: skip
    unit_cost = NumberField(label=_("Cost of one"), required=False)


class OfferReviewForm(forms.Form):
    """On which draft it is offered, how many, at what price."""

    proposal = forms.ModelChoiceField(Proposal.objects.none(), label=_("On the proposal"), empty_label=None)
    quantity = NumberField(label=_("Quantity"), initial="1")
    unit_price = NumberField(label=_("Price of one"))

    def __init__(self, *args: Any, drafts: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["proposal"].queryset = drafts  # type: ignore[attr-defined]


class TemplateForm(forms.Form):
    """The firm's own texts and look of a proposal, in one language."""

    name = forms.CharField(label=_("Name"), max_length=120)
    language = forms.ChoiceField(label=_("Language"), choices=_LANGUAGES)
    is_default = forms.BooleanField(label=_("Taken where nothing is said"), required=False)
    greeting = forms.CharField(label=_("Opening"), required=False, widget=forms.Textarea({"rows": 7}))
    terms = forms.CharField(label=_("Terms"), required=False, widget=forms.Textarea({"rows": 5}))
    closing = forms.CharField(label=_("Closing"), required=False, widget=forms.Textarea({"rows": 5}))
    paper = forms.ChoiceField(label=_("Paper"), choices=[("a4", "A4"), ("letter", "Letter")])
    colour = forms.RegexField(
        r"^#[0-9A-Fa-f]{6}$",
        label=_("Colour of the line and the titles"),
        widget=forms.TextInput({"type": "color"}),
    )
    logo = forms.BooleanField(label=_("The firm's logo"), required=False)
    unit_prices = forms.BooleanField(label=_("A column of unit prices"), required=False)
    discounts = forms.BooleanField(label=_("A column of discounts"), required=False)
    signature = forms.BooleanField(label=_("Room for a signature"), required=False)
    footer = forms.CharField(label=_("Foot of each page"), required=False, max_length=200)


class RuleForm(forms.Form):
    """From where on whose word is needed."""

    step = forms.IntegerField(
        label=_("Step"), min_value=1, max_value=9, initial=1, help_text=_("Steps are asked in their order.")
    )
    value_from = NumberField(
        label=_("From this value on"), required=False, help_text=_("In the firm's currency.")
    )
    discount_from = PercentField(label=_("From this discount on, percent"), required=False, as_fraction=True)
    margin_below = PercentField(label=_("Below this margin, percent"), required=False, as_fraction=True)
    function = forms.ChoiceField(label=_("Whoever is"), required=False)
    approver = forms.ModelChoiceField(
        Person.objects.none(), label=_("Or this person"), required=False, widget=SearchSelect()
    )
    substitute = forms.ModelChoiceField(
        Person.objects.none(),
        label=_("Substitute while they are away"),
        required=False,
        widget=SearchSelect(),
    )

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        approving = [
            (each.value, each.label)
            for each in Function
            if Can.APPROVE_PROPOSALS in GRANTS[each].capabilities
        ]
        self.fields["function"].choices = [("", "–"), *approving]  # type: ignore[attr-defined]
        people = Person.objects.in_use().filter(user__is_active=True).order_by("sort_key", "pk")
        for name in ("approver", "substitute"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]


def offered(said: dict[str, Any], made: dict[int, Customisation]) -> Offered:
    """A line of the form as the action takes it; what is left open is refused there, with the number of the line."""
    product: Product | None = said.get("product")
    percent = said.get("tax_percent") or ""
    price = said.get("unit_price")
    return Offered(
        key=said.get("key") or 0,
        product=product,
        customisation=made.get(said.get("customisation") or 0),
        description=said.get("description") or (product.name if product else ""),
        quantity=Decimal("1") if said.get("quantity") is None else said["quantity"],
        unit_price=Decimal("0") if price is None else price,
        discount=said.get("discount") or Decimal("0"),
        tax_percent=Decimal(percent) if percent else None,
        is_optional=bool(said.get("is_optional")),
        is_chosen=not said.get("is_optional"),
    )
