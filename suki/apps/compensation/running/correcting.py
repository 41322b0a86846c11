"""What was learned of days that were paid already: the new result, less what was paid, points to the old line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal

from suki.apps.compensation.models import PayLine
from suki.apps.compensation.running.facts import EarlierLine, Inputs, Key, day_of
from suki.apps.compensation.running.lines import NewLine, plain
from suki.apps.compensation.running.outcomes import Outcome, Worked, key_of
from suki.engines.commission.paying import exchanged

Kind = PayLine.Kind
ZERO = Decimal(0)
PAID = (Kind.EARNED, Kind.CLAWBACK, Kind.ADJUSTMENT)

Correction = tuple[int, str, NewLine]
Deal = tuple[int, str, str | Key]
"""Person paid, component, document (or the key of what has none)."""


def corrections(
    inputs: Inputs,
    worked: Worked,
    rate_of: Callable[[Outcome], Decimal | None],
    line_of: Callable[[Outcome, Decimal], NewLine],
) -> Iterator[Correction]:
    """Person, currency and line for everything that settled periods would pay differently today."""
    now = _now(inputs, worked)
    paid, granted = _paid(inputs, worked)
    for key in sorted({*now, *paid}, key=repr):
        was = sum((_commission(line) for line in paid.get(key, ())), ZERO)
        is_now = sum((outcome.line.commission for outcome in now.get(key, ())), ZERO)
        document = now[key][0].line.credit.document if key in now else paid[key][0].document
        change = _beyond(is_now - was, granted, _deal_of(key, document))
        if not change:
            continue
        if key in paid:
            yield _correcting(paid[key], now.get(key), change, was, is_now, line_of)
        elif (rate := rate_of(now[key][0])) is not None:
            yield _forgotten(now[key][0], change, line_of(now[key][0], rate))


def _now(inputs: Inputs, worked: Worked) -> dict[Key, list[Outcome]]:
    found: dict[Key, list[Outcome]] = defaultdict(list)
    for outcome in worked.outcomes:
        if outcome.day < inputs.first and inputs.is_settled(outcome.day):
            found[key_of(outcome)].append(outcome)
    return found


def _deal_of(key: Key, document: str) -> Deal:
    """What a grant is about: the ledger is put right by other lines of the same document."""
    return (key[5], key[4], document or key)


def _paid(inputs: Inputs, worked: Worked) -> tuple[dict[Key, list[EarlierLine]], dict[Deal, Decimal]]:
    """What was paid for each key, and what decisions have granted beside it."""
    since = day_of(inputs.kept["period"]["start"])
    found: dict[Key, list[EarlierLine]] = defaultdict(list)
    granted: dict[Deal, Decimal] = defaultdict(lambda: ZERO)
    of_line = {line.id: line for line in (*inputs.doubted, *inputs.earlier)}
    for line in inputs.earlier:
        if not inputs.is_wanted(line.person_id) or line.person_id in worked.stopped:
            continue
        if line.why.get("rule") == "dispute":
            doubted = of_line.get(line.corrects_id or 0)
            if doubted is not None and doubted.key is not None:
                without = doubted.commission if line.why.get("left_out") else ZERO
                granted[_deal_of(doubted.key, doubted.document)] += line.commission - without
        elif line.kind in PAID and line.key is not None and line.day >= since and _is_worked(line, worked):
            found[line.key].append(line)
    return found, granted


def _is_worked(line: EarlierLine, worked: Worked) -> bool:
    """Whether this calculation reaches back to the line's day by the version that paid it."""
    first = worked.reaches.get(line.version_id or 0)
    return first is not None and line.day >= first


def _commission(line: EarlierLine) -> Decimal:
    """What a line stands for: all of it, also where it is taken back in instalments."""
    return Decimal(str(line.why["whole"])) if "whole" in line.why else line.commission


def _beyond(change: Decimal, granted: dict[Deal, Decimal], deal: Deal) -> Decimal:
    """A change, less what is left of what a decision has granted in the same direction already."""
    same = in_both(change, granted.get(deal, ZERO))
    if same:
        granted[deal] -= same
    return change - same


def in_both(one: Decimal, other: Decimal) -> Decimal:
    """What two amounts in the same direction have in common; nothing where they go apart."""
    if one > 0 and other > 0:
        return min(one, other)
    return max(one, other) if one < 0 and other < 0 else ZERO


def _correcting(
    paid: list[EarlierLine], now: list[Outcome] | None, change: Decimal, was: Decimal, is_now: Decimal,
    line_of: Callable[[Outcome, Decimal], NewLine],
) -> Correction:  # fmt: skip
    """In the currency and at the rate at which the old line was paid."""
    old = paid[0]
    why = {"rule": "late", "was": plain(was), "is": plain(is_now)}
    amount = exchanged(change, old.rate, old.currency)
    if now:
        line = line_of(now[0], old.rate)
        line.kind, line.commission, line.amount = Kind.ADJUSTMENT, change, amount
        line.corrects_id, line.why = old.id, line.why | why
    else:
        score = {"score": old.why["score"]} if "score" in old.why else {}
        line = NewLine(
            kind=Kind.ADJUSTMENT, day=old.day, amount=amount, commission=change, rate=old.rate,
            version_id=old.version_id, component=old.component, credit_id=old.credit_id, account_id=old.account_id,
            document=old.document, corrects_id=old.id, why=why | score,
        )  # fmt: skip
    return old.person_id, old.currency, line


def _forgotten(outcome: Outcome, change: Decimal, line: NewLine) -> Correction:
    """A credit of those days of which nobody had known."""
    line.kind = Kind.ADJUSTMENT
    line.amount = exchanged(change, line.rate, outcome.piece.currency)
    line.commission = change
    line.why |= {"rule": "late", "was": "0", "is": plain(change)}
    return outcome.piece.person_id, outcome.piece.currency, line
