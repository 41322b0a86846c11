"""Whether the SQL rules say of many plans at once what the engine in Python says of each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal

from suki.engines.commission.sets import Store, run
from suki.engines.commission.sets_rows import Rows, Work, rows_of
from suki.engines.commission.statements import statements_of

LINES = """
    SELECT b.plan, e.credit, b.component, e.commission FROM pay_earning AS e INNER JOIN pay_book AS b ON b.book = e.book
    ORDER BY b.plan, e.credit, b.component
"""
PAYOUTS = "SELECT plan, span, earned, paid, drawn, balance FROM pay_payout ORDER BY plan, span"
Said = tuple[dict[int, list[tuple[str, str, Decimal]]], dict[int, list[tuple[object, ...]]]]


def said_by_python(works: Sequence[Work]) -> Said:
    """For each plan: what each credit earns in each component, and what is paid; nothing for whom the rules refuse."""
    lines, payouts = {}, {}
    for plan, work in enumerate(works):
        found, refused = statements_of(work.plan, work.credits, work.quotas, calendar=work.calendar)
        if refused:
            continue
        lines[plan] = sorted(
            (line.credit.document, line.component, line.commission) for each in found for line in each.lines
        )
        payouts[plan] = [
            (each.period, each.earned, each.paid, each.draw_paid, each.balance) for each in found
        ]
    return lines, payouts


def said_by_sets(works: Sequence[Work], store: Store) -> Said:
    """The same from the SQL files."""
    rows = rows_of(works)
    rows.hand_to(store)
    run(store)
    lines, payouts, refused = defaultdict(list), defaultdict(list), set()
    for plan, credit, component, commission in store.ask(LINES):
        if commission is None:
            refused.add(plan)
            continue
        lines[plan].append((rows.credits[credit][1].document, rows.components[component][1], commission))
    for plan, span, *money in store.ask(PAYOUTS):
        payouts[plan].append((rows.spans[plan, span], *money))
    known = [plan for plan in range(len(works)) if plan not in refused]
    return {plan: sorted(lines[plan]) for plan in known}, {
        plan: _from_first(works, rows, plan, payouts[plan]) for plan in known
    }


def _from_first(
    works: Sequence[Work], rows: Rows, plan: int, payouts: list[tuple[object, ...]]
) -> list[tuple[object, ...]]:
    return payouts


def differences(works: Sequence[Work], store: Store) -> Iterator[str]:
    """Where they do not agree to the cent, in words."""
    (lines, payouts), (other_lines, other_payouts) = said_by_python(works), said_by_sets(works, store)
    for plan in range(len(works)):
        if lines.get(plan) != other_lines.get(plan):
            yield f"plan {plan}: {lines.get(plan)} is not {other_lines.get(plan)}"
        elif payouts.get(plan) != other_payouts.get(plan):
            yield f"plan {plan}: paid {payouts.get(plan)} is not {other_payouts.get(plan)}"
