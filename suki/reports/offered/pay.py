"""`suki report pay`: what a period pays whom, line by line, what it costs, and what is owed."""

from __future__ import annotations

import argparse

help = "pay of a period: statements with attainments and lines, totals, cost of sales, accrued liability, what to look at"
FORMATS = ("json",)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked for."""
    parser.add_argument("--period", required=True, metavar="NAME", help="a period of pay, such as 2026-Q1")
    parser.add_argument(
        "--entity", default="", metavar="CODE", help="the legal entity, where there are several"
    )
    parser.add_argument("--without-lines", action="store_true", help="statements without their lines")


def answer(options: argparse.Namespace) -> bytes:
    """The report in the format asked for."""
    from suki.base.access import SYSTEM
    from suki.reports.asking import entity_named
    from suki.reports.pay import pay_results
    from suki.reports.writing import written

    results = pay_results(
        actor=SYSTEM, period=options.period, entity=entity_named(options.entity),
        with_lines=not options.without_lines,
    )  # fmt: skip
    return written("pay", options.format, results)
