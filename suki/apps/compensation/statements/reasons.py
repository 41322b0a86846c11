"""Why a line comes to what it comes to, in the reader's words: from what the line keeps, nothing is worked out anew."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.compensation.models import PayLine
from suki.base.formats import amount_text, bare_text, day_text, number_text, percent_text
from suki.kernel.money import digits, round_half_up

Kind = PayLine.Kind


def reasons_of(row: PayLine) -> list[str]:
    """One sentence for each thing that made the line what it is."""
    return [*_of_rule(row), *_of_parts(row), *_of_correction(row), *_of_time(row), *_of_currency(row)]


def formula_of(row: PayLine) -> str:
    """The line as one sum that anyone can work out: “1,000.00 x 5% + 500.00 x 8% = 90.00”."""
    code = currency_of(row)
    told = [
        _("{basis} × {rate}").format(
            basis=bare_text(_number(part["basis"]), code), rate=rate_text(part["rate"])
        )
        for part in row.parts
        if part.get("basis") and part.get("rate") is not None
    ]
    if not told:
        return ""
    loose = sum((_number(part["commission"]) for part in row.parts if part.get("rate") is None), Decimal(0))
    if loose:
        told.append(bare_text(loose, code))
    return f"{' + '.join(told)} = {bare_text(row.commission, code)}"


def currency_of(row: PayLine) -> str:
    """The currency in which its plan counts."""
    return str((row.version.rules.get("currency") if row.version else "") or row.statement.currency)


def rate_text(rate: Any) -> str:
    """A rate as a percentage, with as many decimals as it has."""
    value = _number(rate) * 100
    decimals = min(max(0, -int(value.normalize().as_tuple().exponent)), 4)
    return percent_text(_number(rate), decimals)


def net_of(row: PayLine) -> Decimal | None:
    """The whole net amount behind a line, of which its credit is a share; in the firm's currency."""
    credit = row.credit
    if credit is None:
        return None
    if credit.counted != "collected" or not credit.share:
        whole: Decimal = credit.line.base_net
        return whole
    return round_half_up(credit.net * 100 / credit.share, digits(row.statement.period.entity.currency))


def part_text(part: dict[str, Any]) -> str:
    """What a part of a line is, where it is no plain stretch of the table."""
    said = _PARTS.get(str(part.get("why") or ""))
    return str(said()) if said else ""


def _of_rule(row: PayLine) -> Iterator[str]:
    """What a threshold, a cap, a gate, a campaign or a score did."""
    why = row.why or {}
    said = _RULES.get(str(why.get("rule", "")))
    if said is not None:
        yield said(row, why)
    if "score" in why:
        yield _("Scored {score}.").format(score=percent_text(_number(why["score"])))
    if why.get("takes_back"):
        yield _("Takes back what {document} had earned.").format(document=why["takes_back"])
    if why.get("instalment"):
        yield _("Instalment {number} of {count}.").format(number=why["instalment"], count=why.get("of", ""))
    if row.kind == Kind.BONUS and why.get("reason"):
        yield str(why["reason"])
    if row.kind == Kind.GUARANTEE and why.get("least"):
        least = amount_text(_number(why["least"]), currency_of(row))
        yield _("At least {amount} is guaranteed.").format(amount=least)


def _of_parts(row: PayLine) -> Iterator[str]:
    """What of the rate table is no stretch: another tier for what came before, a cap, a threshold."""
    named = {str(part.get("why")) for part in row.parts if part.get("why")} - {
        str((row.why or {}).get("rule"))
    }
    for name in sorted(named):
        said = _PARTS.get(name)
        if said is not None:
            yield str(said())


def _of_correction(row: PayLine) -> Iterator[str]:
    if row.corrects is not None and row.kind in (
        Kind.ADJUSTMENT,
        Kind.CLAWBACK,
        Kind.RELEASED,
        Kind.FORFEITED,
    ):
        yield _("It is about line {number} of {period}.").format(
            number=row.corrects.number, period=row.corrects.statement.period.name
        )


def _of_time(row: PayLine) -> Iterator[str]:
    if row.kind == Kind.HELD and row.vests_on:
        share = _number((row.why or {}).get("share") or 0)
        yield _("{share} is held back and paid from {day} on.").format(
            share=percent_text(share), day=day_text(row.vests_on)
        )
    if row.kind == Kind.FORFEITED:
        yield _("It was held back, and leaving forfeited it.")


def _of_currency(row: PayLine) -> Iterator[str]:
    if currency_of(row) != row.statement.currency:
        yield _("{commission} at {rate} is {amount}.").format(
            commission=amount_text(row.commission, currency_of(row)), rate=number_text(row.rate.normalize()),
            amount=amount_text(row.amount, row.statement.currency),
        )  # fmt: skip


def _late(row: PayLine, why: dict[str, Any]) -> str:
    code = currency_of(row)
    return _("Learned later: the earlier period comes to {now}, and {before} had been paid.").format(
        now=bare_text(_number(why.get("is")), code), before=bare_text(_number(why.get("was")), code)
    )


def _dispute(row: PayLine, why: dict[str, Any]) -> str:
    return _("A doubt was right: instead of {before} it comes to {after}.").format(
        before=bare_text(_number(why.get("was")), row.statement.currency),
        after=bare_text(_number(why.get("was")) + row.amount, row.statement.currency),
    )


def _forgiven(row: PayLine, why: dict[str, Any]) -> str:
    amount = amount_text(_number(why.get("forgiven")), row.statement.currency)
    return _("{amount} of the draw is forgiven on leaving.").format(amount=amount)


def _number(value: Any) -> Decimal:
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return Decimal(0)


def _plain(part: str) -> Any:
    return lambda _row, _why: str(_PARTS[part]())


_PARTS: dict[str, Any] = {
    "another tier for what came before": lambda: _(
        "With this line another rate holds for all that came before."
    ),
    "threshold": lambda: _("Nothing is paid below the threshold."),
    "cap": lambda: _("The most that may be paid is reached."),
    "gate": lambda: _("It pays only when another component is reached, and that is not so yet."),
    "the time to take it back is over": lambda: _("The time to take it back is over."),
    "taken back": lambda: _("Taken back at the rate that it had earned."),
}
_RULES: dict[str, Any] = {
    **{name: _plain(name) for name in _PARTS},
    "late": _late,
    "dispute": _dispute,
    "forgiven": _forgiven,
}
