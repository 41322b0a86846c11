"""`suki report book`: the accounts of an account manager on a day."""

from __future__ import annotations

import argparse

help = "an account manager's book: their accounts, revenue, rhythm of orders, what is open"
FORMATS = ("json", "xlsx", "html")


def arguments(parser: argparse.ArgumentParser) -> None:
    """What may be asked for."""
    parser.add_argument(
        "--person", required=True, metavar="ID", help="an id of another system, a uid or a mail address"
    )
    parser.add_argument("--on", metavar="DAY", help="as of the end of that day; else today")
    parser.add_argument(
        "--entity", default="", metavar="CODE", help="the legal entity, where there are several"
    )


def answer(options: argparse.Namespace) -> bytes:
    """The report in the format asked for."""
    from suki.base.access import SYSTEM
    from suki.kernel.periods import Period
    from suki.reports.asking import entity_named
    from suki.reports.book import book_of, person_named
    from suki.reports.writing import written

    on = Period.parse(options.on).last if options.on else None
    book = book_of(
        actor=SYSTEM, person=person_named(options.person), entity=entity_named(options.entity), on=on
    )
    return written("book", options.format, book)
