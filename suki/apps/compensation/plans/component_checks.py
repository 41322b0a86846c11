"""What is wrong with one component of a plan: its switches, its steps, what limits it and what it looks at."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.compensation.plans import codes
from suki.apps.compensation.plans.finding import Findings
from suki.apps.compensation.plans.saying import Say, decimal_of

Rules = Mapping[str, Any]

_SWITCHES: tuple[tuple[str, codes.Words], ...] = (
    ("measure", codes.MEASURE),
    ("input", codes.INPUT),
    ("method", codes.METHOD),
    ("per", codes.PER),
    ("output", codes.OUTPUT),
    ("counts", codes.COUNTS),
)


def check_component(
    found: Findings, component: Rules, names: Sequence[str], products: Collection[str] | None
) -> None:
    """Every problem of a block."""
    found.only(component, codes.COMPONENT_KEYS)
    name = str(component.get("name") or "").strip()
    if not name:
        found.add("name", _("Give the block a name; lines of statements are called by it."))
    elif names.count(name) > 1:
        found.add(
            "name", _("Two blocks are called “{name}”; each needs a name of its own.").format(name=name)
        )
    for key, known in _SWITCHES:
        found.choice(component, key, known)
    for each in component.get("credit") or ():
        if each not in codes.CREDIT:
            found.add("credit", _("“{code}” is no kind of credit.").format(code=each))
    _output(found, component)
    _steps(found, component)
    _matrix(found, component)
    _limits(found, component, names)
    _selected(found, component, products)
    _dates(found, component)
    _later(found, component)


def _output(found: Findings, component: Rules) -> None:
    output = codes.code_of(component, "output")
    found.number(component, "target_pay", least=0, is_needed=False)
    if component.get("target_pay") is not None and output != "target":
        found.add("target_pay", _("Target pay belongs to steps that pay a share of it."))
    found.number(component, "base_rate", least=0, is_needed=output == "multiplier")
    if component.get("base_rate") is not None and output != "multiplier":
        found.add("base_rate", _("A base rate belongs to steps that pay multiples of it."))
    if codes.code_of(component, "input") == "score" and output not in ("target", "fixed"):
        found.add("output", _("A score pays a share of target pay or a fixed amount; choose one of them."))


def _steps(found: Findings, component: Rules) -> None:
    """Steps begin at zero, each above the one before, so that nothing falls into a gap or into two."""
    key, steps = codes.value_key(codes.code_of(component, "output")), codes.tiers_of(component)
    if not steps:
        found.add("tiers", _("Add a step; without one nothing is paid."))
        return
    starts: list[Decimal | None] = []
    for place, step in enumerate(steps):
        part = found.within("tiers", place)
        part.only(step, {"from", key} if component.get("matrix") is None else {"from", "rate", "amount"})
        starts.append(part.number(step, "from", least=0))
        if component.get("matrix") is None or step.get(key) is not None:
            part.number(step, key, least=0)
    say = Say("", {})
    code = codes.code_of(component, "input")
    if starts[0] is not None and starts[0] != 0:
        at = say.limit(starts[0], code)
        found.within("tiers", 0).add(
            "from",
            _("The first step begins at {at}; below it nothing is said. Let it begin at 0.").format(at=at),
        )
    for place, (before, after) in enumerate(pairwise(starts), 1):
        if before is not None and after is not None and after <= before:
            found.within("tiers", place).add(
                "from",
                _("A step from {after} follows one from {before}; each begins above the one before.").format(
                    after=say.limit(after, code), before=say.limit(before, code)
                ),
            )
    if codes.code_of(component, "method") == "flat" and len(steps) > 1:
        found.add("method", _("One rate for everything has one step; with several choose another way."))


def _matrix(found: Findings, component: Rules) -> None:
    matrix = component.get("matrix")
    if matrix is None:
        return
    part = found.within("matrix")
    part.only(matrix, {"input", "from", "rates"})
    part.choice(matrix, "input", codes.MATRIX_INPUT, is_needed=True)
    starts = [part.number({"from": each}, "from") for each in matrix.get("from") or ()]
    if not starts or starts[0] != 0:
        part.add("from", _("Say where each column begins, the first at 0, such as 0, 20, 30."))
    if matrix.get("input") == "margin_rate" and codes.code_of(component, "output") in ("target", "fixed"):
        part.add("input", _("Each deal has a margin rate of its own; it can choose among rates only."))
    if None not in starts and any(after <= before for before, after in pairwise(starts)):  # type: ignore[operator]
        part.add("from", _("Each column begins above the one before."))
    rates, steps = matrix.get("rates") or [], codes.tiers_of(component)
    for row in range(max(len(steps), len(rates))):
        cells = rates[row] if row < len(rates) else []
        if row >= len(steps) or len(cells) != len(starts):
            part.within("rates", row).add(
                "0",
                _("Step {row} needs {count} values, one for each column.").format(
                    row=row + 1, count=len(starts)
                ),
            )
            continue
        for column, cell in enumerate(cells):
            part.within("rates", row).number({str(column): cell}, str(column), least=0)


def _limits(found: Findings, component: Rules, names: Sequence[str]) -> None:
    threshold, cap = component.get("threshold"), component.get("cap")
    if threshold is not None:
        part = found.within("threshold")
        part.only(threshold, {"at", "pays"})
        part.number(threshold, "at", least=0)
        part.choice(threshold, "pays", codes.PAYS)
    if cap is not None:
        part = found.within("cap")
        part.only(cap, {"payout", "input"})
        for key in ("payout", "input"):
            part.number(cap, key, least=0, is_needed=False)
        if decimal_of(cap.get("payout")) is None and decimal_of(cap.get("input")) is None:
            part.add("payout", _("Say what is limited: what counts, or what is paid."))
    for place, gate in enumerate(component.get("gate") or ()):
        part = found.within("gate", place)
        part.only(gate, {"component", "at"})
        part.number(gate, "at", least=0)
        if gate.get("component") == component.get("name"):
            part.add("component", _("A block cannot wait for itself; choose another one."))
        elif gate.get("component") not in names:
            part.add("component", _("There is no block “{name}”.").format(name=gate.get("component") or ""))


def _selected(found: Findings, component: Rules, products: Collection[str] | None) -> None:
    for key in ("only", "except"):
        chosen = component.get(key)
        if chosen is None:
            continue
        part = found.within(key)
        part.only(chosen, {"products", "accounts", "lifecycles", "new_accounts_months"})
        for code in chosen.get("products") or ():
            if products is not None and code not in products:
                part.add("products", _("There is no product with the code “{code}”.").format(code=code))
        for each in chosen.get("accounts") or ():
            if not str(each).isdecimal():
                part.add("accounts", _("No customer goes by “{text}”.").format(text=each))
        for each in chosen.get("lifecycles") or ():
            if each not in codes.LIFECYCLES:
                part.add(
                    "lifecycles", _("“{code}” is not known here; choose from the list.").format(code=each)
                )
        part.whole(chosen, "new_accounts_months", 1, 600, is_needed=False)


def _dates(found: Findings, component: Rules) -> None:
    first, last = found.day(component, "from"), found.day(component, "until")
    if first and last and last < first:
        found.add("until", _("The last day comes before the first one."))
    if str(component.get("quota", "true")).casefold() not in ("true", "false"):
        found.add("quota", _("Say yes or no."))


def _later(found: Findings, component: Rules) -> None:
    hold, back = component.get("hold"), component.get("clawback")
    if hold is not None:
        part = found.within("hold")
        part.only(hold, {"share", "months", "on_leaving"})
        part.number(hold, "share", least=0, most=1)
        part.whole(hold, "months", 1, 120)
        part.choice(hold, "on_leaving", codes.HELD_ON_LEAVING)
    if back is not None:
        part = found.within("clawback")
        part.only(back, {"attainment", "within_days", "within_months", "by", "instalments"})
        part.choice(back, "attainment", codes.CLAWBACK_ATTAINMENT)
        part.choice(back, "by", codes.CLAWBACK_BY)
        part.whole(back, "within_days", 1, 3650, is_needed=False)
        part.whole(back, "within_months", 1, 120, is_needed=False)
        part.whole(back, "instalments", 1, 24, is_needed=False)
        if back.get("within_days") and back.get("within_months"):
            part.add("within_months", _("Say days or months, not both."))
        if back.get("by") == "time" and not (back.get("within_days") or back.get("within_months")):
            part.add("within_days", _("In proportion to time needs the number of days or months."))
