"""Names of rows that are known by kind and id only, as the journal and the ledger keep them: all in one question."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db.models import CharField, F, QuerySet, Value
from django.db.models.functions import Cast, Coalesce

from suki.base.models import User
from suki.base.pages import kinds

Named = tuple[str, int]
"""The kind of a row and its id."""

_SPOKEN = ("name", "number", "label", "reference")


def names_of(wanted: Iterable[Named], actor: Any) -> dict[Named, str]:
    """What rows are called, as far as the actor may see them; who is signed in goes by the person's name."""
    by_kind: dict[str, set[int]] = {}
    for kind, row_id in wanted:
        by_kind.setdefault(kind, set()).add(row_id)
    asked = [rows for kind, ids in sorted(by_kind.items()) if (rows := _rows(kind, ids, actor)) is not None]
    if not asked:
        return {}
    found = asked[0].union(*asked[1:], all=True) if len(asked) > 1 else asked[0]
    return {(kind, row_id): name for kind, row_id, name in found}


def name_of_user(path: str = "") -> Coalesce:
    """What to call a user inside a query: the person behind it, else the mail address."""
    before = f"{path}__" if path else ""
    return Coalesce(F(f"{before}person__name"), F(f"{before}email"), output_field=CharField())


def _rows(kind: str, ids: set[int], actor: Any) -> QuerySet[Any, Any] | None:
    model, spoken = _spoken(kind)
    if model is None:
        return None
    held = kinds().get(kind)
    rows: Any = held.rows(actor) if held else model._default_manager.all()
    named = rows.filter(pk__in=ids).order_by().annotate(_kind=Value(kind, CharField()), _spoken=spoken)
    found: QuerySet[Any, Any] = named.values_list("_kind", "pk", "_spoken")
    return found


def _spoken(kind: str) -> tuple[Any, Any]:
    """The model of a kind and the expression that it is called by."""
    if kind == "user":
        return User, name_of_user()
    for model in apps.get_models():
        if model._meta.model_name == kind and model.__module__.startswith("suki."):
            columns = {column.name for column in model._meta.fields}
            name = next((each for each in _SPOKEN if each in columns), None)
            return (model, Cast(name, CharField())) if name else (None, None)
    return None, None
