"""`suki report handoffs`: how well clients pass from who won them to who keeps them."""

from __future__ import annotations

import argparse

help = "handoffs of clients: time to hand in and to answer, returns, gaps, share on time; by giver and taker"
FORMATS = ("json",)


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked for."""
    parser.add_argument(
        "--period", default="", metavar="PERIOD",
        help="handoffs that began in it: 2014, 2014-05, 2014-Q3, FY2014, FY2014-Q3 or DAY..DAY; else all",
    )  # fmt: skip
    parser.add_argument(
        "--entity", default="", metavar="CODE", help="the legal entity, where there are several"
    )


def answer(options: argparse.Namespace) -> bytes:
    """The report in the format asked for."""
    from suki.base.access import SYSTEM
    from suki.kernel.periods import Period
    from suki.reports.asking import entity_named
    from suki.reports.handoffs import handoffs_of
    from suki.reports.writing import written

    entity = entity_named(options.entity)
    period = Period.parse(options.period, entity.fiscal_calendar) if options.period else None
    return written("handoffs", options.format, handoffs_of(actor=SYSTEM, entity=entity, period=period))
