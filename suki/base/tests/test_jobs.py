"""Jobs: queued with the data, done again after a crash, and done once in effect."""

from __future__ import annotations

import pytest
from django.db import connection, transaction

from suki.base.jobs import ATTEMPTS, forget_finished_jobs, heal_stalled_jobs, waiting_jobs
from suki.base.models import CustomField, Event, User
from suki.base.tests import sample_jobs
from suki.base.tests.own_database import kill, next_line, python
from suki.base.working import run_worker

WORKER = """
from suki.base.tests import sample_jobs
from suki.base.working import run_worker
run_worker(concurrency=1)
"""


OURS = "WHERE task_name NOT LIKE '%.recurring' ORDER BY id"
"""Not what the house itself does every minute."""


def statuses() -> list[tuple[str, int]]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT status::text, attempts FROM procrastinate_jobs {OURS}")
        return cursor.fetchall()


@pytest.fixture
def ana(own) -> User:
    return User.objects.create(email="ana@example.com")


@pytest.mark.django_db
def test_a_job_leaves_with_the_transaction_that_is_rolled_back():
    with pytest.raises(RuntimeError), transaction.atomic():
        sample_jobs.greet.later(user_id=1)
        assert waiting_jobs() == 1
        raise RuntimeError

    assert waiting_jobs() == 0


@pytest.mark.django_db
def test_a_job_takes_ids_and_no_rows():
    with pytest.raises(TypeError, match="takes ids and plain values only"):
        sample_jobs.greet.later(user=User())

    assert waiting_jobs() == 0


def test_a_worker_does_what_was_queued(own, ana):
    with transaction.atomic():
        sample_jobs.greet.later(user_id=ana.pk)
        sample_jobs.greet.later(user_id=ana.pk)
    run_worker(once=True)

    assert statuses() == [("succeeded", 1), ("succeeded", 1)]
    assert Event.objects.filter(name="greeted", about_id=ana.pk, actor=None).count() == 1


def test_a_job_queued_by_a_job_leaves_with_that_jobs_transaction(own, ana, monkeypatch):
    def queue_and_fail(**given):
        with transaction.atomic():
            sample_jobs.greet.later(**given)
            raise ConnectionError("The line is dead.")

    monkeypatch.setattr(sample_jobs.stumble, "function", queue_and_fail)
    sample_jobs.stumble.later(user_id=ana.pk)
    run_worker(once=True)

    assert statuses() == [("todo", 1)]


def test_what_may_pass_is_tried_again_later_and_what_a_rule_refuses_is_not(own, ana):
    sample_jobs.stumble.later(user_id=ana.pk)
    sample_jobs.break_a_rule.later(user_id=ana.pk)
    run_worker(once=True)

    with connection.cursor() as cursor:
        cursor.execute(f"SELECT status::text, attempts, scheduled_at > now() FROM procrastinate_jobs {OURS}")
        assert cursor.fetchall() == [("todo", 1, True), ("failed", 1, None)]


def test_a_job_works_as_the_system_and_history_names_it(own, ana, monkeypatch):
    field = CustomField.objects.create(kind="account", name="size", label="Size")

    def rename(*, user_id):
        CustomField.objects.update(label="Headcount")

    monkeypatch.setattr(sample_jobs.greet, "function", rename)
    sample_jobs.greet.later(user_id=ana.pk)
    run_worker(once=True)

    image = field.history.get()
    assert image.label == "Size"
    assert image.pgh_context.metadata == {"actor": None, "job": "suki.base.tests.sample_jobs.greet"}


def test_the_job_of_a_worker_killed_in_the_middle_is_done_again_and_once(own, ana):
    sample_jobs.greet_slowly.later(user_id=ana.pk)
    worker = python(own.conninfo, own.folder, WORKER)
    assert next_line(worker) == "greeting"
    assert statuses() == [("doing", 0)]
    kill(worker)
    assert statuses() == [("doing", 0)]
    assert not Event.objects.exists()

    assert heal_stalled_jobs(after_seconds=0) == 1
    assert statuses() == [("todo", 1)]
    sample_jobs.greet.later(user_id=ana.pk)
    second = python(own.conninfo, own.folder, WORKER.replace("concurrency=1", "once=True"))
    assert next_line(second) == "greeting"
    second.communicate("go on\n", timeout=30)

    assert [status for status, _ in statuses()] == ["succeeded", "succeeded"]
    assert Event.objects.filter(name="greeted").count() == 1


def test_a_living_workers_job_is_left_alone(own, ana):
    sample_jobs.greet_slowly.later(user_id=ana.pk)
    worker = python(own.conninfo, own.folder, WORKER)
    assert next_line(worker) == "greeting"

    assert heal_stalled_jobs() == 0
    assert statuses() == [("doing", 0)]
    kill(worker)


def test_a_job_that_takes_every_worker_down_is_given_up(own, ana):
    sample_jobs.greet.later(user_id=ana.pk)
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', attempts = %s", [ATTEMPTS - 1])

    assert heal_stalled_jobs() == 1
    assert statuses() == [("failed", ATTEMPTS)]


def test_a_worker_told_to_stop_ends_its_job_first(own, ana):
    sample_jobs.greet_slowly.later(user_id=ana.pk)
    worker = python(own.conninfo, own.folder, WORKER)
    assert next_line(worker) == "greeting"
    worker.terminate()
    worker.communicate("go on\n", timeout=30)

    assert worker.returncode == 0
    assert statuses() == [("succeeded", 1)]


def test_a_worker_outlives_the_loss_of_its_connections(own, ana):
    sample_jobs.greet_slowly.later(user_id=ana.pk)
    worker = python(own.conninfo, own.folder, WORKER)
    assert next_line(worker) == "greeting"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid()"
        )
    worker.stdin.write("go on\n")
    worker.stdin.flush()
    sample_jobs.greet_slowly.later(user_id=ana.pk)

    assert next_line(worker) == "greeting"
    kill(worker)


def test_done_jobs_are_forgotten_after_a_while(own, ana):
    sample_jobs.greet.later(user_id=ana.pk)
    sample_jobs.break_a_rule.later(user_id=ana.pk)
    run_worker(once=True)
    forget_finished_jobs()
    assert len(statuses()) == 2

    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = at - interval '8 days'")
    forget_finished_jobs()
    assert statuses() == [("failed", 1)]
