"""Money: an exact amount in a currency, rounded half up, split and apportioned without losing a cent."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from functools import cache

from suki.kernel.errors import RuleBroken, _

# Wide enough that no sum, product or rounding of business amounts is ever cut short.
EXACT = Context(prec=120, rounding=ROUND_HALF_UP)
# For quotients, which are never exact: more digits than anyone prints.
RATIO = Context(prec=50, rounding=ROUND_HALF_UP)
_LARGEST_EXPONENT = 40
_SMALLEST_EXPONENT = -70

# CLDR says how many digits people usually see; ISO 4217 says how many there are. These are the codes where
# CLDR drops a minor unit that ISO 4217 has (or had, for codes since withdrawn).
_ISO_DIGITS_WHERE_CLDR_DIFFERS = {
    "AFN": 2, "ALL": 2, "IQD": 3, "IRR": 2, "KPW": 2, "LAK": 2, "LBP": 2, "MGA": 2, "MMK": 2, "RSD": 2,
    "SOS": 2, "SYP": 2, "YER": 2,
    "MRO": 2, "SLL": 2, "STD": 2, "TMM": 2, "ZMK": 2, "ZWD": 2,
}  # fmt: skip
_NOT_YET_IN_CLDR = {"XAD": 2}
# Metals, bond units, testing codes and the like: ISO 4217 gives them no minor unit, and nobody is invoiced in them.
_WITHOUT_MINOR_UNIT = {
    "XAG", "XAU", "XBA", "XBB", "XBC", "XBD", "XDR", "XFO", "XFU", "XPD", "XPT", "XRE", "XSU", "XTS", "XUA", "XXX",
}  # fmt: skip
_SHOWN_WITHOUT_DIGITS = frozenset({"IDR"})


def digits(currency: str) -> int:
    """How many decimals an amount of this currency is stored and rounded with (ISO 4217)."""
    return _digits_of_all()[_known(currency)]


def display_digits(currency: str) -> int:
    """How many decimals people usually see; never more than are stored (rupiah are stored with 2 and shown with 0)."""
    return _display_digits_of_all()[_known(currency)]


def currencies() -> list[str]:
    """Every currency code that amounts may be kept in, those since withdrawn included."""
    return sorted(_digits_of_all())


def is_currency(code: str) -> bool:
    """Whether amounts may be kept in this code."""
    return code in _digits_of_all()


def round_half_up(amount: Decimal, digits: int) -> Decimal:
    """The amount with this many decimals, halves away from zero, as invoices are rounded."""
    _checked(amount)
    rounded = amount.quantize(_unit(digits), rounding=ROUND_HALF_UP, context=EXACT)
    return rounded if rounded else abs(rounded)


def split_amount(amount: Decimal, weights: Sequence[Decimal | int], digits: int) -> list[Decimal]:
    """Shares of the amount in proportion to the weights, in whole minor units, that add up to it exactly.

    Every share is first cut down to whole units; the units left over go to the largest remainders, and among
    equal remainders to the one that comes first. A negative amount is split as its mirror image.
    """
    ratios = _whole_ratios(weights)
    units = _whole_units(amount, digits)
    shares = _largest_remainder(abs(units), ratios)
    sign = -1 if units < 0 else 1
    return [_from_units(sign * share, digits) for share in shares]


def apportion_amount(total: Decimal, parts: Sequence[Decimal], digits: int) -> list[Decimal]:
    """Give a document's total, once rounded, to its lines, so that the rounded lines add up to it exactly.

    ``parts`` are the lines' own unrounded amounts of the same thing (a tax is given to taxes, not to nets, or a
    returned line would bear tax of the wrong size). What the total differs from their sum (rounding, or a discount
    on the whole document) is spread over the lines by their size, sign aside; for lines of one sign that is plain
    proportion. Then every line is cut to whole units towards zero and the units left over go to the largest
    remainders, ties to the first line. A credit note is therefore the exact mirror of its invoice.
    """
    exact = [_as_units(part, digits) for part in parts]
    whole = _whole_units(total, digits)
    scale = max([1, *(denominator for _numerator, denominator in exact)])
    lines = [numerator * (scale // denominator) for numerator, denominator in exact]
    size = sum(abs(line) for line in lines)
    if not size:
        return _apportioned_to_nothing(total, len(parts), digits)
    gap = whole * scale - sum(lines)
    # Everything is kept in whole numbers: line / scale + gap * |line| / (scale * size), over one denominator.
    numerators = [line * size + gap * abs(line) for line in lines]
    return [_from_units(share, digits) for share in _cut_towards_zero(whole, numerators, scale * size)]


@dataclass(frozen=True, slots=True)
class Money:
    """An amount of one currency. Two currencies never meet in one sum without a rate."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if isinstance(self.amount, int) and not isinstance(self.amount, bool):
            object.__setattr__(self, "amount", Decimal(self.amount))
        _checked(self.amount)
        _known(self.currency)

    @classmethod
    def zero(cls, currency: str) -> Money:
        """Nothing, in this currency."""
        return cls(Decimal(0), currency)

    @classmethod
    def total(cls, parts: Iterable[Money], currency: str) -> Money:
        """The sum of the parts, which must all be in this currency; nothing adds up to zero."""
        amount = cls.zero(currency)
        for part in parts:
            amount += part
        return amount

    def rounded(self) -> Money:
        """The amount in whole minor units of its currency, halves away from zero."""
        return Money(round_half_up(self.amount, digits(self.currency)), self.currency)

    def split(self, weights: Sequence[Decimal | int]) -> list[Money]:
        """Shares by weight that add up to the whole; the cents left over go to the largest remainders in order."""
        shares = split_amount(self.amount, weights, digits(self.currency))
        return [Money(share, self.currency) for share in shares]

    @property
    def is_negative(self) -> bool:
        """Whether it is owed the other way round."""
        return self.amount < 0

    def __add__(self, other: Money) -> Money:
        self._in_same_currency(other)
        return Money(EXACT.add(self.amount, other.amount), self.currency)

    def __sub__(self, other: Money) -> Money:
        self._in_same_currency(other)
        return Money(EXACT.subtract(self.amount, other.amount), self.currency)

    def __mul__(self, factor: Decimal | int) -> Money:
        if isinstance(factor, bool) or not isinstance(factor, (Decimal, int)):
            return NotImplemented
        return Money(EXACT.multiply(self.amount, Decimal(factor)), self.currency)

    __rmul__ = __mul__

    def __neg__(self) -> Money:
        return Money(self.amount.copy_negate() if self.amount else self.amount, self.currency)

    def __abs__(self) -> Money:
        return Money(self.amount.copy_abs(), self.currency)

    def __bool__(self) -> bool:
        return bool(self.amount)

    def __lt__(self, other: Money) -> bool:
        self._in_same_currency(other)
        return self.amount < other.amount

    def __le__(self, other: Money) -> bool:
        self._in_same_currency(other)
        return self.amount <= other.amount

    def __gt__(self, other: Money) -> bool:
        return other < self

    def __ge__(self, other: Money) -> bool:
        return other <= self

    def __str__(self) -> str:
        return f"{self.amount:f} {self.currency}"

    def _in_same_currency(self, other: Money) -> None:
        if not isinstance(other, Money):
            raise TypeError(f"Money and {type(other).__name__} do not go together.")
        if self.currency != other.currency:
            raise RuleBroken(
                _("{one} and {other} cannot be added or compared without an exchange rate."),
                one=self.currency,
                other=other.currency,
            )


