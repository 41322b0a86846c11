"""The settings: who opens them, what they refuse, what they keep."""

from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils.html import strip_tags

from suki.apps.company.models import Currency, ExchangeRate, FieldMask, FiscalCut, LegalEntity, Policy
from suki.apps.company.policies import policy
from suki.apps.company.proposals import country_choices, currency_choices, proposal_for, zone_choices
from suki.apps.company.settings.actions import choose_policy, mask_field
from suki.apps.people.actions import give_function
from suki.base.access import SYSTEM, Function, masked_fields
from suki.base.models import CustomField, NumberSeries, Tag
from suki.kernel.errors import NotAllowed, RuleBroken
from tests.cast import LONG_AGO

SECTIONS = [
    "settings", "settings_company", "settings_fiscal", "settings_currencies", "settings_languages", "settings_rights",
    "settings_policies", "settings_masks", "settings_tags", "settings_fields", "settings_numbers", "put_logo",
    "use_currency", "enter_rate", "mask_field", "add_tag", "add_field", "settings_entities", "add_entity",
    "settings_holidays", "enter_holiday",
]  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.mark.parametrize("name", SECTIONS)
def test_each_section_opens_to_an_administrator_alone(as_ada, name, clara):
    NumberSeries.objects.create(name="invoice", pattern="INV-{day:%Y}-{number:05d}", last=41)
    assert as_ada.get(reverse(name)).status_code == 200
    as_ada.force_login(clara)
    assert as_ada.get(reverse(name)).status_code == 403


def test_the_company_is_changed(as_ada):
    facts = {
        "name": "Habi GmbH",
        "country": "DE",
        "tax_number": "DE1",
        "currency": "EUR",
        "timezone": "Europe/Berlin",
        "language": "de",
    }
    assert as_ada.post(reverse("settings_company"), facts).status_code == 302
    assert LegalEntity.objects.get().name == "Habi GmbH"


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"name": ""}, "name"),
        ({"currency": "EURO"}, "currency"),
        ({"timezone": "Mars/Base"}, "zone"),
        ({"country": "XX"}, "country"),
    ],
)
def test_what_no_company_can_be_is_refused(as_ada, changed, sentence):
    facts = {
        "name": "Other",
        "country": "DE",
        "currency": "EUR",
        "timezone": "Europe/Berlin",
        "language": "de",
    } | changed
    answer = as_ada.post(reverse("settings_company"), facts)
    assert answer.status_code == 422
    assert LegalEntity.objects.get().name == "Habi"


def test_a_logo_is_put_shown_and_taken_off(as_ada):
    as_ada.post(reverse("put_logo"), {"logo": SimpleUploadedFile("x.png", PNG)})
    assert as_ada.get(reverse("logo_picture")).content == PNG
    as_ada.post(reverse("take_logo"))
    assert as_ada.get(reverse("logo_picture")).status_code == 404


def test_a_calendar_by_weeks_is_shown_and_kept(as_ada):
    asked = {
        "fiscal_pattern": "454",
        "fiscal_start": 2,
        "fiscal_week_end": "sunday",
        "fiscal_rule": "nearest",
        "fiscal_name_by": "start",
    }
    assert '<td class="num">5</td>' in as_ada.get(reverse("settings_fiscal"), asked).content.decode()
    assert not FiscalCut.objects.exists()
    as_ada.post(reverse("settings_fiscal"), asked)
    assert FiscalCut.objects.exists()


def test_a_rate_is_entered_in_the_readers_notation(as_ada):
    given = {
        "base": "USD",
        "quote": "EUR",
        "rate": "0.9215",
        "valid_on": "2026-11-20",
        "kind": "spot",
        "source": "ECB",
    }
    assert as_ada.post(reverse("enter_rate"), given).status_code == 302
    as_ada.post(reverse("enter_rate"), given | {"rate": "0.9300"})
    assert ExchangeRate.objects.get().rate == Decimal("0.93")
    assert "0.93" in strip_tags(as_ada.get(reverse("settings_currencies")).content.decode())


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"rate": "-1"}, "A rate is more than nothing."),
        ({"rate": "cheap"}, "is not a number"),
        ({"quote": "USD"}, "A rate needs two currencies."),
        ({"valid_on": "2026-02-30"}, "There is no day"),
    ],
)
def test_a_rate_that_cannot_be_is_refused(as_ada, changed, sentence):
    given = {
        "base": "USD",
        "quote": "EUR",
        "rate": "0.92",
        "valid_on": "2026-11-20",
        "kind": "spot",
    } | changed
    answer = as_ada.post(reverse("enter_rate"), given)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not ExchangeRate.objects.exists()


def test_a_currency_is_not_shown_with_more_decimals_than_it_has(as_ada):
    assert as_ada.post(reverse("use_currency"), {"code": "VND", "shown_digits": "2"}).status_code == 422
    assert as_ada.post(reverse("use_currency"), {"code": "IDR", "shown_digits": "0"}).status_code == 302
    assert not Currency.objects.filter(code="VND").exists()
    assert Currency.objects.get(code="IDR").shown_digits == 0


