"""The numbers that head Today: the book's revenue and margin, what is open, and how the quota stands."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from suki.desk.today.needs import Asking
from suki.reports.addresses import lines_address
from suki.reports.asking import asked
from suki.reports.book import Book
from suki.reports.quarterly import quarterly_results


@dataclass(frozen=True)
class TodayFigures:
    """Quarter to date of the person's own results, beside their book."""

    period: str
    lines: str
    revenue: Decimal
    growth: Decimal | None
    quota: Decimal | None
    attainment: Decimal | None
    elapsed: Decimal


def figures_of(asking: Asking, book: Book) -> TodayFigures:
    """The present fiscal quarter of the person whose book it is."""
    calendar = asking.entity.fiscal_calendar
    year, number = calendar.quarter_of(asking.today)
    quarter = calendar.quarter(year, number)
    question = asked(f"FY{year}-Q{number}", entity=asking.entity.code)
    results = quarterly_results(actor=asking.actor, asked=question)
    row = next((each for each in results.rows if each.key == book.person.pk), None)
    passed = Decimal((asking.today - quarter.start).days + 1) / Decimal((quarter.end - quarter.start).days)
    return TodayFigures(
        period=f"FY{year}-Q{number}",
        lines=lines_address(question, subject=book.person.pk),
        revenue=row.figures.revenue if row else Decimal(0),
        growth=row.figures.growth_last_year if row else None,
        quota=row.figures.quota if row else None,
        attainment=row.figures.attainment if row else None,
        elapsed=passed,
    )
