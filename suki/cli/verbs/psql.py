"""A PostgreSQL prompt on Suki's database."""

import argparse
import os
import shutil
import signal
import subprocess

help = "open PostgreSQL's prompt on the database"
needs_database = True
migrates = False
passes_on = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """Everything is passed on."""


def run(options: argparse.Namespace) -> int:
    from suki.config.postgres.programs import environment_for, program

    psql = shutil.which("psql") or program("psql")  # a system's own one edits lines better
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the query, not for us
    return subprocess.call(
        [psql, *options.rest],
        env=environment_for(os.environ["SUKI_DSN"]),
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),
    )
