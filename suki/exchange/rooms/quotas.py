"""Quotas of people, teams, territories, products and accounts."""

from __future__ import annotations

from suki.apps.quotas.models import Quota
from suki.exchange.rooms.applying import Applying
from suki.exchange.rooms.dated import bring_dated
from suki.exchange.upsert import Value

SUBJECTS = ("person", "team", "territory", "product", "account")


def bring_quotas(applying: Applying) -> None:
    """Quotas, found again by whom they are for, what they measure and their first day."""
    values = [
        Value("entity_id", str(applying.entity.pk)),
        *(Value(f"{subject}_id", f"r_{subject}.row_id") for subject in SUBJECTS),
        Value("measure", "coalesce(s.measure, 'revenue')"),
        Value("amount", "s.amount", ("amount",)),
        Value("currency", "s.currency", ("currency",)),
        Value("valid", 'daterange(s."from", coalesce(s.until, s."to" + 1))', ("from", "to", "until")),
    ]
    subjects = tuple(f"{subject}_id" for subject in SUBJECTS)
    changes = bring_dated(
        applying,
        "quotas",
        Quota,
        values,
        key=(*subjects, "entity_id", "measure"),
        group=(*subjects, "entity_id", "measure"),
    )
    applying.count("quotas", changes)
