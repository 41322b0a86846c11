"""Whatever is about a human being is marked as such, wherever copies of it lie."""

from __future__ import annotations

import pytest
from django.apps import apps

from suki.base.models import CustomField
from suki.base.personal import declared_by, personal_fields

TELLING = {
    "email",
    "phone",
    "given_name",
    "family_name",
    "birthday",
    "mobile",
    "ip",
    "ip_address",
    "username",
}


def test_every_table_with_a_mail_address_a_phone_or_a_given_name_says_what_is_personal():
    silent = [
        model._meta.label
        for model in apps.get_models()
        if not hasattr(model, "pgh_tracked_model")
        and {field.name for field in model._meta.get_fields()} & (TELLING - set(declared_by(model)))
    ]

    assert silent == []


def test_every_personal_field_is_a_field():
    for model in apps.get_models():
        if not hasattr(model, "pgh_tracked_model"):
            assert set(declared_by(model)) <= {field.name for field in model._meta.get_fields()}


@pytest.mark.django_db
def test_copies_in_history_sort_keys_and_search_forms_are_found_too():
    found = {personal.model._meta.label: personal for personal in personal_fields()}

    assert {"name", "email", "phone", "sort_key", "search_form"} <= set(found["people.Person"].fields)
    images = [
        personal for personal in found.values() if personal.copy_of is apps.get_model("people", "person")
    ]
    assert len(images) == 1
    assert {"name", "email", "sort_key", "search_form"} <= set(images[0].fields)


@pytest.mark.django_db
def test_a_custom_field_marked_personal_is_found_in_rows_and_history():
    CustomField.objects.create(kind="product", name="inventor", label="Inventor", is_personal=True)
    CustomField.objects.create(kind="product", name="colour", label="Colour")
    product = apps.get_model("catalog", "product")
    found = [personal for personal in personal_fields() if product in (personal.model, personal.copy_of)]

    assert [(personal.fields, personal.custom) for personal in found] == [((), ("inventor",))] * 2
