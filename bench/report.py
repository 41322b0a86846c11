"""How fast results come: a year over a million lines, a quarter, and a real company's quarter where its files are."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from bench import generated

REAL = (
    Path(os.environ.get("SUKI_SHARED_DATA") or generated.CHECKOUT.parent / "shared" / "data")
    / "adventureworks"
)


def run(options: Any) -> dict[str, Any]:
    """Seconds for a year and a quarter, asked inside a running process and as a command of its own."""
    number = int(getattr(options, "lines", None) or 1_000_000)
    found: dict[str, Any] = {"lines_a_year": number}
    with generated.house() as data:
        entity = generated.firm(accounts=20_000)
        generated.lines(entity, number // 3, year=generated.YEAR - 1, first=number + 1)
        generated.lines(entity, number)
        generated.settle_statistics()
        for period in (str(generated.YEAR), f"{generated.YEAR}-Q3"):
            found[period] = {
                f"by {by}": _asked(period, by) for by in ("person", "team", "account", "product")
            }
            found[period]["by person, credited by team"] = _asked(period, "person", basis="team")
            found[period]["command"] = generated.timed(lambda period=period: _command(data, period), 3)
        found["book"] = generated.timed(_book, 5)
        found["workbook of a quarter"] = generated.timed(
            lambda: _command(data, f"{generated.YEAR}-Q3", "xlsx"), 1
        )
        if REAL.is_dir():
            found["adventureworks 2013-Q3"] = _real(data)
    return found


def _asked(period: str, by: str, *, basis: str = "document") -> dict[str, float]:
    from suki.base.access import SYSTEM
    from suki.reports.asking import asked
    from suki.reports.quarterly import quarterly_results

    return generated.timed(
        lambda: quarterly_results(actor=SYSTEM, asked=asked(period, by=by, basis=basis)), 5
    )


def _book() -> None:
    from datetime import date

    from suki.apps.people.models import Person
    from suki.base.access import SYSTEM
    from suki.reports.asking import entity_named
    from suki.reports.book import book_of

    person = Person.objects.order_by("pk")[0]
    book_of(actor=SYSTEM, person=person, entity=entity_named(), on=date(generated.YEAR, 9, 30))


def _command(data: Path, period: str, format: str = "json") -> None:
    target = data / f"report.{format}"
    generated.command(data, "report", "quarterly", "--period", period, "--format", format, "-o", str(target))


def _real(data: Path) -> dict[str, float]:
    """The real company in a folder of its own, through the commands alone."""
    folder = data / "real"
    recipe = generated.CHECKOUT / "recipes" / "adventureworks.yaml"
    generated.command(folder, "import", str(recipe), "--from", str(REAL))
    return generated.timed(lambda: _command(folder, "2013-Q3"), 5)
