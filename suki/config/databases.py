"""Where the database and the signing key of this installation are found."""

import os
import secrets
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

_TEST_SERVER = {"ENGINE": "django.db.backends.postgresql", "NAME": "suki"}


def database_settings() -> dict[str, Any]:
    """Django's settings for the database that the command (or DATABASE_URL) has named in SUKI_DSN."""
    dsn = os.environ.get("SUKI_DSN") or os.environ.get("DATABASE_URL") or ""
    parts = _from_url(dsn) if "://" in dsn else _from_conninfo(dsn)
    return {
        **_TEST_SERVER,
        **parts,
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
    }


def secret_key(data: Path) -> str:
    """The installation's signing key: from the environment, or made once and kept beside the data."""
    given = os.environ.get("SUKI_SECRET_KEY")
    if given:
        return given
    path = data / "secret.key"
    if not path.exists():
        data.mkdir(parents=True, exist_ok=True)
        _write_once(path, secrets.token_urlsafe(50))
    return path.read_text().strip()


def _from_url(url: str) -> dict[str, Any]:
    parts = urlsplit(url)
    options = dict(pair.split("=", 1) for pair in parts.query.split("&") if "=" in pair)
    options = {name: unquote(value) for name, value in options.items()}
    return {
        "NAME": unquote(parts.path.lstrip("/")) or "suki",
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": options.pop("host", "") or unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": options,
    }


def _from_conninfo(conninfo: str) -> dict[str, Any]:
    from psycopg.conninfo import conninfo_to_dict

    options = {name: str(value) for name, value in conninfo_to_dict(conninfo).items() if value}
    return {
        "NAME": options.pop("dbname", "suki"),
        "USER": options.pop("user", ""),
        "PASSWORD": options.pop("password", ""),
        "HOST": options.pop("host", ""),
        "PORT": options.pop("port", ""),
        "OPTIONS": options,
    }


def _write_once(path: Path, text: str) -> None:
    """Create the file with owner-only rights; a process that lost the race keeps the winner's."""
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    try:
        os.link(temporary, path)
    except FileExistsError:
        pass
    finally:
        temporary.unlink()
