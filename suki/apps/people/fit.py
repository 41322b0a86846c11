"""How well somebody's skills fit what a task requires, with the reasons. Plain arithmetic; it suggests, people decide."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

ONE = Decimal(1)


@dataclass(frozen=True)
class Need:
    """What is required: a skill and how well."""

    skill: int
    name: str
    level: int


@dataclass(frozen=True)
class Met:
    """How far one requirement is met."""

    name: str
    wanted: int
    held: int

    @property
    def is_full(self) -> bool:
        return self.held >= self.wanted

    @property
    def is_missing(self) -> bool:
        return self.held == 0


@dataclass(frozen=True)
class Fit:
    """The share of what is required that somebody brings, and requirement by requirement how."""

    score: Decimal | None
    parts: tuple[Met, ...]

    @property
    def matched(self) -> tuple[Met, ...]:
        return tuple(part for part in self.parts if part.is_full)

    @property
    def short(self) -> tuple[Met, ...]:
        """Known, but not as well as required."""
        return tuple(part for part in self.parts if not part.is_full and not part.is_missing)

    @property
    def missing(self) -> tuple[Met, ...]:
        return tuple(part for part in self.parts if part.is_missing)


def fit(needs: Iterable[Need], held: Mapping[int, int]) -> Fit:
    """Each requirement weighs as much as the level it asks for; a higher level than asked for adds nothing.

    Without requirements there is no score: nothing is known, which is not the same as a perfect fit.
    """
    parts = tuple(Met(need.name, need.level, held.get(need.skill, 0)) for need in needs)
    wanted = sum(part.wanted for part in parts)
    if not wanted:
        return Fit(None, parts)
    brought = sum(min(part.held, part.wanted) for part in parts)
    return Fit(Decimal(brought) / Decimal(wanted), parts)
