"""Work for later: the queue row commits with the data, and a job is safe to run twice."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

from django.conf import settings
from django.db import connection
from django.utils import translation
from django.utils.module_loading import autodiscover_modules
from procrastinate import App, BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django.django_connector import DjangoConnector
from procrastinate.manager import JobManager
from procrastinate.tasks import configure_task

from suki.kernel.errors import RuleBroken

ATTEMPTS: Final = 12
LONGEST_WAIT_SECONDS: Final = 3600
STALLED_AFTER_SECONDS: Final = 30
KEEP_DONE_DAYS: Final = 7
KEEP_FAILED_DAYS: Final = 90

_jobs: dict[str, Job] = {}
_schedule: list[tuple[str, Job]] = []


class Job:
    """A function that takes ids and may run twice. `.later(...)` queues it in the running transaction."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.name = f"{function.__module__}.{function.__qualname__}"
        self.__doc__ = function.__doc__

    def __call__(self, **given: Any) -> Any:
        return self.function(**given)

    def __repr__(self) -> str:
        return f"<job {self.name}>"

    def later(self, **given: Any) -> int:
        """Queue the job; it is there if and only if the transaction commits."""
        _refuse_what_json_cannot_keep(self.name, given)
        return configure_task(name=self.name, job_manager=_queue()).defer(**given)


def job(function: Callable[..., Any]) -> Job:
    """Marks a function as work for later."""
    made = Job(function)
    _jobs[made.name] = made
    return made


def every(cron: str, made: Job) -> None:
    """Lists recurring work; called only by `config/schedule.py`."""
    _schedule.append((cron, made))


def waiting_jobs() -> int:
    """How many jobs wait for a worker or are being worked on."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        return int(cursor.fetchone()[0])


def heal_stalled_jobs(after_seconds: float = STALLED_AFTER_SECONDS) -> int:
    """Give jobs back to the queue whose worker was killed: they would stay “doing” for ever. Returns how many.

    A job that has taken its worker down too often is given up, or it would take down every worker to come.
    """
    with connection.cursor() as cursor:
        cursor.execute(_GIVE_BACK, {"after": after_seconds, "attempts": ATTEMPTS})
        healed = int(cursor.rowcount)
        cursor.execute(
            "DELETE FROM procrastinate_workers WHERE last_heartbeat < now() - make_interval(secs => %s)",
            [after_seconds],
        )
        return healed


@job
def forget_finished_jobs() -> None:
    """Drop done jobs after a week and failed ones after a season, so that the queue stays small."""
    with connection.cursor() as cursor:
        cursor.execute(_FORGET, {"done": KEEP_DONE_DAYS, "failed": KEEP_FAILED_DAYS})


def know_all_jobs() -> None:
    """Import every room's jobs and the schedule: a worker must know what others may have queued."""
    autodiscover_modules("actions", "jobs")
    import_module("suki.config.schedule")


def on_app_ready(app: App) -> None:
    """Hand every job known so far and the schedule to the queue's library."""
    for made in _jobs.values():
        if made.name not in app.tasks:
            app.task(name=made.name, retry=Patience())(_run(made))
    for cron, made in _schedule:
        name = f"{made.name}.recurring"
        if name not in app.tasks:
            app.periodic(cron=cron)(app.task(name=name, queueing_lock=made.name)(_recurring(made)))


class Patience(BaseRetryStrategy):
    """Try again after 2, 4, 8 seconds and so on up to an hour; what a rule refuses is refused for good."""

    def get_retry_decision(self, *, exception: BaseException, job: Any) -> RetryDecision | None:
        if isinstance(exception, RuleBroken) or job.attempts + 1 >= ATTEMPTS:
            return None
        return RetryDecision(retry_in={"seconds": min(2 ** (job.attempts + 1), LONGEST_WAIT_SECONDS)})


def _queue() -> JobManager:
    """The queue through Django's own connection, in a worker too: there the library would use another one."""
    return JobManager(DjangoConnector())


def _refuse_what_json_cannot_keep(name: str, given: dict[str, Any]) -> None:
    try:
        json.dumps(given)
    except TypeError as error:
        raise TypeError(f"{name} takes ids and plain values only ({error}).") from None


def _run(made: Job) -> Callable[..., Any]:
    """The job as a worker runs it: as the system, in the installation's language."""

    def run(**given: Any) -> Any:
        from suki.base.access import SYSTEM
        from suki.base.history import changing_as

        with translation.override(settings.LANGUAGE_CODE), changing_as(SYSTEM, job=made.name):
            return made.function(**given)

    return run


def _recurring(made: Job) -> Callable[..., Any]:
    run = _run(made)

    def run_without_moment(timestamp: int) -> Any:
        return run()

    return run_without_moment


_GIVE_BACK = """
    UPDATE procrastinate_jobs SET
        status = (CASE WHEN attempts + 1 >= %(attempts)s THEN 'failed' ELSE 'todo' END)::procrastinate_job_status,
        attempts = attempts + 1, scheduled_at = NULL, abort_requested = false, worker_id = NULL
    WHERE id IN (
        SELECT job.id
        FROM procrastinate_jobs job LEFT JOIN procrastinate_workers worker ON worker.id = job.worker_id
        WHERE job.status = 'doing'
            AND (job.worker_id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %(after)s))
        FOR UPDATE OF job SKIP LOCKED
    )
"""

_FORGET = """
    DELETE FROM procrastinate_jobs job
    WHERE job.status IN ('succeeded', 'cancelled', 'aborted', 'failed')
        AND NOT EXISTS (
            SELECT 1 FROM procrastinate_events event
            WHERE event.job_id = job.id
                AND event.at > now() - make_interval(
                    days => CASE WHEN job.status = 'failed' THEN %(failed)s ELSE %(done)s END)
        )
"""
