"""The worker: takes jobs off the queue, gives back those of workers that were killed, outlives the database."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from typing import Final

from asgiref.sync import sync_to_async
from django.db import close_old_connections, connections
from procrastinate import App
from procrastinate.contrib.django import DjangoApp
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from suki.base.jobs import STALLED_AFTER_SECONDS, heal_stalled_jobs, know_all_jobs, on_app_ready

log = logging.getLogger(__name__)

POLL_SECONDS: Final = 0.3
HEARTBEAT_SECONDS: Final = 5
HEAL_SECONDS: Final = 10
PAUSE_SECONDS: Final = 1


def run_worker(*, concurrency: int = 2, once: bool = False) -> None:
    """Work off the queue until SIGTERM or Ctrl-C, or with `once` until the queue is empty.

    The first signal lets running jobs end; a second one stops at once, and the next worker does those jobs again.
    """
    know_all_jobs()
    asyncio.run(_work_until_stopped(concurrency, once))


async def _work_until_stopped(concurrency: int, once: bool) -> None:
    loop = asyncio.get_running_loop()
    loop.set_default_executor(ThreadPoolExecutor(concurrency + 1, thread_name_prefix="job"))
    stop = asyncio.Event()
    with _stopped_by_signals(loop, stop):
        healer = asyncio.create_task(_keep_healing())
        while not stop.is_set():
            if await _work(concurrency, once, stop) and once:
                break
            if not stop.is_set():
                await _pause(stop)
        healer.cancel()
        await asyncio.gather(healer, return_exceptions=True)


async def _work(concurrency: int, once: bool, stop: asyncio.Event) -> bool:
    """One life of the library's worker; it ends early when the database goes away. Whether it ended as it should."""
    app = _app()
    try:
        async with app.open_async():
            if once:
                await _heal()
            worker = asyncio.create_task(
                app.run_worker_async(
                    concurrency=concurrency,
                    wait=not once,
                    fetch_job_polling_interval=POLL_SECONDS,
                    update_heartbeat_interval=HEARTBEAT_SECONDS,
                    stalled_worker_timeout=STALLED_AFTER_SECONDS,
                    listen_notify=False,  # a pooler such as pgbouncer would lose the notices
                    install_signal_handlers=False,
                )
            )
            stopping = asyncio.create_task(stop.wait())
            await asyncio.wait({worker, stopping}, return_when=asyncio.FIRST_COMPLETED)
            stopping.cancel()
            if not worker.done():
                worker.cancel()
            await asyncio.gather(worker, return_exceptions=True)
            if not worker.cancelled() and (error := worker.exception()):
                raise error
    except Exception as error:
        if once:
            raise
        log.warning(
            "The worker lost the queue (%s: %s) and tries again.", type(error).__name__, str(error).strip()
        )
        return False
    return True


def _app() -> App:
    parameters = {**connector_params(), "prepare_threshold": None, "autocommit": True}
    app = DjangoApp(connector=PsycopgConnector(kwargs=parameters, min_size=1, max_size=4, timeout=10))
    on_app_ready(app)
    return app


async def _keep_healing() -> None:
    while True:
        try:
            healed = await _heal()
        except Exception as error:
            log.warning("Stalled jobs could not be looked for (%s).", str(error).strip())
        else:
            if healed:
                log.warning("%s jobs of workers that were killed were given back to the queue.", healed)
        await asyncio.sleep(HEAL_SECONDS)


async def _heal() -> int:
    return await sync_to_async(_heal_in_thread, thread_sensitive=False)()


def _heal_in_thread() -> int:
    close_old_connections()
    try:
        return heal_stalled_jobs()
    except Exception:
        connections["default"].close()
        raise


async def _pause(stop: asyncio.Event) -> None:
    try:
        await asyncio.wait_for(stop.wait(), PAUSE_SECONDS)
    except TimeoutError:
        pass


@contextmanager
def _stopped_by_signals(loop: asyncio.AbstractEventLoop, stop: asyncio.Event) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ask_to_stop(number: int) -> None:
        if stop.is_set():
            os._exit(128 + number)
        stop.set()

    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    for number in before:
        loop.add_signal_handler(number, ask_to_stop, number)
    try:
        yield
    finally:
        for number, handler in before.items():
            loop.remove_signal_handler(number)
            signal.signal(number, handler)
