"""Making, checking and configuring a PostgreSQL cluster."""

import json
import locale
import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

from suki.config.postgres.account import Account
from suki.config.postgres.binaries import Binaries
from suki.config.postgres.places import Places
from suki.config.postgres.trouble import DatabaseUnavailable

SUPERUSER = "suki"
SETTINGS_FILE = "suki.conf"
SETTINGS = {
    "shared_buffers": "256MB",
    "work_mem": "32MB",
    "maintenance_work_mem": "256MB",
    "effective_cache_size": "1GB",
    "max_wal_size": "2GB",
    "min_wal_size": "160MB",
    "checkpoint_completion_target": "0.9",
    "wal_compression": "on",
    "random_page_cost": "1.1",
    "jit": "off",
    "fsync": "on",
    "full_page_writes": "on",
    "synchronous_commit": "on",
    "password_encryption": "scram-sha-256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "on",
    "log_directory": "log",
    "log_filename": "postgresql-%a.log",
    "log_truncate_on_rotation": "on",
    "log_rotation_age": "1d",
    "log_rotation_size": "0",
    "log_line_prefix": "%m [%p] %d ",
    "log_checkpoints": "off",
}
_PREFACE = """\
# Suki writes this file at every start. Your own settings belong at the end of postgresql.conf,
# or are set with ALTER SYSTEM; both win over what stands here.
"""


def check_cluster(places: Places, found: Binaries) -> bool:
    """Whether there is a cluster that these programs can run; a sentence when there is something else."""
    cluster = places.cluster
    try:
        if not any(cluster.iterdir()):
            return False
        major = (cluster / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        if not cluster.exists():
            return False
        raise DatabaseUnavailable(
            f"{cluster} is not a PostgreSQL cluster and not empty: move it away, or name another folder with --data."
        ) from None
    except NotADirectoryError:
        raise DatabaseUnavailable(
            f"{cluster} is a file where the database's folder should be: move it away."
        ) from None
    if major != str(found.major):
        raise DatabaseUnavailable(
            f"The database in {cluster} was made by PostgreSQL {major}, and this is {found.version}: let"
            f" SUKI_POSTGRES_BIN name the programs of PostgreSQL {major}, or restore a backup into a new folder."
        )
    return True


def make_cluster(places: Places, found: Binaries, account: Account, as_child: Callable[[], None]) -> None:
    """Make a cluster under another name and move it into place when it is whole."""
    new = places.data / f"postgres.new-{secrets.token_hex(4)}"
    new.mkdir(mode=0o700)
    account.owns(new)
    password = secrets.token_urlsafe(32)
    password_file = new.with_name(f"{new.name}.password")
    _write_private(password_file, password + "\n", account)
    try:
        _run_initdb(new, password_file, found, account, as_child)
        _write_private(new / places.password.name, password, account)
        with open(new / "postgresql.conf", "a", encoding="utf-8") as file:
            file.write(f"\ninclude_if_exists = '{SETTINGS_FILE}'\n\n# Your own settings:\n")
        _sync(new / places.password.name, new / "postgresql.conf", new)
        os.rename(new, places.cluster)
        _sync(places.data)
    finally:
        password_file.unlink(missing_ok=True)
        shutil.rmtree(new, ignore_errors=True)


def remove_unfinished(places: Places) -> None:
    """Clear what an interrupted first start left behind."""
    for path in places.unfinished_clusters():
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        else:
            path.unlink(missing_ok=True)


def adopt_cluster(places: Places, account: Account) -> None:
    """Set owner and rights that PostgreSQL asks for, which a copy of a data folder may have lost."""
    cluster = places.cluster
    if account.is_other and cluster.stat().st_uid != account.uid:
        account.owns(cluster)
        for folder, folders, files in os.walk(cluster):
            for name in folders + files:
                account.owns(Path(folder, name))
    if cluster.stat().st_mode & 0o027:
        cluster.chmod(0o700)


def write_settings(places: Places, account: Account, changes: Mapping[str, str]) -> None:
    """Write Suki's settings of this start."""
    lines = [f"{name} = '{value}'\n" for name, value in {**SETTINGS, **changes}.items()]
    _write_private(places.cluster / SETTINGS_FILE, _PREFACE + "".join(lines), account)


def publish(places: Places, socket_folder: Path, process: int) -> None:
    """Tell everyone who waits that the database takes connections, and where."""
    text = json.dumps({"supervisor": process, "socket": str(socket_folder), "port": 5432})
    unfinished = places.ready.with_suffix(".new")
    unfinished.write_text(text)
    os.replace(unfinished, places.ready)


def server_environment() -> dict[str, str]:
    """The environment without what would steer PostgreSQL's programs from outside."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return {**kept, "LC_ALL": _locale()}


def _run_initdb(
    new: Path, password_file: Path, found: Binaries, account: Account, as_child: Callable[[], None]
) -> None:
    provider = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if found.major >= 17 else []
    made = subprocess.run(
        [
            found.program("initdb"),
            f"--pgdata={new}",
            f"--username={SUPERUSER}",
            f"--pwfile={password_file}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            f"--locale={_locale()}",
            *provider,
            "--data-checksums",
            "--no-instructions",
        ],
        capture_output=True,
        text=True,
        errors="replace",
        env=server_environment(),
        cwd="/",
        preexec_fn=as_child,
        **account.how_to_run,
    )
    if made.returncode:
        lines = [line for line in made.stderr.strip().splitlines() if "error" in line.lower()]
        reason = lines[-1] if lines else made.stderr.strip()[-300:]
        raise DatabaseUnavailable(f"The database could not be made in {new.parent}: {reason}")


def _locale() -> str:
    """C.UTF-8 where the machine has it, so that letters outside ASCII count as letters."""
    before = locale.setlocale(locale.LC_CTYPE)
    try:
        locale.setlocale(locale.LC_CTYPE, "C.UTF-8")
    except locale.Error:
        return "C"
    finally:
        locale.setlocale(locale.LC_CTYPE, before)
    return "C.UTF-8"


def _write_private(path: Path, text: str, account: Account) -> None:
    path.unlink(missing_ok=True)
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW, 0o600)
    with os.fdopen(file, "w", encoding="utf-8") as opened:
        opened.write(text)
    account.owns(path)


def _sync(*paths: Path) -> None:
    for path in paths:
        file = os.open(path, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
