"""The system user that the database runs as: PostgreSQL refuses to run as root."""

import os
import pwd
import shutil
import stat
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from suki.config.postgres.trouble import DatabaseUnavailable


@dataclass(frozen=True)
class Account:
    """Who runs the database; `is_other` when that is not who runs Suki."""

    name: str
    uid: int
    gid: int

    @property
    def is_other(self) -> bool:
        return self.uid != os.geteuid()

    @property
    def how_to_run(self) -> dict[str, Any]:
        """Arguments of subprocess that make a child run as this account."""
        if not self.is_other:
            return {}
        return {"user": self.uid, "group": self.gid, "extra_groups": []}

    def owns(self, path: Path) -> None:
        """Hand a file or folder over to the account."""
        if self.is_other:
            os.lchown(path, self.uid, self.gid)

    def may(self, path: Path, mode: int) -> bool:
        """Whether the account can reach this path and do this (os.R_OK, os.X_OK...) with it."""
        return self._asked(lambda: os.access(path, mode))

    def _asked(self, question: Callable[[], bool]) -> bool:
        if not self.is_other:
            return question()
        child = os.fork()
        if child == 0:
            answer = 1
            try:
                os.setgroups([])
                os.setgid(self.gid)
                os.setuid(self.uid)
                answer = 0 if question() else 1
            finally:
                os._exit(answer)
        return os.waitpid(child, 0)[1] == 0


def account_for(cluster: Path) -> Account:
    """The owner of the cluster, else oneself, else (for root) a system user, made when there is none."""
    if os.geteuid() != 0:
        return _described(os.geteuid())
    owner = _owner(cluster)
    return _described(owner) if owner else _system_user()


def make_reachable(account: Account, folder: Path, is_ours: bool) -> None:
    """Make sure that the account can enter the data folder, or say which folder is in the way."""
    if not account.is_other:
        return
    for step in [*reversed(folder.parents), folder]:
        if account.may(step, os.X_OK):
            continue
        if step == folder and is_ours:
            os.chmod(step, stat.S_IMODE(step.stat().st_mode) | stat.S_IXOTH)
            continue
        raise DatabaseUnavailable(
            f"The database runs as the system user {account.name}, who may not enter {step}: name another data"
            f" folder with --data (such as /var/lib/suki), or allow it with: chmod o+x '{step}'"
        )


def _described(uid: int) -> Account:
    try:
        entry = pwd.getpwuid(uid)
    except KeyError:
        return Account(str(uid), uid, os.getegid() if uid == os.geteuid() else uid)
    return Account(entry.pw_name, uid, entry.pw_gid)


def _owner(cluster: Path) -> int:
    try:
        return cluster.stat().st_uid
    except FileNotFoundError:
        return 0


def _system_user() -> Account:
    for name in ("suki", "postgres"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        if entry.pw_uid != 0:
            return Account(name, entry.pw_uid, entry.pw_gid)
    _make_system_user()
    return _system_user()


def _make_system_user() -> None:
    tool = shutil.which("useradd") or shutil.which("useradd", path="/usr/sbin:/sbin")
    missing = "PostgreSQL does not run as root, and the system user 'suki' that it needs"
    if not tool:
        raise DatabaseUnavailable(f"{missing} does not exist; make one, or start Suki as an ordinary user.")
    options = "--system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin"
    made = subprocess.run([tool, *options.split(), "suki"], capture_output=True, text=True)
    if made.returncode:
        reason = made.stderr.strip().splitlines()[-1:] or ["useradd failed"]
        raise DatabaseUnavailable(
            f"{missing} could not be made ({reason[0]}); start Suki as an ordinary user."
        )
