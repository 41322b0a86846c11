"""How fast the ledger takes lines: in one statement, as an import posts them, and document by document."""

from __future__ import annotations

import time
from itertools import count
from typing import Any

from bench import generated


def run(options: Any) -> dict[str, Any]:
    """Lines posted a second, the roll-up kept along; `--lines` says how many."""
    number = int(getattr(options, "lines", None) or 200_000)
    with generated.house():
        entity = generated.firm(accounts=5_000)
        start = time.perf_counter()
        generated.lines(entity, number)
        in_one = time.perf_counter() - start
        start = time.perf_counter()
        generated.lines(entity, number // 4, first=number + 1)
        on_top = time.perf_counter() - start
        documents = _documents(entity)
    return {
        "lines": number,
        "lines_per_second": round(number / in_one),
        "lines_per_second_on_top": round(number // 4 / on_top),
        "document_of_four_lines": documents,
    }


def _documents(entity: Any) -> dict[str, float]:
    """A document of four lines, posted and committed."""
    from dataclasses import replace
    from datetime import date
    from decimal import Decimal

    from suki.apps.accounts.models import Account
    from suki.apps.ledger.actions import post_lines
    from suki.apps.ledger.posting import NewLine
    from suki.base.access import SYSTEM

    account = Account.objects.order_by("pk").values_list("pk", flat=True)[0]
    line = NewLine(
        entity_id=entity.pk, kind="invoiced", day=date(generated.YEAR, 5, 5), sold_to_id=account, bill_to_id=account,
        currency="EUR", net=Decimal("12.34"), room="bench", document_id=0,
    )  # fmt: skip
    numbers = count(1)

    def post() -> None:
        number = next(numbers)
        post_lines(
            actor=SYSTEM, lines=[replace(line, document_id=number, line_key=str(key)) for key in range(4)]
        )

    return generated.timed(post, 200)
