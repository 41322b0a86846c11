"""From rules to what stands in the gaps: numbers, days and names as the reader writes them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from suki.apps.compensation.plans import codes
from suki.apps.compensation.plans.editor.posted import Raw
from suki.apps.compensation.plans.saying import decimal_of, plain
from suki.base.formats import number_text
from suki.base.typed import day_for_input


def written(rules: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> Raw:
    """What the editor begins with."""
    raw: Raw = {"currency": rules.get("currency", ""), "period": rules.get("period") or "all"}
    components = rules.get("components") or ()
    units = {str(each.get("name")): codes.unit_of(codes.code_of(each, "input")) for each in components}
    raw["components"] = [_block(each, names, units) for each in components]
    for key, counted in (
        ("draw", {"amount": "number"}),
        ("guarantee", {"amount": "number", "periods": "number"}),
    ):
        raw[key] = _part(rules.get(key), counted)
    for key in ("exchange", "on_leaving", "wording"):
        raw[key] = {name: str(value) for name, value in (rules.get(key) or {}).items()}
    raw["handoff"] = _part(rules.get("handoff"), {"months": "number"})
    shares = (rules.get("handoff") or {}).get("shares")
    if shares:
        raw["handoff"]["shares"] = _list(shares, "percent")
    return raw


def shown(value: Any, unit: str) -> str:
    """A number as it stands in its gap."""
    known = decimal_of(value)
    if known is None:
        return "" if value is None else str(value)
    return number_text(plain(known * 100 if unit == "percent" else known))


def _block(
    component: Mapping[str, Any], names: Mapping[tuple[str, str], str], units: Mapping[str, str]
) -> Raw:
    unit, output = codes.unit_of(codes.code_of(component, "input")), codes.code_of(component, "output")
    paid = "number" if output in ("fixed", "multiplier") else "percent"
    raw: Raw = {key: codes.code_of(component, key) for key in codes.DEFAULTS}
    raw |= {"name": component.get("name", ""), "credit": list(component.get("credit") or ["own"])}
    raw["target_pay"] = shown(component.get("target_pay"), "number")
    raw["base_rate"] = shown(component.get("base_rate"), "percent")
    raw["tiers"] = [
        {"from": shown(tier.get("from"), unit), "pays": shown(tier.get(codes.value_key(output)), paid)}
        for tier in codes.tiers_of(component)
    ]
    raw["threshold"] = _part(component.get("threshold"), {"at": unit})
    raw["cap"] = _part(component.get("cap"), {"input": unit, "payout": "number"})
    raw["gate"] = [
        _part(each, {"at": units.get(str(each.get("component")), "percent")})
        for each in component.get("gate") or ()
    ]
    raw["matrix"] = _matrix(component.get("matrix"), paid)
    for key in ("only", "except"):
        raw[key] = _selection(component.get(key) or {}, names)
    for key in ("from", "until"):
        raw[key] = _day(component.get(key))
    raw["quota"] = "" if component.get("quota") is None else str(component["quota"]).lower()
    raw["hold"] = _part(component.get("hold"), {"share": "percent", "months": "number"})
    counted = dict.fromkeys(("within_days", "within_months", "instalments"), "number")
    raw["clawback"] = _part(component.get("clawback"), counted)
    return raw


def _part(part: Any, units: Mapping[str, str]) -> Raw:
    return {
        key: shown(value, units[key])
        if key in units
        else str(value).lower()
        if isinstance(value, bool)
        else value
        for key, value in (part or {}).items()
    }


def _matrix(matrix: Any, paid: str) -> Raw:
    if not matrix:
        return {}
    return {
        "input": matrix.get("input", ""),
        "from": _list(matrix.get("from") or (), "percent"),
        "rates": [[shown(cell, paid) for cell in row] for row in matrix.get("rates") or ()],
    }


def _selection(chosen: Mapping[str, Any], names: Mapping[tuple[str, str], str]) -> Raw:
    return {
        "products": "; ".join(str(each) for each in chosen.get("products") or ()),
        "accounts": "; ".join(
            names.get(("account", str(each)), str(each)) for each in chosen.get("accounts") or ()
        ),
        "lifecycles": list(chosen.get("lifecycles") or ()),
        "new_accounts_months": shown(chosen.get("new_accounts_months"), "number"),
    }


def _list(values: Any, unit: str) -> str:
    return "; ".join(shown(each, unit) for each in values)


def _day(value: Any) -> str:
    try:
        return day_for_input(date.fromisoformat(str(value))) if value else ""
    except ValueError:
        return str(value)
