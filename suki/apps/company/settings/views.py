"""Screens of the settings."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings as installation
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from suki.apps.company.actions import put_logo, settle_default_entity, take_logo
from suki.apps.company.forms import FiscalYearForm, LogoForm
from suki.apps.company.models import Currency, ExchangeRate, FieldMask, LegalEntity, Policy
from suki.apps.company.policies import POLICIES
from suki.apps.company.queries import default_entity
from suki.apps.company.settings import actions, forms
from suki.apps.company.settings.answering import form_page, pressed, shown
from suki.base.access import GRANTS, Can, Function, maskable_fields, screen
from suki.base.custom_fields import add_custom_field, archive_custom_field, change_custom_field
from suki.base.files import open_file
from suki.base.models import CustomField, NumberSeries, Tag, User
from suki.base.partials import is_partial
from suki.kernel.money import digits, display_digits

FISCAL = ("fiscal_pattern", "fiscal_start", "fiscal_week_end", "fiscal_rule", "fiscal_name_by")
COMPANY = ("name", "country", "tax_number", "currency", "timezone", "language")
MOST_RATES = 200


@screen(Can.MANAGE_COMPANY)
def settings(request: HttpRequest) -> HttpResponse:
    """What can be decided here."""
    return shown(request, "index", "settings")


@screen(Can.MANAGE_COMPANY)
def company(request: HttpRequest) -> HttpResponse:
    """Who the firm is."""
    entity = default_entity()
    known = {name: getattr(entity, name) for name in COMPANY}
    form = forms.CompanyForm(request.POST or None, initial=known)
    page = {"title": _("Company"), "word": _("Save"), "template": "settings/company.html", "entity": entity}
    return form_page(request, form, settle_default_entity, "settings_company", **page)


@screen(Can.MANAGE_COMPANY)
def logo(request: HttpRequest) -> HttpResponse:
    """The mark on documents."""
    entity = default_entity()
    form = LogoForm(request.POST or None, request.FILES or None)

    def act(actor: Any, logo: Any) -> None:
        if logo is not None:
            put_logo(actor=actor, entity=entity, content=logo, content_type=logo.content_type)

    return form_page(request, form, act, "settings_company", title=_("Put a logo"), is_multipart=True)


@screen(Can.MANAGE_COMPANY)
@require_POST
def logo_off(request: HttpRequest) -> HttpResponse:
    """Documents carry the name alone."""
    return pressed(
        request, partial(take_logo, entity=default_entity()), "settings_company", _("The logo is taken off.")
    )


@screen(Can.SIGN_IN)
def logo_picture(request: HttpRequest) -> HttpResponse:
    """The logo itself."""
    entity = get_object_or_404(
        LegalEntity.objects.select_related("logo"), is_default=True, logo__isnull=False
    )
    with open_file(entity.logo) as file:
        return HttpResponse(
            file.read(), content_type=entity.logo.content_type, headers={"Cache-Control": "private"}
        )


@screen(Can.MANAGE_COMPANY)
def fiscal(request: HttpRequest) -> HttpResponse:
    """How the year is cut, with the periods it makes."""
    entity = default_entity()
    asked = request.POST or request.GET or None
    form = FiscalYearForm(asked, initial={name: getattr(entity, name) for name in FISCAL})
    page = {
        **form.preview(entity.today),
        "preview": reverse("settings_fiscal"),
        "title": _("Fiscal calendar"),
    }
    if is_partial(request):
        return render(request, "company/_periods.html", page)
    page["word"] = _("Save")
    if request.method == "GET" and asked:
        return shown(request, "fiscal", "settings_fiscal", form=form, **page)
    page["template"] = "settings/fiscal.html"
    return form_page(request, form, settle_default_entity, "settings_fiscal", **page)


@screen(Can.MANAGE_COMPANY)
def currencies(request: HttpRequest) -> HttpResponse:
    """The currencies in use and what they were worth."""
    used = [
        {"code": each.code, "digits": digits(each.code), "row": each, "usual": display_digits(each.code)}
        for each in Currency.objects.in_use().order_by("code")
    ]
    rates = ExchangeRate.objects.in_use().order_by("-valid_on", "base", "quote")[:MOST_RATES]
    page = {"currencies": used, "rates": rates, "base": default_entity().currency, "most": MOST_RATES}
    return shown(request, "currencies", "settings_currencies", **page)


@screen(Can.MANAGE_COMPANY)
def currency(request: HttpRequest) -> HttpResponse:
    """Use a currency, or show it with other decimals."""
    form = forms.CurrencyForm(request.POST or None, initial={"code": request.GET.get("code", "")})
    return form_page(request, form, actions.use_currency, "settings_currencies", title=_("Use a currency"))


@screen(Can.MANAGE_COMPANY)
def rate(request: HttpRequest) -> HttpResponse:
    """Enter a day's rate."""
    form = forms.RateForm(request.POST or None, initial={"quote": default_entity().currency})
    return form_page(request, form, actions.enter_rate, "settings_currencies", title=_("Enter a rate"))


