"""PostgreSQL's client programs, such as psql and pg_dump, for whoever runs them on Suki's database."""

import os
import shutil
from pathlib import Path

from suki.config.postgres.binaries import SETTING, wheel_if_there
from suki.config.postgres.trouble import DatabaseUnavailable


def program(name: str) -> Path:
    """A client program: beside the server's programs, else on the PATH."""
    named = os.environ.get(SETTING)
    for folder in ([Path(named)] if named else []) + wheel_if_there():
        if (folder / name).is_file():
            return folder / name
    found = shutil.which(name)
    if not found:
        raise DatabaseUnavailable(
            f"The program {name} is missing; install it with: apt-get install postgresql-client"
        )
    return Path(found)


def environment_for(conninfo: str) -> dict[str, str]:
    """The environment in which such a program reaches the database, so that no password stands in its arguments."""
    from psycopg.conninfo import conninfo_to_dict
    from psycopg.pq import Conninfo

    named = {
        option.keyword.decode(): option.envvar.decode() for option in Conninfo.get_defaults() if option.envvar
    }
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    given = {named[key]: str(value) for key, value in conninfo_to_dict(conninfo).items() if key in named}
    return {**kept, **given}
