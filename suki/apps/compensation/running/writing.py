"""Rows of a calculation: attainments, lines and statements of a run, each linked to the one before."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from suki.apps.compensation.models import Attainment, PayLine, PayRun, Statement
from suki.apps.compensation.running.lines import AttainmentKey, NewLine, NewStatement
from suki.apps.compensation.running.outcomes import Worked
from suki.kernel.money import round_half_up

BATCH = 2000


def write(run: PayRun, statements: list[NewStatement], worked: Worked) -> None:
    """All rows of a run, and every statement standing by it."""
    attainments = _attainments(run, worked)
    rows = _statements(run, statements)
    first = [
        _row(run, rows[each.person_id, each.currency], line, attainments)
        for each in statements for line in each.lines if line.follows is None
    ]  # fmt: skip
    PayLine.objects.bulk_create(first, batch_size=BATCH)
    number_of = {(row.statement_id, row.number): row.pk for row in first}
    second = []
    for each in statements:
        statement = rows[each.person_id, each.currency]
        for line in each.lines:
            if line.follows is not None:
                line.corrects_id = number_of[statement.pk, line.follows.number]
                second.append(_row(run, statement, line, attainments))
    PayLine.objects.bulk_create(second, batch_size=BATCH)


def _statements(run: PayRun, statements: Iterable[NewStatement]) -> dict[tuple[int, str], Statement]:
    """The statements of a period stand by the new run. Whoever is in it no more keeps a statement of nothing."""
    held = {
        (row.person_id, row.currency): row
        for row in Statement.objects.filter(period=run.period_id).select_for_update()
    }
    found = {}
    for each in statements:
        row = held.pop((each.person_id, each.currency), None) or Statement(
            period_id=run.period_id, person_id=each.person_id, currency=each.currency
        )
        row.run = run
        for name, amount in each.totals.items():
            setattr(row, name, amount)
        row.save()
        found[each.person_id, each.currency] = row
    skipped, people = set(run.inputs["skipped"]), set(run.inputs["people"])
    for (person, currency), row in held.items():
        if person not in skipped and (not people or person in people):
            row.run = run
            for name in NewStatement(person, currency).totals:
                setattr(row, name, Decimal(0))
            row.save()
    return found


def _attainments(run: PayRun, worked: Worked) -> dict[AttainmentKey, int]:
    rows: dict[AttainmentKey, Attainment] = {}
    for piece, accumulated, attained in worked.reached:
        if piece.person_id in worked.stopped:
            continue
        key = (piece.person_id, piece.version["version"], attained.component, accumulated)
        rows[key] = Attainment(
            run=run, person_id=piece.person_id, version_id=piece.version["version"], component=attained.component,
            accumulated=accumulated, credited=round_half_up(attained.credited, 4),
            quota=None if attained.quota is None else round_half_up(attained.quota, 4),
            attainment=None if attained.attainment is None else round_half_up(attained.attainment, 10),
        )  # fmt: skip
    Attainment.objects.bulk_create(rows.values(), batch_size=BATCH)
    return {key: row.pk for key, row in rows.items()}


def _row(run: PayRun, statement: Statement, line: NewLine, attainments: dict[AttainmentKey, int]) -> PayLine:
    return PayLine(
        run=run, statement=statement, number=line.number, kind=line.kind, version_id=line.version_id,
        component=line.component, credit_id=line.credit_id,
        attainment_id=attainments.get(line.attained) if line.attained else None,
        account_id=line.account_id, document=line.document, day=line.day, credited=line.credited, before=line.before,
        after=line.after, parts=line.parts, commission=line.commission, rate=line.rate, amount=line.amount,
        corrects_id=line.corrects_id, vests_on=line.vests_on, why=line.why,
    )  # fmt: skip