@screen(Can.MANAGE_COMPANY)
def languages(request: HttpRequest) -> HttpResponse:
    """The languages Suki speaks, and who reads which."""
    readers = dict(
        User.objects.values_list("language").annotate(Count("pk")).values_list("language", "pk__count")
    )
    entity = default_entity()
    rows = [
        {"code": code, "name": name, "readers": readers.get(code, 0), "is_firms": code == entity.language}
        for code, name in installation.LANGUAGES
    ]
    return shown(request, "languages", "settings_languages", rows=rows, undecided=readers.get("", 0))


@screen(Can.MANAGE_COMPANY)
def rights(request: HttpRequest) -> HttpResponse:
    """What each function allows, and how far it sees."""
    functions = list(Function)
    rows = [
        {"can": can.label, "held": [can in GRANTS[function].capabilities for function in functions]}
        for can in Can
    ]
    reaches = [_reach_word(GRANTS[function].reach) for function in functions]
    return shown(request, "rights", "settings_rights", functions=functions, rows=rows, reaches=reaches)


def _reach_word(reach: int) -> str:
    return (_("nothing"), _("own"), _("team"), _("all"))[reach]


@screen(Can.MANAGE_COMPANY)
def policies(request: HttpRequest) -> HttpResponse:
    """The firm's answers to the questions that rules ask."""
    kept = list(Policy.objects.in_use().select_related("entity").order_by("key", "entity__code", "function"))
    rows = [
        {
            "choice": choice,
            "default": choice.answers[choice.default],
            "kept": [_said(choice, row) for row in kept if row.key == key],
        }
        for key, choice in POLICIES.items()
    ]
    return shown(request, "policies", "settings_policies", rows=rows)


def _said(choice: Any, row: Policy) -> dict[str, Any]:
    function = Function(row.function).label if row.function else _("all functions")
    entity = row.entity.name if row.entity else _("all legal entities")
    return {
        "row": row,
        "function": function,
        "entity": entity,
        "answer": choice.answers.get(row.value, row.value),
    }


@screen(Can.MANAGE_COMPANY)
def policy(request: HttpRequest, key: str) -> HttpResponse:
    """Answer a policy, for all or where it differs."""
    choice = POLICIES.get(key)
    if choice is None:
        return redirect("settings_policies")
    form = forms.PolicyForm(request.POST or None, key=key, initial={"value": choice.default})
    act = partial(actions.choose_policy, key=key)
    page = {"title": choice.label, "lead": choice.help, "word": _("Keep this answer")}
    return form_page(request, form, act, "settings_policies", **page)


@screen(Can.MANAGE_COMPANY)
@require_POST
def policy_drop(request: HttpRequest, row_id: int) -> HttpResponse:
    """Take an answer back."""
    kept = get_object_or_404(Policy, pk=row_id)
    return pressed(request, partial(actions.drop_policy, kept=kept), "settings_policies", _("Taken back."))


@screen(Can.MANAGE_COMPANY)
def masks(request: HttpRequest) -> HttpResponse:
    """Which field is hidden from which function."""
    fields = maskable_fields()
    rows = [
        {
            "row": mask,
            "function": Function(mask.function).label,
            "kind": forms.kind_label(mask.kind),
            "field": fields.get(mask.kind, {}).get(mask.field, mask.field),
        }
        for mask in FieldMask.objects.in_use().order_by("kind", "field", "function")
    ]
    return shown(request, "masks", "settings_masks", rows=rows)


