"""Values are edited where they stand: checked, guarded by the revision, kept in history, and taken back with Undo."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from suki.apps.accounts.models import Account, LifecycleChange
from suki.apps.company.settings.actions import mask_field
from suki.base.access import SYSTEM, Can
from suki.base.custom_fields import add_custom_field
from suki.base.editing import changing, editable
from suki.base.history import events_about
from suki.kernel.errors import NotAllowed, Stale

pytestmark = pytest.mark.django_db


def edit(account, field):
    return reverse("edit_field", args=["account", account.pk, field])


def undo_of(account, field, revision):
    return reverse("undo_edit", args=["account", account.pk, field, revision])


def save(client, account, field, value, **more):
    account.refresh_from_db()
    given = {"value": value, "revision": account.revision, **more}
    return client.post(edit(account, field), given, headers={"HX-Request": "true"})


@pytest.fixture
def as_ana(client, ana, sonne):
    client.force_login(ana)
    return client


def test_the_small_form_comes_alone_and_as_a_page_of_its_own(as_ana, sonne):
    part = as_ana.get(edit(sonne, "phone"), headers={"HX-Request": "true"}).content.decode()
    assert part.startswith("<form")
    page = as_ana.get(edit(sonne, "phone")).content.decode()
    assert "<h1" in page


def test_a_value_is_saved_with_before_and_after_in_the_journal(as_ana, ana, sonne):
    answer = save(as_ana, sonne, "industry", "Bakery")
    assert answer.status_code == 200
    assert "Bakery" in answer.content.decode()
    sonne.refresh_from_db()
    assert (sonne.industry, sonne.revision) == ("Bakery", 2)
    event = events_about(sonne).first()
    assert (event.name, event.actor) == ("account changed", ana)
    assert event.facts == {"changes": {"industry": ["", "Bakery"]}}


def test_without_scripts_it_goes_back_to_the_row(as_ana, sonne):
    answer = as_ana.post(edit(sonne, "industry"), {"value": "Bakery", "revision": sonne.revision})
    assert answer.headers["Location"] == reverse("account", args=[sonne.pk])


def test_the_toast_offers_undo_which_puts_the_old_value_back(as_ana, sonne):
    save(as_ana, sonne, "industry", "Bakery")
    answer = save(as_ana, sonne, "industry", "Retail")
    assert undo_of(sonne, "industry", 2) in answer.headers["HX-Trigger"]
    assert as_ana.post(undo_of(sonne, "industry", 2)).status_code == 302
    sonne.refresh_from_db()
    assert sonne.industry == "Bakery"


def test_undo_reaches_a_change_though_other_fields_were_changed_since(as_ana, sonne):
    save(as_ana, sonne, "industry", "Bakery")
    save(as_ana, sonne, "city", "Kiel")
    as_ana.post(undo_of(sonne, "industry", 1))
    sonne.refresh_from_db()
    assert (sonne.industry, sonne.city) == ("", "Kiel")


def test_undo_leaves_alone_what_somebody_has_changed_again(as_ana, sonne):
    save(as_ana, sonne, "industry", "Bakery")
    save(as_ana, sonne, "industry", "Retail")
    as_ana.post(undo_of(sonne, "industry", 1))
    sonne.refresh_from_db()
    assert sonne.industry == "Retail"


def test_undo_of_what_never_was_does_not_exist(as_ana, sonne):
    assert as_ana.post(undo_of(sonne, "industry", 41)).status_code == 404
    assert as_ana.get(undo_of(sonne, "industry", 1)).status_code == 405


def test_an_unchanged_value_leaves_no_trace(as_ana, sonne):
    save(as_ana, sonne, "industry", "")
    sonne.refresh_from_db()
    assert sonne.revision == 1
    assert "account changed" not in set(events_about(sonne).values_list("name", flat=True))


def test_who_was_slower_sees_both_values_and_can_mean_it(as_ana, sonne):
    save(as_ana, sonne, "industry", "Bakery")
    answer = as_ana.post(
        edit(sonne, "industry"), {"value": "Retail", "revision": 1}, headers={"HX-Request": "true"}
    )
    assert answer.status_code == 422
    said = answer.content.decode()
    assert "Bakery" in said
    assert 'value="Retail"' in said
    assert 'value="2"' in said
    sonne.refresh_from_db()
    assert sonne.industry == "Bakery"
    save(as_ana, sonne, "industry", "Retail")
    sonne.refresh_from_db()
    assert sonne.industry == "Retail"


def test_a_wrong_value_is_said_at_the_field_and_nothing_changes(as_ana, sonne):
    for field, wrong in (
        ("email", "nonsense"),
        ("name", ""),
        ("since", "31.31.2020"),
        ("payment_days", "-3"),
    ):
        assert save(as_ana, sonne, field, wrong).status_code == 422, field
    sonne.refresh_from_db()
    assert (sonne.revision, sonne.name, sonne.email) == (1, "Sonnenhof GmbH", "")


def test_days_numbers_and_choices_are_read_as_the_reader_writes_them(as_ana, sonne):
    save(as_ana, sonne, "since", "2019-05-14")
    save(as_ana, sonne, "payment_days", "45")
    save(as_ana, sonne, "country", "VN")
    sonne.refresh_from_db()
    assert (sonne.since, sonne.payment_days, sonne.country) == (date(2019, 5, 14), 45, "VN")


def test_the_name_stays_sortable_and_findable_when_it_is_changed(as_ana, sonne):
    save(as_ana, sonne, "name", "Ökohof Müller")
    assert "okohof muller" in Account.objects.get(pk=sonne.pk).search_form


def test_the_lifecycle_changes_by_its_own_action_with_day_and_reason(as_ana, sonne):
    answer = save(
        as_ana, sonne, "lifecycle", "key_account", since="2026-03-01", reason="signed for three years"
    )
    assert answer.status_code == 200
    change = LifecycleChange.objects.filter(account=sonne).latest("pk")
    assert (change.lifecycle, change.since, change.reason) == (
        "key_account", date(2026, 3, 1), "signed for three years",
    )  # fmt: skip
    as_ana.post(undo_of(sonne, "lifecycle", 1))
    sonne.refresh_from_db()
    assert sonne.lifecycle == "customer"
    assert LifecycleChange.objects.filter(account=sonne).count() == 3


def test_a_field_of_the_firms_own_is_edited_by_its_type(as_ana, sonne):
    add_custom_field(actor=SYSTEM, kind="account", name="beds", label="Beds", type="number")
    assert save(as_ana, sonne, "x_beds", "many").status_code == 422
    assert save(as_ana, sonne, "x_beds", "1,250").status_code == 200
    sonne.refresh_from_db()
    assert sonne.extra == {"beds": "1250"}
    as_ana.post(undo_of(sonne, "x_beds", 1))
    sonne.refresh_from_db()
    assert sonne.extra == {}


def test_a_choice_and_a_day_of_the_firms_own_are_chosen(as_ana, sonne):
    add_custom_field(
        actor=SYSTEM, kind="account", name="ring", label="Ring", type="choice", choices=["A", "B"]
    )
    add_custom_field(actor=SYSTEM, kind="account", name="audit", label="Audit", type="date")
    add_custom_field(actor=SYSTEM, kind="account", name="vat", label="VAT", type="yes_no")
    save(as_ana, sonne, "x_ring", "B")
    save(as_ana, sonne, "x_audit", "2026-02-03")
    save(as_ana, sonne, "x_vat", "true")
    sonne.refresh_from_db()
    assert sonne.extra == {"ring": "B", "audit": "2026-02-03", "vat": True}
    assert save(as_ana, sonne, "x_ring", "C").status_code == 422
    assert 'value="2026-02-03"' in as_ana.get(edit(sonne, "x_audit")).content.decode()


def test_what_is_personal_stays_out_of_the_journal(as_ana, sonne):
    Account.objects.filter(pk=sonne.pk).update(kind="person")
    save(as_ana, sonne, "email", "erika@example.org")
    assert events_about(sonne).first().facts == {"changes": {"email": None}}
    assert "erika" not in as_ana.get(reverse("timeline", args=["account", sonne.pk])).content.decode()


def test_who_may_only_see_may_not_edit_and_nothing_changes(client, finn, sonne):
    client.force_login(finn)
    assert client.get(edit(sonne, "phone")).status_code == 403
    assert client.post(edit(sonne, "phone"), {"value": "1", "revision": 1}).status_code == 403
    with pytest.raises(NotAllowed):
        changing(Can.EDIT_ACCOUNTS)(actor=finn, row=sonne, values={"phone": "1"})
    sonne.refresh_from_db()
    assert (sonne.phone, sonne.revision) == ("", 1)


def test_what_one_may_not_see_cannot_be_edited(client, bayu, sonne):
    client.force_login(bayu)
    assert client.get(edit(sonne, "phone")).status_code == 404
    assert client.post(edit(sonne, "phone"), {"value": "1", "revision": 1}).status_code == 404
    assert client.post(undo_of(sonne, "phone", 1)).status_code == 404
    with pytest.raises(Account.DoesNotExist):
        changing(Can.EDIT_ACCOUNTS)(actor=bayu, row=sonne, values={"phone": "1"})
    sonne.refresh_from_db()
    assert sonne.revision == 1


def test_a_hidden_field_cannot_be_read_or_edited(as_ana, sonne):
    save(as_ana, sonne, "phone", "+49 30 1234567")
    mask_field(actor=SYSTEM, function="account_manager", kind="account", field="phone")
    assert as_ana.get(edit(sonne, "phone")).status_code == 404
    for name in ("timeline", "history", "details"):
        assert "1234567" not in as_ana.get(reverse(name, args=["account", sonne.pk])).content.decode()


def test_a_field_that_no_room_opened_does_not_exist(as_ana, sonne):
    for field in ("merged_into", "id", "sort_key", "x_nothing", "revision"):
        assert as_ana.get(edit(sonne, field)).status_code == 404
    assert as_ana.get(reverse("edit_field", args=["user", 1, "email"])).status_code == 404


def test_the_action_itself_refuses_a_stale_revision(ana, sonne):
    changing(Can.EDIT_ACCOUNTS)(actor=ana, row=sonne, values={"city": "Kiel"}, revision=1)
    with pytest.raises(Stale):
        changing(Can.EDIT_ACCOUNTS)(actor=ana, row=sonne, values={"city": "Bonn"}, revision=1)
    sonne.refresh_from_db()
    assert sonne.city == "Kiel"


def test_the_history_shows_before_and_after_who_and_when(as_ana, sonne):
    save(as_ana, sonne, "industry", "Bakery")
    save(as_ana, sonne, "credit_limit", "12000.50")
    page = as_ana.get(reverse("history", args=["account", sonne.pk]))
    shown = page.context["changes"]
    assert [(change.by, [(f.label, f.before, f.after) for f in change.fields]) for change in shown] == [
        ("Ana Reyes", [("Credit limit", "–", "12,000.5")]),
        ("Ana Reyes", [("Industry", "–", "Bakery")]),
    ]
    assert shown[0].at.date() == timezone.localdate()


def test_the_history_of_many_changes_comes_page_by_page(as_ana, sonne):
    from suki.base.about.changes import changes_of

    for number in range(7):
        save(as_ana, sonne, "industry", f"Trade {number}")
    sonne.refresh_from_db()
    seen, before = [], None
    for _page in range(4):
        found = changes_of(SYSTEM, sonne, before=before, count=2)
        seen += [change.fields[0].after for change in found.shown]
        before = found.next
    assert seen == [f"Trade {number}" for number in reversed(range(7))]
    assert before is None


def test_amounts_in_the_form_are_decimals(as_ana, sonne):
    save(as_ana, sonne, "credit_limit", "0.10")
    assert Account.objects.get(pk=sonne.pk).credit_limit == Decimal("0.1")


def test_every_editable_field_knows_its_name_and_form(sonne):
    from suki.base.editing import editables_of
    from suki.base.pages import kinds

    for kind in kinds():
        for held in editables_of(kind):
            assert editable(kind, held.name) is held
            assert held.title
