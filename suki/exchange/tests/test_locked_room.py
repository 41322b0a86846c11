from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from suki.exchange.tests.folders import Folder
from suki.exchange.workbench import Workbench

ESCAPES = [
    "select * from read_csv('/etc/passwd')",
    "select * from read_text('/etc/passwd')",
    "select * from read_blob('/etc/passwd')",
    "select * from '/etc/passwd'",
    "select * from parquet_scan('/etc/x')",
    "select * from sniff_csv('/etc/passwd')",
    "select * from glob('/etc/*')",
    "select getenv('HOME')",
    "select * from duckdb_settings()",
    "select * from duckdb_secrets()",
    "select * from pragma_database_list",
    "select * from query('select 1')",
    "select * from query_table('a.csv')",
    "select * from arrow_scan(1, 2, 3)",
    "select * from sqlite_scan('/tmp/x.db', 't')",
    "select * from information_schema.tables",
    "select write_log('x')",
    "select sleep_ms(1000)",
    "copy (select 1) to '/tmp/out.csv'",
    "attach '/tmp/x.db'",
    "install httpfs",
    "load httpfs",
    "set threads = 1",
    "pragma database_list",
    "create table t as select 1",
    "drop table a",
    "insert into a values (1)",
    "select 1; select 2",
    "with x as (insert into a values ('9', 'z') returning 1) select * from x",
    "explain select 1",
    "describe a",
    "show tables",
    "call pragma_version()",
    "select * from read('../outside.csv')",
    "select * from read('/etc/passwd')",
    "select * from read(concat('a', '.csv'))",
    "select 1) q, (select 2",
    "folder",
]


@pytest.mark.parametrize("query", ESCAPES)
def test_a_query_reaches_nothing_but_the_files(folder: Folder, tmp_path: Path, query: str) -> None:
    (tmp_path / "outside.csv").write_text("id\n1\n")
    folder.write("a.csv", "id,name\n1,A\n")
    assert folder.refused(query)
    assert not Path("/tmp/out.csv").exists()


@pytest.mark.parametrize(
    "statement",
    [
        "SELECT * FROM read_text('/etc/passwd')",
        "COPY (SELECT 1) TO '/tmp/suki-out.csv'",
        "ATTACH '/tmp/suki-x.db'",
        "SET enable_external_access = true",
        "SET memory_limit = '8GB'",
        "INSTALL httpfs",
    ],
)
def test_the_room_itself_is_locked_once_the_files_are_in(folder: Folder, statement: str) -> None:
    folder.write("a.csv", "id,name\n1,A\n")
    with Workbench(folder.recipe({"accounts": "select * from a"}), folder.path) as bench:
        bench.load()
        with pytest.raises(duckdb.Error):
            bench.connection.execute(statement)


def test_names_of_python_are_no_tables(folder: Folder) -> None:
    folder.write("a.csv", "id\n1\n")
    bench = folder.path
    assert folder.refused("select * from bench"), bench


def test_a_query_may_join_filter_window_and_read_by_name(folder: Folder) -> None:
    folder.write("My Orders 2024.csv", "id,customer\n1,7\n2,8\n")
    folder.write("sub/customers.csv", "id,name\n7,Anh\n")
    rows = folder.rows(
        """
        with c as (select * from read('sub/customers.csv'))
        select o.id, c.name, row_number() over (order by o.id desc) as place
        from "My Orders 2024.csv" o left join c on c.id = o.customer order by o.id
        """
    )
    assert rows == [("1", "Anh", 2), ("2", None, 1)]


def test_a_with_may_bear_the_name_of_a_declared_file(folder: Folder) -> None:
    folder.write("a.csv", "id,name\n1,A\n2,B\n")
    rows = folder.rows("with k as (select * from k where id = '2') select name from k", files="{k: a.csv}")
    assert rows == [("B",)]


def test_a_failing_query_names_its_place_in_the_recipe(folder: Folder) -> None:
    folder.write("a.csv", "id\n1\n")
    (told,) = folder.refused("select nme from a")
    assert str(told).startswith("small.yaml:5:targets.accounts: the query fails:")


def test_what_a_killed_import_left_is_cleared_away(folder: Folder) -> None:
    import os
    import subprocess
    import tempfile

    gone = subprocess.Popen(["true"])
    gone.wait()
    left = Path(tempfile.gettempdir()) / f"suki-import-{os.getuid()}-{gone.pid}-abc"
    left.mkdir(exist_ok=True)
    (left / "source_0").write_text("private")
    folder.write("a.csv", "id\n1\n")
    folder.rows("select * from a")
    assert not left.exists()


def test_nothing_is_left_behind(folder: Folder) -> None:
    folder.write("a.csv", "id\n1\n\n2\n")
    with Workbench(folder.recipe({"accounts": "select * from a"}), folder.path) as bench:
        bench.load()
        room = bench.room
        assert room.exists()
    assert not room.exists()
