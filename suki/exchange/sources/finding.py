"""Which file of the directory is meant; nothing outside the directory is ever opened."""

from __future__ import annotations

from pathlib import Path

from django.utils.translation import gettext as _

from suki.exchange.problems import refuse
from suki.exchange.spelling import did_you_mean

TEXT = {".csv": None, ".txt": None, ".tsv": "\t", ".tab": "\t"}
RECORDS = {".json", ".ndjson", ".jsonl"}
PARQUET = {".parquet"}
WORKBOOKS = {".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"}
KNOWN = [*TEXT, *RECORDS, *PARQUET, *WORKBOOKS]


def kind_of(path: Path) -> str:
    """The file's ending that says how to read it; gzip may wrap text and JSON."""
    suffix = path.suffix.lower()
    if suffix == ".gz":
        inner = Path(path.stem).suffix.lower()
        if inner in TEXT or inner in RECORDS:
            return inner
        raise refuse(path.name, _("gzip is read around CSV, TSV and JSON, as in “orders.csv.gz”."))
    if suffix not in KNOWN:
        raise refuse(
            path.name, _("this kind of file is not read. Known: {known}.").format(known=", ".join(KNOWN))
        )
    return suffix


def stem_of(name: str) -> str:
    """A file's name without folder and endings: “Person” for “Person.csv.gz”."""
    return Path(name).name.split(".", 1)[0]


class Directory:
    """The directory whose files a recipe may read."""

    def __init__(self, root: Path) -> None:
        if not root.is_dir():
            sentence = (
                _("this is a file; --from names the directory that holds the files.")
                if root.exists()
                else _("there is no such directory.")
            )
            raise refuse(str(root), sentence)
        self.root = root.resolve()

    def names(self) -> list[str]:
        """The readable files, by their paths below the directory."""
        found = []
        for path in sorted(self.root.rglob("*")):
            ending = Path(path.stem).suffix.lower() if path.suffix.lower() == ".gz" else path.suffix.lower()
            if ending in KNOWN and path.is_file():
                found.append(path.relative_to(self.root).as_posix())
        return found

    def open(self, name: str) -> Path:
        """The file of this name, below the directory."""
        if not name or "\0" in name:
            raise refuse(name or "?", _("this is no file name."))
        if Path(name).is_absolute() or name.startswith("~"):
            raise refuse(name, _("name the file by its path below the directory, not from the root."))
        try:
            path = (self.root / name).resolve()
            inside = path.is_relative_to(self.root)
            exists, is_file = (path.exists(), path.is_file()) if inside else (False, False)
        except (OSError, RuntimeError):
            raise refuse(name, _("this path cannot be followed.")) from None
        if not inside:
            raise refuse(name, _("this path leaves the directory, and only files in it are read."))
        if not exists:
            raise refuse(
                name, _("there is no such file in the directory.") + did_you_mean(name, self.names())
            )
        if not is_file:
            raise refuse(name, _("this is a directory or a device, not a file."))
        return path

    def find(self, name: str) -> str | None:
        """The file that a query means by a bare name: that file, or the only one with this stem."""
        names = self.names()
        if name in names:
            return name
        alike = [other for other in names if stem_of(other).casefold() == name.casefold()]
        if len(alike) > 1:
            raise refuse(name, _("more than one file may be meant: {files}.").format(files=", ".join(alike)))
        return alike[0] if alike else None
