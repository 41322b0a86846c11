"""Opening the house for a verb: its database runs and has the shape of this version, and Django is set up."""

import gc
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from suki.cli.migrating import migrate_when_needed
from suki.config.postgres import running_database

_SELDOM = (200_000, 20, 100)


@contextmanager
def open_house(data: str | Path, migrate: bool = True) -> Iterator[str]:
    """The house of a data folder for as long as the block runs; yields the conninfo of its database."""
    with running_database(data) as conninfo:
        name_database(conninfo, data)
        set_up_django()
        try:
            if migrate:
                migrate_when_needed(conninfo)
            yield conninfo
        finally:
            from django.db import connections

            connections.close_all()


def set_up_django() -> None:
    """Load the house. What is loaded stays: it is not searched for garbage, and what work leaves behind is seldom."""
    gc.disable()
    import django

    django.setup()
    gc.freeze()
    gc.set_threshold(*_SELDOM)
    gc.enable()


def name_database(conninfo: str, data: str | Path) -> None:
    """Tell the settings, and every child process, which database and folder this is about."""
    os.environ["SUKI_DSN"] = conninfo
    os.environ["SUKI_DATA"] = str(data)
    os.environ["DJANGO_SETTINGS_MODULE"] = "suki.config.settings"