def test_the_particular_answer_comes_before_the_general_one(entity):
    key = "separation_of_duties"
    assert policy(key) == "advisory"
    choose_policy(actor=SYSTEM, key=key, value="off")
    choose_policy(actor=SYSTEM, key=key, value="strict", function="account_manager")
    choose_policy(actor=SYSTEM, key=key, value="advisory", function="account_manager", entity=entity)
    assert policy(key, functions=["sales_representative"]) == "off"
    assert policy(key, functions=["account_manager"]) == "strict"
    assert policy(key, functions=["account_manager"], entity=entity) == "advisory"
    assert policy(key, functions=["account_manager", "sales_representative"]) == "strict"


def test_a_policy_is_answered_and_taken_back(as_ada):
    address = reverse("choose_policy", args=["separation_of_duties"])
    assert as_ada.post(address, {"value": "strict", "function": "account_manager"}).status_code == 302
    assert as_ada.post(address, {"value": "perhaps"}).status_code == 422
    as_ada.post(reverse("drop_policy", args=[Policy.objects.get().pk]))
    assert not Policy.objects.exists()


def test_a_field_is_hidden_from_a_function_but_not_from_who_has_another(ana, bayu, entity):
    mask_field(actor=SYSTEM, function="account_manager", kind="account", field="credit_limit")
    give_function(actor=SYSTEM, person=bayu.person, function=Function.FINANCE, since=LONG_AGO)
    assert masked_fields(ana, "account") == {"credit_limit"}
    assert masked_fields(bayu, "account") == frozenset()
    assert masked_fields(ana, "contact") == frozenset()
    assert masked_fields(SYSTEM, "account") == frozenset()


def test_only_what_can_be_hidden_is_hidden_and_nothing_from_administrators(as_ada):
    for function, field in (
        ("administrator", "account.credit_limit"),
        ("marketing", "account.name"),
        ("marketing", "x"),
    ):
        assert as_ada.post(reverse("mask_field"), {"function": function, "field": field}).status_code == 422
    with pytest.raises(RuleBroken):
        mask_field(actor=SYSTEM, function="administrator", kind="account", field="credit_limit")
    assert not FieldMask.objects.exists()
    as_ada.post(reverse("mask_field"), {"function": "marketing", "field": "account.credit_limit"})
    as_ada.post(reverse("unmask_field", args=[FieldMask.objects.get().pk]))
    assert not FieldMask.objects.exists()


def test_nobody_but_an_administrator_decides(clara):
    with pytest.raises(NotAllowed):
        choose_policy(actor=clara, key="separation_of_duties", value="off")
    with pytest.raises(NotAllowed):
        mask_field(actor=clara, function="marketing", kind="account", field="phone")
    assert not Policy.objects.exists()
    assert not FieldMask.objects.exists()


def test_a_tag_is_added_renamed_and_archived(as_ada):
    as_ada.post(reverse("add_tag"), {"kind": "account", "name": " trade  fair "})
    tag = Tag.objects.get()
    assert tag.name == "trade fair"
    assert as_ada.post(reverse("add_tag"), {"kind": "account", "name": "Trade fair"}).status_code == 422
    as_ada.post(reverse("rename_tag", args=[tag.pk]), {"name": "fair 2027"})
    as_ada.post(reverse("archive_tag", args=[tag.pk]))
    tag.refresh_from_db()
    assert (tag.name, tag.archived_at is None) == ("fair 2027", False)


def test_an_own_field_is_added_changed_and_archived(as_ada):
    new = {"kind": "account", "name": "route", "label": "Route", "type": "choice", "choices": "North\nSouth"}
    assert as_ada.post(reverse("add_field"), new | {"name": "Route!"}).status_code == 422
    assert as_ada.post(reverse("add_field"), new).status_code == 302
    field = CustomField.objects.get()
    change = {
        "label": "Delivery route",
        "choices": "North\nSouth\nIsland",
        "position": "3",
        "revision": field.revision,
    }
    assert as_ada.post(reverse("change_field", args=[field.pk]), change).status_code == 302
    field.refresh_from_db()
    assert (field.label, field.choices, field.position) == ("Delivery route", ["North", "South", "Island"], 3)
    assert as_ada.post(reverse("change_field", args=[field.pk]), change).status_code == 422
    as_ada.post(reverse("archive_field", args=[field.pk]))
    assert not CustomField.objects.in_use().exists()


def test_the_rights_are_told_as_they_are(as_ada):
    page = as_ada.get(reverse("settings_rights")).content.decode()
    assert "change company settings" in page
    assert "team" in page


@pytest.mark.parametrize(
    ("country", "currency", "zone", "language"),
    [
        ("PH", "PHP", "Asia/Manila", "en"),
        ("DE", "EUR", "Europe/Berlin", "de"),
        ("VN", "VND", "Asia/Ho_Chi_Minh", "vi"),
        ("ID", "IDR", "Asia/Jakarta", "id"),
        ("US", "USD", "America/New_York", "en"),
        ("", "EUR", "UTC", "en"),
    ],
)
def test_a_country_proposes_what_most_of_its_firms_choose(country, currency, zone, language):
    proposal = proposal_for(country)
    assert (proposal.currency, proposal.timezone, proposal.language) == (currency, zone, language)


def test_every_proposal_is_among_the_choices():
    codes, zones = dict(currency_choices()), dict(zone_choices())
    for country, _name in country_choices():
        proposal = proposal_for(country)
        assert proposal.currency in codes, country
        assert proposal.timezone in zones, country
