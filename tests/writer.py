"""Writes row after row to a Suki database, and notes each in a file once the database has acknowledged it."""

import os
import sys

import psycopg

from suki.config.postgres import running_database


def write(data: str, acknowledged: str) -> None:
    note = os.open(acknowledged, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with running_database(data) as conninfo, psycopg.connect(conninfo, autocommit=True) as connection:
        with connection.transaction():
            connection.execute("select pg_advisory_xact_lock(1)")
            connection.execute("create table if not exists written (by_process int, number int)")
        number = 0
        while True:
            number += 1
            connection.execute("insert into written values (%s, %s)", [os.getpid(), number])
            os.write(note, f"{os.getpid()} {number}\n".encode())


if __name__ == "__main__":
    try:
        write(sys.argv[1], sys.argv[2])
    except psycopg.OperationalError:
        sys.exit(3)
