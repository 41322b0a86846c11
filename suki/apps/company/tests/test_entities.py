"""Further legal entities in the settings: added, changed as far as their ledger leaves it open, chosen as default."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from suki.apps.company.models import Currency, FiscalCut, LegalEntity
from suki.apps.company.queries import default_entity
from suki.apps.company.settings.entities import add_entity, change_entity, choose_default_entity
from suki.apps.ledger.actions import NewLine, post_lines
from suki.base.access import SYSTEM
from suki.base.models import Event
from suki.kernel.errors import NotAllowed, RuleBroken

VIETNAM = {
    "code": "VN", "name": "Habi Việt Nam", "country": "VN", "tax_number": "", "currency": "VND", "timezone": "Asia/Ho_Chi_Minh",
    "language": "vi", "fiscal_pattern": "months", "fiscal_start": "1", "fiscal_week_end": "saturday", "fiscal_rule": "last",
    "fiscal_name_by": "end",
}  # fmt: skip
BY_WEEKS = {"fiscal_pattern": "445", "fiscal_week_end": "sunday"}


@pytest.fixture
def vietnam(entity):
    return add_entity(
        actor=SYSTEM, code="VN", name="Habi Việt Nam", currency="VND", timezone="Asia/Ho_Chi_Minh"
    )


@pytest.fixture
def with_a_line(vietnam, sonne):
    line = NewLine(
        entity_id=vietnam.pk, kind="invoiced", day=date(2026, 3, 2), sold_to_id=sonne.pk, bill_to_id=sonne.pk,
        currency="VND", net=Decimal(1), room="billing", document_id=1,
    )  # fmt: skip
    post_lines(actor=SYSTEM, lines=[line])
    return vietnam


def address_of(entity):
    return reverse("change_entity", args=[entity.pk])


def test_a_legal_entity_is_added_with_its_currency_and_calendar(as_ada):
    assert as_ada.post(reverse("add_entity"), VIETNAM | BY_WEEKS).status_code == 302
    added = LegalEntity.objects.get(code="VN")
    assert (added.name, added.currency, added.is_default) == ("Habi Việt Nam", "VND", False)
    assert Currency.objects.filter(code="VND").exists()
    assert FiscalCut.objects.filter(entity=added).exists()
    assert "Habi Việt Nam" in as_ada.get(reverse("settings_entities")).content.decode()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"code": "main"}, "There is a legal entity main already."),
        ({"code": ""}, "required"),
        ({"name": ""}, "required"),
        ({"currency": "XXX"}, "valid choice"),
        ({"timezone": "Mars/Base"}, "valid choice"),
        ({"fiscal_start": "13"}, "valid choice"),
    ],
)
def test_what_no_entity_can_be_is_refused(as_ada, changed, sentence):
    answer = as_ada.post(reverse("add_entity"), VIETNAM | changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert LegalEntity.objects.count() == 1


def test_an_entity_is_changed_once_by_those_who_saw_its_last_state(as_ada, vietnam):
    change = VIETNAM | {"name": "Habi Saigon", "revision": vietnam.revision}
    assert as_ada.post(address_of(vietnam), change).status_code == 302
    assert LegalEntity.objects.get(pk=vietnam.pk).name == "Habi Saigon"
    assert as_ada.post(address_of(vietnam), change | {"name": "Habi Huế"}).status_code == 422
    assert LegalEntity.objects.get(pk=vietnam.pk).name == "Habi Saigon"
    assert Event.objects.filter(name="legal entity settled", about_id=vietnam.pk).exists()


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [({"currency": "EUR"}, "already keeps its ledger in VND"), (BY_WEEKS, "before the first ledger line")],
)
def test_what_a_ledger_is_built_on_stays_once_it_has_a_line(as_ada, with_a_line, changed, sentence):
    answer = as_ada.post(address_of(with_a_line), VIETNAM | {"revision": with_a_line.revision} | changed)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    kept = LegalEntity.objects.get(pk=with_a_line.pk)
    assert (kept.currency, kept.fiscal_pattern) == ("VND", "months")
    assert not FiscalCut.objects.exists()


def test_the_periods_are_shown_as_the_form_would_cut_them(as_ada, vietnam):
    shown = as_ada.get(
        address_of(vietnam), VIETNAM | BY_WEEKS, headers={"hx-request": "true"}
    ).content.decode()
    assert '<td class="num">5</td>' in shown
    assert "<html" not in shown
    assert not FiscalCut.objects.exists()


def test_one_entity_is_the_default(as_ada, entity, vietnam):
    assert as_ada.post(reverse("choose_default_entity", args=[vietnam.pk])).status_code == 302
    assert default_entity() == vietnam
    assert as_ada.post(reverse("choose_default_entity", args=[vietnam.pk])).status_code == 302
    assert Event.objects.filter(name="default entity chosen").count() == 1
    LegalEntity.objects.filter(pk=entity.pk).update(archived_at="2026-01-01T00:00Z")
    with pytest.raises(RuleBroken, match="archived"):
        choose_default_entity(actor=SYSTEM, entity=entity)
    assert default_entity() == vietnam


def test_nobody_but_an_administrator_founds_or_changes_an_entity(client, clara, vietnam):
    client.force_login(clara)
    for address in (
        reverse("add_entity"),
        address_of(vietnam),
        reverse("choose_default_entity", args=[vietnam.pk]),
    ):
        assert client.post(address, VIETNAM).status_code == 403
    for act in (
        lambda: add_entity(actor=clara, code="X", name="X", currency="EUR"),
        lambda: change_entity(actor=clara, entity=vietnam, name="X"),
        lambda: choose_default_entity(actor=clara, entity=vietnam),
    ):
        with pytest.raises(NotAllowed):
            act()
    assert list(LegalEntity.objects.order_by("pk").values_list("name", "is_default")) == [
        ("Habi", True),
        ("Habi Việt Nam", False),
    ]
