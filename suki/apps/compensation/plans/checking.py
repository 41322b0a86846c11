"""What is wrong with the rules of a plan: one sentence for each problem, with the place where it stands.

Places are written as the editor names its gaps: components-0-tiers-1-from.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

from django.utils.translation import gettext as _

from suki.apps.compensation.plans import codes
from suki.apps.compensation.plans.component_checks import check_component
from suki.apps.compensation.plans.finding import Findings
from suki.base.languages import CODES
from suki.kernel.errors import BadInput, Problem
from suki.kernel.money import is_currency

Rules = Mapping[str, Any]


def problems_of(rules: Rules, *, products: Collection[str] | None = None) -> list[Problem]:
    """Every problem of the rules; `products` are the codes that exist, where they are to be checked."""
    found = Findings()
    found.only(rules, codes.PLAN_KEYS)
    currency = str(rules.get("currency") or "")
    if not is_currency(currency):
        found.add(
            "currency",
            _("“{code}” is no currency; choose one such as EUR.").format(code=currency),
        )
    found.choice(rules, "period", codes.PERIOD)
    components = [each for each in rules.get("components") or () if isinstance(each, Mapping)]
    if not components:
        found.add("components", _("A plan needs at least one block; add one."))
    names = [str(each.get("name") or "") for each in components]
    for place, component in enumerate(components):
        check_component(found.within("components", place), component, names, products)
    _advance(found, rules)
    _later(found, rules)
    return found.problems


def refuse_problems(rules: Rules, *, products: Collection[str] | None = None) -> None:
    """Nothing is saved while anything is wrong: all problems at once."""
    problems = problems_of(rules, products=products)
    if problems:
        raise BadInput(problems)


def _advance(found: Findings, rules: Rules) -> None:
    draw, guarantee = rules.get("draw"), rules.get("guarantee")
    if draw is not None:
        part = found.within("draw")
        part.only(draw, {"amount", "recoverable"})
        part.number(draw, "amount", least=0)
        if str(draw.get("recoverable", "false")).casefold() not in ("true", "false"):
            part.add("recoverable", _("Say yes or no."))
    if guarantee is not None:
        part = found.within("guarantee")
        part.only(guarantee, {"amount", "periods"})
        part.number(guarantee, "amount", least=0)
        part.whole(guarantee, "periods", 1, 120)


def _later(found: Findings, rules: Rules) -> None:
    exchange, handoff = rules.get("exchange"), rules.get("handoff")
    if exchange is not None:
        part = found.within("exchange")
        part.only(exchange, {"payout"})
        part.choice(exchange, "payout", codes.PAYOUT_RATE, is_needed=True)
    if handoff is not None:
        part = found.within("handoff")
        part.only(handoff, {"rule", "months", "shares"})
        part.choice(handoff, "rule", codes.HANDOFF, is_needed=True)
        if handoff.get("rule") in ("first_order", "taper"):
            part.whole(handoff, "months", 1, 120, is_needed=handoff["rule"] == "taper")
        if handoff.get("rule") == "taper":
            _shares(part, handoff.get("shares"))
    leaving = rules.get("on_leaving")
    if leaving is not None:
        part = found.within("on_leaving")
        part.only(leaving, {"draw"})
        part.choice(leaving, "draw", codes.DRAW_ON_LEAVING, is_needed=True)
    for language in rules.get("wording") or {}:
        if language not in CODES:
            found.add(
                "wording",
                _("“{code}” is no language that Suki speaks.").format(code=language),
            )


def _shares(part: Findings, shares: Any) -> None:
    """Shares of a taper go down, from at most 100% to nothing at the least."""
    if not isinstance(shares, Sequence) or isinstance(shares, str) or not shares:
        part.add("shares", _("Name the shares, such as 100, 50, 0."))
        return
    read = [part.number({"shares": each}, "shares", least=0, most=1) for each in shares]
    if None not in read and any(after > before for before, after in pairwise(read)):  # type: ignore[operator]
        part.add("shares", _("The shares go down from one stretch to the next."))
