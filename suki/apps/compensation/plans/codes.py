"""The words of pay plans: every code that the rules of a version may hold, and what it is called in a sentence."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = dict[str, Any]

PERIOD: Final[Words] = {
    "month": _("every month"),
    "quarter": _("every quarter"),
    "year": _("every year"),
    "all": _("never"),
}
COUNTS: Final[Words] = {
    "invoiced": _("invoiced"),
    "booked": _("ordered"),
    "collected": _("paid by the customer"),
}
CREDIT: Final[Words] = {
    "own": _("own customers"),
    "team": _("the team's customers"),
    "overlay": _("overlay credit"),
    "referral": _("referral credit"),
}
MEASURE: Final[Words] = {
    "amount": _("the net amount"),
    "margin": _("the margin"),
    "units": _("the number of units"),
}
OUTPUT: Final[Words] = {
    "rate": _("a rate"),
    "fixed": _("a fixed amount"),
    "target": _("a share of target pay"),
    "multiplier": _("a multiple of the base rate"),
}
INPUT: Final[Words] = {
    "attainment": _("attainment of the quota"),
    "amount": _("the amount itself"),
    "units": _("units sold"),
    "score": _("the score given by people"),
}
METHOD: Final[Words] = {
    "progressive": _("each step's rate only for what lies within it"),
    "slab": _("the rate of the step reached for everything"),
    "interpolated": _("in proportion to how far a step is filled"),
    "flat": _("one rate for everything"),
}
PER: Final[Words] = {
    "period": _("all transactions added up"),
    "transaction": _("each transaction alone"),
}
PAYS: Final[Words] = {
    "above": _("only what lies above it"),
    "from_zero": _("everything from zero"),
}
MATRIX_INPUT: Final[Words] = {
    "margin_rate": _("the margin rate"),
    "attainment": _("attainment of the quota"),
    "score": _("the score given by people"),
}
LIFECYCLES: Final[Words] = {
    "prospect": _("prospects"),
    "customer": _("customers"),
    "key_account": _("key accounts"),
    "former": _("former customers"),
}
HELD_ON_LEAVING: Final[Words] = {
    "forfeited": _("loses it"),
    "paid": _("is paid it"),
}
CLAWBACK_ATTAINMENT: Final[Words] = {
    "reduce": _("goes down with it"),
    "keep": _("stays as it was"),
}
CLAWBACK_BY: Final[Words] = {
    "full": _("in full"),
    "time": _("in proportion to the time that is left"),
}
PAYOUT_RATE: Final[Words] = {
    "payout": _("the rate on the day of payout"),
    "plan": _("the plan rate of the year"),
    "invoice": _("the rate on the day of the invoice"),
}
HANDOFF: Final[Words] = {
    "date": _("from the day of the handoff on, all credit is the new manager's"),
    "first_order": _("the first months' orders are still credited to whoever won the customer"),
    "taper": _("the credit of whoever won the customer goes down step by step"),
}
DRAW_ON_LEAVING: Final[Words] = {
    "keep": _("stays owed"),
    "forgive": _("is forgiven"),
}
YES_NO: Final[Words] = {"true": pgettext_lazy("it counts", "yes"), "false": pgettext_lazy("it counts", "no")}

PLAN_KEYS: Final = frozenset({
    "name", "currency", "period", "components", "draw", "guarantee", "exchange", "handoff", "on_leaving", "wording",
})  # fmt: skip
COMPONENT_KEYS: Final = frozenset({
    "name", "measure", "input", "method", "per", "output", "target_pay", "tiers", "threshold", "cap", "accelerators",
    "counts", "credit", "only", "except", "from", "until", "quota", "gate", "base_rate", "matrix", "hold", "clawback",
})  # fmt: skip

DEFAULTS: Final[dict[str, str]] = {
    "measure": "amount", "input": "amount", "method": "progressive", "per": "period", "output": "rate",
    "counts": "invoiced",
}  # fmt: skip
"""What a component means where it says nothing."""


def code_of(component: Any, key: str) -> str:
    """What a component says under one of its switches, or means where it says nothing."""
    return str(component.get(key) or DEFAULTS[key])


def tiers_of(component: Any) -> list[dict[str, Any]]:
    """The steps of a component, accelerators among them, lowest first as they were written."""
    return [*component.get("tiers", ()), *component.get("accelerators", ())]


def unit_of(code: str) -> str:
    """What a limit is written in: a percentage, money or plain units."""
    return {"attainment": "percent", "score": "percent", "margin_rate": "percent", "units": "number"}.get(
        code, "money"
    )


def value_key(output: str) -> str:
    """Under which key a step states what it pays."""
    return "amount" if output == "fixed" else "rate"
