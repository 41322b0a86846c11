"""Jobs as rooms write them, for the tests of the queue."""

from __future__ import annotations

import sys

from django.db import transaction

from suki.base.access import SYSTEM
from suki.base.history import record
from suki.base.jobs import job
from suki.base.models import IdempotencyKey, User
from suki.kernel.errors import RuleBroken


@job
def greet(*, user_id: int) -> None:
    """Greets somebody, once."""
    user = User.objects.get(pk=user_id)
    _, is_new = IdempotencyKey.objects.get_or_create(
        key=f"greet {user_id}", actor=None, defaults={"action": "greet", "fingerprint": ""}
    )
    if is_new:
        record("greeted", actor=SYSTEM, about=user)


@job
def greet_slowly(*, user_id: int) -> None:
    """Greets, and is caught by whatever happens before the transaction ends."""
    with transaction.atomic():
        greet(user_id=user_id)
        print("greeting", flush=True)
        sys.stdin.readline()


@job
def break_a_rule(*, user_id: int) -> None:
    """Is refused whenever it is tried."""
    raise RuleBroken("This will never do.")


@job
def stumble(*, user_id: int) -> None:
    """Fails for a reason that may pass."""
    raise ConnectionError("The line is dead.")
