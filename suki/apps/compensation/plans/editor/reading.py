"""From what was typed into the gaps to rules, and back: numbers, days and names in the reader's own notation."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from suki.apps.accounts.models import Account
from suki.apps.compensation.plans import codes
from suki.apps.compensation.plans.checking import problems_of
from suki.apps.compensation.plans.editor.posted import Raw
from suki.apps.compensation.plans.saying import plain
from suki.base.typed import read_day, read_number
from suki.kernel.errors import Problem, RuleBroken

SEPARATOR = ";"


@dataclass
class Read:
    """Rules as far as they could be read, and every problem with its place in the form."""

    rules: dict[str, Any] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read(raw: Raw, products: Callable[[Mapping[str, Any]], set[str]], written: Mapping[str, Any]) -> Read:
    """The rules that a form means. What the form does not show (`written`: a name) stays as it was."""
    reader = _Reader()
    rules = {"name": written["name"]} if written.get("name") else {}
    rules |= {key: raw[key] for key in ("currency", "period") if raw.get(key)}
    blocks = raw.get("components") or []
    blocks = [each if isinstance(each, dict) else {} for each in blocks] if isinstance(blocks, list) else []
    reader.units = {str(each.get("name", "")).strip(): unit_of_block(each) for each in blocks}
    rules["components"] = [reader.block(f"components-{place}", each) for place, each in enumerate(blocks)]
    rules |= reader.whole(raw)
    wrong = {problem.where for problem in reader.problems}
    for problem in problems_of(rules, products=products(rules)):
        place = _place(problem.where)
        if place not in wrong:
            reader.problems.append(Problem(place, problem.what))
    return Read(rules, [Problem(each.where, _with_step(each)) for each in reader.problems])


def _with_step(problem: Problem) -> str:
    """A problem of a step says which one."""
    pieces = problem.where.split("-")
    if len(pieces) > 3 and pieces[2] == "tiers" and pieces[3].isdecimal():
        return _("Step {number}: {what}").format(number=int(pieces[3]) + 1, what=problem.what)
    return problem.what


def _place(where: str) -> str:
    """A step states what it pays in one gap, whatever it pays."""
    pieces = where.split("-")
    if len(pieces) == 5 and pieces[2] == "tiers" and pieces[4] in ("rate", "amount"):
        pieces[4] = "pays"
    return "-".join(pieces)


class _Reader:
    """Reads gap by gap; what cannot be read is noted with its place and left out."""

    def __init__(self) -> None:
        self.problems: list[Problem] = []
        self.units: dict[str, str] = {}

    def block(self, path: str, raw: Raw) -> dict[str, Any]:
        """One component."""
        switches = ("name", "counts", "measure", "input", "method", "per", "output")
        block: dict[str, Any] = {key: str(raw[key]).strip() for key in switches if raw.get(key)}
        block["credit"] = raw.get("credit") or ["own"]
        output, unit = codes.code_of(block, "output"), codes.unit_of(codes.code_of(block, "input"))
        self._add(block, path, raw, "target_pay", "number")
        self._add(block, path, raw, "base_rate", "percent")
        block["tiers"] = self._steps(path, raw, output, unit)
        self._part(block, path, raw, "threshold", {"at": unit}, ("pays",), "at")
        self._part(block, path, raw, "cap", {"input": unit, "payout": "number"}, (), "")
        self._gates(block, path, raw)
        self._matrix(block, path, raw, output)
        for key in ("only", "except"):
            self._selection(block, path, raw, key)
        for key in ("from", "until"):
            self._day(block, path, raw, key)
        if raw.get("quota") in ("true", "false"):
            block["quota"] = raw["quota"]
        self._part(
            block,
            path,
            raw,
            "hold",
            {"share": "percent", "months": "number"},
            ("on_leaving",),
            "share months",
        )
        self._clawback(block, path, raw)
        return block

    def whole(self, raw: Raw) -> dict[str, Any]:
        """What holds for all of the plan."""
        rules: dict[str, Any] = {}
        self._part(rules, "", raw, "draw", {"amount": "number"}, ("recoverable",), "amount")
        self._part(rules, "", raw, "guarantee", {"amount": "number", "periods": "number"}, (), "amount")
        for key, inner in (("exchange", "payout"), ("on_leaving", "draw")):
            chosen = (raw.get(key) or {}).get(inner)
            rules |= {key: {inner: chosen}} if chosen else {}
        handoff = raw.get("handoff") or {}
        if handoff.get("rule"):
            self._part(rules, "", raw, "handoff", {"months": "number"}, ("rule",), "rule")
            if handoff["rule"] == "taper":
                rules["handoff"]["shares"] = self._list("handoff-shares", handoff.get("shares"), "percent")
        texts = {code: text.strip() for code, text in (raw.get("wording") or {}).items() if text.strip()}
        return {**rules, "wording": texts} if texts else rules

    def _steps(self, path: str, raw: Raw, output: str, unit: str) -> list[dict[str, Any]]:
        paid = {"fixed": "number", "multiplier": "number"}.get(output, "percent")
        steps = []
        for place, each in enumerate(raw.get("tiers") or []):
            step: dict[str, Any] = {}
            self._add(step, f"{path}-tiers-{place}", each, "from", unit)
            value = self._number(f"{path}-tiers-{place}-pays", each.get("pays"), paid)
            step |= {codes.value_key(output): value} if value is not None else {}
            steps.append(step)
        return steps

    def _matrix(self, block: dict[str, Any], path: str, raw: Raw, output: str) -> None:
        matrix = raw.get("matrix") or {}
        if not matrix.get("input"):
            return
        paid = {"fixed": "number", "multiplier": "number"}.get(output, "percent")
        starts = self._list(f"{path}-matrix-from", matrix.get("from"), "percent")
        rates = []
        for row in range(len(block["tiers"])):
            cells = (matrix.get("rates") or [])[row : row + 1]
            given = cells[0] if cells and isinstance(cells[0], list) else []
            rates.append([
                self._number(f"{path}-matrix-rates-{row}-{column}", given[column] if column < len(given) else "", paid)
                for column in range(len(starts))
            ])  # fmt: skip
        for step in block["tiers"]:
            step.pop(codes.value_key(output), None)
        block["matrix"] = {"input": matrix["input"], "from": starts, "rates": rates}

    def _gates(self, block: dict[str, Any], path: str, raw: Raw) -> None:
        gates = []
        for place, each in enumerate(raw.get("gate") or []):
            if each.get("component") or each.get("at"):
                gate: dict[str, Any] = {"component": each.get("component", "")}
                unit = self.units.get(each.get("component", ""), "percent")
                self._add(gate, f"{path}-gate-{place}", each, "at", unit)
                gates.append(gate)
        if gates:
            block["gate"] = gates

    def _selection(self, block: dict[str, Any], path: str, raw: Raw, key: str) -> None:
        given = raw.get(key) or {}
        chosen: dict[str, Any] = {}
        products = _pieces(given.get("products"))
        if products:
            chosen["products"] = products
        accounts = [self._account(f"{path}-{key}-accounts", each) for each in _pieces(given.get("accounts"))]
        if accounts:
            chosen["accounts"] = accounts
        if given.get("lifecycles"):
            chosen["lifecycles"] = given["lifecycles"]
        self._add(chosen, f"{path}-{key}", given, "new_accounts_months", "number")
        if chosen:
            block[key] = chosen

    def _account(self, path: str, text: str) -> str:
        """A customer by number or by name; one that is not found stays as it was typed, to be named as a problem."""
        if text.isdecimal() and Account.objects.filter(pk=int(text)).exists():
            return text
        found = list(
            Account.objects.filter(name__iexact=text, merged_into__isnull=True).values_list("pk", flat=True)[
                :2
            ]
        )
        if len(found) == 1:
            return str(found[0])
        self.problems.append(Problem(path, _("No customer goes by “{text}”.").format(text=text)))
        return text

    def _clawback(self, block: dict[str, Any], path: str, raw: Raw) -> None:
        given = raw.get("clawback") or {}
        said = {key: value for key, value in given.items() if value not in ("", "reduce", "full")}
        if said.get("instalments", "1") == "1" and set(said) <= {"instalments"}:
            return
        numbers = dict.fromkeys(("within_days", "within_months", "instalments"), "number")
        self._part(block, path, raw, "clawback", numbers, ("attainment", "by"), "")

    def _part(
        self, into: dict[str, Any], path: str, raw: Raw, key: str, numbers: Mapping[str, str], words: tuple[str, ...], needs: str
    ) -> None:  # fmt: skip
        """A part that is there where any of what it `needs` is filled (or, without such, any of its numbers)."""
        given = raw.get(key) or {}
        if not any(given.get(each) for each in (needs.split() or numbers)):
            return
        part: dict[str, Any] = {each: given[each] for each in words if given.get(each)}
        for name, unit in numbers.items():
            self._add(part, f"{path}-{key}".strip("-"), given, name, unit)
        into[key] = part

    def _add(self, into: dict[str, Any], path: str, raw: Raw, key: str, unit: str) -> None:
        value = self._number(f"{path}-{key}", raw.get(key), unit)
        if value is not None:
            into[key] = value

    def _day(self, into: dict[str, Any], path: str, raw: Raw, key: str) -> None:
        text = str(raw.get(key) or "").strip()
        if text:
            try:
                into[key] = day_of(text).isoformat()
            except RuleBroken as broken:
                self.problems.append(Problem(f"{path}-{key}", str(broken)))

    def _list(self, path: str, text: Any, unit: str) -> list[Any]:
        return [self._number(path, each, unit) for each in _pieces(text)]

    def _number(self, path: str, text: Any, unit: str) -> str | None:
        said = str(text or "").strip()
        if not said:
            return None
        try:
            value = read_number(said.removesuffix("%").strip() if unit == "percent" else said)
        except RuleBroken as broken:
            self.problems.append(Problem(path, str(broken)))
            return None
        return f"{plain(value / 100 if unit == 'percent' else value):f}"


def unit_of_block(block: Mapping[str, Any]) -> str:
    """What the steps of a block are stated in: percent, money or number."""
    return codes.unit_of(codes.code_of(block, "input"))


def day_of(text: str) -> date:
    """A day as people type it."""
    return read_day(text, timezone.localdate())


def _pieces(text: Any) -> list[str]:
    return [
        piece.strip() for piece in str(text or "").replace("\n", SEPARATOR).split(SEPARATOR) if piece.strip()
    ]
