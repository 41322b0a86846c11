"""The embedded PostgreSQL: started with the first who needs it, stopped with the last."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from suki.config.postgres.trouble import DatabaseUnavailable

__all__ = ["DatabaseUnavailable", "named_server", "running_database"]


def named_server() -> str:
    """The server that DATABASE_URL names, or nothing; what is no address is refused before anybody looks for it."""
    server = os.environ.get("DATABASE_URL") or ""
    scheme = server.partition("://")[0] if "://" in server else ""
    if scheme not in ("", "postgresql", "postgres") or (server and not scheme and "=" not in server):
        raise DatabaseUnavailable(
            "DATABASE_URL is no address of a PostgreSQL server; write it like postgresql://USER:PASSWORD@HOST/NAME."
        )
    return server


@contextmanager
def running_database(data_dir: Path | str) -> Iterator[str]:
    """The database of a data folder for as long as the block runs; the server of DATABASE_URL where that is set."""
    server = named_server()
    if server:
        yield server
        return
    from suki.config.postgres.client import EmbeddedDatabase

    with EmbeddedDatabase(data_dir) as conninfo:
        yield conninfo