def apportion(total: Money, parts: Sequence[Decimal]) -> list[Money]:
    """Give a document's once-rounded total to its lines by largest remainder; see ``apportion_amount``."""
    shares = apportion_amount(total.amount, parts, digits(total.currency))
    return [Money(share, total.currency) for share in shares]


@cache
def _digits_of_all() -> dict[str, int]:
    fractions, codes = _cldr()
    usual = fractions["DEFAULT"]
    stored = {code: fractions.get(code, usual)[0] for code in codes if code not in _WITHOUT_MINOR_UNIT}
    corrections = {code: count for code, count in _ISO_DIGITS_WHERE_CLDR_DIFFERS.items() if code in stored}
    return stored | _NOT_YET_IN_CLDR | corrections


@cache
def _display_digits_of_all() -> dict[str, int]:
    fractions, _codes = _cldr()
    usual = fractions["DEFAULT"]
    stored = _digits_of_all()
    shown = {code: min(count, fractions.get(code, usual)[0]) for code, count in stored.items()}
    return shown | dict.fromkeys(_SHOWN_WITHOUT_DIGITS, 0)


def _cldr() -> tuple[Mapping[str, tuple[int, ...]], Iterable[str]]:
    # Reading CLDR takes longer than everything else in this file; whoever only adds amounts need not wait for it.
    from babel.core import get_global

    return get_global("currency_fractions"), get_global("all_currencies")


