"""Rules of the house that no single room can hold: capabilities, keys, signals, migrations, floors."""

from __future__ import annotations

import ast
import importlib
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import ForeignKey
from django.urls import URLPattern, get_resolver

import suki
from suki.base.access import _paths

PACKAGE = Path(suki.__file__).parent
ROOMS = ["company", "people", "catalog", "accounts", "ledger", "orders", "billing", "credits", "quotas"]
FLOOR = {"base": 0, **{room: place for place, room in enumerate(ROOMS, start=1)}, "catalog": 2, "people": 2}


def sources() -> list[Path]:
    return [
        path for path in PACKAGE.rglob("*.py") if "migrations" not in path.parts and "tests" not in path.parts
    ]


def our_models() -> list:
    return [
        model
        for model in apps.get_models()
        if model.__module__.startswith("suki.") and not hasattr(model, "pgh_tracked_model")
    ]


def patterns(resolver=None, before="") -> list[tuple[str, URLPattern]]:
    found = []
    for pattern in (resolver or get_resolver()).url_patterns:
        route = before + str(pattern.pattern)
        found += [(route, pattern)] if isinstance(pattern, URLPattern) else patterns(pattern, route)
    return found


@pytest.mark.parametrize(
    ("route", "pattern"), patterns(), ids=lambda value: value if isinstance(value, str) else ""
)
def test_every_screen_names_its_capability(route, pattern):
    assert hasattr(pattern.callback, "capability"), f"/{route} names no capability"


def test_every_action_names_its_capability():
    unnamed = []
    for found in pkgutil.walk_packages([str(PACKAGE)], "suki."):
        if found.name.split(".")[-1] != "actions":
            continue
        module = importlib.import_module(found.name)
        for name, act in vars(module).items():
            takes_actor = (
                callable(act) and getattr(act, "__module__", "") == found.name and not name.startswith("_")
            )
            if (
                takes_actor
                and "actor" in getattr(act, "__annotations__", {})
                and not hasattr(act, "capability")
            ):
                unnamed.append(f"{found.name}.{name}")
    assert unnamed == []


def test_nothing_listens_to_signals():
    listening = [
        f"{path.relative_to(PACKAGE)}:{node.lineno}"
        for path in sources()
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module in ("django.dispatch", "django.db.models.signals")
    ]
    assert listening == []


def test_keys_between_rooms_look_down():
    looking_up = []
    for model in our_models():
        for field in model._meta.get_fields():
            if isinstance(field, ForeignKey) and field.related_model in our_models():
                own, other = FLOOR.get(model._meta.app_label), FLOOR.get(field.related_model._meta.app_label)
                if own is not None and other is not None and own < other:
                    looking_up.append(f"{model._meta.label}.{field.name}")
    assert looking_up == []


def test_keys_to_other_rooms_leave_nothing_behind_there():
    named = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey)
        and field.related_model._meta.app_label != model._meta.app_label
        and not field.remote_field.hidden
        and field.name != "user"
    ]
    assert named == []


@pytest.mark.django_db
def test_no_migration_is_missing():
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_no_amount_is_a_float():
    floats = [
        f"{model._meta.label}.{field.name}"
        for model in our_models()
        for field in model._meta.get_fields()
        if field.get_internal_type() == "FloatField"
    ]
    assert floats == []


def test_every_model_whose_rows_reach_screens_is_registered_with_access():
    assert {"accounts.Account", "ledger.LedgerLine", "orders.Order", "billing.Invoice"} <= set(_paths)


def test_files_stay_readable_in_one_sitting():
    long = [
        f"{path.relative_to(PACKAGE)}: {len(path.read_text().splitlines())} lines"
        for path in sources()
        if len(path.read_text().splitlines()) > 400
    ]
    assert long == []


def test_the_floors_hold():
    checked = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=PACKAGE.parent,
        capture_output=True,
        text=True,
    )
    assert checked.returncode == 0, checked.stdout[-2000:]
