"""Reading a plan as it is written: a YAML file, or what a version of a plan keeps.

Every problem names the key it is about, such as `components[1].threshold.at`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal

import yaml

from suki.engines.commission.component import component_of
from suki.engines.commission.plan import Component, Draw, Guarantee, Handoff, NotMeant, Plan
from suki.engines.reading.forms import PLAIN
from suki.engines.reading.problems import Problems
from suki.engines.reading.settings import Settings
from suki.kernel.money import is_currency

_KEYS = (
    "currency", "period", "components", "draw", "name",
    "guarantee", "exchange", "handoff", "on_leaving", "wording",
)  # fmt: skip


def plan_of(rules: Mapping[str, object]) -> Plan:
    """The plan that stored rules describe; where they cannot be meant, all problems at once."""
    problems = Problems()
    node = _node_of(rules)
    assert isinstance(node, yaml.MappingNode)
    plan = read_plan(Settings("", node, problems))
    problems.raise_if_any()
    assert plan is not None, "a plan without problems is a plan"
    return plan


def read_plan(settings: Settings) -> Plan | None:
    """The plan in a settings file; None where something is wrong with it, which is then noted."""
    settings.only(*_KEYS)
    known = len(settings.problems)
    currency = settings.text("currency")
    if currency and not is_currency(currency):
        settings.problem("currency", f'"{currency}" is not a currency; expected an ISO 4217 code such as EUR')
    components = _components(settings)
    given = {
        "currency": currency,
        "period": settings.choice("period", ("all", "month", "quarter", "year"), "all"),
        "components": components,
        "draw": _draw(settings.part("draw", expected="amount and recoverable")),
        "guarantee": _guarantee(settings.part("guarantee", expected="amount and periods")),
        "exchange": _exchange(settings.part("exchange", expected="payout")),
        "handoff": _handoff(settings.part("handoff", expected="rule, months or shares")),
        "draw_on_leaving": _on_leaving(settings.part("on_leaving", expected="draw")),
        "wording": _wording(settings.part("wording", expected="a text for each language")),
    }
    if len(settings.problems) > known:
        return None
    try:
        return Plan(**given)  # type: ignore[arg-type]
    except NotMeant as broken:
        settings.problem("components", str(broken))
        return None


def _components(settings: Settings) -> list[Component]:
    expected = "a list of components with tiers"
    if not settings.has("components"):
        settings.problem("components", f"the key is missing; expected {expected}")
    read = [component_of(each) for each in settings.parts("components", expected)]
    names = [each.name for each in read if each]
    for name in sorted({name for name in names if names.count(name) > 1}):
        settings.problem(
            "components", f'two components are called "{name}"; expected a name of its own for each'
        )
    return [each for each in read if each]


def _draw(settings: Settings | None) -> Draw | None:
    if settings is None:
        return None
    settings.only("amount", "recoverable")
    recoverable = settings.choice("recoverable", ("true", "false"), "false")
    return Draw(settings.number("amount"), recoverable == "true")


def _guarantee(settings: Settings | None) -> Guarantee | None:
    if settings is None:
        return None
    settings.only("amount", "periods")
    return Guarantee(settings.number("amount"), settings.whole("periods", 1, 1200))


def _exchange(settings: Settings | None) -> str:
    if settings is None:
        return "payout"
    settings.only("payout")
    return settings.choice("payout", ("payout", "plan", "invoice"), "payout")


def _handoff(settings: Settings | None) -> Handoff | None:
    if settings is None:
        return None
    settings.only("rule", "months", "shares")
    rule = settings.choice("rule", ("date", "first_order", "taper"), "date")
    shares = settings.listed("shares", PLAIN.number, "shares such as 1, 0.5, 0")
    if rule == "taper" and not shares:
        settings.problem("shares", "the key is missing; expected shares such as 1, 0.5, 0")
    if any(not 0 <= share <= 1 for share in shares):
        settings.problem("shares", "a share lies outside 0 to 1; expected fractions such as 0.5")
    return Handoff(rule, settings.whole("months", 1, 120, 12), shares)  # type: ignore[arg-type]


def _on_leaving(settings: Settings | None) -> str:
    if settings is None:
        return "keep"
    settings.only("draw")
    return settings.choice("draw", ("keep", "forgive"), "keep")


def _wording(settings: Settings | None) -> dict[str, str]:
    languages = settings.keys() if settings else []
    return {language: settings.text(language, "") for language in languages} if settings else {}


def _node_of(value: object) -> yaml.Node:
    """A stored value as if it had been read from a file, without a line to point to."""
    if isinstance(value, Mapping):
        pairs = [(yaml.ScalarNode(_tag("str"), str(key)), _node_of(each)) for key, each in value.items()]
        return yaml.MappingNode(_tag("map"), pairs)
    if isinstance(value, Sequence) and not isinstance(value, str):
        return yaml.SequenceNode(_tag("seq"), [_node_of(each) for each in value])
    if value is None:
        return yaml.ScalarNode(_tag("null"), "null")
    return yaml.ScalarNode(_tag("str"), _written(value), style='"')


def _written(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        value = Decimal(repr(value))
    return (
        f"{value:f}"
        if isinstance(value, Decimal)
        else value.isoformat()
        if isinstance(value, date)
        else str(value)
    )


def _tag(kind: str) -> str:
    return f"tag:yaml.org,2002:{kind}"
