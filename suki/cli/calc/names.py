"""Finds the companies of one list in another: spelling, legal forms, accents and short forms aside, with reasons."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from suki.cli.calculation import Inputs, ratio
from suki.engines.names.finding import Found, Register
from suki.engines.names.scoring import Decision
from suki.engines.names.spelling import CompanyName, read_company
from suki.engines.reading.table import Table


@dataclass(frozen=True)
class Named:
    """The names of one file and what its rows are called."""

    ids: Sequence[str]
    names: Sequence[CompanyName]


def arguments(parser: ArgumentParser) -> None:
    """A file of names to find, and a file of names to find them in."""
    parser.add_argument("left", metavar="LEFT.csv", help="id, name, and if known country (DE, PH ...)")
    parser.add_argument("right", metavar="RIGHT.csv", help="the same; each left name is looked for here")


def read(options: Namespace, inputs: Inputs) -> tuple[Named, Named]:
    """Both files; an id stands once in each."""
    return _named(inputs.table(options.left, required=("id", "name"), optional=("country",))), _named(
        inputs.table(options.right, required=("id", "name"), optional=("country",))
    )


def answer(facts: tuple[Named, Named]) -> Mapping[str, object]:
    """The best candidate of every left row, and how many were decided how."""
    left, right = facts
    register = Register(right.names)
    pairs = [_pair(key, register.best(name), right) for key, name in zip(left.ids, left.names)]
    decided = [pair["decision"] for pair in pairs]
    return {**{decision.value: decided.count(decision.value) for decision in Decision}, "pairs": pairs}


def _named(table: Table) -> Named:
    table.needs_rows("company")
    ids: dict[str, int] = {}
    names = []
    for row in table:
        key, written = row.text("id"), row.text("name")
        first = ids.setdefault(key, row.number)
        if key and first != row.number:
            row.problem("id", f'"{key}" is the id of row {first} already; expected each id once')
        country = row.optional_text("country")
        if country and not (len(country) == 2 and country.isascii() and country.isalpha()):
            row.problem("country", f'"{country}" is not a country; expected two letters such as DE or PH')
        names.append(read_company(written, country))
    return Named(list(ids), names)


def _pair(key: str, found: Found | None, right: Named) -> Mapping[str, object]:
    if found is None:
        return {"left": key, "right": None, "score": ratio(Decimal(0)), "decision": Decision.DIFFERENT.value}
    compared = found.comparison
    return {
        "left": key,
        "right": right.ids[found.row],
        "score": ratio(Decimal(repr(found.score))),
        "decision": found.decision.value,
        "shared": [word.right for word in compared.matched],
        "only_left": list(compared.only_left),
        "only_right": list(compared.only_right),
        "legal_forms": [list(compared.left.forms), list(compared.right.forms)],
        "against": [reason.value for reason in compared.against],
        "unsure_between_several": found.score < compared.score,
    }