@screen(Can.MANAGE_COMPANY)
def mask(request: HttpRequest) -> HttpResponse:
    """Hide a field from a function."""
    form = forms.MaskForm(request.POST or None)
    return form_page(request, form, actions.mask_field, "settings_masks", title=_("Hide a field"))


@screen(Can.MANAGE_COMPANY)
@require_POST
def mask_drop(request: HttpRequest, row_id: int) -> HttpResponse:
    """Show a field again."""
    hidden = get_object_or_404(FieldMask, pk=row_id)
    return pressed(request, partial(actions.unmask_field, mask=hidden), "settings_masks", _("Shown again."))


@screen(Can.MANAGE_COMPANY)
def tags(request: HttpRequest) -> HttpResponse:
    """The words that rows are sorted by."""
    found = Tag.objects.in_use().annotate(used=Count("taggings")).order_by("kind", "name")
    rows = [{"row": tag, "kind": forms.kind_label(tag.kind)} for tag in found]
    return shown(request, "tags", "settings_tags", rows=rows)


@screen(Can.MANAGE_COMPANY)
def tag(request: HttpRequest) -> HttpResponse:
    """A new tag."""
    form = forms.TagForm(request.POST or None)
    return form_page(request, form, actions.add_tag, "settings_tags", title=_("Add a tag"))


@screen(Can.MANAGE_COMPANY)
def tag_name(request: HttpRequest, row_id: int) -> HttpResponse:
    """Another word for a tag."""
    known = get_object_or_404(Tag, pk=row_id)
    form = forms.NameForm(request.POST or None, initial={"name": known.name})
    return form_page(
        request, form, partial(actions.rename_tag, tag=known), "settings_tags", title=_("Rename the tag")
    )


@screen(Can.MANAGE_COMPANY)
@require_POST
def tag_archive(request: HttpRequest, row_id: int) -> HttpResponse:
    """Take a tag out of use."""
    known = get_object_or_404(Tag, pk=row_id)
    return pressed(
        request, partial(actions.archive_tag, tag=known), "settings_tags", _("The tag is archived.")
    )


@screen(Can.MANAGE_COMPANY)
def fields(request: HttpRequest) -> HttpResponse:
    """What the firm keeps of its own about its rows."""
    found = CustomField.objects.in_use().order_by("kind", "position", "name")
    rows = [{"row": field, "kind": forms.kind_label(field.kind)} for field in found]
    return shown(request, "fields", "settings_fields", rows=rows)


@screen(Can.MANAGE_COMPANY)
def field(request: HttpRequest) -> HttpResponse:
    """A new field of the firm's own."""
    form = forms.NewFieldForm(request.POST or None)
    return form_page(request, form, add_custom_field, "settings_fields", title=_("Add a field"))


@screen(Can.MANAGE_COMPANY)
def field_change(request: HttpRequest, row_id: int) -> HttpResponse:
    """Another label, place or list of choices."""
    known = get_object_or_404(CustomField, pk=row_id)
    initial = {
        "label": known.label,
        "choices": "\n".join(known.choices),
        "position": known.position,
        "revision": known.revision,
    }
    form = forms.ChangeFieldForm(request.POST or None, initial=initial)
    act = partial(change_custom_field, field=known)
    return form_page(request, form, act, "settings_fields", title=_("Change the field"), word=_("Save"))


@screen(Can.MANAGE_COMPANY)
@require_POST
def field_archive(request: HttpRequest, row_id: int) -> HttpResponse:
    """Nobody fills it in any more."""
    known = get_object_or_404(CustomField, pk=row_id)
    return pressed(
        request, partial(archive_custom_field, field=known), "settings_fields", _("The field is archived.")
    )


@screen(Can.MANAGE_COMPANY)
def numbers(request: HttpRequest) -> HttpResponse:
    """The series that documents take their numbers from, without gaps."""
    series = NumberSeries.objects.order_by("name", "scope")
    rows = [
        {"row": each, "next": each.pattern.format(number=each.last + 1, day=default_entity().today)}
        for each in series
    ]
    return shown(request, "numbers", "settings_numbers", rows=rows)
