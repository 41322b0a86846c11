"""How far the work on a draft is, told over a connection of its own: the work's transaction shows nothing before its end."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any, Final

from django.db import OperationalError, connection

PAUSE: Final = 0.5

_NOTE = "UPDATE exchange_importdraft SET told = %s WHERE id = %s AND doing <> ''"


def teller(draft: Any) -> Callable[[str, str, int, int], None]:
    """Writes down what is being done, twice a second at most."""
    last: list[Any] = [0.0, ""]

    def tell(doing: str, target: str, done: int, total: int) -> None:
        now = time.monotonic()
        if now - last[0] < PAUSE:
            return
        last[0] = now
        _note(draft.pk, {**draft.told, "doing": doing, "target": target, "done": done, "total": total})

    return tell


def _note(draft_id: int, facts: dict[str, Any]) -> None:
    """Progress is worth no wait: where the row is held, it is left out."""
    beside = connection.copy()
    try:
        with beside.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
            cursor.execute(_NOTE, [json.dumps(facts), draft_id])
    except OperationalError:
        return
    finally:
        beside.close()
