"""From what is due to what is paid out: guarantees, draws, and what is owed from one period to the next."""

from __future__ import annotations

from decimal import Decimal

from suki.apps.compensation.models import PayLine
from suki.apps.compensation.running.facts import Inputs, day_of
from suki.apps.compensation.running.lines import NewLine, NewStatement, plain
from suki.apps.compensation.running.outcomes import Piece, Worked
from suki.apps.compensation.running.problems import problem
from suki.apps.compensation.running.rates import Rates
from suki.engines.commission.paying import exchanged
from suki.engines.commission.plan import Draw, Plan
from suki.engines.commission.written import plan_of

Kind = PayLine.Kind
ZERO = Decimal(0)


def balance(statement: NewStatement, inputs: Inputs, worked: Worked, rates: Rates) -> None:
    """Top up to what is guaranteed, advance or take back the draw, carry on what could not be taken back."""
    pieces = {
        piece.version["plan"]: piece for piece in sorted(worked.pieces, key=lambda piece: piece.end)
        if piece.person_id == statement.person_id and piece.currency == statement.currency
        and piece.end > inputs.first
    }  # fmt: skip
    rules = [(piece, plan_of(_with_targets(piece))) for piece in pieces.values()]
    for piece, plan in rules:
        _guarantee(statement, inputs, worked, rates, piece, plan)
    draw = _draw(statement, inputs, worked, rates, rules)
    net = statement.total()
    available = net + statement.opening
    least = draw.amount if draw else ZERO
    paid = max(least, available)
    is_owed = draw is None or draw.is_recoverable
    statement.closing = min(ZERO, available - least) if is_owed else ZERO
    owed = statement.opening - statement.closing
    _line(statement, inputs, owed, {"rule": "draw" if owed > 0 else "owed", "recoverable": True})
    _line(statement, inputs, paid - net - owed, {"rule": "draw", "recoverable": False})
    _forgive(statement, inputs, rules)


def _with_targets(piece: Piece) -> dict[str, object]:
    components = [
        {**each, "target_pay": piece.target_pay or 0}
        if each.get("output") == "target" and each.get("target_pay") in (None, "")
        else each
        for each in piece.version["rules"]["components"]
    ]
    return {**piece.version["rules"], "components": components}


def _guarantee(
    statement: NewStatement, inputs: Inputs, worked: Worked, rates: Rates, piece: Piece, plan: Plan
) -> None:
    if plan.guarantee is None or _periods_before(inputs, piece) >= plan.guarantee.periods:
        return
    rate = _rate(statement, inputs, worked, rates, plan)
    missing = exchanged(plan.guarantee.amount, rate, statement.currency) - statement.total()
    if missing > 0:
        line = NewLine(
            Kind.GUARANTEE, inputs.last, missing, missing, why={"least": plain(plan.guarantee.amount)}
        )
        line.version_id = piece.version["version"]
        statement.lines.append(line)


def _periods_before(inputs: Inputs, piece: Piece) -> int:
    """For how many periods the plan has paid somebody already."""
    since = min(
        day_of(each["first"] or "1900-01-01")
        for each in inputs.kept["members"]
        if each["person"] == piece.person_id and each["plan"] == piece.version["plan"]
    )
    return sum(1 for end in inputs.kept["ends"] if day_of(end) > since)


def _draw(
    statement: NewStatement, inputs: Inputs, worked: Worked, rates: Rates, rules: list[tuple[Piece, Plan]]
) -> Draw | None:
    """What is advanced in this period; nothing any more to who has left."""
    left = inputs.left_on(statement.person_id)
    draws = [(plan, plan.draw) for _piece, plan in rules if plan.draw]
    if not draws or (left is not None and left <= inputs.end):
        return None
    amount = sum(
        (
            exchanged(draw.amount, _rate(statement, inputs, worked, rates, plan), statement.currency)
            for plan, draw in draws
        ),
        ZERO,
    )
    return Draw(amount, all(draw.is_recoverable for _plan, draw in draws))


def _rate(statement: NewStatement, inputs: Inputs, worked: Worked, rates: Rates, plan: Plan) -> Decimal:
    kind = "plan" if plan.exchange == "plan" else "spot"
    found = rates.on(inputs.last, of=plan.currency, into=statement.currency, kind=kind)
    if found is None:
        worked.refuse(
            problem(
                "payout_rate_missing", statement.person_id, person=inputs.name_of(statement.person_id),
                of=plan.currency, into=statement.currency, day=inputs.last,
            )
        )  # fmt: skip
    return found or ZERO


def _line(statement: NewStatement, inputs: Inputs, amount: Decimal, why: dict[str, object]) -> None:
    if amount:
        statement.lines.append(NewLine(Kind.DRAW, inputs.last, amount, amount, why=why))


def _forgive(statement: NewStatement, inputs: Inputs, rules: list[tuple[Piece, Plan]]) -> None:
    """Who leaves does not owe the draw any longer, where the plan says so."""
    left = inputs.left_on(statement.person_id)
    if not statement.closing or left is None or left > inputs.end:
        return
    if rules and all(plan.draw_on_leaving == "forgive" for _piece, plan in rules):
        why = {"rule": "forgiven", "recoverable": True, "forgiven": plain(-statement.closing)}
        statement.lines.append(NewLine(Kind.DRAW, inputs.last, ZERO, ZERO, why=why))
        statement.closing = ZERO
