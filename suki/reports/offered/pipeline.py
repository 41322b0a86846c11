"""`suki report pipeline`: what became of deals in a period, and what is open."""

from __future__ import annotations

import argparse

help = "deals closed in a period: win rate, cycle time, conversion, by stage, seller, manager, source; open deals apart"
FORMATS = ("json", "html")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked for."""
    parser.add_argument(
        "--period",
        required=True,
        help="2014, 2014-05, 2014-Q3, FY2014, FY2014-Q3 or DAY..DAY; by day of closing",
    )
    parser.add_argument(
        "--fiscal-start", type=int, metavar="MONTH", help="the month that fiscal years start in"
    )
    parser.add_argument(
        "--entity", default="", metavar="CODE", help="the legal entity, where there are several"
    )


def answer(options: argparse.Namespace) -> bytes:
    """The report in the format asked for."""
    from suki.base.access import SYSTEM
    from suki.reports.pipeline import pipeline_question, pipeline_results
    from suki.reports.writing import written

    question = pipeline_question(options.period, entity=options.entity, fiscal_start=options.fiscal_start)
    return written("pipeline", options.format, pipeline_results(actor=SYSTEM, question=question))
