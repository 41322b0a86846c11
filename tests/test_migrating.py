"""First migrations that describe their tables before they render them make the same database as Django's own way."""

import os
import re
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg.conninfo import make_conninfo

from suki.config.postgres.programs import environment_for, program

PLAINLY = """
import gc
gc.disable()
import django
django.setup()
from django.core.management import call_command
from suki.base.initial import InitialMigration
del InitialMigration.apply
call_command("migrate", "quotas", verbosity=0)
"""
ROOMS = ("company", "people", "catalog", "accounts", "quotas")
"""Enough to show it: some of their keys, rules and indexes stand after the tables. Every further room would take Django longer
than the one before."""
NOT_OURS = r"^--|restrict|_stays_for_"
"""Comments, the dump's own secret, and what a higher room adds so that its documents keep what they name."""
CHECKOUT = Path(__file__).resolve().parents[1]


def structure(database: str) -> list[str]:
    """The structure of the rooms' tables as statements."""
    conninfo = make_conninfo(os.environ["SUKI_DSN"], dbname=database)
    dump = subprocess.run(
        [program("pg_dump"), "--schema-only", "--no-owner", *(f"--table={room}_*" for room in ROOMS)],
        env=environment_for(conninfo),
        capture_output=True,
        text=True,
        check=True,
    )
    return [line for line in dump.stdout.splitlines() if line.strip() and not re.search(NOT_OURS, line)]


@pytest.mark.django_db
def test_the_quick_way_makes_the_same_tables_as_djangos_own() -> None:
    plain = f"suki_test_{os.getpid()}_plain"
    with psycopg.connect(os.environ["SUKI_DSN"], autocommit=True) as server:
        server.execute(f"create database {plain} template template0 encoding 'UTF8'")
        try:
            subprocess.run(
                [sys.executable, "-c", PLAINLY],
                env={
                    **os.environ,
                    "PYTHONPATH": str(CHECKOUT),
                    "SUKI_DSN": make_conninfo(os.environ["SUKI_DSN"], dbname=plain),
                },
                check=True,
            )
            assert structure(plain) == structure(connection.settings_dict["NAME"])
        finally:
            server.execute(f"drop database {plain} with (force)")
