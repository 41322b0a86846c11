"""The words of pay plans: every code that the rules of a version may hold, and what it is called in a sentence."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import pgettext_lazy

Words = dict[str, Any]

PERIOD: Final[Words] = {
    "month": pgettext_lazy("pay plan", "every month"),
    "quarter": pgettext_lazy("pay plan", "every quarter"),
    "year": pgettext_lazy("pay plan", "every year"),
    "all": pgettext_lazy("pay plan", "never"),
}
COUNTS: Final[Words] = {
    "invoiced": pgettext_lazy("pay plan", "invoiced"),
    "booked": pgettext_lazy("pay plan", "ordered"),
    "collected": pgettext_lazy("pay plan", "paid by the customer"),
}
CREDIT: Final[Words] = {
    "own": pgettext_lazy("pay plan", "own customers"),
    "team": pgettext_lazy("pay plan", "the team's customers"),
    "overlay": pgettext_lazy("pay plan", "overlay credit"),
    "referral": pgettext_lazy("pay plan", "referral credit"),
}
MEASURE: Final[Words] = {
    "amount": pgettext_lazy("pay plan", "the net amount"),
    "margin": pgettext_lazy("pay plan", "the margin"),
    "units": pgettext_lazy("pay plan", "the number of units"),
}
OUTPUT: Final[Words] = {
    "rate": pgettext_lazy("pay plan", "a rate"),
    "fixed": pgettext_lazy("pay plan", "a fixed amount"),
    "target": pgettext_lazy("pay plan", "a share of target pay"),
    "multiplier": pgettext_lazy("pay plan", "a multiple of the base rate"),
}
INPUT: Final[Words] = {
    "attainment": pgettext_lazy("pay plan", "attainment of the quota"),
    "amount": pgettext_lazy("pay plan", "the amount itself"),
    "units": pgettext_lazy("pay plan", "units sold"),
    "score": pgettext_lazy("pay plan", "the score given by people"),
}
METHOD: Final[Words] = {
    "progressive": pgettext_lazy("pay plan", "each step's rate only for what lies within it"),
    "slab": pgettext_lazy("pay plan", "the rate of the step reached for everything"),
    "interpolated": pgettext_lazy("pay plan", "in proportion to how far a step is filled"),
    "flat": pgettext_lazy("pay plan", "one rate for everything"),
}
METHOD_OF_MONEY: Final[Words] = {
    "progressive": pgettext_lazy("pay plan", "every step that is reached, added up"),
    "slab": pgettext_lazy("pay plan", "only the highest step that is reached"),
    "interpolated": pgettext_lazy("pay plan", "full steps, and the next one in proportion"),
    "flat": pgettext_lazy("pay plan", "as soon as anything counts"),
}
MONEY: Final = ("fixed", "target")
"""Outputs whose steps pay money for how far somebody came, and not a rate of what is credited."""
PER: Final[Words] = {
    "period": pgettext_lazy("pay plan", "all transactions added up"),
    "transaction": pgettext_lazy("pay plan", "each transaction alone"),
}
PAYS: Final[Words] = {
    "above": pgettext_lazy("pay plan", "only what lies above it"),
    "from_zero": pgettext_lazy("pay plan", "everything from zero"),
}
MATRIX_INPUT: Final[Words] = {
    "margin_rate": pgettext_lazy("pay plan", "the margin rate"),
    "attainment": pgettext_lazy("pay plan", "attainment of the quota"),
    "score": pgettext_lazy("pay plan", "the score given by people"),
}
LIFECYCLES: Final[Words] = {
    "prospect": pgettext_lazy("pay plan", "prospects"),
    "customer": pgettext_lazy("pay plan", "customers"),
    "key_account": pgettext_lazy("pay plan", "key accounts"),
    "former": pgettext_lazy("pay plan", "former customers"),
}
HELD_ON_LEAVING: Final[Words] = {
    "forfeited": pgettext_lazy("pay plan", "loses it"),
    "paid": pgettext_lazy("pay plan", "is paid it"),
}
CLAWBACK_ATTAINMENT: Final[Words] = {
    "reduce": pgettext_lazy("pay plan", "goes down with it"),
    "keep": pgettext_lazy("pay plan", "stays as it was"),
}
CLAWBACK_BY: Final[Words] = {
    "full": pgettext_lazy("pay plan", "in full"),
    "time": pgettext_lazy("pay plan", "in proportion to the time that is left"),
}
PAYOUT_RATE: Final[Words] = {
    "payout": pgettext_lazy("pay plan", "the rate on the day of payout"),
    "plan": pgettext_lazy("pay plan", "the plan rate of the year"),
    "invoice": pgettext_lazy("pay plan", "the rate on the day of the invoice"),
}
HANDOFF: Final[Words] = {
    "date": pgettext_lazy("pay plan", "from the day of the handoff on, all credit is the new manager's"),
    "first_order": pgettext_lazy(
        "pay plan",
        "the first order (or what is sold in the first months) is still credited to whoever won the customer",
    ),
    "taper": pgettext_lazy("pay plan", "the credit of whoever won the customer goes down step by step"),
}
DRAW_ON_LEAVING: Final[Words] = {
    "keep": pgettext_lazy("pay plan", "stays owed"),
    "forgive": pgettext_lazy("pay plan", "is forgiven"),
}
YES_NO: Final[Words] = {"true": pgettext_lazy("pay plan", "yes"), "false": pgettext_lazy("pay plan", "no")}

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
