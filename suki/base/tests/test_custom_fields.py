"""Fields of the firm's own: typed, kept in one way, shown in each language."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest
from django.apps import apps
from django.utils import translation

from suki.base import custom_fields
from suki.base.access import SYSTEM
from suki.base.custom_fields import (
    add_custom_field,
    archive_custom_field,
    change_custom_field,
    changed,
    clean,
    column_of,
    fields_of,
    read,
    shown,
    typed,
)
from suki.base.models import CustomField
from suki.kernel.errors import BadInput, RuleBroken, Stale

Account = apps.get_model("accounts", "account")


def field(type: str, **facts) -> CustomField:
    return CustomField(kind="account", name="size", label="Size", type=type, **facts)


NUMBER, DATE, YES_NO, TEXT = (field(type) for type in ("number", "date", "yes_no", "text"))
CHOICE = field("choice", choices=["Gold", "Silber"])


@pytest.mark.parametrize(
    ("kept_by", "text", "language", "value"),
    [
        (NUMBER, "1.234,5", "de", "1234.5"),
        (NUMBER, "1,234.50", "en", "1234.5"),
        (NUMBER, "1.234", "de", "1234"),
        (NUMBER, "1.234", "en", "1.234"),
        (NUMBER, "12.5", "de", "12.5"),
        (NUMBER, "12,5", "vi", "12.5"),
        (NUMBER, "−7", "id", "-7"),
        (NUMBER, "100", "fil", "100"),
        (NUMBER, "0.00", "en", "0"),
        (DATE, "2026-01-05", "de", "2026-01-05"),
        (DATE, "5.1.2026", "de", "2026-01-05"),
        (DATE, "05/01/2026", "vi", "2026-01-05"),
        (DATE, "01/05/2026", "en", "2026-01-05"),
        (YES_NO, "Ja", "de", True),
        (YES_NO, "không", "vi", False),
        (YES_NO, "oo", "fil", True),
        (CHOICE, "gold", "de", "Gold"),
        (TEXT, "  Ánh ", "vi", "Ánh"),
        (NUMBER, "  ", "en", None),
    ],
)
def test_what_is_typed_is_kept_in_one_way(kept_by, text, language, value):
    assert read(kept_by, text, language) == value


@pytest.mark.parametrize(
    ("kept_by", "text"),
    [
        (NUMBER, "12,5"),
        (NUMBER, "1,23,456"),
        (NUMBER, "NaN"),
        (NUMBER, "1e5"),
        (NUMBER, "9" * 31),
        (DATE, "2026-02-30"),
        (DATE, "13/13/2026"),
        (DATE, "tomorrow"),
        (YES_NO, "perhaps"),
        (CHOICE, "Bronze"),
        (TEXT, "x" * 10_001),
    ],
)
def test_what_does_not_fit_is_refused_with_what_is_wanted(kept_by, text):
    with pytest.raises(RuleBroken, match=r"^Size: “.*” is not "):
        read(kept_by, text, "en")


def test_a_programs_value_has_to_have_the_fields_type():
    assert clean(NUMBER, Decimal("2.50")) == "2.5"
    assert clean(NUMBER, 3) == "3"
    assert clean(DATE, date(2026, 1, 5)) == "2026-01-05"
    assert clean(YES_NO, False) is False
    for wrong_field, wrong in [
        (NUMBER, 2.5),
        (NUMBER, True),
        (DATE, datetime(2026, 1, 5)),
        (TEXT, 7),
        (YES_NO, 1),
    ]:
        with pytest.raises(RuleBroken):
            clean(wrong_field, wrong)


def test_a_kept_value_is_shown_in_the_readers_language():
    with translation.override("de"):
        assert shown(NUMBER, "1234.5") == "1.234,5"
    with translation.override("en"):
        assert (shown(DATE, "2026-01-05"), shown(YES_NO, True), shown(TEXT, None)) == (
            "5 Jan 2026",
            "yes",
            "–",
        )


@pytest.mark.django_db
def test_a_field_added_by_the_administrator_is_filled_in_and_kept_in_history():
    add_custom_field(actor=SYSTEM, kind="account", name="size", label="Size", type="number")
    account = Account.objects.create(name="Mai Foods")
    account.extra = changed("account", account.extra, {"size": "12.50"})
    account.save()
    account.extra = changed("account", account.extra, {"size": None})
    account.save()

    assert account.extra == {}
    assert account.history.get(revision=2).extra == {"size": "12.5"}


@pytest.mark.django_db
def test_every_wrong_field_is_named():
    add_custom_field(actor=SYSTEM, kind="account", name="size", label="Size", type="number")
    with pytest.raises(BadInput) as refused:
        changed("account", {}, {"size": "big", "colour": "red"})

    assert [str(problem) for problem in refused.value.problems] == [
        "size: Size: “big” is not a number such as 1,234.5.",
        "colour: There is no field “colour”.",
    ]


@pytest.mark.django_db
def test_rows_are_filtered_and_sorted_by_the_fields_type():
    size = add_custom_field(actor=SYSTEM, kind="account", name="size", label="Size", type="number")
    for name, value in [("A", "9"), ("B", "10.5"), ("C", "many"), ("D", None)]:
        Account.objects.create(name=name, extra={} if value is None else {"size": value})
    accounts = Account.objects.annotate(size=typed(size))

    assert list(accounts.filter(size__gt=5).order_by("size").values_list("name", "size")) == [
        ("A", Decimal(9)),
        ("B", Decimal("10.5")),
    ]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("type", "low", "high"),
    [("date", "2025-12-31", "2026-01-01"), ("yes_no", False, True), ("text", "a", "b")],
)
def test_each_type_is_a_column(type, low, high):
    made = add_custom_field(actor=SYSTEM, kind="account", name="it", label="It", type=type)
    for value in (high, low):
        Account.objects.create(name=str(value), extra={"it": value})

    names = Account.objects.annotate(it=typed(made)).order_by("it").values_list("name", flat=True)
    assert list(names) == [str(low), str(high)]


@pytest.mark.django_db
def test_fields_come_in_the_administrators_order_and_archived_ones_do_not():
    for name, position in [("b", 2), ("a", 2), ("c", 1)]:
        add_custom_field(actor=SYSTEM, kind="account", name=name, label=name, position=position)
    gone = add_custom_field(actor=SYSTEM, kind="account", name="d", label="d")
    archive_custom_field(actor=SYSTEM, field=gone)

    assert [column_of(field) for field in fields_of("account")] == ["x_c", "x_a", "x_b"]
    with pytest.raises(BadInput):
        changed("account", {}, {"d": "x"})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"kind": "customfield"}, "no fields of the firm's own"),
        ({"name": "Größe"}, "small letters"),
        ({"name": "size"}, "already"),
        ({"type": "choice"}, "at least one choice"),
        ({"type": "choice", "choices": ["a", "a "]}, "twice"),
    ],
)
def test_a_field_that_cannot_work_is_refused(facts, sentence):
    add_custom_field(actor=SYSTEM, kind="account", name="size", label="Size")
    with pytest.raises(RuleBroken, match=sentence):
        add_custom_field(actor=SYSTEM, **{"kind": "account", "name": "other", "label": "x", **facts})

    assert CustomField.objects.count() == 1


@pytest.mark.django_db
def test_label_and_choices_change_and_the_type_does_not():
    made = add_custom_field(
        actor=SYSTEM, kind="account", name="rank", label="Rank", type="choice", choices=["A"]
    )
    change_custom_field(actor=SYSTEM, field=made, revision=1, label="Class", choices=["A", "B"])
    with pytest.raises(RuleBroken, match="type of a field stays"):
        change_custom_field(actor=SYSTEM, field=made, type="text")
    with pytest.raises(Stale):
        change_custom_field(actor=SYSTEM, field=made, revision=1, label="x")

    made.refresh_from_db()
    assert (made.label, made.choices, made.type) == ("Class", ["A", "B"], "choice")


def test_documents_people_and_products_may_have_fields_of_their_own():
    assert {"account", "contact", "person", "product", "order", "invoice", "payment"} <= set(
        custom_fields.kinds()
    )
