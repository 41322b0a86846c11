"""The same key asks for the same thing: it is done once, and answered alike."""

from __future__ import annotations

import threading
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection, transaction

from suki.base.access import SYSTEM, Can, action
from suki.base.history import record
from suki.base.idempotency import fingerprint, forget_old_keys
from suki.base.models import CustomField, Event, IdempotencyKey, User
from suki.kernel.errors import RuleBroken


@action(Can.MANAGE_COMPANY)
def add_field(*, actor, name, label="", **_facts):
    """Adds a field of accounts."""
    field = CustomField.objects.create(kind="account", name=name, label=label)
    record("field added", actor=actor, about=field)
    return field


@action(Can.MANAGE_COMPANY)
def refuse(*, actor):
    """Writes, and then refuses."""
    record("tried", actor=actor)
    raise RuleBroken("Not today.")


@action(Can.MANAGE_COMPANY)
def count(*, actor):
    """Answers with a number."""
    record("counted", actor=actor)
    return 7


@pytest.mark.django_db
def test_asked_twice_it_is_done_once_and_answers_with_the_same_row():
    first = add_field(actor=SYSTEM, name="size", label="Größe", idempotency_key="k1")
    again = add_field(actor=SYSTEM, label="Größe", name="size", idempotency_key="k1")

    assert again == first
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_a_number_and_nothing_are_answers_too():
    assert [count(actor=SYSTEM, idempotency_key="k1") for _ in range(2)] == [7, 7]
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_without_a_key_it_is_done_each_time():
    assert [count(actor=SYSTEM) for _ in range(2)] == [7, 7]
    assert Event.objects.count() == 2
    assert not IdempotencyKey.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("other", [{"name": "colour"}, {"name": "size", "label": "x"}])
def test_the_same_key_for_something_else_is_refused(other):
    add_field(actor=SYSTEM, name="size", idempotency_key="k1")
    with pytest.raises(RuleBroken, match="“k1” was used before, for something else"):
        add_field(actor=SYSTEM, idempotency_key="k1", **other)
    with pytest.raises(RuleBroken, match="was used before"):
        count(actor=SYSTEM, idempotency_key="k1")

    assert CustomField.objects.count() == 1


@pytest.mark.django_db
def test_each_actor_has_keys_of_their_own(monkeypatch):
    monkeypatch.setattr("suki.base.access.can", lambda actor, capability: True)
    ana = User.objects.create(email="ana@example.com")
    count(actor=ana, idempotency_key="k1")
    count(actor=SYSTEM, idempotency_key="k1")

    assert Event.objects.count() == 2


@pytest.mark.django_db
def test_what_was_refused_may_be_asked_again_under_the_same_key():
    for _ in range(2):
        with pytest.raises(RuleBroken, match="Not today"):
            refuse(actor=SYSTEM, idempotency_key="k1")

    assert not Event.objects.exists()
    assert not IdempotencyKey.objects.exists()


@pytest.mark.django_db
def test_an_answer_that_has_been_removed_since_is_not_made_again():
    add_field(actor=SYSTEM, name="size", idempotency_key="k1").delete()
    with pytest.raises(RuleBroken, match="has been removed since"):
        add_field(actor=SYSTEM, name="size", idempotency_key="k1")

    assert not CustomField.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("key", ["", "x" * 121])
def test_a_key_that_is_too_long_or_empty_is_refused(key):
    with pytest.raises(RuleBroken, match="1 to 120 characters"):
        count(actor=SYSTEM, idempotency_key=key)

    assert not Event.objects.exists()


def test_who_asks_while_the_first_is_at_work_waits_and_gets_its_answer(own):
    answers: list[int] = []

    def ask() -> None:
        answers.append(add_field(actor=SYSTEM, name="size", idempotency_key="k1").pk)
        connection.close()

    second = threading.Thread(target=ask)
    with transaction.atomic():
        answers.append(add_field(actor=SYSTEM, name="size", idempotency_key="k1").pk)
        second.start()
        _wait_until_somebody_waits()
        assert len(answers) == 1
    second.join()

    assert answers[0] == answers[1]
    assert Event.objects.count() == 1


@pytest.mark.django_db
def test_old_keys_are_forgotten():
    count(actor=SYSTEM, idempotency_key="old")
    count(actor=SYSTEM, idempotency_key="new")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE base_idempotencykey SET at = at - interval '31 days' WHERE key = 'old'")
    forget_old_keys()

    assert [key.key for key in IdempotencyKey.objects.all()] == ["new"]


def test_the_fingerprint_sees_values_and_not_how_they_are_written():
    row = CustomField(pk=4)
    given = {
        "day": date(2026, 1, 5),
        "amount": Decimal("1.50"),
        "row": row,
        "names": ["a", "b"],
        "one_of": {1, 2},
    }
    same = {
        "one_of": {2, 1},
        "names": ("a", "b"),
        "row": CustomField(pk=4),
        "amount": Decimal("1.5"),
        "day": date(2026, 1, 5),
    }

    assert fingerprint("x", given) == fingerprint("x", same)
    assert fingerprint("x", given) != fingerprint("x", {**given, "names": ["b", "a"]})
    with pytest.raises(TypeError):
        fingerprint("x", {"lines": iter([])})


def _wait_until_somebody_waits() -> None:
    """Until the database says so: no clock decides."""
    waiting = 0
    with connection.cursor() as cursor:
        while not waiting:
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            (waiting,) = cursor.fetchone()
