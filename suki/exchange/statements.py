"""Which queries a recipe may contain: one SELECT each, over the files of its directory and nothing else."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import duckdb
from django.utils.translation import gettext as _

from suki.exchange.problems import BadFiles, refuse

TABLE_FUNCTIONS = {"read", "range", "generate_series", "unnest", "json_each"}
"""Besides these, table functions of DuckDB reach for files, settings or other databases."""

FORBIDDEN_FUNCTIONS = {"write_log", "sleep_ms", "setval", "nextval", "currval", "setseed", "getvariable"}
"""Functions that change something or only waste time."""

LONGEST_QUERY = 200_000
_READING_NODES = {"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"}


@dataclass(frozen=True)
class Reading:
    """What a query reads: tables by bare name, and files named in read('…')."""

    tables: frozenset[str]
    files: frozenset[str]
    perhaps: frozenset[str]
    """Tables that bear the name of a WITH in the same query, and may be files all the same."""


def reading_of(connection: duckdb.DuckDBPyConnection, sql: str, *, where: str, column: str) -> Reading:
    """What a single SELECT reads; anything else is refused."""
    if len(sql) > LONGEST_QUERY:
        raise _refused(where, column, _("this query is too long."))
    try:
        statements = connection.extract_statements(sql)
    except duckdb.Error as error:
        raise _refused(
            where, column, _("the query cannot be read: {reason}").format(reason=_first(error))
        ) from None
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise _refused(where, column, _("a target holds exactly one SELECT and no other statement."))
    (parsed,) = connection.execute("SELECT json_serialize_sql($1::VARCHAR)", [sql]).fetchone() or ("{}",)
    tree = json.loads(parsed)
    if tree.get("error"):
        raise _refused(where, column, _("a target holds exactly one SELECT and no other statement."))
    return _walk(tree, where, column)


def _walk(tree: Any, where: str, column: str) -> Reading:
    tables: set[str] = set()
    files: set[str] = set()
    within: set[str] = set()
    waiting = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            waiting.extend(node.values())
            kind = node.get("type")
            if isinstance(kind, str) and kind.endswith("_NODE") and kind not in _READING_NODES:
                raise _refused(where, column, _("a target holds exactly one SELECT and no other statement."))
            if kind == "BASE_TABLE":
                tables.add(_table(node, where, column))
            elif kind == "TABLE_FUNCTION":
                files.update(_files(node.get("function") or {}, where, column))
            elif kind == "SHOW_REF":
                raise _refused(where, column, _("a target holds exactly one SELECT and no other statement."))
            elif node.get("class") == "FUNCTION":
                _check_function(str(node.get("function_name")), where, column)
            if "cte_map" in node:
                within.update(entry["key"].casefold() for entry in node["cte_map"]["map"])
    perhaps = {name for name in tables if name.casefold() in within}
    return Reading(frozenset(tables - perhaps), frozenset(files), frozenset(perhaps))


def _table(node: dict[str, Any], where: str, column: str) -> str:
    name = str(node.get("table_name"))
    if node.get("schema_name") or node.get("catalog_name"):
        raise _refused(where, column, _("“{name}” is named with a schema; name a file.").format(name=name))
    return name


def _files(function: dict[str, Any], where: str, column: str) -> set[str]:
    name = str(function.get("function_name")).lower()
    if name not in TABLE_FUNCTIONS:
        raise _refused(
            where,
            column,
            _("the function {name}() may not be used here; read a file by read('name').").format(name=name),
        )
    if name != "read":
        return set()
    arguments = function.get("arguments") or []
    literal = (arguments[0].get("expression") or {}).get("literal") if len(arguments) == 1 else None
    if not literal or literal.get("kind") != "STRING":
        raise _refused(where, column, _("read() takes one file name in quotation marks."))
    return {str(literal["text"])}


def _check_function(name: str, where: str, column: str) -> None:
    if name.lower() in FORBIDDEN_FUNCTIONS:
        raise _refused(where, column, _("the function {name}() may not be used here.").format(name=name))


def _first(error: Exception) -> str:
    return str(error).split("\n", 1)[0]


def _refused(where: str, column: str, sentence: str) -> BadFiles:
    return refuse(where, sentence, column=column)
