"""Work for later: the queue row commits with the data, and a job is safe to run twice."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from procrastinate import App, RetryStrategy
from procrastinate.contrib.django import app as current_app

log = logging.getLogger(__name__)

STALLED_AFTER_SECONDS = 30
ATTEMPTS = 8

_jobs: list[Job] = []
_schedule: list[tuple[str, Job]] = []


class Job:
    """A function that takes ids and may run twice. `.later(...)` queues it in the running transaction."""

    def __init__(self, function: Callable[..., Any]) -> None:
        self.function = function
        self.name = f"{function.__module__}.{function.__qualname__}"
        self.__doc__ = function.__doc__

    def __call__(self, **given: Any) -> Any:
        return self.function(**given)

    def later(self, **given: Any) -> int:
        """Queue the job; it is there if and only if the transaction commits."""
        return current_app.configure_task(self.name).defer(**given)


def job(function: Callable[..., Any]) -> Job:
    """Marks a function as work for later."""
    made = Job(function)
    _jobs.append(made)
    return made


def every(cron: str, made: Job) -> None:
    """Lists recurring work; called only by `config/schedule.py`."""
    _schedule.append((cron, made))


@job
def heal_stalled_jobs() -> None:
    """Give jobs back to the queue whose worker was killed: they would stay “doing” for ever."""
    manager = current_app.job_manager
    from asgiref.sync import async_to_sync

    async def heal() -> int:
        stalled = await manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_AFTER_SECONDS)
        healed = 0
        for lost in stalled:
            await manager.retry_job(lost)
            healed += 1
        await manager.prune_stalled_workers(STALLED_AFTER_SECONDS)
        return healed

    healed = async_to_sync(heal)()
    if healed:
        log.warning("%s stalled jobs were given back to the queue.", healed)


def on_app_ready(app: App) -> None:
    """Hand every known job and the schedule to the queue's library."""
    from importlib import import_module

    import_module("suki.config.schedule")
    for made in _jobs:
        app.task(name=made.name, retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=2))(_run(made))
    for cron, made in _schedule:
        run = partial(_periodic, made)
        task = app.task(name=f"{made.name}.recurring", queueing_lock=made.name, pass_context=False)(run)
        app.periodic(cron=cron)(task)


def _run(made: Job) -> Callable[..., Any]:
    def run(**given: Any) -> Any:
        return made.function(**given)

    return run


def _periodic(made: Job, timestamp: int) -> Any:
    return made.function()
