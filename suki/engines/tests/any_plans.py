"""Plans, credits and quotas drawn by chance: every switch, often at a boundary, with returns, in several currencies."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate
from random import Random
from typing import Any

from suki.engines.commission.facts import Credit, Quota
from suki.engines.commission.plan import Cap, Component, Draw, Gate, Plan, Threshold, Tier
from suki.engines.commission.sets_rows import Work

FIRST = date(2025, 11, 3)
MINOR = {"EUR": 2, "USD": 2, "VND": 0, "KWD": 3}


def works(number: int, seed: int) -> Iterator[Work]:
    """So many plans, each with the credits of somebody of their own."""
    for place in range(number):
        # A generator of its own for each, so that one that disagrees can be drawn again alone.
        yield work(Random(seed * 1_000_003 + place))


def work(chance: Random) -> Work:
    """One plan and one person's credits."""
    plan = _plan(chance)
    days = sorted(
        FIRST + timedelta(days=chance.choice((0, 1, 5, 40, 70, 95))) for _ in range(chance.randint(1, 7))
    )
    named = [component.name for component in plan.components]
    credits = [_credit(chance, f"D{place}", day, named) for place, day in enumerate(days)]
    return Work(plan, credits, list(_quotas(chance)))


def _plan(chance: Random) -> Plan:
    currency = chance.choice(list(MINOR))
    components = [_component(chance, f"c{place}") for place in range(chance.choice((1, 1, 2, 3)))]
    if len(components) > 1 and chance.random() < 0.3:
        at = Decimal(chance.choice((0, 1, 500, 3_000)))
        components[1] = _component(chance, "c1", gates=(Gate("c0", at),))
    draw = Draw(Decimal(chance.randint(1, 900)), chance.random() < 0.7) if chance.random() < 0.3 else None
    return Plan(currency, components, chance.choice(("all", "month", "quarter", "year")), draw)


def _component(chance: Random, name: str, **more: Any) -> Component:
    measure = chance.choice(("amount", "amount", "amount", "margin", "units"))
    stated = chance.choice(("amount", "amount", "attainment", "units"))
    output = chance.choice(("rate", "rate", "rate", "multiplier", "fixed", "target"))
    method = chance.choice(("slab", "progressive", "interpolated", "flat"))
    starts = _starts(chance, stated, measure, 1 if method == "flat" else chance.randint(1, 4))
    is_rate = output in ("rate", "multiplier")
    worth = [_rate(chance) if is_rate else Decimal(chance.randint(0, 90_000)) / 100 for _ in starts]
    if output == "target":
        worth = [Decimal(chance.randint(0, 12)) / 10 for _ in starts]
    if method == "interpolated" and chance.random() < 0.8:
        worth[-1] = Decimal(0)
    if chance.random() < 0.15:
        more["first_day"] = FIRST + timedelta(days=chance.choice((1, 5)))
    if chance.random() < 0.15:
        more["last_day"] = FIRST + timedelta(days=chance.choice((40, 60)))
    return Component(
        name,
        [Tier(start, value) for start, value in zip(starts, worth)],
        measure=measure, input=stated, method=method, output=output, scope=chance.choice(("period", "period", "transaction")),
        target_pay=Decimal(chance.randint(1, 5_000)) if output == "target" else None,
        base_rate=Decimal(chance.randint(1, 20)) / 100 if output == "multiplier" else None,
        threshold=_threshold(chance, starts), cap=_cap(chance, starts), is_quota_relevant=chance.random() < 0.8, **more,
    )  # fmt: skip


def _starts(chance: Random, stated: str, measure: str, number: int) -> list[Decimal]:
    steps = [Decimal(chance.choice((100, 250, 333, 1_000, 2_500))) for _ in range(number - 1)]
    if stated == "attainment":
        steps = [step / 1_000 for step in steps]
    elif stated == "units" or measure == "units":
        steps = [Decimal(chance.randint(1, 9)) for _ in steps]
    return [Decimal(0), *accumulate(steps)]


def _rate(chance: Random) -> Decimal:
    return Decimal(chance.choice((0, 1, 5, 10, 25, 125, 333, 1_500))) / 1_000


def _threshold(chance: Random, starts: list[Decimal]) -> Threshold | None:
    if chance.random() < 0.7:
        return None
    return Threshold(
        chance.choice(starts) * chance.choice((1, Decimal("0.5"))), chance.choice(("above", "from_zero"))
    )  # type: ignore[arg-type]


def _cap(chance: Random, starts: list[Decimal]) -> Cap:
    if chance.random() < 0.7:
        return Cap()
    most = chance.choice(starts) * chance.choice((1, 2, Decimal("1.5"))) or None
    return Cap(
        Decimal(chance.randint(1, 40_000)) / 100 if chance.random() < 0.6 else None,
        most if chance.random() < 0.6 else None,
    )


def _credit(chance: Random, document: str, day: date, named: list[str]) -> Credit:
    sign = -1 if chance.random() < 0.2 else 1
    amount = Decimal(chance.choice((100, 250, 333, 500, 1_000, chance.randint(1, 400_000) / Decimal(100))))
    measures = {
        "amount": sign * amount,
        "margin": sign * Decimal(chance.randint(-2_000, 80_000)) / 100,
        "units": Decimal(sign * chance.randint(0, 7)),
    }
    share = chance.choice((Decimal(1), Decimal(1), Decimal("0.5"), Decimal("0.3333")))
    component = chance.choice(named) if chance.random() < 0.1 else ""
    return Credit("ana", day, document, measures, share=share, component=component)


def _quotas(chance: Random) -> Iterator[Quota]:
    if chance.random() < 0.1:
        return
    for _ in range(chance.choice((1, 1, 2))):
        start = FIRST + timedelta(days=chance.choice((-33, 0, 28)))
        end = start + timedelta(days=chance.choice((30, 91, 200)))
        measure = chance.choice(("", "", "amount", "units"))
        amount = Decimal(chance.choice((0, 10, 100, 1_000, 3_000, chance.randint(1, 900_000) / Decimal(100))))
        yield Quota("ana", start, end, amount, measure)
