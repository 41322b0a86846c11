"""`suki report quarterly`: the sales results of any period."""

from __future__ import annotations

import argparse

help = "sales results of a period: revenue, growth, margin, quota, attainment, customers"
FORMATS = ("json", "xlsx", "pdf", "html")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked for."""
    parser.add_argument(
        "--period", required=True, help="2014, 2014-05, 2014-Q3, FY2014, FY2014-Q3 or DAY..DAY"
    )
    parser.add_argument(
        "--by", default="person", metavar="SUBJECT", help="person, team, territory, account or product"
    )
    parser.add_argument("--credit", default="document", metavar="BASIS", help="document (its seller) or team")
    parser.add_argument(
        "--fiscal-start", type=int, metavar="MONTH", help="the month that fiscal years start in"
    )
    parser.add_argument(
        "--entity", default="", metavar="CODE", help="the legal entity, where there are several"
    )


def answer(options: argparse.Namespace) -> bytes:
    """The report in the format asked for."""
    from suki.base.access import SYSTEM
    from suki.reports.asking import asked
    from suki.reports.quarterly import quarterly_results
    from suki.reports.writing import written

    question = asked(
        options.period,
        by=options.by,
        basis=options.credit,
        entity=options.entity,
        fiscal_start=options.fiscal_start,
    )
    return written("quarterly", options.format, quarterly_results(actor=SYSTEM, asked=question))
