"""The embedded PostgreSQL: started with the first who needs it, stopped with the last."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from suki.config.postgres.trouble import DatabaseUnavailable

__all__ = ["DatabaseUnavailable", "running_database"]


@contextmanager
def running_database(data_dir: Path | str) -> Iterator[str]:
    """The database of a data folder for as long as the block runs; the server of DATABASE_URL where that is set."""
    server = os.environ.get("DATABASE_URL")
    if server:
        yield server
        return
    from suki.config.postgres.client import EmbeddedDatabase

    with EmbeddedDatabase(data_dir) as conninfo:
        yield conninfo
