"""Puts a backup back."""

import argparse
import os
from pathlib import Path

help = "put a backup back, into an empty data folder"
needs_database = True
migrates = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="a file that 'suki backup' has written")
    parser.add_argument("--replace", action="store_true", help="lose what is in the database now")


def run(options: argparse.Namespace) -> int:
    from suki.cli.migrating import migrate_when_needed
    from suki.upkeep.restore import restore

    done = restore(Path(options.file).expanduser().absolute(), replace=options.replace)
    migrate_when_needed(os.environ["SUKI_DSN"])
    print(
        f"Restored {len(done.tables)} tables, {done.rows:,} rows and {done.files:,} files of {done.made_at}."
    )
    if done.missing_files:
        print(f"{len(done.missing_files):,} stored files were missing already when the backup was made.")
    return 0
