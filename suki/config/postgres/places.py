"""Where an embedded database keeps what, below the data folder."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

LONGEST_SOCKET_PATH = 107
SOCKET_NAME = ".s.PGSQL.5432"


@dataclass(frozen=True)
class Places:
    """The folders and files of one data folder."""

    data: Path

    @classmethod
    def of(cls, data_dir: Path | str) -> "Places":
        return cls(Path(os.path.abspath(os.path.expanduser(data_dir))))

    @property
    def cluster(self) -> Path:
        return self.data / "postgres"

    @property
    def password(self) -> Path:
        return self.cluster / "suki.password"

    @property
    def run(self) -> Path:
        return self.data / "run"

    @property
    def clients_lock(self) -> Path:
        return self.run / "clients.lock"

    @property
    def supervisor_lock(self) -> Path:
        return self.run / "supervisor.lock"

    @property
    def ready(self) -> Path:
        return self.run / "ready.json"

    @property
    def log(self) -> Path:
        return self.run / "supervisor.log"

    def unfinished_clusters(self) -> list[Path]:
        """Clusters, and copies of programs, whose making was interrupted."""
        return sorted([*self.data.glob("postgres.new-*"), *self.data.glob("postgresql-*.new-*")])

    def socket_folders(self) -> list[Path]:
        """Folders that the socket may stand in, the best first; only those whose path is short enough."""
        name = "suki-" + hashlib.sha256(os.fsencode(self.data)).hexdigest()
        roots = [os.environ.get("XDG_RUNTIME_DIR"), tempfile.gettempdir(), "/tmp"]
        folders = [self.run / "pg", *(Path(root) / name for root in roots if root)]
        return [folder for folder in folders if len(os.fsencode(folder / SOCKET_NAME)) <= LONGEST_SOCKET_PATH]
