"""`suki report`: sales results and books as JSON, workbook, PDF or a page."""

import argparse
import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

from suki.kernel.errors import RuleBroken

help = "make a report"
needs_database = True

OFFERED = Path(__file__).parents[2] / "reports" / "offered"


def arguments(parser: argparse.ArgumentParser) -> None:
    """Every module of `suki.reports.offered` is a report."""
    reports = parser.add_subparsers(dest="report", required=True, metavar="REPORT")
    for path in sorted(OFFERED.glob("[a-z]*.py")):
        offered = _offered(path.stem)
        one = reports.add_parser(path.stem, help=offered.help, description=offered.help)
        offered.arguments(one)
        one.add_argument("--format", default="json", choices=offered.FORMATS)
        one.add_argument("--lang", default="en", metavar="CODE", help="en, de, vi, id or fil")
        one.add_argument("-o", "--output", metavar="FILE", help="where to write it; else to standard output")


def run(options: argparse.Namespace) -> int:
    """Work it out in the language asked for, then write it."""
    from django.utils import translation

    from suki.base.languages import CODES

    if options.lang not in CODES:
        raise RuleBroken("Suki speaks {codes}, not {given}.", codes=", ".join(CODES), given=options.lang)
    if not options.output and options.format in ("xlsx", "pdf") and sys.stdout.isatty():
        raise RuleBroken("Say with -o FILE where to write the {format}.", format=options.format)
    with translation.override(options.lang):
        content = _offered(options.report).answer(options)
    if options.output:
        Path(options.output).write_bytes(content)
    else:
        sys.stdout.buffer.write(content)
    return 0


def _offered(name: str) -> ModuleType:
    return import_module(f"suki.reports.offered.{name}")
