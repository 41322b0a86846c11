"""Writes everything of an installation to one file."""

import argparse
from pathlib import Path

help = "write everything to one file"
needs_database = True
migrates = False


def arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", help="the file to write; a backup that is there is replaced")


def run(options: argparse.Namespace) -> int:
    from suki.upkeep.backup import back_up

    path = Path(options.file).expanduser().absolute()
    done = back_up(path)
    size = path.stat().st_size
    print(f"{path}: {len(done.tables)} tables, {done.rows:,} rows, {done.files:,} files, {size:,} bytes.")
    if done.missing_files:
        print(
            f"{len(done.missing_files):,} stored files are missing or damaged and are not in it:"
            " 'suki doctor' names them."
        )
    return 1 if done.missing_files else 0
