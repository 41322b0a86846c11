"""Reading one component of a plan as it is written."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from suki.engines.commission.plan import (
    Cap,
    Clawback,
    Component,
    Gate,
    Hold,
    Matrix,
    NotMeant,
    Selection,
    Threshold,
    Tier,
)
from suki.engines.reading.forms import PLAIN
from suki.engines.reading.settings import Settings

MEASURES = ("amount", "margin", "units")
EVENTS = ("booked", "invoiced", "collected")
KINDS = ("own", "team", "overlay", "referral")
_KEYS = (
    "name", "measure", "input", "method", "per", "output", "target_pay", "tiers", "threshold", "cap", "accelerators",
    "base_rate", "matrix", "gate", "from", "until", "quota", "counts", "credit", "only", "except", "hold", "clawback",
)  # fmt: skip


def component_of(settings: Settings) -> Component | None:
    """The component under these keys; None where something is wrong with it, which is then noted."""
    settings.only(*_KEYS)
    known = len(settings.problems)
    given = _how_it_pays(settings) | _what_it_pays_for(settings) | _when_it_pays(settings)
    if len(settings.problems) > known:
        return None
    try:
        return Component(**given)
    except NotMeant as broken:
        settings.problem(broken.key, str(broken))
        return None


def _how_it_pays(settings: Settings) -> dict[str, Any]:
    output = settings.choice("output", ("rate", "fixed", "target", "multiplier"), "rate")
    matrix = settings.part("matrix", expected="input, from and rates")
    tiers = [
        _tier(each, output, has_matrix=matrix is not None)
        for key in ("tiers", "accelerators")
        for each in settings.parts(key, "tiers with from")
    ]
    threshold = settings.part("threshold", expected="at and pays")
    cap = settings.part("cap", expected="payout or input")
    return {
        "name": settings.text("name"),
        "tiers": tiers,
        "measure": settings.choice("measure", MEASURES, "amount"),
        "input": settings.choice("input", ("amount", "attainment", "units", "score"), "amount"),
        "method": settings.choice("method", ("flat", "slab", "progressive", "interpolated"), "progressive"),
        "scope": settings.choice("per", ("transaction", "period"), "period"),
        "output": output,
        "target_pay": settings.number("target_pay") if settings.has("target_pay") else None,
        "base_rate": settings.number("base_rate") if settings.has("base_rate") else None,
        "threshold": _threshold(threshold) if threshold else None,
        "cap": _cap(cap) if cap else Cap(),
        "matrix": _matrix(matrix) if matrix else None,
    }


def _what_it_pays_for(settings: Settings) -> dict[str, Any]:
    kinds = settings.listed("credit", str, f"some of {', '.join(KINDS)}")
    for kind in kinds:
        if kind not in KINDS:
            settings.problem("credit", f'"{kind}" is not known here; expected some of {", ".join(KINDS)}')
    return {
        "first_day": settings.read("from", PLAIN.day, "a date") if settings.has("from") else None,
        "last_day": settings.read("until", PLAIN.day, "a date") if settings.has("until") else None,
        "is_quota_relevant": settings.choice("quota", ("true", "false"), "true") == "true",
        "counts": settings.choice("counts", EVENTS, "invoiced"),
        "credit": tuple(kinds) or ("own",),
        "only": _selection(settings.part("only", expected="products, accounts or lifecycles")),
        "but_not": _selection(settings.part("except", expected="products, accounts or lifecycles")),
    }


def _when_it_pays(settings: Settings) -> dict[str, Any]:
    hold = settings.part("hold", expected="share and months")
    clawback = settings.part("clawback", expected="attainment, within_days, by or instalments")
    return {
        "gates": tuple(_gate(each) for each in settings.parts("gate", "gates with component and at")),
        "hold": _hold(hold) if hold else None,
        "clawback": _clawback(clawback) if clawback else None,
    }


def _tier(settings: Settings, output: str, *, has_matrix: bool) -> Tier:
    """With a matrix the tiers only say where they begin: what they are worth stands in its rows."""
    value = "amount" if output == "fixed" else "rate"
    settings.only("from", value)
    worth = settings.number(value, Decimal(0) if has_matrix else None)
    return Tier(settings.number("from"), worth)


def _threshold(settings: Settings) -> Threshold:
    settings.only("at", "pays")
    pays = settings.choice("pays", ("above", "from_zero"), "above")
    return Threshold(settings.number("at"), pays)  # type: ignore[arg-type]


def _cap(settings: Settings) -> Cap:
    settings.only("payout", "input")
    if not settings.keys():
        settings.problem("payout", "the key is missing; expected payout, input or both")
    return Cap(
        settings.number("payout") if settings.has("payout") else None,
        settings.number("input") if settings.has("input") else None,
    )


def _matrix(settings: Settings) -> Matrix:
    settings.only("input", "from", "rates")
    return Matrix(
        settings.choice("input", ("margin_rate", "attainment", "score")),  # type: ignore[arg-type]
        tuple(settings.listed("from", PLAIN.number, "numbers such as 0, 0.2")),
        tuple(tuple(row) for row in settings.rows("rates", PLAIN.number, "a list of rates for each tier")),
    )


def _gate(settings: Settings) -> Gate:
    settings.only("component", "at")
    return Gate(settings.text("component"), settings.number("at"))


def _hold(settings: Settings) -> Hold:
    settings.only("share", "months", "on_leaving")
    share = settings.number("share")
    if not 0 <= share <= 1:
        settings.problem("share", f"{share:f} is no share; expected a fraction such as 0.3")
    leaving = settings.choice("on_leaving", ("paid", "forfeited"), "forfeited")
    return Hold(share, settings.whole("months", 1, 240), leaving)  # type: ignore[arg-type]


def _clawback(settings: Settings) -> Clawback | None:
    settings.only("attainment", "within_days", "within_months", "by", "instalments")
    given = {
        "attainment": settings.choice("attainment", ("keep", "reduce"), "reduce"),
        "within_days": settings.whole("within_days", 1, 36500) if settings.has("within_days") else None,
        "within_months": settings.whole("within_months", 1, 1200) if settings.has("within_months") else None,
        "by": settings.choice("by", ("full", "time"), "full"),
        "instalments": settings.whole("instalments", 1, 120, 1),
    }
    try:
        return Clawback(**given)  # type: ignore[arg-type]
    except NotMeant as broken:
        settings.problem(broken.key, str(broken))
        return None


def _selection(settings: Settings | None) -> Selection | None:
    if settings is None:
        return None
    settings.only("products", "accounts", "lifecycles", "new_accounts_months")
    if not settings.keys():
        settings.problem("products", "the key is missing; expected products, accounts or lifecycles")
    months = settings.whole("new_accounts_months", 1, 1200) if settings.has("new_accounts_months") else None
    return Selection(
        tuple(settings.listed("products", str, "codes of products")),
        tuple(settings.listed("accounts", str, "accounts")),
        tuple(settings.listed("lifecycles", str, "lifecycles")),
        months,
    )
