"""How fast Ctrl-K answers over many accounts: exact words, parts of words, typos, for one who sees all and one who sees few."""

from __future__ import annotations

import random
from typing import Any

from bench import generated

SEED = 20261121


def run(options: Any) -> dict[str, Any]:
    """Seconds for one look over `--accounts` accounts (100,000), with as many contacts and documents as a fifth of them."""
    number = int(getattr(options, "accounts", None) or 100_000)
    with generated.house():
        entity = generated.firm(accounts=number)
        _contacts(number // 5)
        _orders(entity, number // 5)
        manager, seller = generated.somebody("senior_management", 1), generated.somebody("account_manager", 0)
        found: dict[str, Any] = {"accounts": number}
        for who, actor in (("sees all", manager), ("sees own", seller)):
            found[who] = {kind: _asked(actor, words) for kind, words in _typed(number).items()}
            found[who]["all of these"] = _asked(
                actor, [word for words in _typed(number).values() for word in words]
            )
        return found


def _typed(number: int) -> dict[str, list[str]]:
    """What people type, 40 of each kind, the same every time."""
    drawn = random.Random(SEED)
    names = [_name(drawn.randrange(number)) for _ in range(40)]
    return {
        "a whole name": names,
        "the first letters": [name[: drawn.randint(1, 2)] for name in names],
        "three to six letters": [name[: drawn.randint(3, 6)] for name in names],
        "a word and a number": [f"{name.split()[0]} {name.split()[-1]}" for name in names],
        "two letters swapped": [_mistyped(name, drawn) for name in names],
        "a number of an order": [f"OR-{drawn.randrange(number // 5):06d}" for _ in names],
        "like nothing": ["".join(drawn.choices("qxzjkvw", k=7)) for _ in names],
    }


def _name(place: int) -> str:
    return f"{generated.FIRST[place % 6]} {generated.SECOND[place % 5]} {place + 1}"


def _mistyped(name: str, drawn: random.Random) -> str:
    at = drawn.randrange(1, len(name.split()[0]) - 1)
    return name[:at] + name[at + 1] + name[at] + name[at + 2 :]


def _asked(actor: Any, words: list[str]) -> dict[str, float]:
    """Milliseconds of the whole look: every kind of thing, visibility, ranking."""
    from suki.base.finding import find

    left = iter(words)
    taken = generated.timed(lambda: find(actor, next(left)), len(words))
    return {f"{name} ms": round(seconds * 1000, 1) for name, seconds in taken.items()}


def _contacts(number: int) -> None:
    from datetime import date

    from psycopg.types.range import DateRange

    from suki.apps.accounts.models import Account, Contact, ContactPosition

    accounts = list(Account.objects.order_by("pk").values_list("pk", flat=True)[:number])
    made = generated.made(
        Contact(name=f"{generated.FIRST[place % 6]} Keller {place}", email=f"k{place}@habi.example")
        for place in range(number)
    )
    ever = DateRange(date(2020, 1, 1), None)
    generated.made(
        ContactPosition(contact=contact, account_id=accounts[place], title="Buyer", valid=ever)
        for place, contact in enumerate(made)
    )
    generated.analyse()


def _orders(entity: Any, number: int) -> None:
    from datetime import date

    from suki.apps.accounts.models import Account
    from suki.apps.orders.models import Order

    accounts = list(Account.objects.order_by("pk").values_list("pk", flat=True)[:number])
    generated.made(
        Order(
            entity=entity, number=f"OR-{place:06d}", account_id=account, bill_to_id=account, day=date(2026, 1, 5),
            currency="EUR", net=100,
        )
        for place, account in enumerate(accounts)
    )  # fmt: skip
    generated.analyse()
