import os
import threading
import time
from uuid import RFC_4122, UUID

from suki.kernel import ids
from suki.kernel.ids import uuid7


def test_an_identifier_is_a_version_7_uuid():
    new = uuid7()
    assert (new.version, new.variant) == (7, RFC_4122)


def test_identifiers_sort_in_the_order_they_were_made():
    made = [uuid7() for _each in range(5000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)


def test_an_identifier_tells_the_millisecond_it_was_made():
    before = time.time_ns() // 1_000_000
    moment = uuid7().int >> 80
    assert before <= moment <= time.time_ns() // 1_000_000 + 1


def test_a_clock_that_runs_back_does_not_disturb_the_order(monkeypatch):
    first = uuid7()
    monkeypatch.setattr(ids.time, "time_ns", lambda: 0)
    assert uuid7() > first


def test_a_millisecond_that_is_full_spills_into_the_next(monkeypatch):
    moment = (time.time_ns() // 1_000_000) + 60_000
    monkeypatch.setattr(ids, "_last", (moment, (1 << 74) - 1))
    assert uuid7().int >> 80 == moment + 1


def test_threads_never_make_the_same_identifier():
    made: list[UUID] = []
    threads = [
        threading.Thread(target=lambda: made.extend(uuid7() for _each in range(500))) for _each in range(8)
    ]
    [thread.start() for thread in threads]
    [thread.join() for thread in threads]
    assert len(set(made)) == 4000


def test_a_forked_child_does_not_repeat_its_parent():
    receiving, sending = os.pipe()
    child = os.fork()
    if not child:
        os.write(sending, uuid7().bytes)
        os._exit(0)
    own = uuid7()
    os.waitpid(child, 0)
    assert os.read(receiving, 16) != own.bytes
