"""Runs a calculator on files: the engines without a database, to try a rule, to check a statement, to teach a plan."""

from __future__ import annotations

import argparse
import difflib

from suki.cli.calculation import calculators, run_calculator
from suki.kernel.errors import RuleBroken

help = "work something out from files, without a database: 'suki calc --help' lists what"
needs_database = False
passes_on = True


def arguments(parser: argparse.ArgumentParser) -> None:
    """The calculator's name, and whatever it takes."""
    parser.add_argument("rest", nargs=argparse.REMAINDER, metavar="CALCULATOR ...")


def run(options: argparse.Namespace) -> int:
    """Run the calculator that is named first."""
    name, *rest = options.rest or ["--help"]
    if name in ("-h", "--help"):
        print(_overview())
        return 0 if options.rest else 2
    if name not in calculators():
        near = difflib.get_close_matches(name, calculators(), 1)
        hint = f"did you mean '{near[0]}'?" if near else "'suki calc --help' lists them."
        raise RuleBroken("There is no calculator '{name}'; {hint}", name=name, hint=hint)
    return run_calculator(name, rest)


def _overview() -> str:
    known = calculators()
    width = max(map(len, known))
    lines = [f"  {name:{width}}  {line}" for name, line in known.items()]
    foot = "The answer is JSON; --table prints it to read. 'suki calc CALCULATOR --help' explains one."
    return "\n".join(["usage: suki calc CALCULATOR ...", "", "calculators:", *lines, "", foot])
