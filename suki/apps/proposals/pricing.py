"""The arithmetic of a proposal: the net rounded once, each tax rate once on its net, the lines bear their shares."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from suki.kernel.money import apportion_amount, digits, round_half_up


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A line as somebody asks for it. `discount` is a fraction; `key` is the line's own from version to version."""

    description: str
    quantity: Decimal
    unit_price: Decimal
    discount: Decimal = Decimal(0)
    tax_percent: Decimal | None = None
    product: Any = None
    customisation: Any = None
    cost: Decimal | None = None
    is_optional: bool = False
    is_chosen: bool = True
    key: int = 0

    @property
    def exact_net(self) -> Decimal:
        """What the line comes to before anything is rounded."""
        return self.quantity * self.unit_price * (1 - self.discount)

    @property
    def counts(self) -> bool:
        """Whether the line is in the total: all but the options that nobody has chosen."""
        return self.is_chosen or not self.is_optional


@dataclass(frozen=True)
class TaxShare:
    """What a tax rate takes: the net it is charged on, and the tax."""

    percent: Decimal
    net: Decimal
    tax: Decimal

    @property
    def share(self) -> Decimal:
        """The rate as a part of one."""
        return self.percent / 100

    @property
    def places(self) -> int:
        """So many decimals the rate is written with."""
        return max(0, -int(self.percent.normalize().as_tuple().exponent))


@dataclass(frozen=True)
class Priced:
    """A proposal's totals, and for each line in the order given what it comes to and its tax.

    The lines that count add up to the totals exactly; an option that is not chosen says what it would come to alone.
    """

    net: Decimal
    tax: Decimal
    taxes: list[TaxShare]
    lines: list[tuple[Decimal, Decimal]]

    @property
    def gross(self) -> Decimal:
        """With tax."""
        return self.net + self.tax


def priced(lines: Sequence[Any], currency: str) -> Priced:
    """Add up lines (`Offered`, or rows of a version). Options that are not chosen are left out of the totals."""
    places = digits(currency)
    counted = [line for line in lines if line.counts]
    exact = [line.exact_net for line in counted]
    net = round_half_up(sum(exact, Decimal(0)), places)
    nets = apportion_amount(net, exact, places)
    taxes: list[TaxShare] = []
    shares: dict[int, tuple[Decimal, Decimal]] = {}
    for percent in sorted({_percent(line) for line in counted}):
        here = [place for place, line in enumerate(counted) if _percent(line) == percent]
        of_rate = [nets[place] for place in here]
        tax = round_half_up(sum(of_rate, Decimal(0)) * percent / 100, places)
        taxes.append(TaxShare(percent, sum(of_rate, Decimal(0)), tax))
        borne = apportion_amount(tax, [each * percent / 100 for each in of_rate], places)
        shares |= {id(counted[place]): (nets[place], share) for place, share in zip(here, borne)}
    return Priced(
        net=net,
        tax=sum((each.tax for each in taxes), Decimal(0)),
        taxes=taxes,
        lines=[shares.get(id(line)) or _alone(line, places) for line in lines],
    )


def _percent(line: Any) -> Decimal:
    return Decimal(line.tax_percent or 0).normalize()


def _alone(line: Any, places: int) -> tuple[Decimal, Decimal]:
    net = round_half_up(line.exact_net, places)
    return net, round_half_up(net * _percent(line) / 100, places)
