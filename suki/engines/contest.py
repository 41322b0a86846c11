"""Who comes where in a contest, and who gets which prize where several come out equal. Plain arithmetic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final, Literal

from suki.kernel.money import split_amount

Tie = Literal["both", "earliest", "split"]
TIES: Final[tuple[Tie, ...]] = ("both", "earliest", "split")


@dataclass(frozen=True, slots=True)
class Entrant:
    """Somebody with what they reached, and the day on which they had reached all of it."""

    key: int
    figure: Decimal
    reached_on: date | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where somebody came: `rank`, and `shared` with how many (themselves included)."""

    key: int
    rank: int
    shared: int
    figure: Decimal
    reached_on: date | None


def places(entrants: Sequence[Entrant], tie: Tie, *, at_least: Decimal = Decimal(0)) -> list[Place]:
    """Everybody in their order. Who reached nothing, or less than `at_least`, has no place.

    Equal figures share a rank, and the ranks behind it stay empty (1, 1, 3). With `earliest` the one who reached the
    figure first stands before the others; who reached it on the same day share even then.
    """
    counted = [each for each in entrants if each.figure > 0 and each.figure >= at_least]
    counted.sort(key=lambda each: (-each.figure, each.reached_on or date.max, each.key))
    groups: dict[tuple[Decimal, date | None], list[Entrant]] = {}
    for each in counted:
        groups.setdefault((each.figure, each.reached_on if tie == "earliest" else None), []).append(each)
    found: list[Place] = []
    for group in groups.values():
        rank = len(found) + 1
        found += [Place(each.key, rank, len(group), each.figure, each.reached_on) for each in group]
    return found


def prizes_won(
    order: Sequence[Place], prizes: Mapping[int, Decimal], tie: Tie, digits: int
) -> dict[int, Decimal]:
    """Who wins how much of prizes that can be divided (money, points), by their keys.

    `split` puts the prizes of all ranks that those who tie fill into one and divides it evenly, to the last minor unit.
    Otherwise each gets the prize of the rank.
    """
    won: dict[int, Decimal] = {}
    for rank in sorted({place.rank for place in order}):
        group = [place for place in order if place.rank == rank]
        if tie != "split":
            won |= {place.key: prizes[rank] for place in group if rank in prizes}
            continue
        pool = sum((prizes.get(rank + step, Decimal(0)) for step in range(len(group))), Decimal(0))
        if pool:
            shares = split_amount(pool, [1] * len(group), digits)
            won |= {place.key: share for place, share in zip(group, shares, strict=True) if share}
    return won
