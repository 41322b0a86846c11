"""Exchange rates of a calculation: looked up once, kept with it, and later read from what was kept."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal

from suki.apps.company.queries import rate_on
from suki.kernel.errors import RuleBroken


class Rates:
    """The rates that a calculation asks for. Those it keeps come first; a replay asks for no others."""

    def __init__(self, kept: Mapping[str, str | None] | None = None) -> None:
        self.is_replay = kept is not None
        self.kept: dict[str, str | None] = dict(kept or {})

    def on(self, day: date, *, of: str, into: str, kind: str) -> Decimal | None:
        """What one unit was worth on a day; None where nobody has said."""
        if of == into:
            return Decimal(1)
        key = f"{kind} {of} {into} {day.isoformat()}"
        if key not in self.kept:
            self.kept[key] = None if self.is_replay else self._known(day, of, into, kind)
        found = self.kept[key]
        return None if found is None else Decimal(found)

    def _known(self, day: date, of: str, into: str, kind: str) -> str | None:
        try:
            return f"{rate_on(day, of=of, into=into, kind=kind):f}"
        except RuleBroken:
            return None
