"""Every change and deletion leaves what was there before, whoever made it and however."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.http import HttpResponse
from django.test import RequestFactory

from suki.base.access import SYSTEM
from suki.base.history import HistoryMiddleware, changing_as, events_about, record
from suki.base.models import CustomField, User
from suki.kernel.errors import Stale

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana() -> User:
    return User.objects.create(email="ana@example.com")


@pytest.fixture
def field() -> CustomField:
    return CustomField.objects.create(kind="account", name="size", label="Size")


def by_orm(field: CustomField) -> None:
    field.label = "Headcount"
    field.save()


def by_queryset(field: CustomField) -> None:
    CustomField.objects.filter(pk=field.pk).update(label="Headcount")


def by_bulk(field: CustomField) -> None:
    field.label = "Headcount"
    CustomField.objects.bulk_update([field], ["label"])


def by_sql(field: CustomField) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_customfield SET label = 'Headcount' WHERE id = %s", [field.pk])


def delete_by_orm(field: CustomField) -> None:
    CustomField.objects.get(pk=field.pk).delete()


def delete_by_queryset(field: CustomField) -> None:
    CustomField.objects.filter(pk=field.pk).delete()


def delete_by_sql(field: CustomField) -> None:
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM base_customfield WHERE id = %s", [field.pk])


@pytest.mark.parametrize("change", [by_orm, by_queryset, by_bulk, by_sql])
def test_a_change_leaves_the_row_as_it_was_and_raises_its_revision(ana, field, change):
    with changing_as(ana, url="/fields/1/"):
        change(field)

    image = CustomField.history.rel.related_model.objects.get()
    assert (image.pgh_obj_id, image.label, image.revision, image.pgh_label) == (field.pk, "Size", 1, "update")
    assert image.pgh_context.metadata == {"actor": ana.pk, "url": "/fields/1/"}
    field.refresh_from_db()
    assert (field.label, field.revision) == ("Headcount", 2)


@pytest.mark.parametrize("delete", [delete_by_orm, delete_by_queryset, delete_by_sql])
def test_a_deletion_leaves_the_row_as_it_was(ana, field, delete):
    with changing_as(ana):
        delete(field)

    image = CustomField.history.rel.related_model.objects.get()
    assert (image.pgh_obj_id, image.label, image.pgh_label) == (field.pk, "Size", "delete")
    assert image.pgh_context.metadata == {"actor": ana.pk}
    assert not CustomField.objects.exists()


def test_many_rows_changed_at_once_leave_an_image_each(field):
    CustomField.objects.bulk_create(CustomField(kind="order", name=f"n{n}", label="x") for n in range(50))
    CustomField.objects.update(position=7)

    assert CustomField.history.rel.related_model.objects.count() == 51
    assert set(CustomField.objects.values_list("revision", flat=True)) == {2}


def test_a_save_that_changes_nothing_leaves_nothing(field):
    field.save()
    field.refresh_from_db()

    assert field.revision == 1
    assert not field.history.exists()


def test_a_new_row_needs_no_image(field):
    assert not field.history.exists()


def test_a_request_that_changes_something_names_the_person_and_the_page(ana, field):
    def change(request):
        by_queryset(field)
        return HttpResponse()

    request = RequestFactory().post("/fields/1/")
    request.user = ana
    HistoryMiddleware(change)(request)

    assert field.history.get().pgh_context.metadata == {"actor": ana.pk, "url": "/fields/1/"}


def test_a_change_before_anybody_signed_in_names_the_page_alone(field):
    request = RequestFactory().post("/sign-in/")
    request.user = AnonymousUser()
    HistoryMiddleware(lambda _: by_sql(field) or HttpResponse())(request)

    assert field.history.get().pgh_context.metadata == {"actor": None, "url": "/sign-in/"}


def test_a_stale_revision_is_refused_with_both_values(field):
    mine = CustomField.objects.get(pk=field.pk)
    CustomField.objects.filter(pk=field.pk).update(label="Size {m²}")

    with pytest.raises(Stale, match=r"changed “Size \{m²\}” in") as refused:
        CustomField.objects.locked(field.pk, revision=mine.revision)
    assert refused.value.values["current"].label == "Size {m²}"
    assert CustomField.objects.locked(field.pk, revision=2).label == "Size {m²}"


def test_the_journal_tells_what_happened_to_a_row_newest_first(ana, field):
    record("field added", actor=ana, about=field, label="Size")
    record("field renamed", actor=SYSTEM, about=field)
    record("something else", actor=ana)

    told = [(event.name, event.actor, event.facts) for event in events_about(field)]
    assert told == [("field renamed", None, {}), ("field added", ana, {"label": "Size"})]
