"""Working a period out again from what was frozen: every line has to be the one that was made then."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.utils.translation import gettext_lazy as _

from suki.apps.compensation.models import PayLine, PayPeriod, PayRun, Statement
from suki.apps.compensation.running.gathering import checksum_of, read_back
from suki.apps.compensation.running.lines import NewLine, NewStatement, plain
from suki.apps.compensation.running.rates import Rates
from suki.apps.compensation.running.settling import settle
from suki.apps.credits.freezing import checksum_of as checksum_of_credits

SENTENCES = {
    "inputs": _("The frozen inputs of run {run} are not those that its checksum was made of."),
    "credits": _("The frozen credits of run {run} are not those that its checksum was made of."),
    "unfinished": _("Run {run} has not come to its end."),
    "statement": _("The statement of {person} in {currency} says {was} for “{field}”; worked out again it is {now}."),
    "missing": _("Line {number} of {person} does not come out again."),
    "new": _("Line {number} of {person} comes out only now."),
    "line": _("Line {number} of {person} differs in “{field}”: {was} then, {now} now."),
}  # fmt: skip

FIELDS = (
    "number", "kind", "day", "amount", "commission", "rate", "version_id", "component", "credit_id", "account_id",
    "document", "credited", "before", "after", "parts", "corrects", "vests_on", "why",
)  # fmt: skip


@dataclass(frozen=True)
class Difference:
    """One thing that does not come out as it did."""

    code: str
    values: dict[str, Any]

    def __str__(self) -> str:
        return str(SENTENCES[self.code]).format(**self.values)

    @property
    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {"code": self.code, **{key: str(value) for key, value in self.values.items()}}


def replay(period: PayPeriod) -> list[Difference]:
    """What differs when every statement of a period is worked out again from the inputs its run has kept; changes nothing."""
    found: list[Difference] = []
    runs = PayRun.objects.filter(pk__in=Statement.objects.filter(period=period).values("run"))
    for run in runs.select_related("credits").order_by("number"):
        found += _differences(run)
    return found


def _differences(run: PayRun) -> Iterator[Difference]:
    if run.finished_at is None or run.credits is None:
        yield Difference("unfinished", {"run": run.number})
        return
    if checksum_of(run.inputs) != run.inputs_checksum:
        yield Difference("inputs", {"run": run.number})
    if checksum_of_credits(run.credits) != run.credits.checksum:
        yield Difference("credits", {"run": run.number})
    made, _worked = settle(read_back(run.inputs, run.credits), Rates(run.inputs["rates"]), run.engine)
    standing = {
        (row.person_id, row.currency): row
        for row in Statement.objects.filter(run=run).select_related("person")
    }
    again = {(each.person_id, each.currency): each for each in made}
    kept = _kept_lines(run)
    for key, row in standing.items():
        statement = again.get(key) or NewStatement(*key)
        yield from _of_statement(row, statement)
        yield from _of_lines(row, statement, kept.get(row.pk, {}))


def _of_statement(row: Statement, statement: NewStatement) -> Iterator[Difference]:
    for name, now in statement.totals.items():
        was = getattr(row, name)
        if was != now:
            values = {"person": row.person, "currency": row.currency, "field": name, "was": was, "now": now}
            yield Difference("statement", values)


def _of_lines(row: Statement, statement: NewStatement, kept: dict[int, list[Any]]) -> Iterator[Difference]:
    again = {line.number: line for line in statement.lines}
    for number in sorted({*kept, *again}):
        told = {"number": number, "person": row.person}
        if number not in again:
            yield Difference("missing", told)
        elif number not in kept:
            yield Difference("new", told)
        else:
            yield from _of_line(told, kept[number], again[number])


def _of_line(told: dict[str, Any], was: list[Any], line: NewLine) -> Iterator[Difference]:
    for name, then, now in zip(FIELDS, was, line.print_of_it, strict=True):
        if then != now:
            yield Difference("line", {**told, "field": name, "was": then, "now": now})


def _kept_lines(run: PayRun) -> dict[int, dict[int, list[Any]]]:
    """The lines as they were written, by statement and number, in the form in which they are compared."""
    rows = PayLine.objects.filter(run=run).annotate(
        corrects_run=F("corrects__run"), corrects_number=F("corrects__number")
    )
    names = [name if name != "corrects" else "corrects_id" for name in FIELDS]
    found: dict[int, dict[int, list[Any]]] = {}
    for statement, in_run, follows, *values in rows.values_list(
        "statement_id", "corrects_run", "corrects_number", *names
    ):
        told = [plain(value) for value in values]
        if in_run == run.pk:
            told[FIELDS.index("corrects")] = f"line {follows}"
        found.setdefault(statement, {})[told[0]] = told
    return found