def _known(currency: str) -> str:
    if currency not in _digits_of_all():
        raise RuleBroken(
            _('"{currency}" is not a currency: use a three-letter ISO 4217 code such as EUR, VND or IDR.'),
            currency=currency,
        )
    return currency


def _checked(amount: Decimal) -> Decimal:
    if not isinstance(amount, Decimal):
        raise TypeError(f"An amount is a Decimal, not {type(amount).__name__}: {amount!r}")
    if not amount.is_finite():
        raise RuleBroken(
            _('"{amount}" is not an amount: use a plain number such as 1234.56.'),
            amount=amount,
        )
    if (
        amount
        and not _SMALLEST_EXPONENT <= _lowest_exponent(amount) <= amount.adjusted() <= _LARGEST_EXPONENT
    ):
        raise RuleBroken(_("{amount} has more digits than any amount of money needs."), amount=amount)
    return amount


def _lowest_exponent(amount: Decimal) -> int:
    return min(int(amount.as_tuple().exponent), amount.adjusted())


def _unit(digits: int) -> Decimal:
    return Decimal((0, (1,), -digits))


def _as_units(amount: Decimal, digits: int) -> tuple[int, int]:
    """The amount in minor units, as numerator and a power of ten as denominator."""
    shifted = EXACT.multiply(_checked(amount), Decimal((0, (1,), digits)))
    exponent = min(int(shifted.as_tuple().exponent), 0)
    return int(shifted.scaleb(-exponent, context=EXACT)), int(10**-exponent)


def _whole_units(amount: Decimal, digits: int) -> int:
    numerator, denominator = _as_units(amount, digits)
    units, rest = divmod(numerator, denominator)
    if rest:
        raise RuleBroken(
            _("{amount} cannot be split exactly: round it to {digits} decimals first."),
            amount=f"{amount:f}",
            digits=digits,
        )
    return units


def _from_units(units: int, digits: int) -> Decimal:
    return Decimal(units).scaleb(-digits, context=EXACT)


def _whole_ratios(weights: Sequence[Decimal | int]) -> list[int]:
    """The weights as whole numbers in the same proportion, so that nothing is lost in dividing."""
    if not weights:
        raise RuleBroken(_("There is nobody to split between: give at least one weight."))
    exact = [_checked(Decimal(weight) if isinstance(weight, int) else weight) for weight in weights]
    if any(weight < 0 for weight in exact):
        raise RuleBroken(_("A weight cannot be negative: use zero for whoever gets nothing."))
    if not any(exact):
        raise RuleBroken(_("All weights are zero: at least one must be more than zero."))
    scale = min(0, *(int(weight.as_tuple().exponent) for weight in exact))
    return [int(weight.scaleb(-scale, context=EXACT)) for weight in exact]


def _largest_remainder(units: int, ratios: Sequence[int]) -> list[int]:
    whole = sum(ratios)
    return _cut_towards_zero(units, [units * ratio for ratio in ratios], whole)


def _cut_towards_zero(units: int, numerators: Sequence[int], denominator: int) -> list[int]:
    """Whole units from exact shares: cut towards zero, what is left over goes to the largest remainders in order."""
    shares, remainders = [], []
    for numerator in numerators:
        share = abs(numerator) // denominator * (-1 if numerator < 0 else 1)
        shares.append(share)
        remainders.append(numerator - share * denominator)
    left = units - sum(shares)
    sign = -1 if left < 0 else 1
    order = sorted(range(len(shares)), key=lambda line: -sign * remainders[line])
    for line in order[: abs(left)]:
        shares[line] += sign
    return shares


def _apportioned_to_nothing(total: Decimal, lines: int, digits: int) -> list[Decimal]:
    if total:
        raise RuleBroken(
            _("The lines add up to nothing, so the document's {total} cannot be given to them."),
            total=f"{total:f}",
        )
    return [_from_units(0, digits) for _line in range(lines)]
