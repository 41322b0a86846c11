"""An action asked for twice under the same key is done once, and both are given the same answer."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import Any, Final
from uuid import UUID

from django.apps import apps
from django.db import connection, models
from django.utils.translation import gettext as _

from suki.base.jobs import job
from suki.base.models import IdempotencyKey
from suki.kernel.errors import RuleBroken

LONGEST_KEY: Final = 120
KEEP_DAYS: Final = 30
_NUMBER: Final = "number"


def once(*, actor: Any, key: str, action: str, arguments: Mapping[str, Any], act: Callable[[], Any]) -> Any:
    """Do it, unless this actor has had it done under this key: then answer as the first time.

    Runs inside the action's transaction. Whoever comes second waits until the first has committed or given up.
    """
    if not key or len(key) > LONGEST_KEY:
        raise RuleBroken(_("An idempotency key has 1 to {count} characters.").format(count=LONGEST_KEY))
    print_of_it = fingerprint(action, arguments)
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM, [key, actor.pk, action, print_of_it])
        claimed = cursor.fetchone()
    if claimed is None:
        return _answer_of_the_first(actor, key, action, print_of_it)
    answer = act()
    kind, number = _kept(answer)
    IdempotencyKey.objects.filter(pk=claimed[0]).update(answer_kind=kind, answer_id=number)
    return answer


def fingerprint(action: str, arguments: Mapping[str, Any]) -> str:
    """What was asked for, in 64 letters: the same words and rows give the same, whatever their order."""
    text = json.dumps([action, _plain(arguments)], sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()


@job
def forget_old_keys() -> None:
    """Drop keys after a month: nobody asks again that late."""
    with connection.cursor() as cursor:
        cursor.execute(
            "DELETE FROM base_idempotencykey WHERE at < now() - make_interval(days => %s)", [KEEP_DAYS]
        )


def _answer_of_the_first(actor: Any, key: str, action: str, print_of_it: str) -> Any:
    first = IdempotencyKey.objects.get(actor=actor.pk, key=key)
    if (first.action, first.fingerprint) != (action, print_of_it):
        raise RuleBroken(
            _(
                "The key “{key}” was used before, for something else. Take a new key for a new request."
            ).format(key=key)
        )
    if first.answer_kind in ("", _NUMBER):
        return first.answer_id
    answer = apps.get_model(first.answer_kind)._base_manager.filter(pk=first.answer_id).first()
    if answer is None:
        raise RuleBroken(
            _("What was asked for under the key “{key}” has been done, and has been removed since.").format(
                key=key
            )
        )
    return answer


def _kept(answer: Any) -> tuple[str, int | None]:
    """An answer as it is kept: a row by its kind and id, a number, or nothing."""
    if answer is None:
        return "", None
    if isinstance(answer, models.Model):
        return answer._meta.label_lower, answer.pk
    if isinstance(answer, int):
        return _NUMBER, answer
    raise TypeError("An action that is asked for under a key answers with a row, a whole number or nothing.")


def _plain(value: Any) -> Any:
    """A value as words that are the same whenever the value is."""
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, models.Model):
        return [value._meta.label_lower, value.pk]
    if isinstance(value, Enum):
        return _plain(value.value)
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date | datetime | time | timedelta | UUID):
        return str(value)
    if isinstance(value, bytes):
        return hashlib.sha256(value).hexdigest()
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, Mapping):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, set | frozenset):
        return sorted(json.dumps(_plain(item), sort_keys=True) for item in value)
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise TypeError(f"A {type(value).__name__} cannot be compared with what was asked for before.")


_CLAIM = """
    INSERT INTO base_idempotencykey (key, actor_id, action, fingerprint, answer_kind, at)
    VALUES (%s, %s, %s, %s, '', now())
    ON CONFLICT (actor_id, key) DO NOTHING
    RETURNING id
"""
