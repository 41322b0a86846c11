"""Numbers of documents have no gaps, whatever happens to those who take them."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.db import connection, transaction

from suki.base.models import Event, NumberSeries
from suki.base.numbering import next_free_number, next_number, next_numbers
from suki.base.tests.own_database import kill, next_line, python

TAKE_AND_HOLD = """
import sys
from django.db import transaction
from suki.base.access import SYSTEM
from suki.base.history import record
from suki.base.numbering import next_number
with transaction.atomic():
    record("numbered", actor=SYSTEM, number=next_number("invoice"))
    print("holds", flush=True)
    sys.stdin.readline()
"""


@pytest.mark.django_db
def test_numbers_follow_each_other_per_series_and_scope():
    assert next_number("invoice", scope="de", pattern="DE-{number:04d}") == "DE-0001"
    assert next_number("invoice", scope="de") == "DE-0002"
    assert next_number("invoice", scope="vn", day=date(2026, 3, 1), pattern="{day:%Y}/{number}") == "2026/1"
    assert next_numbers("invoice", 3, scope="de") == ["DE-0003", "DE-0004", "DE-0005"]


@pytest.mark.django_db
def test_numbers_that_documents_bear_already_are_passed_over_and_no_other():
    borne = {f"{number:05d}" for number in (1, 2, 3, 5, *range(7, 400))}

    def take() -> str:
        return next_free_number("invoice", taken=lambda numbers: borne.intersection(numbers))

    assert [take() for _number in range(4)] == ["00004", "00006", "00400", "00401"]
    assert next_number("invoice") == "00402"


@pytest.mark.django_db
def test_a_document_that_is_given_up_leaves_no_gap():
    next_number("invoice")
    with pytest.raises(ValueError), transaction.atomic():
        next_numbers("invoice", 7)
        raise ValueError

    assert next_number("invoice") == "00002"


def test_a_number_is_taken_only_inside_the_transaction_that_uses_it(own):
    with pytest.raises(RuntimeError, match="inside the transaction"):
        next_number("invoice")

    assert not NumberSeries.objects.exists()


def test_whoever_comes_second_waits_and_gets_the_next_number(own):
    taken: list[str] = []
    in_transaction = threading.Barrier(2)

    def take() -> None:
        in_transaction.wait()
        for _ in range(20):
            with transaction.atomic():
                taken.append(next_number("invoice"))
        connection.close()

    threads = [threading.Thread(target=take) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(taken) == [f"{number:05d}" for number in range(1, 41)]


def test_a_process_killed_while_it_holds_the_counter_leaves_no_gap(own):
    holder = python(own.conninfo, own.folder, TAKE_AND_HOLD)
    assert next_line(holder) == "holds"
    kill(holder)
    with transaction.atomic():
        number = next_number("invoice")

    assert number == "00001"
    assert not Event.objects.exists()
