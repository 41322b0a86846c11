"""A version of a plan in words: what its rules say, sentence by sentence, in the language of whoever reads.

Every rule has its sentence, so that what somebody acknowledges is what they are paid by.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import get_language, override
from django.utils.translation import gettext as _

from suki.apps.compensation.plans import codes, component_words
from suki.apps.compensation.plans.saying import Say, share_text, whole
from suki.base.formats import number_text
from suki.base.languages import language_of

Rules = Mapping[str, Any]
Names = Mapping[tuple[str, str], str]


@dataclass(frozen=True)
class Section:
    """What a plan says about one thing: a component, or all of it. `table` holds the steps: from, up to, what is paid."""

    title: str
    sentences: list[str]
    head: list[str] = field(default_factory=list)
    table: list[list[str]] = field(default_factory=list)
    after: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The section as plain text, as it is kept with an acknowledgement."""
        rows = [" | ".join(row) for row in ([self.head, *self.table] if self.table else [])]
        return "\n".join([self.title, *self.sentences, *rows, *self.after])


def wording_of(rules: Rules, names: Names | None = None) -> list[Section]:
    """The document of a version in the active language: the whole first, then each component."""
    components = rules.get("components", ())
    inputs = {str(each.get("name")): codes.code_of(each, "input") for each in components}
    say = Say(str(rules.get("currency") or ""), names or {}, inputs)
    general = Section(_("How this plan works"), list(_general(rules, say)))
    return [general, *(_component(each, say) for each in components)]


def text_of(rules: Rules, language: str, names: Names | None = None) -> str:
    """The exact words in a language: what is kept when somebody acknowledges."""
    with override(language_of(language)):
        return "\n\n".join(section.text for section in wording_of(rules, names))


def _component(component: Rules, say: Say) -> Section:
    tiers = codes.tiers_of(component)
    return Section(
        str(component.get("name") or _("Without a name")),
        list(component_words.heart(component, say)),
        component_words.head(component),
        component_words.rows(component, tiers, say),
        list(component_words.limits(component, say)),
    )


def _general(rules: Rules, say: Say) -> Iterator[str]:
    """What holds for the whole plan."""
    yield _("Amounts are in {currency}.").format(currency=rules.get("currency") or "–")
    if rules.get("name"):
        yield _("In calculations it goes by “{name}”.").format(name=rules["name"])
    begins = {
        "month": _("What is credited is added up from the first day of each month."),
        "quarter": _("What is credited is added up from the first day of each quarter."),
        "year": _("What is credited is added up from the first day of each year."),
        "all": _("What is credited is added up without ever beginning anew."),
    }
    yield begins.get(str(rules.get("period") or "all"), str(rules.get("period")))
    yield from _advance(rules, say)
    yield from _currency(rules)
    yield from _handoff(rules)
    written: Mapping[str, str] = rules.get("wording") or {}
    language = (get_language() or "en").split("-")[0]
    yield from (line for line in str(written.get(language, "")).splitlines() if line.strip())
    yield _("Each line of a statement is rounded once, half up; the total is the sum of its lines.")


def _advance(rules: Rules, say: Say) -> Iterator[str]:
    draw, guarantee = rules.get("draw"), rules.get("guarantee")
    if draw:
        amount = say.amount(draw.get("amount"))
        if _is_true(draw.get("recoverable")):
            yield _(
                "At least {amount} is paid in each period; what was not earned of it is owed and taken off later."
            ).format(amount=amount)
        else:
            yield _(
                "At least {amount} is paid in each period; what was not earned of it is not owed."
            ).format(amount=amount)
    leaving = (rules.get("on_leaving") or {}).get("draw")
    if leaving == "keep":
        yield _("Whoever leaves still owes what was drawn and not earned.")
    elif leaving:
        yield _("Whoever leaves does not owe what was drawn and not earned.")
    if guarantee:
        yield _("At least {amount} is guaranteed in each of the first {periods} periods.").format(
            amount=say.amount(guarantee.get("amount")), periods=say.number(guarantee.get("periods"))
        )


def _currency(rules: Rules) -> Iterator[str]:
    exchange = rules.get("exchange")
    if exchange:
        yield {
            "payout": _("Whoever is paid in another currency is paid at the rate of the day of payout."),
            "plan": _("Whoever is paid in another currency is paid at the plan rate of the year."),
            "invoice": _(
                "Whoever is paid in another currency is paid at the rate of the day of the invoice."
            ),
        }.get(str(exchange.get("payout")), str(exchange.get("payout")))
        yield _(
            "Attainment of the quota is always counted at the plan rate, so that exchange rates neither help nor hurt."
        )


def _handoff(rules: Rules) -> Iterator[str]:
    handoff = rules.get("handoff")
    if not handoff:
        return
    months = _months(handoff.get("months"))
    rule = str(handoff.get("rule"))
    if rule == "date":
        yield _("When a customer is handed over, all credit is the new manager's from that day on.")
    elif rule == "first_order" and handoff.get("months"):
        yield _(
            "When a customer is handed over, what is sold within {months} months of the first order is still credited to whoever won them."
        ).format(months=months)
    elif rule == "first_order":
        yield _("When a customer is handed over, only the first order is still credited to whoever won them.")
    else:
        yield _(
            "When a customer is handed over, whoever won them is credited with less and less, each share for {months} months: {shares}."
        ).format(months=months, shares=", ".join(share_text(each) for each in handoff.get("shares", ())))


def _months(value: Any) -> str:
    """A number of months; an en dash where none is said."""
    return number_text(whole(value) or None)


def _is_true(value: Any) -> bool:
    return value is True or str(value).casefold() == "true"
