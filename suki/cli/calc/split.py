"""Splits an amount by weights so that the shares add up: largest remainder, ties to the first."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Mapping, Sequence
from decimal import Decimal

from suki.cli.calculation import Inputs
from suki.kernel.money import Money


def arguments(parser: ArgumentParser) -> None:
    """An amount, its currency and a weight for each who shares in it."""
    parser.add_argument("amount", metavar="AMOUNT", help="what is split, such as 100.00")
    parser.add_argument("currency", metavar="CURRENCY", help="an ISO 4217 code such as EUR, VND or IDR")
    parser.add_argument("weights", metavar="WEIGHT", nargs="+", help="such as 1 or 2.5, one for each share")


def read(options: Namespace, inputs: Inputs) -> tuple[Money, Sequence[Decimal]]:
    """The money to split, and the weights."""
    amount = inputs.number("AMOUNT", options.amount)
    currency = inputs.currency("CURRENCY", options.currency)
    weights = [inputs.number(f"WEIGHT {place}", text) for place, text in enumerate(options.weights, start=1)]
    inputs.problems.raise_if_any()
    return Money(amount, currency), weights


def answer(facts: tuple[Money, Sequence[Decimal]]) -> Mapping[str, object]:
    """The shares in the order of the weights."""
    money, weights = facts
    return {"currency": money.currency, "shares": [share.amount for share in money.split(weights)]}
