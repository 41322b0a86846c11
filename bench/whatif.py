"""How fast drafts of plans are tried on a real company's three years, where its files are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from bench import generated
from bench.report import REAL

FIRST, END = date(2011, 7, 1), date(2014, 7, 1)


def run(options: Any) -> dict[str, Any]:
    """Seconds for one draft and for five, against another version; `--folder` names a house that has the company."""
    from suki.cli.house import open_house

    if folder := getattr(options, "folder", None):
        with open_house(folder):
            return _measured()
    if not REAL.is_dir():
        return {"skipped": f"{REAL} is not there"}
    with generated.house() as data:
        recipe = generated.CHECKOUT / "recipes" / "adventureworks.yaml"
        generated.command(Path(data), "import", str(recipe), "--from", str(REAL))
        return _measured()


def _measured() -> dict[str, Any]:
    from django.db import transaction

    from suki.apps.company.queries import default_entity
    from suki.apps.compensation.trying.facts import Days, Try
    from suki.apps.compensation.trying.queries import tried
    from suki.base.access import SYSTEM

    entity = default_entity()
    days = Days(entity, FIRST, END, "2011..2014")
    with transaction.atomic():
        versions = [_draft(entity, place) for place in range(6)]
        against, *drafts = [Try(version) for version in versions]

        def ask(tries: list[Try]) -> Any:
            return tried(actor=SYSTEM, entity=entity, days=days, against=against, tries=tries)

        found = ask(drafts)
        told = {
            "people": found.people, "documents": found.credits, "revenue": found.revenue,
            "cost": [found.before.cost, *(each.result.cost for each in found.compared)],
            "next_year": [(each.low, each.high) for each in found.forecasts if each],
            "problems": [str(each) for each in found.problems][:5],
            "one_draft": generated.timed(lambda: ask(drafts[:1]), 5),
            "five_drafts": generated.timed(lambda: ask(drafts), 3),
        }  # fmt: skip
        transaction.set_rollback(True)
    return told


def _draft(entity: Any, place: int) -> Any:
    """A plan of its own: four tiers by the quarter, each draft a little richer; it has no people yet."""
    from suki.apps.compensation.models import PayPlan, PlanVersion

    rates = [Decimal("0.005") * step + Decimal("0.0005") * place for step in (1, 2, 3, 4)]
    tiers = [
        {"from": str(start), "rate": str(rate)}
        for start, rate in zip((0, 300_000, 600_000, 1_200_000), rates, strict=True)
    ]
    rules = {
        "currency": entity.currency,
        "period": "quarter",
        "components": [{"name": "Sales", "tiers": tiers}],
    }
    plan = PayPlan.objects.create(entity=entity, name=f"Tried {place}")
    return PlanVersion.objects.create(plan=plan, number=1, valid=(FIRST, None), rules=rules)
